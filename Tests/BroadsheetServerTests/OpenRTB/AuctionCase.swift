import Foundation

@testable import BroadsheetArticles
@testable import BroadsheetServer

/// A request of `Cases/openrtb` and what must come back.
///
/// Fields of a case: `name` · `headers` · `request`, or `text` as a list of parts (a text,
/// `{"repeat","times"}` or `{"bytes"}`) where the bytes matter · `status` · `answer`, in which a
/// text `@NAME` stands for that of `fragments.json`, or `problem`, the detail of the problem ·
/// `reader_key`, the name of the reader that may be used, or null for none.
struct AuctionCase: Sendable, CustomStringConvertible {
    let file: String
    let name: String
    let headers: [String: String]
    let body: [UInt8]
    let status: Int
    let answer: JSONNode?
    let problem: String?
    /// nil where the case does not ask; a key of "" for none.
    let readerKey: String?

    var description: String { "\(file): \(name)" }

    enum Failure: Error {
        case unreadable(String)
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Cases").standardizedFileURL

    /// All cases, in the order of files and within them.
    static func all() throws -> [AuctionCase] {
        guard case .object(let fragments) = try node("fragments.json") else {
            throw Failure.unreadable("fragments.json")
        }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "openrtb").path)
        return try files.filter { $0.hasSuffix(".json") }.sorted().flatMap { file in
            guard case .object(let object) = try node("openrtb/\(file)"),
                case .list(let cases) = object["cases"]
            else { throw Failure.unreadable(file) }
            return try cases.map { try AuctionCase($0, file: file, fragments) }
        }
    }

    private static func node(_ file: String) throws -> JSONNode {
        try JSONParser.parse(Array(try Data(contentsOf: folder.appending(path: file))))
    }

    private init(_ node: JSONNode, file: String, _ fragments: JSONObject) throws {
        let object = try WireObject(node, path: file)
        self.file = file
        name = try object.requiredText("name")
        status = try object.whole("status") ?? 0
        problem = try object.text("problem")
        answer = object.object["answer"]?.expanded(by: fragments)
        var headers: [String: String] = [:]
        for member in try object.child("headers")?.object.members ?? [] {
            if case .text(let value) = member.value { headers[member.name] = value }
        }
        self.headers = headers
        let asks = object.object.members.contains { $0.name == "reader_key" }
        readerKey = asks ? try object.text("reader_key") ?? "" : nil
        if let request = object.object["request"] {
            var writer = JSONWriter()
            request.write(to: &writer)
            body = writer.bytes
        } else {
            body = try (object.list("text") ?? []).flatMap(Self.part)
        }
    }

    private static func part(_ node: JSONNode) throws -> [UInt8] {
        if case .text(let text) = node { return Array(text.utf8) }
        let part = try WireObject(node, path: "part")
        if let text = try part.text("repeat") {
            return Array(String(repeating: text, count: try part.whole("times") ?? 0).utf8)
        }
        return try part.wholes("bytes").map { UInt8(truncatingIfNeeded: $0) }
    }
}

extension JSONNode {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let bool): writer.value(bool)
        case .number(let number): writer.raw(number.text)
        case .text(let text): writer.value(text)
        case .list(let list):
            writer.array { writer in for node in list { node.write(to: &writer) } }
        case .object(let object):
            writer.object { writer in
                for member in object.members {
                    writer.name(member.name)
                    member.value.write(to: &writer)
                }
            }
        }
    }

    fileprivate func expanded(by fragments: JSONObject) -> JSONNode {
        switch self {
        case .list(let list): return .list(list.map { $0.expanded(by: fragments) })
        case .object(var object):
            for index in object.members.indices {
                object.members[index].value = object.members[index].value.expanded(by: fragments)
            }
            return .object(object)
        case .text(let text) where text.hasPrefix("@"):
            return fragments[String(text.dropFirst())] ?? self
        default: return self
        }
    }
}

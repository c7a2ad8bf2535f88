internal import Foundation

/// Any JSON value, for objects whose shape others decide.
///
/// Reading goes through `JSONDecoder`, which refuses more than 512 levels. Of two equal keys of
/// one object the decoder keeps one, always the same.
enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// Reads one JSON value, which `bytes` must hold alone.
    init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch {
            throw JSONSyntaxError(error)
        }
    }

    /// The text, when it is one.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The elements, when it is a list.
    var list: [JSONValue]? {
        if case .list(let list) = self { list } else { nil }
    }

    /// The member of that name, when it is an object that has one other than null.
    subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[key], value != .null else {
            return nil
        }
        return value
    }

    /// A whole number above 0, as sizes of pictures are; also when written as text.
    var size: Int? {
        switch self {
        case .number(let number): number >= 1 ? Int(exactly: number) : nil
        case .text(let text): Int(text).flatMap { $0 >= 1 ? $0 : nil }
        default: nil
        }
    }

    /// What it is, with its article, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if var elements = try? decoder.unkeyedContainer() {
            var list: [JSONValue] = []
            while !elements.isAtEnd { list.append(try elements.decode(JSONValue.self)) }
            self = .list(list)
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            // By name, not in the order of a dictionary, which differs from run to run: of several
            // faults always the same one is reported.
            let members = try decoder.container(keyedBy: MemberName.self)
            var object: [String: JSONValue] = [:]
            for name in members.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
                object[name.stringValue] = try members.decode(JSONValue.self, forKey: name)
            }
            self = .object(object)
        }
    }

    /// The name of a member, whatever it is.
    private struct MemberName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A text that is no JSON.
struct JSONSyntaxError: Error {
    /// What is wrong, in one line.
    let message: String

    init(_ error: any Error) {
        var detail = "it could not be read"
        if case DecodingError.dataCorrupted(let context)? = error as? DecodingError {
            let cause = context.underlyingError.map { ($0 as NSError).userInfo }
            detail = cause?[NSDebugDescriptionErrorKey] as? String ?? context.debugDescription
        }
        message = detail
    }
}

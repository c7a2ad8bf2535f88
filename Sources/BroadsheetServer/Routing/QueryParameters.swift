internal import BroadsheetAds
internal import Broadsheet
internal import BroadsheetContent

/// The parameters behind the `?` of a request. Those that a route does not ask for are ignored.
struct QueryParameters: Sendable {
    private struct Parameter {
        var name: String
        /// nil when it could not be decoded.
        var value: String?
    }

    private let parameters: [Parameter]

    init(_ query: String?) {
        parameters = (query ?? "").utf8.split(separator: UInt8(ascii: "&")).compactMap { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = Substring(pair[..<(equals ?? pair.endIndex)]).utf8
            let value = equals.map { Substring(pair[pair.index(after: $0)...]).utf8 }
            guard let name = PercentCoding.decode(name, plusIsSpace: true) else { return nil }
            return Parameter(
                name: name,
                value: value.map { PercentCoding.decode($0, plusIsSpace: true) } ?? "")
        }
    }

    /// All values of a parameter that may be repeated, in their order.
    func all(_ name: String) throws(Problem) -> [String] {
        var values: [String] = []
        for parameter in parameters where parameter.name == name {
            guard let value = parameter.value else {
                throw .badRequest(
                    "\(name): found an escape that is no UTF-8 text; expected each `%` to stand "
                        + "before two hexadecimal digits, as in `%2F`")
            }
            values.append(value)
        }
        return values
    }

    /// The value of a parameter that may stand once; nil when it is missing.
    func single(_ name: String) throws(Problem) -> String? {
        let values = try all(name)
        guard values.count <= 1 else {
            throw .badRequest("\(name): found \(values.count) times; expected once")
        }
        return values.first
    }

    /// The value of a parameter that names something; an empty one counts as missing.
    func name(_ name: String) throws(Problem) -> String? {
        try single(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// How many items are wanted.
    func limit(default fallback: Int = 10) throws(Problem) -> Int {
        guard let text = try single("limit") else { return fallback }
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isPlain, let number = Int(text), (0...100).contains(number) else {
            throw .badRequest(
                "limit: found `\(text.shortened)`; expected a whole number from 0 to 100")
        }
        return number
    }

    /// A whole number; nil when it is missing.
    func number(_ name: String) throws(Problem) -> Int? {
        guard let text = try self.name(name) else { return nil }
        guard let number = Int(text) else {
            throw .badRequest("\(name): found `\(text.shortened)`; expected a whole number")
        }
        return number
    }

    /// A switch: `1` or `true`, `0` or `false`, off when it is missing.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch try single(name) {
        case nil, "0", "false": return false
        case "1", "true": return true
        case let other?:
            throw .badRequest("\(name): found `\(other.shortened)`; expected 1 or 0")
        }
    }

    /// One of a few words; nil when it is missing.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, as type: Choice.Type = Choice.self
    ) throws(Problem) -> Choice? {
        guard let text = try single(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        throw .badRequest(
            "\(name): found `\(text.shortened)`; expected "
                + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }

    /// Changes to the rules of a related list.
    func rules() throws(Problem) -> [String: String] {
        var rules: [String: String] = [:]
        for name in RankingOverrides.names {
            if let text = try single(name) { rules[name] = text }
        }
        return rules
    }

    /// The form of the answer.
    func format() throws(Problem) -> AnswerFormat {
        guard let text = try single("format") else { return .json }
        guard let format = AnswerFormat(rawValue: text) else {
            throw .badRequest("format: found `\(text.shortened)`; expected json or html")
        }
        return format
    }

    /// Whether the request asks for HTML, so that a problem with any other parameter can be told
    /// in a way that does no harm inside a page.
    var wantsHTML: Bool { (try? format()) == .html }
}

/// The form of a block or an ad.
enum AnswerFormat: String, Sendable, Hashable {
    /// For programs.
    case json
    /// Ready to stand in a page.
    case html
}

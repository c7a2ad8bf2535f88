internal import BroadsheetAds

/// Reads a JSON text by RFC 8259, and refuses what two readers could understand differently: names
/// that stand twice in one object, halves of surrogate pairs, bytes that are no UTF-8.
struct JSONParser {
    /// Why a text is not read, with the byte where reading ended.
    struct Failure: Error, Sendable, Hashable {
        var problem: String
        var offset: Int
    }

    /// Levels of lists and objects that are read.
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// The value of a whole text.
    static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONNode {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.position == bytes.count else {
            throw parser.failure("something behind the end of the value")
        }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Values

    private mutating func value() throws(Failure) -> JSONNode {
        skipBlanks()
        guard let byte = peek() else { throw failure("the end of the text") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .list(try list())
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try number())
        default: throw failure("a byte that begins no value")
        }
    }

    private mutating func object() throws(Failure) -> JSONObject {
        try enter()
        var object = JSONObject()
        var names: Set<ExactID> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return leave(object) }
        repeat {
            skipBlanks()
            guard peek() == UInt8(ascii: "\"") else { throw failure("no name of a member") }
            let start = position
            let name = try text()
            guard names.insert(ExactID(name)).inserted else {
                position = start
                throw failure("the name `\(Self.shortened(name))` twice in one object")
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw failure("no `:` behind a name") }
            object.members.append(JSONObject.Member(name: name, value: try value()))
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("an object without its end") }
        return leave(object)
    }

    private mutating func list() throws(Failure) -> [JSONNode] {
        try enter()
        var values: [JSONNode] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return leave(values) }
        repeat {
            values.append(try value())
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("a list without its end") }
        return leave(values)
    }

    /// Before the bracket that begins a list or an object.
    private mutating func enter() throws(Failure) {
        guard depth < Self.maximumDepth else {
            throw failure("more than \(Self.maximumDepth) levels of lists and objects")
        }
        depth += 1
        position += 1
    }

    private mutating func leave<Value>(_ value: Value) -> Value {
        depth -= 1
        return value
    }

    private mutating func word(_ word: String, _ value: JSONNode) throws(Failure) -> JSONNode {
        guard bytes[position...].starts(with: word.utf8) else {
            throw failure("a word that is no value")
        }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = peek(), (48...57).contains(byte) { position += 1 }
        guard position > start else { throw failure("a number without a digit") }
    }

    // MARK: Texts

    /// From one quote to the next.
    private mutating func text() throws(Failure) -> String {
        position += 1
        var unescaped: [UInt8] = []
        var start = position
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                unescaped += bytes[start..<position]
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw failure("a text that is no UTF-8")
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                unescaped += bytes[start..<position]
                unescaped += try escape()
                start = position
            case 0..<0x20: throw failure("a control character in a text")
            default: position += 1
            }
        }
        throw failure("a text without its end")
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        position += 1
        guard let letter = peek() else { throw failure("a text without its end") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default:
            position -= 1
            throw failure("an escape that JSON does not have")
        }
    }

    /// Behind `\u`: one unit, or two that make a pair.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw failure("half of a surrogate pair")
        }
        let second = try unit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func unit() throws(Failure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Self.hexDigit(byte) else {
                throw failure("an escape without four hexadecimal digits")
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte) - 48
        case 65...70: UInt32(byte) - 55
        case 97...102: UInt32(byte) - 87
        default: nil
        }
    }

    // MARK: Bytes

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    private func failure(_ problem: String) -> Failure {
        Failure(problem: problem, offset: position)
    }

    private static func shortened(_ text: String) -> String {
        text.count <= 40 ? text : text.prefix(40) + "…"
    }
}

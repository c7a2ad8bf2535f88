/// A value of a JSON text, nothing rounded and nothing lost.
enum JSONNode: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case text(String)
    case list([JSONNode])
    case object(JSONObject)

    /// What it is, for problem texts.
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

/// Members in the order written; each name stands once.
struct JSONObject: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var name: String
        var value: JSONNode
    }

    var members: [Member] = []

    /// The value of a member; nil also for null, which says as much as nothing.
    subscript(name: String) -> JSONNode? {
        for member in members where member.name.utf8.elementsEqual(name.utf8) {
            return member.value == .null ? nil : member.value
        }
        return nil
    }
}

/// A number as it is written, so that money need not go through binary fractions.
struct JSONNumber: Sendable, Hashable {
    /// By the grammar of RFC 8259.
    var text: String

    /// The whole number, however it is written (`1`, `1.0`, `1e0`); nil for others and for those
    /// beyond 2^53, where readers differ.
    var whole: Int? {
        if let number = Int(text) { return number.magnitude <= 1 << 53 ? number : nil }
        guard let number = Double(text), abs(number) <= 0x1p53 else { return nil }
        return Int(exactly: number)
    }

    var isNegative: Bool {
        text.hasPrefix("-") && text.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9") ~= $0 }
    }

    /// Millionths, rounded up; the greatest number for what is beyond. Meant for what is not
    /// negative: the sign is passed over.
    var microsRoundedUp: Int64 {
        let parts = text.split { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first else { return .max }
        var digits: [UInt8] = []
        var decimals = 0
        var isFraction = false
        for byte in mantissa.utf8 {
            if byte == UInt8(ascii: ".") { isFraction = true }
            guard (48...57).contains(byte) else { continue }
            if isFraction { decimals += 1 }
            if byte != 48 || !digits.isEmpty { digits.append(byte - 48) }
        }
        if digits.isEmpty { return 0 }
        // Exponents beyond the length of any text decide alone.
        let exponent =
            parts.count > 1 ? Int(parts[1]) ?? (parts[1].hasPrefix("-") ? -1 << 40 : 1 << 40) : 0
        let clamped = min(max(exponent, -1 << 40), 1 << 40)
        return Self.number(digits, shiftedBy: clamped - decimals + 6)
    }

    /// Digits times ten to the power of `places`, rounded up.
    private static func number(_ digits: [UInt8], shiftedBy places: Int) -> Int64 {
        let count = digits.count + places
        guard count <= 19 else { return .max }
        guard count > 0 else { return 1 }
        var result: Int64 = 0
        for position in 0..<count {
            let digit = position < digits.count ? Int64(digits[position]) : 0
            let (tens, overflow) = result.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(digit)
            if overflow || carry { return .max }
            result = sum
        }
        let isCut = digits.dropFirst(count).contains { $0 > 0 }
        return isCut && result < .max ? result + 1 : result
    }
}

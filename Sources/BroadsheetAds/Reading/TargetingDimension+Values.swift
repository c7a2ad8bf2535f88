extension TargetingDimension {
    /// Days of the week as rules spell them, Monday first.
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Bytes of an address that rules compare.
    static let maximumAddressLength = 2_048

    /// What a value looks like, for problem texts.
    var expected: String {
        switch self {
        case .section, .tag, .keyword, .keyValues: "text"
        case .language: "a language tag such as en or en-GB"
        case .url: "a host such as news.example or a beginning such as news.example/sport/"
        case .country: "an ISO 3166-1 code such as US"
        case .region: "an ISO 3166-2 code such as US-NY"
        case .device: DeviceClass.allCases.map(\.rawValue).joined(separator: ", ")
        case .weekday: Self.weekdays.joined(separator: ", ")
        case .hour: "an hour from 0 to 23 or a range such as 22-6, which ends before 6:00"
        }
    }

    /// The values that a text stands for, in their one spelling; nil when it is none.
    func values(of text: String) -> [String]? {
        guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.isControl }) else {
            return nil
        }
        switch self {
        case .section, .tag, .keyValues: return [text]
        case .keyword: return [text.lowercased()]
        case .language: return Self.subtags(text, lengths: 2...8).map { [$0.lowercased()] }
        case .url: return Self.address(text).map { [$0] }
        case .country: return Self.isCode(text, lengths: 2...2) ? [text.uppercased()] : nil
        case .region:
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, Self.isCode(parts[0], lengths: 2...2),
                Self.isCode(parts[1], lengths: 1...3)
            else { return nil }
            return [text.uppercased()]
        case .device: return DeviceClass(rawValue: text).map { [$0.rawValue] }
        case .weekday: return Self.weekdays.contains(text) ? [text] : nil
        case .hour: return Self.hours(text)
        }
    }

    /// Letters and digits of ASCII.
    private static func isCode(_ text: some StringProtocol, lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            }
    }

    private static func subtags(_ text: String, lengths: ClosedRange<Int>) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, isCode(first, lengths: lengths),
            parts.dropFirst().allSatisfy({ isCode($0, lengths: 1...8) })
        else { return nil }
        return text
    }

    /// Host in lower case, without scheme; the path as it stands.
    private static func address(_ text: String) -> String? {
        let mark = text.firstRange(of: "://")
        let rest = text[(mark?.upperBound ?? text.startIndex)...]
        let host = rest.prefix { $0 != "/" }
        let name = host.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = name.first, WebAddress.isHost(first), name.count <= 2,
            name.count == 1 || UInt16(name[1]) != nil,
            rest.utf8.count <= maximumAddressLength,
            !rest.unicodeScalars.contains(where: { $0.properties.isWhitespace })
        else { return nil }
        // With a scheme it is an address, not a host with everything below.
        let path = rest[host.endIndex...]
        return host.lowercased() + (mark != nil && path.isEmpty ? "/" : path)
    }

    /// `9` is the hour from 9:00 on; `9-17` ends before 17:00, `22-6` goes over midnight.
    private static func hours(_ text: String) -> [String]? {
        func hour(_ text: Substring, _ bounds: ClosedRange<Int>) -> Int? {
            guard (1...2).contains(text.utf8.count),
                text.utf8.allSatisfy({ (48...57).contains($0) }), let hour = Int(text)
            else { return nil }
            return bounds.contains(hour) ? hour : nil
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap({ hour($0, 0...23) }) else { return nil }
        if parts.count == 1 { return [String(first)] }
        guard parts.count == 2, let end = hour(parts[1], 0...24), end != first else { return nil }
        let length = end > first ? end - first : end + 24 - first
        return (0..<length).map { String((first + $0) % 24) }
    }
}

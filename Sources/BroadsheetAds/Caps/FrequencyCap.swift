/// How often a reader may see something: at most `limit` times in `window`.
package struct FrequencyCap: Sendable, Hashable, Codable {
    /// What is counted.
    package enum Scope: String, Sendable, Hashable, CaseIterable, Codable {
        case creative
        case lineItem = "line_item"
        case campaign
        case advertiser
        /// Every ad with the label that the cap names, whoever pays for it.
        case label
    }

    /// Times that a cap may allow: counts are kept in 16 bits.
    package static let limits = 1...65_535

    /// Times allowed, within ``limits``.
    package var limit: Int
    package var window: CapWindow
    package var scope: Scope
    /// The label counted; nil exactly when `scope` is another.
    package var label: String?

    package init(limit: Int, window: CapWindow, scope: Scope, label: String? = nil) {
        self.limit = limit
        self.window = window
        self.scope = scope
        self.label = label
    }

    /// The keys of campaign files, and of the column `caps`.
    private enum CodingKeys: String, CodingKey {
        case limit
        case window = "per"
        case scope, label
    }
}

/// The stretch of time before now over which a cap counts.
///
/// Something shown at t counts until t + the window's seconds, and no longer. Hours, days and months
/// are lengths, not hands of a clock: a day is 24 hours, a month 30 days.
package struct CapWindow: Sendable, Hashable, Codable {
    /// Units as campaign files spell them.
    package enum Unit: String, Sendable, Hashable, CaseIterable, Codable {
        case minute, hour, day, week, month, lifetime

        /// nil for lifetime.
        package var seconds: Int? {
            switch self {
            case .minute: 60
            case .hour: 3_600
            case .day: 86_400
            case .week: 604_800
            case .month: 2_592_000
            case .lifetime: nil
            }
        }
    }

    package static let minute = CapWindow(one: .minute)
    package static let hour = CapWindow(one: .hour)
    package static let day = CapWindow(one: .day)
    package static let week = CapWindow(one: .week)
    /// 30 days.
    package static let month = CapWindow(one: .month)
    /// All time, as far as anything is kept.
    package static let lifetime = CapWindow(one: .lifetime)

    /// Longest window that is not lifetime: ten years of 366 days.
    package static let maximumSeconds = 316_224_000

    package let unit: Unit
    /// How many units; 1 for lifetime.
    package let count: Int

    /// nil for a count below 1, a window above ``maximumSeconds`` and more than one lifetime.
    package init?(_ count: Int = 1, _ unit: Unit) {
        guard count >= 1 else { return nil }
        if let seconds = unit.seconds {
            guard count <= Self.maximumSeconds / seconds else { return nil }
        } else if count != 1 {
            return nil
        }
        self.unit = unit
        self.count = count
    }

    private init(one unit: Unit) {
        self.unit = unit
        count = 1
    }

    /// Reads `day`, `6 hours`, `1 week`, `lifetime`; nil for anything else.
    package init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let word = words.last, words.count <= 2 else { return nil }
        var count = 1
        if words.count == 2 {
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            guard words[0].utf8.allSatisfy(digits.contains), let number = Int(words[0]) else {
                return nil
            }
            count = number
        }
        let name = word.hasSuffix("s") && words.count == 2 ? word.dropLast() : word
        guard let unit = Unit(rawValue: String(name)) else { return nil }
        self.init(count, unit)
    }

    /// Length in seconds; nil for lifetime.
    package var seconds: Int? { unit.seconds.map { $0 * count } }

    /// What a window looks like, for problem texts.
    package static let expected = """
        `minute`, `hour`, `day`, `week`, `month` or `lifetime`, or a number of them such as \
        `6 hours`, at most 3,660 days
        """

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let window = CapWindow(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "found \(text.shortened), expected \(Self.expected)")
        }
        self = window
    }

    /// As campaign files write it.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CapWindow: CustomStringConvertible {
    /// As campaign files write it: `day`, `6 hours`.
    package var description: String {
        count == 1 ? unit.rawValue : "\(count) \(unit.rawValue)s"
    }
}

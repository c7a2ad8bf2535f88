internal import BroadsheetAds

/// What a caller says of who reads: a first-party key or a cap token, privacy choices, and what
/// rules of campaigns may ask for.
///
/// What is keyed to the reader (counts of caps, the variant of the key) is used only with consent:
/// where the GDPR does not apply and nobody opted out, or where the TC string grants purpose 1. A
/// string that can't be read is a refusal.
public struct Reader: Sendable, Hashable {
    /// The site's own key of the reader; never stored, only a keyed hash of it.
    public var key: String?
    /// The token that the answer before gave; takes the place of a key.
    public var capToken: String?
    /// 1 where the GDPR applies, 0 where it does not.
    public var gdpr: Int?
    /// TC string (TCF 2).
    public var tcf: String?
    /// GPP string.
    public var gpp: String?
    /// Sections of `gpp` that are in force.
    public var gppSectionIDs: [Int]
    /// US Privacy string.
    public var usPrivacy: String?
    /// Global Privacy Control.
    public var gpc: Bool
    /// Whether the page is directed at children.
    public var coppa: Bool
    /// ISO 3166-1 code.
    public var country: String?
    /// ISO 3166-2 code.
    public var region: String?
    /// `desktop`, `phone`, `tablet`, `tv` or `other`; nil to go by `userAgent`.
    public var device: String?
    /// The browser's own name of itself.
    public var userAgent: String?
    /// The reader's address; only its network is ever kept.
    public var address: String?
    /// Values of the site's own keys, for rules of `key_values`.
    public var keyValues: [KeyValue]

    /// A value of one of the site's own keys.
    public struct KeyValue: Sendable, Hashable {
        /// The key.
        public var key: String
        /// Its value.
        public var value: String

        /// Creates a value.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Nobody in particular, who has chosen nothing.
    public init(key: String? = nil) {
        self.key = key
        gppSectionIDs = []
        gpc = false
        coppa = false
        keyValues = []
    }

    /// The privacy signals.
    var signals: ConsentSignals {
        ConsentSignals(
            gdpr: gdpr, tcf: tcf, gpp: gpp, gppSectionIDs: gppSectionIDs, usPrivacy: usPrivacy,
            gpc: gpc, coppa: coppa)
    }

    /// Whether anything keyed to the reader may be used.
    package var allowsState: Bool { signals.decision.allowsReaderState }

    /// The key, where it may be used.
    var keyInForce: String? {
        guard let key, !key.isEmpty, allowsState else { return nil }
        return key
    }

    /// The class of device that is named, or that the user agent gives away.
    var deviceClass: DeviceClass? {
        device.flatMap(DeviceClass.init(rawValue:))
            ?? userAgent.flatMap(DeviceClass.init(userAgent:))
    }

    /// Words that `device` takes.
    package static var devices: [String] { DeviceClass.allCases.map(\.rawValue) }
}

extension DeviceClass {
    /// The class that a user agent gives away by the words that browsers' makers agreed on
    /// (developer.mozilla.org, "Browser detection using the user agent"); nil for an empty one.
    init?(userAgent: String) {
        let agent = userAgent.lowercased()
        guard !agent.isEmpty else { return nil }
        func names(_ words: String...) -> Bool { words.contains { agent.contains($0) } }
        if names("smart-tv", "smarttv", "appletv", "hbbtv", "googletv", "bravia") {
            self = .tv
        } else if names("ipad", "tablet") || (names("android") && !names("mobile")) {
            self = .tablet
        } else if names("mobi", "iphone") {
            self = .phone
        } else if names("windows nt", "macintosh", "x11", "cros ") {
            self = .desktop
        } else {
            self = .other
        }
    }
}

/// Who a reader is, as far as anything is kept: a keyed hash of the first-party key that the caller
/// gives, so that the key itself is never stored.
///
/// The hash is made by `Broadsheet`, which holds the site's secret: the first eight bytes of
/// HMAC-SHA256 of the key's UTF-8 bytes, big-endian. Among 10 million readers two have one hash with
/// a probability of 3 in a million; they then share their caps.
package struct ReaderHash: Sendable, Hashable {
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a tally counts: one creative, line item, campaign, advertiser or label.
///
/// A hash of scope and id: the same in every process and in every snapshot of the campaigns, so that
/// counts outlive a rebuild and fit a cap token. Ids are compared by their UTF-8 bytes.
package struct CapSubject: Sendable, Hashable {
    package let rawValue: UInt64

    /// Absorbs the scope's number, the bytes of the id, eight a word, and their count, each by the
    /// finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    package init(_ scope: FrequencyCap.Scope, _ id: String) {
        var state = Self.absorb(Self.number(of: scope), into: 0)
        var word: UInt64 = 0
        var byteCount: UInt64 = 0
        for byte in id.utf8 {
            word = word << 8 | UInt64(byte)
            byteCount &+= 1
            if byteCount % 8 == 0 {
                state = Self.absorb(word, into: state)
                word = 0
            }
        }
        state = Self.absorb(word, into: state)
        rawValue = Self.absorb(byteCount, into: state)
    }

    /// Numbers that cap tokens depend on: never changed.
    private static func number(of scope: FrequencyCap.Scope) -> UInt64 {
        switch scope {
        case .creative: 1
        case .lineItem: 2
        case .campaign: 3
        case .advertiser: 4
        case .label: 5
        }
    }

    static func absorb(_ word: UInt64, into state: UInt64) -> UInt64 {
        var mixed = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A kind of tally of a subject: what a show adds to, and what a cap reads.
package struct CapTrack: Sendable, Hashable {
    /// Marks a tally that keeps the last eight times.
    static let exact: UInt32 = 0
    /// Marks a tally that keeps one number.
    static let total = UInt32.max

    /// Hash of the subject and, but for exact tallies, of the window.
    package let key: UInt64
    /// Seconds of a bucket, or ``exact``, or ``total``.
    package let span: UInt32

    /// Caps of up to eight times share one exact tally of their subject, whatever their windows.
    /// Those of more have one for each length of window.
    package init(_ subject: CapSubject, _ cap: FrequencyCap) {
        if cap.limit <= CapTally.exactLimit {
            span = Self.exact
            key = subject.rawValue
        } else if let seconds = cap.window.seconds {
            span = CapTally.bucketSeconds(ofWindow: UInt32(clamping: seconds))
            key = CapSubject.absorb(UInt64(clamping: seconds), into: subject.rawValue)
        } else {
            span = Self.total
            key = CapSubject.absorb(.max, into: subject.rawValue)
        }
    }

    init(key: UInt64, span: UInt32) {
        self.key = key
        self.span = span
    }
}

/// A cap ready to compare: plain numbers.
package struct CapCheck: Sendable, Hashable {
    package let track: CapTrack
    /// Times allowed.
    package let limit: UInt32
    /// Seconds counted; `UInt32.max` for lifetime.
    package let window: UInt32

    package init(_ subject: CapSubject, _ cap: FrequencyCap) {
        track = CapTrack(subject, cap)
        limit = UInt32(clamping: min(max(cap.limit, 1), FrequencyCap.limits.upperBound))
        window = cap.window.seconds.map { UInt32(clamping: $0) } ?? .max
    }
}

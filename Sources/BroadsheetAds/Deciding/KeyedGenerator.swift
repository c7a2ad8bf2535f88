/// What a draw decides: each purpose has a number of its own under the same key.
package struct DrawPurpose: Sendable, Hashable {
    package enum Step: UInt64, Sendable, Hashable {
        /// Among the line items of the tier standard; the other tiers have numbers of their own.
        case standard = 1
        case creative = 2
        case sponsorship = 3
        case guaranteed = 4
        case house = 5

        /// Among the line items of a tier.
        package static func tier(_ tier: Tier) -> Step {
            switch tier {
            case .sponsorship: .sponsorship
            case .guaranteed: .guaranteed
            case .standard: .standard
            case .house: .house
            }
        }
    }

    /// Id of the slot; slots of one page draw independently.
    package var slot: String
    package var step: Step

    package init(slot: String, step: Step) {
        self.slot = slot
        self.step = step
    }
}

/// Where draws come from.
package protocol DrawSource: Sendable {
    /// A number in 0 ..< 1; the same for the same purpose.
    func uniform(for purpose: DrawPurpose) -> Double
}

/// Draws without state: a number is a function of seed, key and purpose, so a decision can be
/// repeated from what was logged, in any order and in any process.
///
/// Words are absorbed into 64 bits: `state = mix((state ^ word) + 0x9E3779B97F4A7C15)`, where `mix`
/// is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014; constants by Stafford). Text is
/// absorbed as its byte count, then its UTF-8 bytes, eight a word, little-endian, filled up with
/// zeros. Not meant to withstand somebody who wants to guess the seed.
package struct KeyedGenerator: DrawSource, Hashable {
    private let state: UInt64

    package init(seed: UInt64) {
        state = Self.absorb(seed, into: 0)
    }

    private init(state: UInt64) { self.state = state }

    /// The generator of a numbered decision: decision k of `decide --repeat`.
    package func keyed(by number: UInt64) -> KeyedGenerator {
        KeyedGenerator(state: Self.absorb(number, into: state))
    }

    /// The generator of a named decision.
    package func keyed(by text: String) -> KeyedGenerator {
        KeyedGenerator(state: Self.absorb(text, into: state))
    }

    /// The top 53 bits of the purpose's word, as a fraction.
    package func uniform(for purpose: DrawPurpose) -> Double {
        let word = Self.absorb(purpose.step.rawValue, into: Self.absorb(purpose.slot, into: state))
        return Double(word >> 11) * 0x1p-53
    }

    private static func absorb(_ text: String, into state: UInt64) -> UInt64 {
        var state = absorb(UInt64(text.utf8.count), into: state)
        var word: UInt64 = 0
        var shift: UInt64 = 0
        for byte in text.utf8 {
            word |= UInt64(byte) << shift
            shift += 8
            if shift == 64 {
                state = absorb(word, into: state)
                word = 0
                shift = 0
            }
        }
        return shift == 0 ? state : absorb(word, into: state)
    }

    private static func absorb(_ word: UInt64, into state: UInt64) -> UInt64 {
        var mixed = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

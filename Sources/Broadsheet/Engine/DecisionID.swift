internal import Foundation

/// Names of decisions: 128 bits in hex, unique without asking anybody.
///
/// The first 48 bits are the milliseconds since 1970, so that later decisions have larger ids: the
/// ledger's index of ids grows at its end, where the pages are that it has at hand, in place of
/// anywhere. The other 80 bits are random. The seed of the draws is no part of it: who sees an id
/// can't tell what was drawn.
enum DecisionID {
    static func make(at time: Date, random high: UInt64, _ low: UInt64) -> String {
        let milliseconds = (time.timeIntervalSince1970 * 1_000).rounded(.down)
        // Clocks that run outside 1970 to 10889 give the first or the last.
        let bounded =
            milliseconds.isNaN ? 0 : min(max(milliseconds, 0), Double((1 << 48) - 1))
        return hex(UInt64(bounded) << 16 | high & 0xFFFF) + hex(low)
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

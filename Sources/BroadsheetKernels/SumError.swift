internal import CBroadsheetKernels

/// How far the sums of a scan can be from their true values.
///
/// A document has each term at most once, so its sum lacks at most the largest remainder that a
/// count of the term left, added up over the terms, and the same holds for what was added too much.
package struct SumError: Sendable, Hashable {
    /// What a sum may lack.
    package private(set) var lack = 0.0
    /// What a sum may have too much.
    package private(set) var excess = 0.0
    /// Whether a document that shares a term may have the sum 0.
    package private(set) var hidesMatches = false
    private var termLack = 0.0
    private var termExcess = 0.0

    /// True values stay this far below 65,536, so that rounding can't make a sum overflow.
    package static let headroom = 4096

    package init() {}

    init(_ error: broadsheet_sum_error) {
        (lack, excess) = (error.lack, error.excess)
        hidesMatches = error.hides_matches != 0
    }

    /// The weight of a true value: rounded, but to 1 at least, so that no match is lost; rounded
    /// down once rounding has used up the headroom.
    mutating func weight(_ value: Double) -> UInt16 {
        // A value beyond what a sum can hold belongs to documents that are gone.
        guard value < 65_535 else { return .max }
        var whole = Int32(value)
        if excess < Double(Self.headroom - 1) {
            whole = max(1, Int32(value + 0.5))
        } else if whole == 0 {
            hidesMatches = true
        }
        termLack = max(termLack, value - Double(whole))
        termExcess = max(termExcess, Double(whole) - value)
        return UInt16(truncatingIfNeeded: whole)
    }

    /// Ends the counts of one term.
    mutating func finishTerm() {
        lack += termLack
        excess += termExcess
        (termLack, termExcess) = (0, 0)
    }
}

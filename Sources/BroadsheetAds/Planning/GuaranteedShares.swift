/// Which part of the requests that reach its tier each guaranteed line item is to get.
///
/// Line items are asked in the plan's order; each takes its share of the request, at most what is
/// left of it. Requests are told apart by their signature, the set of guaranteed line items that pass
/// targeting; those of a kind that the plan does not know go by the shares for all others.
///
/// Guaranteed line items that are eligible and not in the plan (it was made before they were
/// booked, or there is none) share what the plan leaves, by weight. With a plan for every eligible
/// one, what is left goes on to the next tier.
package struct GuaranteedShares: Sendable {
    package struct Entry: Sendable, Hashable {
        /// Number of the line item.
        package var lineItem: Int
        /// 0 to 1; what is outside or no number counts as the nearest bound, or 0.
        package var share: Double

        package init(lineItem: Int, share: Double) {
            self.lineItem = lineItem
            self.share = share
        }
    }

    /// Of requests of no known kind, in the order in which they are asked; each line item once.
    package private(set) var entries: [Entry]
    /// Of known kinds, one after the other.
    private var known: [Entry] = []
    private var ranges: [GuaranteedSignature: Range<Int>] = [:]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// Sets the shares of one kind of request, in the order in which they are asked.
    package mutating func set(_ entries: [Entry], for signature: GuaranteedSignature) {
        let start = known.count
        known += entries
        ranges[signature] = start..<known.count
    }

    /// Whether there is no plan at all.
    package var isEmpty: Bool { entries.isEmpty && ranges.isEmpty }

    /// Calls `body` with each entry of a kind of request.
    func forEach(_ signature: GuaranteedSignature, _ body: (Entry) -> Void) {
        if let range = ranges[signature] {
            for place in range { body(known[place]) }
        } else {
            for entry in entries { body(entry) }
        }
    }
}

/// A kind of request to the guaranteed tier: a hash of the set of its line items that pass
/// targeting, their flights included. Two sets have one hash with a probability of 2^-64; shares of
/// line items that are not eligible go on, so that then nothing worse happens than a wrong pace.
package struct GuaranteedSignature: Sendable, Hashable {
    private var state: UInt64 = 0

    init() {}

    /// The hash.
    package var bits: UInt64 { state }

    /// Absorbs words by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func absorb(_ word: UInt64) { state = CapSubject.absorb(word, into: state) }

    /// - Parameter range: numbers of the guaranteed line items.
    init(_ blocks: Span<LineItemSet.Block>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        for word in range.lowerBound / 64...(range.upperBound - 1) / 64
        where word / 8 < blocks.count {
            var bits = blocks[word / 8][word % 8]
            let first = word * 64
            if first < range.lowerBound { bits &= ~0 << UInt64(range.lowerBound - first) }
            if first + 64 > range.upperBound {
                bits &= ~0 >> UInt64(first + 64 - range.upperBound)
            }
            absorb(bits)
        }
    }
}

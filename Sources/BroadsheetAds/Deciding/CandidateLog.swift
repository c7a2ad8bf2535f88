/// What became of every line item that passed targeting in one decision.
///
/// At most ``capacity`` are kept in full: all of them, or those with the greatest probability
/// (then weight, then the smaller number) and the sum of the rest. Fixed room, filled anew by
/// every decision.
package struct CandidateLog: Sendable {
    /// One line item.
    package struct Entry: Sendable, Hashable {
        /// Its number in the snapshot.
        package var lineItem: Int
        /// What it weighed in its tier after multipliers; for a line item with a share, the share.
        package var weight: Double
        /// Exact probability that the decision chose it, all tiers counted; 0 when it was dropped
        /// or its tier was not reached.
        package var probability: Double
        /// What dropped it after targeting; nil when it took part in the draw.
        package var dropped: Ineligibility?
        /// Whether the weight is a share: of voice, or of the plan.
        package var isShare: Bool

        package init(
            lineItem: Int, weight: Double, probability: Double, dropped: Ineligibility?,
            isShare: Bool = false
        ) {
            self.lineItem = lineItem
            self.weight = weight
            self.probability = probability
            self.dropped = dropped
            self.isShare = isShare
        }
    }

    /// Entries that are kept in full.
    package static let capacity = 64

    /// By number.
    package private(set) var entries: [Entry] = []
    /// Line items beyond those.
    package private(set) var restCount = 0
    /// Their probability.
    package private(set) var restProbability = 0.0
    /// A checksum of the numbers and exact probabilities of all line items that took part in the
    /// draw, those of the rest among them; see ``ProbabilityChecksum``.
    package internal(set) var checksum: UInt64 = 0

    /// Whether there were more than are kept.
    package var isTruncated: Bool { restCount > 0 }

    init() { entries.reserveCapacity(Self.capacity) }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        restCount = 0
        restProbability = 0
        checksum = 0
    }

    /// Adds a line item; the smallest of one too many goes to the rest.
    mutating func add(_ entry: Entry) {
        if entries.count < Self.capacity {
            entries.append(entry)
            if entries.count == Self.capacity { heapify() }
            return
        }
        restCount += 1
        if entry.probability < entries[0].probability {
            restProbability += entry.probability
        } else if Self.isSmaller(entries[0], entry) {
            restProbability += entries[0].probability
            entries[0] = entry
            sink(0)
        } else {
            restProbability += entry.probability
        }
    }

    /// Brings the entries into the order of numbers.
    mutating func finish() {
        // By insertion: they are few, and sorting with a closure may allocate.
        for end in entries.indices.dropFirst() {
            let entry = entries[end]
            var place = end
            while place > 0, entries[place - 1].lineItem > entry.lineItem {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = entry
        }
    }

    private static func isSmaller(_ left: Entry, _ right: Entry) -> Bool {
        if left.probability != right.probability { return left.probability < right.probability }
        if left.weight != right.weight { return left.weight < right.weight }
        return left.lineItem > right.lineItem
    }

    /// The smallest first, both below it greater, and so on.
    private mutating func heapify() {
        for place in (0..<Self.capacity / 2).reversed() { sink(place) }
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2)
            where child < entries.count && Self.isSmaller(entries[child], entries[least]) {
                least = child
            }
            if least == place { return }
            entries.swapAt(place, least)
            place = least
        }
    }
}

/// The posting lists of one segment that a query adds up: for each of its terms where they lie and
/// what a scaled count is multiplied with.
package struct QueryLists: Sendable {
    /// Where each term's lists begin in the stream.
    private(set) var starts: [UInt32] = []
    /// Where they end.
    private(set) var ends: [UInt32] = []
    private(set) var factors: [Double] = []
    /// The largest of `ends`.
    private(set) var end = 0

    package init() {}

    /// Takes the lists of those of the terms that a segment holds.
    ///
    /// - Parameters:
    ///   - terms: each comes once.
    ///   - factors: one for each term.
    ///   - directory: where the segment's lists lie.
    package mutating func gather(
        _ terms: [UInt32], factors: [Double], from directory: TermDirectory
    ) {
        removeAll()
        starts.reserveCapacity(terms.count)
        ends.reserveCapacity(terms.count)
        self.factors.reserveCapacity(terms.count)
        let (terms, factors) = (terms.span, factors.span)
        precondition(terms.count == factors.count, "a factor for each term")
        for index in terms.indices {
            let range = directory.range(of: terms[index])
            if !range.isEmpty { append(range, factor: factors[index]) }
        }
    }

    private mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        factors.removeAll(keepingCapacity: true)
        end = 0
    }

    /// Appends a term; each comes once.
    package mutating func append(_ range: Range<Int>, factor: Double) {
        starts.append(UInt32(truncatingIfNeeded: range.lowerBound))
        ends.append(UInt32(truncatingIfNeeded: range.upperBound))
        factors.append(factor)
        end = max(end, range.upperBound)
    }
}

/// The rows of bits that a query adds to the sums of a segment.
package struct RowSelection: Sendable {
    /// Numbers of the rows; those behind the first `count` say nothing.
    private(set) var rows: [UInt32] = []
    /// What each row adds to the documents whose bit is set.
    private(set) var weights: [UInt16] = []
    /// Number of rows.
    package private(set) var count = 0
    /// No row has this number or a larger one.
    private(set) var bound = 0

    package init() {}

    package mutating func removeAll() { (count, bound) = (0, 0) }

    package mutating func append(row: Int, weight: UInt16) {
        fit(count + 1)
        rows[count] = UInt32(truncatingIfNeeded: row)
        weights[count] = weight
        count += 1
        bound = max(bound, row + 1)
    }

    /// The rows and their weights.
    package var selected: [(row: Int, weight: UInt16)] {
        (0..<count).map { (Int(rows[$0]), weights[$0]) }
    }

    /// Makes room for `size` rows.
    private mutating func fit(_ size: Int) {
        while rows.count < size {
            rows.append(0)
            weights.append(0)
        }
    }

    /// Has rows written into room for `capacity`, all with numbers below it.
    ///
    /// - Parameter body: returns how many it wrote.
    mutating func fill(
        capacity: Int,
        _ body: (_ rows: inout [UInt32], _ weights: inout [UInt16]) -> Int
    ) {
        fit(capacity)
        let written = body(&rows, &weights)
        precondition(written <= capacity, "each row once")
        (count, bound) = (written, capacity)
    }
}

internal import CBroadsheetKernels

/// The product of a document's scaled counts with weights spread over all terms.
package enum SparseProduct {
    /// Σ weights[terms[i]] · table[counts[i]] over the places of `range` whose terms may have a
    /// weight, in four sums that are added in pairs.
    ///
    /// - Parameters:
    ///   - terms: all below the number of weights.
    ///   - table: 256 scaled counts.
    package static func sum(
        _ terms: [UInt32], _ counts: [UInt8], in range: Range<Int>, weights: TermWeights,
        table: [Double]
    ) -> Double {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= min(terms.count, counts.count)
                && table.count == 256, "entries of a document")
        return unsafe terms.withUnsafeBufferPointer { terms in
            unsafe counts.withUnsafeBufferPointer { counts in
                guard let terms = terms.baseAddress, let counts = counts.baseAddress else {
                    return 0
                }
                return unsafe broadsheet_product(
                    terms + range.lowerBound, counts + range.lowerBound, range.count,
                    weights.values,
                    weights.filter, table)
            }
        }
    }

    /// The same in plain Swift, its oracle.
    package static func sumPlain(
        _ terms: [UInt32], _ counts: [UInt8], in range: Range<Int>, weights: TermWeights,
        table: [Double]
    ) -> Double {
        var sums = (0.0, 0.0, 0.0, 0.0)
        for part in stride(from: range.lowerBound, to: range.upperBound, by: Self.part) {
            let places = (part..<min(part + Self.part, range.upperBound)).filter {
                weights.mayHold(terms[$0])
            }
            for (turn, place) in places.enumerated() {
                let value = weights.values[Int(terms[place])] * table[Int(counts[place])]
                switch turn < places.count / 4 * 4 ? turn % 4 : 0 {
                case 0: sums.0 += value
                case 1: sums.1 += value
                case 2: sums.2 += value
                default: sums.3 += value
                }
            }
        }
        return (sums.0 + sums.1) + (sums.2 + sums.3)
    }

    /// Entries looked at before any is multiplied.
    private static let part = 512
}

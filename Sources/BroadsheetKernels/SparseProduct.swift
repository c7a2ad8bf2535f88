internal import CBroadsheetKernels

/// The product of a document's scaled counts with weights spread over all terms.
package enum SparseProduct {
    /// Σ weights[terms[i]] · table[counts[i]] over `range`, in four sums that are added in pairs.
    ///
    /// - Parameters:
    ///   - terms: all below the number of weights.
    ///   - table: 256 scaled counts.
    package static func sum(
        _ terms: [UInt32], _ counts: [UInt8], in range: Range<Int>, weights: [Double],
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
                    terms + range.lowerBound, counts + range.lowerBound, range.count, weights,
                    table)
            }
        }
    }

    /// The same in plain Swift, its oracle.
    package static func sumPlain(
        _ terms: [UInt32], _ counts: [UInt8], in range: Range<Int>, weights: [Double],
        table: [Double]
    ) -> Double {
        var sums = (0.0, 0.0, 0.0, 0.0)
        func value(_ place: Int) -> Double {
            weights[Int(terms[place])] * table[Int(counts[place])]
        }
        var place = range.lowerBound
        while place + 4 <= range.upperBound {
            sums.0 += value(place)
            sums.1 += value(place + 1)
            sums.2 += value(place + 2)
            sums.3 += value(place + 3)
            place += 4
        }
        while place < range.upperBound {
            sums.0 += value(place)
            place += 1
        }
        return (sums.0 + sums.1) + (sums.2 + sums.3)
    }
}

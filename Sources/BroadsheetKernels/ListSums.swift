internal import CBroadsheetKernels

/// Adds the posting lists of a query to the sums of a segment's documents.
///
/// The inner loop of term-at-a-time scoring (BM25S, LinScan and sparse_dot_topn do the same with a
/// float for each posting). All postings of a list share one weight here, because a list holds the
/// documents in which its term occurs equally often. What bounds it is the chain load–add–store, and
/// where lists are short the misses at their beginnings; so one call in C takes all lists of the
/// query and fetches a term's lists before their turn. The form of lists is that of `PostingStream`.
package enum ListSums {
    /// Number of sums: one for every 16-bit number, so that no list can reach beyond them.
    package static let sumCount = 65_536

    /// Head of a list that is a row of bits: this and the count.
    package static let rowFlag: UInt16 = 0x8000
    /// Head of a list whose counts have 32 bits.
    package static let wideHead: UInt16 = 0x7FFF

    /// Adds to the sum of each document, modulo 65,536, factor × unit × scaled count of each term,
    /// rounded but to 1 at least (`SumError.weight`).
    ///
    /// - Parameters:
    ///   - lists: lists inside `stream`.
    ///   - rowCount: number of rows that the stream's lists name.
    ///   - sums: `sumCount` sums.
    ///   - rows: gets the rows of bits met.
    /// - Returns: how far the sums are from their true values, with those rows added.
    package static func add(
        _ lists: QueryLists, unit: Double, stream: [UInt16], rowCount: Int,
        scaled: ScaledFrequencies,
        sums: inout [UInt16], rows: inout RowSelection
    ) -> SumError {
        precondition(
            sums.count == sumCount && lists.end <= stream.count, "sums and lists of a segment")
        var error = broadsheet_sum_error()
        rows.fill(capacity: rowCount) { rows, weights in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                unsafe stream.withUnsafeBufferPointer { stream in
                    unsafe broadsheet_add_lists(
                        sums.baseAddress, stream.baseAddress, lists.starts, lists.ends,
                        lists.factors, lists.factors.count, unit, scaled.table,
                        scaled.isLogarithmic ? 1 : 0, &rows, &weights, rowCount, &error)
                }
            }
        }
        return SumError(error)
    }

    /// The same in plain Swift, its oracle.
    package static func addPlain(
        _ lists: QueryLists, unit: Double, stream: [UInt16], scaled: ScaledFrequencies,
        sums: inout [UInt16], rows: inout RowSelection
    ) -> SumError {
        rows.removeAll()
        var error = SumError()
        for index in lists.factors.indices {
            let factor = lists.factors[index] * unit
            var place = Int(lists.starts[index])
            while place < Int(lists.ends[index]) {
                let (head, size) = (stream[place], Int(stream[place + 1]))
                place += 2
                if head == 0 || head == wideHead {
                    let width = head == 0 ? 2 : 3
                    for entry in stride(from: place, to: place + size * width, by: width) {
                        var count = UInt32(stream[entry + 1])
                        if width == 3 { count |= UInt32(stream[entry + 2]) << 16 }
                        sums[Int(stream[entry])] &+= error.weight(factor * scaled[count])
                    }
                    place += size * width
                    continue
                }
                let weight = error.weight(factor * scaled[UInt32(head & ~rowFlag)])
                if head & rowFlag != 0 {
                    rows.append(row: size, weight: weight)
                } else {
                    for id in stream[place..<place + size] { sums[Int(id)] &+= weight }
                    place += size
                }
            }
            error.finishTerm()
        }
        return error
    }
}

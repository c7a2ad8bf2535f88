/// Adds one posting list to a row of accumulators: `accumulators[d] += factor * weights[p]`.
///
/// The inner loop of term-at-a-time scoring (BM25S, LinScan and sparse_dot_topn do the same). What
/// bounds it is the chain load–add–store per posting, 0.5–0.9 ns, not the bytes read.
package enum ScatterAdd {
    /// Adds the postings `range` of a term whose weight in the query is `factor`.
    ///
    /// - Parameters:
    ///   - documents: document numbers, each below `accumulators.count`.
    ///   - weights: one weight for each document number, as long as `documents`.
    ///   - range: the postings of the term, inside `documents`.
    ///   - factor: the query's weight of the term.
    ///   - accumulators: one sum per document.
    @inline(__always)
    package static func add(
        documents: Span<UInt32>, weights: Span<Float>, range: Range<Int>, factor: Float,
        into accumulators: inout MutableSpan<Float>
    ) {
        precondition(range.upperBound <= documents.count && documents.count == weights.count)
        for posting in range {
            accumulators[Int(documents[posting])] += factor * weights[posting]
        }
    }
}

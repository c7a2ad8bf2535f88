internal import BroadsheetEvaluation
internal import Foundation
internal import Synchronization

/// Runs over numbered queries on several threads and merges what they measure.
///
/// The cut into pieces depends on the number of queries alone and pieces merge in order, so the
/// figures are the same bits on any number of threads.
struct ParallelPass {
    /// Into how many pieces a pass is cut, at most: enough to keep threads busy and to report
    /// progress, few enough that measures with a count an article stay small beside the index.
    private static let pieces = 128

    /// Number of queries.
    var count: Int
    /// How many work at once, at least 1.
    var threads: Int
    /// Asked between pieces.
    var isCancelled: () -> Bool
    /// Gets the number of queries done so far.
    var progress: (Int) -> Void

    /// The figures of all queries; those of `empty` when there are none.
    ///
    /// - Parameters:
    ///   - empty: figures of nothing.
    ///   - measure: adds the figures of some queries.
    /// - Throws: `CancellationError`.
    func run<Figures: Mergeable & Sendable>(
        _ empty: Figures, measure: @Sendable (Range<Int>, inout Figures) -> Void
    ) throws -> Figures {
        var total = empty
        let length = max(1, (count + Self.pieces - 1) / Self.pieces)
        let ranges = stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
        var next = 0
        while next < ranges.count {
            if isCancelled() { throw CancellationError() }
            let batch = ranges[next..<min(next + max(1, threads), ranges.count)]
            for figures in Self.measure(batch, empty, measure) { total.merge(figures) }
            next = batch.endIndex
            progress(batch.last?.upperBound ?? count)
        }
        return total
    }

    private static func measure<Figures: Mergeable & Sendable>(
        _ ranges: ArraySlice<Range<Int>>, _ empty: Figures,
        _ measure: @Sendable (Range<Int>, inout Figures) -> Void
    ) -> [Figures] {
        let results = Mutex<[Figures]>(Array(repeating: empty, count: ranges.count))
        DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
            var figures = empty
            measure(ranges[ranges.startIndex + index], &figures)
            results.withLock { [figures] in $0[index] = figures }
        }
        return results.withLock { $0 }
    }
}

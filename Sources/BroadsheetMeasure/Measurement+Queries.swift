internal import BroadsheetContent
internal import Dispatch
internal import Synchronization

extension Measurement {
    /// Asks the rows one by one.
    func ask(_ corpus: LoadedCorpus, _ result: inout Result) throws {
        let index = corpus.index.index
        var scratch = SearchScratch()
        var (means, middles, slowest): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<passes {
            var lists: [[ScoredDocument]] = []
            var walls: [Double] = []
            lists.reserveCapacity(rows.count)
            walls.reserveCapacity(rows.count)
            let watch = Stopwatch()
            for row in rows {
                let single = Stopwatch()
                lists.append(index.related(toDocument: row, limit: limit, scratch: &scratch))
                walls.append(single.wallSeconds * 1000)
            }
            means.append(watch.processorSeconds * 1000 / Double(rows.count))
            middles.append(walls.median)
            slowest.append(walls.percentile(99))
            result.figures.checksum = try Self.checksum(lists, before: result.figures.checksum)
            result.lists = lists
        }
        result.figures.queries = rows.count
        result.figures.meanMilliseconds = means.median
        result.figures.p50Milliseconds = middles.median
        result.figures.p99Milliseconds = slowest.median
    }

    /// Asks every row.
    func askAll(_ corpus: LoadedCorpus, _ result: inout Result) throws {
        let index = corpus.index.index
        let count = index.documentCount
        var (means, rates): ([Double], [Double]) = ([], [])
        for _ in 0..<passes {
            let watch = Stopwatch()
            let lists = Self.allLists(of: index, limit: limit, threads: threads)
            means.append(watch.processorSeconds * 1000 / Double(max(1, count)))
            rates.append(Double(count) / max(1e-9, watch.wallSeconds))
            result.figures.checksum = try Self.checksum(lists, before: result.figures.checksum)
            result.lists = lists
        }
        result.figures.queries = count
        result.figures.meanMilliseconds = means.median
        result.figures.documentsPerSecond = rates.median
    }

    /// Rows that a thread takes at a time.
    private static let rowsAtOnce = 64

    /// The list of every document, the same whatever the number of threads.
    static func allLists(
        of index: InvertedIndex, limit: Int, threads: Int
    ) -> [[ScoredDocument]] {
        let count = index.documentCount
        let lists = Mutex<[[ScoredDocument]]>(Array(repeating: [], count: count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            var scratch = SearchScratch()
            while true {
                let start = next.add(rowsAtOnce, ordering: .relaxed).oldValue
                guard start < count else { return }
                let rows = start..<min(count, start + rowsAtOnce)
                let found = rows.map {
                    index.related(toDocument: $0, limit: limit, scratch: &scratch)
                }
                lists.withLock { $0.replaceSubrange(rows, with: found) }
            }
        }
        return lists.withLock { lists in
            defer { lists = [] }
            return lists
        }
    }
}

internal import BroadsheetContent

extension Measurement {
    /// Keeps the lists of all documents.
    func keepAll(_ corpus: inout LoadedCorpus, _ progress: ProgressLine) {
        var scratch = SearchScratch()
        let total = corpus.index.waitingCount
        while corpus.index.advance(scratch: &scratch) {
            progress.update("lists", total - corpus.index.waitingCount, of: total)
        }
    }

    /// Answers the rows from kept lists: unchanged, which is how a snapshot answers again what it
    /// answered once, and after one more article was published, when every score has changed.
    func askKept(_ corpus: inout LoadedCorpus, _ figures: inout Figures) throws {
        var scratch = SearchScratch()
        for row in rows { corpus.index.find(row, scratch: &scratch) }
        var scored: [Int: KeptList] = [:]
        for row in rows { scored[row] = corpus.index.keptList(of: row, scratch: &scratch) }
        var unchanged: [Double] = []
        for _ in 0..<passes {
            var answered = 0
            let watch = Stopwatch()
            for row in rows {
                if scored[row]?.list(limit: limit, admits: { _ in true }) != nil { answered += 1 }
            }
            unchanged.append(watch.processorSeconds * 1000 / Double(rows.count))
            guard answered == rows.count else {
                throw Failure(
                    description: "\(answered) lists answered, expected all of \(rows.count)")
            }
        }
        figures.queries = rows.count
        figures.keptUnchangedMilliseconds = unchanged.median
        publish(into: &corpus, &scratch)
        rescore(corpus, &scratch, &figures)
    }

    /// Publishes a copy of the first row and compares it with all lists.
    private func publish(into corpus: inout LoadedCorpus, _ scratch: inout SearchScratch) {
        let number = UInt32(truncatingIfNeeded: corpus.index.index.documentCount)
        let terms = corpus.index.index.terms(of: rows[0])
        corpus.index.apply(
            IndexChange(added: [(number: number, terms: terms)], termCount: corpus.termCount))
        _ = corpus.index.advance(scratch: &scratch)
    }

    private func rescore(
        _ corpus: LoadedCorpus, _ scratch: inout SearchScratch, _ figures: inout Figures
    ) {
        let index = corpus.index
        var means: [Double] = []
        var walls: [Double] = []
        for _ in 0..<passes {
            walls.removeAll()
            var proved = 0
            let watch = Stopwatch()
            for row in rows {
                let single = Stopwatch()
                let kept = index.keptList(of: row, scratch: &scratch)
                if kept?.list(limit: limit, admits: { _ in true }) != nil {
                    proved += 1
                } else {
                    // What a request does then.
                    _ = index.index.related(toDocument: row, limit: limit, scratch: &scratch)
                }
                walls.append(single.wallSeconds * 1000)
            }
            means.append(watch.processorSeconds * 1000 / Double(rows.count))
            figures.keptProved = proved
        }
        figures.keptRescoredMilliseconds = means.median
        figures.p50Milliseconds = walls.median
        figures.p99Milliseconds = walls.percentile(99)
    }
}

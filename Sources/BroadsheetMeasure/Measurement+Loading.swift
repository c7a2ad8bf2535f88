internal import BroadsheetContent
internal import Foundation

extension Measurement {
    /// Documents put into the index at a time: nearly what one segment takes (65,024 documents), so
    /// that reading never holds more than that beside the index.
    static let batch = 65_024

    /// The weights that the peers' matrices have too.
    static let weighting = Weighting(scale: .log)

    private var newIndex: RelatedIndex {
        RelatedIndex(weighting: Self.weighting, memory: memory)
    }

    /// Reads the corpus into an index.
    func load(_ progress: ProgressLine) throws -> LoadedCorpus {
        var corpus = LoadedCorpus(index: newIndex)
        var waiting: [(number: UInt32, terms: DocumentTerms)] = []
        var count: UInt32 = 0
        corpus.lexicon = try source.forEachDocument(threads: threads) { document, termCount in
            waiting.append((count, document))
            count += 1
            corpus.termCount = termCount
            progress.update("reading", Int(count), of: 0)
            if waiting.count == Self.batch { corpus.take(&waiting, threads: threads) }
        }
        corpus.take(&waiting, threads: threads)
        // As the server does when it has loaded its catalogue.
        corpus.isTrimmed = FreedMemory.giveBack()
        return corpus
    }

    /// From texts, or counts, in memory to an index that can be asked.
    func measureIndex(_ progress: ProgressLine) throws -> Figures {
        var tasks: [DocumentAnalyzer.Task] = []
        var documents: [DocumentTerms] = []
        var termCount = 0
        if case .articles = source {
            try source.forEachText {
                tasks.append(DocumentAnalyzer.Task(text: $0, analyzer: .ascii))
                progress.update("reading", tasks.count, of: 0)
            }
        } else {
            _ = try source.forEachDocument(threads: threads) { document, above in
                documents.append(document)
                termCount = above
                progress.update("reading", documents.count, of: 0)
            }
        }
        var seconds: [Double] = []
        var corpus = LoadedCorpus(index: newIndex)
        for _ in 0..<passes {
            corpus = LoadedCorpus(index: newIndex)
            let watch = Stopwatch()
            var terms = documents
            if !tasks.isEmpty {
                var analyzer = DocumentAnalyzer()
                terms = analyzer.analyze(tasks, weights: .raw, threads: threads)
                corpus.lexicon = analyzer.lexicon
                termCount = analyzer.lexicon.termCount
            }
            corpus.termCount = termCount
            var all = terms.enumerated().map { (number: UInt32($0), terms: $1) }
            corpus.take(&all, threads: threads)
            seconds.append(watch.seconds(threads: threads))
        }
        var figures = figures(of: corpus)
        figures.indexSeconds = seconds.median
        figures.bytes = corpus.bytes
        return figures
    }
}

extension LoadedCorpus {
    /// Puts documents into the index and forgets them outside.
    mutating func take(
        _ waiting: inout [(number: UInt32, terms: DocumentTerms)], threads: Int
    ) {
        let watch = Stopwatch()
        index.apply(IndexChange(added: waiting, termCount: termCount))
        waiting = []
        indexSeconds += watch.seconds(threads: threads)
    }
}

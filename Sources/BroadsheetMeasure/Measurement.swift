internal import BroadsheetContent
internal import Foundation

/// One measurement: a corpus, what is done with it, how often.
struct Measurement: Sendable {
    /// What is measured.
    enum Mode: String, Sendable, CaseIterable {
        /// The lists of some rows, one after the other.
        case queries
        /// The lists of all rows.
        case all
        /// Making the index alone.
        case index
        /// Answers from kept lists.
        case kept
        /// Resident memory with all lists kept.
        case memory
    }

    /// Figures, and the lists of modes that make some, in the order asked.
    struct Result: Sendable {
        var figures: Figures
        var lists: [[ScoredDocument]] = []
    }

    /// What was asked can't be measured.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    var source: CorpusSource
    /// The rows that `queries` and `kept` ask about.
    var rows: [Int]
    var mode: Mode
    var limit: Int
    var passes: Int
    var threads: Int
    var memory = IndexMemory.fast

    /// Measures.
    ///
    /// - Throws: what reading throws, and `Failure` for a row that is not there or passes that
    ///   differ.
    func run(progress: ProgressLine) throws -> Result {
        defer { progress.end() }
        if mode == .index { return Result(figures: try measureIndex(progress)) }
        let before = ResidentMemory.bytes
        var corpus = try load(progress)
        try check(rows, of: corpus)
        var result = Result(figures: figures(of: corpus))
        result.figures.indexSeconds = corpus.indexSeconds
        switch mode {
        case .queries: try ask(corpus, &result)
        case .all: try askAll(corpus, &result)
        case .kept: try askKept(&corpus, &result.figures)
        case .memory: keepAll(&corpus, progress)
        case .index: break
        }
        result.figures.residentBefore = before
        result.figures.residentAfter = ResidentMemory.bytes
        result.figures.isTrimmed = corpus.isTrimmed
        result.figures.bytes = corpus.bytes
        return result
    }

    private func check(_ rows: [Int], of corpus: LoadedCorpus) throws {
        let count = corpus.index.index.documentCount
        if let row = rows.first(where: { !(0..<count).contains($0) }) {
            throw Failure(description: "found row \(row) to ask about, expected 0 to \(count - 1)")
        }
        if mode == .queries || mode == .kept, rows.isEmpty {
            throw Failure(description: "found no rows to ask about; name a file with some")
        }
    }

    func figures(of corpus: LoadedCorpus) -> Figures {
        var figures = Figures()
        figures.documents = corpus.index.index.documentCount
        figures.terms = corpus.termCount
        figures.postings = corpus.index.index.postingCount
        figures.threads = threads
        return figures
    }

    /// The sum of all scores of one pass, compared with the passes before.
    static func checksum(_ lists: [[ScoredDocument]], before: Double?) throws -> Double {
        let sum = lists.reduce(0) { $1.reduce($0) { $0 + $1.cosine } }
        if let before, abs(sum - before) > 1e-6 * max(1, abs(before)) {
            throw Failure(
                description: "found the checksum \(sum), expected \(before) as in the first pass")
        }
        return sum
    }
}

/// An index with what belongs to it.
struct LoadedCorpus: Sendable {
    var index: RelatedIndex
    /// The words of texts; empty for a matrix.
    var lexicon = Lexicon()
    var termCount = 0
    /// Time that the index took beside analysing texts.
    var indexSeconds = 0.0
    /// Whether memory freed while loading was given back to the system.
    var isTrimmed = false

    /// What the parts take in memory.
    var bytes: [(part: String, bytes: Int)] {
        let counts = index.index.byteCounts
        return [
            ("postings", counts.postings), ("vectors", counts.vectors), ("norms", counts.norms),
            ("terms", counts.terms), ("places", counts.places),
            ("kept_lists", index.kept.byteCount), ("words", lexicon.byteCount),
        ]
    }
}

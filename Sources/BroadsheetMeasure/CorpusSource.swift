internal import BroadsheetArticles
internal import BroadsheetContent
internal import Foundation

/// Where documents come from.
enum CorpusSource: Sendable {
    /// A JSONL file of articles; title and body are analysed by `ascii`.
    case articles(path: String)
    /// A matrix of counts in raw form.
    case matrix(prefix: String)
}

extension CorpusSource {
    /// Articles analysed at a time, as many as the server's store takes.
    private static let batch = 1024

    /// Hands the terms of every document to `body`, in order of the rows.
    ///
    /// - Parameters:
    ///   - threads: how many analyse texts.
    ///   - body: the document, and a number above all its terms and those before it.
    /// - Returns: the words of texts; empty for a matrix.
    func forEachDocument(
        threads: Int, _ body: (DocumentTerms, _ termCount: Int) throws -> Void
    ) throws -> Lexicon {
        switch self {
        case .matrix(let prefix):
            var matrix = try RawMatrix(prefix: prefix)
            while let document = try matrix.next() { try body(document, matrix.termCount) }
            return Lexicon()
        case .articles:
            var analyzer = DocumentAnalyzer()
            var tasks: [DocumentAnalyzer.Task] = []
            func flush() throws {
                for document in analyzer.analyze(tasks, weights: .raw, threads: threads) {
                    try body(document, analyzer.lexicon.termCount)
                }
                tasks.removeAll(keepingCapacity: true)
            }
            try forEachText { text in
                tasks.append(DocumentAnalyzer.Task(text: text, analyzer: .ascii))
                if tasks.count == Self.batch { try flush() }
            }
            try flush()
            return analyzer.lexicon
        }
    }

    /// Hands every article's text to `body`, in order of the lines.
    func forEachText(_ body: (DocumentText) throws -> Void) throws {
        guard case .articles(let path) = self else {
            throw NumberFileError(path: "--matrix", problem: "holds no texts; name --corpus")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw NumberFileError(
                path: path, problem: "can't be opened; check that it is there and readable")
        }
        let options = ArticleReader.Options(format: .jsonl, name: path)
        try ArticleReader.read(options) {
            guard let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty else {
                return nil
            }
            return [UInt8](piece)
        } each: { record, _ in
            guard let article = record.article else {
                // A line left out would give all behind it another row.
                throw NumberFileError(
                    path: path, problem: "\(record.position): \(record.problem ?? "no article")")
            }
            try body(DocumentText(title: article.title, body: article.body))
        }
    }
}

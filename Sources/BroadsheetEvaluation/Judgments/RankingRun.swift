/// What a system found for each query: a run file in TREC format, lines of
/// `query Q0 document rank score tag`.
///
/// The rank is ignored, as `trec_eval` ignores it: documents are ordered by score.
public struct RankingRun: Sendable, Hashable {
    /// A document that was found.
    public struct Entry: Sendable, Hashable {
        /// Its name.
        public var document: ByteName
        /// What it is ordered by; never NaN.
        public var score: Double
        /// The line that it stood in; 0 where it came from no file.
        var line = 0
    }

    /// How exactly scores are held apart.
    public enum Precision: Sendable, Hashable {
        /// As 32-bit numbers, like `trec_eval` 9 and all that is built on it: scores equal in 32
        /// bits are ties.
        case single
        /// As they were written, like `trec_eval` 10.
        case double
    }

    /// What was found by query, in any order.
    public internal(set) var queries: [ByteName: [Entry]] = [:]

    /// A run that found nothing.
    public init() {}

    /// Adds a document to what was found for a query. NaN counts as the lowest score.
    public mutating func add(_ document: ByteName, for query: ByteName, score: Double) {
        queries[query, default: []].append(
            Entry(document: document, score: score.isNaN ? -.infinity : score))
    }

    /// The documents of a query, the best first: by score falling, equal scores by name falling.
    public func ranking(of query: ByteName, precision: Precision) -> [ByteName] {
        guard let entries = queries[query] else { return [] }
        var keys = entries.map { entry in
            (precision == .single ? Double(Float(entry.score)) : entry.score, entry.document)
        }
        keys.sort { left, right in
            left.0 == right.0 ? left.1 > right.1 : left.0 > right.0
        }
        return keys.map(\.1)
    }
}

/// Reads a run file from raw bytes, which need not be UTF-8. Blank lines are skipped, lines of one
/// query need not stand together.
public struct RankingRunReader {
    private let file: String
    private var lines = LineReader()
    private var run = RankingRun()

    /// - Parameter file: what problems call the file.
    public init(file: String) { self.file = file }

    /// Reads on.
    ///
    /// - Throws: the first line that is wrong: another number of fields, or a score that is no
    ///   number.
    public mutating func add(_ chunk: [UInt8]) throws(TRECProblem) {
        var run = run
        self.run = RankingRun()
        let file = file
        try lines.add(chunk) { (line, number) throws(TRECProblem) in
            try Self.read(line, number, file, into: &run)
        }
        self.run = run
    }

    /// The run.
    ///
    /// - Throws: what is wrong with a last line, a document that was found twice for a query, and
    ///   a file in which nothing was found.
    public mutating func finish() throws(TRECProblem) -> RankingRun {
        var run = run
        let file = file
        try lines.finish { (line, number) throws(TRECProblem) in
            try Self.read(line, number, file, into: &run)
        }
        guard !run.queries.isEmpty else {
            throw TRECProblem(
                file: file,
                problem: "found no document, expected `query Q0 document rank score tag`")
        }
        if let repeated = Self.firstRepeated(in: run) {
            throw TRECProblem(
                file: file, line: repeated.entry.line,
                problem: "document \(TRECProblem.quoted(repeated.entry.document.bytes)) was found "
                    + "a second time for query \(TRECProblem.quoted(repeated.query.bytes)); keep "
                    + "one of the lines")
        }
        return run
    }

    private static func read(
        _ line: ArraySlice<UInt8>, _ number: Int, _ file: String, into run: inout RankingRun
    ) throws(TRECProblem) {
        let fields = LineReader.fields(of: number == 1 ? line.withoutMark : line)
        if fields.isEmpty { return }
        guard fields.count == 6 else {
            throw .fieldCount(fields.count, "query Q0 document rank score tag", file, number)
        }
        let score = Double(String(decoding: fields[4], as: UTF8.self))
        guard let score, !score.isNaN else {
            throw TRECProblem(
                file: file, line: number,
                problem: "found the score \(TRECProblem.quoted(fields[4])), expected a number "
                    + "such as 12.5")
        }
        run.queries[ByteName(fields[0]), default: []].append(
            RankingRun.Entry(document: ByteName(fields[2]), score: score, line: number))
    }

    /// The first line that repeats a document of its query.
    private static func firstRepeated(
        in run: RankingRun
    ) -> (query: ByteName, entry: RankingRun.Entry)? {
        var first: (query: ByteName, entry: RankingRun.Entry)?
        for (query, entries) in run.queries {
            var seen: Set<ByteName> = []
            seen.reserveCapacity(entries.count)
            for entry in entries where !seen.insert(entry.document).inserted {
                if entry.line < first?.entry.line ?? .max { first = (query, entry) }
                break
            }
        }
        return first
    }
}

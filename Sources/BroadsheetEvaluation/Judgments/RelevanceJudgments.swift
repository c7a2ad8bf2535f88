/// What people said of documents, query by query: a qrels file in TREC format, lines of
/// `query 0 document relevance` with a whole number as the relevance.
///
/// Relevance below 0 means that the document was looked at and not judged.
public struct RelevanceJudgments: Sendable, Hashable {
    /// Relevance of each judged document by query.
    public private(set) var queries: [ByteName: [ByteName: Int]] = [:]

    /// No judgments.
    public init() {}

    /// Says what a document is worth for a query; a second word on it takes the place of the first.
    public mutating func judge(_ document: ByteName, for query: ByteName, as relevance: Int) {
        queries[query, default: [:]][document] = relevance
    }

    /// The names of all queries by their bytes.
    public var names: [ByteName] { queries.keys.sorted() }
}

/// Reads a qrels file from raw bytes, which need not be UTF-8. Blank lines are skipped.
public struct RelevanceJudgmentReader {
    private let file: String
    private var lines = LineReader()
    private var judgments = RelevanceJudgments()

    /// - Parameter file: what problems call the file.
    public init(file: String) { self.file = file }

    /// Reads on.
    ///
    /// - Throws: the first line that is wrong: another number of fields, a relevance that is no
    ///   whole number, a document judged twice for one query.
    public mutating func add(_ chunk: [UInt8]) throws(TRECProblem) {
        var judgments = judgments
        self.judgments = RelevanceJudgments()
        let file = file
        try lines.add(chunk) { (line, number) throws(TRECProblem) in
            try Self.read(line, number, file, into: &judgments)
        }
        self.judgments = judgments
    }

    /// The judgments.
    ///
    /// - Throws: what is wrong with a last line, and a file without any judgment.
    public mutating func finish() throws(TRECProblem) -> RelevanceJudgments {
        var judgments = judgments
        let file = file
        try lines.finish { (line, number) throws(TRECProblem) in
            try Self.read(line, number, file, into: &judgments)
        }
        guard !judgments.queries.isEmpty else {
            throw TRECProblem(
                file: file, problem: "found no judgment, expected `query 0 document relevance`")
        }
        return judgments
    }

    private static func read(
        _ line: ArraySlice<UInt8>, _ number: Int, _ file: String,
        into judgments: inout RelevanceJudgments
    ) throws(TRECProblem) {
        let fields = LineReader.fields(of: number == 1 ? line.withoutMark : line)
        if fields.isEmpty { return }
        guard fields.count == 4 else {
            throw .fieldCount(fields.count, "query 0 document relevance", file, number)
        }
        guard let relevance = Int32(String(decoding: fields[3], as: UTF8.self)) else {
            throw TRECProblem(
                file: file, line: number,
                problem: "found the relevance \(TRECProblem.quoted(fields[3])), expected a whole "
                    + "number such as 1")
        }
        let (query, document) = (ByteName(fields[0]), ByteName(fields[2]))
        guard judgments.queries[query]?[document] == nil else {
            throw TRECProblem(
                file: file, line: number,
                problem: "document \(TRECProblem.quoted(document.bytes)) is judged a second time "
                    + "for query \(TRECProblem.quoted(query.bytes)); keep one of the lines")
        }
        judgments.judge(document, for: query, as: Int(relevance))
    }
}

extension ArraySlice<UInt8> {
    /// Without the byte order mark that some editors write at the beginning of a file.
    var withoutMark: ArraySlice<UInt8> { starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self }
}

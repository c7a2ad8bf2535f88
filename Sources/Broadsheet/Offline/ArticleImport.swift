package import BroadsheetArticles
package import BroadsheetStorage

/// A file to import: its name, its size where known, and its bytes.
package struct ImportSource {
    /// The name that problems show and that `auto` looks at.
    package var name: String
    /// Size in bytes, for progress; nil for a pipe.
    package var byteCount: Int?
    /// Gives the next bytes, nil at the end.
    package var next: () throws -> [UInt8]?

    package init(name: String, byteCount: Int?, next: @escaping () throws -> [UInt8]?) {
        self.name = name
        self.byteCount = byteCount
        self.next = next
    }
}

/// What an import did, as the command prints it.
package struct ImportSummary: Sendable, Hashable {
    /// Something wrong with one record.
    package struct Problem: Sendable, Hashable {
        /// Where it stands, such as `line 7`, behind the file's name where there are several.
        package var position: String
        package var problem: String
    }

    /// Longest list of problems kept; the counts go on.
    static let listedProblems = 1_000

    package private(set) var new = 0
    package private(set) var updated = 0
    package private(set) var unchanged = 0
    package private(set) var rejected = 0
    package private(set) var warnings = 0
    /// Keys that the article record does not know.
    package private(set) var unknownKeys = 0
    /// Why records were rejected, the first thousand.
    package private(set) var problems: [Problem] = []
    /// What was left out or repaired in records that went in, the first thousand.
    package private(set) var notes: [Problem] = []

    package init() {}

    /// Records that are in the catalogue now.
    package var stored: Int { new + updated + unchanged }

    package mutating func reject(_ position: String, _ problem: String) {
        rejected += 1
        if problems.count < Self.listedProblems {
            problems.append(Problem(position: position, problem: problem))
        }
    }

    mutating func add(_ result: PutResult, of record: ImportRecord, at position: String) {
        switch result.outcome {
        case .new: new += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .rejected(let problem): reject(position, problem)
        }
        unknownKeys += record.unknownKeys
        for warning in record.warnings + result.warnings {
            warnings += 1
            if notes.count < Self.listedProblems {
                notes.append(Problem(position: position, problem: warning))
            }
        }
    }

    /// Takes over the counts of another file.
    package mutating func add(_ other: ImportSummary) {
        new += other.new
        updated += other.updated
        unchanged += other.unchanged
        rejected += other.rejected
        warnings += other.warnings
        unknownKeys += other.unknownKeys
        problems += other.problems.prefix(Self.listedProblems - problems.count)
        notes += other.notes.prefix(Self.listedProblems - notes.count)
    }

    /// The JSON of the summary.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("new", new)
            writer.member("updated", updated)
            writer.member("unchanged", unchanged)
            writer.member("rejected", rejected)
            writer.member("warnings", warnings)
            writer.member("unknown_keys", unknownKeys)
            Self.write("problems", problems, to: &writer)
            Self.write("notes", notes, to: &writer)
        }
    }

    private static func write(_ name: String, _ list: [Problem], to writer: inout JSONWriter) {
        writer.name(name)
        writer.array { writer in
            for problem in list {
                writer.object { writer in
                    writer.member("position", problem.position)
                    writer.member("problem", problem.problem)
                }
            }
        }
    }
}

/// Brings the articles of files into a catalogue, one transaction a file.
package struct ArticleImport {
    /// A record was rejected and the import is strict: nothing of its file was stored.
    package struct StrictFailure: Error, CustomStringConvertible {
        package var position: String
        package var problem: String

        package var description: String {
            "\(position): \(problem); nothing of this file was stored (--strict)"
        }
    }

    package var catalogue: Catalogue
    package var format: ArticleFormat
    package var map: ColumnMap?
    package var isStrict: Bool
    /// Whether positions name the file too.
    package var namesFiles: Bool

    package init(
        catalogue: Catalogue, format: ArticleFormat, map: ColumnMap?, isStrict: Bool,
        namesFiles: Bool
    ) {
        self.catalogue = catalogue
        self.format = format
        self.map = map
        self.isStrict = isStrict
        self.namesFiles = namesFiles
    }

    /// Imports one file.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before every article; a cancelled import leaves nothing behind.
    ///   - progress: gets the bytes and the records so far.
    /// - Throws: `CancellationError`, `StrictFailure`, `ArticleReadingError`, `StorageError` or
    ///   what the source throws; then nothing of the file is stored.
    package func run(
        _ source: ImportSource, isCancelled: @escaping () -> Bool,
        progress: (_ bytes: Int, _ records: Int) -> Void
    ) throws -> ImportSummary {
        var summary = ImportSummary()
        let options = ArticleReader.Options(format: format, name: source.name, map: map)
        _ = try catalogue.importArticles(isCancelled: isCancelled) { session in
            var reader = ArticleReader(options)
            var count = 0
            func take(_ records: [ImportRecord]) throws {
                let fields = Self.fields(of: reader.detectedFormat)
                for record in records {
                    count += 1
                    let position =
                        namesFiles ? "\(source.name) \(record.position)" : record.position
                    try put(record, fields, at: position, in: session, summary: &summary)
                    progress(reader.bytesConsumed, count)
                }
            }
            while let chunk = try source.next() { try take(reader.consume(chunk)) }
            try take(reader.finish())
        }
        return summary
    }

    /// What the records of a format say about an article: JSONL and CSV all of it; a feed or a page
    /// knows nothing of status and ads and often only a part of the text.
    private static func fields(of format: ArticleFormat?) -> ImportSession.Fields {
        switch format {
        case .rss, .html, .text: .published
        case .wxr: .publishedWithStatus
        case .auto, .jsonl, .csv, nil: .all
        }
    }

    private func put(
        _ record: ImportRecord, _ fields: ImportSession.Fields, at position: String,
        in session: ImportSession, summary: inout ImportSummary
    ) throws {
        let before = summary.rejected
        switch record.outcome {
        case .problem(let problem):
            summary.reject(position, problem)
        case .article(let article, let identity):
            let isDerived = identity == .url || identity == .guid
            let result = try session.put(
                article, identifiedByURL: isDerived, fields: fields)
            summary.add(result, of: record, at: position)
        }
        if isStrict, summary.rejected > before, let problem = summary.problems.last {
            throw StrictFailure(position: problem.position, problem: problem.problem)
        }
    }
}

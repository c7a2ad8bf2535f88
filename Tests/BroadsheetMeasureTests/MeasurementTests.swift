import BroadsheetContent
import BroadsheetTestSupport
import Foundation
import Testing

@testable import BroadsheetMeasure

private typealias Measurement = BroadsheetMeasure.Measurement

/// Counts in a folder of their own, in raw form; gone with the value.
private final class MatrixFolder {
    let folder: URL

    /// Writes the documents as `matrix.py` does.
    init(_ documents: [DocumentTerms]) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "broadsheet-measure-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let entries = documents.joined()
        let starts = documents.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        try write("indptr", starts, width: 8)
        try write("indices", entries.map { Int($0.term) }, width: 4)
        try write("counts", entries.map { Int(min(255, $0.frequency)) }, width: 1)
        try write(
            "escapes",
            entries.enumerated().filter { $1.frequency >= 255 }
                .flatMap { [$0, Int($1.frequency)] },
            width: 8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var prefix: String { folder.appending(path: "raw").path }

    func write(_ part: String, _ numbers: [Int], width: Int) throws {
        var bytes: [UInt8] = []
        for number in numbers {
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(prefix).\(part)"))
    }
}

/// Sixty documents over forty terms, some counts of 255 and more, one document without terms.
private func documents() -> [DocumentTerms] {
    var random = SeededGenerator(seed: 7)
    var documents = (0..<60).map { _ -> DocumentTerms in
        (0..<40).compactMap { term in
            random.below(4) == 0
                ? TermFrequency(term: UInt32(term), frequency: UInt32(1 + random.below(3))) : nil
        }
    }
    documents[9] = []
    documents[12] = [TermFrequency(term: 1, frequency: 255), TermFrequency(term: 5, frequency: 1)]
    documents[13] = [TermFrequency(term: 1, frequency: 300), TermFrequency(term: 6, frequency: 2)]
    return documents
}

private func measure(
    _ source: CorpusSource, _ mode: Measurement.Mode, rows: [Int] = [], limit: Int = 10,
    passes: Int = 2, threads: Int = 1
) throws -> Measurement.Result {
    try Measurement(
        source: source, rows: rows, mode: mode, limit: limit, passes: passes, threads: threads
    ).run(progress: ProgressLine(isWatched: false))
}

@Suite struct MeasurementTests {
    @Test(arguments: [1, 3])
    func `all lists are those of the slow oracle, whatever the number of threads`(
        threads: Int
    ) throws {
        let documents = documents()
        let folder = try MatrixFolder(documents)
        let result = try measure(.matrix(prefix: folder.prefix), .all, threads: threads)
        let oracle = CosineOracle(documents: documents, weighting: Weighting(scale: .log))
        #expect(result.lists.count == documents.count)
        for (row, list) in result.lists.enumerated() {
            let expected = oracle.ranked(oracle.scores(of: row), limit: 10)
            #expect(list.map(\.document) == expected.map(\.document), "row \(row)")
        }
        #expect(result.figures.documents == 60 && result.figures.queries == 60)
        #expect(result.figures.terms == 40)
        #expect(result.figures.postings == documents.reduce(0) { $0 + $1.count })
    }

    @Test
    func `rows are answered in the order asked, and the checksum is the sum of all scores`() throws
    {
        let folder = try MatrixFolder(documents())
        let all = try measure(.matrix(prefix: folder.prefix), .all)
        let some = try measure(.matrix(prefix: folder.prefix), .queries, rows: [59, 12, 0])
        #expect(some.lists == [59, 12, 0].map { all.lists[$0] })
        let sum = some.lists.joined().reduce(0) { $0 + $1.cosine }
        #expect(abs((some.figures.checksum ?? 0) - sum) < 1e-9 && sum > 0)
    }

    @Test
    func `a list file holds pairs of twelve bytes, filled up with row −1 and score 0`() throws {
        var bytes: [UInt8] = []
        let list = [ScoredDocument(document: 258, cosine: 0.5)]
        ListFile.append(list, limit: 2, to: &bytes)
        let half: [UInt8] = [0, 0, 0, 0, 0, 0, 0xE0, 0x3F]
        let filling = Array(repeating: UInt8(0xFF), count: 4) + Array(repeating: 0, count: 8)
        #expect(bytes == [2, 1, 0, 0] + half + filling)
    }

    @Test
    func `kept lists answer every row, before and after an article is published`() throws {
        let folder = try MatrixFolder(documents())
        let result = try measure(.matrix(prefix: folder.prefix), .kept, rows: [3, 4, 9])
        #expect(result.figures.keptProved == 3)
        #expect(result.figures.keptUnchangedMilliseconds != nil)
        #expect(result.figures.keptRescoredMilliseconds != nil)
    }

    @Test
    func `with the memory measured every document has its list`() throws {
        let folder = try MatrixFolder(documents())
        let result = try measure(.matrix(prefix: folder.prefix), .memory)
        #expect(result.figures.bytes.contains { $0.part == "kept_lists" && $0.bytes > 60 * 4 * 64 })
    }

    @Test
    func `articles are rows by their lines, as title and body`() throws {
        let folder = try MatrixFolder([])
        let path = folder.folder.appending(path: "articles.jsonl").path
        let lines = [
            #"{"id":"a","title":"Trade talks","body":"the summit of the traders"}"#,
            #"{"id":"b","title":"Comet","body":"pictures of a comet"}"#,
            #"{"id":"c","title":"Talks","body":"a summit again"}"#,
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        let result = try measure(.articles(path: path), .all, threads: 2)
        #expect(result.lists.map { $0.map(\.document) } == [[2], [], [0]])
        let index = try measure(.articles(path: path), .index)
        #expect(index.figures.documents == 3 && index.figures.terms == result.figures.terms)
    }

    @Test
    func `the figures are one JSON object with the names that the benchmarks read`() throws {
        let folder = try MatrixFolder(documents())
        let result = try measure(.matrix(prefix: folder.prefix), .queries, rows: [1])
        let object = try JSONSerialization.jsonObject(with: Data(result.figures.json.utf8))
        let json = try #require(object as? [String: Any])
        for name in [
            "documents", "terms", "postings", "queries", "threads", "mean_cpu_ms", "p50_ms",
            "p99_ms", "index_seconds", "checksum", "bytes",
        ] { #expect(json[name] != nil, "\(name)") }
        let bytes = try #require(json["bytes"] as? [String: Int])
        for part in ["postings", "vectors", "norms", "terms", "places", "kept_lists"] {
            #expect(bytes[part] != nil, "\(part)")
        }
    }

    @Test(arguments: [[60], [-1], []])
    func `rows that are not there are refused`(rows: [Int]) throws {
        let folder = try MatrixFolder(documents())
        #expect(throws: Measurement.Failure.self) {
            try measure(.matrix(prefix: folder.prefix), .queries, rows: rows)
        }
    }

    @Test(arguments: ["indices", "counts", "indptr"])
    func `a matrix with a file cut short is refused`(part: String) throws {
        let folder = try MatrixFolder(documents())
        let path = URL(fileURLWithPath: "\(folder.prefix).\(part)")
        try Data(contentsOf: path).dropLast(5).write(to: path)
        #expect(throws: NumberFileError.self) {
            try measure(.matrix(prefix: folder.prefix), .all)
        }
    }
}

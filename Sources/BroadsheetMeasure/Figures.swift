internal import BroadsheetArticles

/// What was measured.
struct Figures: Sendable {
    var documents = 0
    var terms = 0
    var postings = 0
    var queries = 0
    var threads = 1
    /// Processor milliseconds of a list, the median over the passes.
    var meanMilliseconds: Double?
    /// Wall milliseconds of single lists.
    var p50Milliseconds: Double?
    var p99Milliseconds: Double?
    /// Lists a second of wall time, the median over the passes.
    var documentsPerSecond: Double?
    /// From texts, or the counts of a matrix, in memory to an index that can be asked: processor
    /// seconds on one thread, wall seconds on several.
    var indexSeconds: Double?
    /// Sum of all scores, the same for every pass.
    var checksum: Double?
    /// Resident memory before the first document was read and after the work.
    var residentBefore: Int?
    var residentAfter: Int?
    /// Whether freed memory was given back to the system when the index was made.
    var isTrimmed: Bool?
    /// What the parts take.
    var bytes: [(part: String, bytes: Int)] = []
    var keptUnchangedMilliseconds: Double?
    var keptRescoredMilliseconds: Double?
    /// Lists among those rescored that needed no search.
    var keptProved: Int?

    /// One JSON object; figures that the mode does not have are left out.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("documents", documents)
            writer.member("terms", terms)
            writer.member("postings", postings)
            writer.member("queries", queries)
            writer.member("threads", threads)
            for (name, value) in measured where value != nil { writer.member(name, value) }
            for (name, value) in counted where value != nil { writer.member(name, value) }
            if let isTrimmed {
                writer.name("malloc_trim_after_loading")
                writer.value(isTrimmed)
            }
            writer.name("bytes")
            writer.object { writer in
                for part in bytes { writer.member(part.part, part.bytes) }
            }
        }
        return writer.text
    }

    private var measured: [(name: String, value: Double?)] {
        [
            ("mean_cpu_ms", meanMilliseconds), ("p50_ms", p50Milliseconds),
            ("p99_ms", p99Milliseconds), ("docs_per_second", documentsPerSecond),
            ("index_seconds", indexSeconds), ("checksum", checksum),
            ("kept_unchanged_ms", keptUnchangedMilliseconds),
            ("kept_rescored_ms", keptRescoredMilliseconds),
        ]
    }

    private var counted: [(name: String, value: Int?)] {
        [
            ("kept_proved", keptProved), ("resident_bytes_before", residentBefore),
            ("resident_bytes_after", residentAfter),
        ]
    }
}

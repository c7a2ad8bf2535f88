internal import BroadsheetContent

/// Reads a matrix of counts in the raw form that Benchmarks/peers/matrix.py writes, row by row.
///
/// | file | numbers |
/// |---|---|
/// | PREFIX.indptr | 64-bit, one more than rows: where a row's entries begin |
/// | PREFIX.indices | 32-bit: the term of each entry, rising in a row |
/// | PREFIX.counts | 8-bit: how often it occurs; 255 stands for 255 and more |
/// | PREFIX.escapes | 64-bit pairs (entry, count) for every entry that says 255 |
struct RawMatrix {
    private let prefix: String
    private let starts: [Int]
    private var terms: NumberFile
    private var counts: NumberFile
    private let escapes: [Int]
    private var entry = 0
    private var escape = 0
    private var row = 0
    /// All terms of the rows read so far are below this.
    private(set) var termCount = 0

    init(prefix: String) throws {
        self.prefix = prefix
        starts = try NumberFile.integers(prefix + ".indptr", width: 8)
        terms = try NumberFile(prefix + ".indices", width: 4)
        counts = try NumberFile(prefix + ".counts", width: 1)
        escapes = try NumberFile.integers(prefix + ".escapes", width: 8)
        guard starts.first == 0, escapes.count.isMultiple(of: 2) else {
            throw Self.damaged(prefix, "found no start 0 or half a pair of an escape")
        }
    }

    /// Number of rows.
    var rowCount: Int { starts.count - 1 }

    /// The next row, or nil behind the last.
    mutating func next() throws -> DocumentTerms? {
        guard row < rowCount else { return nil }
        let size = starts[row + 1] - starts[row]
        row += 1
        var document: DocumentTerms = []
        document.reserveCapacity(max(0, min(size, 1 << 20)))
        while entry < starts[row] {
            let (term, count) = try nextEntry()
            guard term > document.last?.term ?? 0 || document.isEmpty else {
                throw Self.damaged(prefix, "row \(row - 1): found terms that don't rise")
            }
            document.append(TermFrequency(term: term, frequency: count))
        }
        return document
    }

    private mutating func nextEntry() throws -> (term: UInt32, count: UInt32) {
        guard let term = try terms.next().flatMap(UInt32.init(exactly:)), term < 1 << 31,
            let short = try counts.next()
        else { throw Self.damaged(prefix, "found fewer entries than indptr says, or no terms") }
        defer { entry += 1 }
        termCount = max(termCount, Int(term) + 1)
        guard short == 255, escape < escapes.count, escapes[escape] == entry else {
            return (term, UInt32(short))
        }
        escape += 2
        return (term, UInt32(clamping: escapes[escape - 1]))
    }

    private static func damaged(_ prefix: String, _ problem: String) -> NumberFileError {
        NumberFileError(path: prefix, problem: problem + "; make the matrix again")
    }
}

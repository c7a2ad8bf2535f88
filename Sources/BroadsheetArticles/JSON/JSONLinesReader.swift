internal import Foundation

/// Reads a file of article records, one JSON object per line. Empty lines are passed over.
struct JSONLinesReader: RecordReader {
    private var line: [UInt8] = []
    private var lineNumber = 1
    private var isTooLong = false

    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] {
        var records: [ImportRecord] = []
        var rest = chunk[...]
        while let end = rest.firstIndex(of: 0x0A) {
            append(rest[..<end])
            rest = rest[(end + 1)...]
            if let record = endLine() { records.append(record) }
        }
        append(rest)
        return records
    }

    mutating func finish() -> [ImportRecord] {
        endLine().map { [$0] } ?? []
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        line += bytes
        if line.count > ReadingLimit.recordBytes {
            isTooLong = true
            line = []
        }
    }

    private mutating func endLine() -> ImportRecord? {
        let position = "line \(lineNumber)"
        defer {
            lineNumber += 1
            line.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if isTooLong {
            let limit = ReadingLimit.recordText
            return ImportRecord(
                position: position,
                outcome: .problem("found a line longer than \(limit), expected at most that"))
        }
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        return ImportRecord(position: position) { () throws(ArticleRecord.Problem) in
            try ArticleRecord.decode(Data(line))
        }
    }
}

/// One record of a CSV file: its fields, unquoted, and the line on which it begins.
struct CSVRow: Equatable {
    /// All fields, one after the other.
    var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    var ends: [Int] = []
    /// The line of the file on which the record begins, from 1.
    var line: Int
    /// What is wrong with the quoting, if anything.
    var problem: String?

    /// The field at that place; `index` must be inside `ends`.
    func field(_ index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}

/// Cuts CSV into records (RFC 4180), chunk by chunk.
///
/// A field in quotes may hold delimiters, line ends and doubled quotes; records end with LF, CRLF
/// or CR; a quote inside a field that does not begin with one is an ordinary character; empty
/// lines are passed over. Fields are taken to the letter.
struct CSVParser {
    private enum State {
        case recordStart, fieldStart, plain, quoted, quoteInQuoted
    }

    private let delimiter: UInt8
    private var state = State.recordStart
    private var row = CSVRow(line: 1)
    private var line = 1
    private var skipsLineFeed = false

    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Takes the next bytes and gives the records that they complete.
    mutating func consume(_ chunk: [UInt8]) -> [CSVRow] {
        var rows: [CSVRow] = []
        var index = 0
        while index < chunk.count {
            switch state {
            case .recordStart, .fieldStart: startField(chunk[index], at: &index)
            case .plain: takePlain(chunk, from: &index, into: &rows)
            case .quoted: takeQuoted(chunk, from: &index)
            case .quoteInQuoted: closeQuote(chunk[index], at: &index)
            }
        }
        return rows
    }

    /// Gives the record that no line end closed, if there is one.
    mutating func finish() -> CSVRow? {
        switch state {
        case .recordStart: return nil
        case .quoted: row.problem = row.problem ?? "found a quote that is never closed"
        default: break
        }
        return endRecord()
    }

    private mutating func startField(_ byte: UInt8, at index: inout Int) {
        if state == .recordStart {
            if byte == 0x0A, skipsLineFeed {
                skipsLineFeed = false
                index += 1
                return
            }
            skipsLineFeed = false
            row.line = line
        }
        if byte == Self.quote {
            state = .quoted
            index += 1
        } else {
            state = .plain
        }
    }

    private mutating func takePlain(
        _ chunk: [UInt8], from index: inout Int, into rows: inout [CSVRow]
    ) {
        var end = index
        while end < chunk.count, chunk[end] != delimiter,
            chunk[end] > 0x0D || !isLineEnd(chunk[end])
        {
            end += 1
        }
        append(chunk[index..<end])
        index = end
        guard end < chunk.count else { return }
        index += 1
        if chunk[end] == delimiter {
            row.ends.append(row.bytes.count)
            state = .fieldStart
        } else {
            skipsLineFeed = chunk[end] == 0x0D
            line += 1
            if let row = endRecord() { rows.append(row) }
        }
    }

    private mutating func takeQuoted(_ chunk: [UInt8], from index: inout Int) {
        var end = index
        while end < chunk.count, chunk[end] != Self.quote {
            if chunk[end] == 0x0A { line += 1 }
            end += 1
        }
        append(chunk[index..<end])
        index = end
        if end < chunk.count {
            state = .quoteInQuoted
            index += 1
        }
    }

    /// A quote inside quotes: a doubled one is a quote, any other closes the field.
    private mutating func closeQuote(_ byte: UInt8, at index: inout Int) {
        if byte == Self.quote {
            append([Self.quote])
            state = .quoted
            index += 1
            return
        }
        if byte != delimiter, !isLineEnd(byte) {
            row.problem = row.problem ?? "found text after a closing quote"
        }
        state = .plain
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard row.bytes.count + bytes.count <= ReadingLimit.recordBytes else {
            row.problem = "found a record longer than \(ReadingLimit.recordText)"
            return
        }
        row.bytes += bytes
    }

    /// Closes the record; nil for an empty line.
    private mutating func endRecord() -> CSVRow? {
        row.ends.append(row.bytes.count)
        defer {
            row = CSVRow(line: line)
            state = .recordStart
        }
        let isEmptyLine = row.ends.count == 1 && row.bytes.isEmpty && row.problem == nil
        return isEmptyLine ? nil : row
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static let quote = UInt8(ascii: "\"")
}

/// The character between the fields of a CSV file.
enum CSVDelimiter {
    /// The one of comma, tab and semicolon that stands most often in the first line outside
    /// quotes; the comma when none is ahead.
    static func chosen(for head: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in head.drop(while: { $0 == 0x0A || $0 == 0x0D }) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let best = counts.max() ?? 0
        return zip(candidates, counts).first { $0.1 == best }?.0 ?? candidates[0]
    }
}

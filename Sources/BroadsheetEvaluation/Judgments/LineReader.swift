/// Cuts bytes that come in pieces of any size into lines and lines into fields.
///
/// Lines end with LF; a CR before it counts as a blank. Fields are separated by any number of
/// blanks, as C's `isspace` has them.
struct LineReader {
    /// Number of the line that was read last, from 1.
    private(set) var number = 0
    private var rest: [UInt8] = []

    /// Hands over every whole line of `chunk` with what was left before it.
    mutating func add<Failure: Error>(
        _ chunk: [UInt8], _ body: (ArraySlice<UInt8>, Int) throws(Failure) -> Void
    ) throws(Failure) {
        var start = chunk.startIndex
        while let end = chunk[start...].firstIndex(of: 0x0A) {
            number += 1
            if rest.isEmpty {
                try body(chunk[start..<end], number)
            } else {
                rest += chunk[start..<end]
                let line = rest
                rest = []
                try body(line[...], number)
            }
            start = end + 1
        }
        rest += chunk[start...]
    }

    /// Hands over a last line that no line feed ends.
    mutating func finish<Failure: Error>(
        _ body: (ArraySlice<UInt8>, Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard !rest.isEmpty else { return }
        number += 1
        let line = rest
        rest = []
        try body(line[...], number)
    }

    /// The fields of a line.
    static func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }
}

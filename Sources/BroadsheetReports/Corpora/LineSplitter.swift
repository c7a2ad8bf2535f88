internal import Foundation

/// Cuts a stream of bytes into lines, numbered from 1.
struct LineSplitter {
    private var line: [UInt8] = []
    private var number = 1

    /// Takes the next bytes and hands over the lines that they end.
    mutating func consume(_ chunk: [UInt8], each body: (Data, Int) throws -> Void) throws {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line += rest[..<end]
            rest = rest[(end + 1)...]
            try body(Data(line), number)
            line.removeAll(keepingCapacity: true)
            number += 1
        }
        line += rest
    }

    /// Ends the stream and hands over what follows the last line break.
    mutating func finish(each body: (Data, Int) throws -> Void) throws {
        if !line.isEmpty { try body(Data(line), number) }
        line = []
    }
}

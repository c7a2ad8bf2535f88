internal import Foundation

/// Why a file of numbers can't be used.
struct NumberFileError: Error, CustomStringConvertible {
    var path: String
    var problem: String

    var description: String { "\(path): \(problem)" }
}

/// A file of whole numbers of one width, one behind the other, the lowest byte first, without a
/// head; read from front to back in pieces, because the largest take a gigabyte.
struct NumberFile {
    private let path: String
    private let width: Int
    private let handle: FileHandle
    /// Bytes read and not handed out.
    private var buffer: [UInt8] = []
    private var position = 0

    /// Bytes read at once, a multiple of every width.
    private static let pieceBytes = 1 << 20

    /// Opens the file.
    ///
    /// - Parameter width: bytes of a number: 1, 4 or 8.
    init(_ path: String, width: Int) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw NumberFileError(
                path: path, problem: "can't be opened; check that it is there and readable")
        }
        self.path = path
        self.width = width
        self.handle = handle
    }

    /// The next number, or nil at the end.
    mutating func next() throws -> Int? {
        if position == buffer.count {
            guard try refill() else { return nil }
        }
        var value: UInt64 = 0
        for byte in 0..<width { value |= UInt64(buffer[position + byte]) << UInt64(8 * byte) }
        position += width
        switch width {
        case 1: return Int(value)
        case 4: return Int(Int32(truncatingIfNeeded: value))
        default: return Int(Int64(bitPattern: value))
        }
    }

    private mutating func refill() throws -> Bool {
        buffer = []
        position = 0
        while buffer.count < Self.pieceBytes {
            let missing = Self.pieceBytes - buffer.count
            guard let piece = try handle.read(upToCount: missing), !piece.isEmpty else { break }
            buffer += piece
        }
        guard buffer.count.isMultiple(of: width) else {
            throw NumberFileError(
                path: path,
                problem: "found \(buffer.count % width) bytes at the end, expected numbers of "
                    + "\(width) bytes")
        }
        return !buffer.isEmpty
    }

    /// All numbers of a file.
    static func integers(_ path: String, width: Int) throws -> [Int] {
        var file = try NumberFile(path, width: width)
        var numbers: [Int] = []
        while let number = try file.next() { numbers.append(number) }
        return numbers
    }
}

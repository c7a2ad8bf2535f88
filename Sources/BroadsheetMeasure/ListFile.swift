internal import BroadsheetContent
internal import Foundation

/// Lists as a file that the benchmarks read: for each row asked LIMIT pairs of a row (32-bit, -1 where
/// there is none) and a score (64-bit floating point, 0 where there is none), the lowest byte first,
/// without gaps.
enum ListFile {
    static func write(_ lists: [[ScoredDocument]], limit: Int, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw NumberFileError(
                path: path, problem: "can't be written; check that its folder exists and is yours")
        }
        var bytes: [UInt8] = []
        for list in lists {
            append(list, limit: limit, to: &bytes)
            if bytes.count >= 1 << 20 {
                try handle.write(contentsOf: Data(bytes))
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    /// Appends one list.
    static func append(_ list: [ScoredDocument], limit: Int, to bytes: inout [UInt8]) {
        for place in 0..<limit {
            let entry = place < list.count ? list[place] : ScoredDocument(document: -1, cosine: 0)
            append(UInt64(UInt32(truncatingIfNeeded: entry.document)), width: 4, to: &bytes)
            append(entry.cosine.bitPattern, width: 8, to: &bytes)
        }
    }

    private static func append(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
        for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
    }
}

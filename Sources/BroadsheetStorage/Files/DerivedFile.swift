internal import Foundation
internal import SystemPackage

/// A file that can be made again from a database beside it: read whole, replaced whole, readable
/// by its owner only (mode 600).
package struct DerivedFile: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Larger files are not ours.
    private static let byteLimit = 1 << 34
    /// Bytes of one system call.
    private static let chunkSize = 1 << 26

    /// The first bytes of the file, at most `limit`; nil when there is none that can be read.
    package func bytes(limit: Int = byteLimit) -> [UInt8]? {
        // A pipe of that name would keep the reader waiting.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular,
            let size = (attributes?[.size] as? NSNumber)?.intValue, size <= Self.byteLimit,
            let file = try? FileDescriptor.open(FilePath(path), .readOnly)
        else { return nil }
        defer { try? file.close() }
        let wanted = min(size, limit)
        var bytes: [UInt8] = []
        while bytes.count < wanted {
            let count = min(wanted - bytes.count, Self.chunkSize)
            guard let more = try? LibC.read(file.rawValue, upToCount: count) else { return nil }
            if more.isEmpty { break }
            if bytes.isEmpty {
                bytes = more
                bytes.reserveCapacity(wanted)
            } else {
                bytes += more
            }
        }
        return bytes
    }

    /// Replaces the file by what `body` hands over, part by part. Whatever fails, the old file
    /// stays, and nothing lies beside it.
    ///
    /// The bytes are not forced to the disk: whoever reads the file must know a damaged one.
    package func replace(_ body: (_ append: ([UInt8]) throws -> Void) throws -> Void) throws {
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        do {
            let file = try FileDescriptor.open(
                FilePath(draft), .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite])
            try file.closeAfter { try body { _ = try file.writeAll($0) } }
            try LibC.rename(draft, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }
}

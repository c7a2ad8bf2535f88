internal import Foundation

/// What Foundation can't do on Linux; the only file that calls the C library by pointer.
package enum LibC {
    /// Gives the file `draft` the name `path` in one step: whoever opens `path` finds the old file
    /// or the new one, whole. Both lie in one folder.
    ///
    /// Foundation's `replaceItemAt` removes the old file and then fails on Linux (Swift 6.3).
    /// - Throws: what the system reports.
    package static func rename(_ draft: String, to path: String) throws {
        guard unsafe Foundation.rename(draft, path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    /// The next bytes of an open file, at most `count`; empty at its end.
    ///
    /// One system call for all of them, where Foundation's `FileHandle` makes one for every 4 KB
    /// and clears its buffer first (Swift 6.3, Linux): a fifth of the time of an import.
    /// - Throws: what the system reports.
    package static func read(_ descriptor: Int32, upToCount count: Int) throws -> [UInt8] {
        while true {
            var result = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                unsafe result = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(0, result)
            }
            if result >= 0 { return bytes }
            guard errno == EINTR else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        }
    }
}

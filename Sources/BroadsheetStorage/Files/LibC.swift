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
}

internal import CBroadsheetKernels

/// The allocator of the process.
package enum Heap {
    /// Gives memory that was freed back to the system.
    ///
    /// - Returns: whether that can be done here.
    package static func trim() -> Bool { broadsheet_trim_heap() != 0 }
}

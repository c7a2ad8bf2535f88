internal import BroadsheetKernels

/// Memory that work left behind.
package enum FreedMemory {
    /// Gives memory that was freed back to the system, for the end of loading: analysed articles are
    /// many small pieces, and the allocator keeps their pages until something of that size comes.
    ///
    /// - Complexity: some milliseconds; not for the way of a request.
    /// - Returns: whether that can be done here.
    @discardableResult
    package static func giveBack() -> Bool { Heap.trim() }
}

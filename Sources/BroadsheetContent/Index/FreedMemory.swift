#if canImport(Glibc)
    internal import Glibc
#endif

/// Memory that work left behind.
package enum FreedMemory {
    /// Whether it can be given back here.
    #if canImport(Glibc)
        package static let canBeGivenBack = true
    #else
        package static let canBeGivenBack = false
    #endif

    /// Gives memory that was freed back to the system, for the end of loading: analysed articles are
    /// many small pieces, and the allocator keeps their pages until something of that size comes.
    ///
    /// - Complexity: some milliseconds; not for the way of a request.
    package static func giveBack() {
        #if canImport(Glibc)
            _ = malloc_trim(0)
        #endif
    }
}

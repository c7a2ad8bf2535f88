internal import CBroadsheetKernels

/// Asks for memory before it is needed, so that the waits for several places run side by side.
///
/// For documents that lie anywhere in a gigabyte: each begins with a wait for memory of about a tenth
/// of a microsecond, and the processor does not look far enough ahead to begin the next one.
package enum Prefetch {
    /// Has `terms` brought near.
    package static func lines(of terms: Span<UInt32>) { ask(for: terms) }

    /// Has `bytes` brought near.
    package static func lines(of bytes: Span<UInt8>) { ask(for: bytes) }

    /// Has `norms` brought near.
    package static func lines(of norms: Span<Double>) { ask(for: norms) }

    private static func ask<Element: BitwiseCopyable>(for elements: Span<Element>) {
        unsafe elements.withUnsafeBytes { bytes in
            unsafe broadsheet_prefetch(bytes.baseAddress, bytes.count)
        }
    }
}

internal import CBroadsheetKernels

/// The rows of bits that a query adds to the sums of a segment.
package struct RowSelection: Sendable {
    /// The word at which each row begins.
    package private(set) var starts: [UInt32] = []
    /// What each row adds to the documents whose bit is set.
    package private(set) var weights: [UInt16] = []
    /// The largest of `starts`.
    package private(set) var lastStart = 0

    package init() {}

    package mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        lastStart = 0
    }

    package mutating func append(start: UInt32, weight: UInt16) {
        starts.append(start)
        weights.append(weight)
        lastStart = max(lastStart, Int(start))
    }
}

/// Finishes the sums of documents, 512 at a time, and finds those that may belong to an answer.
///
/// Terms of many documents are kept as rows of bits, one bit a document: with AVX-512 a masked add
/// takes 32 documents in one instruction, where a scatter takes one. The plain version below is the
/// oracle of the two variants in C and runs where the processor has neither.
package struct TileScan: Sendable {
    /// Documents of a tile.
    package static let tile = 512
    /// 64-bit words of a row that belong to a tile.
    package static let tileWords = 8

    /// How sums are finished.
    package enum Variant: Int, Sendable, CaseIterable {
        case plain = 0
        case avx2
        case avx512
    }

    /// What this processor runs.
    package static let variant = Variant(rawValue: Int(broadsheet_tile_variant())) ?? .plain

    /// One bit for each document of the last tile that passed.
    package private(set) var passed: [UInt64] = Array(repeating: 0, count: tileWords)
    private let isPlain: Bool

    /// - Parameter isPlain: takes the plain version whatever the processor can.
    package init(isPlain: Bool = false) {
        self.isPlain = isPlain || Self.variant == .plain
    }

    /// Adds the rows to the sums, tile by tile from `first`, up to the first tile in which a
    /// document passes, and marks those documents in `passed`: sum + slack (at most 65,535) >
    /// (norm × threshold) / 65,536. Sums of the tiles before that one are 0 again, so a scan ends
    /// with a call that returns nil.
    ///
    /// - Parameters:
    ///   - first: number of the tile behind the one returned last; at most `tileCount`.
    ///   - sums, norms: one value for each document of the segment, whole tiles.
    ///   - rows: bits of all rows; a row begins at its start and has 8 words for each tile.
    /// - Returns: the tile in which documents passed, or nil when none is left.
    package mutating func next(
        from first: Int, of tileCount: Int, sums: inout [UInt16], rows: [UInt64],
        selection: RowSelection, norms: [UInt16], slack: UInt16, threshold: UInt16
    ) -> Int? {
        precondition(
            (0...tileCount).contains(first)
                && tileCount * Self.tile <= min(sums.count, norms.count),
            "whole tiles of sums and norms")
        precondition(
            selection.starts.isEmpty
                || selection.lastStart + tileCount * Self.tileWords <= rows.count, "whole rows")
        if isPlain {
            return nextPlain(
                from: first, of: tileCount, sums: &sums, rows: rows, selection: selection,
                norms: norms, slack: slack, threshold: threshold)
        }
        let found = unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe rows.withUnsafeBufferPointer { rows in
                unsafe norms.withUnsafeBufferPointer { norms in
                    unsafe selection.starts.withUnsafeBufferPointer { starts in
                        unsafe selection.weights.withUnsafeBufferPointer { weights in
                            unsafe passed.withUnsafeMutableBufferPointer { passed in
                                unsafe broadsheet_scan_tiles(
                                    sums.baseAddress, rows.baseAddress, starts.baseAddress,
                                    weights.baseAddress, weights.count, norms.baseAddress, slack,
                                    threshold, first, tileCount, passed.baseAddress)
                            }
                        }
                    }
                }
            }
        }
        return found < tileCount ? found : nil
    }

    private mutating func nextPlain(
        from first: Int, of tileCount: Int, sums: inout [UInt16], rows: [UInt64],
        selection: RowSelection, norms: [UInt16], slack: UInt16, threshold: UInt16
    ) -> Int? {
        if first > 0 { Self.clear(first - 1, of: &sums) }
        for tile in first..<tileCount {
            var any = false
            for word in 0..<Self.tileWords {
                let base = tile * Self.tile + 64 * word
                for (start, weight) in zip(selection.starts, selection.weights) {
                    var bits = rows[Int(start) + base / 64]
                    while bits != 0 {
                        sums[base + bits.trailingZeroBitCount] &+= weight
                        bits &= bits - 1
                    }
                }
                passed[word] = Self.passing(
                    sums.span.extracting(base..<base + 64),
                    norms.span.extracting(base..<base + 64), slack, threshold)
                any = any || passed[word] != 0
            }
            if any { return tile }
            Self.clear(tile, of: &sums)
        }
        return nil
    }

    private static func passing(
        _ sums: Span<UInt16>, _ norms: Span<UInt16>, _ slack: UInt16, _ threshold: UInt16
    ) -> UInt64 {
        var mask: UInt64 = 0
        for lane in sums.indices {
            let (sum, overflow) = sums[lane].addingReportingOverflow(slack)
            let need = (UInt32(norms[lane]) * UInt32(threshold)) >> 16
            if UInt32(overflow ? .max : sum) > need { mask |= 1 << UInt64(lane) }
        }
        return mask
    }

    private static func clear(_ tile: Int, of sums: inout [UInt16]) {
        for index in tile * Self.tile..<(tile + 1) * Self.tile { sums[index] = 0 }
    }
}

internal import CBroadsheetKernels

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

    /// How sums are finished; a processor that runs one runs those before it.
    package enum Variant: Int, Sendable, CaseIterable {
        case plain = 0
        case avx2
        case avx512
    }

    /// The best variant that this processor runs.
    package static let best = Variant(rawValue: Int(broadsheet_tile_variant())) ?? .plain

    /// One bit for each document of the last tile that passed.
    package private(set) var passed: [UInt64] = Array(repeating: 0, count: tileWords)
    /// How this scan finishes sums.
    package let variant: Variant

    /// - Parameter variant: what to run; the best that the processor has where that is less.
    package init(variant: Variant = best) {
        self.variant = variant.rawValue <= Self.best.rawValue ? variant : Self.best
    }

    /// Adds the rows to the sums, tile by tile from `first`, up to the first tile in which a
    /// document passes, and marks those documents in `passed`: sum + slack (at most 65,535) >
    /// (norm × threshold) / 65,536. Sums of the tiles before that one are 0 again, so a scan ends
    /// with a call that returns nil.
    ///
    /// - Parameters:
    ///   - first: number of the tile behind the one returned last; at most `tileCount`.
    ///   - sums, norms: one value for each document of the segment, whole tiles.
    ///   - bits: the rows of bits, `rowWords` words each.
    ///   - selection: the rows to add.
    /// - Returns: the tile in which documents passed, or nil when none is left.
    package mutating func next(
        from first: Int, of tileCount: Int, sums: inout [UInt16], bits: AlignedWords, rowWords: Int,
        selection: RowSelection, norms: [UInt16], slack: UInt16, threshold: UInt16
    ) -> Int? {
        precondition(
            (0...tileCount).contains(first)
                && tileCount * Self.tile <= min(sums.count, norms.count),
            "whole tiles of sums and norms")
        precondition(
            selection.count == 0
                || rowWords >= tileCount * Self.tileWords
                    && selection.bound * rowWords <= bits.count,
            "whole rows")
        if variant == .plain {
            return nextPlain(
                from: first, of: tileCount, sums: &sums, bits: bits, rowWords: rowWords,
                selection: selection, norms: norms, slack: slack, threshold: threshold)
        }
        let variant = Int32(variant.rawValue)
        let found = unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe passed.withUnsafeMutableBufferPointer { passed in
                unsafe bits.storage.withUnsafeBufferPointer { storage in
                    guard let words = storage.baseAddress else { return tileCount }
                    return unsafe broadsheet_scan_tiles(
                        variant, sums.baseAddress, words + bits.start, rowWords, selection.rows,
                        selection.weights, selection.count, norms, slack, threshold, first,
                        tileCount, passed.baseAddress)
                }
            }
        }
        return found < tileCount ? found : nil
    }

    /// Marks in `passed` the documents of one tile that pass, whose sums are finished.
    package mutating func mark(
        _ tile: Int, sums: inout [UInt16], norms: [UInt16], slack: UInt16, threshold: UInt16
    ) {
        let start = tile * Self.tile
        precondition(
            tile >= 0 && start + Self.tile <= min(sums.count, norms.count),
            "a tile of sums and norms")
        guard variant != .plain else {
            for word in 0..<Self.tileWords {
                let base = start + 64 * word
                passed[word] = Self.passing(
                    sums.span.extracting(base..<base + 64),
                    norms.span.extracting(base..<base + 64), slack, threshold)
            }
            return
        }
        let variant = Int32(variant.rawValue)
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe norms.withUnsafeBufferPointer { norms in
                unsafe passed.withUnsafeMutableBufferPointer { passed in
                    guard let sums = sums.baseAddress, let norms = norms.baseAddress else { return }
                    unsafe broadsheet_pass_tile(
                        variant, sums + start, norms + start, slack, threshold,
                        passed.baseAddress)
                }
            }
        }
    }

    /// Marks in `passed` few documents of a tile, but at least `wanted` where so many pass the
    /// threshold with their sum alone: those whose sums are the largest shares of their norms.
    package mutating func markLargest(
        _ wanted: Int, of tile: Int, sums: inout [UInt16], norms: [UInt16], threshold: UInt16
    ) {
        var (low, high) = (threshold, UInt16.max)
        while high - low > Self.step {
            let middle = low + (high - low) / 2
            mark(tile, sums: &sums, norms: norms, slack: 0, threshold: middle)
            if passedCount >= wanted { low = middle } else { high = middle }
        }
        mark(tile, sums: &sums, norms: norms, slack: 0, threshold: low)
    }

    /// Steps of `markLargest`: eight halvings of all thresholds.
    private static let step: UInt16 = 256

    /// Number of documents marked.
    package var passedCount: Int { passed.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Takes marks away.
    package mutating func unmark(_ marks: [UInt64]) {
        for word in 0..<Self.tileWords { passed[word] &= ~marks[word] }
    }

    private mutating func nextPlain(
        from first: Int, of tileCount: Int, sums: inout [UInt16], bits: AlignedWords, rowWords: Int,
        selection: RowSelection, norms: [UInt16], slack: UInt16, threshold: UInt16
    ) -> Int? {
        if first > 0 { Self.clear(first - 1, of: &sums) }
        for tile in first..<tileCount {
            var any = false
            for word in 0..<Self.tileWords {
                let base = tile * Self.tile + 64 * word
                for (row, weight) in selection.selected {
                    var lot = bits[row * rowWords + base / 64]
                    while lot != 0 {
                        sums[base + lot.trailingZeroBitCount] &+= weight
                        lot &= lot - 1
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

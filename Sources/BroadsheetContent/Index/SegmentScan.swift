internal import BroadsheetKernels

/// One query over one segment: sums term by term, then documents whose sum comes close.
struct SegmentScan {
    let query: IndexQuery
    let state: SegmentState
    let scaled: ScaledFrequencies
    private let documents: [UInt32]
    private let directory: TermDirectory
    private let postings: PostingStream

    init(query: IndexQuery, state: SegmentState, scaled: ScaledFrequencies) {
        self.query = query
        self.state = state
        self.scaled = scaled
        documents = state.segment.documents
        directory = state.segment.directory
        postings = state.segment.postings
    }

    /// Collects the documents that may be among the best, and raises the bar.
    ///
    /// A term adds its factor times the scaled count, in units of the segment, rounded but to
    /// 1 at least (`ListSums`). `SumError` says how far a sum can be from its true value.
    func collect(scratch: inout SearchScratch, admits: (UInt32) -> Bool) {
        guard state.longest > 0 else { return }
        let error = accumulate(scratch: &scratch)
        let tileCount = state.quantised.count / TileScan.tile
        var next = 0
        while true {
            let demand = demand(error, bar: scratch.best.bar)
            guard
                let tile = scratch.tiles.next(
                    from: next, of: tileCount, sums: &scratch.sums, bits: postings.bits,
                    rowWords: postings.rowWords, selection: scratch.selection,
                    norms: state.quantised, slack: demand.slack, threshold: demand.threshold)
            else { return }
            if isCrowded(scratch) {
                takeLargest(
                    tile, above: demand, error: error, scratch: &scratch, admits: admits)
            }
            take(tile, error: error, scratch: &scratch, admits: admits)
            next = tile + 1
        }
    }

    /// What a sum has to reach, in the terms of `TileScan`.
    private struct Demand {
        var threshold: UInt16
        var slack: UInt16
    }

    private func demand(_ error: SumError, bar: Double) -> Demand {
        let threshold = Self.threshold(bar - InvertedIndex.tolerance)
        let lack = threshold == 0 && !error.hidesMatches ? 0 : error.lack.rounded(.up) + 1
        return Demand(threshold: threshold, slack: UInt16(min(65_535, lack)))
    }

    /// Whether there is no bar yet, and so many documents of a tile passed that the largest are
    /// better taken first.
    private func isCrowded(_ scratch: SearchScratch) -> Bool {
        let wanted = scratch.best.capacity
        return scratch.best.bar == 0 && wanted < TileScan.tile / 4
            && scratch.tiles.passedCount > 32 + 2 * wanted
    }

    /// Takes the documents of a tile whose sums are largest, which raises the bar, and leaves those
    /// of the others marked that pass it. Without a bar everything in the first tile would pass.
    private func takeLargest(
        _ tile: Int, above demand: Demand, error: SumError, scratch: inout SearchScratch,
        admits: (UInt32) -> Bool
    ) {
        scratch.tiles.markLargest(
            scratch.best.capacity + 1, of: tile, sums: &scratch.sums, norms: state.quantised,
            threshold: demand.threshold)
        let taken = scratch.tiles.passed
        take(tile, error: error, scratch: &scratch, admits: admits)
        let rest = self.demand(error, bar: scratch.best.bar)
        scratch.tiles.mark(
            tile, sums: &scratch.sums, norms: state.quantised, slack: rest.slack,
            threshold: rest.threshold)
        scratch.tiles.unmark(taken)
    }

    /// Hands every document to `body` whose sum could reach its own need.
    ///
    /// - Parameter needs: what each document's sum has to reach, in whole tiles; 65,535 for those
    ///   that are not asked for.
    func forEachReaching(
        _ needs: [UInt16], scratch: inout SearchScratch, _ body: (UInt32) -> Void
    ) {
        guard state.longest > 0 else { return }
        let error = accumulate(scratch: &scratch)
        let tileCount = needs.count / TileScan.tile
        var next = 0
        while let tile = scratch.tiles.next(
            from: next, of: tileCount, sums: &scratch.sums, bits: postings.bits,
            rowWords: postings.rowWords, selection: scratch.selection, norms: needs,
            slack: UInt16(min(65_535, error.lack.rounded(.up) + 2)), threshold: .max)
        {
            for word in 0..<TileScan.tileWords {
                var bits = scratch.tiles.passed[word]
                while bits != 0 {
                    let local = tile * TileScan.tile + 64 * word + bits.trailingZeroBitCount
                    bits &= bits - 1
                    guard local < documents.count, needs[local] < .max else { continue }
                    if scratch.sums[local] > 0 || error.hidesMatches { body(documents[local]) }
                }
            }
            next = tile + 1
        }
    }

    /// A cosine in units of 2⁻¹⁶, rounded down.
    private static func threshold(_ cosine: Double) -> UInt16 {
        UInt16(max(0, min(65_535, cosine * 65_536)))
    }

    /// Looks at the documents of a tile that passed.
    private func take(
        _ tile: Int, error: SumError, scratch: inout SearchScratch, admits: (UInt32) -> Bool
    ) {
        let unit = state.unit
        let all = scratch.sums
        let (norms, sums) = (state.norms.span, all.span)
        var bar = scratch.best.bar
        for word in 0..<TileScan.tileWords {
            var bits = scratch.tiles.passed[word]
            while bits != 0 {
                let local = tile * TileScan.tile + 64 * word + bits.trailingZeroBitCount
                bits &= bits - 1
                guard local < norms.count, norms[local] > 0 else { continue }
                let sum = sums[local]
                guard sum > 0 || error.hidesMatches else { continue }
                let length = 1 / (norms[local] * unit)
                let most = min(1, (Double(sum) + error.lack) * length)
                guard most >= bar - InvertedIndex.tolerance else { continue }
                let number = documents[local]
                guard admits(number) else { continue }
                scratch.candidates.append(.init(number: number, most: most))
                scratch.best.insert((Double(sum) - error.excess) * length)
                bar = scratch.best.bar
            }
        }
    }

    /// Adds the lists to the sums and gathers the rows.
    private func accumulate(scratch: inout SearchScratch) -> SumError {
        scratch.lists.gather(query.terms, factors: query.factors, from: directory)
        if scratch.tiles.variant == .plain {
            return ListSums.addPlain(
                scratch.lists, unit: state.unit, stream: postings.stream, scaled: scaled,
                sums: &scratch.sums, rows: &scratch.selection)
        }
        return ListSums.add(
            scratch.lists, unit: state.unit, stream: postings.stream,
            rowCount: postings.rowCount, scaled: scaled, sums: &scratch.sums,
            rows: &scratch.selection)
    }
}

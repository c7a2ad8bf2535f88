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
    /// A term adds its factor times the scaled count, in units of the segment, rounded down but
    /// to 1 at least. `SumError` says how far a sum can be from its true value.
    func collect(scratch: inout SearchScratch, admits: (UInt32) -> Bool) {
        guard state.longest > 0 else { return }
        let error = accumulate(scratch: &scratch)
        let (tileCount, rows) = (state.quantised.count / TileScan.tile, postings.rows)
        var next = 0
        while true {
            let threshold = Self.threshold(scratch.best.bar - InvertedIndex.tolerance)
            let lack = threshold == 0 && !error.hidesMatches ? 0 : error.lack.rounded(.up) + 1
            guard
                let tile = scratch.tiles.next(
                    from: next, of: tileCount, sums: &scratch.sums, rows: rows,
                    selection: scratch.selection, norms: state.quantised,
                    slack: UInt16(min(65_535, lack)), threshold: threshold)
            else { return }
            take(tile, error: error, scratch: &scratch, admits: admits)
            next = tile + 1
        }
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
            from: next, of: tileCount, sums: &scratch.sums, rows: postings.rows,
            selection: scratch.selection, norms: needs,
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
        scratch.selection.removeAll()
        let unit = state.unit
        let table = scaled.table.span
        let (terms, factors) = (query.terms.span, query.factors.span)
        let stream = postings.stream.span
        var selection = RowSelection()
        swap(&selection, &scratch.selection)
        defer { swap(&selection, &scratch.selection) }
        var all: [UInt16] = []
        swap(&all, &scratch.sums)
        defer { swap(&all, &scratch.sums) }
        var sums = all.mutableSpan
        var error = SumError()
        for index in terms.indices {
            let range = directory.range(of: terms[index])
            if range.isEmpty { continue }
            let factor = factors[index] * unit
            var place = range.lowerBound
            while place < range.upperBound {
                let (head, size) = (stream[place], Int(stream[place + 1]))
                place += 2
                if head == 0 || head == PostingStream.wideHead {
                    place = addMixed(
                        head: head, size: size, at: place, factor: factor, stream: stream,
                        sums: &sums, error: &error)
                    continue
                }
                let count = head & ~PostingStream.rowFlag
                let weight = error.weight(
                    factor * (count < 256 ? table[Int(count)] : scaled[UInt32(count)]))
                if head & PostingStream.rowFlag != 0 {
                    selection.append(
                        start: UInt32(
                            truncatingIfNeeded: postings.start(ofRow: stream[place - 1])),
                        weight: weight)
                } else {
                    ScatterAdd.add(
                        weight, to: stream, range: place..<place + size, into: &sums)
                    place += size
                }
            }
            error.finishTerm()
        }
        return error
    }

    /// Adds the documents whose counts stand beside them; returns the place behind them.
    private func addMixed(
        head: UInt16, size: Int, at start: Int, factor: Double, stream: Span<UInt16>,
        sums: inout MutableSpan<UInt16>, error: inout SumError
    ) -> Int {
        var place = start
        var last: (count: UInt32, weight: UInt16) = (0, 0)
        for _ in 0..<size {
            var count = UInt32(stream[place + 1])
            if head == PostingStream.wideHead { count |= UInt32(stream[place + 2]) << 16 }
            if count != last.count { last = (count, error.weight(factor * scaled[count])) }
            sums[Int(stream[place])] &+= last.weight
            place += head == PostingStream.wideHead ? 3 : 2
        }
        return place
    }
}

/// How far the sums of a scan can be from their true values.
///
/// A document has each term at most once, so its sum lacks at most the largest remainder that a
/// count of the term left, added up over the terms, and the same holds for what was added too much.
struct SumError {
    /// What a sum may lack.
    private(set) var lack = 0.0
    /// What a sum may have too much.
    private(set) var excess = 0.0
    /// Whether a document that shares a term may have the sum 0.
    private(set) var hidesMatches = false
    private var termLack = 0.0
    private var termExcess = 0.0
    private var raisedTerms = 0

    /// Sums stay this far below 65,536, so that weights raised to 1 can't make one overflow.
    static let headroom = 4096

    /// The weight of a true value: rounded down, but at least 1, so that no match is lost.
    @inline(__always)
    mutating func weight(_ value: Double) -> UInt16 {
        if value < 1 { return small(value) }
        // A value beyond what a sum can hold belongs to documents that are gone.
        guard value < 65_536 else { return .max }
        let whole = Int32(value)
        let remainder = value - Double(whole)
        if remainder > termLack { termLack = remainder }
        return UInt16(truncatingIfNeeded: whole)
    }

    private mutating func small(_ value: Double) -> UInt16 {
        guard raisedTerms < Self.headroom else {
            hidesMatches = true
            termLack = max(termLack, value)
            return 0
        }
        termExcess = max(termExcess, 1 - value)
        return 1
    }

    /// Ends the counts of one term.
    mutating func finishTerm() {
        lack += termLack
        excess += termExcess
        if termExcess > 0 { raisedTerms += 1 }
        (termLack, termExcess) = (0, 0)
    }
}

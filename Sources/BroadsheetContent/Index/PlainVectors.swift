internal import BroadsheetKernels

/// Documents one behind the other in arrays: 5 bytes for each distinct term, the fastest to read.
struct PlainVectors: VectorForm {
    /// Where the entries of document d lie: `starts[d]..<starts[d + 1]`.
    private var starts: [UInt32] = [0]
    /// Terms, rising inside a document.
    private var terms: [UInt32] = []
    /// How often each occurs; 255 stands for a count that `large` holds.
    private var counts: [UInt8] = []
    /// Counts of 255 and more, by place in `counts`, rising.
    private var large: [LargeCount] = []
    /// The largest term, or -1.
    private var largestTerm = -1

    private struct LargeCount: Sendable {
        var place: UInt32
        var count: UInt32
    }

    var count: Int { starts.count - 1 }

    var entryCount: Int { terms.count }

    var byteCount: Int {
        4 * starts.capacity + 4 * terms.capacity + counts.capacity + 8 * large.capacity
    }

    init(documents: Int, entries: Int) {
        starts.reserveCapacity(documents + 1)
        terms.reserveCapacity(entries)
        counts.reserveCapacity(entries)
    }

    mutating func beginDocument(size: Int) {}

    mutating func append(term: UInt32, count: UInt32) {
        if count >= 255 {
            large.append(LargeCount(place: UInt32(truncatingIfNeeded: terms.count), count: count))
        }
        largestTerm = max(largestTerm, Int(term))
        terms.append(term)
        counts.append(UInt8(min(count, 255)))
    }

    mutating func endDocument() { starts.append(UInt32(truncatingIfNeeded: terms.count)) }

    mutating func finish() {}

    func entryCount(of number: Int) -> Int { range(number).count }

    private func range(_ number: Int) -> Range<Int> {
        Int(starts[number])..<Int(starts[number + 1])
    }

    @inline(__always)
    func forEachEntry(of number: Int, _ body: (_ term: UInt32, _ count: UInt32) -> Void) {
        for place in range(number) { body(terms[place], frequency(at: place)) }
    }

    @inline(__always)
    private func frequency(at place: Int) -> UInt32 {
        let count = counts[place]
        return count < 255 ? UInt32(count) : largeCount(at: place)
    }

    private func largeCount(at place: Int) -> UInt32 {
        let index = firstLarge(from: place)
        return index < large.count && Int(large[index].place) == place ? large[index].count : 255
    }

    /// The first large count at `place` or behind it.
    private func firstLarge(from place: Int) -> Int {
        var (low, high) = (0, large.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(large[middle].place) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func announce(_ number: Int) {
        Prefetch.lines(of: starts.span.extracting(number..<number + 2))
    }

    func prefetch(_ number: Int) {
        let range = range(number)
        Prefetch.lines(of: terms.span.extracting(range))
        Prefetch.lines(of: counts.span.extracting(range))
    }

    func product(_ number: Int, with weights: TermWeights, scaled: ScaledFrequencies) -> Double {
        precondition(weights.values.count > largestTerm, "a weight for each term")
        let range = range(number)
        let sum = SparseProduct.sum(
            terms, counts, in: range, weights: weights, table: scaled.table)
        return large.isEmpty ? sum : sum + excess(range, weights.values.span, scaled)
    }

    /// What the large counts in `range` add beyond the table's last entry.
    private func excess(
        _ range: Range<Int>, _ weights: Span<Double>, _ scaled: ScaledFrequencies
    ) -> Double {
        var sum = 0.0
        var index = firstLarge(from: range.lowerBound)
        while index < large.count, Int(large[index].place) < range.upperBound {
            let weight = weights[Int(terms[Int(large[index].place)])]
            sum += weight * (scaled[large[index].count] - scaled[255])
            index += 1
        }
        return sum
    }
}

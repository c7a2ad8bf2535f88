internal import BroadsheetKernels

/// Documents one behind the other in about 1.5 bytes for each distinct term, read from front to back.
///
/// A document is numbers of seven bits a byte, the lowest first, the eighth bit set where another
/// byte follows:
///
/// | number | meaning |
/// |---|---|
/// | first | how many terms the document has |
/// | for each term, rising | twice the distance to the term before (to −1 for the first) less one, plus one where the term occurs more than once |
/// | behind it, where it does | the count |
struct CompactVectors: VectorForm {
    /// Where document d begins; at the end where the last one ends.
    private var starts: [UInt32] = [0]
    private var bytes: [UInt8] = []
    private(set) var entryCount = 0

    /// The least term that the document at work can go on with.
    private var next: UInt64 = 0

    init(documents: Int, entries: Int) { starts.reserveCapacity(documents + 1) }

    var count: Int { starts.count - 1 }

    var byteCount: Int { 4 * starts.capacity + bytes.capacity }

    mutating func beginDocument(size: Int) {
        append(UInt64(size))
        entryCount += size
        next = 0
    }

    mutating func append(term: UInt32, count: UInt32) {
        precondition(term >= next, "terms that rise inside a document")
        append((UInt64(term) - next) << 1 | (count > 1 ? 1 : 0))
        if count > 1 { append(UInt64(count)) }
        next = UInt64(term) + 1
    }

    mutating func endDocument() { starts.append(UInt32(truncatingIfNeeded: bytes.count)) }

    mutating func finish() { bytes = bytes.map { $0 } }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    func entryCount(of number: Int) -> Int {
        var reader = Reader(place: Int(starts[number]))
        return Int(truncatingIfNeeded: reader.next(bytes.span))
    }

    @inline(__always)
    func forEachEntry(of number: Int, _ body: (_ term: UInt32, _ count: UInt32) -> Void) {
        let bytes = bytes.span
        var reader = Reader(place: Int(starts[number]))
        let size = reader.next(bytes)
        var next: UInt64 = 0
        for _ in 0..<size {
            let token = reader.next(bytes)
            let term = next &+ token >> 1
            next = term &+ 1
            let count = token & 1 == 0 ? 1 : reader.next(bytes)
            body(UInt32(truncatingIfNeeded: term), UInt32(truncatingIfNeeded: count))
        }
    }

    /// Reads one number after the other.
    private struct Reader {
        var place: Int

        @inline(__always)
        mutating func next(_ bytes: Span<UInt8>) -> UInt64 {
            let first = bytes[place]
            place += 1
            return first < 0x80 ? UInt64(first) : rest(bytes, UInt64(first & 0x7F))
        }

        @inline(__always)
        private mutating func rest(_ bytes: Span<UInt8>, _ low: UInt64) -> UInt64 {
            var number = low
            var shift: UInt64 = 7
            while true {
                let byte = bytes[place]
                place += 1
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return number }
                shift += 7
            }
        }
    }

    func announce(_ number: Int) {
        Prefetch.lines(of: starts.span.extracting(number..<number + 2))
    }

    func prefetch(_ number: Int) {
        let range = Int(starts[number])..<Int(starts[number + 1])
        Prefetch.lines(of: bytes.span.extracting(range))
    }

    /// Σ weights[term] · scaled count over the terms of document `number`, in two sums: of the terms
    /// that occur once, and of the others.
    func product(_ number: Int, with weights: TermWeights, scaled: ScaledFrequencies) -> Double {
        let weights = weights.values.span
        var (once, several) = (0.0, 0.0)
        forEachEntry(of: number) { term, count in
            if count == 1 {
                once += weights[Int(term)]
            } else {
                several += weights[Int(term)] * scaled[count]
            }
        }
        return once * scaled[1] + several
    }
}

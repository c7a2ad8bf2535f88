internal import BroadsheetKernels

/// How an index trades memory for speed. Answers are the same.
package enum IndexMemory: String, Sendable, Hashable, CaseIterable {
    /// Documents lie open: 5 bytes for each of their distinct terms.
    case fast
    /// Documents are packed into a third of that and unpacked when they are scored.
    case compact
}

/// The analysed documents of a segment, one behind the other, in one of two forms.
struct DocumentVectors: Sendable {
    private var form: Form

    private enum Form: Sendable {
        case plain(PlainVectors)
        case compact(CompactVectors)
    }

    /// Most entries of a segment, so that places fit in 32 bits with room to spare: an entry takes
    /// ten packed bytes at most.
    static let capacity = 1 << 28

    /// Number of documents.
    var count: Int {
        switch form {
        case .plain(let vectors): vectors.count
        case .compact(let vectors): vectors.count
        }
    }

    /// Number of entries, one for each document and distinct term.
    var entryCount: Int {
        switch form {
        case .plain(let vectors): vectors.entryCount
        case .compact(let vectors): vectors.entryCount
        }
    }

    /// Number of distinct terms of document `number`, which must exist.
    func entryCount(of number: Int) -> Int {
        switch form {
        case .plain(let vectors): vectors.entryCount(of: number)
        case .compact(let vectors): vectors.entryCount(of: number)
        }
    }

    /// Bytes of memory.
    var byteCount: Int {
        switch form {
        case .plain(let vectors): vectors.byteCount
        case .compact(let vectors): vectors.byteCount
        }
    }

    /// Hands every term of document `number`, which must exist, to `body` with its count, in order.
    @inline(__always)
    func forEachEntry(of number: Int, _ body: (_ term: UInt32, _ count: UInt32) -> Void) {
        switch form {
        case .plain(let vectors): vectors.forEachEntry(of: number, body)
        case .compact(let vectors): vectors.forEachEntry(of: number, body)
        }
    }

    /// Document `number`, which must exist, as terms with their counts.
    func document(_ number: Int) -> DocumentTerms {
        var terms: DocumentTerms = []
        terms.reserveCapacity(entryCount(of: number))
        forEachEntry(of: number) { terms.append(TermFrequency(term: $0, frequency: $1)) }
        return terms
    }

    /// Has brought near what says where document `number`, which must exist, lies.
    func announce(_ number: Int) {
        switch form {
        case .plain(let vectors): vectors.announce(number)
        case .compact(let vectors): vectors.announce(number)
        }
    }

    /// Has document `number`, which must exist, brought near: it is about to be read.
    func prefetch(_ number: Int) {
        switch form {
        case .plain(let vectors): vectors.prefetch(number)
        case .compact(let vectors): vectors.prefetch(number)
        }
    }

    /// Σ weights[term] · scaled count over the terms of document `number`.
    ///
    /// - Parameters:
    ///   - weights: one weight for each term of the index, 0 for terms that the query lacks.
    ///   - scaled: the scaled frequencies.
    func product(_ number: Int, with weights: TermWeights, scaled: ScaledFrequencies) -> Double {
        switch form {
        case .plain(let vectors): vectors.product(number, with: weights, scaled: scaled)
        case .compact(let vectors): vectors.product(number, with: weights, scaled: scaled)
        }
    }
}

// MARK: Making

extension DocumentVectors {
    /// - Parameter documents: with their terms rising; a count of 0 counts as 1.
    init(_ documents: some Collection<DocumentTerms>, memory: IndexMemory) {
        let entries = documents.reduce(0) { $0 + $1.count }
        switch memory {
        case .fast: form = .plain(Self.fill(documents, entries))
        case .compact: form = .compact(Self.fill(documents, entries))
        }
    }

    private static func fill<Vectors: VectorForm>(
        _ documents: some Collection<DocumentTerms>, _ entries: Int
    ) -> Vectors {
        var filled = Vectors(documents: documents.count, entries: entries)
        for document in documents {
            filled.beginDocument(size: document.count)
            for entry in document {
                filled.append(term: entry.term, count: max(1, entry.frequency))
            }
            filled.endDocument()
        }
        filled.finish()
        return filled
    }

    /// Copies of some documents of other vectors.
    init(_ chosen: [(vectors: DocumentVectors, number: Int)], memory: IndexMemory) {
        let entries = chosen.reduce(0) { $0 + $1.vectors.entryCount(of: $1.number) }
        switch memory {
        case .fast: form = .plain(Self.copy(chosen, entries))
        case .compact: form = .compact(Self.copy(chosen, entries))
        }
    }

    private static func copy<Vectors: VectorForm>(
        _ chosen: [(vectors: DocumentVectors, number: Int)], _ entries: Int
    ) -> Vectors {
        var filled = Vectors(documents: chosen.count, entries: entries)
        for (vectors, number) in chosen {
            filled.beginDocument(size: vectors.entryCount(of: number))
            vectors.forEachEntry(of: number) { filled.append(term: $0, count: $1) }
            filled.endDocument()
        }
        filled.finish()
        return filled
    }
}

/// A way to lay documents out in memory: made from front to back, then only read.
protocol VectorForm: Sendable {
    /// An empty form with room for what comes.
    init(documents: Int, entries: Int)

    /// Begins a document with so many entries.
    mutating func beginDocument(size: Int)
    /// Appends an entry; terms rise inside a document, counts are above 0.
    mutating func append(term: UInt32, count: UInt32)
    /// Ends a document.
    mutating func endDocument()
    /// Ends the last document.
    mutating func finish()

    /// Number of documents.
    var count: Int { get }
    /// Number of entries of all documents.
    var entryCount: Int { get }
    /// Bytes of memory.
    var byteCount: Int { get }
    /// Number of entries of document `number`, which must exist.
    func entryCount(of number: Int) -> Int
    /// Hands every entry of document `number`, which must exist, to `body`, in order.
    func forEachEntry(of number: Int, _ body: (_ term: UInt32, _ count: UInt32) -> Void)
    /// Has brought near what says where document `number`, which must exist, lies.
    func announce(_ number: Int)
    /// Has document `number`, which must exist, brought near.
    func prefetch(_ number: Int)
    /// Σ weights[term] · scaled count over the terms of document `number`, which must exist.
    func product(_ number: Int, with weights: TermWeights, scaled: ScaledFrequencies) -> Double
}

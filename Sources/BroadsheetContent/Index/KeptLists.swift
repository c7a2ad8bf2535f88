/// For each document the candidates of its related list: documents, never scores.
///
/// A search of a document leaves its 64 best here, and the score that all others stay below. Every
/// document that comes later is compared with all lists and put into those where it reaches that
/// score. A request scores the candidates with the weights of today; `InvertedIndex+KeptLists` says
/// when the best of them are the best of all.
package struct KeptLists: Sendable {
    /// Candidates that a search leaves.
    package static let size = 64
    /// Places of a list: some for documents that come later.
    static let places = 80
    /// Lists of a chunk: a change copies the chunks that it touches, nothing else.
    static let chunkSize = 32
    static let none = UInt32.max

    /// Candidates, `places` for each document, `none` behind the last.
    private var chunks: [[UInt32]] = []
    /// What is known about each document's list.
    private(set) var states: [ListState] = []
    /// Documents that have not been compared with the lists found before they came.
    var newcomers = NumberQueue()
    /// Documents whose list is to be found, for the first time or again.
    var unlisted = NumberQueue()
    /// Those of them that readers have asked for, which come first.
    var wanted = NumberQueue()
    /// Number of changes so far.
    var version: UInt32 = 0
    /// The version in which each term's document frequency last fell.
    var falls: [UInt32] = []
    /// The highest document frequency that each term had since it first fell, or 0.
    var peaks: [UInt32] = []
    /// ln(1 + N) at the last version, which no list's is above.
    private var leastLogCount: Float = 0
    /// The largest ratio of a document's length when it was compared to its length now.
    var largestShrinkage = 1.0

    /// What is known about one list.
    struct ListState: Sendable {
        /// Documents that are not in the list scored at most this when they were compared;
        /// negative while there is no list.
        var floor: Float = -1
        /// The version in which the list was found.
        var version: UInt32 = 0
        /// The version in which the document came, or was last compared with all lists.
        var arrival: UInt32 = 0
        /// The least ln(1 + N) since then.
        var logCount: Float = 0
        /// The greatest length of the document since it was compared; 0 when it is not in the
        /// index or has no terms.
        var peakNorm: Float = 0
        /// Whether the document stands in `newcomers`.
        var isNewcomer = false
    }

    package init() {}

    /// Bytes of memory.
    package var byteCount: Int {
        chunks.reduce(8 * chunks.capacity) { $0 + 32 + 4 * $1.capacity }
            + MemoryLayout<ListState>.stride * states.capacity
            + 4 * (falls.capacity + peaks.capacity)
            + newcomers.byteCount + unlisted.byteCount + wanted.byteCount
    }

    /// Bytes of memory once every document has a list.
    package var fullByteCount: Int {
        let chunkCount = (states.count + Self.chunkSize - 1) / Self.chunkSize
        let missing = max(0, chunkCount - chunks.count)
        return byteCount + missing * (40 + 4 * Self.chunkSize * Self.places)
    }

    /// Number of documents that have a list.
    package private(set) var listCount = 0

    /// Whether document `number` has a list.
    package func hasList(_ number: Int) -> Bool {
        number < states.count && states[number].floor >= 0
    }

    /// The candidates of document `number`.
    package func candidates(of number: Int) -> [UInt32] {
        let (chunk, start) = (number / Self.chunkSize, number % Self.chunkSize * Self.places)
        guard chunk < chunks.count else { return [] }
        return chunks[chunk][start..<start + Self.places].prefix { $0 != Self.none }.map { $0 }
    }

    mutating func setCandidates(_ candidates: [UInt32], of number: Int) {
        let (chunk, start) = (number / Self.chunkSize, number % Self.chunkSize * Self.places)
        while chunks.count <= chunk {
            chunks.append(Array(repeating: Self.none, count: Self.chunkSize * Self.places))
        }
        for place in 0..<Self.places {
            chunks[chunk][start + place] =
                place < candidates.count ? candidates[place] : Self.none
        }
    }

    /// Changes what is known about a list.
    mutating func update(_ number: Int, _ body: (inout ListState) -> Void) {
        while states.count <= number { states.append(ListState()) }
        let hadList = states[number].floor >= 0
        body(&states[number])
        let hasList = states[number].floor >= 0
        if hasList != hadList { listCount += hasList ? 1 : -1 }
    }

    /// Brings what is known about all lists up to the lengths of `index`, once for each version.
    ///
    /// - Returns: the documents whose length shrank by more than the factor `shrinkage`; their
    ///   lengths count from now on.
    mutating func follow(_ index: InvertedIndex, shrinkage: Double) -> [UInt32] {
        var shrunk: [UInt32] = []
        var largest = 1.0
        var all: [ListState] = []
        swap(&all, &states)
        for state in index.segments {
            for (local, number) in state.segment.documents.enumerated()
            where state.isPresent[local] && Int(number) < all.count {
                let norm = state.norms[local]
                let peak = max(all[Int(number)].peakNorm, Float(norm))
                guard norm > 0, all[Int(number)].peakNorm > 0 else { continue }
                // A Float lies within 2⁻²⁴ of what it was made of.
                let most = Double(peak) * (1 + 0x1p-23)
                if most > shrinkage * norm {
                    shrunk.append(number)
                    all[Int(number)].peakNorm = Float(norm).nextUp
                } else {
                    all[Int(number)].peakNorm = peak
                    if most > largest * norm { largest = most / norm }
                }
            }
        }
        largestShrinkage = largest
        let logCount = Float(index.logCount).nextDown
        if logCount < leastLogCount {
            for number in all.indices { all[number].logCount = min(all[number].logCount, logCount) }
        }
        leastLogCount = logCount
        swap(&all, &states)
        return shrunk
    }

    /// Forgets the list of a document.
    mutating func drop(_ number: UInt32) {
        guard Int(number) < states.count else { return }
        update(Int(number)) { state in
            let isNewcomer = state.isNewcomer
            state = ListState()
            state.isNewcomer = isNewcomer
        }
    }

    /// Has a document compared with all lists; one that waits for that keeps its place.
    mutating func queueNewcomer(_ number: UInt32) {
        var isNew = false
        update(Int(number)) { state in
            isNew = !state.isNewcomer
            state.isNewcomer = true
        }
        if isNew { newcomers.append(number) }
    }

    /// The next document to be compared with all lists.
    mutating func popNewcomer() -> UInt32? {
        let number = newcomers.popFirst()
        if let number { update(Int(number)) { $0.isNewcomer = false } }
        return number
    }

    /// Drops all lists and has everything that waits listed anew, each document once.
    ///
    /// - Complexity: O(documents).
    mutating func startOver() {
        for number in newcomers.waiting {
            update(Int(number)) { $0.isNewcomer = false }
            if !hasList(Int(number)) { unlisted.append(number) }
        }
        for number in states.indices where hasList(number) {
            update(number) { $0.floor = -1 }
            unlisted.append(UInt32(number))
        }
        newcomers = NumberQueue()
    }

    /// Notes that the document frequency of a term fell from `before`.
    mutating func noteFall(of term: UInt32, from before: UInt32) {
        while falls.count <= Int(term) {
            falls.append(0)
            peaks.append(0)
        }
        falls[Int(term)] = version
        peaks[Int(term)] = max(peaks[Int(term)], before)
    }
}

/// Numbers that wait for their turn.
struct NumberQueue: Sendable {
    private var numbers: [UInt32] = []
    private var next = 0

    var count: Int { numbers.count - next }
    var isEmpty: Bool { count == 0 }
    var byteCount: Int { 4 * numbers.capacity }
    /// Those that wait, the first first.
    var waiting: ArraySlice<UInt32> { numbers[next...] }

    mutating func append(_ number: UInt32) { numbers.append(number) }

    /// Takes those out that stand first and need not wait.
    mutating func dropFirst(while isDone: (UInt32) -> Bool) {
        while next < numbers.count, isDone(numbers[next]) { next += 1 }
    }

    mutating func popFirst() -> UInt32? {
        guard next < numbers.count else {
            numbers = []
            next = 0
            return nil
        }
        next += 1
        return numbers[next - 1]
    }
}

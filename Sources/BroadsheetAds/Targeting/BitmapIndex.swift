/// Conditions of many rows (line items, or alternatives of their rules) turned around: for each
/// atom, the rows that want it or don't want it.
///
/// A kind has one layer for each condition that some row has on it. In a layer a row passes when it
/// has no condition there (`free`), or when the request has one of its atoms. Rows of an atom are
/// bits where they are many, numbers where they are few. A question costs the layers of the kind
/// and the rows of the request's atoms, not all rows.
///
/// Brin and Whang et al. ("Indexing Boolean Expressions", VLDB 2009) count matches of posting
/// lists; with bitmaps in memory and layers there is nothing to count.
struct BitmapIndex: Sendable {
    typealias Block = LineItemSet.Block

    /// Rows that name an atom in one layer.
    struct Posting: Sendable {
        let layer: UInt8
        let isBits: Bool
        /// Place of the first block in `bits`, or of the first number in `numbers`.
        let start: UInt32
        /// How many blocks or numbers.
        let count: UInt32
    }

    /// Layer of the rows that don't want the atom.
    static let rejects: UInt8 = .max

    let rowCount: Int
    let blockCount: Int
    /// Layers of each kind, by raw value.
    let layerCounts: [Int]
    /// Whether any row rejects atoms of the kind.
    let hasRejects: [Bool]
    /// Place in `free` of a kind's first layer.
    let freeStarts: [Int]
    let free: [Block]
    /// Postings of atom a: `bounds[a] ..< bounds[a + 1]`.
    let bounds: [UInt32]
    let postings: [Posting]
    let bits: [Block]
    let numbers: [UInt32]

    /// Whether the kind keeps any row out.
    func isAsked(_ kind: AtomKind) -> Bool {
        layerCounts[Int(kind.rawValue)] > 0 || hasRejects[Int(kind.rawValue)]
    }

    /// Takes the rows out of `rows` that a kind keeps out.
    ///
    /// - Parameters:
    ///   - atoms: The request's atoms, those of the kind at `range`.
    ///   - sum: Room for ``blockCount`` blocks.
    func restrict(
        _ rows: inout MutableSpan<Block>, _ kind: AtomKind, atoms: borrowing Span<UInt32>,
        range: Range<Int>, sum: inout MutableSpan<Block>
    ) {
        let freeStart = freeStarts[Int(kind.rawValue)]
        for layer in 0..<layerCounts[Int(kind.rawValue)] {
            let start = freeStart + layer * blockCount
            for block in 0..<blockCount { sum[block] = free[start + block] }
            for index in range {
                add(atoms[index], UInt8(truncatingIfNeeded: layer), to: &sum)
            }
            for block in 0..<blockCount { rows[block] &= sum[block] }
        }
        guard hasRejects[Int(kind.rawValue)] else { return }
        for index in range { remove(atoms[index], from: &rows) }
    }

    /// Whether a row doesn't want an atom.
    func rejects(_ atom: UInt32, row: Int) -> Bool {
        for index in Int(bounds[Int(atom)])..<Int(bounds[Int(atom) + 1]) {
            let posting = postings[index]
            guard posting.layer == Self.rejects else { continue }
            let start = Int(posting.start)
            if posting.isBits {
                let word = bits[start + row / 512][(row / 64) % 8]
                if word & (1 << UInt64(row % 64)) != 0 { return true }
            } else {
                for place in start..<(start + Int(posting.count)) where Int(numbers[place]) == row {
                    return true
                }
            }
        }
        return false
    }

    private func add(_ atom: UInt32, _ layer: UInt8, to sum: inout MutableSpan<Block>) {
        for index in Int(bounds[Int(atom)])..<Int(bounds[Int(atom) + 1]) {
            let posting = postings[index]
            guard posting.layer == layer else { continue }
            let start = Int(posting.start)
            if posting.isBits {
                for block in 0..<blockCount { sum[block] |= bits[start + block] }
            } else {
                for place in start..<(start + Int(posting.count)) {
                    let row = Int(numbers[place])
                    sum[row / 512][(row / 64) % 8] |= 1 << UInt64(row % 64)
                }
            }
        }
    }

    private func remove(_ atom: UInt32, from rows: inout MutableSpan<Block>) {
        for index in Int(bounds[Int(atom)])..<Int(bounds[Int(atom) + 1]) {
            let posting = postings[index]
            guard posting.layer == Self.rejects else { continue }
            let start = Int(posting.start)
            if posting.isBits {
                for block in 0..<blockCount { rows[block] &= ~bits[start + block] }
            } else {
                for place in start..<(start + Int(posting.count)) {
                    let row = Int(numbers[place])
                    rows[row / 512][(row / 64) % 8] &= ~(1 << UInt64(row % 64))
                }
            }
        }
    }
}

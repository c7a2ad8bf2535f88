/// Collects the conditions of rows, row after row, and turns them around.
struct BitmapIndexBuilder {
    private var rowCount = 0
    /// atom, layer, row in 24, 8 and 32 bits: sorted, they stand posting by posting.
    private var entries: [UInt64] = []
    /// Rows with a condition in each layer of each kind.
    private var bound: [[[UInt32]]] = Array(repeating: [], count: AtomKind.allCases.count)
    private var hasRejects = [Bool](repeating: false, count: AtomKind.allCases.count)

    /// Adds a row; its number is how many were added before.
    ///
    /// - Parameters:
    ///   - accepts: conditions, each a kind and the atoms of which one is needed.
    ///   - rejects: atoms of which none may be there, by kind.
    mutating func add(
        accepts: [(kind: AtomKind, atoms: [UInt32])], rejects: [(kind: AtomKind, atoms: [UInt32])]
    ) {
        let row = UInt32(truncatingIfNeeded: rowCount)
        rowCount += 1
        var used = [Int](repeating: 0, count: AtomKind.allCases.count)
        for (kind, atoms) in accepts {
            let layer = used[Int(kind.rawValue)]
            used[Int(kind.rawValue)] += 1
            if bound[Int(kind.rawValue)].count <= layer { bound[Int(kind.rawValue)].append([]) }
            bound[Int(kind.rawValue)][layer].append(row)
            for atom in atoms { add(atom, UInt8(truncatingIfNeeded: layer), row) }
        }
        for (kind, atoms) in rejects where !atoms.isEmpty {
            hasRejects[Int(kind.rawValue)] = true
            for atom in atoms { add(atom, BitmapIndex.rejects, row) }
        }
    }

    private mutating func add(_ atom: UInt32, _ layer: UInt8, _ row: UInt32) {
        entries.append(UInt64(atom) << 40 | UInt64(layer) << 32 | UInt64(row))
    }

    /// The index over all rows.
    ///
    /// - Parameter atomCount: atoms have smaller numbers.
    func index(atomCount: Int) -> BitmapIndex {
        let blockCount = LineItemSet.blockCount(rowCount)
        let turned = turn(atomCount: atomCount, blockCount: blockCount)
        var freeStarts: [Int] = []
        var free: [LineItemSet.Block] = []
        for layers in bound {
            freeStarts.append(free.count)
            for rows in layers {
                var set = LineItemSet(count: rowCount)
                for block in set.blocks.indices { set.blocks[block] = ~.zero }
                for row in rows { set[Int(row)] = false }
                free += set.blocks
            }
        }
        return BitmapIndex(
            rowCount: rowCount, blockCount: blockCount, layerCounts: bound.map(\.count),
            hasRejects: hasRejects, freeStarts: freeStarts, free: free, bounds: turned.bounds,
            postings: turned.postings, bits: turned.bits, numbers: turned.numbers)
    }

    private func turn(
        atomCount: Int, blockCount: Int
    ) -> (
        bounds: [UInt32], postings: [BitmapIndex.Posting], bits: [LineItemSet.Block],
        numbers: [UInt32]
    ) {
        let sorted = entries.sorted()
        var bounds = [UInt32](repeating: 0, count: atomCount + 1)
        var postings: [BitmapIndex.Posting] = []
        var bits: [LineItemSet.Block] = []
        var numbers: [UInt32] = []
        var start = 0
        while start < sorted.count {
            let key = sorted[start] >> 32
            var end = start
            while end < sorted.count, sorted[end] >> 32 == key { end += 1 }
            let rows = sorted[start..<end].lazy.map { UInt32(truncatingIfNeeded: $0) }
            let layer = UInt8(truncatingIfNeeded: key)
            // A block of bits costs about as much as four single rows.
            let isBits = rows.count > 4 * blockCount
            let first = isBits ? bits.count : numbers.count
            if isBits {
                var set = LineItemSet(count: rowCount)
                for row in rows { set[Int(row)] = true }
                bits += set.blocks
            } else {
                numbers += rows
            }
            let count = (isBits ? bits.count : numbers.count) - first
            postings.append(
                BitmapIndex.Posting(
                    layer: layer, isBits: isBits, start: UInt32(truncatingIfNeeded: first),
                    count: UInt32(truncatingIfNeeded: count)))
            bounds[Int(key >> 8) + 1] += 1
            start = end
        }
        for atom in 0..<atomCount { bounds[atom + 1] += bounds[atom] }
        return (bounds, postings, bits, numbers)
    }
}

/// Mixed conditions with too many alternatives for bitmaps, evaluated one line item at a time.
///
/// Trees lie flat, parents before children, each node with the place after its last descendant.
struct RuleProgram: Sendable {
    private enum Kind: Sendable {
        case all
        case any
        case accept
        case reject
    }

    private struct Node: Sendable {
        let kind: Kind
        /// Place after the last descendant.
        var end: Int
        /// Atoms of a test.
        let atoms: Range<Int>
    }

    private var nodes: [Node] = []
    private var atoms: [UInt32] = []

    var isEmpty: Bool { nodes.isEmpty }

    /// Adds conditions that must all hold and returns where they stand.
    mutating func add(
        _ formulas: [TargetingForm.Formula],
        atoms numbers: (TargetingTest, _ isReject: Bool) -> [UInt32]
    ) -> Int {
        let start = nodes.count
        add(.all(formulas), numbers)
        return start
    }

    private mutating func add(
        _ formula: TargetingForm.Formula, _ numbers: (TargetingTest, Bool) -> [UInt32]
    ) {
        let place = nodes.count
        switch formula {
        case .all(let parts), .any(let parts):
            let kind: Kind = if case .all = formula { .all } else { .any }
            nodes.append(Node(kind: kind, end: 0, atoms: 0..<0))
            for part in parts { add(part, numbers) }
        case .accept(let test), .reject(let test):
            let isReject = if case .reject = formula { true } else { false }
            let start = atoms.count
            atoms += numbers(test, isReject)
            nodes.append(
                Node(kind: isReject ? .reject : .accept, end: 0, atoms: start..<atoms.count))
        }
        nodes[place].end = nodes.count
    }

    /// Whether the conditions at a place hold for a request.
    ///
    /// - Parameter present: a bit for each atom that the request has.
    func holds(_ place: Int, _ present: borrowing Span<UInt64>) -> Bool {
        let node = nodes[place]
        switch node.kind {
        case .accept: return has(node.atoms, present)
        case .reject: return !has(node.atoms, present)
        case .all, .any:
            let isAll = node.kind == .all
            var child = place + 1
            while child < node.end {
                if holds(child, present) != isAll { return !isAll }
                child = nodes[child].end
            }
            return isAll
        }
    }

    private func has(_ range: Range<Int>, _ present: borrowing Span<UInt64>) -> Bool {
        for index in range {
            let atom = Int(atoms[index])
            if present[atom / 64] & (1 << UInt64(atom % 64)) != 0 { return true }
        }
        return false
    }
}

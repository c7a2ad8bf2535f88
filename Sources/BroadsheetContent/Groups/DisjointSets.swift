/// Sets of numbers that only ever merge (Tarjan, 1975; path halving, union by smaller number).
struct DisjointSets: Sendable {
    private var parents: [UInt32]

    /// One set for each number below `count`.
    init(count: Int) { parents = (0..<count).map { UInt32(truncatingIfNeeded: $0) } }

    /// The smallest number in the set of `number`.
    mutating func first(of number: Int) -> Int {
        var node = number
        while Int(parents[node]) != node {
            parents[node] = parents[Int(parents[node])]
            node = Int(parents[node])
        }
        return node
    }

    mutating func merge(_ left: Int, _ right: Int) {
        let (first, second) = (first(of: left), first(of: right))
        parents[max(first, second)] = UInt32(truncatingIfNeeded: min(first, second))
    }
}

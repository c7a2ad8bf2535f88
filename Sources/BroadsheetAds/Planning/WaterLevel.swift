/// How high a demand stands when it is poured over nodes that are partly full.
///
/// Each node has a supply s and a free fraction r; a level a takes s · min(r, a) of it. The sum
/// over the nodes grows with a in straight pieces that get flatter, so Newton's steps from the left
/// never pass the answer and end on its very piece: exact, without sorting and without bisection.
struct WaterLevel {
    private var supply: [Double] = []
    private var free: [Double] = []
    /// What level 1 would take: the sum of s · r.
    private(set) var available = 0.0
    private var openSupply = 0.0
    /// The largest free fraction: no level above it takes more.
    private var brim = 0.0

    /// What the sum may be off by rounding: a demand for all there is can be met.
    private static let rounding = 1e-12

    /// Forgets the nodes and keeps the memory.
    mutating func removeAll() {
        supply.removeAll(keepingCapacity: true)
        free.removeAll(keepingCapacity: true)
        available = 0
        openSupply = 0
        brim = 0
    }

    /// - Parameters:
    ///   - nodeSupply: Finite, not negative.
    ///   - fraction: Free part of it, 0 through 1.
    mutating func add(supply nodeSupply: Double, free fraction: Double) {
        guard nodeSupply > 0, fraction > 0 else { return }
        supply.append(nodeSupply)
        free.append(fraction)
        available += nodeSupply * fraction
        openSupply += nodeSupply
        brim = max(brim, fraction)
    }

    /// What a demand lacks at level 1, above what rounding explains.
    func lack(of demand: Double) -> Double {
        let lack = demand - available
        return lack > demand * Self.rounding ? lack : 0
    }

    /// The smallest level that takes `demand`; 1 when even that does not. Uses the nodes up.
    ///
    /// - Complexity: O(n) a step; every step but the last fills a node to its brim, and on real
    ///   supply there are a handful of steps.
    mutating func level(taking demand: Double) -> Double {
        guard demand > 0 else { return 0 }
        guard lack(of: demand) == 0 else { return 1 }
        var filled = 0.0
        while openSupply > 0 {
            let level = (demand - filled) / openSupply
            var kept = 0
            var keptSupply = 0.0
            for index in supply.indices {
                if free[index] <= level {
                    filled += supply[index] * free[index]
                } else {
                    supply[kept] = supply[index]
                    free[kept] = free[index]
                    keptSupply += supply[index]
                    kept += 1
                }
            }
            if kept == supply.count { return min(max(level, 0), brim) }
            supply.removeLast(supply.count - kept)
            free.removeLast(free.count - kept)
            openSupply = keptSupply
        }
        return brim
    }
}

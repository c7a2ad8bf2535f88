/// Room for assignments that are tried: line items at positions beside what stands on the page.
struct PageTrial: Sendable {
    var lineItems: [Int] = []
    var positions: [Int] = []
    /// Positions to be filled, in the order in which that is tried.
    var order: [Int] = []
    /// Line items that a later position could take.
    var later: [LineItemSet.Block] = []
    /// An assignment of the later positions that nothing can better.
    var witness: [Int] = []
    /// Line items that no such assignment was found with.
    var uncertain: [Int] = []
    /// Creatives that may be drawn, as places in those of a slot.
    var creatives: [Int] = []

    mutating func clear() {
        lineItems.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }

    mutating func shorten(to count: Int) {
        lineItems.removeLast(lineItems.count - count)
        positions.removeLast(positions.count - count)
    }

    mutating func add(_ lineItem: Int, at position: Int) {
        lineItems.append(lineItem)
        positions.append(position)
    }
}

extension PageState {
    /// Candidates that are tried for one position, and orders of positions, before the search.
    private static let tries = (candidates: 24, orders: 4)

    /// Fills the positions of the order with line items of the best tier that each has, beside
    /// those that are tried already. No assignment is better than one that succeeds.
    mutating func extend(_ core: SnapshotCore) -> Bool {
        let base = trial.lineItems.count
        for _ in 0..<Self.tries.orders {
            trial.shorten(to: base)
            guard let failed = firstUnfilled(base, core) else { return true }
            // What has least to choose from chooses first.
            let position = trial.order.remove(at: failed)
            trial.order.insert(position, at: 0)
            if failed == 0 { break }
        }
        trial.shorten(to: base)
        return false
    }

    /// Fills positions one by one; gives the place in the order of the first that nothing fits.
    private mutating func firstUnfilled(_ base: Int, _ core: SnapshotCore) -> Int? {
        for index in trial.order.indices {
            let position = trial.order[index]
            if trial.positions.prefix(base).contains(position) { continue }
            guard let lineItem = firstFitting(position, core) else { return index }
            trial.add(lineItem, at: position)
        }
        return nil
    }

    private mutating func firstFitting(_ position: Int, _ core: SnapshotCore) -> Int? {
        var (best, count) = (-1, 0)
        for block in 0..<blockCount {
            let bits = openBlock(position, block)
            guard bits != .zero else { continue }
            for number in LineItemBits(bits, block) {
                let rank = core.rank(of: number)
                if best < 0 { best = rank }
                guard rank == best, count < Self.tries.candidates else { return nil }
                count += 1
                if !core.pageRules.isRoadblock(number), fits(number, position, core) {
                    return number
                }
            }
        }
        return nil
    }

    /// Whether a line item may stand at a position beside what is tried.
    private mutating func fits(_ number: Int, _ position: Int, _ core: SnapshotCore) -> Bool {
        let rules = core.pageRules
        let advertiser = rules.advertisers[number]
        var (own, advertisers) = (0, 0)
        var mask: UInt64 = 1 << UInt64(position)
        for index in trial.lineItems.indices {
            let other = trial.lineItems[index]
            if other == number {
                own += 1
                mask |= 1 << UInt64(trial.positions[index])
            } else if rules.shareLabel(other, number) {
                return false
            }
            if advertiser >= 0, rules.advertisers[other] == advertiser { advertisers += 1 }
        }
        guard own > 0 || advertisers > 0 else { return true }
        let limits = self.limits(number, core)
        guard own < limits.own, advertisers < limits.advertiser else { return false }
        return own == 0 || canTake(number, mask, core)
    }

    /// The tier's rank that the best line item of a position has; nil where none is left.
    func bestRank(_ position: Int, _ core: SnapshotCore) -> Int? {
        for block in 0..<blockCount {
            let bits = openBlock(position, block)
            guard bits != .zero else { continue }
            for number in LineItemBits(bits, block) { return core.rank(of: number) }
        }
        return nil
    }
}

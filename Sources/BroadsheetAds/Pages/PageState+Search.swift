extension PageState {
    /// A rule that an assignment breaks.
    private enum Violation {
        case roadblock(Int)
        case label(Int, Int)
        /// An item stands at a position beside too many of its advertiser, or of its own.
        case edge(item: Int, position: Int)
        /// What is settled breaks it already.
        case hopeless
    }

    /// Whether no assignment without a line item at a position is better than the best with it;
    /// see ``lookAhead(at:_:)`` for what it is held against. Also when that can't be found out
    /// within the work allowed.
    mutating func isBest(_ number: Int, at position: Int, _ core: SnapshotCore) -> Bool {
        if !search.isReady { gather(position, core) }
        let rank = core.rank(of: number)
        guard let optimum = optimum(rank, core), let item = item(of: number, core) else {
            return true
        }
        if keeps(item, optimum, search.owners[rank], core) { return true }
        return reaches(optimum, with: item, core)
    }

    /// The greatest value when the first position takes a rank or one below; nil when the work
    /// allowed is used up.
    mutating func optimum(_ rank: Int, _ core: SnapshotCore) -> Int? {
        if search.optima[rank] >= 0 { return search.optima[rank] }
        var node = start()
        let first = search.slots[0]
        for item in search.items.indices where search.items[item].rank < rank {
            forbid(item, first, &node)
        }
        run(node, above: -1, target: .max, core)
        if search.isCut { return nil }
        search.optima[rank] = search.best
        search.owners[rank] = search.bestOwner
        return search.best
    }

    /// Whether the greatest value is reached with an item at the first position.
    mutating func reaches(_ optimum: Int, with item: Int, _ core: SnapshotCore) -> Bool {
        var node = start()
        guard settle(item, at: search.slots[0], &node, core) else { return false }
        run(node, above: optimum - 1, target: optimum, core)
        return search.best >= optimum || search.isCut
    }

    /// Whether an item may take the first position in an assignment without loss.
    private mutating func keeps(
        _ item: Int, _ optimum: Int, _ owners: [Int], _ core: SnapshotCore
    ) -> Bool {
        var owners = owners
        owners[search.slots[0]] = item
        var value = 0
        for slot in search.slots where owners[slot] >= 0 {
            value += search.items[owners[slot]].value
        }
        guard value >= optimum else { return false }
        return violation(owners, start(), core) == nil
    }

    private func start() -> LookAheadSearch.Node {
        LookAheadSearch.Node(
            allowed: search.items.map(\.mask),
            fixed: [Int](repeating: -1, count: positions.count))
    }

    private mutating func run(
        _ node: LookAheadSearch.Node, above best: Int, target: Int, _ core: SnapshotCore
    ) {
        search.best = best
        search.target = target
        visit(node, core)
    }

    // MARK: Branching

    private mutating func visit(_ node: LookAheadSearch.Node, _ core: SnapshotCore) {
        guard search.best < search.target, search.countNode() else { return }
        let bound = flow.run(node, search)
        guard bound > search.best else { return }
        let owners = flow.owner
        guard let violation = violation(owners, node, core) else {
            search.best = bound
            search.bestOwner = owners
            return
        }
        branch(violation, node, core)
    }

    private mutating func branch(
        _ violation: Violation, _ node: LookAheadSearch.Node, _ core: SnapshotCore
    ) {
        var (with, without) = (node, node)
        switch violation {
        case .hopeless: return
        case .roadblock(let item):
            let first = search.items[item].mask.trailingZeroBitCount
            if settle(item, at: first, &with, core) { visit(with, core) }
            without.allowed[item] = 0
        case .label(let item, _):
            for other in search.items.indices where exclude(item, other, core) {
                with.allowed[other] = 0
            }
            visit(with, core)
            without.allowed[item] = 0
        case .edge(let item, let position):
            if settle(item, at: position, &with, core) { visit(with, core) }
            forbid(item, position, &without)
        }
        visit(without, core)
    }

    /// Whether two items may not stand on one page.
    private func exclude(_ left: Int, _ right: Int, _ core: SnapshotCore) -> Bool {
        left != right
            && core.pageRules.shareLabel(search.items[left].number, search.items[right].number)
    }

    private func forbid(_ item: Int, _ position: Int, _ node: inout LookAheadSearch.Node) {
        guard has(node.allowed[item], position) else { return }
        node.allowed[item] =
            search.items[item].isRoadblock ? 0 : node.allowed[item] & ~(1 << UInt64(position))
    }

    /// Gives a position to an item, a roadblock all of its; false when that breaks a rule.
    private mutating func settle(
        _ item: Int, at position: Int, _ node: inout LookAheadSearch.Node, _ core: SnapshotCore
    ) -> Bool {
        let mask =
            search.items[item].isRoadblock ? search.items[item].mask : 1 << UInt64(position)
        guard node.allowed[item] & mask == mask else { return false }
        for slot in search.slots where has(mask, slot) {
            if node.fixed[slot] >= 0, node.fixed[slot] != item { return false }
            node.fixed[slot] = item
            for other in search.items.indices where other != item { forbid(other, slot, &node) }
        }
        for other in search.items.indices where exclude(item, other, core) {
            node.allowed[other] = 0
        }
        return isSound(item, &node, core)
    }

    /// Whether what is settled keeps the rules; takes away what can't be added to it.
    private mutating func isSound(
        _ item: Int, _ node: inout LookAheadSearch.Node, _ core: SnapshotCore
    ) -> Bool {
        let advertiser = search.items[item].advertiser
        var (own, advertisers): (UInt64, Int) = (0, 0)
        for slot in search.slots where node.fixed[slot] >= 0 {
            let other = node.fixed[slot]
            if other == item { own |= 1 << UInt64(slot) }
            if !has(node.allowed[other], slot) { return false }
            if advertiser >= 0, search.items[other].advertiser == advertiser { advertisers += 1 }
        }
        guard own.nonzeroBitCount <= search.items[item].room else { return false }
        if advertiser >= 0 {
            let room = search.advertiserRooms[advertiser]
            guard advertisers <= room else { return false }
            if advertisers == room { close(advertiser, &node) }
        }
        return !search.items[item].isComplex || canTake(search.items[item].number, own, core)
    }

    /// Leaves an advertiser what is settled.
    private func close(_ advertiser: Int, _ node: inout LookAheadSearch.Node) {
        for item in search.items.indices where search.items[item].advertiser == advertiser {
            for slot in search.slots where node.fixed[slot] != item { forbid(item, slot, &node) }
        }
    }

    // MARK: Rules that the bound leaves out

    private mutating func violation(
        _ owners: [Int], _ node: LookAheadSearch.Node, _ core: SnapshotCore
    ) -> Violation? {
        for slot in search.slots where owners[slot] >= 0 {
            let item = owners[slot]
            if search.items[item].isRoadblock, mask(of: item, owners) != search.items[item].mask {
                return .roadblock(item)
            }
        }
        for slot in search.slots where owners[slot] >= 0 {
            for other in search.slots where other > slot && owners[other] >= 0 {
                if exclude(owners[slot], owners[other], core) {
                    return .label(owners[slot], owners[other])
                }
            }
        }
        return crowding(owners, node, core)
    }

    /// Too many of an advertiser, or positions that a line item has no creatives for.
    private mutating func crowding(
        _ owners: [Int], _ node: LookAheadSearch.Node, _ core: SnapshotCore
    ) -> Violation? {
        for slot in search.slots where owners[slot] >= 0 {
            let item = search.items[owners[slot]]
            if item.advertiser >= 0 {
                let count = search.slots.count { other in
                    owners[other] >= 0 && search.items[owners[other]].advertiser == item.advertiser
                }
                if count > search.advertiserRooms[item.advertiser] {
                    return edge(node) { search.items[owners[$0]].advertiser == item.advertiser }
                        ?? .hopeless
                }
            }
            let mask = mask(of: owners[slot], owners)
            if mask.nonzeroBitCount > item.room { return unsettled(owners[slot], owners, node) }
            if item.isComplex, !canTake(item.number, mask, core) {
                return unsettled(owners[slot], owners, node)
            }
        }
        return nil

        func edge(
            _ node: LookAheadSearch.Node, where isMeant: (Int) -> Bool
        ) -> Violation? {
            for slot in search.slots
            where owners[slot] >= 0 && node.fixed[slot] < 0 && isMeant(slot) {
                return .edge(item: owners[slot], position: slot)
            }
            return nil
        }
    }

    private func unsettled(
        _ item: Int, _ owners: [Int], _ node: LookAheadSearch.Node
    ) -> Violation {
        for slot in search.slots where owners[slot] == item && node.fixed[slot] < 0 {
            return .edge(item: item, position: slot)
        }
        return .hopeless
    }

    private func mask(of item: Int, _ owners: [Int]) -> UInt64 {
        var mask: UInt64 = 0
        for slot in search.slots where owners[slot] == item { mask |= 1 << UInt64(slot) }
        return mask
    }
}

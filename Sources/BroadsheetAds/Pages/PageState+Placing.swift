extension PageState {
    /// How many more times a line item may stand on the page, its advertiser's limit included.
    func room(_ number: Int, _ core: SnapshotCore) -> Int {
        let limits = limits(number, core)
        return max(min(limits.own, limits.advertiser), 0)
    }

    /// How many more times a line item, and its advertiser, may stand on the page. What a roadblock
    /// has taken counts as standing.
    func limits(_ number: Int, _ core: SnapshotCore) -> (own: Int, advertiser: Int) {
        let rules = core.pageRules
        let advertiser = rules.advertisers[number]
        var (own, advertisers) = (0, 0)
        for placement in placements {
            if placement.lineItem == number { own += 1 }
            if advertiser >= 0, rules.advertisers[placement.lineItem] == advertiser {
                advertisers += 1
            }
        }
        for position in positions where position.reserved >= 0 {
            if position.reserved == number { own += 1 }
            if advertiser >= 0, rules.advertisers[position.reserved] == advertiser {
                advertisers += 1
            }
        }
        var limit = rules.limits[number]
        if number < rooms.count { limit = min(limit, rooms[number]) }
        guard advertiser >= 0 else { return (limit - own, PageRuleIndex.unlimited) }
        return (limit - own, rules.advertiserLimits[advertiser] - advertisers)
    }

    /// Puts a creative on the page and forbids what it excludes; a roadblock also takes the slots
    /// to come that are its, where it was drawn.
    mutating func place(
        _ lineItem: Int, creative: Int, at position: Int, takesAll: Bool = false,
        _ core: SnapshotCore
    ) {
        placements.append(
            Placement(lineItem: lineItem, creative: creative, position: position))
        positions[position].reserved = -1
        let rules = core.pageRules
        if takesAll, rules.isRoadblock(lineItem) {
            let mask = roadblockMask(lineItem, core)
            for other in positions.indices where other > position && has(mask, other) {
                positions[other].reserved = lineItem
            }
        }
        for label in rules.labelsOfSet[rules.labelSets[lineItem]] {
            for other in rules.labelMembers[label] where other != lineItem {
                excluded[other] = true
            }
        }
        let limits = limits(lineItem, core)
        if limits.own <= 0 { excluded[lineItem] = true }
        guard limits.advertiser <= 0 else { return }
        for other in rules.advertiserMembers[rules.advertisers[lineItem]] {
            excluded[other] = true
        }
    }

    /// Slots after one that wait for a roadblock's creatives.
    func reserved(for lineItem: Int, after position: Int) -> UInt64 {
        var mask: UInt64 = 0
        for other in positions.indices
        where other > position && positions[other].reserved == lineItem {
            mask |= 1 << UInt64(other)
        }
        return mask
    }
}

extension PageState {
    /// How many more times a line item may stand on the page, its advertiser's limit included.
    func room(_ number: Int, _ core: SnapshotCore) -> Int {
        let limits = limits(number, core)
        return max(min(limits.own, limits.advertiser), 0)
    }

    /// How many more times a line item, and its advertiser, may stand on the page.
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
        let limit = number < rooms.count ? min(rules.limits[number], rooms[number]) : rules.limits[number]
        guard advertiser >= 0 else { return (limit - own, PageRuleIndex.unlimited) }
        return (limit - own, rules.advertiserLimits[advertiser] - advertisers)
    }

    /// Puts a creative on the page and forbids what it excludes.
    mutating func place(
        _ lineItem: Int, creative: Int, at position: Int, _ core: SnapshotCore
    ) {
        let isFirst = !placements.contains { $0.lineItem == lineItem }
        placements.append(
            Placement(lineItem: lineItem, creative: creative, position: position))
        let rules = core.pageRules
        if isFirst {
            for label in rules.labelsOfSet[rules.labelSets[lineItem]] {
                for other in rules.labelMembers[label] where other != lineItem {
                    excluded[other] = true
                }
            }
        }
        if room(lineItem, core) == 0 { excluded[lineItem] = true }
        let advertiser = rules.advertisers[lineItem]
        guard advertiser >= 0 else { return }
        let count = placements.count { rules.advertisers[$0.lineItem] == advertiser }
        guard count >= rules.advertiserLimits[advertiser] else { return }
        for other in rules.advertiserMembers[advertiser] { excluded[other] = true }
    }

    /// Gives a roadblock the slots after one that are its.
    mutating func reserve(_ lineItem: Int, after position: Int, _ core: SnapshotCore) {
        let mask = roadblockMask(lineItem, core)
        for other in positions.indices where other > position && has(mask, other) {
            positions[other].reserved = lineItem
        }
    }

    /// Slots after one that wait for a roadblock's creatives.
    func reserved(for lineItem: Int, after position: Int) -> UInt64 {
        var mask: UInt64 = 0
        for other in positions.indices.prefix(Self.maximumSlotCount)
        where other > position && positions[other].reserved == lineItem {
            mask |= 1 << UInt64(other)
        }
        return mask
    }
}

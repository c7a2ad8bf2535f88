/// What the search of look-ahead is made of at one position.
extension PageState {
    /// Collects the line items of a position and of those after it that can be filled.
    mutating func gather(_ position: Int, _ core: SnapshotCore) {
        search.clear()
        search.isReady = true
        search.slots.removeAll(keepingCapacity: true)
        search.slots.append(position)
        for other in trial.order.sorted() { search.slots.append(other) }
        for block in 0..<blockCount {
            var any = Block.zero
            for slot in search.slots { any |= openBlock(slot, block) }
            guard any != .zero else { continue }
            for number in LineItemBits(any, block) { add(number, core) }
        }
        listCandidates()
        takeAdvertisers(core)
        group(core)
    }

    private mutating func add(_ number: Int, _ core: SnapshotCore) {
        var mask: UInt64 = 0
        for slot in search.slots where isOpen(number, slot) { mask |= 1 << UInt64(slot) }
        let rules = core.pageRules
        let isPinned = matching.pin?.lineItem == number
        var room = min(self.room(number, core), mask.nonzeroBitCount)
        var isComplex = isPinned
        if room > 1, !rules.isRoadblock(number), !isPinned {
            let most = most(number, mask, core)
            isComplex = most < mask.nonzeroBitCount
            room = min(room, most)
            if room == 1 { isComplex = false }
        }
        let item = LookAheadSearch.Item(
            number: number, mask: mask, rank: core.rank(of: number), room: room,
            advertiser: rules.advertisers[number], labelSet: rules.labelSets[number],
            isRoadblock: rules.isRoadblock(number), isComplex: isComplex)
        search.add(item, isSingle: item.isRoadblock || isComplex)
    }

    private mutating func listCandidates() {
        while search.candidates.count < positions.count { search.candidates.append([]) }
        for position in positions.indices {
            search.candidates[position].removeAll(keepingCapacity: true)
        }
        for index in search.items.indices {
            for slot in search.slots where has(search.items[index].mask, slot) {
                search.candidates[slot].append(index)
            }
        }
    }

    private mutating func takeAdvertisers(_ core: SnapshotCore) {
        search.advertiserRooms.removeAll(keepingCapacity: true)
        for limit in core.pageRules.advertiserLimits { search.advertiserRooms.append(limit) }
        for placement in placements {
            let advertiser = core.pageRules.advertisers[placement.lineItem]
            if advertiser >= 0 { search.advertiserRooms[advertiser] -= 1 }
        }
        for position in positions where position.reserved >= 0 {
            let advertiser = core.pageRules.advertisers[position.reserved]
            if advertiser >= 0 { search.advertiserRooms[advertiser] -= 1 }
        }
    }

    /// Puts each item under the label or advertiser that has most items for its room.
    private mutating func group(_ core: SnapshotCore) {
        let rules = core.pageRules
        let labelCount = rules.labelMembers.count
        var members = [Int](repeating: 0, count: labelCount + rules.advertiserLimits.count)
        search.groupRooms = [Int](repeating: 0, count: members.count)
        for item in search.items {
            for label in rules.labelsOfSet[item.labelSet] {
                members[label] += 1
                search.groupRooms[label] = max(search.groupRooms[label], item.room)
            }
            guard item.advertiser >= 0 else { continue }
            let group = labelCount + item.advertiser
            members[group] += 1
            search.groupRooms[group] = search.advertiserRooms[item.advertiser]
        }
        func scarcity(_ group: Int) -> Double {
            Double(members[group]) / Double(max(search.groupRooms[group], 1))
        }
        for index in search.items.indices {
            let item = search.items[index]
            var group = item.advertiser >= 0 ? labelCount + item.advertiser : -1
            for label in rules.labelsOfSet[item.labelSet]
            where group < 0 || scarcity(label) > scarcity(group) {
                group = label
            }
            search.setGroup(group, ofItem: index)
        }
    }

    /// The item that stands for a line item.
    mutating func item(of number: Int, _ core: SnapshotCore) -> Int? {
        if let single = search.singles[number] { return single }
        var mask: UInt64 = 0
        for slot in search.slots where isOpen(number, slot) { mask |= 1 << UInt64(slot) }
        var room = min(self.room(number, core), mask.nonzeroBitCount)
        if room > 1 { room = min(room, most(number, mask, core)) }
        let rules = core.pageRules
        let key = LookAheadSearch.ClassKey(
            mask: mask, rank: core.rank(of: number), room: room,
            advertiser: rules.advertisers[number], labelSet: rules.labelSets[number])
        return search.classes[key]?.first
    }
}

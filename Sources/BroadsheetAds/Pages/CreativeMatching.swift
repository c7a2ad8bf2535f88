/// Room for the matching of a line item's creatives to slots.
struct CreativeMatching: Sendable {
    /// Creatives that have a slot, and which.
    fileprivate var creatives: [Int] = []
    fileprivate var slots: [Int] = []
    fileprivate var visited: [Int] = []
    fileprivate var sets: [Int] = []
    /// A creative that a line item is taken to show, beside what stands on the page.
    var pin: Pin?

    /// A creative of a line item at a position.
    struct Pin: Sendable {
        let lineItem: Int
        let creative: Int
        let position: Int
    }
}

extension PageState {
    /// Whether a line item has a creative for each of several slots, all different, of one
    /// companion set and none of them on the page.
    mutating func canTake(_ lineItem: Int, _ mask: UInt64, _ core: SnapshotCore) -> Bool {
        var wanted = mask
        if let pin = matching.pin, pin.lineItem == lineItem, has(wanted, pin.position) {
            wanted &= ~(1 << UInt64(pin.position))
        }
        return most(lineItem, wanted, core) == wanted.nonzeroBitCount
    }

    /// How many of several slots a line item can fill at once.
    mutating func most(_ lineItem: Int, _ mask: UInt64, _ core: SnapshotCore) -> Int {
        if let set = shownSet(lineItem, core) { return matched(lineItem, mask, set, core) }
        matching.sets.removeAll(keepingCapacity: true)
        var most = 0
        for position in positions.indices where has(mask, position) {
            let place = positions[position].place
            for index in core.creatives(of: lineItem, in: place) {
                let creative = Int(core.places[place].creatives[index])
                let set = core.pageRules.companions[creative]
                if matching.sets.contains(set) { continue }
                matching.sets.append(set)
                most = max(most, matched(lineItem, mask, set, core))
                if most == mask.nonzeroBitCount { return most }
            }
        }
        return most
    }

    /// Whether a creative may be added to what its line item shows at a position: by the page, by its
    /// caps and by the request.
    func isFree(
        _ creative: Int, of lineItem: Int, at position: Int, _ core: SnapshotCore
    ) -> Bool {
        let request = positions[position].request
        if request < hidden.count, hidden[request][creative] { return false }
        if let set = shownSet(lineItem, core), core.pageRules.companions[creative] != set {
            return false
        }
        if let pin = matching.pin, pin.creative == creative { return false }
        for place in capped where place.creative == creative { return false }
        return !isShown(creative)
    }

    /// Whether a creative stands on the page.
    func isShown(_ creative: Int) -> Bool {
        for placement in placements where placement.creative == creative { return true }
        return false
    }

    /// The companion set that a line item has begun to show.
    private func shownSet(_ lineItem: Int, _ core: SnapshotCore) -> Int? {
        if let pin = matching.pin, pin.lineItem == lineItem {
            return core.pageRules.companions[pin.creative]
        }
        for placement in placements where placement.lineItem == lineItem {
            return core.pageRules.companions[placement.creative]
        }
        return nil
    }

    /// The size of a greatest matching of slots to free creatives of a set (Kuhn 1955).
    private mutating func matched(
        _ lineItem: Int, _ mask: UInt64, _ set: Int, _ core: SnapshotCore
    ) -> Int {
        matching.creatives.removeAll(keepingCapacity: true)
        matching.slots.removeAll(keepingCapacity: true)
        var count = 0
        for position in positions.indices where has(mask, position) {
            matching.visited.removeAll(keepingCapacity: true)
            if augment(lineItem, position, set, core) { count += 1 }
        }
        return count
    }

    private mutating func augment(
        _ lineItem: Int, _ position: Int, _ set: Int, _ core: SnapshotCore
    ) -> Bool {
        let place = positions[position].place
        for index in core.creatives(of: lineItem, in: place) {
            let creative = Int(core.places[place].creatives[index])
            guard core.pageRules.companions[creative] == set,
                !matching.visited.contains(creative),
                isFree(creative, of: lineItem, at: position, core)
            else { continue }
            matching.visited.append(creative)
            guard let taken = matching.creatives.firstIndex(of: creative) else {
                matching.creatives.append(creative)
                matching.slots.append(position)
                return true
            }
            if augment(lineItem, matching.slots[taken], set, core) {
                matching.slots[taken] = position
                return true
            }
        }
        return false
    }
}

/// A greatest assignment of items to slots, of greatest value, under the items' rooms and those of
/// groups: the bound of ``LookAheadSearch``.
///
/// Successive longest paths (Ahuja, Magnanti and Orlin, Network Flows, 1993, §9.7) on a graph of
/// slots alone: from a slot to one whose item it takes over, or displaces from a full group. Each
/// path fills one slot more, so the value is the greatest for that number of slots.
struct AssignmentFlow: Sendable {
    /// By position: its item; -1 for none.
    private(set) var owner: [Int] = []
    private var used: [Int] = []
    private var groupUsed: [Int] = []
    /// By position: value gained on the best way there; `unreached` where there is none.
    private var gain: [Int] = []
    /// By position: where the way comes from, and the item that the position before takes.
    private var before: [Int] = []
    private var taken: [Int] = []

    private static let unreached = Int.min

    /// Works the assignment out and gives its value.
    mutating func run(_ node: LookAheadSearch.Node, _ search: LookAheadSearch) -> Int {
        prepare(node, search)
        var value = 0
        for position in search.slots where node.fixed[position] >= 0 {
            let item = node.fixed[position]
            give(item, position, search)
            value += search.items[item].value
        }
        while true {
            for position in search.slots {
                let isStart = node.fixed[position] < 0 && owner[position] < 0
                gain[position] = isStart ? 0 : Self.unreached
                before[position] = -1
            }
            while relax(node, search) {}
            guard let (position, item, added) = end(node, search) else { return value }
            value += added
            apply(position, item, search)
        }
    }

    private mutating func prepare(
        _ node: LookAheadSearch.Node, _ search: LookAheadSearch
    ) {
        Self.fill(&owner, -1, node.fixed.count)
        Self.fill(&gain, Self.unreached, node.fixed.count)
        Self.fill(&before, -1, node.fixed.count)
        Self.fill(&taken, -1, node.fixed.count)
        Self.fill(&used, 0, search.items.count)
        Self.fill(&groupUsed, 0, search.groupRooms.count)
    }

    private static func fill(_ array: inout [Int], _ value: Int, _ count: Int) {
        array.removeAll(keepingCapacity: true)
        for _ in 0..<count { array.append(value) }
    }

    private mutating func give(
        _ item: Int, _ position: Int, _ search: LookAheadSearch
    ) {
        owner[position] = item
        used[item] += 1
        if search.items[item].group >= 0 { groupUsed[search.items[item].group] += 1 }
    }

    private func isFull(_ group: Int, _ search: LookAheadSearch) -> Bool {
        group >= 0 && groupUsed[group] >= search.groupRooms[group]
    }

    /// Lengthens the ways by one step; false when none is better.
    private mutating func relax(
        _ node: LookAheadSearch.Node, _ search: LookAheadSearch
    ) -> Bool {
        var isBetter = false
        for position in search.slots where gain[position] > Self.unreached {
            for item in search.candidates[position]
            where node.allowed[item] & (1 << UInt64(position)) != 0 {
                let entry = search.items[item]
                let hasRoom = used[item] < entry.room
                if hasRoom, !isFull(entry.group, search) { continue }
                for other in search.slots
                where other != position && owner[other] >= 0 && node.fixed[other] < 0 {
                    let loser = owner[other]
                    let isAlike = hasRoom && search.items[loser].group == entry.group
                    guard loser == item || isAlike else { continue }
                    let sum = gain[position] + entry.value - search.items[loser].value
                    guard sum > gain[other] else { continue }
                    (gain[other], before[other], taken[other]) = (sum, position, item)
                    isBetter = true
                }
            }
        }
        return isBetter
    }

    /// The best end of a way: a position, and the item with room that it takes.
    private func end(
        _ node: LookAheadSearch.Node, _ search: LookAheadSearch
    ) -> (position: Int, item: Int, added: Int)? {
        var best: (position: Int, item: Int, added: Int)?
        for position in search.slots where gain[position] > Self.unreached {
            for item in search.candidates[position]
            where node.allowed[item] & (1 << UInt64(position)) != 0 {
                let entry = search.items[item]
                guard used[item] < entry.room, !isFull(entry.group, search) else { continue }
                let sum = gain[position] + entry.value
                if sum > best?.added ?? Self.unreached { best = (position, item, sum) }
                // Candidates run by tier: the first with room is the best.
                break
            }
        }
        return best
    }

    private mutating func apply(
        _ last: Int, _ item: Int, _ search: LookAheadSearch
    ) {
        var (position, item) = (last, item)
        while true {
            let loser = owner[position]
            if loser >= 0 {
                used[loser] -= 1
                if search.items[loser].group >= 0 { groupUsed[search.items[loser].group] -= 1 }
            }
            give(item, position, search)
            let previous = before[position]
            if previous < 0 { return }
            item = taken[position]
            position = previous
        }
    }
}

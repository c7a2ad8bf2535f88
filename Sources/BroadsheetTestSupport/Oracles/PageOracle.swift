package import BroadsheetAds

/// Pages worked out the slow way: every assignment of creatives to slots is looked at.
///
/// The rules of pages written down a second time, without bitmaps, classes or flows. Slots are
/// known by their place in `requests`, which stand in the order of filling.
package struct PageOracle {
    /// A creative of a line item in a slot, both by their place in the oracle's lists.
    package struct Shown: Sendable, Hashable {
        package var lineItem: Int
        package var creative: Int

        package init(lineItem: Int, creative: Int) {
            self.lineItem = lineItem
            self.creative = creative
        }
    }

    /// What a page's slots are worth together: slots filled, then tiers from the top.
    package struct Value: Comparable {
        var filled = 0
        var tiers = SIMD4<Int>()

        package static func < (left: Value, right: Value) -> Bool {
            if left.filled != right.filled { return left.filled < right.filled }
            for rank in 0..<4 where left.tiers[rank] != right.tiers[rank] {
                return left.tiers[rank] < right.tiers[rank]
            }
            return false
        }

        mutating func add(_ rank: Int, _ count: Int = 1) {
            filled += count
            tiers[rank] += count
        }
    }

    /// A line item and what its rules say.
    package struct Booked {
        package let lineItem: LineItem
        let rank: Int
        let perPage: Int
        let advertiser: String
        let advertiserLimit: Int
        let labels: Set<String>
        let isRoadblock: Bool
        /// Places in ``creatives`` of those that fit, by slot.
        let creatives: [[Int]]
        /// Whether it is named, by slot.
        let named: [Bool]
    }

    package private(set) var booked: [Booked] = []
    package private(set) var creatives: [Creative] = []
    /// By slot and line item: whether it could be drawn there if nothing stood yet.
    private let eligible: [[Bool]]
    /// By line item and another: whether they have a label in common.
    private var excludes: [[Bool]] = []
    private let slotCount: Int
    /// Whether assignments that can't be better any more are left out.
    package var prunes = false

    package init(
        _ catalogue: AdCatalogue, _ requests: [AdRequest],
        _ gates: DecisionOracle.NamedGates = .init()
    ) {
        slotCount = requests.count
        let decisions = DecisionOracle(catalogue)
        let drawn = requests.map { request in
            Set(
                decisions.rows(request, gates).filter { $0.reason == nil }.map(\.lineItem.id))
        }
        var items: [(Campaign, LineItem)] = []
        for campaign in catalogue.campaigns { items += campaign.lineItems.map { (campaign, $0) } }
        items.sort {
            $0.1.tier == $1.1.tier
                ? ExactID($0.1.id) < ExactID($1.1.id) : $0.1.tier < $1.1.tier
        }
        eligible = drawn.map { ids in items.map { ids.contains($0.1.id) } }
        let slots = requests.map { request in catalogue.slots.first { $0.id == request.slot } }
        for (campaign, lineItem) in items { add(lineItem, campaign, catalogue, slots) }
        excludes = booked.map { left in
            booked.map { !left.labels.isDisjoint(with: $0.labels) }
        }
    }

    private mutating func add(
        _ lineItem: LineItem, _ campaign: Campaign, _ catalogue: AdCatalogue, _ slots: [Slot?]
    ) {
        let advertiser = catalogue.advertisers.first { $0.id == campaign.advertiser }
        let start = creatives.count
        creatives += lineItem.creatives
        booked.append(
            Booked(
                lineItem: lineItem, rank: lineItem.tier.rank, perPage: lineItem.perPage ?? .max,
                advertiser: campaign.advertiser, advertiserLimit: advertiser?.perPage ?? .max,
                labels: Set(
                    lineItem.exclusionLabels + campaign.exclusionLabels
                        + (advertiser?.exclusionLabels ?? [])),
                isRoadblock: lineItem.roadblock == .all,
                creatives: slots.map { slot in
                    lineItem.creatives.indices
                        .filter { index in
                            slot.map {
                                lineItem.slots.contains($0.id)
                                    && lineItem.creatives[index].fits($0)
                            } ?? false
                        }
                        .map { $0 + start }
                },
                named: slots.map { slot in slot.map { lineItem.slots.contains($0.id) } ?? false }))
    }

    /// A creative of a line item by their ids; nil for unknown ones.
    package func shown(lineItem: String, creative: String) -> Shown? {
        guard let item = booked.firstIndex(where: { $0.lineItem.id == lineItem }),
            let place = creatives.firstIndex(where: { $0.id == creative })
        else { return nil }
        return Shown(lineItem: item, creative: place)
    }

    // MARK: Rules

    /// Whether a creative may join what stands on the page.
    package func mayJoin(_ shown: Shown, _ page: [Shown?]) -> Bool {
        let perPage = booked[shown.lineItem].perPage
        let limit = booked[shown.lineItem].advertiserLimit
        var (own, advertisers) = (0, 0)
        for case let other? in page {
            if other.creative == shown.creative { return false }
            if other.lineItem == shown.lineItem {
                own += 1
                if creatives[other.creative].companionSet != creatives[shown.creative].companionSet
                {
                    return false
                }
            } else if excludes[other.lineItem][shown.lineItem] {
                return false
            }
            if limit < .max,
                booked[other.lineItem].advertiser == booked[shown.lineItem].advertiser
            {
                advertisers += 1
            }
        }
        return own < perPage && advertisers < limit
    }

    /// Whether every roadblock of a page has all slots that it names.
    private func isWhole(_ page: [Shown?]) -> Bool {
        for case let shown? in page where booked[shown.lineItem].isRoadblock {
            for slot in 0..<slotCount
            where booked[shown.lineItem].named[slot] && page[slot]?.lineItem != shown.lineItem {
                return false
            }
        }
        return true
    }

    /// Whether a whole page breaks no rule.
    package func keepsRules(_ page: [Shown?]) -> Bool {
        var before = [Shown?](repeating: nil, count: slotCount)
        for slot in 0..<slotCount {
            guard let shown = page[slot] else { continue }
            if !mayJoin(shown, before) { return false }
            before[slot] = shown
        }
        return isWhole(page)
    }

    // MARK: Assignments

    /// The greatest value of the slots from one on; nil when no assignment keeps the rules.
    ///
    /// - Parameters:
    ///   - page: What stands already, also in slots to come.
    ///   - floor: The best rank that the first of the slots may take.
    func best(from slot: Int, _ page: [Shown?], floor: Int = 0) -> Value? {
        var walk = Walk(page: page, first: slot, floor: floor, bounds: bounds(from: slot))
        self.walk(slot, Value(), &walk)
        return walk.best
    }

    private struct Walk {
        var page: [Shown?]
        let first: Int
        let floor: Int
        let bounds: [Value]
        var best: Value?
    }

    private func bounds(from first: Int) -> [Value] {
        var bounds = [Value](repeating: Value(), count: slotCount + 1)
        for slot in stride(from: slotCount - 1, through: first, by: -1) {
            bounds[slot] = bounds[slot + 1]
            if let top = booked.indices.first(where: { eligible[slot][$0] }) {
                bounds[slot].add(booked[top].rank)
            }
        }
        return bounds
    }

    private func walk(_ slot: Int, _ value: Value, _ walk: inout Walk) {
        if prunes, let known = walk.best {
            var bound = value
            for rank in 0..<4 { bound.add(rank, walk.bounds[slot].tiers[rank]) }
            if bound <= known { return }
        }
        guard slot < slotCount else {
            if walk.best.map({ $0 < value }) ?? true, isWhole(walk.page) { walk.best = value }
            return
        }
        if let shown = walk.page[slot] {
            var sum = value
            sum.add(booked[shown.lineItem].rank)
            return self.walk(slot + 1, sum, &walk)
        }
        for item in booked.indices
        where eligible[slot][item] && (slot > walk.first || booked[item].rank >= walk.floor) {
            for creative in booked[item].creatives[slot] {
                let shown = Shown(lineItem: item, creative: creative)
                guard mayJoin(shown, walk.page) else { continue }
                var sum = value
                sum.add(booked[item].rank)
                walk.page[slot] = shown
                self.walk(slot + 1, sum, &walk)
                walk.page[slot] = nil
            }
        }
        self.walk(slot + 1, value, &walk)
    }

    // MARK: One slot

    /// What becomes of the line items of a slot, given what stands in those before it.
    package struct Verdicts {
        package var dropped: [String: Ineligibility] = [:]
        /// By line item that may be drawn: the creatives that may, as places.
        package var creatives: [String: [Int]] = [:]

        package init() {}
    }

    /// - Parameter page: What stands; nothing in this slot and those after it.
    package func verdicts(_ slot: Int, _ page: [Shown?]) -> Verdicts {
        var verdicts = Verdicts()
        let without = (0..<4).map { best(from: slot, page, floor: $0) }
        for index in booked.indices where eligible[slot][index] {
            var values: [(creative: Int, value: Value)] = []
            for creative in booked[index].creatives[slot] {
                let shown = Shown(lineItem: index, creative: creative)
                guard mayJoin(shown, page) else { continue }
                var next = page
                next[slot] = shown
                if let value = best(from: slot, next) { values.append((creative, value)) }
            }
            let id = booked[index].lineItem.id
            guard let most = values.map(\.value).max() else {
                verdicts.dropped[id] = .excludedOnPage
                continue
            }
            if let without = without[booked[index].rank], most < without {
                verdicts.dropped[id] = .lookAhead
            } else {
                verdicts.creatives[id] = values.filter { $0.value == most }.map(\.creative)
            }
        }
        return verdicts
    }

    /// Whether a slot's default creative may stand, given what stands in those before it.
    package func admits(_ shown: Shown, _ slot: Int, _ page: [Shown?]) -> Bool {
        guard !booked[shown.lineItem].isRoadblock, mayJoin(shown, page) else { return false }
        var next = page
        next[slot] = shown
        guard let with = best(from: slot + 1, next), let without = best(from: slot + 1, page)
        else { return false }
        return with >= without
    }
}

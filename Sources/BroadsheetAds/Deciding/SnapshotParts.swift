import Foundation

/// What a ``SnapshotCore`` is made of, while a catalogue is frozen.
struct SnapshotParts {
    typealias Fitting = (place: Int, creatives: [Creative])

    var bookings: [SnapshotCore.Booking] = []
    var weights: [Double] = []
    var shares: [Double] = []
    var starts: [Double] = []
    var ends: [Double] = []
    var tiers: [Range<Int>] = []
    var creatives: [Creative] = []
    var places: [SnapshotCore.Place] = []
    var slotNames = AtomTable()
    var table = AtomTable()
    var index = BitmapIndexBuilder()
    var alternatives = BitmapIndexBuilder()
    var mixed: [SnapshotCore.Mixed?] = []
    var program = RuleProgram()
    var clocks = ZoneClocks()
    var unknown = [UInt32?](repeating: nil, count: AtomKind.allCases.count)
    var numbers: [ExactID: Int] = [:]
    var pageRules = PageRuleIndex()

    /// Line items as caps see them, by number.
    private(set) var capItems: [CapBook.Item] = []

    private var alternativeCount = 0
    /// Places of creatives by id, for default creatives.
    private(set) var creativePlaces: [ExactID: (lineItem: Int, creative: Int)] = [:]

    /// Alternatives of a line item's mixed conditions that are rows of an index.
    static let maximumAlternativeCount = 64

    /// A line item with what stands above it.
    private struct Booked {
        let lineItem: LineItem
        let campaign: Campaign
        let advertiser: Advertiser?
    }

    /// - Parameter catalogue: sorted by id.
    init(_ catalogue: AdCatalogue) {
        for slot in catalogue.slots {
            // Of slots with one id the last counts.
            let place = Int(slotNames.number(.section, slot.id))
            if place < places.count {
                places[place] = SnapshotCore.Place(slot: slot)
            } else {
                places.append(SnapshotCore.Place(slot: slot))
            }
        }
        var advertisers: [ExactID: Advertiser] = [:]
        for advertiser in catalogue.advertisers {
            advertisers[ExactID(advertiser.id)] = advertiser
        }
        var booked = Self.booked(catalogue, advertisers)[...]
        for tier in Tier.allCases {
            let start = bookings.count
            while let next = booked.first, next.lineItem.tier == tier {
                add(next)
                booked.removeFirst()
            }
            tiers.append(start..<bookings.count)
        }
        for place in places.indices { finish(place) }
        pageRules.finish()
    }

    /// All line items, by tier, then by id.
    private static func booked(
        _ catalogue: AdCatalogue, _ advertisers: [ExactID: Advertiser]
    ) -> [Booked] {
        var booked: [Booked] = []
        for campaign in catalogue.campaigns {
            let advertiser = advertisers[ExactID(campaign.advertiser)]
            for lineItem in campaign.lineItems {
                booked.append(
                    Booked(lineItem: lineItem, campaign: campaign, advertiser: advertiser))
            }
        }
        // Sorted by keys alone: line items are large, and every comparison would copy two.
        let keys = booked.map { (rank: $0.lineItem.tier.rank, id: ExactID($0.lineItem.id)) }
        let order = keys.indices.sorted { left, right in
            keys[left].rank == keys[right].rank
                ? keys[left].id < keys[right].id : keys[left].rank < keys[right].rank
        }
        return order.map { booked[$0] }
    }

    // MARK: Line items

    private mutating func add(_ booked: Booked) {
        let lineItem = booked.lineItem
        var named: [Int] = []
        for slot in lineItem.slots {
            guard let place = slotNames.find(.section, slot.utf8Span.span).map(Int.init),
                !named.contains(place)
            else { continue }
            named.append(place)
        }
        if let reason = unusable(booked) {
            for place in named { setAside(booked, in: place, reason) }
            return
        }
        var fitting: [Fitting] = []
        for place in named {
            let creatives =
                places[place].slot.sizes.isEmpty
                ? [] : lineItem.creatives.filter { $0.isUsable && $0.fits(places[place].slot) }
            if creatives.isEmpty {
                setAside(booked, in: place, .noFittingCreative)
            } else {
                fitting.append((place, creatives))
            }
        }
        append(booked, fitting)
        if let advertiser = booked.advertiser {
            pageRules.add(lineItem, booked.campaign, advertiser, places: named)
        }
    }

    /// What keeps a line item from every slot at any time.
    private mutating func unusable(_ booked: Booked) -> Ineligibility? {
        let lineItem = booked.lineItem
        let states = [booked.campaign.status, lineItem.status]
        if states.contains(.archived) { return .archived }
        if states.contains(.paused) { return .paused }
        let share = lineItem.shareOfVoice ?? 1
        guard lineItem.perPage ?? 1 > 0, booked.advertiser?.perPage ?? 1 > 0 else {
            return .unusable
        }
        guard lineItem.weight.isUsableWeight, booked.advertiser != nil, share > 0, share <= 1 else {
            return .unusable
        }
        guard let rule = lineItem.targeting else { return nil }
        guard rule.isReadable else { return .unreadableRule }
        let needsClock = rule.tests.contains { $0.dimension == .weekday || $0.dimension == .hour }
        guard !needsClock || clocks.number(ofZone: booked.campaign.timeZone) != nil else {
            return .unreadableRule
        }
        return nil
    }

    private mutating func setAside(_ booked: Booked, in place: Int, _ reason: Ineligibility) {
        places[place].setAsideCounts[reason.place] += 1
        places[place].setAside.append(
            AdSnapshot.SetAside(
                campaign: booked.campaign.id, lineItem: booked.lineItem.id,
                tier: booked.lineItem.tier, reason: reason))
    }

    private mutating func append(_ booked: Booked, _ fitting: [Fitting]) {
        let lineItem = booked.lineItem
        let number = bookings.count
        let advertiser = booked.advertiser
        bookings.append(
            SnapshotCore.Booking(
                advertiser: advertiser?.id ?? "", campaign: booked.campaign.id,
                lineItem: lineItem.id, tier: lineItem.tier, price: lineItem.price))
        numbers[ExactID(lineItem.id)] = number
        weights.append(lineItem.weight)
        let isShared = lineItem.tier == .sponsorship
        shares.append(isShared ? lineItem.shareOfVoice ?? .nan : .nan)
        starts.append(lineItem.starts?.timeIntervalSince1970 ?? -.infinity)
        ends.append(lineItem.ends?.timeIntervalSince1970 ?? .infinity)
        appendCreatives(of: lineItem, number, fitting)
        let zone = clocks.known(zone: booked.campaign.timeZone) ?? 0
        let labels = lineItem.labels + booked.campaign.labels + (advertiser?.labels ?? [])
        appendRules(of: lineItem, zone: zone, labels: labels)
        appendCaps(booked, labels: labels)
    }

    private mutating func appendCaps(_ booked: Booked, labels: [String]) {
        let lineItem = booked.lineItem
        capItems.append(
            CapBook.Item(
                id: lineItem.id, campaign: booked.campaign.id,
                advertiser: booked.advertiser?.id ?? "", labels: labels,
                caps: lineItem.caps + booked.campaign.caps + (booked.advertiser?.caps ?? []),
                creatives: lineItem.creatives.filter(\.isUsable).map { ($0.id, $0.caps) }))
    }

    private mutating func appendCreatives(
        of lineItem: LineItem, _ number: Int, _ fitting: [Fitting]
    ) {
        var stored: [ExactID: Int] = [:]
        pageRules.add(creatives: lineItem.creatives.filter(\.isUsable))
        for creative in lineItem.creatives where creative.isUsable {
            stored[ExactID(creative.id)] = creatives.count
            creativePlaces[ExactID(creative.id)] = (number, creatives.count)
            creatives.append(creative)
        }
        for (place, creatives) in fitting {
            for creative in creatives {
                guard let index = stored[ExactID(creative.id)] else { continue }
                places[place].creatives.append(UInt32(truncatingIfNeeded: index))
            }
            places[place].bounds.append(UInt32(truncatingIfNeeded: places[place].creatives.count))
            places[place].numbers.append(number)
        }
    }

    // MARK: Rules

    private mutating func appendRules(of lineItem: LineItem, zone: Int, labels: [String]) {
        let form = TargetingForm(lineItem)
        let conditions = self.conditions(of: form, zone)
        let labelAtoms: [UInt32] = labels.map { table.number(.label, $0) }
        index.add(
            accepts: conditions.accepts, rejects: conditions.rejects + [(.label, labelAtoms)])
        guard !form.mixed.isEmpty else { return mixed.append(nil) }
        if let alternatives = form.alternatives(limit: Self.maximumAlternativeCount) {
            let start = alternativeCount
            for alternative in alternatives {
                let form = TargetingForm(alternative)
                // Further conditions of one dimension than an index has layers for.
                guard form.mixed.isEmpty else { return appendProgram(lineItem, zone) }
                let conditions = self.conditions(of: form, zone)
                self.alternatives.add(
                    accepts: conditions.accepts, rejects: conditions.rejects)
                alternativeCount += 1
            }
            mixed.append(.alternatives(start..<alternativeCount))
        } else {
            appendProgram(lineItem, zone)
        }
    }

    private mutating func appendProgram(_ lineItem: LineItem, _ zone: Int) {
        var program = program
        let form = TargetingForm(lineItem)
        let place = program.add(form.mixed) { test, isReject in
            atoms(of: test, zone, isReject: isReject)
        }
        self.program = program
        mixed.append(.program(place))
    }

    private mutating func conditions(
        of form: TargetingForm, _ zone: Int
    ) -> (
        accepts: [(kind: AtomKind, atoms: [UInt32])], rejects: [(kind: AtomKind, atoms: [UInt32])]
    ) {
        var accepts: [(kind: AtomKind, atoms: [UInt32])] = []
        for tests in form.accepts {
            guard let first = tests.first else { continue }
            let wanted = tests.flatMap { atoms(of: $0, zone, isReject: false) }
            accepts.append((AtomKind(first.dimension), Self.unique(wanted)))
        }
        let rejects = form.rejects.map { test in
            let unwanted = atoms(of: test, zone, isReject: true)
            return (kind: AtomKind(test.dimension), atoms: Self.unique(unwanted))
        }
        return (accepts, rejects)
    }

    private static func unique(_ atoms: [UInt32]) -> [UInt32] {
        var seen: Set<UInt32> = []
        return atoms.filter { seen.insert($0).inserted }
    }

    /// The atoms that a test names; a rejection also names the atom of what is unknown.
    private mutating func atoms(
        of test: TargetingTest, _ zone: Int, isReject: Bool
    ) -> [UInt32] {
        let kind = AtomKind(test.dimension)
        if kind == .weekday || kind == .hour {
            return test.values.compactMap { clocks.atom(test, $0, zone: zone, &table) }
        }
        var atoms: [UInt32] = test.values.map { table.number(kind, key: test.key, $0) }
        if isReject, kind.mayBeUnknown {
            let unknown = table.number(kind, "")
            self.unknown[Int(kind.rawValue)] = unknown
            atoms.append(unknown)
        }
        return atoms
    }

    // MARK: Slots

    /// Lays a slot's line items out as bits.
    private mutating func finish(_ place: Int) {
        var members = LineItemSet(count: bookings.count)
        for number in places[place].numbers { members[number] = true }
        places[place].members = members.blocks
        var rank: UInt32 = 0
        for block in members.blocks {
            for word in block.indices {
                places[place].ranks.append(rank)
                rank += UInt32(truncatingIfNeeded: block[word].nonzeroBitCount)
            }
        }
        let slot = places[place].slot
        guard let id = slot.defaultCreative, let found = creativePlaces[ExactID(id)],
            creatives[found.creative].fits(slot), !slot.sizes.isEmpty
        else { return }
        places[place].fallback = SnapshotCore.Fallback(
            lineItem: found.lineItem, creative: found.creative)
    }
}

extension Double {
    /// Finite and above 0.
    var isUsableWeight: Bool { isFinite && self > 0 }
}

extension Creative {
    /// Active, with a weight that draws can use.
    var isUsable: Bool { (status == nil || status == .active) && weight.isUsableWeight }
}

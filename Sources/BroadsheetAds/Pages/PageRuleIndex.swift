/// The page rules of a snapshot's line items, by number; made once with the snapshot.
struct PageRuleIndex: Sendable {
    typealias Block = LineItemSet.Block

    /// A limit that no page reaches.
    static let unlimited = Int.max

    /// How many times each line item may stand on a page.
    private(set) var limits: [Int] = []
    /// By number: place of the advertiser among those with a limit; -1 for one without.
    private(set) var advertisers: [Int] = []
    private(set) var advertiserLimits: [Int] = []
    /// Line items of each advertiser with a limit, rising.
    private(set) var advertiserMembers: [[Int]] = []
    /// By number: its exclusion labels as a set; 0 for none.
    private(set) var labelSets: [Int] = []
    /// Labels of each set, rising, each once.
    private(set) var labelsOfSet: [[Int]] = [[]]
    /// Line items of each label, rising.
    private(set) var labelMembers: [[Int]] = []
    /// By number: a bit for each label, taken modulo 64. Line items without a common bit have no
    /// common label.
    private(set) var labelBits: [UInt64] = []
    /// By number: the places that a roadblock names; empty for every other line item.
    private(set) var roadblockPlaces: [[Int]] = []
    /// By place among all creatives: the companion set, its own line item's alone; 0 for none.
    private(set) var companions: [Int] = []
    /// Line items with exclusion labels or an advertiser with a limit.
    private(set) var related: [Block] = []
    private(set) var roadblocks: [Block] = []

    private var advertiserNumbers: [ExactID: Int] = [:]
    private var labelNumbers: [ExactID: Int] = [:]
    private var setNumbers: [[Int]: Int] = [[]: 0]
    private var companionCount = 0

    /// Adds the line item of the next number.
    ///
    /// - Parameter places: that it names, whether its creatives fit them or not.
    mutating func add(
        _ lineItem: LineItem, _ campaign: Campaign, _ advertiser: Advertiser, places: [Int]
    ) {
        let number = limits.count
        limits.append(lineItem.perPage ?? Self.unlimited)
        advertisers.append(place(of: advertiser, member: number))
        let labels =
            lineItem.exclusionLabels + campaign.exclusionLabels + advertiser.exclusionLabels
        let numbers = Set(labels.map { self.number(ofLabel: $0) }).sorted()
        for label in numbers { labelMembers[label].append(number) }
        labelSets.append(setNumber(of: numbers))
        labelBits.append(numbers.reduce(0) { $0 | 1 << UInt64($1 % 64) })
        roadblockPlaces.append(lineItem.roadblock == .all ? places : [])
    }

    /// Adds the usable creatives of one line item, in the order of their places.
    mutating func add(creatives: [Creative]) {
        var sets: [ExactID: Int] = [:]
        for creative in creatives {
            guard let name = creative.companionSet else {
                companions.append(0)
                continue
            }
            if let known = sets[ExactID(name)] {
                companions.append(known)
            } else {
                companionCount += 1
                sets[ExactID(name)] = companionCount
                companions.append(companionCount)
            }
        }
    }

    /// Lays out the sets; nothing is added afterwards.
    mutating func finish() {
        var related = LineItemSet(count: limits.count)
        var roadblocks = LineItemSet(count: limits.count)
        for number in limits.indices {
            if labelSets[number] > 0 || advertisers[number] >= 0 { related[number] = true }
            if !roadblockPlaces[number].isEmpty { roadblocks[number] = true }
        }
        self.related = related.blocks
        self.roadblocks = roadblocks.blocks
    }

    /// Whether two line items have an exclusion label in common.
    func shareLabel(_ left: Int, _ right: Int) -> Bool {
        guard labelBits[left] & labelBits[right] != 0 else { return false }
        let other = labelsOfSet[labelSets[right]]
        for label in labelsOfSet[labelSets[left]] where other.contains(label) { return true }
        return false
    }

    // MARK: Numbers

    private mutating func place(of advertiser: Advertiser, member: Int) -> Int {
        guard let limit = advertiser.perPage else { return -1 }
        let id = ExactID(advertiser.id)
        let place = advertiserNumbers[id] ?? advertiserLimits.count
        if place == advertiserLimits.count {
            advertiserNumbers[id] = place
            advertiserLimits.append(limit)
            advertiserMembers.append([])
        }
        advertiserMembers[place].append(member)
        return place
    }

    private mutating func number(ofLabel label: String) -> Int {
        if let number = labelNumbers[ExactID(label)] { return number }
        labelNumbers[ExactID(label)] = labelMembers.count
        labelMembers.append([])
        return labelMembers.count - 1
    }

    private mutating func setNumber(of labels: [Int]) -> Int {
        if let number = setNumbers[labels] { return number }
        setNumbers[labels] = labelsOfSet.count
        labelsOfSet.append(labels)
        return labelsOfSet.count - 1
    }
}

/// The caps of all line items, ready to compare, and what a show of each creative adds to.
///
/// Made with each snapshot of the campaigns. Checks and tracks stand in two flat lists; line items
/// and creatives are known by their place in what the book was made from.
package struct CapBook: Sendable {
    /// A line item as caps see it.
    package struct Item: Sendable {
        package var id: String
        package var campaign: String
        package var advertiser: String
        /// Its labels and its advertiser's.
        package var labels: [String]
        /// The caps of the line item and of its campaign.
        package var caps: [FrequencyCap]
        /// Ids of the creatives, with the caps of each.
        package var creatives: [(id: String, caps: [FrequencyCap])]

        package init(
            id: String, campaign: String, advertiser: String, labels: [String] = [],
            caps: [FrequencyCap] = [], creatives: [(id: String, caps: [FrequencyCap])] = []
        ) {
            self.id = id
            self.campaign = campaign
            self.advertiser = advertiser
            self.labels = labels
            self.caps = caps
            self.creatives = creatives
        }
    }

    private struct Creative: Sendable {
        var checks: Range<Int>
        var tracks: Range<Int>
    }

    /// The list that ``checks(ofItem:)`` and ``checks(ofCreative:inItem:)`` are ranges of.
    package private(set) var checks: [CapCheck] = []
    /// The list that ``tracks(ofCreative:inItem:)`` is a range of.
    package private(set) var tracks: [CapTrack] = []
    private var itemChecks: [Range<Int>] = []
    private var firstCreative: [Int] = []
    private var creatives: [Creative] = []

    /// - Complexity: linear in items, creatives and caps.
    package init(_ items: [Item]) {
        var watched: [CapSubject: [CapTrack]] = [:]
        for item in items {
            itemChecks.append(addChecks(item.caps.filter { $0.scope != .creative }, item, nil))
            firstCreative.append(creatives.count)
            for creative in item.creatives {
                let caps = item.caps.filter { $0.scope == .creative } + creative.caps
                let range = addChecks(caps, item, creative.id)
                creatives.append(Creative(checks: range, tracks: 0..<0))
            }
            let all =
                item.caps.map { ($0, item.creatives.map(\.id)) }
                + item.creatives.flatMap { creative in creative.caps.map { ($0, [creative.id]) } }
            for (cap, ids) in all {
                for creative in cap.scope == .creative ? ids : [""] {
                    let subject = Self.subject(of: cap, item, creative)
                    let track = CapTrack(subject, cap)
                    if watched[subject, default: []].contains(track) { continue }
                    watched[subject, default: []].append(track)
                }
            }
        }
        for (index, item) in items.enumerated() {
            for (place, creative) in item.creatives.enumerated() {
                let start = tracks.count
                for subject in Self.subjects(of: item, creative.id) {
                    tracks += watched[subject] ?? []
                }
                creatives[firstCreative[index] + place].tracks = start..<tracks.count
            }
        }
    }

    /// The caps of a line item that hold for all of its creatives.
    package func checks(ofItem item: Int) -> Range<Int> { itemChecks[item] }

    /// The caps that count a creative itself.
    package func checks(ofCreative creative: Int, inItem item: Int) -> Range<Int> {
        creatives[firstCreative[item] + creative].checks
    }

    /// What a show of a creative adds to: every track that a cap of any line item reads.
    package func tracks(ofCreative creative: Int, inItem item: Int) -> Range<Int> {
        creatives[firstCreative[item] + creative].tracks
    }

    private mutating func addChecks(
        _ caps: [FrequencyCap], _ item: Item, _ creative: String?
    ) -> Range<Int> {
        let start = checks.count
        for cap in caps {
            checks.append(CapCheck(Self.subject(of: cap, item, creative ?? ""), cap))
        }
        return start..<checks.count
    }

    private static func subject(
        of cap: FrequencyCap, _ item: Item, _ creative: String
    ) -> CapSubject {
        switch cap.scope {
        case .creative: CapSubject(.creative, creative)
        case .lineItem: CapSubject(.lineItem, item.id)
        case .campaign: CapSubject(.campaign, item.campaign)
        case .advertiser: CapSubject(.advertiser, item.advertiser)
        case .label: CapSubject(.label, cap.label ?? "")
        }
    }

    /// Everything that a show of a creative is a show of, each once.
    private static func subjects(of item: Item, _ creative: String) -> [CapSubject] {
        var subjects = [
            CapSubject(.creative, creative), CapSubject(.lineItem, item.id),
            CapSubject(.campaign, item.campaign), CapSubject(.advertiser, item.advertiser),
        ]
        for label in item.labels {
            let subject = CapSubject(.label, label)
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return subjects
    }
}

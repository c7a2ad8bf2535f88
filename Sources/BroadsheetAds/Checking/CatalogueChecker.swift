import Foundation

/// The rules that a catalogue keeps beyond the shape of its files.
///
/// The same checks serve campaign files (with places by line) and a stored catalogue
/// (``CampaignLinter``).
struct CatalogueChecker {
    /// Something found, and the field it is about.
    struct Finding {
        var locus: Locus
        var severity = CampaignProblem.Severity.error
        var problem: String
        /// Campaign that holds the object, for places without lines.
        var campaign: String?
        /// Other fields that the finding follows from.
        var causes: [Locus] = []
    }

    /// What `time_zone` takes.
    static let zoneExpected = "an IANA time zone such as America/New_York"
    /// Bounds of weights: far enough apart for every booking, near enough that sums and shares
    /// stay exact enough.
    static let weights = 0.000_001...1_000_000_000

    let catalogue: AdCatalogue
    let existing: AdCatalogue

    private let slots: [ExactID: Slot]
    private let advertisers: Set<ExactID>
    private let creatives: [ExactID: Creative]
    /// Creatives of line items with a roadblock.
    private let roadblocks: Set<ExactID>

    /// - Parameter existing: Slots and advertisers that may be named without standing in
    ///   `catalogue`; where both have an id, `catalogue` counts.
    init(catalogue: AdCatalogue, existing: AdCatalogue) {
        self.catalogue = catalogue
        self.existing = existing
        var slots: [ExactID: Slot] = [:]
        for slot in existing.slots + catalogue.slots { slots[ExactID(slot.id)] = slot }
        self.slots = slots
        advertisers = Set((existing.advertisers + catalogue.advertisers).map { ExactID($0.id) })
        var creatives: [ExactID: Creative] = [:]
        var roadblocks: Set<ExactID> = []
        for lineItem in (existing.campaigns + catalogue.campaigns).flatMap(\.lineItems) {
            for creative in lineItem.creatives {
                creatives[ExactID(creative.id)] = creative
                roadblocks.remove(ExactID(creative.id))
                if lineItem.roadblock != nil { roadblocks.insert(ExactID(creative.id)) }
            }
        }
        self.creatives = creatives
        self.roadblocks = roadblocks
    }

    /// Everything wrong with `catalogue`, object by object in its order.
    func findings() -> [Finding] {
        var findings = catalogue.slots.flatMap(check) + catalogue.advertisers.flatMap(check)
        findings += duplicates(of: .slot, catalogue.slots.map(\.id))
        findings += duplicates(of: .advertiser, catalogue.advertisers.map(\.id))
        findings += duplicates(of: .campaign, catalogue.campaigns.map(\.id))
        let lineItems = catalogue.campaigns.flatMap(\.lineItems)
        findings += duplicates(of: .lineItem, lineItems.map(\.id))
        findings += duplicates(of: .creative, lineItems.flatMap(\.creatives).map(\.id))
        for campaign in catalogue.campaigns {
            for var finding in check(campaign) {
                finding.campaign = campaign.id
                findings.append(finding)
            }
        }
        return findings + ShareChecker(catalogue: catalogue).findings() + moved()
    }

    // MARK: Ids

    private func duplicates(of kind: Locus.Kind, _ ids: [String]) -> [Finding] {
        var seen: Set<ExactID> = []
        return ids.compactMap { id in
            guard !seen.insert(ExactID(id)).inserted else { return nil }
            let problem = "\(name(kind, id)) stands twice; ids are unique"
            return Finding(locus: Locus(kind, id), problem: problem)
        }
    }

    /// Line items and creatives that belong to another parent in the existing catalogue.
    private func moved() -> [Finding] {
        var owners: [ExactID: String] = [:]
        for campaign in existing.campaigns {
            for lineItem in campaign.lineItems { owners[ExactID(lineItem.id)] = campaign.id }
        }
        var parents: [ExactID: String] = [:]
        for lineItem in existing.campaigns.flatMap(\.lineItems) {
            for creative in lineItem.creatives { parents[ExactID(creative.id)] = lineItem.id }
        }
        var findings: [Finding] = []
        for campaign in catalogue.campaigns {
            for lineItem in campaign.lineItems {
                findings += moved(
                    .lineItem, lineItem.id, from: owners[ExactID(lineItem.id)], to: campaign.id)
                for creative in lineItem.creatives {
                    findings += moved(
                        .creative, creative.id, from: parents[ExactID(creative.id)],
                        to: lineItem.id)
                }
            }
        }
        return findings
    }

    private func moved(
        _ kind: Locus.Kind, _ id: String, from old: String?, to new: String
    ) -> [Finding] {
        guard let old, !old.isExactly(new) else { return [] }
        let parent = kind == .lineItem ? name(.campaign, old) : name(.lineItem, old)
        let problem = "\(name(kind, id)) belongs to \(parent) in the catalogue; choose another id"
        return [Finding(locus: Locus(kind, id), problem: problem)]
    }

    // MARK: Slots and advertisers

    private func check(_ slot: Slot) -> [Finding] {
        var findings = text(slot.id, .slot, slot.id, "id")
        let name = name(.slot, slot.id)
        if slot.sizes.isEmpty {
            let problem = "\(name) has no size; list at least one in `sizes`"
            findings.append(Finding(locus: Locus(.slot, slot.id, "sizes"), problem: problem))
        }
        for size in slot.sizes where !size.isValid {
            let problem = "\(name) has size \(size); both sides are 1…10,000"
            findings.append(Finding(locus: Locus(.slot, slot.id, "sizes"), problem: problem))
        }
        if slot.formats.isEmpty {
            let problem = "\(name) takes no format; name some in `formats` or leave the key out"
            findings.append(Finding(locus: Locus(.slot, slot.id, "formats"), problem: problem))
        }
        if !(0...1).contains(slot.exploration) {
            let problem = "\(name) has exploration \(slot.exploration); expected 0 to 1"
            findings.append(Finding(locus: Locus(.slot, slot.id, "exploration"), problem: problem))
        }
        return findings + checkDefault(of: slot)
    }

    /// A default creative has to be there, and to fit.
    private func checkDefault(of slot: Slot) -> [Finding] {
        guard let id = slot.defaultCreative else { return [] }
        let locus = Locus(.slot, slot.id, "default_creative")
        let name = "\(name(.slot, slot.id)) names"
        guard let creative = creatives[ExactID(id)] else {
            let hint = Spelling.hint(for: id, among: creatives.keys.sorted().map(\.text))
            let problem = "\(name) unknown default creative `\(id.shortened)`\(hint)"
            return [Finding(locus: locus, problem: problem)]
        }
        if roadblocks.contains(ExactID(id)) {
            let found = "\(name) default creative `\(id.shortened)` of a roadblock"
            return [Finding(locus: locus, problem: "\(found); name one of another line item")]
        }
        guard !creative.fits(slot) else { return [] }
        let problem = "\(name) default creative `\(id.shortened)`, which does not fit it"
        return [
            Finding(
                locus: locus, problem: problem + "; name one of its sizes and formats",
                causes: [
                    Locus(.slot, slot.id, "sizes"), Locus(.slot, slot.id, "formats"),
                    Locus(.creative, id, "size"), Locus(.creative, id, "kind"),
                ])
        ]
    }

    private func check(_ advertiser: Advertiser) -> [Finding] {
        var findings = text(advertiser.id, .advertiser, advertiser.id, "id")
        findings += text(advertiser.name, .advertiser, advertiser.id, "name")
        if let domain = advertiser.domain, !WebAddress.isHost(domain) {
            let found = "\(name(.advertiser, advertiser.id)) has domain `\(domain.shortened)`"
            let problem = "\(found); expected a host name such as alphadog.example"
            let locus = Locus(.advertiser, advertiser.id, "domain")
            findings.append(Finding(locus: locus, problem: problem))
        }
        for label in advertiser.labels {
            findings += text(label, .advertiser, advertiser.id, "labels")
        }
        for label in advertiser.exclusionLabels {
            findings += text(label, .advertiser, advertiser.id, "exclusion_labels")
        }
        findings += CapChecker(caps: advertiser.caps, kind: .advertiser, id: advertiser.id)
            .findings()
        findings += BudgetChecker(budget: advertiser.budget, kind: .advertiser, id: advertiser.id)
            .findings()
        findings += PageRuleChecker.limit(advertiser.perPage, .advertiser, advertiser.id)
        return findings
            + ContextChecker(
                safety: advertiser.brandSafety, kind: .advertiser, id: advertiser.id
            ).findings()
    }

    // MARK: Campaigns

    private func check(_ campaign: Campaign) -> [Finding] {
        var findings = text(campaign.id, .campaign, campaign.id, "id")
        findings += text(campaign.name, .campaign, campaign.id, "name")
        let name = name(.campaign, campaign.id)
        if campaign.advertiser.isEmpty {
            let problem = "\(name) has no `advertiser`; name one"
            let locus = Locus(.campaign, campaign.id, "advertiser")
            findings.append(Finding(locus: locus, problem: problem))
        } else if !advertisers.contains(ExactID(campaign.advertiser)) {
            let known = advertisers.sorted().map(\.text)
            let hint = Spelling.hint(for: campaign.advertiser, among: known)
            let found = "\(name) names unknown advertiser `\(campaign.advertiser.shortened)`"
            let locus = Locus(.campaign, campaign.id, "advertiser")
            findings.append(Finding(locus: locus, problem: found + hint))
        }
        if FlightTime.zone(named: campaign.timeZone) == nil {
            let found = "\(name) has time zone `\(campaign.timeZone.shortened)`"
            let locus = Locus(.campaign, campaign.id, "time_zone")
            let problem = "\(found); expected \(Self.zoneExpected)"
            findings.append(Finding(locus: locus, problem: problem))
        }
        for label in campaign.labels {
            findings += text(label, .campaign, campaign.id, "labels")
        }
        findings += CapChecker(caps: campaign.caps, kind: .campaign, id: campaign.id).findings()
        findings += BudgetChecker(budget: campaign.budget, kind: .campaign, id: campaign.id)
            .findings()
        for label in campaign.exclusionLabels {
            findings += text(label, .campaign, campaign.id, "exclusion_labels")
        }
        return findings + campaign.lineItems.flatMap { check($0) }
    }

    private func check(_ lineItem: LineItem) -> [Finding] {
        LineItemChecker(lineItem: lineItem, slots: slots).findings()
            + PageRuleChecker(lineItem: lineItem, slots: slots).findings()
            + ContextChecker(
                context: lineItem.context, safety: lineItem.brandSafety, kind: .lineItem,
                id: lineItem.id, hasShare: lineItem.shareOfVoice != nil
            ).findings()
    }

    // MARK: Texts

    private func text(
        _ text: String, _ kind: Locus.Kind, _ id: String, _ field: String
    ) -> [Finding] {
        Self.text(text, Locus(kind, id, field), in: name(kind, id))
    }

    private func name(_ kind: Locus.Kind, _ id: String) -> String {
        "\(kind.rawValue) `\(id.shortened)`"
    }

    /// A name or label: not empty, without control characters.
    static func text(_ text: String, _ locus: Locus, in name: String) -> [Finding] {
        let problem: String
        if text.isEmpty {
            problem = "\(name) has an empty text in `\(locus.field)`; fill or remove it"
        } else if text.unicodeScalars.contains(where: { $0.isControl }) {
            problem = "\(name) has a control character in `\(locus.field)`; remove it"
        } else {
            return []
        }
        return [Finding(locus: locus, problem: problem)]
    }
}

extension AdSize {
    fileprivate var isValid: Bool {
        Self.limits.contains(width) && Self.limits.contains(height)
    }
}

extension Unicode.Scalar {
    /// C0 and C1 controls and delete.
    var isControl: Bool { properties.generalCategory == .control }
}

import Foundation

extension CatalogueBuilder {
    private static let fileKeys = KnownKeys(accepted: ["slots", "advertisers", "campaigns"])
    private static let slotKeys = KnownKeys(
        accepted: ["id", "sizes", "formats", "priority", "exploration", "default_creative"])
    private static let advertiserKeys = KnownKeys(
        accepted: [
            "id", "name", "domain", "labels", "caps", "budget", "per_page", "exclusion_labels",
            "brand_safety",
        ])
    private static let campaignKeys = KnownKeys(
        accepted: [
            "id", "advertiser", "name", "time_zone", "labels", "caps", "budget",
            "exclusion_labels", "status", "line_items",
        ])
    private static let lineItemKeys = KnownKeys(
        accepted: [
            "id", "tier", "weight", "starts", "ends", "slots", "sections", "tags",
            "targeting", "share_of_voice", "goal", "pacing", "labels", "caps", "budget",
            "exclusion_labels", "per_page", "roadblock", "context", "brand_safety", "price",
            "status", "creatives",
        ])
    private static let creativeKeys = KnownKeys(
        accepted: [
            "id", "kind", "size", "weight", "status", "caps", "click_url", "image", "alt", "html",
            "title", "text", "sponsored_by", "call_to_action", "impression_trackers",
            "companion_set",
        ])

    /// Reads a whole file.
    mutating func readFile(_ root: YAMLNode) {
        if case .nothing(let line) = root { return warnEmpty(line: line) }
        guard let entries = mapping(root, Self.fileKeys, what: "campaign file") else { return }
        if entries.isEmpty { warnEmpty(line: root.line) }
        let file = ObjectFields(kind: .campaign, id: "", line: root.line, entries: entries)
        for node in items("slots", of: file) { readSlot(node) }
        for node in items("advertisers", of: file) { readAdvertiser(node) }
        for node in items("campaigns", of: file) { readCampaign(node) }
    }

    private mutating func readSlot(_ node: YAMLNode) {
        guard let fields = object(node, .slot, Self.slotKeys) else { return }
        let sizes = values(
            "sizes", of: fields, expected: AdSize.expected, parse: AdSize.init(text:))
        let words = Creative.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let formats = values("formats", of: fields, expected: "one of \(words)") {
            Creative.Kind(rawValue: $0)
        }
        let hasFormats = fields.entry("formats") != nil
        let priority = value("priority", of: fields, expected: "a whole number") { Int($0) }
        let exploration = value("exploration", of: fields, expected: "a number") { number($0) }
        let defaultCreative = text("default_creative", of: fields)
        guard fields.isNamed else { return }
        append(
            Slot(
                id: fields.id, sizes: sizes,
                formats: hasFormats ? formats : Creative.Kind.allCases, priority: priority ?? 1,
                exploration: exploration ?? 0, defaultCreative: defaultCreative))
    }

    private mutating func readAdvertiser(_ node: YAMLNode) {
        guard let fields = object(node, .advertiser, Self.advertiserKeys) else { return }
        let name = text("name", of: fields)
        let domain = text("domain", of: fields)
        let labels = texts("labels", of: fields)
        let caps = readCaps(of: fields)
        let budget = readBudget(of: fields)
        let perPage = readPerPage(of: fields)
        let exclusionLabels = texts("exclusion_labels", of: fields)
        let brandSafety = readBrandSafety(of: fields)
        guard fields.isNamed else { return }
        append(
            Advertiser(
                id: fields.id, name: name ?? fields.id, domain: domain, labels: labels, caps: caps,
                budget: budget, perPage: perPage, exclusionLabels: exclusionLabels,
                brandSafety: brandSafety))
    }

    private mutating func readCampaign(_ node: YAMLNode) {
        guard let fields = object(node, .campaign, Self.campaignKeys) else { return }
        let zone = value("time_zone", of: fields, expected: CatalogueChecker.zoneExpected) { name in
            FlightTime.zone(named: name).map { (name: name, zone: $0) }
        }
        let timeZone = zone?.zone ?? .gmt
        var campaign = Campaign(
            id: fields.id, advertiser: text("advertiser", of: fields) ?? "",
            name: text("name", of: fields) ?? fields.id, timeZone: zone?.name ?? "UTC",
            labels: texts("labels", of: fields), caps: readCaps(of: fields),
            budget: readBudget(of: fields), status: choice("status", of: fields),
            exclusionLabels: texts("exclusion_labels", of: fields))
        for item in items("line_items", of: fields) {
            if let lineItem = readLineItem(item, in: timeZone) {
                campaign.lineItems.append(lineItem)
            }
        }
        if fields.isNamed { append(campaign) }
    }

    private mutating func readLineItem(_ node: YAMLNode, in zone: TimeZone) -> LineItem? {
        guard let fields = object(node, .lineItem, Self.lineItemKeys) else { return nil }
        var lineItem = LineItem(id: fields.id)
        lineItem.tier = choice("tier", of: fields) ?? .standard
        lineItem.weight = value("weight", of: fields, expected: "a number") { number($0) } ?? 1
        lineItem.starts = readMoment("starts", of: fields, in: zone)
        lineItem.ends = readMoment("ends", of: fields, in: zone)
        lineItem.slots = texts("slots", of: fields)
        lineItem.sections = readRule("sections", of: fields)
        lineItem.tags = readRule("tags", of: fields)
        lineItem.targeting = readTargeting(of: fields)
        lineItem.shareOfVoice = value("share_of_voice", of: fields, expected: "a number") {
            number($0)
        }
        lineItem.goal = readGoal(of: fields)
        lineItem.pacing = readPacing(of: fields)
        lineItem.labels = texts("labels", of: fields)
        lineItem.caps = readCaps(of: fields)
        lineItem.budget = readBudget(of: fields)
        lineItem.perPage = readPerPage(of: fields)
        lineItem.exclusionLabels = texts("exclusion_labels", of: fields)
        lineItem.roadblock = choice("roadblock", of: fields)
        lineItem.context = readContext(of: fields)
        lineItem.brandSafety = readBrandSafety(of: fields)
        lineItem.price = readPrice(of: fields)
        lineItem.status = choice("status", of: fields)
        for item in items("creatives", of: fields) {
            if let creative = readCreative(item) {
                lineItem.creatives.append(creative)
            } else {
                doubt(fields.locus("creatives"))
            }
        }
        return fields.isNamed ? lineItem : nil
    }

    private mutating func readCreative(_ node: YAMLNode) -> Creative? {
        guard let fields = object(node, .creative, Self.creativeKeys) else { return nil }
        let kind: Creative.Kind? = choice("kind", of: fields)
        if kind == nil, fields.entry("kind") == nil {
            problem("creative has no `kind`; add image, html or native", line: fields.line)
        }
        let creative = Creative(
            id: fields.id, kind: kind ?? .image,
            size: value("size", of: fields, expected: AdSize.expected, parse: AdSize.init(text:)),
            weight: value("weight", of: fields, expected: "a number") { number($0) } ?? 1,
            status: choice("status", of: fields), caps: readCaps(of: fields),
            clickURL: text("click_url", of: fields) ?? "", image: text("image", of: fields),
            alt: text("alt", of: fields),
            html: text("html", of: fields), title: text("title", of: fields),
            text: text("text", of: fields), sponsoredBy: text("sponsored_by", of: fields),
            callToAction: text("call_to_action", of: fields),
            impressionTrackers: texts("impression_trackers", of: fields),
            companionSet: text("companion_set", of: fields))
        return fields.isNamed && kind != nil ? creative : nil
    }
}

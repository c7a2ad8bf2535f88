internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetArticles

/// Lists as HTML that a page or an edge cache puts in as it is.
///
/// Articles without an address that may be a link are left out; a list without any becomes the
/// empty fragment.
struct FragmentRenderer: Sendable {
    private let templates: HTMLTemplates
    private let linkParameters: [Configuration.LinkParameter]
    /// The fixed words.
    let strings: SiteStrings
    /// How dates are printed.
    let dates: PageDates
    /// Changes with whatever makes other HTML or JSON of the same items.
    let fingerprint: String

    init(templates: HTMLTemplates, site: Configuration.Site) {
        self.templates = templates
        linkParameters = site.linkParameters
        strings = SiteStrings(language: site.language)
        dates = PageDates(timeZone: site.timeZone, strings: strings)
        var fingerprint = Fingerprint()
        fingerprint.add(templates.fingerprint)
        fingerprint.add(site.timeZone)
        for (name, text) in strings.texts.sorted(by: { $0.key < $1.key }) {
            fingerprint.add(name)
            fingerprint.add(text)
        }
        for parameter in site.linkParameters {
            fingerprint.add(parameter.name)
            fingerprint.add(parameter.value)
        }
        self.fingerprint = fingerprint.hex
    }

    /// Related articles; where the list is recorded, its links lead over the click route and a
    /// picture tells that it came near the window.
    func related(_ list: RelatedList) -> String {
        let fields = list.items.enumerated().compactMap { index, item in
            let tracked = list.tracking.map { $0.clickURL + String(index + 1) }
            return self.fields(of: item, link: tracked)
        }
        guard !fields.isEmpty else { return EmptyFragment.html("none") }
        let html = templates.render(
            "related-fragment", ["strings": strings.texts, "related": fields])
        guard let tracking = list.tracking else { return html }
        return html + "<img src=\"\(MarkupText.html(tracking.seenURL))\" width=\"1\" height=\"1\""
            + " alt=\"\" loading=\"lazy\">\n"
    }

    /// The newest articles.
    func latest(_ items: [Item]) -> String {
        let fields = items.compactMap { self.fields(of: $0, link: nil) }
        guard !fields.isEmpty else { return EmptyFragment.html("none") }
        return templates.render("latest-fragment", ["strings": strings.texts, "latest": fields])
    }

    private func fields(of item: Item, link: String?) -> [String: Any]? {
        guard let url = WebAddress.safe(item.url) else { return nil }
        return ItemFields.of(
            item, url: link ?? LinkParameters.add(linkParameters, to: url), dates: dates)
    }
}

/// The fields that templates call ITEM.
enum ItemFields {
    static func of(_ item: Item, url: String, dates: PageDates) -> [String: Any] {
        var fields: [String: Any] = ["url": url, "title": item.title]
        if item.title.isEmpty { fields["title"] = item.id }
        fields.add("summary", item.summary)
        fields.add("section", item.section)
        fields.add("reason", item.reason ?? "")
        if let date = item.publishedAt {
            fields["date"] = dates.short(date)
            fields["datetime"] = dates.machine(date)
        }
        if let image = item.image, let address = WebAddress.safe(image.url) {
            fields["image_url"] = address
            fields["image_alt"] = image.alt ?? ""
            // Without a size the page would jump when the picture comes: 3:2 is the usual shape.
            fields["image_width"] = image.width ?? 600
            fields["image_height"] = image.height ?? 400
        }
        return fields
    }
}

extension [String: Any] {
    /// Adds a text unless it is empty: an empty field would still open its section.
    mutating func add(_ name: String, _ text: String) {
        if !text.isEmpty { self[name] = text }
    }
}

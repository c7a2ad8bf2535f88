internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetContent
internal import Foundation

/// The values that the demo's templates ask for.
struct DemoFields: Sendable {
    let siteName = "The Broadsheet"
    let strings: SiteStrings
    private let dates: PageDates
    private let language: String

    init(site: Configuration.Site) {
        strings = SiteStrings(language: site.language)
        dates = PageDates(timeZone: site.timeZone, strings: strings)
        language = site.language
    }

    /// What every page has.
    func page(title: String, section: String?) -> [String: Any] {
        [
            "strings": strings.texts, "language": strings.language, "page_title": title,
            "site": ["name": siteName, "home_url": "/demo/"],
            "sections": DemoNewspaper.sections.map { name in
                var values = link(section: name)
                values["current"] = section.map { SectionScope.contains(name, $0) } ?? false
                return values
            },
        ]
    }

    /// The day of a page, as long as there is one to tell.
    func day(_ date: Date?) -> [String: Any] {
        guard let date else { return [:] }
        return ["page_date": dates.long(date), "page_datetime": dates.machine(date)]
    }

    /// An item that leads to its page in the demo, wherever its public address is.
    func item(_ item: Item) -> [String: Any] {
        var values = ItemFields.of(item, url: Self.address(article: item.id), dates: dates)
        values.add("section", sectionName(item.section))
        return values
    }

    /// The article itself.
    func article(_ article: Article) -> [String: Any] {
        var values: [String: Any] = [
            "title": article.title, "article_language": article.language ?? language,
            "paragraphs": Self.paragraphs(article.body),
        ]
        values.add("summary", article.summary)
        values.add("byline", byline(article.authors))
        if let date = article.publishedAt {
            values["date"] = dates.long(date)
            values["datetime"] = dates.machine(date)
        }
        if let image = article.image, let address = WebAddress.safe(image.url) {
            values["image_url"] = address
            values["image_alt"] = image.alt ?? ""
            values["image_width"] = image.width ?? 600
            values["image_height"] = image.height ?? 400
        }
        if let source = article.source {
            values.add("source_name", source.name)
            values.add("source_url", WebAddress.safe(source.url) ?? "")
        }
        return values
    }

    /// The sections that an article lies in, the widest first.
    func breadcrumb(section: String) -> [[String: Any]] {
        var path = ""
        return section.split(separator: "/").map { name in
            path += path.isEmpty ? String(name) : "/" + name
            return link(section: path)
        }
    }

    /// A section's name and address.
    func link(section: String) -> [String: Any] {
        let address = section.split(separator: "/").map { PercentCoding.encode(String($0)) }
        return [
            "name": sectionName(section),
            "url": "/demo/section/" + address.joined(separator: "/"),
        ]
    }

    /// The section in the words of the site's language, where it is one of the demo's own.
    func sectionName(_ section: String) -> String {
        let name = section.split(separator: "/").last.map(String.init) ?? section
        let key = "section_" + name.lowercased()
        return strings.texts[key] ?? name
    }

    /// Where else the newspaper is to be found.
    var social: [[String: Any]] {
        ["newsletter", "podcast"].map {
            ["name": strings[$0], "url": "https://demo.example/" + $0]
        }
    }

    private static func address(article id: String) -> String {
        "/demo/article/" + PercentCoding.encode(id)
    }

    private static func paragraphs(_ body: String) -> [String] {
        body.split(separator: "\n\n").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty }
    }

    private func byline(_ authors: [String]) -> String {
        guard let last = authors.last, authors.count > 1 else { return authors.first ?? "" }
        return authors.dropLast().joined(separator: ", ") + " \(strings["and"]) " + last
    }
}

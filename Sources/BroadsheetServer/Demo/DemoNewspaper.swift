internal import Broadsheet
internal import BroadsheetArticles
internal import Foundation
internal import HTTPTypes

/// The demo newspaper: whole pages around what the engine answers, so that a visitor sees the
/// blocks and slots where they belong. A site of its own has its own pages.
struct DemoNewspaper: Sendable {
    /// The sections in the order of the masthead.
    static let sections = ["World", "Business", "Technology", "Science", "Sport", "Culture"]
    /// Its pages run no script; creatives stand in sandboxed frames, which inherit this.
    static let contentSecurityPolicy =
        "default-src 'none'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; "
        + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

    let engine: Engine
    let templates: HTMLTemplates
    let fields: DemoFields

    init(engine: Engine, templates: HTMLTemplates) {
        self.engine = engine
        self.templates = templates
        fields = DemoFields(site: engine.configuration.site)
    }

    /// The front page: an opening story, the latest ones, a row for each section, two slots.
    func front() async throws -> Answer {
        // The opening has room for a picture: the newest story that brings one stands there.
        let latest = try engine.latest(LatestRequest(limit: 20))
        let lead = latest.first { $0.image != nil } ?? latest.first
        var request = PageRequest(
            blocks: [
                PageRequest.Block(name: "latest", kind: .latest, limit: 8)
            ], slots: ["front-top", "front-feed"], exclude: lead.map { [$0.id] } ?? [])
        request.blocks += Self.sections.map {
            PageRequest.Block(name: "row " + $0, kind: .latest, limit: 4, section: $0)
        }
        let page = try await self.page(request)
        var values = fields.page(title: fields.siteName, section: nil)
        values["is_front"] = true
        values.merge(fields.day(latest.first?.publishedAt)) { _, new in new }
        values["lead"] = lead.map(fields.item)
        values["latest"] = page.items("latest").map(fields.item)
        values["front_top_ad"] = page.adHTML("front-top")
        values["rows"] = rows(page)
        return html("demo-front", values)
    }

    private func rows(_ page: PageAnswer) -> [[String: Any]] {
        var rows: [[String: Any]] = []
        for section in Self.sections {
            let items = page.items("row " + section)
            guard !items.isEmpty else { continue }
            var row: [String: Any] = fields.link(section: section)
            row["items"] = items.map(fields.item)
            // One native ad in the middle of the page, behind the second row.
            if rows.count == 1 { row["feed_ad"] = page.adHTML("front-feed") }
            rows.append(row)
        }
        return rows
    }

    /// The page of a section, newest first.
    func section(path: String) throws -> Answer {
        let items = try engine.latest(LatestRequest(section: path, limit: 100))
        guard !items.isEmpty || Self.sections.contains(path) else { throw Problem.unknownRoute }
        let name = fields.sectionName(path)
        var values = fields.page(title: "\(name) – \(fields.siteName)", section: path)
        values.merge(fields.day(items.first?.publishedAt)) { _, new in new }
        values["section_name"] = name
        values["items"] = items.map(fields.item)
        return html("demo-section", values)
    }

    /// The page of an article, with everything around it from one request to the engine.
    func article(id: String) async throws -> Answer {
        guard let article = try engine.article(id: id) else {
            throw RequestError.unknownArticle(id: id)
        }
        let page = try await self.page(
            PageRequest(
                article: id,
                blocks: [
                    PageRequest.Block(
                        name: "related", kind: .related, limit: 6,
                        rules: ["fallback": "story,tags"]),
                    PageRequest.Block(name: "latest", kind: .latest, limit: 8),
                ], slots: ["article-side", "article-foot"]))
        var values = fields.page(
            title: "\(article.title) – \(fields.siteName)", section: article.section)
        values.add("description", article.summary)
        values["article"] = fields.article(article)
        values["breadcrumb"] = fields.breadcrumb(section: article.section)
        values["social"] = fields.social
        values["latest"] = page.items("latest").map(fields.item)
        values["related"] = page.items("related").map(fields.item)
        values["article_side_ad"] = page.adHTML("article-side")
        values["article_foot_ad"] = page.adHTML("article-foot")
        return html("demo-article", values)
    }

    /// A page that says what went wrong, with the status of the problem.
    func errorPage(_ problem: Problem) -> Answer {
        var values = fields.page(title: fields.siteName, section: nil)
        let code = problem.status.code
        let isMissing = code == 404
        values["status"] = code
        values["error_title"] =
            fields.strings[
                "error_\(isMissing ? 404 : code < 500 ? 400 : 500)"]
        values["message"] =
            fields.strings[
                isMissing ? "error_message_404" : "error_message_other"]
        return html("demo-error", values, status: problem.status)
    }

    /// Asks the engine for a page; slots that the catalogue does not have stay empty.
    private func page(_ request: PageRequest) async throws -> PageAnswer {
        var request = request
        while true {
            do {
                return try await engine.page(request)
            } catch RequestError.unknownSlot(let slot) where request.slots.contains(slot) {
                request.slots.removeAll { $0 == slot }
            }
        }
    }

    private func html(
        _ template: String, _ values: [String: Any], status: HTTPResponse.Status = .ok
    ) -> Answer {
        var answer = Answer.html(
            templates.render(template, values), status: status, cache: .private)
        answer.fields[.contentSecurityPolicy] = Self.contentSecurityPolicy
        return answer
    }
}

extension PageAnswer {
    /// The items of the block of that name.
    fileprivate func items(_ name: String) -> [Item] {
        blocks.first { $0.name == name }?.items ?? []
    }

    /// The markup of the ad in a slot; nil where there is none.
    fileprivate func adHTML(_ slot: String) -> String? {
        guard case .ad(let ad) = ads.first(where: { $0.slot == slot })?.outcome else { return nil }
        return ad.html
    }
}

internal import Broadsheet
internal import BroadsheetArticles
internal import Foundation
internal import HTTPTypes

extension HTTPService {
    /// `GET /v1/related?article=`: the same as `GET /v1/articles/{id}/related`, for callers that
    /// can't put an id with a slash into a path.
    func relatedByQuery(_ call: Call) async throws -> Answer {
        guard let id = try call.query.name("article") else {
            throw Problem.badRequest("article: missing; expected the id of an article")
        }
        return try await related(article: id, call)
    }

    /// `GET /v1/articles/{id}/related`
    func related(article id: String, _ call: Call) async throws -> Answer {
        let format = try call.query.format()
        // HEAD records nothing, so its answer is that of an untracked list.
        let track = try call.query.flag("track") && !call.isHead
        let request = RelatedRequest(
            id: id, limit: try call.query.limit(), exclude: try call.query.all("exclude"),
            explain: try call.query.flag("explain"), variant: try call.query.name("variant"),
            track: track, readerKey: nil, linkableOnly: format == .html,
            stories: try call.query.choice("stories") ?? .all, rules: try call.query.rules())
        let list = try await engine.related(request)
        if track {
            return format == .html
                ? .html(fragments.related(list), cache: .private)
                : .json(Self.json(related: list), cache: .private)
        }
        let body = ListBody(
            name: "related", format: format, variant: list.variant, isExplained: request.explain,
            keys: SurrogateKeys(
                ["related-" + PercentCoding.encode(id)], articles: [id] + list.items.map(\.id)))
        return cached(body, items: list.items, call) {
            format == .html ? Array(fragments.related(list).utf8) : Self.json(related: list)
        }
    }

    /// `POST /v1/related`: a draft that need not be in the catalogue, a reading history, or both.
    func relatedToDraft(_ call: Call) async throws -> Answer {
        let limits = settings.limits
        let bytes = try await call.jsonBody(
            upTo: limits.articleByteCount, within: limits.bodyTime)
        let options = try JSONBody.decode(DraftOptions.self, from: bytes)
        let (like, notLike) = (options.like ?? [], options.notLike ?? [])
        for (name, ids) in [("like", like), ("not_like", notLike)]
        where ids.count > limits.readingHistoryCount {
            throw Problem.badRequest(
                "\(name): found \(ids.count); expected at most \(limits.readingHistoryCount)")
        }
        var article: Article?
        if options.hasArticle || like.isEmpty && notLike.isEmpty {
            article = try ArticleRecord.decode(
                Data(bytes), identity: .optional, knownKeys: DraftOptions.keys
            ).article
        }
        let list = try await engine.related(
            DraftRequest(
                article: article, like: like, notLike: notLike,
                limit: options.limit?.value ?? 10, exclude: options.exclude ?? [],
                explain: options.explain ?? false, rules: options.rules?.texts ?? [:]))
        return .json(Self.json(related: list), cache: .private)
    }

    /// `GET /v1/latest`
    func latest(_ call: Call) throws -> Answer {
        let format = try call.query.format()
        let section = try call.query.single("section") ?? ""
        let request = LatestRequest(
            section: section, limit: try call.query.limit(),
            exclude: try call.query.all("exclude"), linkableOnly: format == .html)
        let items = try engine.latest(request)
        let name = section.isEmpty ? "latest" : "latest-" + PercentCoding.encode(section)
        let body = ListBody(
            name: "latest", format: format, variant: "", isExplained: false,
            keys: SurrogateKeys([name], articles: items.map(\.id)))
        return cached(body, items: items, call) {
            format == .html ? Array(fragments.latest(items).utf8) : Self.json(latest: items)
        }
    }

    private static func json(related list: RelatedList) -> [UInt8] {
        var writer = JSONWriter()
        list.write(to: &writer)
        return writer.bytes
    }

    private static func json(latest items: [Item]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("latest")
            writer.array { writer in
                for item in items { item.write(to: &writer) }
            }
        }
        return writer.bytes
    }

    /// A list with its tag and keys, or 304 when the caller holds it already.
    private func cached(
        _ list: ListBody, items: [Item], _ call: Call, body: () -> [UInt8]
    ) -> Answer {
        let tag = EntityTag(list: list, items: items, rendering: fragments.fingerprint)
        let isHeld = call.fields[.ifNoneMatch].map(tag.matches) ?? false
        var answer: Answer
        if isHeld {
            answer = Answer(.notModified, cache: .shared)
        } else if list.format == .html {
            answer = .html(String(decoding: body(), as: UTF8.self), cache: .shared)
        } else {
            answer = .json(body(), cache: .shared)
        }
        answer.fields[.eTag] = tag.text
        answer.fields.set("Surrogate-Key", list.keys.text)
        return answer
    }
}

/// What makes a list's answer the one that it is, beside its items.
struct ListBody: Sendable {
    var name: String
    var format: AnswerFormat
    var variant: String
    var isExplained: Bool
    var keys: SurrogateKeys
}

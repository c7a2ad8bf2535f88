internal import HTTPTypes

/// What a path leads to. Parsed here and nowhere else, so that everything that looks at a request
/// before or behind the framework agrees.
enum Route: Sendable, Hashable {
    case related(article: String)
    case relatedToDraft
    case latest
    case slotAd(slot: String)
    case page
    case auction
    case impression(token: String)
    case viewable(token: String)
    case click(token: String)
    case listSeen(token: String)
    case listClick(token: String, position: String)
    case article(id: String)
    /// Why a past decision came out as it did.
    case decision(id: String)
    case demoEntrance
    case demoFront
    case demoSection(path: String)
    case demoArticle(id: String)
    case demoFile(path: String)
    case health
    case readiness
    case metrics
    case openAPI

    /// The route of a path that is still percent-encoded; nil when it leads nowhere.
    ///
    /// Each segment is decoded once, so that an id holds what `%2F` or `%20` stand for.
    /// - Throws: a problem for escapes that are broken or no UTF-8.
    init?(path: String) throws(Problem) {
        var segments: [String] = []
        for (index, segment) in path.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        ).enumerated() where index > 0 || !segment.isEmpty {
            guard let text = PercentCoding.decode(Substring(segment).utf8) else {
                throw .badRequest(
                    "path: found an escape that is no UTF-8 text; expected each `%` to stand "
                        + "before two hexadecimal digits, as in `%2F`")
            }
            segments.append(text)
        }
        let route: Route? =
            switch segments.first {
            case "v1": Self.version1(Array(segments.dropFirst()))
            case "openrtb2": segments.dropFirst() == ["auction"] ? .auction : nil
            case "demo": Self.demo(Array(segments.dropFirst()))
            default: segments.count == 1 ? Self.operations(segments[0]) : nil
            }
        guard let route else { return nil }
        self = route
    }

    private static func version1(_ segments: [String]) -> Route? {
        guard segments.count > 1 else {
            switch segments.first {
            case "related": return .relatedToDraft
            case "latest": return .latest
            case "page": return .page
            default: return nil
            }
        }
        let name = segments[1]
        guard !name.isEmpty else { return nil }
        switch (segments[0], segments.count, segments.count > 2 ? segments[2] : "") {
        case ("articles", 2, _): return .article(id: name)
        case ("decisions", 2, _): return .decision(id: name)
        case ("articles", 3, "related"): return .related(article: name)
        case ("slots", 3, "ad"): return .slotAd(slot: name)
        case ("impression", 2, _): return .impression(token: name)
        case ("viewable", 2, _): return .viewable(token: name)
        case ("click", 2, _): return .click(token: name)
        case ("list", 3, "seen"): return .listSeen(token: name)
        case ("list", 4, "click"): return .listClick(token: name, position: segments[3])
        default: return nil
        }
    }

    private static func demo(_ segments: [String]) -> Route? {
        switch (segments.first, segments.count) {
        case (nil, _): .demoEntrance
        case ("", 1): .demoFront
        case ("article", 2): segments[1].isEmpty ? nil : .demoArticle(id: segments[1])
        case ("section", 2...): .demoSection(path: segments.dropFirst().joined(separator: "/"))
        default: .demoFile(path: segments.joined(separator: "/"))
        }
    }

    private static func operations(_ name: String) -> Route? {
        switch name {
        case "": .demoEntrance
        case "healthz": .health
        case "readyz": .readiness
        case "metrics": .metrics
        case "openapi.json": .openAPI
        default: nil
        }
    }

    /// The route's name in metrics: a fixed set, whatever the ids.
    var template: String {
        switch self {
        case .related: "/v1/articles/{id}/related"
        case .relatedToDraft: "/v1/related"
        case .latest: "/v1/latest"
        case .slotAd: "/v1/slots/{slot}/ad"
        case .page: "/v1/page"
        case .auction: "/openrtb2/auction"
        case .impression: "/v1/impression/{token}"
        case .viewable: "/v1/viewable/{token}"
        case .click: "/v1/click/{token}"
        case .listSeen: "/v1/list/{token}/seen"
        case .listClick: "/v1/list/{token}/click/{position}"
        case .article: "/v1/articles/{id}"
        case .decision: "/v1/decisions/{id}"
        case .demoEntrance: "/"
        case .demoFront: "/demo/"
        case .demoSection: "/demo/section/{path}"
        case .demoArticle: "/demo/article/{id}"
        case .demoFile: "/demo/{file}"
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .openAPI: "/openapi.json"
        }
    }

    /// The methods that the route knows beside OPTIONS.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .relatedToDraft: [.get, .head, .post]
        case .page, .auction: [.post]
        case .article: [.put, .delete]
        default: [.get, .head]
        }
    }

    /// Whether a GET changes what is counted, so that HEAD may only tell the headers.
    var isRecordedOnGet: Bool {
        switch self {
        case .slotAd, .impression, .viewable, .click, .listSeen, .listClick, .demoFront,
            .demoArticle:
            true
        default: false
        }
    }
}

package import Broadsheet
internal import BroadsheetAds
internal import BroadsheetArticles
internal import HTTPTypes
package import Hummingbird
package import Logging
internal import NIOCore

/// Answers every route from an engine: a function from request to answer, which tests call
/// without a port.
///
/// A handler is a method that returns an ``Answer`` or throws a ``Problem``; this type chooses the
/// handler and adds what all answers have in common: cross-origin headers, counts, limits.
package struct HTTPService: HTTPResponder {
    package typealias Context = ClientContext

    let engine: Engine
    let settings: ServerSettings
    let metrics: RequestMetrics
    let fragments: FragmentRenderer
    let demo: DemoNewspaper?
    let admission: Admission
    let clients: ClientAddress
    let logger: Logger

    /// - Throws: when a template that is compiled in can't be read, or a trusted proxy has no address.
    package init(
        engine: Engine, settings: ServerSettings, logger: Logger = Logger(label: "broadsheet.http")
    ) throws {
        self.engine = engine
        self.settings = settings
        self.logger = logger
        clients = try ClientAddress(
            trustedProxies: engine.configuration.http.trustedProxies)
        metrics = RequestMetrics()
        admission = Admission(limit: settings.limits.requestCount)
        let templates = try HTMLTemplates()
        fragments = FragmentRenderer(templates: templates, site: engine.configuration.site)
        demo = settings.isDemo ? DemoNewspaper(engine: engine, templates: templates) : nil
    }

    /// The answer to a request. Never throws: whatever goes wrong is an answer too.
    package func respond(to request: Request, context: ClientContext) async -> Response {
        let start = settings.instant()
        let route = Result { () throws(Problem) in try Route(path: request.uri.path) }
        var answer = await answer(to: request, from: context.peer, route: route)
        CrossOrigin(allowedOrigins: engine.configuration.http.allowedOrigins)
            .add(to: &answer, origin: request.headers[.origin])
        let template = (try? route.get())?.template ?? "other"
        let duration = start.duration(to: settings.instant())
        metrics.count(
            route: template, status: answer.status.code,
            seconds: duration / .seconds(1))
        if settings.logsRequests {
            logger.info("\(request.method) \(template) \(answer.status.code) \(duration)")
        }
        return Response(answer, isHead: request.method == .head)
    }

    private func answer(
        to request: Request, from peer: SocketAddress?, route: Result<Route?, Problem>
    ) async -> Answer {
        let query = QueryParameters(request.uri.query)
        do {
            guard let route = try route.get(), exists(route) else { throw Problem.unknownRoute }
            var call = Call(
                method: request.method, route: route, query: query, fields: request.headers,
                body: request.body)
            if route.judgesClients {
                call.client = clients.address(
                    peer: peer?.ipAddress.flatMap(NetworkAddress.init), request.headers)
            }
            if call.method == .options { return preflight(call) }
            guard route.methods.contains(call.method) else {
                throw Self.methodNotAllowed(call)
            }
            return try await admitted(call)
        } catch {
            let problem = Self.problem(error, logger: logger)
            return query.wantsHTML ? problem.fragment : problem.answer
        }
    }

    private func admitted(_ call: Call) async throws -> Answer {
        guard call.route.isAlwaysAnswered || admission.enter() else {
            throw Problem.unavailable("too many requests at once: come back in a moment")
        }
        defer { if !call.route.isAlwaysAnswered { admission.leave() } }
        if call.isHead, call.route.isRecordedOnGet { return head(of: call) }
        return try await handle(call)
    }

    private func handle(_ call: Call) async throws -> Answer {
        switch call.route {
        case .related(let article): try await related(article: article, call)
        case .relatedToDraft:
            call.method == .post ? try await relatedToDraft(call) : try await relatedByQuery(call)
        case .latest: try latest(call)
        case .slotAd(let slot): try ad(slot: slot, call)
        case .page: try await page(call)
        case .auction: try await auction(call)
        case .impression(let token): try await impression(token: token, call)
        case .viewable(let token): try await viewable(token: token, call)
        case .click(let token): try await click(token: token, call)
        case .listSeen(let token): try await listSeen(token: token)
        case .listClick(let token, let position):
            try await listClick(token: token, position: position)
        case .article(let id): try await publishHook(id: id, call)
        case .decision(let id): try await decision(id: id, call)
        case .demoEntrance, .demoFront, .demoSection, .demoArticle, .demoFile:
            try await demoPage(call)
        case .health: health()
        case .readiness: readiness()
        case .metrics: metricsPage()
        case .openAPI: openAPI()
        }
    }

    /// Routes that the settings switch off do not exist.
    private func exists(_ route: Route) -> Bool {
        switch route {
        case .demoEntrance, .demoFront, .demoSection, .demoArticle, .demoFile: demo != nil
        case .article, .decision: settings.token != nil
        default: true
        }
    }

    /// What a GET would have in its header, as far as that is known without deciding.
    private func head(of call: Call) -> Answer {
        switch call.route {
        case .impression, .viewable, .listSeen: Answer(.ok, type: "image/gif", cache: .noStore)
        case .click, .listClick: Answer(.ok, cache: .noStore)
        case .slotAd:
            call.query.wantsHTML
                ? .html("", cache: .private) : .json([], cache: .private)
        default: .html("", cache: .private)
        }
    }

    private func preflight(_ call: Call) -> Answer {
        var answer = Answer(.noContent)
        let methods = (call.route.methods + [.options]).map(\.rawValue).joined(separator: ", ")
        answer.fields[.allow] = methods
        if call.fields[.accessControlRequestMethod] != nil, call.route.isOpenToBrowsers {
            answer.fields[.accessControlAllowMethods] = methods
            answer.fields[.accessControlAllowHeaders] = "content-type"
            answer.fields[.accessControlMaxAge] = "600"
        }
        return answer
    }

    private static func methodNotAllowed(_ call: Call) -> Problem {
        let methods = call.route.methods.map(\.rawValue).joined(separator: " or ")
        var problem = Problem(
            .methodNotAllowed, "found \(call.method.rawValue); expected \(methods)",
            reason: "method")
        problem.allow = call.route.methods + [.options]
        return problem
    }

    private static func problem(_ error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as RequestError: return Problem(error)
        case let error as EngineBusy: return Problem(error)
        case is CancellationError: return .unavailable("the server stops: try again")
        case let error as ArticleRecord.Problem: return Problem(error)
        case let error as PublishError: return .badRequest(error.description)
        default:
            logger.error("a request could not be answered: \(error)")
            return .unavailable("the answer could not be made or recorded: try again")
        }
    }
}

extension Route {
    /// Asked by machines that decide whether this one is well: never turned away.
    fileprivate var isAlwaysAnswered: Bool {
        switch self {
        case .health, .readiness, .metrics: true
        default: false
        }
    }

    /// Whether it matters who asks.
    fileprivate var judgesClients: Bool {
        switch self {
        case .impression, .viewable, .click: true
        default: false
        }
    }

    /// Whether scripts of allowed origins may call it; what asks for the operator's token is for
    /// servers.
    fileprivate var isOpenToBrowsers: Bool {
        switch self {
        case .article, .decision: false
        default: true
        }
    }
}

extension Response {
    /// The answer as the framework sends it.
    init(_ answer: Answer, isHead: Bool) {
        let hasBody = !answer.body.isEmpty
        var fields = answer.fields
        if isHead, hasBody { fields[.contentLength] = String(answer.body.count) }
        self.init(
            status: answer.status, headers: fields,
            body: hasBody && !isHead
                ? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) : ResponseBody())
        let isBodiless = answer.status == .noContent || answer.status == .notModified
        if isBodiless || (isHead && !hasBody) { headers[.contentLength] = nil }
    }
}

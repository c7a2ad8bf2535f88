internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetArticles
internal import HTTPTypes

/// Why a request can't be answered, told as RFC 9457 has it. Never the server's fault unless the
/// status says so.
struct Problem: Error, Sendable, Hashable {
    /// The status of the answer.
    var status: HTTPResponse.Status
    /// Found, expected, remedy.
    var detail: String
    /// One word for programs that read HTML fragments.
    var reason: String
    /// Seconds after which to try again; for 503.
    var retryAfterSeconds: Int?
    /// The methods that the route has; for 405.
    var allow: [HTTPRequest.Method] = []

    init(
        _ status: HTTPResponse.Status, _ detail: String, reason: String,
        retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.detail = detail
        self.reason = reason
        self.retryAfterSeconds = retryAfterSeconds
    }

    static func badRequest(_ detail: String) -> Problem {
        Problem(.badRequest, detail, reason: "bad_request")
    }

    static let unknownRoute = Problem(
        .notFound, "nothing is served under this path: see /openapi.json", reason: "not_found")

    static let unknownToken = Problem(
        .notFound, "this token was not signed here: take the address from an answer as it is",
        reason: "unknown_token")

    /// Whatever the request, now is not the time.
    static func unavailable(_ detail: String) -> Problem {
        Problem(.serviceUnavailable, detail, reason: "unavailable", retryAfterSeconds: 2)
    }

    init(_ error: RequestError) {
        switch error {
        case .unknownArticle:
            self.init(.notFound, error.description, reason: "unknown_article")
        case .unknownSlot: self.init(.notFound, error.description, reason: "unknown_slot")
        case .readOnlyCatalogue:
            self.init(.forbidden, error.description, reason: "read_only")
        case .unknownVariant, .limitOutOfRange, .duplicateBlock, .badRule:
            self.init(.badRequest, error.description, reason: "bad_request")
        }
    }

    init(_ error: EngineBusy) {
        self = .unavailable(error.description)
        reason = "busy"
        retryAfterSeconds = error.retryAfterSeconds
    }

    init(_ problem: ArticleRecord.Problem) {
        if case .otherIdentity = problem {
            self.init(.conflict, problem.description, reason: "other_id")
        } else {
            self.init(.badRequest, problem.description, reason: "bad_request")
        }
    }

    /// The answer for programs.
    var answer: Answer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "about:blank")
            writer.member("title", status.reasonPhrase)
            writer.member("status", status.code)
            writer.member("detail", detail)
            writer.member("reason", reason)
        }
        var answer = Answer(
            status, type: "application/problem+json", cache: .noStore, body: writer.bytes)
        answer.fields[.retryAfter] = retryAfterSeconds.map(String.init)
        if status == .unauthorized { answer.fields[.wwwAuthenticate] = "Bearer" }
        if !allow.isEmpty {
            answer.fields[.allow] = allow.map(\.rawValue).joined(separator: ", ")
        }
        return answer
    }

    /// The answer inside a page: an invisible element that says why there is nothing, with status
    /// 200, because edge caches put the text of an error page into the page.
    var fragment: Answer {
        status.kind == .serverError ? answer : EmptyFragment.answer(reason, cache: .briefly)
    }
}

/// What stands where a block or an ad would: invisible, of no size.
enum EmptyFragment {
    static func html(_ reason: String) -> String {
        "<aside hidden data-broadsheet-empty=\"\(MarkupText.html(reason))\"></aside>"
    }

    static func answer(_ reason: String, cache: CachePolicy) -> Answer {
        .html(html(reason), cache: cache)
    }
}

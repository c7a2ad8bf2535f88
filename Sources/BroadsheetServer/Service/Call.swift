internal import Broadsheet
internal import BroadsheetAds
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A request on its way through the handlers.
struct Call: Sendable {
    var method: HTTPRequest.Method
    var route: Route
    var query: QueryParameters
    var fields: HTTPFields
    var body: RequestBody
    /// The address of who asks; nil where there is none.
    var client: NetworkAddress?

    /// What the browser says of itself.
    var userAgent: String? { fields[.userAgent] }

    /// Who sent a beacon, as far as its own request says.
    var source: BeaconSource {
        BeaconSource(
            from: client, userAgent: userAgent ?? "", isPrefetch: Prefetch.isAsked(fields))
    }

    /// A HEAD request: the answer's header is wanted, nothing is decided or recorded.
    var isHead: Bool { method == .head }

    /// The body, whole.
    ///
    /// - Throws: a problem when it is longer than `byteCount`, does not say that it is JSON or
    ///   takes longer than `time`.
    func jsonBody(upTo byteCount: Int, within time: Duration) async throws -> [UInt8] {
        try checkContentType()
        let tooLong = Problem(
            .contentTooLarge, "the body may hold \(byteCount) bytes: send less",
            reason: "too_large")
        if let length = fields[.contentLength].flatMap(Int.init), length > byteCount {
            throw tooLong
        }
        let body = body
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    return try await Array(buffer: body.collect(upTo: byteCount))
                } catch is NIOTooManyBytesError {
                    throw tooLong
                } catch  where !(error is CancellationError) {
                    // The client hung up, or sent what is no HTTP.
                    throw Problem.badRequest("the body did not arrive whole: send it again")
                }
            }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw Problem(
                    .requestTimeout, "the body did not arrive within \(time)", reason: "timeout")
            }
            return bytes
        }
    }

    private func checkContentType() throws(Problem) {
        let found = fields[.contentType] ?? ""
        let type = found.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        let isJSON =
            type == "application/json"
            || (type.hasPrefix("application/") && type.hasSuffix("+json"))
        guard isJSON else {
            throw Problem(
                .unsupportedMediaType,
                "Content-Type: found `\(found.prefix(80))`; expected application/json",
                reason: "media_type")
        }
    }
}

/// What a server needs to know beside its engine, whose settings hold the site and the origins
/// that browsers may call from.
package struct ServerSettings: Sendable {
    /// What one client or all together may take.
    package struct Limits: Sendable, Hashable {
        /// Bytes of all header fields of a request, its path included.
        package var headerByteCount = 64 * 1_024
        /// Bytes of the body of `POST /v1/page`.
        package var pageByteCount = 1_024 * 1_024
        /// Bytes of the body of `POST /openrtb2/auction`.
        package var auctionByteCount = 256 * 1_024
        /// Bytes of an article in `PUT /v1/articles/{id}` and `POST /v1/related`.
        package var articleByteCount = 8 * 1_024 * 1_024
        /// Articles that a reading history names, liked or not liked.
        package var readingHistoryCount = 1_000
        /// Blocks, and slots, of one page.
        package var pagePartCount = 50
        /// Requests answered at the same time; the next one is told to come back.
        package var requestCount = 1_024
        /// Open connections; the next one waits in the kernel's queue.
        package var connectionCount = 8_192
        /// How long a connection may be silent, or take to send the header of a request.
        package var idleTime: Duration = .seconds(30)
        /// How long the body of a request may take to arrive.
        package var bodyTime: Duration = .seconds(30)
        /// How long requests may take to finish once the server was told to stop.
        package var shutdownTime: Duration = .seconds(20)

        /// Room for the largest article and a busy site; little enough for a small machine.
        package init() {}
    }

    /// Address to listen on.
    package var host: String
    /// Port to listen on; 0 takes a free one.
    package var port: Int
    /// The operator's token, which the publish hook asks for; nil switches the hook off.
    package var token: String?
    /// Serves the demo newspaper under `/demo/`.
    package var isDemo: Bool
    /// Writes a line for each request, without its path.
    package var logsRequests: Bool
    /// What requests may take.
    package var limits: Limits
    /// A clock that only goes forward, for how long requests take.
    package var instant: @Sendable () -> ContinuousClock.Instant

    /// A server on this machine alone, without publish hook and demo.
    package init(
        host: String = "127.0.0.1", port: Int = 8080, token: String? = nil, isDemo: Bool = false,
        logsRequests: Bool = false, limits: Limits = Limits(),
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
    ) {
        self.host = host
        self.port = port
        self.token = token
        self.isDemo = isDemo
        self.logsRequests = logsRequests
        self.limits = limits
        self.instant = instant
    }
}

import Broadsheet
import BroadsheetStorage
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import BroadsheetServer

struct HTTPServerTests {
    @Test
    func `a port that is taken is told in one line with its address and what to do`() async throws {
        let site = try await TestSite.open()
        defer { site.remove() }
        let holder = try HTTPServer.application(
            engine: site.engine, settings: ServerSettings(port: 0))
        try await holder.test(.live) { client in
            let port = try #require(client.port)
            let error = await #expect(throws: ServerError.self) {
                try await HTTPServer.run(
                    engine: site.engine, settings: ServerSettings(port: port))
            }
            let text = try #require(error).description
            #expect(
                text == "127.0.0.1:\(port) is in use: stop the other server or name another --port")
        }
    }

    @Test
    func `a connection serves several requests, large headers and bodies among them`() async throws
    {
        let site = try await TestSite.open()
        defer { site.remove() }
        let application = try HTTPServer.application(
            engine: site.engine, settings: ServerSettings(port: 0))
        try await application.test(.live) { client in
            let id = String(repeating: "%F0%9F%97%9E", count: 2_500)
            let long = try await client.execute(uri: "/v1/articles/\(id)/related", method: .get)
            #expect(long.status == .notFound)
            let page = try await client.execute(
                uri: "/v1/page", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"slots":["article-side"]}"#))
            #expect(page.status == .ok)
            let head = try await client.execute(uri: "/v1/latest", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let latest = try await client.execute(uri: "/v1/latest", method: .get)
            #expect(latest.status == .ok)
        }
        await site.engine.shutdown()
    }

    @Test
    func `a server that is told to stop finishes the request that has begun`() async throws {
        let site = try await TestSite.open()
        defer { site.remove() }
        let settings = ServerSettings(port: 0)
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let application = try HTTPServer.application(engine: site.engine, settings: settings) {
            running.yield($0)
        }
        let group = HTTPServer.serviceGroup(
            engine: site.engine, application: application, settings: settings,
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await HTTPServer.run(group, engine: site.engine, settings: settings)
            }
            let port = try #require(await ports.first { _ in true })
            let body = #"{"slots":["article-side"]}"#
            let head =
                "POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n"
            let answer = try await Self.exchange(
                port: port, [head + body.prefix(10), String(body.dropFirst(10))]
            ) {
                while application.responder.admission.count == 0 { await Task.yield() }
                await group.triggerGracefulShutdown()
            }
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains(#""slots":{"article-side":{"decision":"#))
            try await tasks.waitForAll()
        }
        let ledger = try SQLiteLedger.open(
            path: site.folder.appending(path: "news.ledger.sqlite").path, mode: .existing)
        let decisions = try ledger.deliveryCounts().reduce(0) { $0 + $1.decisions }
        #expect(decisions == 1)
    }

    @Test(arguments: [
        "GET /v1/latest HTTP/1.1\r\nHost: x\r\nX-Slow: ", "",
        "GET /v1/latest HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func `a connection that falls silent is closed`(sent: String) async throws {
        var settings = ServerSettings(port: 0)
        settings.limits.idleTime = .milliseconds(20)
        try await Self.serve(settings) { port in
            let answer = try await Self.exchange(port: port, [sent])
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test
    func `a body that does not arrive in time is given up`() async throws {
        var settings = ServerSettings(port: 0)
        settings.limits.bodyTime = .milliseconds(20)
        try await Self.serve(settings) { port in
            let head = "POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            let answer = try await Self.exchange(port: port, [head + "Content-Length: 9\r\n\r\n{"])
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
        }
    }

    @Test
    func `a header beyond the limit is refused and the connection closed`() async throws {
        var settings = ServerSettings(port: 0)
        settings.limits.headerByteCount = 1_000
        try await Self.serve(settings) { port in
            let head = "GET /v1/latest HTTP/1.1\r\nHost: x\r\nX-Long: "
            let long = String(repeating: "a", count: 2_000)
            let answer = try await Self.exchange(port: port, [head + long + "\r\n\r\n"])
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    /// Calls `body` with the port of a server.
    private static func serve(
        _ settings: ServerSettings, _ body: (Int) async throws -> Void
    ) async throws {
        let site = try await TestSite.open()
        defer { site.remove() }
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let application = try HTTPServer.application(engine: site.engine, settings: settings) {
            running.yield($0)
        }
        let group = HTTPServer.serviceGroup(
            engine: site.engine, application: application, settings: settings,
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await HTTPServer.run(group, engine: site.engine, settings: settings)
            }
            try await body(try #require(await ports.first { _ in true }))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Sends the texts, calling `between` before each but the first; returns all that comes back
    /// until the server closes the connection.
    private static func exchange(
        port: Int, _ texts: [String], between: @Sendable () async -> Void = {}
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        let answer = Mutex("")
        do {
            try await channel.executeThenClose { inbound, outbound in
                for (index, text) in texts.enumerated() {
                    if index > 0 { await between() }
                    try await outbound.write(ByteBuffer(string: text))
                }
                for try await part in inbound { answer.withLock { $0 += String(buffer: part) } }
            }
        } catch is ChannelError {
            // The server closed the connection before all was sent.
        } catch is IOError {
            // The same, with bytes that it had not read.
        }
        return answer.withLock { $0 }
    }
}

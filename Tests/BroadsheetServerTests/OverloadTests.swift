import Dispatch
import Foundation
import HTTPTypes
import Testing

@testable import Broadsheet
@testable import BroadsheetServer

struct OverloadTests {
    private static let lists = "/v1/articles/summit/related"
    private static let draft = #"{"title":"Summit","body":"Summit and sanctions."}"#

    /// Serves the small newspaper while its only search thread is held and no search may wait.
    private static func serveBusy(
        _ body: @Sendable (Client) async throws -> Void
    ) async throws {
        let executor = SearchExecutor(threads: 1, depth: 0)
        let door = DispatchSemaphore(value: 0)
        let holding = Task { try await executor.run { door.wait() } }
        while executor.counts.started == 0 { await Task.yield() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await TestSite.serve(searches: executor, body))
        } catch {
            result = .failure(error)
        }
        door.signal()
        try await holding.value
        try result.get()
    }

    @Test
    func `a search for which there is no room is told to come back`() async throws {
        try await Self.serveBusy { client in
            let page = #"{"article":"summit","blocks":[{"name":"r","kind":"related"}]}"#
            let replies = [
                try await client.get(Self.lists),
                try await client.send(.post, "/v1/related", body: Self.draft),
                try await client.send(.post, "/v1/page", body: page),
            ]
            for reply in replies {
                #expect(reply.status == 503)
                #expect(reply["Retry-After"] == "1")
                #expect(reply["Content-Type"] == "application/problem+json")
                #expect(try reply.object()["reason"] as? String == "busy")
            }
        }
    }

    @Test
    func `what needs no search is answered while searches are refused`() async throws {
        try await Self.serveBusy { client in
            await client.engine.settle()
            let list = try await client.get(Self.lists)
            #expect(list.status == 200)
            for uri in ["/healthz", "/readyz", "/metrics", "/v1/latest"] {
                #expect(try await client.get(uri).status == 200)
            }
            let ready = try await client.get("/readyz").object()
            #expect(ready["lists_ready"] as? Int == ready["articles"] as? Int)
        }
    }

    @Test
    func `metrics count searches and refusals`() async throws {
        try await Self.serveBusy { client in
            _ = try await client.get(Self.lists)
            _ = try await client.get(Self.lists)
            let lines = try await client.get("/metrics").text.split(separator: "\n")
            for expected in [
                "broadsheet_searches_total 1", "broadsheet_searches_refused_total 2",
                "broadsheet_search_queue 0.0", "broadsheet_lists_worn_total 0",
                "broadsheet_lists_expected 5.0",
            ] {
                #expect(lines.contains { $0 == expected }, "\(expected)")
            }
        }
    }
}

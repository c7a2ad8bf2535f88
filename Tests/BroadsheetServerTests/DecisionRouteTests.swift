import HTTPTypes
import Testing

@testable import BroadsheetServer

struct DecisionRouteTests {
    @Test
    func `an operator reads why a decision came out as it did`() async throws {
        try await TestSite.serve(settings: PublishHookTests.settings) { client in
            let ad = try await client.get(AdRouteTests.ad).object()
            let id = try #require(ad["decision"] as? String)
            let response = try await client.send(
                .get, "/v1/decisions/\(id)", headers: PublishHookTests.bearer)
            #expect(response.status == 200)
            let story = try response.object()
            #expect(story["decision"] as? String == id && story["same"] as? Bool == true)
            #expect(story["line_item"] as? String == ad["line_item"] as? String)
            let unknown = try await client.send(
                .get, "/v1/decisions/nobody", headers: PublishHookTests.bearer)
            #expect(unknown.status == 404)
        }
    }

    @Test(arguments: [nil, "Bearer wrong"])
    func `nobody else does`(authorization: String?) async throws {
        try await TestSite.serve(settings: PublishHookTests.settings) { client in
            let headers = authorization.map { ["Authorization": $0] } ?? [:]
            let response = try await client.send(.get, "/v1/decisions/x", headers: headers)
            #expect(response.status == 401)
        }
        try await TestSite.serve { client in
            let response = try await client.send(
                .get, "/v1/decisions/x", headers: PublishHookTests.bearer)
            #expect(response.status == 404)
        }
    }
}

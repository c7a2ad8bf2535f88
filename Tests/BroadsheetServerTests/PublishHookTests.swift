import HTTPTypes
import Testing

@testable import BroadsheetServer

struct PublishHookTests {
    static let settings = ServerSettings(token: "secret")
    static let bearer = ["Authorization": "Bearer secret"]

    @Test
    func `a published article is new, unchanged, updated and served at once`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let uri = "/v1/articles/a%2Fnew%20one"
            let record = #"{"title":"A new one","body":"Summit and sanctions.","url":"/new"}"#
            let new = try await client.send(.put, uri, headers: Self.bearer, body: record)
            #expect(new.status == 201)
            #expect(try new.object()["result"] as? String == "new")
            #expect(try await client.get(uri + "/related").status == 200)

            let again = try await client.send(.put, uri, headers: Self.bearer, body: record)
            #expect(again.status == 200)
            #expect(try again.object()["result"] as? String == "unchanged")

            let other = record.replacing("A new one", with: "Another")
            let updated = try await client.send(.put, uri, headers: Self.bearer, body: other)
            #expect(try updated.object()["result"] as? String == "updated")
        }
    }

    @Test
    func `a deleted article is shown to nobody, and one that never was is unknown`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let deleted = try await client.send(
                .delete, "/v1/articles/sanctions", headers: Self.bearer)
            #expect(deleted.status == 204)
            #expect(deleted.bytes.count == 0)
            #expect(try await client.get("/v1/articles/sanctions/related").status == 404)
            let ids = try await client.get("/v1/articles/summit/related").ids("related")
            #expect(!ids.contains("sanctions"))
            let unknown = try await client.send(
                .delete, "/v1/articles/nobody", headers: Self.bearer)
            #expect(unknown.status == 404)
        }
    }

    @Test(arguments: [nil, "Bearer wrong", "Bearer ", "Bearer secre", "Bearer secrets", "secret"])
    func `without the token nothing is published`(authorization: String?) async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let headers = authorization.map { ["Authorization": $0] } ?? [:]
            let response = try await client.send(
                .put, "/v1/articles/x", headers: headers, body: "{}")
            #expect(response.status == 401)
            #expect(response["WWW-Authenticate"] == "Bearer")
            #expect(!response.text.contains("secret"))
        }
    }

    @Test
    func `the body's id must be the path's, byte for byte`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let same = try await client.send(
                .put, "/v1/articles/%C3%BC", headers: Self.bearer, body: "{\"id\":\"\u{FC}\"}")
            #expect(same.status == 201)
            let composed = try await client.send(
                .put, "/v1/articles/%C3%BC", headers: Self.bearer, body: "{\"id\":\"u\u{308}\"}")
            #expect(composed.status == 409)
        }
    }

    @Test(arguments: [
        ("[]", 400), ("{", 400), (#"{"title":[]}"#, 400), (#"{"status":"gone"}"#, 400),
        (String(repeating: "{\"a\":", count: 100_000), 400),
    ])
    func `a record that does not read is a bad request`(body: String, status: Int) async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let response = try await client.send(
                .put, "/v1/articles/x", headers: Self.bearer, body: body)
            #expect(response.status == status)
        }
    }

    @Test
    func `an article of another media type or beyond the limit is refused`() async throws {
        var settings = Self.settings
        settings.limits.articleByteCount = 20
        try await TestSite.serve(settings: settings) { client in
            let large = try await client.send(
                .put, "/v1/articles/x", headers: Self.bearer, body: #"{"title":"0123456789"}"#)
            #expect(large.status == 413)
            let headers = Self.bearer.merging(["Content-Type": "text/html"]) { $1 }
            let html = try await client.send(.put, "/v1/articles/x", headers: headers, body: "{}")
            #expect(html.status == 415)
        }
    }

    @Test
    func `secrets are equal when their bytes are, and an empty one never`() {
        #expect(SecretText.equal("abc", "abc"))
        for offered in ["", "ab", "abcabc", "abd", "abcd", "ABC"] {
            #expect(!SecretText.equal(offered, "abc"))
        }
        #expect(!SecretText.equal("", ""))
    }
}

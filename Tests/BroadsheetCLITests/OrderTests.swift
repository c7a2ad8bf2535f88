import Foundation
import Testing

/// Commands that give orders to servers that run: new keys, readers to forget, ranges to leave out.
struct OrderTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func server(_ arguments: [String] = []) async throws -> Server {
        try await Server(db: try await scratch.catalogue(campaigns: true), arguments: arguments)
    }

    private func impression(_ server: Server) async throws -> String {
        let ad = try await server.get("/v1/slots/article-side/ad").json()
        return try #require(ad["impression_url"] as? String)
    }

    @Test func `keys are replaced under a running server, which takes those that are kept`()
        async throws
    {
        let server = try await server()
        let db = scratch.path("n.sqlite")
        let before = try await impression(server)
        let rotated = try await Program.run(["keys", "rotate", "--db", db])
        #expect(rotated.code == 0, "\(rotated.errors)")
        #expect(rotated.output == "key 2 signs from now on\nstill verify: 1\ndropped: none\n")
        try await Deadline.wait("the new key to sign") {
            try await impression(server).hasPrefix("/v1/impression/Ag")
        }
        #expect(try await server.get(before).status == 200)
        let ledger = scratch.path("n.ledger.sqlite")
        let dropped = try await Program.run([
            "keys", "rotate", "--ledger", ledger, "--keep", "0", "--format", "json",
        ]).json()
        #expect(dropped["signs"] as? Int == 3 && dropped["dropped"] as? [Int] == [1, 2])
        try await Deadline.wait("the old key to be refused") {
            try await server.get(before).status == 404
        }
        let key = scratch.path("n.ledger.key")
        let list = try await Program.run(["keys", "list", "--key-file", key])
        #expect(
            list.output == "3 signs and verifies\nreaders are hashed with a key of their own\n")
        let secrets = try String(contentsOfFile: key, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).filter { $0.count == 64 }
        #expect(secrets.count == 2)
        for secret in secrets {
            #expect(!(list.output + rotated.output + server.program.complaints).contains(secret))
        }
    }

    @Test func `a reader is forgotten by a running server, and where none runs`() async throws {
        let db = try await scratch.catalogue(campaigns: true)
        try await Server(db: db).stop()
        let text =
            "forgotten: whatever is kept of this reader, if anything, is gone from running "
            + "servers within seconds\n"
        for key in ["somebody", "nobody"] {
            let result = try await Program.run(["forget", "--reader", key, "--db", db])
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output == text)
        }
        let json = try await Program.run([
            "forget", "--reader", "x", "--ledger", scratch.path("n.ledger.sqlite"), "--format",
            "json",
        ]).json()
        #expect(json["forgotten"] as? Bool == true)
        let rows = try scratch.shell(
            "SELECT length(reader) FROM forgotten;", on: "n.ledger.sqlite")
        #expect(rows == "16\n16\n16")
    }

    @Test func `beacons from the ranges of a file are not billed`() async throws {
        let ranges = try scratch.write("ranges.txt", "# here\n127.0.0.0/8\n::1\n")
        let server = try await server(["--ip-ranges", ranges])
        let url = try await impression(server)
        #expect(try await server.get(url).status == 200)
        let bot = try await server.get(url, headers: ["User-Agent": "Googlebot/2.1"])
        #expect(bot.status == 200 && bot.data.count == 43)
        let rows = try scratch.shell(
            "SELECT verdict, reason FROM impression ORDER BY seq;", on: "n.ledger.sqlite")
        #expect(rows == "invalid|ip_range\ninvalid|bot")
    }

    @Test(arguments: [
        (
            ["serve", "--ip-ranges", "RANGES"], 2,
            "RANGES:2: found `10.0.0.0/40`, expected an address"
        ),
        (["serve", "--ip-ranges", "/nowhere"], 1, "/nowhere: no such file"),
        (
            ["serve", "--set", "http.trusted_proxies=proxy"], 2,
            "--set http.trusted_proxies: found `proxy`, expected an address or a range"
        ),
        (["keys", "rotate"], 2, "name --db, --ledger or --key-file"),
        (["keys", "rotate", "--db", "x.sqlite", "--keep", "101"], 2, "expected 0 to 100"),
        (["keys", "list", "--key-file", "/nowhere.key"], 1, "/nowhere.key: no such key file"),
        (["keys", "rotate", "--key-file", "/nowhere.key"], 1, "/nowhere.key"),
        (["keys", "list", "--key-file", "RANGES"], 1, "RANGES is no key file"),
        (["forget", "--reader", "r"], 2, "name --db or --ledger"),
        (["forget", "--reader", "", "--db", "x.sqlite"], 2, "--reader is empty"),
        (["forget", "--db", "x.sqlite"], 2, "--reader"),
        (["forget", "--reader", "r", "--db", "/nowhere.sqlite"], 1, "nowhere.ledger.sqlite"),
    ])
    func `what can't be done is told in one line, with its exit code`(
        arguments: [String], code: Int32, message: String
    ) async throws {
        let ranges = try scratch.write("ranges.txt", "10.0.0.0/8\n10.0.0.0/40\n")
        let result = try await Program.run(
            arguments.map { $0.replacing("RANGES", with: ranges) })
        #expect(result.code == code)
        #expect(result.output.isEmpty)
        let expected = message.replacing("RANGES", with: ranges)
        #expect(result.errors.contains(expected), "\(result.errors)")
    }
}

extension Server {
    /// Ends the server and waits for it.
    func stop() async throws {
        program.send(SIGTERM)
        _ = try await program.end()
    }
}

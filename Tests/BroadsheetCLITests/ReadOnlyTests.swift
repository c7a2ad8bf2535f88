import Foundation
import Testing

/// A catalogue in a folder that can't be written. Root may write everywhere, so that the program
/// runs as an unprivileged user here when the tests run as root.
struct ReadOnlyTests {
    /// A command that runs another one as a user without rights; empty where we are one.
    static let unprivileged: [String] =
        geteuid() == 0
        ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    /// Whether such a user can run the program where it was built.
    static let isPossible: Bool = {
        guard let launcher = unprivileged.first else { return true }
        guard FileManager.default.isExecutableFile(atPath: launcher) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: launcher)
        process.arguments = unprivileged.dropFirst() + [Program.path, "--version"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// A catalogue as others get it: its folder and itself can be read and not written.
    static func sealedCatalogue(_ scratch: Scratch) async throws -> String {
        let db = try await scratch.catalogue(campaigns: true)
        let files = FileManager.default
        try files.createDirectory(
            atPath: scratch.path("sealed"), withIntermediateDirectories: false)
        try files.copyItem(atPath: db, toPath: scratch.path("sealed/n.sqlite"))
        try files.createDirectory(atPath: scratch.path("open"), withIntermediateDirectories: false)
        for (name, mode) in [
            ("sealed/n.sqlite", 0o444), ("sealed", 0o555), ("open", 0o777), ("", 0o755),
        ] {
            try files.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: scratch.path(name))
        }
        return scratch.path("sealed/n.sqlite")
    }

    @Test(.enabled(if: isPossible, "no unprivileged user can run the program here"))
    func `it is served as it is, says so, and refuses to publish`() async throws {
        let scratch = try Scratch()
        let db = try await Self.sealedCatalogue(scratch)
        let server = try await Server(
            db: db, arguments: ["--ledger", scratch.path("open/money.sqlite")],
            environment: ["BROADSHEET_TOKEN": "secret"], launcher: Self.unprivileged)
        #expect(server.program.complaints.contains("\(db) is on media that can't be written"))
        #expect(try await server.get("/readyz").json()["read_only"] as? Bool == true)
        let related = try await server.get("/v1/articles/summit/related")
        #expect(related.status == 200 && related.text.contains("\"trade\""))
        let refused = try await server.send(
            "PUT", "/v1/articles/new", body: #"{"title":"New"}"#, token: "secret")
        #expect(refused.status == 403)
        let ad = try await server.get("/v1/slots/front-top/ad").json()
        let beacon = try #require(ad["impression_url"] as? String)
        #expect(try await server.get(beacon).status == 200)
        server.program.send(SIGTERM)
        #expect(try await server.program.end().code == 0)
        let count = "SELECT count(*) FROM impression WHERE verdict = 'billable';"
        #expect(try scratch.shell(count, on: "open/money.sqlite") == "1")
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("sealed"))
        #expect(names == ["n.sqlite"])
    }

    @Test(.enabled(if: isPossible, "no unprivileged user can run the program here"))
    func `without a place for the ledger the server says what to name`() async throws {
        let scratch = try Scratch()
        let db = try await Self.sealedCatalogue(scratch)
        let result = try await RunningProgram(
            ["serve", "--db", db, "--port", "0"], launcher: Self.unprivileged
        ).end()
        #expect(result.code == 1)
        #expect(result.errors.contains("name a writable place with --ledger FILE"), "\(result)")
    }

    @Test(.enabled(if: isPossible, "no unprivileged user can run the program here"))
    func `it can be read by commands and not imported into`() async throws {
        let scratch = try Scratch()
        let db = try await Self.sealedCatalogue(scratch)
        let related = try await RunningProgram(
            ["related", "summit", "--db", db, "--format", "json"], launcher: Self.unprivileged
        ).end()
        #expect(related.code == 0 && related.output.contains("\"trade\""), "\(related)")
        let articles = try scratch.write("more.jsonl", #"{"id":"new"}"#)
        let refused = try await RunningProgram(
            ["import", "articles", articles, "--db", db], launcher: Self.unprivileged
        ).end()
        #expect(refused.code == 1 && refused.output == "", "\(refused)")
        #expect(refused.errors.contains("permission denied"), "\(refused)")
    }
}

import Foundation
import Testing

/// What the program says and how it ends when something is wrong.
struct ExitCodeTests {
    /// Runs the program and fails unless it ends with `code`, prints nothing on stdout and one
    /// line on stderr that holds `expected`.
    static func expect(
        _ arguments: [String], code: Int32, _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await Program.run(arguments)
        let complaint = "\(arguments): \(result)"
        #expect(result.code == code, "\(complaint)", sourceLocation: sourceLocation)
        #expect(result.output == "", "\(complaint)", sourceLocation: sourceLocation)
        #expect(result.errors.contains(expected), "\(complaint)", sourceLocation: sourceLocation)
        let lines = result.errors.split(separator: "\n")
        if code == 1 { #expect(lines.count == 1, "\(complaint)", sourceLocation: sourceLocation) }
    }

    @Test(arguments: [
        ["--help"], ["help"], ["serve", "--help"], ["import", "--help"],
        ["import", "articles", "--help"], ["check", "--help"], ["related", "-h"],
        ["decide", "--help"], ["stats", "--help"], ["--version"],
    ])
    func `help is a success and goes to stdout`(arguments: [String]) async throws {
        let result = try await Program.run(arguments)
        #expect(result.code == 0 && result.errors == "" && !result.output.isEmpty)
    }

    @Test(arguments: [
        ["--nonsense"], ["nonsense"], ["related", "a"], ["related", "--db", "x"],
        ["related", "a", "--all", "--db", "x"], ["related", "a", "--db", "x", "--limit", "101"],
        ["related", "a", "--db", "x", "--limit", "ten"],
        ["related", "a", "--db", "x", "--analyzer", "y"],
        ["decide", "--db", "x"], ["decide", "--db", "x", "--slot", "s", "--seed", "-1"],
        ["decide", "--db", "x", "--slot", "s", "--slot", "t", "--repeat", "5"],
        ["decide", "--db", "x", "--slot", "s", "--repeat", "0"], ["check"],
        ["check", "a", "--db", "b"], ["import", "articles", "--db", "x"],
        ["import", "articles", "x", "--db", "y", "--as", "docx"], ["serve", "--port", "65536"],
        ["stats"], ["stats", "--db", "x", "--format", "yaml"],
    ])
    func `wrong usage ends with 2, prints nothing on stdout and how to do it on stderr`(
        arguments: [String]
    ) async throws {
        let result = try await Program.run(arguments)
        #expect(result.code == 2 && result.output == "", "\(result)")
        #expect(result.errors.contains("Usage: broadsheet"), "\(result)")
    }

    @Test
    func `a limit of 101 is told with what was expected`() async throws {
        try await Self.expect(
            ["related", "a", "--db", "x", "--limit", "101"], code: 2,
            "--limit is 101; expected 0 to 100")
    }

    @Test(arguments: [
        ["related", "a"], ["related", "--all"], ["stats"], ["check"], ["decide", "--slot", "s"],
        ["serve"],
    ])
    func `a catalogue that is not there is told with its path and what to do`(
        command: [String]
    ) async throws {
        let scratch = try Scratch()
        let path = scratch.path("none.sqlite")
        try await Self.expect(
            command + ["--db", path], code: 1,
            "broadsheet: \(path): no such file; expected a Broadsheet catalogue: check the path")
        #expect(try scratch.names() == [])
    }

    @Test
    func `a folder, a text and a foreign database are no catalogues, and stay as they are`()
        async throws
    {
        let scratch = try Scratch()
        try scratch.shell("CREATE TABLE mine(x);", on: "foreign.sqlite")
        let text = try scratch.write("text.sqlite", String(repeating: "A news text. ", count: 99))
        let foreign = scratch.path("foreign.sqlite")
        let before = try [text, foreign].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        let articles = try scratch.write("a.jsonl", Scratch.articles)
        for command in [["related", "a"], ["import", "articles", articles], ["serve"]] {
            let folder = command + ["--db", scratch.folder.path]
            try await Self.expect(folder, code: 1, "this is a folder; expected the file of a")
            try await Self.expect(
                command + ["--db", text], code: 1, "this file is no SQLite database; expected")
            try await Self.expect(
                command + ["--db", foreign], code: 1, "is not a Broadsheet catalogue: check")
        }
        let after = try [text, foreign].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(before == after)
    }

    @Test
    func `a damaged catalogue is told with how to save it`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: db)))
        for index in 4_096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try scratch.write("n.sqlite", bytes: bytes)
        try await Self.expect(
            ["related", "summit", "--db", db], code: 1, "the database is damaged")
    }

    @Test
    func `a catalogue of a newer program is left alone`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        try scratch.shell("PRAGMA user_version = 99;")
        for command in [["related", "summit"], ["serve"], ["stats"]] {
            try await Self.expect(
                command + ["--db", db], code: 1,
                "schema version 99; this program knows versions up to 4: use the newer Broadsheet")
        }
        #expect(try scratch.shell("PRAGMA user_version;") == "99")
    }

    @Test
    func `a ledger named as catalogue, and the other way round, is refused`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        try await Self.expect(
            ["serve", "--db", db, "--ledger", db, "--port", "0"], code: 1,
            "is not a Broadsheet ledger")
    }

    @Test
    func `a catalogue that another process keeps locked is told after a wait`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        holder.arguments = ["-batch", db]
        let (input, output) = (Pipe(), Pipe())
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        defer { holder.terminate() }
        try input.fileHandleForWriting.write(
            contentsOf: Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
        _ = output.fileHandleForReading.availableData
        let articles = try scratch.write("more.jsonl", #"{"id":"new","title":"New"}"#)
        try await Self.expect(
            ["import", "articles", articles, "--db", db], code: 1,
            "another process keeps the catalogue locked: wait until it is done, or end it")
    }

    @Test
    func `what a request names wrongly is told in one line`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let decide = ["decide", "--db", db, "--slot"]
        try await Self.expect(
            ["related", "nobody", "--db", db], code: 1, "no article `nobody` that readers may see")
        try await Self.expect(
            ["related", "draft", "--db", db], code: 1, "no article `draft` that readers may see")
        try await Self.expect(
            decide + ["nowhere"], code: 1,
            "no slot `nowhere`: import the campaign file that defines it")
        try await Self.expect(
            decide + ["front-top", "--article", "nobody"], code: 1, "no article `nobody`")
        try await Self.expect(
            decide + ["front-top", "--at", "soon"], code: 2,
            "--at: found `soon`, expected a time such as 2024-07-17T12:00:00Z")
        try await Self.expect(
            ["related", "--text", scratch.path("none.txt"), "--db", db], code: 1,
            "no such file or folder; check the path")
        try await Self.expect(
            ["related", "--all", "--db", db, "--output", scratch.path("no/out.jsonl")], code: 1,
            "can't be written; check that its folder exists and is yours")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func `output that can't be written is told in one line`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        for command in [["related", "summit", "--db", db], ["related", "--all", "--db", db]] {
            let result = try await RunningProgram(
                command, launcher: ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"]
            ).end()
            #expect(result.code == 1)
            #expect(
                result.errors == "broadsheet: standard output: can't be written to its end; "
                    + "check that its disk has space\n")
        }
    }

    @Test
    func `a wrong setting and a taken port end the server at once`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let serve = ["serve", "--db", db, "--port"]
        try await Self.expect(
            serve + ["0", "--set", "site.languge=de"], code: 2, "did you mean `site.language`?")
        let config = try scratch.write("site.yaml", "site: {currency: x}\n")
        try await Self.expect(
            serve + ["0", "--config", config], code: 2, "site.yaml:1: found `x`, expected")
        try await Self.expect(
            serve + ["0", "--config", scratch.path("none.yaml")], code: 1, "no such file or folder")
        try await Self.expect(serve + ["0", "--host", "192.0.2.1"], code: 1, "no address of this")
        let server = try await Server(db: db)
        try await Self.expect(
            serve + ["\(server.port)"], code: 1,
            "127.0.0.1:\(server.port) is in use: stop the other server or name another --port")
    }

    @Test
    func `with --format json stdout holds one JSON document and nothing else`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let draft = try scratch.write("draft.txt", "Summit and trade")
        let broken = try scratch.write("broken.jsonl", "{\n" + Scratch.articles)
        let commands: [([String], Int32, String)] = [
            (["related", "summit", "--db", db, "--explain"], 0, "related"),
            (["related", "--text", draft, "--db", db], 0, "related"),
            (["decide", "--db", db, "--slot", "front-top", "--explain"], 0, "decisions"),
            (["decide", "--db", db, "--slot", "front-top", "--repeat", "9"], 0, "counts"),
            (["stats", "--db", db], 0, "articles"), (["check", "--db", db], 0, "problems"),
            (["check", Scratch.campaigns], 0, "problems"),
            (["import", "articles", broken, "--db", db], 0, "problems"),
            (["import", "articles", broken, "--db", db, "--strict"], 1, "problems"),
            (["import", "campaigns", Scratch.campaigns, "--db", db], 0, "unchanged"),
        ]
        for (command, code, member) in commands {
            let result = try await Program.run(command + ["--format", "json"])
            #expect(result.code == code, "\(result)")
            #expect(try result.json()[member] != nil, "\(result)")
            #expect(result.output.split(separator: "\n").count == 1)
        }
    }
}

import Foundation
import Testing

struct ImportCommandTests {
    /// Imports a file; the summary's numbers new, updated, unchanged, rejected, warnings.
    static func counts(
        _ scratch: Scratch, _ file: String, _ options: [String] = [], code: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [Int] {
        let result = try await Program.run(
            ["import", "articles", file, "--db", scratch.path("n.sqlite"), "--format", "json"]
                + options)
        #expect(result.code == code, "\(result)", sourceLocation: sourceLocation)
        let summary = try result.json()
        return ["new", "updated", "unchanged", "rejected", "warnings"].map {
            summary[$0] as? Int ?? -1
        }
    }

    @Test
    func `the same file again changes nothing, another text is an update`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.jsonl", Scratch.articles)
        #expect(try await Self.counts(scratch, file) == [4, 0, 0, 0, 0])
        #expect(try await Self.counts(scratch, file) == [0, 0, 4, 0, 0])
        try scratch.write("a.jsonl", Scratch.articles.replacing("Comet sends", with: "Comet shows"))
        #expect(try await Self.counts(scratch, file) == [0, 1, 3, 0, 0])
        #expect(try scratch.shell("SELECT count(*) FROM article;") == "4")
    }

    @Test
    func `a CSV file's columns are named by a map`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "a.csv",
            "article_id,headline,text,when\r\n7,\"A, b\",\"two\nlines\",2024-07-10\r\n8,C,d,soon\r\n"
        )
        let map = "id=article_id,title=headline,body=text,published_at=when"
        #expect(try await Self.counts(scratch, file, ["--map", map]) == [2, 0, 0, 0, 1])
        #expect(
            try scratch.shell("SELECT title,body,published_at FROM article WHERE id='7';")
                == "A, b|two\nlines|2024-07-10T00:00:00Z")
    }

    @Test(arguments: [
        ("id=nothing", "\"nothing\""), ("id", "expected field=column"),
        ("id=a,id=b", "twice"), ("nonsense=a", "expected one of"),
    ])
    func `a wrong map is wrong usage`(map: String, expected: String) async throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.csv", "a,b\n1,2\n")
        let result = try await Program.run([
            "import", "articles", file, "--db", scratch.path("n.sqlite"), "--map", map,
        ])
        #expect(result.code == 2 && result.output == "", "\(result)")
        #expect(result.errors.contains(expected), "\(result)")
    }

    @Test
    func `a feed goes in, by its guids and addresses`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "feed.xml",
            """
            <?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
            <item><title>One &amp; two</title><link>https://a.example/1?utm_source=x</link>
            <pubDate>Wed, 10 Jul 2024 12:00:00 +0200</pubDate></item>
            <item><title>Three</title><guid isPermaLink="false">g-3</guid></item>
            </channel></rss>
            """)
        #expect(try await Self.counts(scratch, file).prefix(3) == [2, 0, 0])
        #expect(try await Self.counts(scratch, file).prefix(3) == [0, 0, 2])
        #expect(
            try scratch.shell("SELECT id, published_at FROM article ORDER BY title;")
                == "https://a.example/1|2024-07-10T10:00:00Z\ng-3|")
    }

    @Test
    func `a broken record stops no other, unless strict: then nothing is stored`() async throws {
        let scratch = try Scratch()
        let text = #"{"id":"a"}"# + "\n{broken\n" + #"{"title":"no id"}"# + "\n" + #"{"id":"b"}"#
        let file = try scratch.write("a.jsonl", text)
        let strict = try await Program.run([
            "import", "articles", file, "--db", scratch.path("s.sqlite"), "--strict",
        ])
        #expect(strict.code == 1)
        #expect(strict.errors.contains("line 2: "), "\(strict)")
        #expect(strict.errors.contains("nothing of this file was stored (--strict)"))
        #expect(try scratch.shell("SELECT count(*) FROM article;", on: "s.sqlite") == "0")
        #expect(try await Self.counts(scratch, file) == [2, 0, 0, 2, 0])
    }

    @Test
    func `when no record can be read the import has failed`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.jsonl", "{broken\n{\"title\":\"no id\"}\n")
        #expect(try await Self.counts(scratch, file, code: 1) == [0, 0, 0, 2, 0])
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}"])
    func `an empty file holds no articles and is no failure`(text: String) async throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.jsonl", text)
        #expect(try await Self.counts(scratch, file) == [0, 0, 0, 0, 0])
    }

    @Test
    func `a mark of order, line ends of Windows, broken UTF-8 and NULs go in as text`() async throws
    {
        let scratch = try Scratch()
        var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
        bytes += Array("{\"id\":\"crlf\",\"title\":\"A\"}\r\n".utf8)
        bytes += Array("{\"id\":\"nul\",\"title\":\"a\\u0000b\"}\r\n".utf8)
        bytes += Array("{\"id\":\"bad\",\"title\":\"x".utf8) + [0xFF] + Array("y\"}\r\n".utf8)
        let file = try scratch.write("a.jsonl", bytes: bytes)
        let counts = try await Self.counts(scratch, file)
        #expect(counts[0] + counts[3] == 3 && counts[0] >= 2, "\(counts)")
        #expect(try scratch.shell("SELECT title FROM article WHERE id='crlf';") == "A")
        #expect(try scratch.shell("SELECT title FROM article WHERE id='nul';") == "ab")
    }

    @Test
    func `standard input is a file called -`() async throws {
        let scratch = try Scratch()
        let result = try await Program.run(
            ["import", "articles", "-", "--as", "jsonl", "--db", scratch.path("n.sqlite")],
            input: Scratch.articles)
        #expect(result.code == 0)
        #expect(result.output == "4 new, 0 updated, 0 unchanged, 0 rejected, 0 warnings\n")
    }

    @Test(arguments: [["none.jsonl"], ["a.jsonl", "none.jsonl"]])
    func `a file that is not there is told before anything is stored`(
        names: [String]
    ) async throws {
        let scratch = try Scratch()
        try scratch.write("a.jsonl", Scratch.articles)
        try await ExitCodeTests.expect(
            ["import", "articles"] + names.map(scratch.path)
                + ["--db", scratch.path("n.sqlite")],
            code: 1, "none.jsonl: no such file or folder; check the path")
        #expect(try scratch.names() == ["a.jsonl"])
    }

    @Test
    func `a folder's files go in, one transaction each`() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.path("in/deep"), withIntermediateDirectories: true)
        try scratch.write("in/a.jsonl", #"{"id":"a"}"#)
        try scratch.write("in/deep/b.jsonl", #"{"id":"b"}"#)
        try scratch.write("in/notes.md", "not an article")
        #expect(try await Self.counts(scratch, scratch.path("in")) == [2, 0, 0, 0, 0])
        let deep = try Scratch()
        try await ExitCodeTests.expect(
            ["import", "articles", deep.folder.path, "--db", scratch.path("n.sqlite")], code: 1,
            "a folder without files of a kind")
    }

    /// A process that writes article lines to a fifo until it is told to stop.
    static func feed(_ scratch: Scratch, lines: Int, thenStalls: Bool) throws -> Process {
        let feeder = Process()
        feeder.executableURL = URL(fileURLWithPath: "/bin/sh")
        let loop = """
            mkfifo fifo; exec 3>fifo; i=0; while [ $i -lt \(lines) ]; do
            echo "{\\"id\\":\\"$i\\",\\"title\\":\\"Summit $i\\"}" >&3; i=$((i+1)); done
            \(thenStalls ? "exec sleep 120" : "")
            """
        feeder.arguments = ["-c", loop]
        feeder.currentDirectoryURL = scratch.folder
        try feeder.run()
        return feeder
    }

    @Test(arguments: [false, true])
    func `Ctrl-C during an import leaves nothing of it behind`(stalls: Bool) async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let feeder = try Self.feed(scratch, lines: stalls ? 200 : 5_000_000, thenStalls: stalls)
        defer { kill(feeder.processIdentifier, SIGKILL) }
        let fifo = scratch.path("fifo")
        try await Deadline.wait("the fifo") { FileManager.default.fileExists(atPath: fifo) }
        let program = try RunningProgram(["import", "articles", fifo, "--as", "jsonl", "--db", db])
        // The import's write transaction is open once nobody else can begin one.
        try await Deadline.wait("the import to begin") {
            try scratch.complaint("PRAGMA busy_timeout=0; BEGIN IMMEDIATE; ROLLBACK;").code != 0
        }
        program.send(SIGINT)
        let result = try await program.end()
        #expect(result.code == 130 && result.output == "", "\(result)")
        #expect(result.errors.contains("interrupted: nothing of the file at work was stored"))
        #expect(try scratch.shell("SELECT count(*) FROM article;") == "4")
        #expect(try scratch.shell("PRAGMA integrity_check;") == "ok")
    }

    @Test
    func `on a full disk an import says so and leaves nothing half done`() async throws {
        let scratch = try Scratch()
        let lines = (0..<6_000).map { number in
            #"{"id":"\#(number)","body":"\#(String(repeating: "summit ", count: 100))"}"#
        }
        let file = try scratch.write("big.jsonl", lines.joined(separator: "\n"))
        // A limit on the size of files, in blocks of 512 bytes, stands in for a full disk: the
        // signal that comes with it is ignored, so that a write fails.
        let program = try RunningProgram(
            ["import", "articles", file, "--db", scratch.path("n.sqlite")],
            launcher: ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 2000; exec \"$0\" \"$@\""])
        let result = try await program.end()
        #expect(result.code == 1 && result.output == "", "\(result)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result)")
        #expect(
            result.errors.contains("no space left") || result.errors.contains("SQLite reports"),
            "\(result)")
        #expect(try scratch.shell("SELECT count(*) FROM article;") == "0")
        #expect(try scratch.shell("PRAGMA integrity_check;") == "ok")
        #expect(try await Self.counts(scratch, file) == [6_000, 0, 0, 0, 0])
    }
}

import Foundation
import Testing

struct DecideCommandTests {
    static let time = "2024-07-17T12:00:00Z"

    @Test
    func `two processes with one seed print the same bytes, another seed others`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let command = [
            "decide", "--db", db, "--slot", "front-top", "--slot", "article-foot", "--article",
            "summit", "--at", Self.time, "--explain", "--format", "json", "--seed",
        ]
        var outputs: [String] = []
        for seed in ["1", "1", "2"] {
            let result = try await Program.run(command + [seed])
            #expect(result.code == 0, "\(result)")
            outputs.append(result.output)
        }
        #expect(outputs[0] == outputs[1] && outputs[0] != outputs[2])
    }

    @Test
    func `two processes rank alike`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let lists = ["1", "2"].map { scratch.path($0 + ".jsonl") }
        for (threads, output) in zip(["1", "4"], lists) {
            let result = try await Program.run([
                "related", "--all", "--db", db, "--threads", threads, "--output", output,
                "--explain",
            ])
            #expect(result.code == 0 && result.output == "", "\(result)")
        }
        let texts = try lists.map { try String(contentsOfFile: $0, encoding: .utf8) }
        #expect(texts[0] == texts[1])
        let ids = texts[0].split(separator: "\n").map { $0.prefix(13) }
        #expect(ids == ["{\"id\":\"comet\"", "{\"id\":\"summit", "{\"id\":\"trade\""])
    }

    @Test
    func `copies and stories are printed for people and for programs`() async throws {
        let scratch = try Scratch()
        let text = (0..<60).map { "report\($0 * $0 % 61)" }.joined(separator: " ")
        let lines = ["wire", "paper"].map {
            #"{"id":"\#($0)","title":"Report","body":"\#(text)"}"# + "\n"
        }
        let file = try scratch.write("copies.jsonl", lines.joined())
        let db = scratch.path("copies.sqlite")
        let imported = try await Program.run(["import", "articles", file, "--db", db])
        #expect(imported.code == 0, "\(imported)")
        let result = try await Program.run(["groups", "--db", db, "--format", "json"])
        let copies = try #require(try result.json()["copies"] as? [[[String: Any]]])
        #expect(copies.map { Set($0.compactMap { $0["id"] as? String }) } == [["wire", "paper"]])
        let table = try await Program.run(["groups", "--db", db])
        #expect(table.output.hasPrefix("groups of copies: 1\n- undated  "))
        #expect(try await Program.run(["groups", "--db", db, "--limit", "-1"]).code == 2)
    }

    @Test
    func `100,000 decisions lie within four standard errors of the weights`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let file = try scratch.write("pair.yaml", Self.pair)
        let imported = try await Program.run(["import", "campaigns", file, "--db", db])
        #expect(imported.code == 0, "\(imported)")
        let count = 100_000
        let result = try await Program.run([
            "decide", "--db", db, "--slot", "top", "--repeat", "\(count)", "--seed", "7", "--at",
            Self.time, "--format", "json",
        ])
        let tally = try result.json()
        let counts = try #require(tally["counts"] as? [String: Int])
        let probabilities = try #require(tally["probabilities"] as? [String: Double])
        #expect(probabilities == ["tea": 0.75, "cider": 0.25])
        #expect(counts.values.reduce(0, +) == count && tally["repeat"] as? Int == count)
        let error = (0.75 * 0.25 / Double(count)).squareRoot()
        #expect(abs(Double(counts["tea"] ?? 0) / Double(count) - 0.75) < 4 * error)
    }

    static let pair = """
        slots: [{id: top, sizes: [728x90], formats: [image], priority: 1}]
        advertisers: [{id: a, name: A, domain: a.example}]
        campaigns:
          - id: c
            advertiser: a
            name: C
            line_items:
              - id: tea
                tier: standard
                weight: 3
                slots: [top]
                creatives:
                  - {id: t, kind: image, size: 728x90, image: /t.svg, alt: T, click_url: "https://a.example/"}
              - id: cider
                tier: standard
                weight: 1
                slots: [top]
                creatives:
                  - {id: d, kind: image, size: 728x90, image: /d.svg, alt: D, click_url: "https://a.example/"}

        """

    @Test
    func `campaigns imported twice change nothing`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let before = try scratch.shell("SELECT max(seq) FROM change;")
        let result = try await Program.run([
            "import", "campaigns", Scratch.campaigns, "--db", db, "--format", "json",
        ])
        let summary = try result.json()
        #expect(summary["new"] as? Int == 0 && summary["updated"] as? Int == 0)
        #expect(try #require(summary["unchanged"] as? Int) > 20)
        #expect(try scratch.shell("SELECT max(seq) FROM change;") == before)
    }

    @Test
    func `a campaign file that is not there makes no catalogue`() async throws {
        let scratch = try Scratch()
        try await ExitCodeTests.expect(
            ["import", "campaigns", scratch.path("none.yaml"), "--db", scratch.path("n.sqlite")],
            code: 1, "none.yaml: no such file or folder; check the path")
        #expect(try scratch.names() == [])
    }

    @Test
    func `the campaigns of the demo have no problem`() async throws {
        let result = try await Program.run(["check", Scratch.campaigns])
        #expect(result.code == 0 && result.output.contains("0 problems"), "\(result)")
    }

    @Test
    func `a check tells all problems with file and line, and an import takes none of it`()
        async throws
    {
        let scratch = try Scratch()
        let bad = Self.pair.replacing("weight: 3", with: "weight: -3")
            .replacing("slots: [top]", with: "slots: [nowhere]")
        let file = try scratch.write("bad.yaml", bad)
        let check = try await Program.run(["check", file])
        #expect(check.code == 1, "\(check)")
        let lines = check.output.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("\(file):") } >= 3, "\(check)")
        #expect(check.output.contains("\(file):10: "), "\(check)")

        let db = try await scratch.catalogue()
        let imported = try await Program.run(["import", "campaigns", file, "--db", db])
        #expect(imported.code == 1 && imported.output == "", "\(imported)")
        #expect(imported.errors.contains("nothing was imported; mend the files and try again"))
        #expect(try scratch.shell("SELECT count(*) FROM line_item;") == "0")
    }

    @Test
    func `a slot that is asked twice is answered once`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let result = try await Program.run([
            "decide", "--db", db, "--slot", "front-top", "--slot", "front-top", "--format", "json",
        ])
        #expect(result.output.components(separatedBy: "\"front-top\":").count == 2, "\(result)")
    }

    @Test
    func `an explanation shows the cosine of a brief, and a check names one that nobody answers`()
        async throws
    {
        let scratch = try Scratch()
        let text = Self.pair.replacing(
            "weight: 3", with: "context: {brief: A comet, at_least: 0.1}")
        let db = try await scratch.catalogue()
        let file = try scratch.write("context.yaml", text)
        let imported = try await Program.run(["import", "campaigns", file, "--db", db])
        #expect(imported.code == 0, "\(imported)")
        for (article, isDrawn) in [("comet", true), ("summit", false)] {
            let result = try await Program.run([
                "decide", "--db", db, "--slot", "top", "--article", article, "--at", Self.time,
                "--explain",
            ])
            #expect(result.code == 0 && result.output.contains(", cosine 0."), "\(result)")
            #expect(result.output.contains("not eligible (context)") != isDrawn, "\(result)")
        }
        let sound = try await Program.run(["check", "--db", db])
        #expect(sound.code == 0 && sound.output == "0 problems, 0 warnings\n", "\(sound)")
        try scratch.shell(
            #"UPDATE line_item SET context='{"brief":"zyzzyva"}' WHERE context NOT NULL;"#)
        let check = try await Program.run(["check", "--db", db])
        #expect(
            check.code == 0 && check.output.contains("of which no article has a word"), "\(check)")
    }
}

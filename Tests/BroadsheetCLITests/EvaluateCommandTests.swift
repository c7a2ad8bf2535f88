import Foundation
import Testing

struct EvaluateCommandTests {
    static let corpus = """
        {"id":"a","title":"apple pear","kind":"fruit"}
        {"id":"b","title":"apple plum","kind":"fruit"}
        {"id":"c","title":"train bus","kind":"traffic"}
        {"id":"d","title":"train tram","kind":"traffic"}

        """

    @Test
    func `evaluate related prints one JSON document with the names of the contracts`() async throws
    {
        let scratch = try Scratch()
        let result = try await Program.run([
            "evaluate", "related", "--corpus", try scratch.write("c.jsonl", Self.corpus),
            "--label", "kind", "--raw-scores", "--format", "json",
        ])
        #expect(result.code == 0, "\(result)")
        let json = try result.json()
        for name in ["ndcg@10", "p@10", "map", "accuracy_1nn", "accuracy_10nn"] {
            #expect(json[name] is NSNumber, "\(name)")
        }
        #expect(json["queries"] as? Int == 4 && json["accuracy_1nn"] as? Double == 1)
    }

    @Test
    func `evaluate related compares with human similarities`() async throws {
        let scratch = try Scratch()
        let matrix = "1 .9 0 0\n0 1 0 0\n0 0 1 .8\n0 0 0 1\n"
        let result = try await Program.run([
            "evaluate", "related", "--corpus", try scratch.write("c.jsonl", Self.corpus),
            "--similarity", try scratch.write("m.txt", matrix), "--format", "json",
        ])
        #expect(result.code == 0, "\(result)")
        let json = try result.json()
        #expect(json["pairs"] as? Int == 6)
        #expect((json["pearson"] as? Double).map { $0 > 0.9 } == true)
    }

    @Test
    func `evaluate lists prints the same bytes in two processes, on any number of threads`()
        async throws
    {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        var outputs: [String] = []
        for threads in ["1", "4"] {
            let page = scratch.path("\(threads).html")
            let result = try await Program.run([
                "evaluate", "lists", "--db", db, "--raw-scores", "--threads", threads, "--format",
                "json", "--compare", "tf=raw", "--report", page,
            ])
            #expect(result.code == 0, "\(result)")
            outputs.append(result.output + (try String(contentsOfFile: page, encoding: .utf8)))
        }
        #expect(outputs[0] == outputs[1] && outputs[0].contains("\"churn\":{"))
    }

    @Test
    func `evaluate lists measures what pages show, and two sites' rules against each other`()
        async throws
    {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let own = try scratch.write("own.yaml", "related: {fallback: [latest]}\n")
        let other = try scratch.write("other.yaml", "related: {fallback: off, minimum_cosine: 1}\n")
        let result = try await Program.run([
            "evaluate", "lists", "--db", db, "--rules", "--config", own, "--compare-config", other,
            "--at", "2024-07-20T00:00:00Z", "--format", "json",
        ])
        #expect(result.code == 0, "\(result)")
        let json = try result.json()
        #expect(json["empty_lists"] as? Int == 0, "\(json)")
        let compared = try #require(json["compared"] as? [String: any Sendable])
        #expect(compared["empty_lists"] as? Int == 3, "\(json)")
    }

    @Test(arguments: [
        (["--rules", "--raw-scores"], "leave out one"), (["--compare-config", "a"], "add --rules"),
    ])
    func `rules and raw scores exclude each other`(
        arguments: [String], words: String
    ) async throws {
        let result = try await Program.run(["evaluate", "lists", "--db", "x"] + arguments)
        #expect(result.code == 2 && result.errors.contains(words), "\(result)")
    }

    @Test
    func `related goes by the site's file, and its own options win`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let site = try scratch.write(
            "site.yaml", "related: {analyzer: plain, tf: raw, fallback: off, minimum_cosine: 1}\n")
        let lists = ["related", "--all", "--db", db, "--at", "2024-07-20T00:00:00Z"]
        let plain = try await Program.run(lists)
        let ruled = try await Program.run(lists + ["--config", site])
        #expect(plain.code == 0 && ruled.code == 0, "\(ruled)")
        #expect(plain.output.contains("\"cosine\""))
        #expect(!ruled.output.contains("\"cosine\""), "\(ruled)")
        let raw = try await Program.run(lists + ["--config", site, "--raw-scores"])
        #expect(raw.output == (try await Program.run(lists + ["--raw-scores"])).output)
        let wrong = try scratch.write("wrong.yaml", "related: {colour: red}\n")
        let refused = try await Program.run(lists + ["--config", wrong])
        #expect(refused.code == 2 && refused.errors.contains("colour"), "\(refused)")
    }

    @Test(arguments: [
        (["--label", "kind", "--similarity", "m"], "exactly one"), ([], "exactly one"),
        (["--similarity", "m", "--queries", "c.jsonl"], "leave out --queries"),
        (["--label", "kind", "--threads", "0"], "--threads is 0"),
        (["--label", "kind", "--report", "-"], "--report is -"),
        (["--label", "kind", "--compare", "colour=red"], "compare"),
    ])
    func `wrong usage ends with 2 and says what was expected`(
        arguments: [String], words: String
    ) async throws {
        let result = try await Program.run(
            ["evaluate", "related", "--corpus", "c.jsonl"] + arguments)
        #expect(result.code == 2 && result.output.isEmpty, "\(result)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test
    func `an article without label ends with 1 and names its line`() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("c.jsonl", Self.corpus + "{\"id\":\"e\"}\n")
        let result = try await Program.run([
            "evaluate", "related", "--corpus", file, "--label", "kind",
        ])
        #expect(result.code == 1 && result.errors.contains("c.jsonl:5: found no label"))
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
}

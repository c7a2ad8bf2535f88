import Foundation
import Testing

struct WhyCommandTests {
    /// A catalogue whose server made decisions, their ids and line items, and the day in UTC.
    private func decided(
        _ scratch: Scratch, count: Int = 6
    ) async throws -> (db: String, ids: [String], lineItem: String, day: String) {
        let db = try await scratch.catalogue(campaigns: true)
        let server = try await Server(db: db)
        var ids: [String] = []
        var lineItem = ""
        for _ in 0..<count {
            let ad = try await server.get("/v1/slots/front-top/ad").json()
            ids.append(try #require(ad["decision"] as? String))
            lineItem = try #require(ad["line_item"] as? String)
        }
        server.program.send(SIGTERM)
        _ = try await server.program.end()
        let day = try scratch.shell(
            "SELECT DISTINCT substr(at, 1, 10) FROM decision", on: "n.ledger.sqlite")
        return (db, ids, lineItem, day)
    }

    @Test
    func `a decision is explained and made again by another process`() async throws {
        let scratch = try Scratch()
        let (db, ids, _, _) = try await decided(scratch)
        // Nothing but the ledger is read.
        let elsewhere = scratch.path("nowhere.sqlite")
        let files = ["--db", elsewhere, "--ledger", scratch.path("n.ledger.sqlite")]
        for id in ids {
            let why = try await Program.run(["why", id, "--format", "json"] + files)
            #expect(why.code == 0, "\(why)")
            let story = try why.json()
            #expect(story["decision"] as? String == id && story["same"] as? Bool == true)
            let replay = try await Program.run(["replay", id, "--db", db])
            #expect(replay.code == 0 && replay.output == "made again: the same to the last bit\n")
        }
        try scratch.shell("UPDATE decision SET propensity = 0.123", on: "n.ledger.sqlite")
        let differing = try await Program.run(["replay", ids[0], "--db", db])
        #expect(differing.code == 1)
        #expect(differing.errors.contains("0.123 was logged"), "\(differing)")
        let table = try await Program.run(["why", ids[0], "--db", db])
        #expect(table.code == 0 && table.output.contains("probability"))
    }

    @Test
    func `a line item's day is counted, and other days hold nothing`() async throws {
        let scratch = try Scratch()
        let (db, ids, lineItem, day) = try await decided(scratch)
        try #require(!day.contains("\n"), "made around midnight")
        let command = ["why", "--line-item", lineItem, "--db", db, "--format", "json", "--day"]
        let counted = try await Program.run(command + [day])
        #expect(counted.code == 0, "\(counted)")
        #expect(try counted.json()["decisions"] as? Int == ids.count)
        let other = try await Program.run(command + ["2001-02-03"])
        #expect(other.code == 1 && other.errors.contains("no campaigns"))
        for (bad, text) in [("2001-02-30", "--day"), ("yesterday", "--day")] {
            let result = try await Program.run(command + [bad])
            #expect(result.code == 2 && result.errors.contains(text))
        }
        let zone = try await Program.run(command + [day, "--time-zone", "Mars/Base"])
        #expect(zone.code == 2 && zone.errors.contains("--time-zone"))
        let table = try await Program.run([
            "why", "--line-item", lineItem, "--db", db, "--day", day,
        ])
        #expect(table.output.hasPrefix("\(lineItem), \(day) (UTC): \(ids.count) decisions\n"))
    }

    @Test
    func `pruning takes old decisions and says how many, and the figures count what is left`()
        async throws
    {
        let scratch = try Scratch()
        let (db, ids, _, _) = try await decided(scratch)
        try scratch.shell(
            """
            UPDATE decision SET at = '2001-01-01T00:00:00Z' WHERE id < '\(ids.sorted()[4])';
            UPDATE snapshot SET at = '2001-01-01T00:00:00Z';
            """, on: "n.ledger.sqlite")
        let stats = try await Program.run(["stats", "--db", db, "--format", "json"])
        let ledger = try #require(try stats.json()["ledger"] as? [String: any Sendable])
        #expect(ledger["decisions"] as? Int == 6 && ledger["records"] as? Int == 6)
        #expect((ledger["record_bytes_per_decision"] as? Int ?? 0) > 50)
        #expect((ledger["bytes_per_decision"] as? Int ?? 0) > 500)
        let pruned = try await Program.run(["prune", "--db", db, "--format", "json"])
        #expect(pruned.code == 0, "\(pruned)")
        let removed = try #require(try pruned.json()["removed"] as? [String: any Sendable])
        #expect(removed["decisions"] as? Int == 4 && removed["campaigns"] as? Int == 0)
        let again = try await Program.run(["prune", "--db", db, "--before", "2001-06-01T00:00:00Z"])
        #expect(again.code == 0 && again.output.contains("decisions: 0\n"))
        #expect(try await Program.run(["prune", "--db", db, "--before", "soon"]).code == 2)
        let gone = try await Program.run(["why", ids.sorted()[0], "--db", db])
        #expect(gone.code == 1 && gone.errors.contains("may have been pruned"))
    }

    @Test
    func `questions that make no sense are wrong usage, and a missing ledger is an error`()
        async throws
    {
        let scratch = try Scratch()
        let db = scratch.path("none.sqlite")
        for arguments in [
            ["why"], ["why", "x", "--line-item", "y", "--day", "2024-01-01"],
            ["why", "--line-item", "y"], ["why", "x", "--day", "2024-01-01"], ["replay"],
        ] {
            #expect(try await Program.run(arguments + ["--db", db]).code == 2, "\(arguments)")
        }
        for arguments in [["why", "x"], ["replay", "x"], ["prune"]] {
            let result = try await Program.run(arguments + ["--db", db])
            #expect(result.code == 1 && result.errors.contains("no such file"), "\(result)")
        }
    }
}

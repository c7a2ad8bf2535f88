import Foundation
import Testing

struct LiveServerTests {
    @Test
    func `what the sqlite3 shell writes is served by the running server`() async throws {
        let scratch = try Scratch()
        let server = try await Server(db: try await scratch.catalogue())
        let time = "'2024-07-10T11:00:00Z'"
        for (sql, first) in [
            ("INSERT INTO article(id,title,published_at) VALUES('new','Summit',\(time))", "new"),
            ("UPDATE article SET status='withdrawn' WHERE id='new'", "summit"),
            ("REPLACE INTO article(id,title,published_at) VALUES('new','Comet',\(time))", "new"),
            ("DELETE FROM article WHERE id='new'", "summit"),
        ] {
            try scratch.shell(sql + ";")
            try await Deadline.wait("\(sql) to be served") {
                let latest = try await server.get("/v1/latest?limit=1")
                #expect(latest.status == 200)
                return latest.text.contains("\"id\":\"\(first)\"")
            }
        }
    }

    @Test
    func `a server says to a pipe where it serves, and no more while lists are found`()
        async throws
    {
        let scratch = try Scratch()
        let server = try await Server(db: try await scratch.catalogue())
        try await Deadline.wait("all lists") {
            let ready = try await server.get("/readyz").json()
            return ready["lists_ready"] as? Int == ready["articles"] as? Int
        }
        #expect(server.program.complaints.split(separator: "\n").count == 1)
    }

    @Test
    func `an import beside the running server is served`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue()
        let server = try await Server(db: db)
        let lines = (0..<300).map { #"{"id":"more \#($0)","title":"Summit \#($0)"}"# }
        let file = try scratch.write("more.jsonl", lines.joined(separator: "\n"))
        let result = try await Program.run(["import", "articles", file, "--db", db])
        #expect(result.code == 0, "\(result)")
        try await Deadline.wait("300 more articles") {
            try await server.get("/readyz").json()["articles"] as? Int == 303
        }
    }

    @Test
    func `a publish is visible to the next request`() async throws {
        let scratch = try Scratch()
        let server = try await Server(
            db: try await scratch.catalogue(), environment: ["BROADSHEET_TOKEN": "secret"])
        for round in 1...5 {
            let body = #"{"title":"Round \#(round)","published_at":"2024-07-10T11:00:00Z"}"#
            let put = try await server.send("PUT", "/v1/articles/new", body: body, token: "secret")
            #expect(put.status == (round == 1 ? 201 : 200))
            #expect(try await server.get("/v1/latest?limit=1").text.contains("Round \(round)"))
        }
        let gone = try await server.send("DELETE", "/v1/articles/new", body: "", token: "secret")
        #expect(gone.status == 204)
        #expect(try await !server.get("/v1/latest").text.contains("Round"))
    }

    @Test
    func `two servers over one catalogue and ledger count a beacon once`() async throws {
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        let first = try await Server(db: db)
        let second = try await Server(db: db)
        let ad = try await first.get("/v1/slots/front-top/ad").json()
        let beacon = try #require(ad["impression_url"] as? String)
        for server in [second, first, second] {
            #expect(try await server.get(beacon).status == 200)
        }
        #expect(
            try scratch.shell(
                "SELECT verdict, count(*) FROM impression GROUP BY 1 ORDER BY 1;",
                on: "n.ledger.sqlite") == "billable|1\nduplicate|2")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a server that is asked to stop closes its books and ends with 0`(
        signal: Int32
    ) async throws {
        let scratch = try Scratch()
        let server = try await Server(db: try await scratch.catalogue(campaigns: true))
        let answers = try await AdLoad(server: server).run {
            server.program.send(signal)
        }
        let result = try await server.program.end()
        #expect(result.code == 0, "\(result)")
        #expect(!answers.impressions.isEmpty)
        #expect(answers.failures == [], "a request was answered with a failure")
        try scratch.expectBilled(answers)
        #expect(!(try scratch.names().contains("n.ledger.sqlite-wal")))
    }
}

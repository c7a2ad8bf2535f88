import Foundation
import Synchronization
import Testing

/// Readers that ask for ads and report impressions and clicks until the server is gone.
struct AdLoad: Sendable {
    /// What the server had answered by then.
    struct Answers: Sendable {
        /// Decisions of which an impression, or a click, was answered with success.
        var impressions: Set<String> = []
        var clicks: Set<String> = []
        /// Ads that were answered, with or without a beacon.
        var ads = 0
        /// Answers that are neither a success nor a refusal because the server stops.
        var failures: [Int] = []

        mutating func add(_ other: Answers) {
            impressions.formUnion(other.impressions)
            clicks.formUnion(other.clicks)
            ads += other.ads
            failures += other.failures
        }
    }

    /// Ads answered so far, to all readers.
    private final class Count: Sendable {
        let value = Atomic(0)
    }

    var server: Server
    var readers = 6
    /// How many ads are answered before `stop` is called.
    var adsBeforeStop = 40

    /// Reads until the server stops answering, which `stop` makes it do.
    func run(stop: @escaping @Sendable () async throws -> Void) async throws -> Answers {
        let count = Count()
        return try await withThrowingTaskGroup(of: Answers.self) { tasks in
            for _ in 0..<readers { tasks.addTask { await self.read(counting: count) } }
            try await Deadline.wait("\(adsBeforeStop) ads") {
                count.value.load(ordering: .relaxed) >= adsBeforeStop
            }
            try await stop()
            var answers = Answers()
            for try await one in tasks { answers.add(one) }
            return answers
        }
    }

    /// One reader: an ad, its impression, its click, over and over.
    private func read(counting count: Count) async -> Answers {
        var answers = Answers()
        while true {
            do {
                let reply = try await server.get("/v1/slots/front-top/ad")
                guard reply.status == 200 else { return answers.failed(reply.status) }
                let ad = try reply.json()
                guard let decision = ad["decision"] as? String,
                    let impression = ad["impression_url"] as? String,
                    let click = ad["click_url"] as? String
                else { return answers.failed(0) }
                answers.ads += 1
                count.value.add(1, ordering: .relaxed)
                let seen = try await server.get(impression).status
                guard seen == 200 else { return answers.failed(seen) }
                answers.impressions.insert(decision)
                let clicked = try await server.get(click).status
                guard clicked == 302 else { return answers.failed(clicked) }
                answers.clicks.insert(decision)
            } catch {
                // No answer: the server is gone, and nothing was promised.
                return answers
            }
        }
    }
}

extension AdLoad.Answers {
    /// A stopping server may refuse with 503; anything else is a failure.
    fileprivate mutating func failed(_ status: Int) -> Self {
        if status != 503 { failures.append(status) }
        return self
    }
}

extension Scratch {
    /// Fails unless everything that was answered with success is in the ledger, counted once,
    /// beside its decision.
    func expectBilled(
        _ answers: AdLoad.Answers, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (table, promised) in [("impression", answers.impressions), ("click", answers.clicks)] {
            let rows = try shell(
                """
                SELECT decision_id FROM \(table) JOIN decision ON decision.id = decision_id
                WHERE verdict = 'billable' AND line_item_id IS NOT NULL;
                """, on: "n.ledger.sqlite"
            ).split(separator: "\n").map(String.init)
            #expect(rows.count == Set(rows).count, sourceLocation: sourceLocation)
            let lost = promised.subtracting(rows)
            #expect(
                lost.isEmpty, "\(lost.count) of \(promised.count) in \(table) are lost",
                sourceLocation: sourceLocation)
        }
        let orphans = try shell(
            "SELECT count(*) FROM impression WHERE decision_id NOT IN (SELECT id FROM decision);",
            on: "n.ledger.sqlite")
        #expect(orphans == "0", sourceLocation: sourceLocation)
        #expect(
            try shell("PRAGMA integrity_check;", on: "n.ledger.sqlite") == "ok",
            sourceLocation: sourceLocation)
    }
}

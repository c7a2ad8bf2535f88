import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@Suite struct LeaseTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func ledger() throws -> SQLiteLedger {
        try SQLiteLedger.open(path: scratch.path("news.ledger.sqlite"), mode: .create)
    }

    @Test(arguments: LeaseChecks.allCases)
    func `the ledger in SQLite keeps the books of leases`(check: LeaseChecks) async throws {
        try await check.check(ledger())
    }

    @Test(arguments: LeaseChecks.allCases)
    func `the ledger in memory keeps the books of leases`(check: LeaseChecks) async throws {
        try await check.check(MemoryLedger())
    }

    @Test func `two processes with the file open share one set of counters`() async throws {
        let (first, second) = (try ledger(), try ledger())
        let holder = try await first.join(holder: "one")
        let request = LeaseChecks.request(booked: 10)
        _ = try await first.grant([request], to: holder, at: LeaseChecks.start)
        let other = try await second.join(holder: "two")
        #expect(other.fence > holder.fence)
        _ = try await second.grant([request], to: other, at: LeaseChecks.start)
        _ = try await second.append(LeaseChecks.event("a", booked: 10, fence: holder.fence))
        #expect(
            try scratch.shell(
                "SELECT booked, committed, leased FROM goal", on: "news.ledger.sqlite")
                == "10|1|5\n")
        #expect(try first.leases().map(\.committed) == [1, 0])
    }

    @Test func `leases, counters and the clock outlive the process`() async throws {
        let holder = try await ledger().join(holder: "one")
        _ = try await ledger().grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: LeaseChecks.start)
        let reopened = try ledger()
        #expect(try reopened.leases().map(\.units) == [5])
        #expect(try reopened.committedTime() == LedgerInstant(LeaseChecks.start))
        let receipt = try await reopened.commit(LeaseChecks.event("a", fence: holder.fence))
        #expect(receipt.charges.first?.committed == 1)
    }

    @Test(arguments: [
        "UPDATE goal SET leased = leased + 6", "UPDATE goal SET committed = 6",
        "UPDATE goal SET booked = 4", "UPDATE goal SET leased = -1",
        "INSERT INTO goal VALUES('x', 9223372036854775807, 1, 9223372036854775807)",
    ])
    func `the file itself refuses to commit and lease more than is booked`(
        sql: String
    ) async throws {
        let ledger = try ledger()
        let holder = try await ledger.join(holder: "one")
        _ = try await ledger.grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: LeaseChecks.start)
        #expect(try scratch.complaint(sql, on: "news.ledger.sqlite").contains("CHECK"))
    }

    @Test func `a full disk bills nothing and leases nothing`() async throws {
        let ledger = try ledger()
        let holder = try await ledger.join(holder: "one")
        let request = LeaseChecks.request(booked: 1_000_000)
        _ = try await ledger.grant([request], to: holder, at: LeaseChecks.start)
        try ledger.limitPages(to: 1)
        let before = try (ledger.goals(), ledger.leases(), ledger.committedTime())
        var failures = 0
        for number in 0..<20 where failures == 0 {
            var event = LeaseChecks.event("\(number)", after: 1, fence: holder.fence)
            event.reason = String(repeating: "x", count: 100_000)
            do { _ = try await ledger.append(event) } catch { failures += 1 }
        }
        #expect(failures == 1)
        let billed = try ledger.events(.impression).count
        #expect(try ledger.goals().first?.committed == Int64(billed))
        #expect(try ledger.goals().first?.booked == before.0.first?.booked)
        #expect(try ledger.leases().first?.committed == Int64(billed))
    }

    @Test func `rows that somebody damaged neither trap nor bill`() async throws {
        let ledger = try ledger()
        let holder = try await ledger.join(holder: "one")
        _ = try await ledger.grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: LeaseChecks.start)
        try scratch.shell(
            """
            PRAGMA ignore_check_constraints = 1;
            UPDATE goal SET committed = 9223372036854775807, leased = 'many', booked = -5;
            UPDATE lease SET units = 9223372036854775807, committed = x'00', expires_at = 'soon';
            UPDATE ledger_state SET microseconds = 'now', last_lease = 9223372036854775807;
            """, on: "news.ledger.sqlite")
        #expect(
            try await ledger.append(LeaseChecks.event("a", fence: holder.fence)) == .overGoal)
        _ = try? await ledger.grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: LeaseChecks.start)
        #expect(try ledger.leases().isEmpty)
    }

    @Test(arguments: [1, 2, 3])
    func `a ledger of an earlier version keeps its rows and takes leases and records`(
        version: Int
    ) async throws {
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/ledger-\(version).sql")
        try scratch.shell(
            String(contentsOf: fixture, encoding: .utf8), on: "news.ledger.sqlite")
        let ledger = try ledger()
        #expect(try await ledger.append(LedgerChecks.event()) == .duplicate)
        #expect(try ledger.snapshot(hash: "hash")?.content == "{}")
        #expect(try ledger.snapshot(hash: "hash")?.kind == .campaigns)
        #expect(try ledger.decision(id: "d") == LedgerChecks.decision("d"))
        try ledger.record(decisions: [LedgerChecks.recorded("e", at: LedgerChecks.start)])
        try await ledger.flush()
        #expect(
            try ledger.decision(id: "e") == LedgerChecks.recorded("e", at: LedgerChecks.start))
        #expect(try scratch.shell("PRAGMA user_version", on: "news.ledger.sqlite") == "4\n")
        #expect(try ledger.leases().map(\.holder.fence) == (version > 1 ? [3] : []))
        let forgotten = ForgottenReader(reader: "0123456789abcdef", at: LedgerChecks.start)
        try await ledger.forget([forgotten], droppingBefore: LedgerChecks.start)
        #expect(try ledger.forgotten(after: 0).readers == [forgotten])
        let holder = try await ledger.join(holder: "one")
        let grant = try await ledger.grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: LeaseChecks.start)
        #expect(grant.leases.map { $0?.units } == [5])
        _ = try SQLiteLedger.open(path: scratch.path("new.sqlite"), mode: .create)
        let names = "SELECT type, name FROM sqlite_master ORDER BY type, name"
        #expect(
            try scratch.shell(names, on: "news.ledger.sqlite")
                == scratch.shell(names, on: "new.sqlite"))
    }
}

import BroadsheetStorage
import Foundation
import Testing

@Suite struct LedgerTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func ledger(queueLimit: Int = 100_000) throws -> SQLiteLedger {
        try SQLiteLedger.open(
            path: scratch.path("news.ledger.sqlite"), mode: .create,
            busyTimeout: .milliseconds(50), queueLimit: queueLimit)
    }

    @Test(arguments: LedgerChecks.allCases)
    func `the ledger in SQLite keeps the contract`(check: LedgerChecks) async throws {
        try await check.check(ledger())
    }

    @Test(arguments: LedgerChecks.allCases)
    func `the ledger in memory keeps the contract`(check: LedgerChecks) async throws {
        try await check.check(MemoryLedger())
    }

    @Test func `what was acknowledged is there for another process at once`() async throws {
        let ledger = try ledger()
        _ = try await ledger.append(LedgerChecks.event(.click))
        #expect(
            try scratch.shell(
                """
                SELECT decision_id, click.at, verdict, line_item_id
                FROM click JOIN decision ON decision.id = decision_id
                """, on: "news.ledger.sqlite") == "d|2024-07-03T09:46:40Z|billable|line\n")
    }

    @Test func `the file itself admits one billable row per decision and kind`() async throws {
        _ = try await ledger().append(LedgerChecks.event())
        #expect(
            try scratch.complaint(
                "INSERT INTO impression(decision_id,at,verdict) VALUES('d','x','billable')",
                on: "news.ledger.sqlite"
            ).contains("UNIQUE"))
    }

    @Test func `a ledger opened again knows what was billed`() async throws {
        _ = try await ledger().append(LedgerChecks.event())
        #expect(try await ledger().append(LedgerChecks.event()) == .duplicate)
    }

    @Test func `a full disk is an error to those who wait, and passes when space returns`()
        async throws
    {
        let ledger = try ledger()
        try ledger.limitPages(to: 1)
        try ledger.record(decisions: [LedgerChecks.decision("kept")])
        var failures = 0
        for number in 0..<20 {
            do {
                var event = LedgerChecks.event(of: "\(number)")
                event.reason = String(repeating: "x", count: 10_000)
                _ = try await ledger.append(event)
            } catch let error as StorageError {
                #expect(error.reason == .diskFull)
                failures += 1
            }
        }
        #expect(failures > 0)
        #expect(try ledger.events(.impression).count == 20 - failures)
        try ledger.limitPages(to: 1_000_000)
        #expect(try await ledger.append(LedgerChecks.event()) == .billable)
        #expect(try ledger.decision(id: "kept") != nil, "decisions are tried again")
        #expect(ledger.queueDepth == 0)
    }

    @Test func `more rows than the queue may hold are refused as a whole`() async throws {
        let ledger = try ledger(queueLimit: 3)
        let four = (0..<4).map { LedgerChecks.decision("\($0)") }
        #expect(throws: LedgerError.overloaded(queued: 0, limit: 3)) {
            try ledger.record(decisions: four)
        }
        try ledger.record(decisions: Array(four.prefix(3)))
        try await ledger.flush()
        #expect(try ledger.decision(id: "2") != nil)
    }

    @Test func `a ledger open for reading only takes nothing in`() async throws {
        _ = try await ledger().append(LedgerChecks.event())
        let reader = try SQLiteLedger.open(
            path: scratch.path("news.ledger.sqlite"), mode: .readOnly)
        #expect(reader.isReadOnly)
        #expect(try reader.events(.impression).count == 1)
        await #expect(throws: StorageError.self) {
            _ = try await reader.append(LedgerChecks.event())
        }
        try await reader.close()
    }

    @Test func `a catalogue is no ledger`() throws {
        _ = try scratch.catalogue()
        let error = #expect(throws: StorageError.self) {
            _ = try SQLiteLedger.open(path: scratch.path("news.sqlite"), mode: .create)
        }
        #expect(error?.reason == .foreign)
    }
}

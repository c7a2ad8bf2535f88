import BroadsheetAds
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Testing

/// The promise itself, over random histories: billed never exceeds booked, and no beacon that
/// comes in time finds its units gone.
@Suite struct BookedIsBookedTests {
    private func runs(
        _ count: Int, seed: UInt64, settings: BudgetSimulation.Settings = .init(),
        ledger: (Int) throws -> any DeliveryLedger = { _ in MemoryLedger() }
    ) async throws -> BudgetSimulation.Tally {
        var tally = BudgetSimulation.Tally()
        for run in 0..<count {
            var settings = settings
            settings.engines = 1 + run % 3
            settings.writesPerCheck = run % 10 == 0 ? 1 : 16
            let simulation = BudgetSimulation(
                ledger: try ledger(run), seed: seed &+ UInt64(run), settings: settings)
            let result = try await simulation.run()
            for fault in result.faults.prefix(3) {
                Issue.record("seed \(seed &+ UInt64(run)), \(settings.engines) engines: \(fault)")
            }
            tally.add(result)
            if !tally.faults.isEmpty { break }
        }
        return tally
    }

    /// Runs of the model, of which `BROADSHEET_BUDGET_RUNS` may ask for more.
    private static var runCount: Int {
        ProcessInfo.processInfo.environment["BROADSHEET_BUDGET_RUNS"].flatMap(Int.init) ?? 10_000
    }

    @Test func `no history bills above what is booked or loses a beacon that came in time`()
        async throws
    {
        let tally = try await runs(Self.runCount, seed: 4_000_000)
        #expect(tally.faults.count == 0)
        print("seed 4000000: \(tally)")
        #expect(tally.billed > 0 && tally.late > 0 && tally.duplicates > 0, "\(tally)")
        #expect(tally.crashes > 0 && tally.jumps > 0 && tally.reclaimed > 0, "\(tally)")
        #expect(tally.overGoal > 0 && tally.refused > 0 && tally.goalsReached > 0, "\(tally)")
    }

    @Test func `bookings that change while leases are out are kept from then on`() async throws {
        var settings = BudgetSimulation.Settings()
        settings.changesBookings = true
        let tally = try await runs(1_000, seed: 4_100_000, settings: settings)
        #expect(tally.faults.count == 0)
        #expect(tally.billed > 0 && tally.overGoal > 0, "\(tally)")
    }

    @Test func `a process may die at any of its writes`() async throws {
        var tally = BudgetSimulation.Tally()
        for write in 1...60 {
            var settings = BudgetSimulation.Settings()
            settings.crashAtWrite = write
            tally.add(try await runs(6, seed: 4_200_000, settings: settings))
        }
        #expect(tally.faults.count == 0)
        #expect(tally.crashes > 0)
    }

    @Test func `the ledger in SQLite keeps the promise over the same histories`() async throws {
        let scratch = try Scratch()
        let tally = try await runs(60, seed: 4_000_000) { run in
            try SQLiteLedger.open(path: scratch.path("\(run).sqlite"), mode: .create)
        }
        #expect(tally.faults.count == 0)
        #expect(tally.billed > 0 && tally.crashes > 0, "\(tally)")
    }
}

package import BroadsheetAds
internal import Dispatch
package import Foundation
internal import GRDB
internal import Synchronization

/// The ledger in its own SQLite file.
///
/// One writer commits in groups: while one transaction is on its way to the disk
/// (`synchronous=FULL`), everything that arrives is gathered for the next, and each caller goes on
/// only after the commit that holds its event. When a commit fails, all who wait for it get the
/// error; decisions, for which nobody waits, are tried again with the next batch.
package final class SQLiteLedger: DeliveryLedger {
    /// What waits for the writer.
    private struct State {
        var jobs: [LedgerJob] = []
        /// Rows in `jobs` and in the batch being written.
        var rowCount = 0
        var isWriting = false
        var isClosed = false
    }

    let file: DatabaseFile
    private let queueLimit: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "broadsheet.ledger.writer")
    /// Prepared with the first batch.
    private let statements = Mutex<LedgerStatements?>(nil)

    private init(file: DatabaseFile, queueLimit: Int) {
        self.file = file
        self.queueLimit = queueLimit
    }

    /// Opens a ledger.
    ///
    /// - Parameters:
    ///   - mode: `.create` makes the file when it is missing; `.readOnly` is for reports.
    ///   - busyTimeout: how long a commit waits for a lock of another process.
    ///   - queueLimit: rows that may wait in memory before new ones are refused.
    /// - Throws: `StorageError`.
    package static func open(
        path: String, mode: OpenMode, busyTimeout: Duration = .seconds(5),
        queueLimit: Int = 100_000,
        isWritable: (String) -> Bool = { FileManager.default.isWritableFile(atPath: $0) }
    ) throws(StorageError) -> SQLiteLedger {
        let file = try DatabaseFile.open(
            .ledger, path: path, mode: mode, busyTimeout: busyTimeout, isWritable: isWritable)
        return SQLiteLedger(file: file, queueLimit: queueLimit)
    }

    /// The absolute path of the file.
    package var path: String { file.path }

    /// Whether nothing can be recorded: opened so, or on media that can't be written.
    package var isReadOnly: Bool { file.writer == nil }

    package var queueDepth: Int { state.withLock { $0.rowCount } }

    package func record(decisions: [DecisionRow]) throws {
        try enqueue(LedgerJob(work: .decisions(decisions)))
    }

    package func record(list: ServedList) throws { try enqueue(LedgerJob(work: .list(list))) }

    package func record(snapshot: CampaignSnapshot) throws {
        try enqueue(LedgerJob(work: .snapshot(snapshot)))
    }

    package func commit(_ event: DeliveryEvent) async throws -> EventReceipt {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .event(LedgerJob.EventJob(event, waiting))))
        }
    }

    package func append(_ event: ListEvent) async throws -> ListVerdict {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .listEvent(event, waiting)))
        }
    }

    package func join(holder: String) async throws -> LeaseHolder {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .join(holder, waiting)))
        }
    }

    package func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date, terms: LeaseTerms
    ) async throws -> LeaseGrant {
        let call = LedgerJob.GrantCall(requests: requests, holder: holder, at: at, terms: terms)
        return try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .grant(call, waiting)))
        }
    }

    package func giveBack(
        _ returns: [LeaseReturn], from holder: LeaseHolder
    ) async throws {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .giveBack(returns, holder, waiting)))
        }
    }

    package func forget(_ readers: [ForgottenReader], droppingBefore limit: Date) async throws {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .forget(readers, before: limit, waiting)))
        }
    }

    package func flush() async throws {
        try await withCheckedThrowingContinuation { waiting in
            enqueueOrFail(LedgerJob(work: .flush(waiting)))
        }
    }

    package func close() async throws {
        if state.withLock({ $0.isClosed }) { return }
        if !isReadOnly { try await flush() }
        state.withLock { $0.isClosed = true }
    }

    /// Lets the file grow to `count` pages and no further: a full disk for tests.
    package func limitPages(to count: Int) throws { try file.limitPages(to: count) }

    private func enqueueOrFail(_ job: LedgerJob) {
        do { try enqueue(job) } catch { job.fail(error) }
    }

    private func enqueue(_ job: LedgerJob) throws {
        if isReadOnly { throw StorageError(file: .ledger, path: path, reason: .readOnly) }
        let mustStart = try state.withLock { state in
            if state.isClosed { throw LedgerError.closed }
            let rowCount = state.rowCount + job.rowCount
            guard rowCount <= queueLimit else {
                throw LedgerError.overloaded(queued: state.rowCount, limit: queueLimit)
            }
            state.rowCount = rowCount
            state.jobs.append(job)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.writeUntilEmpty() } }
    }

    private func writeUntilEmpty() {
        while true {
            let batch = state.withLock { state in
                let batch = state.jobs
                state.jobs = []
                if batch.isEmpty { state.isWriting = false }
                return batch
            }
            if batch.isEmpty { return }
            guard write(batch) else { return }
        }
    }

    /// Commits a batch and tells everybody. False when the disk failed and the writer must rest
    /// until the next job comes, because only jobs to be tried again are left.
    private func write(_ batch: [LedgerJob]) -> Bool {
        do {
            let answers = try file.write { db in
                let statements = try preparedStatements(db)
                var transaction = try LedgerTransaction(db: db, statements: statements)
                let answers = try batch.map { try transaction.perform($0) }
                try transaction.finish()
                return answers
            }
            finish(batch)
            for (job, answer) in zip(batch, answers) { job.resume(answer) }
            return true
        } catch {
            let mayGoOn = finish(
                batch.filter { !$0.isRetried }, retrying: batch.filter(\.isRetried))
            for job in batch { job.fail(error) }
            return mayGoOn
        }
    }

    private func preparedStatements(_ db: Database) throws -> LedgerStatements {
        if let prepared = statements.withLock({ $0 }) { return prepared }
        let prepared = try LedgerStatements(db)
        statements.withLock { $0 = prepared }
        return prepared
    }

    /// Takes written jobs off the count and puts those to be tried again in front.
    @discardableResult
    private func finish(_ done: [LedgerJob], retrying: [LedgerJob] = []) -> Bool {
        state.withLock { state in
            state.rowCount -= done.reduce(0) { $0 + $1.rowCount }
            if state.jobs.isEmpty, !retrying.isEmpty {
                state.jobs = retrying
                state.isWriting = false
                return false
            }
            state.jobs = retrying + state.jobs
            return true
        }
    }
}

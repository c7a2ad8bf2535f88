package import BroadsheetAds
package import Foundation

/// The record of what was decided and what came of it; what is billed is read from here.
///
/// Behind it stands a protocol because a site that outgrows one machine keeps its ledger in a
/// shared store. Every implementation passes the checks of `LedgerChecks` in the tests.
package protocol DeliveryLedger: Sendable {
    /// Takes decisions in, without waiting; they are kept once what `flush` waits for is done. A
    /// decision whose id is known already is passed over.
    ///
    /// - Throws: `LedgerError.overloaded` or `.closed`; none of the decisions is taken then.
    func record(decisions: [DecisionRow]) throws

    /// Takes a served list in, like a decision.
    func record(list: ServedList) throws

    /// Keeps the campaigns that decisions were made from, once for each hash.
    func record(snapshot: CampaignSnapshot) throws

    /// Appends an event and returns what became of it once both are kept for good. When it throws,
    /// nothing was kept.
    ///
    /// A billable event takes its charges in the same transaction; where one of them finds nothing
    /// left the event is over goal, and none is taken.
    func commit(_ event: DeliveryEvent) async throws -> EventReceipt

    /// Appends an event of a list, with the same promise.
    func append(_ event: ListEvent) async throws -> ListVerdict

    /// Gives a process its number. Processes of the same name that have an older one get no leases
    /// any more.
    func join(holder: String) async throws -> LeaseHolder

    /// Gives units and time to a process, in one transaction, after it ended the leases whose time
    /// is over. The booking that each request names is in force from then on; where it is below
    /// what is committed and leased, leases are cut.
    ///
    /// - Parameter at: the process's time; the ledger's own is used if that is later.
    /// - Throws: `LedgerError.fenced` when a younger process has the holder's name; nothing is
    ///   given then.
    func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date, terms: LeaseTerms
    ) async throws -> LeaseGrant

    /// Takes units back that a process does not need.
    func giveBack(_ returns: [LeaseReturn], from holder: LeaseHolder) async throws

    /// Keeps readers that are to be forgotten, for every process that shares the ledger, and drops
    /// those of before `limit`; returns once that is on disk.
    func forget(_ readers: [ForgottenReader], droppingBefore limit: Date) async throws

    /// Readers that were forgotten since `position`, which is 0 for all that are kept.
    func forgotten(after position: Int64) throws -> ForgottenReaders

    /// Returns once everything taken in before is kept.
    func flush() async throws

    /// Flushes, then refuses everything else; reading still works.
    func close() async throws

    /// Rows taken in and not yet kept.
    var queueDepth: Int { get }

    /// The decision with this id.
    func decision(id: String) throws -> DecisionRow?

    /// Hands on the decisions of a time, oldest first, one after the other; what `body` throws
    /// ends it.
    func readDecisions(
        from: Date, until: Date, _ body: (DecisionRow) throws -> Void
    ) throws

    /// How much is kept.
    func size() throws -> LedgerSize

    /// Removes decisions made before a time with their events, events of lists of before that
    /// time, and campaigns, plans and settings of before it that no decision left names. Goals and
    /// leases stay as they are.
    ///
    /// What is younger than `LedgerRetention.leastSeconds` by the ledger's own time stays, whatever
    /// `before` says: its beacons may still be billed. Works in small transactions between which
    /// others go on; one that was stopped is finished by the next.
    /// - Parameter progress: hears after each transaction what is gone by then; false stops.
    /// - Returns: what is gone.
    func prune(before: Date, progress: (PrunedRows) -> Bool) throws -> PrunedRows

    /// All events of one kind, oldest first.
    func events(_ kind: DeliveryEvent.Kind) throws -> [EventRow]

    /// All rows about lists, oldest first.
    func listEvents() throws -> [ListEventRow]

    /// What each line item has delivered, by id bytes.
    func deliveryCounts() throws -> [DeliveryCounts]

    /// The campaigns with this hash.
    func snapshot(hash: String) throws -> CampaignSnapshot?

    /// The counters of all goals and budgets, by key.
    func goals() throws -> [GoalCounters]

    /// All leases whose time is not over, as far as that was noticed, oldest first.
    func leases() throws -> [Lease]

    /// The latest time that was committed; never goes back.
    func committedTime() throws -> LedgerInstant
}

extension DeliveryLedger {
    /// Appends an event and returns its verdict; see `commit`.
    package func append(_ event: DeliveryEvent) async throws -> Verdict {
        try await commit(event).verdict
    }

    /// Gives units and time for the usual terms.
    package func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date
    ) async throws -> LeaseGrant {
        try await grant(requests, to: holder, at: at, terms: LeaseTerms())
    }
}

/// Why a ledger takes nothing in.
package enum LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More rows wait to be written than it may hold in memory.
    case overloaded(queued: Int, limit: Int)
    /// It has been closed.
    case closed
    /// A younger process has the holder's name.
    case fenced(holder: String, fence: Int64, current: Int64)

    package var description: String {
        switch self {
        case .overloaded(let queued, let limit):
            "\(queued) events wait to be written to the ledger, the limit is \(limit): "
                + "retry later; check that its disk keeps up and has space"
        case .fenced(let holder, let fence, let current):
            "\(holder) asks for leases as process \(fence), but process \(current) has taken over "
                + "its name: stop the older one, or give each process a name of its own"
        case .closed: "the ledger is closed: the server is shutting down; retry elsewhere"
        }
    }
}

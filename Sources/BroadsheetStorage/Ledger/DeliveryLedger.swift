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

    /// Appends an event and returns its verdict once both are kept for good. When it throws,
    /// nothing was kept.
    func append(_ event: DeliveryEvent) async throws -> Verdict

    /// Appends an event of a list, with the same promise.
    func append(_ event: ListEvent) async throws -> ListVerdict

    /// Returns once everything taken in before is kept.
    func flush() async throws

    /// Flushes, then refuses everything else; reading still works.
    func close() async throws

    /// Rows taken in and not yet kept.
    var queueDepth: Int { get }

    /// The decision with this id.
    func decision(id: String) throws -> DecisionRow?

    /// All events of one kind, oldest first.
    func events(_ kind: DeliveryEvent.Kind) throws -> [EventRow]

    /// All rows about lists, oldest first.
    func listEvents() throws -> [ListEventRow]

    /// What each line item has delivered, by id bytes.
    func deliveryCounts() throws -> [DeliveryCounts]

    /// The campaigns with this hash.
    func snapshot(hash: String) throws -> CampaignSnapshot?
}

/// Why a ledger takes nothing in.
package enum LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More rows wait to be written than it may hold in memory.
    case overloaded(queued: Int, limit: Int)
    /// It has been closed.
    case closed

    package var description: String {
        switch self {
        case .overloaded(let queued, let limit):
            "\(queued) events wait to be written to the ledger, the limit is \(limit): "
                + "retry later; check that its disk keeps up and has space"
        case .closed: "the ledger is closed: the server is shutting down; retry elsewhere"
        }
    }
}

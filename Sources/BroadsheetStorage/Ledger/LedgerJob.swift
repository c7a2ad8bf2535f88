internal import BroadsheetAds
internal import Foundation

/// One thing for the writer of a ledger to do, with who waits for it.
struct LedgerJob: Sendable {
    /// Indirect: a job is passed on several times, and an event alone has a dozen texts in it.
    indirect enum Work: Sendable {
        case decisions([DecisionRow])
        case list(ServedList)
        case snapshot(CampaignSnapshot)
        case event(EventJob)
        case listEvent(ListEvent, CheckedContinuation<ListVerdict, any Error>)
        case join(String, CheckedContinuation<LeaseHolder, any Error>)
        case grant(GrantCall, CheckedContinuation<LeaseGrant, any Error>)
        case giveBack([LeaseReturn], LeaseHolder, CheckedContinuation<Void, any Error>)
        case forget([ForgottenReader], before: Date, CheckedContinuation<Void, any Error>)
        case flush(CheckedContinuation<Void, any Error>)
    }

    /// An event and who waits for it. A class: events are most of what there is, and each has a
    /// dozen texts, all of them counted whenever one is copied.
    final class EventJob: Sendable {
        let event: DeliveryEvent
        let waiting: CheckedContinuation<EventReceipt, any Error>

        init(_ event: DeliveryEvent, _ waiting: CheckedContinuation<EventReceipt, any Error>) {
            self.event = event
            self.waiting = waiting
        }
    }

    /// The parameters of `DeliveryLedger.grant`.
    struct GrantCall: Sendable {
        let requests: [LeaseRequest]
        let holder: LeaseHolder
        let at: Date
        let terms: LeaseTerms
    }

    /// What the transaction says to it.
    enum Answer: Sendable {
        case done
        case receipt(EventReceipt)
        case listVerdict(ListVerdict)
        case holder(LeaseHolder)
        case grant(LeaseGrant)
        /// This job alone breaks a rule of the schema; the others go on.
        case refused(any Error)
    }

    let work: Work

    /// Rows that it adds to the queue.
    var rowCount: Int {
        switch work {
        case .decisions(let decisions): decisions.count
        case .list, .snapshot, .event, .listEvent: 1
        case .join, .grant, .giveBack, .forget, .flush: 0
        }
    }

    /// Whether it is tried again with the next batch when the disk failed: nobody waits for it.
    var isRetried: Bool {
        switch work {
        case .decisions, .list, .snapshot: true
        case .event, .listEvent, .join, .grant, .giveBack, .forget, .flush: false
        }
    }

    /// Tells who waits what was committed.
    func resume(_ answer: Answer) {
        switch (work, answer) {
        case (.event(let job), .receipt(let receipt)): job.waiting.resume(returning: receipt)
        case (.listEvent(_, let waiting), .listVerdict(let verdict)):
            waiting.resume(returning: verdict)
        case (.join(_, let waiting), .holder(let holder)): waiting.resume(returning: holder)
        case (.grant(_, let waiting), .grant(let grant)): waiting.resume(returning: grant)
        case (.giveBack(_, _, let waiting), .done), (.forget(_, _, let waiting), .done),
            (.flush(let waiting), .done):
            waiting.resume()
        case (_, .refused(let error)): fail(error)
        case (.decisions, _), (.list, _), (.snapshot, _): break
        case (.event, _), (.listEvent, _), (.join, _), (.grant, _), (.giveBack, _), (.forget, _),
            (.flush, _):
            preconditionFailure("the writer answered a job with another job's answer")
        }
    }

    /// Tells who waits that nothing was kept.
    func fail(_ error: any Error) {
        switch work {
        case .event(let job): job.waiting.resume(throwing: error)
        case .listEvent(_, let waiting): waiting.resume(throwing: error)
        case .join(_, let waiting): waiting.resume(throwing: error)
        case .grant(_, let waiting): waiting.resume(throwing: error)
        case .giveBack(_, _, let waiting), .forget(_, _, let waiting), .flush(let waiting):
            waiting.resume(throwing: error)
        case .decisions, .list, .snapshot: break
        }
    }
}

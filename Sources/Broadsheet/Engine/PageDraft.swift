internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

/// The slots of one page before they are decided.
struct PageDraft: Sendable {
    /// One for each slot, each slot once.
    var requests: [AdRequest]
    let frozen: AdState.Frozen
    /// The ledger's time.
    let instant: LedgerInstant
    /// By request, line items that it does not take; empty where all take all.
    var refusing: [LineItemSet] = []
    /// By request, creatives that it does not take; empty where all take all.
    var hiding: [LineItemSet] = []
    /// What briefs and brand safety say of the page; nil where nobody asks.
    var verdict: ContextVerdict?
    /// false for decisions of which nothing can be billed: they take no units and count for nobody.
    var reserves = true
}

extension Engine {
    /// Decides for the slots of a page, takes the units of what was chosen and counts it for the
    /// reader; one decision for each request, in their order.
    ///
    /// Another thread may take the last unit of a line item between the look at what is spent and
    /// the draw. Then the whole page is decided anew, with draws of its own, and without that line
    /// item; what the attempt had taken is given back.
    func decide(_ draft: PageDraft, for reader: inout ReaderState) -> [MadeDecision] {
        var lost: [Int] = []
        while true {
            var attempt = PageAttempt(draft, caps: reader.caps, lost: lost, environment)
            attempt.run(isAllowed: reader.isAllowed)
            if let number = attempt.failed {
                for id in attempt.taken { delivery.book.cancel(id) }
                lost.append(number)
                continue
            }
            if draft.reserves {
                for request in draft.requests {
                    pacing.note(request, at: draft.instant, random: environment.random())
                }
                reader.caps = attempt.caps
                count(attempt, for: reader)
            }
            return attempt.made.compactMap(\.self)
        }
    }

    /// Counts what was chosen for a reader whom the site names.
    private func count(_ attempt: PageAttempt, for reader: ReaderState) {
        guard let hash = reader.hash else { return }
        for (id, tracks) in attempt.shows {
            readers.count(id, tracks, for: hash, at: attempt.draft.instant)
        }
    }
}

/// One attempt to fill a page.
struct PageAttempt {
    let draft: PageDraft
    /// By request.
    private let ids: [String]
    private let seeds: [UInt64]
    private let lost: [Int]
    /// What the reader has seen, this page included.
    private(set) var caps: ReaderCaps
    /// By request.
    private(set) var made: [MadeDecision?]
    /// Decisions that have taken units.
    private(set) var taken: [ReservationID] = []
    /// What each decision counts for the reader.
    private(set) var shows: [(id: ReservationID, tracks: [CapTrack])] = []
    /// The plan of the guaranteed tier that the attempt went by.
    private let paced: PacedShares.Paced
    /// The line item whose units were gone when they were to be taken.
    private(set) var failed: Int?

    init(_ draft: PageDraft, caps: ReaderCaps, lost: [Int], _ environment: Engine.Environment) {
        self.draft = draft
        self.caps = caps
        self.lost = lost
        paced = draft.frozen.paced.current
        seeds = draft.requests.map { _ in environment.random() }
        ids = draft.requests.map { _ in
            DecisionID.make(
                at: draft.instant.date, random: environment.random(), environment.random())
        }
        made = draft.requests.map { _ in nil }
    }

    /// - Parameter isAllowed: Whether anything keyed to the reader may be used.
    mutating func run(isAllowed: Bool) {
        let frozen = draft.frozen
        var gates = Gates()
        draft.verdict?.close(&gates)
        gates.plan = paced.shares
        // Who may not be counted can't be kept from seeing too much.
        if !isAllowed { gates.consent = frozen.snapshot.caps.lineItems }
        gates.excluded = frozen.snapshot.emptySet
        for number in lost { gates.excluded[number] = true }
        close(&gates, isAllowed)
        frozen.snapshot.withPageScratch { scratch in
            _ = frozen.snapshot.decidePage(
                draft.requests, gates: gates, refusing: draft.refusing, hiding: draft.hiding,
                using: { KeyedGenerator(seed: seeds[$0]).keyed(by: ids[$0]) }, scratch: &scratch
            ) { index, pick, scratch, gates in
                if failed != nil { return }
                note(index, pick, &scratch, gates, isAllowed)
                close(&gates, isAllowed)
            }
        }
    }

    /// Brings what is spent and what the reader has seen too often up to now.
    private func close(_ gates: inout Gates, _ isAllowed: Bool) {
        let frozen = draft.frozen
        gates.spent = frozen.plans.spent(at: draft.instant)
        for number in lost { gates.spent[number] = true }
        let known = frozen.snapshot.caps
        guard isAllowed, !known.isEmpty else { return }
        gates.capped = frozen.snapshot.emptySet
        gates.cappedCreatives.removeAll(keepingCapacity: true)
        known.stop(caps, lineItems: &gates.capped, creatives: &gates.cappedCreatives)
    }

    private mutating func note(
        _ index: Int, _ pick: AdSnapshot.Pick?, _ scratch: inout DecisionScratch, _ gates: Gates,
        _ isAllowed: Bool
    ) {
        let (frozen, request) = (draft.frozen, draft.requests[index])
        frozen.snapshot.writeRecord(
            of: request, seed: seeds[index], gates: gates, scratch: &scratch)
        made[index] = MadeDecision(
            id: ids[index], seed: seeds[index],
            decision: frozen.snapshot.decision(pick, for: request, scratch),
            record: scratch.record, plan: paced.plan)
        let wanted = scratch.log.entries.filter { $0.dropped == .spent }.map(\.lineItem)
        if !wanted.isEmpty { frozen.plans.want(wanted, at: draft.instant) }
        guard draft.reserves, let pick, let id = ReservationID(ids[index]) else { return }
        guard frozen.plans.take(pick.lineItem, for: id, at: draft.instant) else {
            failed = pick.lineItem
            return
        }
        taken.append(id)
        let known = frozen.snapshot.caps
        guard isAllowed, !known.isEmpty else { return }
        known.count(lineItem: pick.lineItem, creative: pick.creative, for: &caps)
        shows.append((id, known.tracks(lineItem: pick.lineItem, creative: pick.creative)))
    }
}

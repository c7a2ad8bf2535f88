/// Room that decisions need, kept from one to the next so that they allocate nothing.
///
/// Fits itself to a snapshot at the first decision with it; from then on decisions of that snapshot
/// allocate only when a request names more than any before. One at a time: a scratch belongs to
/// one thread, or to who holds it.
package struct DecisionScratch: Sendable {
    typealias Block = LineItemSet.Block

    /// Snapshot that the room fits; 0 for none.
    private var serial: UInt64 = 0
    var request = RequestAtoms()
    /// Line items that nothing has dropped so far.
    var eligible: [Block] = []
    /// Those before the rule that is being asked; kept up only for explanations.
    var before: [Block] = []
    /// Those that passed targeting; kept up only for the log.
    var passed: [Block] = []
    var sum: [Block] = []
    var alternatives: [Block] = []
    var alternativeSum: [Block] = []
    /// A bit for each atom of the request, for programs.
    var present: [UInt64] = []
    /// Line items dropped by each rule, in the order of ``Ineligibility``.
    var counts = [Int](repeating: 0, count: Ineligibility.allCases.count)
    /// Whether ``reasons`` are wanted.
    var explains = false
    /// By number: the rule that dropped it, by place in ``Ineligibility``; 255 for none.
    var reasons: [UInt8] = []
    var flights = FlightWindow()
    var draw = DrawTable()
    /// What became of the line items that passed targeting; made by every decision with
    /// ``keepsLog``.
    package internal(set) var log = CandidateLog()
    /// Whether decisions write ``log``.
    package var keepsLog = false
    /// Places, among all of the snapshot, of the creatives of the line item that was drawn among
    /// which one was; empty where those are all that fit the slot. Set for pages only.
    package internal(set) var choices: [Int] = []
    /// Whether the page forbids the slot's default creative. Set for pages only.
    var barsFallback = false
    /// The record of the decision last written with ``AdSnapshot/writeRecord(of:seed:gates:scratch:)``.
    package internal(set) var record: [UInt8] = []

    package init() {}

    /// Makes room for a snapshot's decisions.
    mutating func fit(_ core: SnapshotCore) {
        guard serial != core.serial else { return }
        serial = core.serial
        let empty = [Block](repeating: .zero, count: core.blockCount)
        eligible = empty
        before = empty
        passed = empty
        sum = empty
        alternatives = [Block](repeating: .zero, count: core.alternatives.blockCount)
        alternativeSum = alternatives
        present = [UInt64](
            repeating: 0, count: core.program.isEmpty ? 0 : core.table.count / 64 + 1)
        reasons = []
        request.prepare()
        flights.prepare(core)
        draw.prepare(core)
    }
}

/// Which flights are not yet, and which no longer, under way; good until the next one begins or
/// ends.
struct FlightWindow: Sendable {
    private(set) var early: [LineItemSet.Block] = []
    private(set) var over: [LineItemSet.Block] = []
    private var from = Double.infinity
    private var until = -Double.infinity

    mutating func prepare(_ core: SnapshotCore) {
        early = [LineItemSet.Block](repeating: .zero, count: core.blockCount)
        over = early
        from = .infinity
        until = -.infinity
    }

    /// Brings both sets to a time in seconds since 1970.
    mutating func move(to now: Double, _ core: SnapshotCore) {
        if now >= from, now < until { return }
        from = -.infinity
        until = .infinity
        for block in early.indices {
            early[block] = .zero
            over[block] = .zero
        }
        for number in core.starts.indices {
            let bit: UInt64 = 1 << UInt64(number % 64)
            let (block, word) = (number / 512, (number / 64) % 8)
            note(core.starts[number], now)
            note(core.ends[number], now)
            if !(core.starts[number] <= now) { early[block][word] |= bit }
            if core.ends[number] <= now { over[block][word] |= bit }
        }
    }

    private mutating func note(_ bound: Double, _ now: Double) {
        if bound <= now { from = max(from, bound) } else { until = min(until, bound) }
    }
}

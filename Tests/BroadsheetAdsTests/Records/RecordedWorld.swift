import BroadsheetAds
import BroadsheetTestSupport
import Foundation

/// A decision over random campaigns with random gates, and the record that it left.
struct RecordedWorld {
    let snapshot: AdSnapshot
    let request: AdRequest
    var gates = Gates()
    let seed: UInt64
    let id: String
    let decision: Decision
    let log: CandidateLog
    let bytes: [UInt8]

    /// - Parameter room: kept from one decision to the next, as a server does.
    init(_ bookings: inout RandomBookings, _ snapshot: AdSnapshot, room: inout DecisionScratch) {
        self.snapshot = snapshot
        request = bookings.request()
        if bookings.below(3) > 0 { gates = Self.gates(&bookings, snapshot) }
        seed = UInt64(bookings.below(1_000_000))
        id = "decision \(bookings.below(1_000_000))"
        room.keepsLog = true
        let draw = KeyedGenerator(seed: seed).keyed(by: id)
        decision = snapshot.decide(request, gates: gates, using: draw, scratch: &room)
        snapshot.writeRecord(of: request, seed: seed, gates: gates, scratch: &room)
        log = room.log
        bytes = room.record
    }

    private static func gates(
        _ bookings: inout RandomBookings, _ snapshot: AdSnapshot
    ) -> Gates {
        var gates = Gates()
        let sets: [WritableKeyPath<Gates, LineItemSet>] = [
            \.offTopic, \.unsuitable, \.spent, \.consent, \.excluded, \.capped, \.paced,
            \.lookAhead,
        ]
        for set in sets where bookings.below(2) == 0 {
            gates[keyPath: set] = snapshot.emptySet
            for number in 0..<snapshot.lineItemCount where bookings.below(9) == 0 {
                gates[keyPath: set][number] = true
            }
        }
        var shares: [GuaranteedShares.Entry] = []
        for number in 0..<snapshot.lineItemCount {
            gates.multipliers.append(Double(bookings.below(7)) / 3)
            if bookings.below(3) == 0 {
                shares.append(.init(lineItem: number, share: Double(bookings.below(8)) / 10))
            }
        }
        gates.plan = GuaranteedShares(shares)
        return gates
    }

    /// Runs `body` with random decisions, over few and many line items; says the seed. The campaigns
    /// are such as storage hands over: what it could not read is unreadable already.
    static func each(
        seed: UInt64, decisions: Int = 40, _ body: (RecordedWorld) throws -> Void
    ) throws {
        print("recorded worlds of seed \(seed)")
        var bookings = RandomBookings(seed: seed)
        let count = [3, 12, 60, 600][Int(seed % 4)]
        var catalogue = bookings.catalogue(lineItems: count)
        for slot in catalogue.slots.indices where bookings.below(2) == 0 {
            catalogue.slots[slot].defaultCreative = "l\(bookings.below(count))-0"
        }
        let snapshot = try AdSnapshot(
            canonicalBytes: AdSnapshot(catalogue).canonicalBytes())
        var room = DecisionScratch()
        for _ in 0..<decisions {
            try body(RecordedWorld(&bookings, snapshot, room: &room))
        }
    }
}

import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// The compiled index against line items asked one by one, over random catalogues and requests.
@Suite struct IndexOracleTests {
    /// A catalogue, a request and gates of one seed.
    private struct World {
        let snapshot: AdSnapshot
        let oracle: DecisionOracle
        let request: AdRequest
        var gates = Gates()
        var named = DecisionOracle.NamedGates()

        init(_ bookings: inout RandomBookings, _ catalogue: AdCatalogue, _ snapshot: AdSnapshot) {
            self.snapshot = snapshot
            oracle = DecisionOracle(catalogue)
            request = bookings.request()
            guard bookings.below(2) == 0 else { return }
            close(&bookings)
            var entries: [GuaranteedShares.Entry] = []
            for number in 0..<snapshot.lineItemCount where bookings.below(3) == 0 {
                guard let id = snapshot.lineItem(number)?.id else { continue }
                let share = Double(bookings.below(8)) / 10
                entries.append(.init(lineItem: number, share: share))
                named.plan.append((id, share))
            }
            gates.plan = GuaranteedShares(entries.reversed())
            named.plan.reverse()
        }

        private mutating func close(_ bookings: inout RandomBookings) {
            let sets: [(WritableKeyPath<Gates, LineItemSet>, Ineligibility)] = [
                (\.offTopic, .context), (\.unsuitable, .brandSafety),
                (\.spent, .spent), (\.consent, .consent), (\.excluded, .excludedOnPage),
                (\.capped, .capped), (\.paced, .paced), (\.lookAhead, .lookAhead),
            ]
            for (set, reason) in sets where bookings.below(2) == 0 {
                gates[keyPath: set] = snapshot.emptySet
                for number in 0..<snapshot.lineItemCount where bookings.below(12) == 0 {
                    gates[keyPath: set][number] = true
                    if let id = snapshot.lineItem(number)?.id, named.dropped[id] == nil {
                        named.dropped[id] = reason
                    }
                }
            }
            for number in 0..<snapshot.lineItemCount {
                let factor = Double(bookings.below(6)) / 2
                gates.multipliers.append(factor)
                if let id = snapshot.lineItem(number)?.id { named.multipliers[id] = factor }
            }
        }
    }

    private func run(seed: UInt64, lineItems: Int, requests: Int, _ check: (World) throws -> Void)
        throws
    {
        print("index oracle seed \(seed)")
        var bookings = RandomBookings(seed: seed)
        let catalogue = bookings.catalogue(lineItems: lineItems)
        let snapshot = AdSnapshot(catalogue)
        for _ in 0..<requests { try check(World(&bookings, catalogue, snapshot)) }
    }

    static let seeds: [(UInt64, Int)] = (1...24).map { ($0, [3, 12, 60, 600][Int($0) % 4]) }

    @Test(arguments: seeds)
    func `every line item has the reason that rules asked one by one give it`(
        seed: UInt64, lineItems: Int
    ) throws {
        try run(seed: seed, lineItems: lineItems, requests: 25) { world in
            let rows = world.snapshot.explain(world.request, gates: world.gates).rows
            let slow = world.oracle.rows(world.request, world.named)
            try #require(rows.map(\.lineItem) == slow.map(\.lineItem.id))
            for (row, expected) in zip(rows, slow) {
                if case .ineligible(let reason) = row.verdict {
                    #expect(reason == expected.reason, "\(expected.lineItem) \(world.request)")
                } else {
                    #expect(nil == expected.reason, "\(expected.lineItem) \(world.request)")
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `counts per reason are those of rules asked one by one`(
        seed: UInt64, lineItems: Int
    ) throws {
        var scratch = DecisionScratch()
        try run(seed: seed, lineItems: lineItems, requests: 25) { world in
            let draw = FixedDraw(number: 0.5)
            _ = world.snapshot.pick(
                world.request, gates: world.gates, using: draw, scratch: &scratch)
            let counts = world.snapshot.noFill(world.request, scratch).passedOver
            let slow = world.oracle.rows(world.request, world.named).compactMap(\.reason)
            for reason in Ineligibility.allCases {
                let count = counts.first { $0.reason == reason }?.count ?? 0
                #expect(count == slow.count { $0 == reason }, "\(reason) \(world.request)")
            }
        }
    }

    @Test(arguments: seeds)
    func `probabilities and draws are those of the tiers worked out one by one`(
        seed: UInt64, lineItems: Int
    ) throws {
        var scratch = DecisionScratch()
        var key: UInt64 = 0
        try run(seed: seed, lineItems: lineItems, requests: 25) { world in
            let (parts, rest) = world.oracle.parts(world.request, world.named)
            var expected: [String: Double] = [:]
            for part in parts where part.reach > 0 {
                for index in part.rows.indices {
                    expected[part.rows[index].lineItem.id] = part.probability(index)
                }
            }
            var found: [String: Double] = [:]
            for ad in world.snapshot.distribution(world.request, gates: world.gates) {
                found[ad.lineItem, default: 0] += ad.propensity
            }
            #expect(found.keys.sorted() == expected.keys.sorted())
            for (id, share) in expected { #expect(abs((found[id] ?? -1) - share) < 1e-12) }
            #expect(abs(found.values.reduce(0, +) + rest - 1) < 1e-9 || parts.isEmpty)
            for _ in 0..<4 {
                key += 1
                let draw = KeyedGenerator(seed: seed).keyed(by: key)
                let slow = world.oracle.pick(world.request, world.named, using: draw)
                let fast = world.snapshot.decide(
                    world.request, gates: world.gates, using: draw, scratch: &scratch
                ).ad
                #expect(fast?.lineItem == slow?.lineItem)
                #expect(fast?.creative.id == slow?.creative)
                #expect(abs((fast?.propensity ?? 0) - (slow?.propensity ?? 0)) < 1e-12)
            }
        }
    }
}

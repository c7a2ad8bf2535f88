/// The plan of the guaranteed tier at a moment: who gets which part of which kind of request until
/// flights next begin or end.
///
/// Time to the last end is cut where flights begin and end; a supply node is a kind of request within
/// such a stretch. Of more than ``stretchLimit`` stretches the last ones count as one, in which
/// everything that is under way at any time of it may take all.
package struct GuaranteedSchedule: Sendable {
    /// What is still to be delivered of a line item.
    package struct Booking: Sendable, Hashable {
        /// Number in the snapshot.
        package var lineItem: Int
        package var id: String
        /// Units still to be decided for.
        package var unitsLeft: Double
        /// Units that a decision brings, above 0.
        package var unitsPerDecision: Double
        /// In seconds since 1970.
        package var starts: Double
        package var ends: Double

        package init(
            lineItem: Int, id: String, unitsLeft: Double, unitsPerDecision: Double, starts: Double,
            ends: Double
        ) {
            self.lineItem = lineItem
            self.id = id
            self.unitsLeft = unitsLeft
            self.unitsPerDecision = unitsPerDecision
            self.starts = starts
            self.ends = ends
        }
    }

    /// A line item that cannot get all that it books.
    package struct Warning: Sendable, Hashable {
        package var lineItem: String
        /// Units that it lacks.
        package var units: Double
        /// Who takes units that it could use, those who take most first; at most five.
        package var competitors: [String]
    }

    package static let stretchLimit = 12

    package let bookings: [Booking]
    /// By booking: decisions that the plan expects for it until its end.
    package let expected: [Double]
    package let warnings: [Warning]
    package let basis: GuaranteedPlan.Basis
    /// Until when the shares hold: the next beginning or end of a flight.
    package let goodUntil: Double
    /// In the order in which they are asked: places in `bookings`, and the share of requests that
    /// no node stands for.
    package let levels: [(booking: Int, share: Double)]
    /// Shares of the kinds of request now.
    package let kinds: [(signature: GuaranteedSignature, shares: [(booking: Int, share: Double)])]

    /// - Complexity: that of the plan over kinds × stretches.
    package init(
        _ bookings: [Booking], _ forecast: SupplyForecast, _ snapshot: AdSnapshot,
        at now: Double
    ) throws(PlanningError) {
        let bookings = bookings.filter { $0.ends > now && $0.unitsLeft > 0 && $0.ends.isFinite }
        self.bookings = bookings
        let bounds = Self.bounds(bookings, now)
        let nodes = Self.nodes(forecast, bounds)
        let problem = try PlanningProblem(
            supply: nodes.map { Int64($0.requests, atMost: 1 << 50) },
            lineItems: bookings.map { booking in
                BookedLineItem(
                    id: booking.id,
                    demand: Int64(
                        (booking.unitsLeft / booking.unitsPerDecision).rounded(.up),
                        atMost: 1 << 50),
                    nodes: nodes.indices.filter { nodes[$0].takes(booking) }
                        .map { UInt32(truncatingIfNeeded: $0) })
            })
        let flow = FeasibleFlow(problem)
        let plan = GuaranteedPlan(problem, flow: flow)
        basis = plan.basis
        expected = plan.expected
        goodUntil = bounds[1]
        levels = plan.order.map { (Int($0), plan.levels[Int($0)]) }
        kinds = Self.kinds(nodes, plan, bookings, snapshot, now)
        warnings = Self.warnings(problem, flow, bookings)
    }

    // MARK: Nodes

    private struct Node {
        let kind: Int
        let lineItems: LineItemSet
        let starts: Double
        let ends: Double
        let requests: Double

        func takes(_ booking: Booking) -> Bool {
            lineItems[booking.lineItem] && booking.starts < ends && booking.ends > starts
        }
    }

    /// Now, the beginnings and ends to come, and the last end; at least two.
    private static func bounds(_ bookings: [Booking], _ now: Double) -> [Double] {
        let ends = bookings.map(\.ends)
        let last = max(ends.max() ?? now, now + 1)
        let inner = Set((bookings.map(\.starts) + ends).filter { $0 > now && $0 < last }).sorted()
        return [now] + inner.prefix(stretchLimit - 1) + [last]
    }

    private static func nodes(_ forecast: SupplyForecast, _ bounds: [Double]) -> [Node] {
        var nodes: [Node] = []
        for stretch in bounds.indices.dropLast() {
            let (start, end) = (bounds[stretch], bounds[stretch + 1])
            for (index, kind) in forecast.kinds.enumerated() {
                nodes.append(
                    Node(
                        kind: index, lineItems: kind.lineItems, starts: start, ends: end,
                        requests: kind.requests(from: start, until: end).rounded()))
            }
        }
        return nodes
    }

    /// The shares of the first stretch, by the signature that requests have in it. Kinds that differ
    /// only in line items that are not under way share one; the most frequent says.
    private static func kinds(
        _ nodes: [Node], _ plan: GuaranteedPlan, _ bookings: [Booking], _ snapshot: AdSnapshot,
        _ now: Double
    ) -> [(signature: GuaranteedSignature, shares: [(booking: Int, share: Double)])] {
        var seen: Set<GuaranteedSignature> = []
        var kinds: [(signature: GuaranteedSignature, shares: [(booking: Int, share: Double)])] = []
        for (index, node) in nodes.enumerated() where node.starts == now {
            let signature = snapshot.signature(of: node.lineItems, at: now)
            guard seen.insert(signature).inserted else { continue }
            kinds.append(
                (
                    signature,
                    plan.shares(of: index).map { (plan.lineItem(at: $0), plan.probability(at: $0)) }
                ))
        }
        return kinds
    }

    private static func warnings(
        _ problem: PlanningProblem, _ flow: FeasibleFlow, _ bookings: [Booking]
    ) -> [Warning] {
        flow.shortLineItems.compactMap { flow.shortage(of: $0) }.map { shortage in
            let booking = bookings[shortage.lineItem]
            return Warning(
                lineItem: booking.id,
                units: Double(shortage.units) * booking.unitsPerDecision,
                competitors: shortage.competitors.prefix(5).map { bookings[$0.lineItem].id })
        }
    }

    // MARK: Shares

    /// The shares times rates, as decisions take them.
    ///
    /// - Parameter rates: by booking; 1 beyond the end.
    package func shares(rates: [Double]) -> GuaranteedShares {
        func entry(_ booking: Int, _ share: Double) -> GuaranteedShares.Entry {
            let rate = booking < rates.count ? max(rates[booking], 0) : 1
            return GuaranteedShares.Entry(
                lineItem: bookings[booking].lineItem, share: min(share * rate, 1))
        }
        var shares = GuaranteedShares(levels.map { entry($0.booking, $0.share) })
        for kind in kinds {
            shares.set(kind.shares.map { entry($0.booking, $0.share) }, for: kind.signature)
        }
        return shares
    }
}

extension AdSnapshot {
    /// The signature of requests that a set of line items takes, of those under way at a time.
    func signature(of lineItems: LineItemSet, at seconds: Double) -> GuaranteedSignature {
        var set = emptySet
        for number in guaranteedNumbers
        where lineItems[number] && core.starts[number] <= seconds && core.ends[number] > seconds {
            set[number] = true
        }
        return GuaranteedSignature(set.blocks.span, guaranteedNumbers)
    }
}

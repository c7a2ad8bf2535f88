import BroadsheetAds
import BroadsheetTestSupport
import Testing

@Suite struct FeasibleFlowTests {
    @Test func `each line item gets what a linear program says, in 500 instances`() throws {
        let instances = try SolvedBookings.read().instances
        #expect(instances.count == 500)
        for (number, instance) in instances.enumerated() {
            let problem = try PlanningProblem(
                supply: instance.supply, lineItems: instance.lineItems)
            let flow = FeasibleFlow(problem)
            #expect(flow.delivered == instance.delivered, "instance \(number)")
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `shares take no node twice, only eligible ones, and add up to what is delivered`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let bookings = Bookings.any(&random)
        let flow = FeasibleFlow(try bookings.problem())
        for (units, supply) in zip(flow.unitsOfNodes(), bookings.supply) {
            #expect(units <= Double(supply) + 1e-9, "seed \(seed)")
        }
        for (index, item) in bookings.lineItems.enumerated() {
            #expect(abs(flow.units(of: index) - Double(flow.delivered[index])) < 1e-9)
            #expect(flow.delivered[index] + flow.shortfall(of: index) == item.demand)
            flow.forEachShare(of: index) { node, _ in
                #expect(item.nodes.contains(UInt32(node)), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `a bottleneck proves the shortage: its demand less its supply is what it lacks`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let bookings = Bookings.any(&random)
        let flow = FeasibleFlow(try bookings.problem())
        for short in flow.shortLineItems {
            let bottleneck = try #require(flow.bottleneck(of: short))
            let nodes = Set(bottleneck.nodes)
            #expect(bottleneck.lineItems.contains(short))
            for item in bottleneck.lineItems {
                #expect(nodes.isSuperset(of: bookings.lineItems[item].nodes.map { Int($0) }))
            }
            let demand = bottleneck.lineItems.reduce(0) { $0 + bookings.lineItems[$1].demand }
            #expect(bottleneck.demand == demand)
            #expect(bottleneck.supply == nodes.reduce(0) { $0 + bookings.supply[$1] })
            let lack = bottleneck.lineItems.reduce(0) { $0 + flow.shortfall(of: $1) }
            #expect(bottleneck.demand - bottleneck.supply == lack, "seed \(seed)")
        }
    }

    @Test func `who competes is told by contested units, then by id`() throws {
        let lineItems = [
            BookedLineItem(id: "late", tierRank: 2, demand: 100, nodes: [0, 1]),
            BookedLineItem(id: "b", demand: 30, nodes: [0]),
            BookedLineItem(id: "a", demand: 30, nodes: [1]),
            BookedLineItem(id: "most", demand: 35, nodes: [0, 1, 2]),
            BookedLineItem(id: "elsewhere", demand: 10, nodes: [3]),
        ]
        let problem = try PlanningProblem(supply: [60, 60, 0, 60], lineItems: lineItems)
        let flow = FeasibleFlow(problem)
        #expect(flow.shortLineItems == [0])
        let shortage = try #require(flow.shortage(of: 0))
        #expect(shortage.units == 75)
        #expect(shortage.competitors.map(\.lineItem) == [3, 2, 1])
        #expect(shortage.competitors.map(\.contestedUnits) == [35, 30, 30])
        #expect(flow.shortage(of: 1) == nil)
        #expect(flow.bottleneck(of: 4) == nil)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the order in which line items are given changes nothing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bookings = Bookings.any(&random)
        let flow = FeasibleFlow(try bookings.problem())
        let plan = GuaranteedPlan(flow.problem)
        let places = bookings.lineItems.indices.shuffled(using: &random)
        bookings.lineItems = places.map { bookings.lineItems[$0] }
        let shuffled = FeasibleFlow(try bookings.problem())
        #expect(shuffled.delivered == places.map { flow.delivered[$0] }, "seed \(seed)")
        let levels = GuaranteedPlan(shuffled.problem).levels
        #expect(levels == places.map { plan.levels[$0] }, "seed \(seed)")
    }

    @Test func `an earlier line item moves to make room, and keeps what it has`() throws {
        // Spread evenly, "roams" leaves 5 of the 10 units that "stays" needs.
        let lineItems = [
            BookedLineItem(id: "roams", tierRank: 1, demand: 10, nodes: [0, 1]),
            BookedLineItem(id: "stays", tierRank: 2, demand: 10, nodes: [0]),
        ]
        let problem = try PlanningProblem(supply: [10, 10], lineItems: lineItems)
        #expect(FeasibleFlow(problem).delivered == [10, 10])
        let chain = (0..<200).map { (index: UInt32) -> BookedLineItem in
            let id = "\(1000 + index)"
            return BookedLineItem(id: id, demand: 10, nodes: [index, index + 1])
        }
        let last = BookedLineItem(id: "last", tierRank: 2, demand: 10, nodes: [0])
        let supply = [Int64](repeating: 10, count: 201)
        let moved = FeasibleFlow(try PlanningProblem(supply: supply, lineItems: chain + [last]))
        #expect(moved.delivered == [Int64](repeating: 10, count: 201))
    }
}

@Suite struct PlanningBoundsTests {
    @Test func `goals of 0, below 0 and 2^63 - 1 neither trap nor take what is not there`() throws {
        let huge = Int64.max
        let demands = [0, -5, huge, huge]
        let lineItems = demands.enumerated().map { index, demand in
            BookedLineItem(id: "\(index)", tierRank: index, demand: demand, nodes: [0, 1, 2])
        }
        for supply in [[7, 0, 3], [huge, huge, huge], [huge, 1, .min], [huge / 1024, 1, 0]] {
            let problem = try PlanningProblem(supply: supply, lineItems: lineItems)
            let flow = FeasibleFlow(problem)
            let all = supply.reduce(Int64(0)) { sum, next in
                let (total, isTooLarge) = sum.addingReportingOverflow(max(next, 0))
                return isTooLarge ? huge : total
            }
            #expect(Array(flow.delivered.prefix(3)) == [0, 0, min(all, huge)])
            let plan = GuaranteedPlan(problem, flow: flow)
            for node in 0..<3 {
                let sum = plan.shares(of: node).reduce(0) { $0 + plan.probability(at: $1) }
                #expect(sum <= 1)
            }
            for short in flow.shortLineItems {
                #expect(flow.shortage(of: short) != nil)
                #expect(flow.bottleneck(of: short) != nil)
            }
        }
    }

    @Test func `nothing booked, nothing forecast and one line item alone`() throws {
        let nothing = try PlanningProblem(supply: [], lineItems: [])
        #expect(FeasibleFlow(nothing).delivered.isEmpty)
        #expect(GuaranteedPlan(nothing).shares(of: 0).isEmpty)
        let unsold = GuaranteedPlan(try PlanningProblem(supply: [5], lineItems: []))
        #expect(unsold.draw(node: 0, uniform: 0, rates: [Double]().span) == nil)
        let homeless = BookedLineItem(id: "homeless", demand: 5, nodes: [])
        let flow = FeasibleFlow(try PlanningProblem(supply: [], lineItems: [homeless]))
        #expect(flow.shortage(of: 0)?.units == 5)
        #expect(flow.shortage(of: 0)?.competitors == [])
        let alone = BookedLineItem(id: "alone", demand: 5, nodes: [0, 0, 0])
        let plan = GuaranteedPlan(try PlanningProblem(supply: [20], lineItems: [alone]))
        #expect(plan.levels == [0.25])
        #expect(plan.shares(of: 0).map { plan.probability(at: $0) } == [0.25])
        #expect(plan.shares(of: 1).isEmpty && plan.shares(of: -1).isEmpty)
    }

    @Test func `a node that the forecast lacks is told, with what to do`() {
        let stray = BookedLineItem(id: "stray", demand: 5, nodes: [0, 2])
        let error = #expect(throws: PlanningError.self) {
            try PlanningProblem(supply: [1, 1], lineItems: [stray])
        }
        #expect(error == .unknownNode(lineItem: "stray", node: 2, nodeCount: 2))
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("line item stray names supply node 2, the forecast has 2"))
    }
}

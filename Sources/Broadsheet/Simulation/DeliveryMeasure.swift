internal import BroadsheetAds
internal import Foundation

/// What a simulation counts on the way: who could have had each request, and how far goals were at
/// each quarter of an hour.
struct DeliveryMeasure: Sendable {
    /// Requests that the goals in a list could have had, at the time they came.
    private struct Reach: Hashable {
        let kind: UInt32
        /// Hours since 1970: rules look at nothing finer.
        let hour: Int
    }

    private struct Found {
        let goals: [UInt32]
        /// Place of the node; nil where a flight begins or ends within the hour.
        let node: Int?
    }

    let goals: [FrozenGoal]
    private(set) var requests = 0
    private(set) var empty = 0
    /// Decisions by line item number.
    private(set) var decisions: [Int]
    /// By goal: requests that it could have had so far.
    private var seen: [Double]
    /// By goal, at each mark: requests so far, and units billed so far.
    private var marks: [[(seen: Double, billed: Int64)]]
    private var nextMark: Double?
    /// The sets of goals that some request could have had, in the order found, and the requests.
    private var nodes: [[UInt32]] = []
    private var nodeCounts: [Double] = []
    private var nodePlaces: [[UInt32]: Int] = [:]
    private var reaches: [Reach: Found] = [:]
    private let snapshot: AdSnapshot
    private let kinds: [AdRequest]

    init(_ frozen: AdState.Frozen, _ trace: RequestTrace) {
        goals = frozen.goals
        snapshot = frozen.snapshot
        kinds = trace.kinds
        decisions = [Int](repeating: 0, count: frozen.snapshot.lineItemCount)
        seen = frozen.goals.map { _ in 0 }
        marks = frozen.goals.map { _ in [] }
    }

    mutating func countEmpty() { empty += 1 }

    mutating func count(_ lineItem: Int) { decisions[lineItem] += 1 }

    mutating func count(_ entry: RequestTrace.Entry, weight: Double = 1) {
        requests += 1
        let key = Reach(kind: entry.kind, hour: Int((entry.at / 3_600).rounded(.down)))
        let found = reaches[key] ?? find(key, entry)
        if let node = found.node {
            nodeCounts[node] += weight
            for goal in nodes[node] { seen[Int(goal)] += 1 }
            return
        }
        let open = found.goals.filter {
            goals[Int($0)].starts <= entry.at && goals[Int($0)].ends > entry.at
        }
        for goal in open { seen[Int(goal)] += 1 }
        nodeCounts[place(of: open)] += weight
    }

    private mutating func find(_ key: Reach, _ entry: RequestTrace.Entry) -> Found {
        var request = kinds[Int(entry.kind)]
        request.now = Date(timeIntervalSince1970: entry.at)
        var reach: [UInt32] = []
        snapshot.forEachReach([request]) { _, set in
            for (index, goal) in goals.enumerated() where set[goal.number] {
                reach.append(UInt32(truncatingIfNeeded: index))
            }
        }
        let (start, end) = (Double(key.hour) * 3_600, Double(key.hour + 1) * 3_600)
        let hasBound = reach.contains { goal in
            let flight = goals[Int(goal)]
            return (flight.starts > start && flight.starts < end)
                || (flight.ends > start && flight.ends < end)
        }
        let open = reach.filter { goals[Int($0)].starts <= start && goals[Int($0)].ends >= end }
        let found = Found(goals: reach, node: hasBound ? nil : place(of: open))
        reaches[key] = found
        return found
    }

    private mutating func place(of node: [UInt32]) -> Int {
        if let place = nodePlaces[node] { return place }
        nodePlaces[node] = nodes.count
        nodes.append(node)
        nodeCounts.append(0)
        return nodes.count - 1
    }

    // MARK: Pace

    /// Notes how far goals are, once a quarter of an hour.
    mutating func mark(_ time: Double, _ delivery: DeliveryBook) {
        let due = nextMark ?? ((time / 900).rounded(.down) + 1) * 900
        nextMark = due
        guard time >= due else { return }
        nextMark = due + 900
        note(delivery)
    }

    mutating func finish(_ time: Double, _ delivery: DeliveryBook) { note(delivery) }

    private mutating func note(_ delivery: DeliveryBook) {
        for (index, goal) in goals.enumerated() {
            let key = GoalKey(goal.unit.key, of: .lineItem, id: goal.lineItem)
            marks[index].append((seen[index], delivery.committed(key)))
        }
    }

    /// How far a goal strayed from its curve; nil where nothing could have reached it.
    func pacingError(of index: Int) -> Double? {
        let goal = goals[index]
        guard let total = marks[index].last?.seen, total > 0 else { return nil }
        let curve: PacingCurve =
            switch goal.pacing {
            case .frontLoaded: .frontLoaded
            case .asap: .asSoonAsPossible
            case .even, .curve: .even
            }
        var error = PacingError(goal: goal.count)
        for mark in marks[index] {
            error.add(delivered: mark.billed, target: curve.target(at: mark.seen / total))
        }
        return error.value
    }

    /// Decisions that each goal could have had by the best plan that knew all requests.
    func feasible(decisionsPerUnit: (FrozenGoal) -> Double) throws -> [Int64] {
        let problem = try PlanningProblem(
            supply: nodeCounts.map { Int64($0.rounded()) },
            lineItems: goals.enumerated().map { index, goal in
                BookedLineItem(
                    id: goal.lineItem,
                    demand: Int64((Double(goal.count) * decisionsPerUnit(goal)).rounded(.up)),
                    nodes: nodes.indices
                        .filter { nodes[$0].contains(UInt32(truncatingIfNeeded: index)) }
                        .map { UInt32(truncatingIfNeeded: $0) })
            })
        return FeasibleFlow(problem).delivered
    }

    /// Takes a whole log in as what is expected.
    ///
    /// - Parameter factor: what each hour of the day counts.
    mutating func expect(_ trace: RequestTrace, factor: (_ hour: Int) -> Double) {
        let factors = (0..<24).map(factor)
        for entry in trace.entries {
            let hour = Int((entry.at / 3_600).rounded(.down))
            count(entry, weight: factors[((hour % 24) + 24) % 24])
        }
    }
}

import BroadsheetAds
import Testing

/// The three pacers, so that one test can ask all.
enum PacerKind: CaseIterable {
    case slots
    case throttle
    case proportionalIntegral

    func make(_ limits: PacerLimits) -> any Pacer {
        switch self {
        case .slots: SlotReallocation(limits)
        case .throttle: WindowThrottle(limits)
        case .proportionalIntegral: ProportionalIntegralPacer(limits)
        }
    }
}

/// A day of one line item on expected values: what comes is rate × requests, rounded down.
private struct Day {
    var goal: Int64 = 1000
    /// Requests that come and that were forecast, by slot.
    var actual: [Double]
    var forecast: [Double]
    /// Units that are there before the pacer's second slot, from nowhere.
    var windfall: Int64 = 0

    struct Course {
        var rates: [Double] = []
        var delivered: [Int64] = []
    }

    func run(_ kind: PacerKind, _ limits: PacerLimits = PacerLimits()) -> Course {
        var pacer = kind.make(limits)
        var course = Course()
        var units = 0.0
        var before = 0.0
        for slot in forecast.indices {
            let delivered = Int64(units)
            let rate = pacer.rate(
                for: PacingSlot(
                    goal: goal, delivered: delivered, traffic: forecast[slot],
                    trafficBefore: before, trafficLeft: forecast[slot...].reduce(0, +)))
            units = min(units + rate * actual[slot], Double(goal))
            if slot == 0 { units += Double(windfall) }
            before += forecast[slot]
            course.rates.append(rate)
            course.delivered.append(Int64(units))
        }
        return course
    }
}

@Suite struct PacerTests {
    private let steady = [Double](repeating: 100, count: 288)

    @Test(arguments: PacerKind.allCases)
    func `the first rate is the forecast's, neither a burst nor a standstill`(kind: PacerKind) {
        let course = Day(actual: steady, forecast: steady).run(kind)
        #expect(abs(course.rates[0] - 1000.0 / 28_800) < 1e-9)
        // In the first hour of 24, a 24th of the goal within a quarter.
        #expect(abs(Double(course.delivered[11]) - 1000.0 / 24) < 10.5)
    }

    @Test(arguments: PacerKind.allCases)
    func `with a right forecast the goal is met and the error small`(kind: PacerKind) throws {
        let course = Day(actual: steady, forecast: steady).run(kind)
        var error = PacingError(goal: 1000)
        for (slot, delivered) in course.delivered.enumerated() {
            error.add(delivered: delivered, target: Double(slot + 1) / 288)
        }
        #expect(try #require(error.value) < 0.03)
        #expect(course.delivered.last.map { $0 >= 990 } == true)
    }

    @Test(arguments: PacerKind.allCases)
    func `a few units too early at midnight black out no hour`(kind: PacerKind) {
        // The first hour has a thousandth of the traffic, so almost nothing is due.
        var forecast = steady
        for slot in 0..<12 { forecast[slot] = 0.1 }
        var day = Day(actual: forecast, forecast: forecast)
        day.windfall = 8
        let course = day.run(kind)
        let even = 1000.0 / forecast.reduce(0, +)
        let firstHour = course.rates[1..<12].reduce(0, +) / 11
        #expect(firstHour > even / 4, "\(firstHour) of \(even)")
        #expect(course.delivered[60] > course.delivered[12])
        #expect(course.delivered.last.map { $0 >= 985 } == true)
    }

    @Test(arguments: PacerKind.allCases)
    func `after hours without a request, a line item does not burst`(kind: PacerKind) {
        var actual = steady
        for slot in 72..<144 { actual[slot] = 0 }
        let limits = PacerLimits(ceiling: 1)
        let course = Day(actual: actual, forecast: steady).run(kind, limits)
        let even = 1000.0 / 28_800
        // Half of the traffic is left for three quarters of the goal, 1.5 times even, and at most
        // four times that while delivery is learned anew. Tenfold an hour would make it a million.
        #expect(course.rates.allSatisfy { $0 <= 6.01 * even })
        let hour = course.delivered[155] - course.delivered[143]
        #expect(hour < 1000 / 3, "\(hour)")
        // It comes back all the same.
        #expect(course.delivered[287] >= 900)
    }

    @Test(arguments: PacerKind.allCases)
    func `slots without forecast traffic leave pacing alive`(kind: PacerKind) {
        var forecast = steady
        for slot in 48..<60 { forecast[slot] = 0 }
        let course = Day(actual: steady, forecast: forecast).run(kind)
        #expect(course.rates[60..<287].allSatisfy { $0 > 0 } || course.delivered[200] == 1000)
        #expect(course.delivered[287] >= 985)
    }

    @Test(arguments: PacerKind.allCases)
    func `a goal reached stops, and a larger goal goes on`(kind: PacerKind) {
        var pacer = kind.make(PacerLimits())
        var slot = PacingSlot(
            goal: 10, delivered: 0, traffic: 10, trafficBefore: 50, trafficLeft: 50)
        #expect(pacer.rate(for: slot) > 0)
        slot.delivered = 10
        #expect(pacer.rate(for: slot) == 0)
        slot.delivered = 11
        #expect(pacer.rate(for: slot) == 0)
        slot.goal = 1000
        #expect(pacer.rate(for: slot) > 0)
    }

    @Test(arguments: PacerKind.allCases)
    func `as soon as possible takes all it can from the first slot`(kind: PacerKind) {
        let limits = PacerLimits(curve: .asSoonAsPossible, ceiling: 3)
        let course = Day(actual: steady, forecast: steady).run(kind, limits)
        #expect(course.rates[0] == 3)
        #expect(course.delivered[3] == 1000)
        #expect(course.rates[4] == 0)
    }

    @Test(arguments: PacerKind.allCases)
    func `numbers that cannot be give a rate within bounds`(kind: PacerKind) {
        let odd =
            [0, -1, .nan, .infinity, -.infinity, 1e308, .leastNonzeroMagnitude, 100] as [Double]
        let counts = [0, 1, .min, .max] as [Int64]
        for goal in counts {
            for delivered in counts {
                for traffic in odd {
                    var pacer = kind.make(PacerLimits(ceiling: 2))
                    for other in odd {
                        let slot = PacingSlot(
                            goal: goal, delivered: delivered, traffic: traffic,
                            trafficBefore: other, trafficLeft: other, unitsPerRequest: other)
                        #expect((0...2).contains(pacer.rate(for: slot)), "\(slot)")
                    }
                }
            }
        }
    }

    @Test func `slot re-allocation catches up when a request brings half of what was thought`() {
        let half = steady.map { $0 / 2 }
        let course = Day(actual: half, forecast: steady).run(.slots)
        #expect(course.delivered[287] >= 990)
        // By noon it is where it should be, give or take 3 %.
        #expect(abs(course.delivered[143] - 500) < 30, "\(course.delivered[143])")
    }

    @Test func `front-loaded delivers three fifths by half of the traffic`() {
        let course = Day(actual: steady, forecast: steady)
            .run(.slots, PacerLimits(curve: .frontLoaded))
        #expect(abs(course.delivered[143] - 600) < 10, "\(course.delivered[143])")
        #expect(course.delivered[287] >= 990)
    }
}

import BroadsheetAds
import Testing

@Suite struct PacingCurveTests {
    private typealias Point = PacingPoints.Point

    @Test func `every curve rises from the start to the whole goal`() throws {
        let points = try PacingPoints([
            Point(traffic: 0.2, goal: 0.5), Point(traffic: 0.6, goal: 0.5),
        ])
        for curve in [.even, .frontLoaded, .asSoonAsPossible, .custom(points)] as [PacingCurve] {
            let targets = (0...1000).map { curve.target(at: Double($0) / 1000) }
            #expect(zip(targets, targets.dropFirst()).allSatisfy { $0 <= $1 }, "\(curve)")
            #expect(targets.last == 1)
            #expect(curve.target(at: 7) == 1 && curve.target(at: .infinity) == 1)
            let start = curve == .asSoonAsPossible ? 1.0 : 0
            #expect(curve.target(at: .nan) == start && curve.target(at: -1) == start)
        }
    }

    @Test func `front-loaded is at most 40 % above even, and 20 % at half`() {
        let curve = PacingCurve.frontLoaded
        #expect(abs(curve.target(at: 0.001) / 0.001 - 1.4) < 0.001)
        #expect(abs(curve.target(at: 0.5) - 0.6) < 1e-12)
    }

    @Test func `a custom curve runs straight between its points, ends included`() throws {
        let inner = [Point(traffic: 0.25, goal: 0.5), Point(traffic: 0.75, goal: 0.5)]
        let curve = PacingCurve.custom(try PacingPoints(inner))
        let shares = [0, 0.125, 0.25, 0.5, 0.75, 0.875, 1]
        #expect(shares.map { curve.target(at: $0) } == [0, 0.25, 0.5, 0.5, 0.5, 0.75, 1])
        let ends = [Point(traffic: 0, goal: 0), Point(traffic: 1, goal: 1)]
        #expect(try PacingPoints(ends) == PacingPoints([]))
    }

    @Test(
        arguments: [
            ([(0.5, 50)], "two shares from 0 to 1"),
            ([(.nan, 0.5)], "two shares from 0 to 1"),
            ([(0.5, 0.6), (0.4, 0.7)], "after (0.5, 0.6)"),
            ([(0.5, 0.6), (0.6, 0.5)], "after (0.5, 0.6)"),
            ([(0, 0.5)], "after (0.0, 0.0)"),
            ([(1, 0.9)], "ends with 0.9 of the goal"),
        ] as [([(Double, Double)], String)])
    func `points out of order or out of range are told`(
        points: [(Double, Double)], words: String
    ) {
        let error = #expect(throws: PacingCurveError.self) {
            try PacingPoints(points.map { Point(traffic: $0.0, goal: $0.1) })
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(words), "\(text)")
    }

    @Test func `the pacing error is the root of the mean square of what is off, by the goal`() {
        var error = PacingError(goal: 100)
        #expect(error.value == nil)
        error.add(delivered: 30, target: 0.25)
        error.add(delivered: 40, target: 0.5)
        let exact = ((0.05 * 0.05 + 0.1 * 0.1) / 2).squareRoot()
        #expect(abs((error.value ?? 0) - exact) < 1e-12)
        var without = PacingError(goal: 0)
        without.add(delivered: 3, target: 0.5)
        #expect(without.value == nil)
    }
}

/// How much of a goal should be delivered when a given share of the traffic has gone by.
///
/// Traffic is the requests that the line item is eligible for, between its first day and its last.
/// So "even" follows the readers: half of the goal when half of the requests are over.
package enum PacingCurve: Sendable, Hashable {
    /// The share of the goal is the share of the traffic.
    case even
    /// Begins 40 % above even and ends 40 % below, falling steadily: half of the traffic has 60 %
    /// of the goal. Google Ad Manager promises up to 40 % at first, up to 25 % in the first half.
    case frontLoaded
    /// All that the plan can give, until the goal is reached.
    case asSoonAsPossible
    case custom(PacingPoints)

    /// The share of the goal, 0 through 1, that should be delivered at a share of the traffic.
    ///
    /// What is outside 0 through 1 counts as the nearer end, what is no number as 0.
    package func target(at traffic: Double) -> Double {
        let share = traffic > 0 ? min(traffic, 1) : 0
        switch self {
        case .even: return share
        case .frontLoaded: return share * (1 + 0.4 * (1 - share))
        case .asSoonAsPossible: return 1
        case .custom(let points): return points.target(at: share)
        }
    }
}

/// A pacing curve of one's own: points joined by straight lines.
package struct PacingPoints: Sendable, Hashable {
    /// Share of the traffic that has gone by, and of the goal that should be delivered by then.
    package struct Point: Sendable, Hashable {
        package var traffic: Double
        package var goal: Double

        package init(traffic: Double, goal: Double) {
            self.traffic = traffic
            self.goal = goal
        }
    }

    /// From (0, 0) to (1, 1); traffic rises, the goal never falls.
    package let points: [Point]

    /// - Parameter inner: Points in order; the ends (0, 0) and (1, 1) may be left out.
    package init(_ inner: [Point]) throws(PacingCurveError) {
        var points = [Point(traffic: 0, goal: 0)]
        for (index, point) in inner.enumerated() {
            let isShare = (0...1).contains(point.traffic) && (0...1).contains(point.goal)
            guard isShare else { throw .noShare(place: index + 1, point) }
            let last = points[points.count - 1]
            if point == last { continue }
            guard point.traffic > last.traffic, point.goal >= last.goal else {
                throw .notRising(place: index + 1, point, after: last)
            }
            points.append(point)
        }
        let last = points[points.count - 1]
        if last.traffic < 1 {
            points.append(Point(traffic: 1, goal: 1))
        } else if last.goal < 1 {
            throw .endsShort(last)
        }
        self.points = points
    }

    /// - Parameter share: 0 through 1.
    func target(at share: Double) -> Double {
        var low = points[0]
        for high in points.dropFirst() {
            if share <= high.traffic {
                let part = (share - low.traffic) / (high.traffic - low.traffic)
                return low.goal + part * (high.goal - low.goal)
            }
            low = high
        }
        return 1
    }
}

/// What is wrong with the points of a curve; places count from 1.
package enum PacingCurveError: Error, Sendable, Hashable, CustomStringConvertible {
    case noShare(place: Int, PacingPoints.Point)
    case notRising(place: Int, PacingPoints.Point, after: PacingPoints.Point)
    case endsShort(PacingPoints.Point)

    package var description: String {
        switch self {
        case .noShare(let place, let point):
            """
            point \(place) of the pacing curve is (\(point.traffic), \(point.goal)); expected two \
            shares from 0 to 1: write 50 % as 0.5
            """
        case .notRising(let place, let point, let last):
            """
            point \(place) of the pacing curve is (\(point.traffic), \(point.goal)) after \
            (\(last.traffic), \(last.goal)); expected more traffic and no less of the goal: put \
            the points in order and give cumulative shares
            """
        case .endsShort(let point):
            """
            the pacing curve ends with \(point.goal) of the goal; expected 1 when all traffic is \
            over: end it with (1, 1) or leave the end out
            """
        }
    }
}

internal import Synchronization

/// Counts and times requests by route. The routes are a fixed set, so this stays small whatever
/// is asked for.
final class RequestMetrics: Sendable {
    /// What is known of one route.
    struct RouteCounts: Sendable, Hashable {
        /// Answers by status.
        var byStatus: [Int: Int] = [:]
        /// Answers by bucket of ``RequestMetrics/bounds``, the last for all slower ones.
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        /// Seconds of all answers together.
        var seconds = 0.0

        /// Answers altogether.
        var count: Int { buckets.reduce(0, +) }
    }

    private struct State {
        var routes: [String: RouteCounts] = [:]
    }

    /// Upper bounds of the buckets in seconds: from a cached list to a long wait for a disk.
    static let bounds = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5,
    ]

    private let state = Mutex(State())

    /// Counts one answer.
    func count(route: String, status: Int, seconds: Double) {
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.routes[route, default: RouteCounts()].byStatus[status, default: 0] += 1
            state.routes[route, default: RouteCounts()].buckets[bucket] += 1
            state.routes[route, default: RouteCounts()].seconds += seconds
        }
    }

    /// The counts now, by route in the order of their names.
    var snapshot: [(route: String, counts: RouteCounts)] {
        state.withLock { $0.routes }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

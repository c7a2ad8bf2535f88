/// What was asked for in the last day: how often, and a fair sample of the requests, by quarter of
/// an hour in UTC.
///
/// Requests are counted whether or not they were filled, so that what was served does not change
/// what is expected. A quarter that is over stands for the same quarter of the next day. Bounded: at
/// most ``capacity`` requests of each quarter are kept, each of those that came with the same
/// probability (Vitter, "Random Sampling with a Reservoir", 1985, algorithm R).
package struct RequestSample: Sendable {
    /// Quarters of a day.
    package static let quarterCount = 96
    /// Seconds of one.
    package static let quarterSeconds = 900.0
    /// Requests kept of each quarter.
    package static let capacity = 192

    struct Quarter: Sendable {
        var count = 0
        var requests: [AdRequest] = []
    }

    /// The last whole quarter at each time of day; nil where none was watched from its beginning to
    /// its end.
    private(set) var quarters = [Quarter?](repeating: nil, count: quarterCount)
    /// The quarter that is under way, and its number since 1970.
    private(set) var current = Quarter()
    package private(set) var currentNumber: Int?
    /// When watching began, where that is inside the current quarter.
    private var watchedFrom: Double?

    package init() {}

    /// Whether nothing was asked for so far.
    package var isEmpty: Bool { current.count == 0 && quarters.allSatisfy { $0 == nil } }

    /// Whether some quarter was watched from its beginning to its end.
    package var isWhole: Bool { quarters.contains { $0 != nil } }

    /// Brings the sample to a time; quarters without requests count as such.
    ///
    /// - Parameter seconds: since 1970.
    package mutating func advance(to seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 1e13 else { return }
        let number = Int((seconds / Self.quarterSeconds).rounded(.down))
        guard let last = currentNumber else {
            currentNumber = number
            watchedFrom = seconds
            return
        }
        // A clock that goes back adds to the quarter that is under way.
        guard number > last else { return }
        if watchedFrom == nil { quarters[Self.place(last)] = current }
        current = Quarter()
        watchedFrom = nil
        for skipped in (last + 1)..<max(min(number, last + 1 + Self.quarterCount), last + 1) {
            quarters[Self.place(skipped)] = Quarter()
        }
        currentNumber = number
    }

    /// Counts a request.
    ///
    /// - Parameter random: 64 random bits.
    package mutating func add(_ request: AdRequest, at seconds: Double, random: UInt64) {
        advance(to: seconds)
        current.count += 1
        if current.requests.count < Self.capacity {
            current.requests.append(request)
            return
        }
        let place = Int(random % UInt64(current.count))
        if place < Self.capacity { current.requests[place] = request }
    }

    /// Declares what a quarter brings, for a forecast from elsewhere.
    ///
    /// - Parameter place: 0 ..< ``quarterCount``.
    package mutating func declare(_ requests: [AdRequest], count: Int, place: Int) {
        guard quarters.indices.contains(place) else { return }
        quarters[place] = Quarter(count: max(count, 0), requests: requests)
    }

    /// Takes quarters of the day before over where nothing is known of them yet.
    package mutating func fill(from other: RequestSample) {
        for place in quarters.indices where quarters[place] == nil {
            quarters[place] = other.quarters[place]
        }
    }

    /// The quarters that are known: whole ones, and the one under way where that is all there is.
    var known: [(place: Int, count: Double, requests: [AdRequest])] {
        var known: [(place: Int, count: Double, requests: [AdRequest])] = []
        for place in quarters.indices {
            guard let quarter = quarters[place] else { continue }
            known.append((place, Double(quarter.count), quarter.requests))
        }
        guard known.isEmpty, let currentNumber, current.count > 0 else { return known }
        return [(Self.place(currentNumber), Double(current.count), current.requests)]
    }

    /// Part of the current quarter that was watched, at a time; 1 where whole quarters are known.
    func watchedPart(at seconds: Double) -> Double {
        guard quarters.allSatisfy({ $0 == nil }), let currentNumber else { return 1 }
        let start = watchedFrom ?? Double(currentNumber) * Self.quarterSeconds
        return min(max((seconds - start) / Self.quarterSeconds, 1.0 / 15), 1)
    }

    static func place(_ number: Int) -> Int {
        ((number % quarterCount) + quarterCount) % quarterCount
    }
}

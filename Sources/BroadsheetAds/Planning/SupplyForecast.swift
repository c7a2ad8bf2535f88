/// The requests expected of a day, by kind: which guaranteed line items could have them, flights
/// left aside.
///
/// Made from a ``RequestSample`` by asking the snapshot's targeting of every request in it, so that it
/// fits new campaigns as well as old ones. Days are expected to be alike; times of day that nobody
/// has watched yet count as the mean of those that were.
package struct SupplyForecast: Sendable {
    /// Requests of one kind.
    struct Kind: Sendable {
        /// Line items whose targeting takes them, as bits.
        let lineItems: LineItemSet
        /// Expected requests of the day before each quarter, and of the whole day at the end.
        var sums: [Double]

        var day: Double { sums[RequestSample.quarterCount] }

        /// Expected requests between two times in seconds since 1970.
        func requests(from start: Double, until end: Double) -> Double {
            end > start ? sum(before: end) - sum(before: start) : 0
        }

        private func sum(before seconds: Double) -> Double {
            let dayLength = 86_400.0
            let bounded = min(max(seconds, -1e12), 1e12)
            let days = (bounded / dayLength).rounded(.down)
            let quarters = (bounded - days * dayLength) / RequestSample.quarterSeconds
            let place = min(Int(quarters), RequestSample.quarterCount - 1)
            let part = quarters - Double(place)
            return days * day + sums[place] + part * (sums[place + 1] - sums[place])
        }
    }

    /// Most frequent kinds first, at most ``kindLimit``; then by their line items.
    let kinds: [Kind]
    /// Kinds that are told apart; what is left shares the fate of requests that no plan knows.
    package static let kindLimit = 5_000
    /// By line item: all kinds that its targeting takes, as one; nil for none.
    private let reach: [Kind?]

    package init() {
        kinds = []
        reach = []
    }

    /// - Parameter seconds: since 1970, now.
    package init(_ sample: RequestSample, _ snapshot: AdSnapshot, at seconds: Double) {
        let known = sample.known
        let part = sample.watchedPart(at: seconds)
        var places: [LineItemSet: Int] = [:]
        var sets: [LineItemSet] = []
        var counts: [[Double]] = []
        snapshot.forEachReach(known.flatMap(\.requests)) { index, set in
            let place = places[set] ?? sets.count
            if place == sets.count {
                places[set] = place
                sets.append(set)
                counts.append([Double](repeating: 0, count: RequestSample.quarterCount))
            }
            let (quarter, weight) = Self.quarter(of: index, known)
            counts[place][quarter] += weight / part
        }
        let mean = Double(RequestSample.quarterCount) / Double(max(known.count, 1))
        let watched = Set(known.map(\.place))
        var kinds: [Kind] = []
        for place in sets.indices {
            kinds.append(
                Kind(
                    lineItems: sets[place],
                    sums: Self.sums(counts[place], watched: watched, mean: mean)))
        }
        kinds.sort { left, right in
            left.day == right.day
                ? left.lineItems.precedes(right.lineItems) : left.day > right.day
        }
        self.kinds = Array(kinds.prefix(Self.kindLimit))
        reach = Self.reach(kinds, snapshot)
    }

    private static func reach(_ kinds: [Kind], _ snapshot: AdSnapshot) -> [Kind?] {
        (0..<snapshot.lineItemCount).map { number in
            guard snapshot.guaranteedNumbers.contains(number) else { return nil }
            var sums = [Double](repeating: 0, count: RequestSample.quarterCount + 1)
            for kind in kinds where kind.lineItems[number] {
                for place in sums.indices { sums[place] += kind.sums[place] }
            }
            return Kind(lineItems: LineItemSet(), sums: sums)
        }
    }

    /// The quarter that a request of the flat list stands in, and for how many it stands.
    private static func quarter(
        of index: Int, _ known: [(place: Int, count: Double, requests: [AdRequest])]
    ) -> (place: Int, weight: Double) {
        var left = index
        for quarter in known {
            if left < quarter.requests.count {
                return (quarter.place, quarter.count / Double(quarter.requests.count))
            }
            left -= quarter.requests.count
        }
        return (0, 0)
    }

    private static func sums(_ counts: [Double], watched: Set<Int>, mean: Double) -> [Double] {
        let total = counts.reduce(0, +)
        let unwatched = total * mean / Double(RequestSample.quarterCount)
        var sums = [0.0]
        for place in counts.indices {
            sums.append(sums[place] + (watched.contains(place) ? counts[place] : unwatched))
        }
        return sums
    }

    /// Expected requests that a line item's targeting takes, between two times.
    package func requests(of lineItem: Int, from start: Double, until end: Double) -> Double {
        guard reach.indices.contains(lineItem) else { return 0 }
        return reach[lineItem]?.requests(from: start, until: end) ?? 0
    }
}

extension LineItemSet {
    /// An order that is the same in every process.
    func precedes(_ other: LineItemSet) -> Bool {
        for (left, right) in zip(blocks, other.blocks) {
            for word in 0..<8 where left[word] != right[word] { return left[word] < right[word] }
        }
        return blocks.count < other.blocks.count
    }
}

extension AdSnapshot {
    /// Numbers of the guaranteed line items.
    package var guaranteedNumbers: Range<Int> { core.tiers[Tier.guaranteed.rank] }

    /// Calls `body` with the guaranteed line items whose targeting takes each request, flights left
    /// aside; not for requests of unknown slots.
    func forEachReach(_ requests: [AdRequest], _ body: (_ index: Int, LineItemSet) -> Void) {
        let range = guaranteedNumbers
        withScratch { scratch in
            for (index, request) in requests.enumerated() {
                guard let place = core.place(of: request.slot) else { continue }
                _ = scratch.select(request, in: core.places[place], core, ignoresFlights: true)
                var set = emptySet
                for number in range where scratch.isEligible(number) { set[number] = true }
                body(index, set)
            }
        }
    }
}

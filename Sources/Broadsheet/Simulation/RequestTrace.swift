package import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetStorage
package import Foundation

/// Requests in the order of time: what a simulation is driven by.
package struct RequestTrace: Sendable {
    /// One request: a kind at a time.
    package struct Entry: Sendable, Hashable {
        /// Seconds since 1970.
        package var at: Double
        /// Place in ``kinds``.
        package var kind: UInt32
    }

    /// Requests that differ in more than time.
    package private(set) var kinds: [AdRequest] = []
    /// By time.
    package private(set) var entries: [Entry] = []

    package init() {}

    /// The decisions of a time that a ledger holds with their requests.
    package init(_ ledger: any DeliveryLedger, from: Date, until: Date) throws {
        var places: [AdRequest: UInt32] = [:]
        try ledger.readDecisions(from: from, until: until) { row in
            guard let bytes = row.record, let record = try? DecisionRecord(bytes) else { return }
            var request = record.request
            request.now = .distantPast
            let kind = places[request] ?? UInt32(truncatingIfNeeded: kinds.count)
            if Int(kind) == kinds.count {
                places[request] = kind
                kinds.append(request)
            }
            entries.append(Entry(at: record.request.now.timeIntervalSince1970, kind: kind))
        }
        entries.sort { $0.at < $1.at }
    }

    /// Made traffic: `count` requests for the slots of the articles' pages. Few come at four in the
    /// morning and most at four in the afternoon (UTC); of n articles the one in place r by age, from
    /// the newest, is read in proportion to 1 / (r + 10).
    ///
    /// - Parameter articles: newest first.
    package init(
        articles: [Article], slots: [String], count: Int, from: Date, until: Date, seed: UInt64
    ) {
        let generator = SimulationDraws(seed: seed)
        for article in articles {
            for slot in slots {
                kinds.append(
                    AdContext(card: ArticleCard(article)).request(slot: slot, at: .distantPast))
            }
        }
        guard !kinds.isEmpty, until > from, count > 0 else { return }
        let articleSums = Self.sums(articles.indices.map { 1 / (Double($0) + 10) })
        let start = from.timeIntervalSince1970
        let minutes = max(Int((until.timeIntervalSince1970 - start) / 60), 1)
        let shape = Self.sums((0..<minutes).map { Self.traffic(at: start + Double($0) * 60) })
        entries.reserveCapacity(count)
        for number in 0..<count {
            let draw = generator.keyed(by: UInt64(number))
            let minute = Self.place(draw.uniform(0), in: shape)
            let article = Self.place(draw.uniform(1), in: articleSums)
            let slot = min(Int(draw.uniform(2) * Double(slots.count)), slots.count - 1)
            entries.append(
                Entry(
                    at: start + (Double(minute) + draw.uniform(3)) * 60,
                    kind: UInt32(truncatingIfNeeded: article * slots.count + slot)))
        }
        entries.sort { $0.at == $1.at ? $0.kind < $1.kind : $0.at < $1.at }
    }

    /// Relative traffic at a time.
    private static func traffic(at seconds: Double) -> Double {
        let hour = (seconds / 3_600).truncatingRemainder(dividingBy: 24)
        return 1.05 - cos((hour - 4) / 12 * .pi)
    }

    private static func sums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// The place at a number in 0 ..< 1, by rising sums.
    private static func place(_ uniform: Double, in sums: [Double]) -> Int {
        let target = uniform * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static let forecastKey: UInt64 = 0xF0_CA57

    /// What an hour of the day counts in a forecast that is off.
    static func forecastFactor(hour: Int, error: Double, seed: UInt64) -> Double {
        let draws = SimulationDraws(seed: seed ^ forecastKey)
        return 1 + error * (2 * draws.keyed(by: UInt64(hour)).uniform(1) - 1)
    }

    /// A forecast of the same day, as yesterday's log would give it: each hour off by a factor drawn
    /// evenly from 1 − error to 1 + error.
    package func forecast(error: Double, seed: UInt64) -> RequestSample {
        let draws = SimulationDraws(seed: seed ^ Self.forecastKey)
        var counts = [Int](repeating: 0, count: RequestSample.quarterCount)
        var kept = [[UInt32]](repeating: [], count: RequestSample.quarterCount)
        for (number, entry) in entries.enumerated() {
            let seconds = entry.at - (entry.at / 86_400).rounded(.down) * 86_400
            let place = min(
                Int(seconds / RequestSample.quarterSeconds), RequestSample.quarterCount - 1)
            counts[place] += 1
            if kept[place].count < RequestSample.capacity {
                kept[place].append(entry.kind)
            } else {
                let draw = draws.keyed(by: UInt64(number)).uniform(0)
                let index = Int(draw * Double(counts[place]))
                if index < RequestSample.capacity { kept[place][index] = entry.kind }
            }
        }
        var sample = RequestSample()
        for place in counts.indices {
            let factor = Self.forecastFactor(hour: place / 4, error: error, seed: seed)
            let requests = kept[place].map { kind in
                var request = kinds[Int(kind)]
                let day = ((entries.first?.at ?? 0) / 86_400).rounded(.down) * 86_400
                request.now = Date(
                    timeIntervalSince1970: day + Double(place) * RequestSample.quarterSeconds)
                return request
            }
            sample.declare(
                requests, count: Int((Double(counts[place]) * factor).rounded()), place: place)
        }
        return sample
    }
}

/// Numbers of a simulation: a function of seed, what is drawn for, and which draw.
struct SimulationDraws: Sendable {
    private let state: UInt64

    init(seed: UInt64) { state = SimulationMix.absorb(seed, into: 0x51_4D) }

    private init(state: UInt64) { self.state = state }

    func keyed(by number: UInt64) -> SimulationDraws {
        SimulationDraws(state: SimulationMix.absorb(number, into: state))
    }

    /// A number in 0 ..< 1.
    func uniform(_ purpose: UInt64) -> Double {
        Double(SimulationMix.absorb(purpose, into: state) >> 11) * 0x1p-53
    }

    /// A standard normal number (Box and Muller, 1958).
    func normal(_ purpose: UInt64) -> Double {
        let radius = (-2 * log(max(uniform(purpose), 0x1p-53))).squareRoot()
        return radius * cos(2 * .pi * uniform(purpose &+ 1))
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
enum SimulationMix {
    static func absorb(_ word: UInt64, into state: UInt64) -> UInt64 {
        var mixed = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import BroadsheetAds
import BroadsheetTestSupport
import Testing

/// Random operations on the store, against a list of all shows.
@Suite struct CapPropertyTests {
    /// One line item of the random site: its caps, and what a show of it counts for.
    private struct Item {
        var checks: [CapCheck] = []
        var caps: [(subject: CapSubject, cap: FrequencyCap)] = []
        var tracks: [CapTrack] = []
        var subjects: [CapSubject] = []
    }

    private struct Site {
        let counters = CapCounters(shardCount: 4)
        var oracle = CapOracle(reservationSeconds: 1_800)
        var generator: SeededGenerator
        var now: Int64 = 1_700_000_000
        var open: [(show: CapCounters.Show, time: Int64)] = []
        var nextEvent: UInt64 = 1

        init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

        /// Steps of all sizes; one in twenty goes back.
        mutating func tick() {
            let steps: [Int64] = [0, 1, 3, 7, 20, 60, 200, 900]
            var step = steps[generator.below(steps.count)]
            if generator.below(60) == 0 { step = [4_000, 40_000, 90_000][generator.below(3)] }
            if generator.below(20) == 0 {
                _ = counters.mayShow(ReaderHash(99), [], now: now - step)
            } else {
                now += step
            }
            oracle.move(to: now)
        }

        mutating func record(_ item: Item, _ reader: ReaderHash) {
            let show = CapCounters.Show(event: nextEvent, reader: reader, tracks: item.tracks)
            nextEvent += 1
            counters.record(show, now: now)
            oracle.record(show.event, reader, item.subjects)
            open.append((show, now))
            if open.count > 50 { open.removeFirst() }
        }

        /// Forgets all readers, for line items with other caps.
        mutating func startAnew() {
            for reader in 0..<5 as Range<UInt64> {
                counters.forget(ReaderHash(reader))
                oracle.forget(ReaderHash(reader))
            }
            open.removeAll()
        }

        /// A beacon, its duplicate, a withdrawal, or a reader who asks to be forgotten.
        mutating func settle() {
            guard !open.isEmpty else { return }
            // One of the last few, so that most beacons come in time.
            let (show, time) = open[open.count - 1 - generator.below(min(open.count, 4))]
            switch generator.below(40) {
            case 0:
                counters.forget(show.reader)
                oracle.forget(show.reader)
                open.removeAll { $0.show.reader == show.reader }
            case 1...6:
                counters.withdraw(event: show.event, of: show.reader, now: now)
                oracle.withdraw(show.event)
            default:
                counters.confirm(show, decidedAt: time, now: now)
                oracle.confirm(show.event)
            }
        }
    }

    private func windows(_ generator: inout SeededGenerator) -> CapWindow {
        let texts = ["minute", "5 minutes", "hour", "6 hours", "day", "3 days", "lifetime"]
        return CapWindow(text: texts[generator.below(texts.count)]) ?? .day
    }

    /// Caps on the line item and on the campaign of three, which all of the campaign respect.
    private func items(_ limits: ClosedRange<Int>, _ generator: inout SeededGenerator) -> [Item] {
        var items = Array(repeating: Item(), count: 6)
        for index in items.indices {
            let own = CapSubject(.lineItem, "item \(index)")
            items[index].subjects = [own, CapSubject(.campaign, "campaign \(index / 3)")]
        }
        for (scope, groups) in [
            (FrequencyCap.Scope.lineItem, items.indices.map { [$0] }),
            (.campaign, [[0, 1, 2], [3, 4, 5]]),
        ] {
            for group in groups {
                for _ in 0..<1 + generator.below(2) {
                    let limit = limits.lowerBound + generator.below(limits.count)
                    let cap = FrequencyCap(
                        limit: limit, window: windows(&generator), scope: scope)
                    for index in group {
                        let subject = items[index].subjects[scope == .lineItem ? 0 : 1]
                        let check = CapCheck(subject, cap)
                        items[index].checks.append(check)
                        items[index].caps.append((subject, cap))
                        if !items[index].tracks.contains(check.track) {
                            items[index].tracks.append(check.track)
                        }
                    }
                }
            }
        }
        return items
    }

    @Test(arguments: [1, 2, 3, 4, 20_260_704] as [UInt64])
    func `caps of up to eight are decided exactly`(seed: UInt64) {
        var site = Site(seed: seed)
        var items = items(1...8, &site.generator)
        var (allowed, refused) = (0, 0)
        for operation in 0..<20_000 {
            if operation % 4_000 == 3_999 {
                items = self.items(1...8, &site.generator)
                site.startAnew()
            }
            site.tick()
            let item = items[site.generator.below(items.count)]
            let reader = ReaderHash(UInt64(site.generator.below(5)))
            let expected = item.caps.allSatisfy { subject, cap in
                site.oracle.count(reader, subject, seconds: cap.window.seconds) < cap.limit
            }
            let found = site.counters.mayShow(reader, item.checks, now: site.now)
            guard found == expected else {
                Issue.record("seed \(seed), operation \(operation): \(found), not \(expected)")
                return
            }
            if found {
                allowed += 1
                site.record(item, reader)
            } else {
                refused += 1
            }
            site.settle()
            if operation % 500 == 0 { site.oracle.prune(olderThan: .max / 4) }
        }
        #expect(allowed > 1_000 && refused > 1_000, "seed \(seed): \(allowed), \(refused)")
    }

    @Test(arguments: [1, 2, 20_260_704] as [UInt64])
    func `shows that respect no cap make counts too large at most, never too small`(
        seed: UInt64
    ) {
        var site = Site(seed: seed)
        let items = items(1...8, &site.generator)
        var refused = 0
        for operation in 0..<4_000 {
            site.tick()
            let item = items[site.generator.below(items.count)]
            let reader = ReaderHash(UInt64(site.generator.below(5)))
            let isReached = item.caps.contains { subject, cap in
                site.oracle.count(reader, subject, seconds: cap.window.seconds) >= cap.limit
            }
            let found = site.counters.mayShow(reader, item.checks, now: site.now)
            if isReached { refused += 1 }
            #expect(!(isReached && found), "seed \(seed), operation \(operation)")
            site.record(item, reader)
            site.settle()
        }
        #expect(refused > 500, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3, 20_260_704] as [UInt64])
    func `caps of more than eight err by less than one bucket, and never allow too much`(
        seed: UInt64
    ) {
        var site = Site(seed: seed)
        var items = items(9...18, &site.generator)
        var (reached, free) = (0, 0)
        for operation in 0..<6_000 {
            if operation % 600 == 599 {
                items = self.items(9...18, &site.generator)
                site.startAnew()
            }
            site.tick()
            let item = items[site.generator.below(items.count)]
            let reader = ReaderHash(UInt64(site.generator.below(3)))
            for (check, (subject, cap)) in zip(item.checks, item.caps) {
                let seconds = cap.window.seconds
                let found = site.counters.mayShow(reader, [check], now: site.now)
                let least = site.oracle.count(reader, subject, seconds: seconds)
                // A bucket is a fifteenth of the window, rounded up.
                let most = site.oracle.count(
                    reader, subject, seconds: seconds.map { $0 + ($0 + 14) / 15 })
                if least >= cap.limit { reached += 1 }
                if most < cap.limit { free += 1 }
                #expect(!(found && least >= cap.limit), "seed \(seed), operation \(operation)")
                #expect(found || most >= cap.limit, "seed \(seed), operation \(operation)")
            }
            site.record(item, reader)
            site.settle()
        }
        #expect(reached > 200 && free > 200, "seed \(seed): \(reached), \(free)")
    }
}

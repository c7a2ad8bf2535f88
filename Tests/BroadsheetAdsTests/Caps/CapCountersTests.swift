import BroadsheetAds
import Testing

@Suite struct CapCountersTests {
    private let reader = ReaderHash(7)
    private let day = FrequencyCap(limit: 2, window: .day, scope: .lineItem)
    private let start: Int64 = 1_700_000_000

    private func checks(_ caps: FrequencyCap...) -> [CapCheck] {
        caps.map { CapCheck(CapSubject(.lineItem, "a"), $0) }
    }

    private func show(_ event: UInt64, _ checks: [CapCheck], reader: ReaderHash? = nil)
        -> CapCounters.Show
    {
        CapCounters.Show(
            event: event, reader: reader ?? self.reader, tracks: checks.map(\.track))
    }

    @Test func `a decision counts at once, and a confirmed one until its window is over`() {
        let counters = CapCounters()
        let checks = checks(day)
        for (event, offset) in [(UInt64(1), Int64(0)), (2, 5)] {
            #expect(counters.mayShow(reader, checks, now: start + offset))
            counters.record(show(event, checks), now: start + offset)
            let beacon = counters.confirm(
                show(event, checks), decidedAt: start + offset, now: start + offset + 2)
            #expect(beacon == .confirmed)
        }
        #expect(!counters.mayShow(reader, checks, now: start + 5))
        #expect(!counters.mayShow(reader, checks, now: start + 86_399))
        #expect(counters.mayShow(reader, checks, now: start + 86_400))
        #expect(counters.mayShow(ReaderHash(8), checks, now: start + 5))
    }

    @Test func `a decision without a beacon is taken back when its reservation is over`() {
        let counters = CapCounters()
        let checks = checks(day)
        counters.record(show(1, checks), now: start)
        counters.record(show(2, checks), now: start)
        #expect(!counters.mayShow(reader, checks, now: start + 1_799))
        #expect(counters.mayShow(reader, checks, now: start + 1_800))
        #expect(counters.statistics.expired == 2)
        #expect(counters.statistics.readers == 0)
        let late = counters.confirm(show(1, checks), decidedAt: start, now: start + 1_800)
        #expect(late == .late)
    }

    @Test func `a beacon counts once, and so does a decision`() {
        let counters = CapCounters()
        let checks = checks(day)
        #expect(counters.record(show(1, checks), now: start))
        #expect(!counters.record(show(1, checks), now: start))
        for expected in [CapCounters.Confirmation.confirmed, .duplicate, .duplicate] {
            let beacon = counters.confirm(show(1, checks), decidedAt: start, now: start + 1)
            #expect(beacon == expected)
        }
        #expect(counters.mayShow(reader, checks, now: start + 3_600))
    }

    @Test func `a store that was made anew counts the beacons of older decisions, each once`() {
        let counters = CapCounters()
        let checks = checks(day, FrequencyCap(limit: 9, window: .day, scope: .lineItem))
        for event in [UInt64(1), 2] {
            let decidedAt = start - Int64(event)
            let first = counters.confirm(show(event, checks), decidedAt: decidedAt, now: start)
            let second = counters.confirm(show(event, checks), decidedAt: decidedAt, now: start)
            #expect((first, second) == (.restored, .duplicate))
        }
        #expect(!counters.mayShow(reader, checks, now: start))
    }

    @Test func `a decision that is withdrawn counts no more, a confirmed one cannot be`() {
        let counters = CapCounters()
        let checks = checks(FrequencyCap(limit: 1, window: .day, scope: .lineItem))
        counters.record(show(1, checks), now: start)
        #expect(counters.withdraw(event: 1, of: reader, now: start))
        #expect(!counters.withdraw(event: 1, of: reader, now: start))
        #expect(counters.mayShow(reader, checks, now: start))
        #expect(counters.confirm(show(1, checks), decidedAt: start, now: start) == .duplicate)
        counters.record(show(2, checks), now: start)
        counters.confirm(show(2, checks), decidedAt: start, now: start)
        #expect(!counters.withdraw(event: 2, of: reader, now: start))
        #expect(!counters.mayShow(reader, checks, now: start))
    }

    @Test func `a clock that goes back unlocks nothing, nor does one beyond all bounds`() {
        let counters = CapCounters()
        let checks = checks(day)
        counters.record(show(1, checks), now: start)
        counters.record(show(2, checks), now: start - 500_000)
        for now in [start, start - 1, start - 86_400, 0, -1, .min] {
            #expect(!counters.mayShow(reader, checks, now: now))
        }
        #expect(counters.statistics.backwardTimes == 6)
        for time in [Int64.min, -1, 0, .max] {
            let fresh = CapCounters()
            fresh.record(show(1, checks), now: time)
            fresh.record(show(2, checks), now: time)
            #expect(!fresh.mayShow(reader, checks, now: time))
            _ = fresh.confirm(show(2, checks), decidedAt: .max, now: .min)
        }
    }

    @Test func `a reader who is forgotten starts anew, and open decisions do not come back`() {
        let counters = CapCounters()
        let checks = checks(day)
        counters.record(show(1, checks), now: start)
        counters.record(show(2, checks), now: start)
        #expect(counters.forget(reader))
        #expect(!counters.forget(reader))
        #expect(counters.mayShow(reader, checks, now: start))
        #expect(counters.confirm(show(1, checks), decidedAt: start, now: start) == .duplicate)
        counters.record(show(3, checks), now: start)
        counters.record(show(4, checks), now: start)
        counters.confirm(show(3, checks), decidedAt: start, now: start)
        counters.confirm(show(4, checks), decidedAt: start, now: start)
        // The end of the forgotten decisions takes nothing from the new ones.
        #expect(!counters.mayShow(reader, checks, now: start + 1_800))
    }

    @Test func `new readers beyond the bound push out the ones away longest, and are counted`() {
        let limits = CapCounters.Limits(readers: 1_000, tallies: 3_000, openShows: 2_000)
        let counters = CapCounters(limits, shardCount: 1)
        let checks = checks(FrequencyCap(limit: 1, window: .lifetime, scope: .lineItem))
        let kept = ReaderHash(.max)
        var caps = ReaderCaps()
        counters.record(show(.max, checks, reader: kept), now: start)
        for number in 1...300_000 as ClosedRange<UInt64> {
            let hash = CapSubject(.label, String(number)).rawValue
            counters.record(show(number, checks, reader: ReaderHash(hash)), now: start)
            // Asked about again and again, this one is never the oldest.
            if number % 1_800 == 0 { #expect(!counters.mayShow(kept, checks, now: start)) }
            if number % 1_800 == 900 {
                counters.read(kept, now: start, into: &caps)
                #expect(!caps.mayShow(checks, in: checks.indices))
            }
        }
        let statistics = counters.statistics
        #expect(statistics.readers == 1_000)
        #expect(statistics.evictedReaders == 299_001)
        #expect(statistics.openShows == 2_000)
        #expect(statistics.displacedShows == 298_001)
        #expect(statistics.tallies == 1_000)
        for number in 299_500...300_000 as ClosedRange<UInt64> {
            let hash = ReaderHash(CapSubject(.label, String(number)).rawValue)
            #expect(!counters.mayShow(hash, checks, now: start))
        }
    }

    @Test func `what a reader saw before being dropped is not taken from what came later`() {
        let counters = CapCounters(
            CapCounters.Limits(readers: 1, tallies: 10, openShows: 100), shardCount: 1)
        let checks = checks(FrequencyCap(limit: 9, window: .lifetime, scope: .lineItem))
        for event in 0..<5 as Range<UInt64> { counters.record(show(event, checks), now: start) }
        counters.record(show(100, checks, reader: ReaderHash(8)), now: start)
        for event in 10..<19 as Range<UInt64> {
            counters.record(show(event, checks), now: start)
            counters.confirm(show(event, checks), decidedAt: start, now: start)
        }
        #expect(!counters.mayShow(reader, checks, now: start + 1_800))
    }

    @Test func `a reader with too many subjects loses the least recent one, and is counted`() {
        let counters = CapCounters(shardCount: 1)
        let cap = FrequencyCap(limit: 1, window: .lifetime, scope: .creative)
        let all = (0..<100).map { CapCheck(CapSubject(.creative, String($0)), cap) }
        for (number, check) in all.enumerated() {
            counters.record(show(UInt64(number), [check]), now: start + Int64(number))
        }
        #expect(counters.statistics.evictedTallies == 36)
        #expect(counters.statistics.tallies == 64)
        #expect(counters.mayShow(reader, [all[35]], now: start + 100))
        #expect(!counters.mayShow(reader, [all[36]], now: start + 100))
    }
}

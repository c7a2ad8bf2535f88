import BroadsheetAds
import BroadsheetTestSupport
import Testing

@Suite struct CapTokenTests {
    private let now: Int64 = 1_700_000_000

    private func track(_ id: String, _ limit: Int, _ window: CapWindow) -> CapTrack {
        CapTrack(
            CapSubject(.lineItem, id),
            FrequencyCap(limit: limit, window: window, scope: .lineItem))
    }

    private func tally(_ track: CapTrack, _ times: [UInt32]) -> CapTally {
        var tally = CapTally(track)
        for time in times { tally.add(at: time) }
        return tally
    }

    /// Random tallies of all kinds.
    private func tallies(_ count: Int, _ generator: inout SeededGenerator) -> [CapTally] {
        (0..<count).map { number in
            let limit = [3, 20, 20][generator.below(3)]
            let window = [CapWindow.day, .hour, .lifetime][generator.below(3)]
            let shows = (0...generator.below(30)).map { _ in
                UInt32(1_700_000_000 - generator.below(200_000))
            }
            return tally(track("\(number)", limit, window), shows)
        }
    }

    @Test func `the bytes of a token are the same in every process and for ever`() throws {
        let exact = tally(track("a", 2, .day), [1_699_999_000, 1_700_000_000])
        let buckets = tally(track("b", 20, .hour), [1_699_999_990, 1_699_999_990, 1_699_999_000])
        let total = tally(track("c", 20, .lifetime), Array(repeating: 1_699_990_000, count: 300))
        let token = CapToken(epoch: 7, tallies: [total, exact, buckets])
        let hex = token.encoded().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        // Written down from the description of the format; the keys by a second program.
        #expect(
            hex.joined() == "01" + "00000007" + "6553f100" + "03"
                + CapTokenTests.keyOfA + "02" + "00" + "e807"
                + CapTokenTests.keyOfB + "15" + "f001" + "0a" + "00" + "02" + "00" + "00" + "00"
                + "01"
                + CapTokenTests.keyOfC + "30" + "904e" + "ac02")
        #expect(try CapToken(token.encoded(), epoch: 7) == token)
    }

    @Test(arguments: [1, 2, 20_260_704] as [UInt64])
    func `a token reads back as it was written, within its bound`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for count in 0..<120 {
            let tallies = tallies(count, &generator)
            let token = CapToken(epoch: UInt32(count), tallies: tallies)
            let bytes = token.encoded()
            #expect(bytes.count <= CapToken.maximumByteCount, "seed \(seed), \(count)")
            #expect(try CapToken(bytes, epoch: UInt32(count)) == token, "seed \(seed), \(count)")
            // What was dropped was added to no later than what was kept.
            let kept = Set(token.tallies.map(\.track))
            let oldest = token.tallies.map(\.latest).min() ?? .max
            for tally in tallies where !kept.contains(tally.track) {
                #expect(tally.latest <= oldest, "seed \(seed), \(count)")
            }
            #expect(count < 10 || token.tallies.count >= 10, "seed \(seed), \(count)")
        }
    }

    @Test func `cut, lengthened, of another version or epoch, a token is refused`() throws {
        var generator = SeededGenerator(seed: 5)
        let bytes = CapToken(epoch: 1, tallies: tallies(12, &generator)).encoded()
        for count in 0..<bytes.count {
            #expect(throws: CapToken.Problem.malformed) {
                try CapToken(Array(bytes.prefix(count)), epoch: 1)
            }
        }
        #expect(throws: CapToken.Problem.malformed) { try CapToken(bytes + [0], epoch: 1) }
        #expect(throws: CapToken.Problem.otherEpoch(1)) { try CapToken(bytes, epoch: 2) }
        #expect(throws: CapToken.Problem.unknownVersion(2)) {
            try CapToken([2] + bytes.dropFirst(), epoch: 1)
        }
        #expect(throws: CapToken.Problem.tooLong(byteCount: 721)) {
            try CapToken(Array(repeating: 1, count: 721), epoch: 1)
        }
    }

    @Test(arguments: [1, 20_260_704] as [UInt64])
    func `damaged bytes never trap, and what is read writes the same bytes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var readable = 0
        var checks: [CapCheck] = []
        for id in 0..<5 {
            for (limit, window) in [(3, CapWindow.day), (20, .day), (20, .hour), (20, .lifetime)] {
                let cap = FrequencyCap(limit: limit, window: window, scope: .lineItem)
                checks.append(CapCheck(CapSubject(.lineItem, "\(id)"), cap))
            }
        }
        for _ in 0..<20_000 {
            var bytes = CapToken(
                epoch: 1, tallies: tallies(generator.below(5), &generator)
            ).encoded()
            for _ in 0..<generator.below(4) {
                bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
            }
            guard let token = try? CapToken(bytes, epoch: 1) else { continue }
            readable += 1
            #expect(token.encoded() == bytes, "seed \(seed): \(bytes)")
            var caps = ReaderCaps()
            caps.begin(now: UInt32(truncatingIfNeeded: generator.next()))
            caps.merge(token.tallies)
            _ = caps.mayShow(checks, in: checks.indices)
        }
        #expect(readable > 1_000)
    }

    @Test func `a show that store and token both know counts once, and neither unlocks the other`()
    {
        let cap = FrequencyCap(limit: 3, window: .day, scope: .lineItem)
        let check = CapCheck(CapSubject(.lineItem, "a"), cap)
        let counters = CapCounters()
        let reader = ReaderHash(1)
        let show = CapCounters.Show(event: 1, reader: reader, tracks: [check.track])
        counters.record(show, now: now)
        for (times, isAllowed) in [
            ([now], true), ([now, now], true), ([now - 5], true), ([now - 5, now - 6], false),
            ([now - 5, now], true), ([now, now, now], false), ([now - 90_000, now - 6], true),
        ] {
            var caps = ReaderCaps()
            counters.read(reader, now: now, into: &caps)
            caps.merge([tally(check.track, times.map { UInt32($0) })])
            #expect(caps.mayShow([check], in: 0..<1) == isAllowed, "\(times)")
        }
    }

    @Test func `of buckets and totals a merge takes the larger number`() {
        let checks = [CapWindow.hour, .lifetime].map {
            CapCheck(
                CapSubject(.lineItem, "a"),
                FrequencyCap(limit: 10, window: $0, scope: .lineItem))
        }
        let time = UInt32(now)
        for check in checks {
            for (left, right, isAllowed) in [(9, 9, true), (3, 10, false), (10, 0, false)] {
                var caps = ReaderCaps()
                caps.begin(now: time)
                caps.merge([tally(check.track, Array(repeating: time - 300, count: left))])
                caps.merge([tally(check.track, Array(repeating: time - 300, count: right))])
                #expect(caps.mayShow([check], in: 0..<1) == isAllowed, "\(left), \(right)")
            }
        }
        // Other seconds, other buckets: nine and nine are more than ten.
        var caps = ReaderCaps()
        caps.begin(now: time)
        caps.merge([tally(checks[0].track, Array(repeating: time - 600, count: 9))])
        caps.merge([tally(checks[0].track, Array(repeating: time, count: 9))])
        #expect(!caps.mayShow(checks, in: 0..<1))
    }
}

extension CapTokenTests {
    private static let keyOfA = "30fb97aae17bdae8"
    private static let keyOfB = "28b05ffaa88d713f"
    private static let keyOfC = "96d3c026cb5ea1fa"
}

import BroadsheetAds
import Foundation
import Synchronization
import Testing

@Suite struct LedgerClockTests {
    /// Both clocks, set by hand.
    final class Hands: Sendable {
        let wall = Mutex(Date(timeIntervalSince1970: 1_720_000_000))
        let uptime = Mutex(Duration.zero)
        let jumps = Mutex<[LedgerClock.Jump]>([])

        func move(wall seconds: Double, uptime passed: Double) {
            wall.withLock { $0 += seconds }
            uptime.withLock { $0 += .seconds(passed) }
        }

        func clock() -> LedgerClock {
            LedgerClock(
                wall: { self.wall.withLock { $0 } }, uptime: { self.uptime.withLock { $0 } },
                onJump: { jump in self.jumps.withLock { $0.append(jump) } })
        }
    }

    let hands = Hands()

    @Test func `the time is the wall clock's, but never before what was committed`() {
        let clock = hands.clock()
        let start = clock.now()
        clock.observe(start.advanced(by: .seconds(30)))
        #expect(clock.now() == start.advanced(by: .seconds(30)))
        clock.observe(start)
        #expect(clock.now() == start.advanced(by: .seconds(30)), "an older commit changes nothing")
        hands.move(wall: 31, uptime: 31)
        #expect(clock.now() == start.advanced(by: .seconds(31)))
        #expect(clock.jumpCount == 0)
    }

    @Test(arguments: [
        (61.0, 0.0, 61), (-61, 0, -61), (0, 61, -61), (60, 0, nil), (3_600, 3_600, nil),
    ])
    func `a departure of more than a minute from the monotonic clock is a jump`(
        wall: Double, uptime: Double, seconds: Int?
    ) {
        let clock = hands.clock()
        let start = clock.now()
        hands.move(wall: wall, uptime: uptime)
        _ = clock.now()
        _ = clock.now()
        let expected = seconds.map {
            [LedgerClock.Jump(to: start.advanced(by: .seconds(wall)), by: .seconds($0))]
        }
        #expect(hands.jumps.withLock { $0 } == expected ?? [])
        #expect(clock.jumpCount == (seconds == nil ? 0 : 1))
    }

    @Test(arguments: [
        (-1e300, -62_167_219_200_000_000), (1e300, 253_402_300_799_000_000),
        (-.infinity, -62_167_219_200_000_000), (.nan, -62_167_219_200_000_000),
        (1.5, 1_500_000), (-1.5, -1_500_000), (0, 0),
    ])
    func `any date is a moment of the years 0 to 9999`(seconds: Double, microseconds: Int64) {
        let instant = LedgerInstant(Date(timeIntervalSince1970: seconds))
        #expect(instant.microseconds == microseconds)
        #expect(instant.advanced(by: .seconds(Int64.max)) >= instant)
        #expect(instant.advanced(by: .seconds(Int64.min)) <= instant)
    }

    @Test(arguments: [
        (1, 1_000_000), (1_000_000, 1_000_000), (0, 0), (-1, 0), (-1_500_000, -1_000_000),
    ])
    func `the end of a lease is a whole second, the next one`(given: Int64, rounded: Int64) {
        #expect(LedgerInstant(microseconds: given).roundedUpToSecond.microseconds == rounded)
    }
}

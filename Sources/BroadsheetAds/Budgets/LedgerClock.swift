package import Foundation
internal import Synchronization

/// The time by which tokens are given out and beacons judged: the wall clock, but never before
/// what the ledger has committed, so that a clock set back neither revives what has ended nor
/// changes the order of what was written.
package final class LedgerClock: Sendable {
    /// How the wall clock departed from the monotonic one.
    package struct Jump: Sendable, Hashable {
        /// The wall clock's time after it.
        package let to: LedgerInstant
        /// How far it went; negative backwards.
        package let by: Duration

        package init(to: LedgerInstant, by: Duration) {
            self.to = to
            self.by = by
        }
    }

    fileprivate struct State {
        var committed = LedgerInstant.earliest
        var lastWall: LedgerInstant?
        var lastUptime = Duration.zero
        var jumpCount = 0
    }

    /// A wall clock that departs further from the monotonic one between two readings has jumped.
    package static let jumpThreshold = Duration.seconds(60)

    private let wall: @Sendable () -> Date
    private let uptime: @Sendable () -> Duration
    private let onJump: @Sendable (Jump) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - wall: the time of day.
    ///   - uptime: time since any fixed moment, on a clock that nobody sets.
    ///   - onJump: told of each jump, outside any lock.
    package init(
        wall: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Duration,
        onJump: @escaping @Sendable (Jump) -> Void = { _ in }
    ) {
        self.wall = wall
        self.uptime = uptime
        self.onJump = onJump
    }

    /// How often the wall clock has jumped.
    package var jumpCount: Int { state.withLock { $0.jumpCount } }

    /// The later of the wall clock's time and what the ledger has committed.
    package func now() -> LedgerInstant {
        let (time, elapsed) = (LedgerInstant(wall()), uptime())
        let (result, jump) = state.withLock { state in
            let jump = state.jump(to: time, uptime: elapsed)
            if jump != nil { state.jumpCount += 1 }
            state.lastWall = time
            state.lastUptime = elapsed
            return (max(time, state.committed), jump)
        }
        if let jump { onJump(jump) }
        return result
    }

    /// Takes note of a time that the ledger committed, by whichever process.
    package func observe(_ committed: LedgerInstant) {
        state.withLock { $0.committed = max($0.committed, committed) }
    }
}

extension LedgerClock.State {
    fileprivate func jump(to wall: LedgerInstant, uptime: Duration) -> LedgerClock.Jump? {
        guard let lastWall else { return nil }
        let passed = Duration.microseconds(wall.microseconds - lastWall.microseconds)
        let departure = passed - (uptime - lastUptime)
        let isJump =
            departure > LedgerClock.jumpThreshold || departure < .zero - LedgerClock.jumpThreshold
        return isJump ? LedgerClock.Jump(to: wall, by: departure) : nil
    }
}

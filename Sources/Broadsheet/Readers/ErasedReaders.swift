internal import BroadsheetAds
internal import Foundation
internal import Synchronization

/// Readers that were forgotten, for as long as beacons of what was decided before may come.
final class ErasedReaders: Sendable {
    private struct State {
        var times: [ReaderHash: Date] = [:]
        var position: Int64 = 0
    }

    private let state = Mutex(State())

    /// How far the ledger's orders are carried out.
    var position: Int64 { state.withLock { $0.position } }

    /// Takes note that orders up to a number are carried out.
    func read(to position: Int64) { state.withLock { $0.position = max($0.position, position) } }

    /// Takes note that a reader was forgotten.
    func add(_ reader: ReaderHash, at time: Date) {
        state.withLock { state in
            state.times[reader] = max(state.times[reader] ?? time, time)
        }
    }

    /// Whether a decision was made before its reader was forgotten.
    func cover(_ reader: ReaderHash, decidedAt: Date) -> Bool {
        state.withLock { state in
            if state.times.isEmpty { return false }
            return state.times[reader].map { decidedAt <= $0 } ?? false
        }
    }

    /// Drops those of before a time; false where there were none.
    func drop(before limit: Date) -> Bool {
        state.withLock { state in
            let count = state.times.count
            state.times = state.times.filter { $0.value >= limit }
            return state.times.count < count
        }
    }
}

extension ReaderBook {
    /// Erases what is counted of a reader.
    func forget(_ reader: ReaderHash, at time: Date) {
        erased.add(reader, at: time)
        counters.forget(reader)
    }
}

extension SigningKeys {
    /// First eight bytes of the keyed hash of a reader's key.
    func reader(_ key: String) -> ReaderHash { ReaderHash(hash(of: "reader " + key)) }
}

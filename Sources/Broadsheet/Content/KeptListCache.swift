internal import BroadsheetContent
internal import Synchronization

/// The kept lists that requests to one snapshot have scored, so that the next need not.
///
/// Any thread may ask; each snapshot begins with an empty one.
final class KeptListCache: Sendable {
    struct Key: Hashable {
        var number: Int
        var scoring: Int
    }

    /// Beyond this many lists nothing more is stored: a list of 64 takes a kilobyte.
    private static let capacity = 16_384

    private struct State {
        var lists: [Key: KeptList] = [:]
        var wanted: Set<Key> = []
    }

    private let state = Mutex(State())

    func list(_ key: Key) -> KeptList? { state.withLock { $0.lists[key] } }

    /// Notes a list that is missing or did not prove an answer, for the upkeep to find it next.
    func noteWanted(_ key: Key) { state.withLock { _ = $0.wanted.insert(key) } }

    /// The lists noted since the last call, in a fixed order.
    func takeWanted() -> [Key] {
        state.withLock { state in
            defer { state.wanted.removeAll() }
            return state.wanted.sorted { ($0.scoring, $0.number) < ($1.scoring, $1.number) }
        }
    }

    func store(_ list: KeptList, for key: Key) {
        state.withLock { state in
            if state.lists.count < Self.capacity { state.lists[key] = list }
        }
    }
}

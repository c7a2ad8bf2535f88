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
    }

    private let state = Mutex(State())

    func list(_ key: Key) -> KeptList? { state.withLock { $0.lists[key] } }

    func store(_ list: KeptList, for key: Key) {
        state.withLock { state in
            if state.lists.count < Self.capacity { state.lists[key] = list }
        }
    }
}

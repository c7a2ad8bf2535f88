internal import Synchronization

/// Counts the requests that are being answered and turns away what is too many, so that a flood
/// makes answers rare instead of slow.
final class Admission: Sendable {
    private let limit: Int
    private let inside = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Whether there is room; a true one is followed by ``leave()``.
    func enter() -> Bool {
        let count = inside.add(1, ordering: .relaxed).newValue
        if count <= limit { return true }
        leave()
        return false
    }

    /// Requests that are being answered now.
    var count: Int { inside.load(ordering: .relaxed) }

    func leave() { inside.subtract(1, ordering: .relaxed) }
}

import Dispatch
import Synchronization
import Testing

@testable import Broadsheet

/// A door at which searches wait until a test opens it.
final class SearchGate: Sendable {
    private let door = DispatchSemaphore(value: 0)
    private let arrived = Atomic<Int>(0)

    /// Number of searches that have begun.
    var count: Int { arrived.load(ordering: .acquiring) }

    /// Called by a search: waits at the door.
    func pass() {
        arrived.add(1, ordering: .acquiringAndReleasing)
        door.wait()
    }

    func open(for count: Int = 1) {
        for _ in 0..<count { door.signal() }
    }
}

/// Returns once a condition that other tasks bring about holds.
func waitUntil(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}

struct SearchExecutorTests {
    /// An executor whose only thread is held by a search at the gate.
    private static func busy(
        depth: Int
    ) async -> (SearchExecutor, SearchGate, Task<Int, any Error>) {
        let executor = SearchExecutor(threads: 1, depth: depth)
        let gate = SearchGate()
        let first = Task {
            try await executor.run {
                gate.pass()
                return -1
            }
        }
        await waitUntil { gate.count == 1 }
        return (executor, gate, first)
    }

    @Test
    func `a search returns what it found`() async throws {
        let executor = SearchExecutor(threads: 2)
        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<30 { group.addTask { try await executor.run { number } } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.sorted() == Array(0..<30))
        #expect(executor.counts == .init(started: 30, refused: 0, waiting: 0))
    }

    @Test
    func `no more searches run at once than there are threads`() async throws {
        let executor = SearchExecutor(threads: 2)
        let gate = SearchGate()
        let searches = (0..<5).map { _ in Task { try await executor.run { gate.pass() } } }
        await waitUntil { executor.counts.waiting == 3 }
        await waitUntil { gate.count == 2 }
        #expect(executor.counts.started == 2)
        gate.open(for: 5)
        for search in searches { try await search.value }
        #expect(executor.counts.started == 5)
    }

    @Test
    func `the search for which the queue has no room is refused at once`() async throws {
        let (executor, gate, first) = await Self.busy(depth: 3)
        let waiting = (0..<3).map { number in Task { try await executor.run { number } } }
        await waitUntil { executor.counts.waiting == 3 }
        await #expect(throws: EngineBusy.self) { try await executor.run { 9 } }
        #expect(executor.counts == .init(started: 1, refused: 1, waiting: 3))
        gate.open()
        #expect(try await first.value == -1)
        for (number, task) in waiting.enumerated() { #expect(try await task.value == number) }
        #expect(try await executor.run { 9 } == 9)
    }

    @Test
    func `a cancelled search that waits gives its place to the next`() async throws {
        let (executor, gate, first) = await Self.busy(depth: 1)
        let given = Task { try await executor.run { 1 } }
        await waitUntil { executor.counts.waiting == 1 }
        given.cancel()
        await #expect(throws: CancellationError.self) { try await given.value }
        #expect(executor.counts.waiting == 0)
        let next = Task { try await executor.run { 2 } }
        await waitUntil { executor.counts.waiting == 1 }
        gate.open()
        #expect(try await next.value == 2)
        _ = try await first.value
        #expect(executor.counts == .init(started: 2, refused: 0, waiting: 0))
    }

    @Test
    func `a task that is cancelled already does not search`() async throws {
        let executor = SearchExecutor(threads: 1)
        let task = Task {
            await waitUntil { Task.isCancelled }
            return try await executor.run { 1 }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(executor.counts.started == 0)
    }

    @Test
    func `a search that has begun is waited for`() async throws {
        let (_, gate, first) = await Self.busy(depth: 0)
        first.cancel()
        gate.open()
        #expect(try await first.value == -1)
    }

    @Test
    func `an engine answers kept lists while it refuses searches`() async throws {
        let (executor, gate, first) = await Self.busy(depth: 0)
        let engine = try await TestSite().engine(searches: executor)
        // Nobody has found a list yet.
        await #expect(throws: EngineBusy.self) { try await engine.relatedIDs("summit") }
        #expect(engine.metrics.searchesRefused == 1)
        await engine.settle()
        #expect(try await engine.relatedIDs("summit").count == 3)
        #expect(engine.metrics.searchesRefused == 1 && engine.metrics.searches == 1)
        gate.open()
        _ = try await first.value
    }
}

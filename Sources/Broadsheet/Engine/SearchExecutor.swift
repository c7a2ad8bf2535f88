internal import Synchronization

/// Runs searches on few threads of their own, so that they can't take the processor away from
/// answers that need none.
///
/// At most `threads` run at once, at most `depth` wait; the next is refused at once. Those that
/// wait are served in the order in which they came; one whose task is cancelled gives its place
/// free.
package final class SearchExecutor: Sendable {
    /// How the executor stands.
    package struct Counts: Sendable, Hashable {
        /// Searches that ran or run.
        package var started = 0
        /// Searches turned away because the queue was full.
        package var refused = 0
        /// Searches that wait now.
        package var waiting = 0
    }

    private struct Job: Sendable {
        var number: Int
        var run: @Sendable () -> Void
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var running = 0
        var waiting: [Job] = []
        var counts = Counts()
        var nextNumber = 0
    }

    /// Most searches that run at once.
    package let threads: Int
    /// Most searches that wait.
    package let depth: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - threads: at least 1.
    ///   - depth: at least 0.
    package init(threads: Int, depth: Int = 32) {
        self.threads = max(1, threads)
        self.depth = max(0, depth)
    }

    /// How the executor stands now.
    package var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.waiting.count
            return counts
        }
    }

    /// Runs `body` on a thread of the executor and returns what it returns.
    ///
    /// - Throws: ``EngineBusy`` when the queue is full; `CancellationError` when the task was
    ///   cancelled before `body` began. A `body` that has begun is waited for.
    package func run<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async throws -> Result {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit(
                    Job(
                        number: number, run: { continuation.resume(returning: body()) },
                        cancel: { continuation.resume(throwing: CancellationError()) })
                ) { continuation.resume(throwing: EngineBusy()) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private enum Place { case thread, queue, none }

    private func submit(_ job: Job, refuse: () -> Void) {
        // A cancellation that came before this has found nothing to take back.
        if Task.isCancelled { return job.cancel() }
        let place = state.withLock { state -> Place in
            if state.running < threads {
                state.running += 1
                state.counts.started += 1
                return .thread
            }
            guard state.waiting.count < depth else {
                state.counts.refused += 1
                return .none
            }
            state.waiting.append(job)
            return .queue
        }
        switch place {
        case .thread: BackgroundThread.start { self.work(job) }
        case .queue: if Task.isCancelled { cancel(job.number) }
        case .none: refuse()
        }
    }

    /// Runs a job and then those that wait, until none does. The thread ends with that: a new one
    /// costs a hundredth of a search, and one that waits would keep the executor alive.
    private func work(_ first: Job) {
        var job = first
        while true {
            job.run()
            let next = state.withLock { state -> Job? in
                guard !state.waiting.isEmpty else {
                    state.running -= 1
                    return nil
                }
                state.counts.started += 1
                return state.waiting.removeFirst()
            }
            guard let next else { return }
            job = next
        }
    }

    /// Takes a job that waits out of the queue; nothing happens when it does not wait.
    private func cancel(_ number: Int) {
        let job = state.withLock { state -> Job? in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        job?.cancel()
    }
}

/// The engine searches as much as it can, and as many as may wait do: try again in a moment.
///
/// Only lists that take a search throw it; those that are kept are answered at any load.
public struct EngineBusy: Error, Sendable, Hashable, CustomStringConvertible {
    /// Seconds after which there is room again, as a guess.
    public var retryAfterSeconds = 1

    /// The queue is full.
    package init() {}

    public var description: String {
        "too many lists have to be searched for at once: try again in a moment"
    }
}

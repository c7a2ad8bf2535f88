internal import Foundation

/// Threads for work that may take long, beside those on which requests are answered.
///
/// Tasks share as many threads as there are cores, and so do dispatch queues: long work on them
/// makes requests wait for a thread. A thread of its own waits for the processor alone, and with a
/// low priority it leaves that to requests.
enum BackgroundThread {
    /// A third of the processor time of a thread that nobody slowed down, while both want it.
    private static let niceness: Int32 = 5

    /// Calls `body` on a new thread.
    static func start(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            #if canImport(Glibc)
                // On Linux niceness is a property of the thread.
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
            #endif
            body()
        }
    }

    /// What `body` returns, called on a new thread.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }
}

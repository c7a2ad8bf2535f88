internal import Dispatch
internal import Synchronization

/// Numbers from 0 cut into pieces of like size, each for a thread of its own.
enum ParallelPieces {
    /// What `body` makes of each piece, one behind the other, as if one thread had done it all.
    ///
    /// - Parameters:
    ///   - count: how many numbers there are.
    ///   - threads: how many pieces at most; below 1 counts as 1.
    static func map<Value: Sendable>(
        _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> [Value]
    ) -> [Value] {
        let pieces = max(1, min(threads, count))
        if pieces == 1 { return body(0..<count) }
        let done = Mutex<[(piece: Int, values: [Value])]>([])
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let values = body((count * piece / pieces)..<(count * (piece + 1) / pieces))
            done.withLock { $0.append((piece, values)) }
        }
        return done.withLock { $0.sorted { $0.piece < $1.piece }.flatMap(\.values) }
    }
}

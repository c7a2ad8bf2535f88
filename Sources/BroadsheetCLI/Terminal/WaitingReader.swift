internal import Foundation
internal import Synchronization

/// Reads what may keep a reader waiting, a pipe or a terminal, on a thread of its own, so that who
/// asked for the bytes can give up.
final class WaitingReader: Sendable {
    private let wanted = DispatchSemaphore(value: 0)
    private let ready = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<[UInt8]?, any Error>>(.success(nil))

    /// - Parameter read: gives the next bytes, nil at the end; called only when they are wanted.
    init(_ read: @escaping @Sendable () throws -> [UInt8]?) {
        let (wanted, ready) = (wanted, ready)
        Thread.detachNewThread { [weak self] in
            while true {
                wanted.wait()
                guard self != nil else { return }
                let next = Result { try read() }
                guard let self else { return }
                self.result.withLock { $0 = next }
                ready.signal()
            }
        }
    }

    // Whoever waits on the thread finds that nobody wants bytes any more.
    deinit { wanted.signal() }

    /// The next bytes; nil at the end.
    ///
    /// - Throws: what reading throws, or `CancellationError`; nothing may be asked for after that.
    func next(isCancelled: () -> Bool) throws -> [UInt8]? {
        wanted.signal()
        while ready.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if isCancelled() { throw CancellationError() }
        }
        return try result.withLock { $0 }.get()
    }
}

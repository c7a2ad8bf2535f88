internal import Foundation
internal import Synchronization
internal import UnixSignals

/// Turns Ctrl-C into a question that long work asks now and then.
final class Interruption: Sendable {
    private let flag = Atomic(false)

    /// From now on the first SIGINT asks the work to stop; a second one ends the process.
    init() {
        Task { [weak self] in
            for await _ in await UnixSignalsSequence(trapping: .sigint) { self?.take() }
        }
    }

    /// Whether somebody asked to stop.
    var isAsked: Bool { flag.load(ordering: .relaxed) }

    private func take() {
        if flag.exchange(true, ordering: .relaxed) { exit(130) }
    }
}

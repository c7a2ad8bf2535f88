internal import Foundation

/// A line on stderr that says how far the work is, ten times a second; silent in a pipe.
final class ProgressLine {
    private let isWatched: Bool
    private var last = ContinuousClock.now
    private var isShown = false

    /// - Parameter isWatched: whether somebody looks at stderr.
    init(isWatched: Bool = isatty(2) == 1) { self.isWatched = isWatched }

    /// Shows how far the work called `name` is; `total` 0 where nobody knows.
    func update(_ name: String, _ done: Int, of total: Int) {
        guard isWatched, ContinuousClock.now - last >= .milliseconds(100) else { return }
        last = ContinuousClock.now
        isShown = true
        show("\(name): \(done)" + (total > 0 ? " of \(total)" : ""))
    }

    /// Takes the line away.
    func end() {
        if isShown { show("") }
        isShown = false
    }

    private func show(_ line: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
    }
}

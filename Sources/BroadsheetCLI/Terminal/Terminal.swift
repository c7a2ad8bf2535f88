internal import Foundation
internal import Synchronization

/// What goes to the person in front: messages and progress on stderr, results on stdout.
enum Terminal {
    /// Whether somebody watches stderr.
    static let isWatched = isatty(2) == 1

    /// Prints one line to stderr, `broadsheet: ` before it unless the argument parser wrote it.
    static func print(error message: String, isUsage: Bool = false) {
        let text = isUsage ? message : "broadsheet: " + message
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Writes bytes to stdout.
    static func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw OutputFile.unwritable("standard output")
        }
    }

    /// Writes a line to stdout.
    static func print(_ text: String) throws { try write(Array((text + "\n").utf8)) }
}

/// A line on stderr that says how far the work is, ten times a second; silent in a pipe.
final class ProgressLine: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        var isShown = false
    }

    private let name: String
    private let total: Int?
    private let unit: String
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// - Parameters:
    ///   - total: what `done` reaches at the end, in the same measure; nil when nobody knows.
    ///   - unit: what `count` counts.
    init(_ name: String, total: Int?, unit: String) {
        self.name = name
        self.total = total
        self.unit = unit
    }

    /// Shows how far the work is.
    ///
    /// - Parameter total: what `done` reaches, where that became known later.
    func update(done: Int, count: Int, of total: Int? = nil) {
        guard Terminal.isWatched else { return }
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            if let last = state.last, now - last < .milliseconds(100) { return false }
            state.last = now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let seconds = max(0.001, (now - start).seconds)
        var line = "\(name): \(count) \(unit), \(Int(Double(count) / seconds)) a second"
        if let total = total ?? self.total, total > 0, done > 0 {
            let share = min(1, Double(done) / Double(total))
            let remaining = seconds / share - seconds
            line += ", \(Int(share * 100)) %, \(Int(remaining.rounded(.up))) s left"
        }
        show(line)
    }

    /// Takes the line away.
    func end() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { show("") }
    }

    private func show(_ line: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

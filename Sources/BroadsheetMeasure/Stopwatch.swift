internal import Foundation

/// How long work takes.
struct Stopwatch {
    private let wall = ContinuousClock.now
    private let cpu = clock()

    /// Processor seconds of all threads since the watch was made.
    var processorSeconds: Double { Double(clock() - cpu) / Double(CLOCKS_PER_SEC) }

    /// Seconds since the watch was made.
    var wallSeconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - wall).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// Processor seconds for one thread, which neighbours on the machine disturb least; wall
    /// seconds for several.
    func seconds(threads: Int) -> Double { threads == 1 ? processorSeconds : wallSeconds }
}

/// What this process takes of the machine's memory.
enum ResidentMemory {
    /// Bytes in memory now; nil where the system does not say (no Linux).
    static var bytes: Int? {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/statm"),
            let line = try? file.read(upToCount: 256)
        else { return nil }
        let numbers = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return nil }
        return pages * pageBytes
    }

    private static let pageBytes = max(1, Int(sysconf(Int32(_SC_PAGESIZE))))
}

extension [Double] {
    /// The value in the middle, 0 of none.
    var median: Double { percentile(50) }

    /// The value below which `share` percent lie, 0 of none.
    func percentile(_ share: Int) -> Double {
        guard !isEmpty else { return 0 }
        return sorted()[Swift.min(count - 1, count * share / 100)]
    }
}

/// What was wrong with rows that other programs wrote: how often, and the first few in words.
package struct StorageWarnings: Sendable, Hashable {
    /// How many there were.
    package private(set) var count = 0
    /// The first twenty, each naming its row; a damaged table must not flood a log.
    package private(set) var examples: [String] = []

    package init() {}

    mutating func add(_ warning: @autoclosure () -> String) {
        if examples.count < 20 { examples.append(warning()) }
        count += 1
    }

    /// Takes over what another list holds.
    package mutating func add(all other: StorageWarnings) {
        if other.count == 0 { return }
        count += other.count
        examples.append(contentsOf: other.examples.prefix(max(0, 20 - examples.count)))
    }
}

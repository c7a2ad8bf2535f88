/// Whether a figure is there and within 1e-12 of what it must be.
func isClose(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-12 } ?? false
}

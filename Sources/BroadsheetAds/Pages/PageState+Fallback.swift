extension PageState {
    /// Whether the page admits a default creative: its rules hold, and the slots after it can be
    /// filled as well as if this one stayed empty.
    mutating func admits(
        _ fallback: SnapshotCore.Fallback, at position: Int, _ core: SnapshotCore
    ) -> Bool {
        let lineItem = fallback.lineItem
        guard !excluded[lineItem], !core.pageRules.isRoadblock(lineItem),
            isFree(fallback.creative, of: lineItem, at: position, core), room(lineItem, core) > 0
        else { return false }
        guard !trial.order.isEmpty, mayConstrain(lineItem, core) else { return true }
        matching.pin = CreativeMatching.Pin(
            lineItem: lineItem, creative: fallback.creative, position: position)
        let fills = fillsRest(lineItem, position, core)
        matching.pin = nil
        return fills || leavesRest(fallback, at: position, core)
    }

    private func mayConstrain(_ lineItem: Int, _ core: SnapshotCore) -> Bool {
        let bits = trial.later[lineItem / 512][(lineItem / 64) % 8]
        return core.pageRules.isRelated(lineItem) || bits & (1 << UInt64(lineItem % 64)) != 0
    }

    /// Whether the best assignment of the later slots is as good with the creative as without.
    private mutating func leavesRest(
        _ fallback: SnapshotCore.Fallback, at position: Int, _ core: SnapshotCore
    ) -> Bool {
        guard let without = bestRest(after: position, core) else { return true }
        let before = (excluded, open)
        place(fallback.lineItem, creative: fallback.creative, at: position, core)
        reopen(after: position, core)
        let with = bestRest(after: position, core)
        placements.removeLast()
        (excluded, open) = before
        _ = setOut(after: position)
        search.forget()
        return with.map { $0 >= without } ?? true
    }

    /// The greatest value of the slots after one; nil when the work allowed is used up.
    private mutating func bestRest(after position: Int, _ core: SnapshotCore) -> Int? {
        guard setOut(after: position), let first = trial.order.min() else { return 0 }
        trial.order.removeAll { $0 == first }
        gather(first, core)
        return optimum(0, core)
    }
}

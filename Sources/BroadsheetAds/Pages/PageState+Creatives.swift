/// Which of a line item's creatives may be drawn.
extension PageState {
    /// Leaves in `trial.creatives` what may be drawn of a line item at a position: creatives that
    /// are not on the page, of the companion set that it shows, with which a roadblock can still
    /// be completed and look-ahead finds the rest of the page filled as well as with any. None for
    /// a line item that has none left.
    mutating func listCreatives(_ lineItem: Int, at position: Int, _ core: SnapshotCore) {
        let place = positions[position].place
        trial.creatives.removeAll(keepingCapacity: true)
        for index in core.creatives(of: lineItem, in: place)
        where isFree(
            Int(core.places[place].creatives[index]), of: lineItem, at: position, core)
        {
            trial.creatives.append(index)
        }
        if trial.creatives.count > 1 { keepUseful(lineItem, position, core) }
    }

    private mutating func keepUseful(
        _ lineItem: Int, _ position: Int, _ core: SnapshotCore
    ) {
        let slot = positions[position].place
        let rest = waiting(lineItem, after: position, core)
        let isWanted = rest == 0 && positions[position].reserved < 0 && isWantedLater(lineItem)
        guard rest != 0 || isWanted else { return }
        var optimum: Int??
        var kept = 0
        for index in trial.creatives.indices {
            let place = trial.creatives[index]
            matching.pin = CreativeMatching.Pin(
                lineItem: lineItem,
                creative: Int(core.places[slot].creatives[place]),
                position: position)
            let isUseful =
                rest != 0
                ? canTake(lineItem, rest, core)
                : leavesBest(lineItem, position, &optimum, core)
            matching.pin = nil
            guard isUseful else { continue }
            trial.creatives[kept] = place
            kept += 1
        }
        // None only where the work allowed was used up.
        if kept > 0 { trial.creatives.removeLast(trial.creatives.count - kept) }
    }

    /// Whether the line item of the pin leaves the rest of the page as good as it can be.
    ///
    /// - Parameter optimum: Best value with the line item's tier, once it is known.
    private mutating func leavesBest(
        _ lineItem: Int, _ position: Int, _ optimum: inout Int??, _ core: SnapshotCore
    ) -> Bool {
        if fillsRest(lineItem, position, core) { return true }
        let pin = matching.pin
        if optimum == nil {
            matching.pin = nil
            gather(position, core)
            optimum = .some(self.optimum(core.rank(of: lineItem), core))
            matching.pin = pin
        }
        guard let known = optimum, let value = known else { return true }
        gather(position, core)
        defer { search.forget() }
        guard let item = search.singles[lineItem] else { return true }
        return reaches(value, with: item, core)
    }

    /// Slots after one that a roadblock's line item has to fill as well.
    private func waiting(
        _ lineItem: Int, after position: Int, _ core: SnapshotCore
    ) -> UInt64 {
        if positions[position].reserved == lineItem {
            return reserved(for: lineItem, after: position)
        }
        guard core.pageRules.isRoadblock(lineItem) else { return 0 }
        return roadblockMask(lineItem, core) & ~(1 << UInt64(position))
    }

    private func isWantedLater(_ lineItem: Int) -> Bool {
        guard !trial.order.isEmpty else { return false }
        return trial.later[lineItem / 512][(lineItem / 64) % 8] & (1 << UInt64(lineItem % 64)) != 0
    }
}

extension SnapshotCore {
    /// The creative at a number in 0 ..< 1 (or at 1) among some places of a slot's, and its share
    /// by weight among them; nil among none.
    func creative(
        among choices: [Int], in index: Int, at uniform: Double
    ) -> (creative: Int, share: Double)? {
        guard var last = choices.first else { return nil }
        let (greatest, total) = total(choices, in: index)
        let target = uniform * total
        var sum = 0.0
        for place in choices {
            let scaled = creativeWeights[Int(places[index].creatives[place])] / greatest
            sum += scaled
            if scaled > 0 { last = place }
            if target < sum { break }
        }
        let creative = Int(places[index].creatives[last])
        return (creative, creativeWeights[creative] / greatest / total)
    }

    /// The share of a creative among some places of a slot's; 0 when it is none of them.
    func share(of creative: Int, among choices: [Int], in index: Int) -> Double {
        guard choices.contains(where: { Int(places[index].creatives[$0]) == creative }) else {
            return 0
        }
        let (greatest, total) = total(choices, in: index)
        return creativeWeights[creative] / greatest / total
    }

    private func total(_ choices: [Int], in index: Int) -> (greatest: Double, sum: Double) {
        var greatest = 0.0
        for place in choices {
            greatest = max(greatest, creativeWeights[Int(places[index].creatives[place])])
        }
        var sum = 0.0
        for place in choices {
            sum += creativeWeights[Int(places[index].creatives[place])] / greatest
        }
        return (greatest, sum)
    }
}

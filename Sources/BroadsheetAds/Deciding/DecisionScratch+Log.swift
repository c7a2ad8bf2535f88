extension DecisionScratch {
    /// Nothing is eligible and nothing was dropped.
    mutating func clear() {
        for index in counts.indices { counts[index] = 0 }
        for block in eligible.indices { eligible[block] = .zero }
        log.removeAll()
    }

    mutating func rememberPassed() {
        for block in eligible.indices { passed[block] = eligible[block] }
    }

    /// Works the probabilities of the eligible line items out.
    mutating func weigh(_ gates: Gates, exploration: Double, _ core: SnapshotCore) {
        draw.fill(eligible, gates, exploration: exploration, core)
        counts[Ineligibility.zeroWeight.place] += draw.zeroCount
    }

    /// Writes down what became of the line items that passed targeting.
    mutating func writeLog(_ gates: Gates, _ core: SnapshotCore) {
        log.removeAll()
        var place = 0
        for block in passed.indices where passed[block] != .zero {
            for word in 0..<8 {
                var bits = passed[block][word]
                while bits != 0 {
                    let number = block * 512 + word * 64 + bits.trailingZeroBitCount
                    bits &= bits &- 1
                    let isDrawn =
                        place < draw.numbers.count && Int(draw.numbers[place]) == number
                    log.add(isDrawn ? drawn(place, core) : dropped(number, gates, core))
                    if isDrawn { place += 1 }
                }
            }
        }
        log.finish()
    }

    private func drawn(_ place: Int, _ core: SnapshotCore) -> CandidateLog.Entry {
        let number = Int(draw.numbers[place])
        let part = draw.parts[core.bookings[number].tier.rank]
        return CandidateLog.Entry(
            lineItem: number, weight: draw.weights[place],
            probability: draw.probability(place, in: part), dropped: nil)
    }

    private func dropped(
        _ number: Int, _ gates: Gates, _ core: SnapshotCore
    ) -> CandidateLog.Entry {
        let share = core.shares[number]
        return CandidateLog.Entry(
            lineItem: number, weight: share.isNaN ? core.weights[number] : share, probability: 0,
            dropped: gates.reason(for: number))
    }
}

extension Gates {
    /// The first gate that keeps a line item out which passed targeting and was not drawn.
    func reason(for number: Int) -> Ineligibility {
        if spent[number] { return .spent }
        if consent[number] { return .consent }
        if excluded[number] { return .excludedOnPage }
        if capped[number] { return .capped }
        if paced[number] { return .paced }
        if lookAhead[number] { return .lookAhead }
        return .zeroWeight
    }
}

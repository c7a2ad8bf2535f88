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

    /// Has one line item drawn for certain.
    mutating func give(_ number: Int, _ core: SnapshotCore) {
        for block in eligible.indices { eligible[block] = .zero }
        eligible[number / 512][(number / 64) % 8] |= 1 << UInt64(number % 64)
        draw.give(number, core)
    }

    /// Writes down what became of the line items that passed targeting.
    mutating func writeLog(_ gates: Gates, _ core: SnapshotCore) {
        log.removeAll()
        var checksum = ProbabilityChecksum()
        for part in draw.parts {
            for place in part.range {
                let number = draw.numbers[place]
                let probability = draw.probability(place, in: part)
                checksum.add(number, probability)
                log.add(
                    CandidateLog.Entry(
                        lineItem: Int(number), weight: draw.weights[place],
                        probability: probability, dropped: nil, isShare: draw.isShared[place]))
            }
        }
        log.checksum = checksum.value
        if draw.zeroCount > 0 { addDropped(eligible, butDrawn: true, gates, core) }
        for block in passed.indices { passed[block] &= ~eligible[block] }
        addDropped(passed, butDrawn: false, gates, core)
        log.finish()
    }

    /// Adds the members of a set as dropped, without those that were drawn if it holds such.
    private mutating func addDropped(
        _ set: [Block], butDrawn: Bool, _ gates: Gates, _ core: SnapshotCore
    ) {
        var place = 0
        for block in set.indices where set[block] != .zero {
            for word in 0..<8 {
                var bits = set[block][word]
                while bits != 0 {
                    let number = block * 512 + word * 64 + bits.trailingZeroBitCount
                    bits &= bits &- 1
                    if butDrawn, place < draw.numbers.count, Int(draw.numbers[place]) == number {
                        place += 1
                    } else {
                        log.add(dropped(number, gates, core))
                    }
                }
            }
        }
    }

    private func dropped(
        _ number: Int, _ gates: Gates, _ core: SnapshotCore
    ) -> CandidateLog.Entry {
        let share = core.shares[number]
        let weight = share.isNaN ? core.weight(of: number, gates) ?? 0 : share
        return CandidateLog.Entry(
            lineItem: number, weight: weight, probability: 0,
            dropped: gates.reason(for: number), isShare: !share.isNaN)
    }
}

extension Gates {
    /// The first gate that keeps a line item out which passed targeting and was not drawn.
    func reason(for number: Int) -> Ineligibility {
        if offTopic[number] { return .context }
        if unsuitable[number] { return .brandSafety }
        if spent[number] { return .spent }
        if consent[number] { return .consent }
        if excluded[number] { return .excludedOnPage }
        if capped[number] { return .capped }
        if paced[number] { return .paced }
        if lookAhead[number] { return .lookAhead }
        return .zeroWeight
    }
}

/// A decision made again from its record and the snapshot of the campaigns.
package struct DecisionReplay: Sendable {
    /// What became of a line item that passed targeting.
    package struct Candidate: Sendable, Hashable {
        package var lineItem: AdSnapshot.NumberedLineItem
        /// As the record has it.
        package var weight: Double
        package var isShare: Bool
        package var dropped: Ineligibility?
        /// Exact probability of being chosen, worked out again, or kept in a truncated record.
        package var probability: Double
    }

    /// What the draw gives; nil for no ad.
    package var ad: ChosenAd?
    /// Why there is none; nil with an ad.
    package var noFill: NoFill.Reason?
    /// By number.
    package var candidates: [Candidate]
    /// Where the record and what was worked out again from it and the snapshot disagree; each a
    /// sentence. Empty when the decision is proved to the last bit.
    package var differences: [String]
    /// Whether the record lacks what the proof would need: line items that were not kept, of which
    /// some were dropped or weighed otherwise than booked. ``ad`` means nothing then.
    package var isUnprovable: Bool
}

extension AdSnapshot {
    /// Makes a decision again.
    ///
    /// Targeting is asked anew; what was dropped after it and what weights were is taken from the
    /// record; the draw goes the way that every decision's goes. Of a truncated record the line
    /// items that were not kept count as undropped and weighing what is booked; if that was not so
    /// the checksum tells, and nothing is proved.
    ///
    /// - Parameter decision: id of the decision, which keys its draws.
    package func replay(_ record: DecisionRecord, decision: String) -> DecisionReplay {
        let draw = KeyedGenerator(seed: record.seed).keyed(by: decision)
        guard let index = core.place(of: record.request.slot) else {
            return DecisionReplay(
                ad: nil, noFill: nil, candidates: [],
                differences: ["the campaigns have no slot \(record.request.slot)"],
                isUnprovable: false)
        }
        return withScratch { scratch in
            let passed = scratch.select(record.request, in: core.places[index], core)
            var differences = self.differences(record, passed, scratch)
            let isRestKnown = record.knowsRest
            let entries = self.entries(record, scratch)
            scratch.draw.fill(entries, exploration: record.exploration, core)
            var isUnprovable = record.isTruncated && !isRestKnown
            if scratch.draw.checksum != record.checksum {
                if record.isTruncated {
                    isUnprovable = true
                } else {
                    differences.append("the probabilities of the candidates are not those logged")
                }
            }
            for reason in Ineligibility.allCases {
                scratch.counts[reason.place] = record.count(of: reason)
            }
            let gates = self.gates(record, index)
            scratch.choices = record.choices
            let pick = choose(record.request, index, gates, using: draw, scratch)
            let ad = pick.flatMap { self.ad($0, in: record.request.slot) }
            return DecisionReplay(
                ad: ad, noFill: ad == nil ? noFillReason(record.request, scratch) : nil,
                candidates: candidates(record, scratch.draw), differences: differences,
                isUnprovable: isUnprovable)
        }
    }

    /// What of the record the targeting of the snapshot contradicts.
    private func differences(
        _ record: DecisionRecord, _ passed: Int, _ scratch: DecisionScratch
    ) -> [String] {
        var differences: [String] = []
        let (expected, _) = record.candidates.count.addingReportingOverflow(
            record.rest?.count ?? 0)
        if passed != expected {
            differences.append("\(passed) line items pass targeting, \(expected) were logged")
        }
        for candidate in record.candidates where !scratch.isEligible(candidate.lineItem) {
            let name = lineItem(candidate.lineItem)?.id ?? "number \(candidate.lineItem)"
            differences.append("\(name) was logged and does not pass targeting")
        }
        // What is paused or archived is not part of a stored snapshot.
        for reason in Ineligibility.allCases
        where reason.isOfRequest && reason != .archived && reason != .paused {
            let (found, logged) = (scratch.counts[reason.place], record.count(of: reason))
            if found != logged {
                differences.append("\(reason.rawValue) drops \(found), \(logged) were logged")
            }
        }
        return differences
    }

    /// The candidates of the record; of a truncated one all line items that pass targeting, those
    /// not kept as booked.
    private func entries(
        _ record: DecisionRecord, _ scratch: DecisionScratch
    ) -> [CandidateLog.Entry] {
        let kept = record.entries { scratch.isEligible($0) }
        guard record.isTruncated else { return kept }
        var entries: [CandidateLog.Entry] = []
        var next = kept.startIndex
        for number in 0..<core.count {
            if next < kept.endIndex, kept[next].lineItem == number {
                entries.append(kept[next])
                next += 1
            } else if scratch.isEligible(number) {
                let share = core.shares[number]
                entries.append(
                    CandidateLog.Entry(
                        lineItem: number, weight: share.isNaN ? core.weights[number] : share,
                        probability: 0, dropped: nil, isShare: !share.isNaN))
            }
        }
        return entries
    }

    private func gates(_ record: DecisionRecord, _ index: Int) -> Gates {
        var gates = Gates()
        if record.excludesFallback, let fallback = core.places[index].fallback {
            gates.excluded = emptySet
            gates.excluded[fallback.lineItem] = true
        }
        return gates
    }

    private func candidates(
        _ record: DecisionRecord, _ draw: DrawTable
    ) -> [DecisionReplay.Candidate] {
        var probabilities: [Int: Double] = [:]
        for part in draw.parts {
            for place in part.range {
                probabilities[Int(draw.numbers[place])] = draw.probability(place, in: part)
            }
        }
        return record.candidates.compactMap { candidate in
            guard let lineItem = lineItem(candidate.lineItem) else { return nil }
            let drawn = candidate.probability ?? probabilities[candidate.lineItem]
            return DecisionReplay.Candidate(
                lineItem: lineItem, weight: candidate.weight, isShare: candidate.isShare,
                dropped: candidate.dropped,
                probability: candidate.dropped == nil ? drawn ?? 0 : 0)
        }
    }
}

extension DecisionRecord {
    /// The candidates as a draw takes them, those that `isFit` says are line items of the slot.
    func entries(_ isFit: (_ number: Int) -> Bool) -> [CandidateLog.Entry] {
        candidates.filter { isFit($0.lineItem) }.map { candidate in
            CandidateLog.Entry(
                lineItem: candidate.lineItem, weight: candidate.weight, probability: 0,
                dropped: candidate.dropped, isShare: candidate.isShare)
        }
    }

    /// Whether all that was dropped after targeting is among the candidates that are kept.
    fileprivate var knowsRest: Bool {
        Ineligibility.allCases.allSatisfy { reason in
            reason.isOfRequest
                || candidates.count { $0.dropped == reason } == count(of: reason)
        }
    }
}

extension DecisionScratch {
    /// Whether nothing has dropped a line item so far.
    func isEligible(_ number: Int) -> Bool {
        guard number >= 0, number / 512 < eligible.count else { return false }
        return eligible[number / 512][(number / 64) % 8] & (1 << UInt64(number % 64)) != 0
    }
}

extension DrawTable {
    /// Of all candidates, as the log of a decision has it.
    var checksum: UInt64 {
        var checksum = ProbabilityChecksum()
        for part in parts {
            for place in part.range {
                checksum.add(numbers[place], probability(place, in: part))
            }
        }
        return checksum.value
    }
}

extension Ineligibility {
    /// Whether campaigns and request alone decide it: targeting, in the wide sense.
    package var isOfRequest: Bool { place <= Ineligibility.excludedLabel.place }
}

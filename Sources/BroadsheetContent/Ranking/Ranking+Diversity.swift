extension Ranking {
    /// Candidates by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998, section 2):
    /// again and again the one with the largest (1 − λ) · score − λ · similarity, where similarity
    /// is its largest cosine with what the list shows already, pins included.
    ///
    /// We take the score with its factors where they take relevance, and a first item is not
    /// penalised. Since a candidate's value only falls while the list grows, values fall along the
    /// list, so that they explain its order; scores may not.
    ///
    /// - Complexity: as many similarities as candidates times (limit + pins).
    func diverse(
        _ candidates: [RankedCandidate], besides pins: [Int], limit: Int,
        shown: inout ShownDocuments
    ) -> [RankedItem] {
        let penalty = rules.diversity
        var resemblance = Array(repeating: Resemblance(), count: candidates.count)
        var isOpen = Array(repeating: true, count: candidates.count)
        for pin in pins { note(pin, candidates, isOpen, &resemblance) }
        var items: [RankedItem] = []
        while items.count < limit {
            var best: (index: Int, key: Double)?
            for (index, candidate) in candidates.enumerated() where isOpen[index] {
                let value = resemblance[index].value(
                    score: candidate.score.value, penalty: penalty)
                let key = value.roundedScore
                if let best, !precedes(candidate, key, candidates[best.index], best.key) {
                    continue
                }
                best = (index, key)
            }
            guard let best else { break }
            isOpen[best.index] = false
            let candidate = candidates[best.index]
            guard shown.take(candidate.document, group: candidate.group) else { continue }
            items.append(resemblance[best.index].explain(candidate, penalty: penalty))
            if items.count < limit { note(candidate.document, candidates, isOpen, &resemblance) }
        }
        return items
    }

    /// Notes that the list shows `document` now.
    private func note(
        _ document: Int, _ candidates: [RankedCandidate], _ isOpen: [Bool],
        _ resemblance: inout [Resemblance]
    ) {
        for (index, candidate) in candidates.enumerated() where isOpen[index] {
            let similarity = source.similarity(candidate.document, document)
            if similarity > resemblance[index].similarity || resemblance[index].nearest == nil {
                resemblance[index].nearest = document
                resemblance[index].similarity = similarity
            }
        }
    }
}

/// What of the list so far a candidate resembles most.
private struct Resemblance {
    var nearest: Int?
    var similarity = 0.0

    func value(score: Double, penalty: Double) -> Double {
        (1 - penalty) * score - penalty * similarity
    }

    func explain(_ candidate: RankedCandidate, penalty: Double) -> RankedItem {
        var item = candidate.item
        item.diversity = RankedItem.Diversity(
            nearest: nearest, similarity: similarity,
            value: value(score: candidate.score.value, penalty: penalty))
        return item
    }
}

/// Maximal marginal relevance, written down as slowly as its definition.
package enum DiversityOracle {
    /// The places of the candidates that a list takes, in its order.
    ///
    /// - Parameters:
    ///   - scores: of the candidates, in the order that breaks ties.
    ///   - groups: duplicate groups of the candidates; of each one candidate is taken.
    ///   - similarity: of two candidates, by place.
    ///   - similarityToPins: of a candidate to what the list shows from the start, the largest;
    ///     nil when it shows nothing.
    package static func order(
        scores: [Double], groups: [UInt32?], lambda: Double, limit: Int,
        similarity: (Int, Int) -> Double, similarityToPins: (Int) -> Double?
    ) -> [Int] {
        var taken: [Int] = []
        while taken.count < limit {
            var best: (place: Int, value: Double)?
            for place in scores.indices where !taken.contains(place) {
                if let group = groups[place], taken.contains(where: { groups[$0] == group }) {
                    continue
                }
                var resemblances = taken.map { similarity(place, $0) }
                if let toPins = similarityToPins(place) { resemblances.append(toPins) }
                let penalty = resemblances.max() ?? 0
                let value = (1 - lambda) * scores[place] - lambda * penalty
                let rounded = (value * 1e7).rounded()
                if rounded > best?.value ?? -.infinity { best = (place, rounded) }
            }
            guard let best else { break }
            taken.append(best.place)
        }
        return taken
    }
}

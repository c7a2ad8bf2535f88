/// The articles of a snapshot in the order of the latest block, which also breaks ties.
struct ArticleOrder {
    /// Numbers of articles, newest first, undated last, then by id.
    private(set) var numbers: [UInt32] = []
    /// Place of each article in `numbers`, by number; the largest integer for those that have none.
    private(set) var ranks: [UInt32] = []

    /// Takes articles out and puts others in.
    ///
    /// - Parameters:
    ///   - removed: numbers to take out; those that are not there are passed over.
    ///   - added: numbers to put in, those that are there already at their new place.
    ///   - cards: the card of every article.
    /// - Complexity: O(articles) to move them, and O(log articles) comparisons for each added.
    mutating func change(removed: [UInt32], added: [UInt32], cards: ChunkedTable<ArticleCard>) {
        let new = added.compactMap { number in cards[Int(number)].map { (number, $0) } }
            .sorted { ArticleCard.precedes($0.1, $1.1) }
        let firstGone = takeOut(removed + added)
        let firstNew = putIn(new, cards: cards)
        if ranks.count < cards.count {
            ranks += Array(repeating: .max, count: cards.count - ranks.count)
        }
        for rank in numbers.indices.dropFirst(min(firstGone, firstNew)) {
            ranks[Int(numbers[rank])] = UInt32(truncatingIfNeeded: rank)
        }
    }

    /// - Returns: the first place at which an article stood that is taken out.
    private mutating func takeOut(_ gone: [UInt32]) -> Int {
        var places: [Int] = []
        for number in gone where Int(number) < ranks.count && ranks[Int(number)] != .max {
            places.append(Int(ranks[Int(number)]))
            ranks[Int(number)] = .max
        }
        guard !places.isEmpty else { return numbers.count }
        places.sort()
        var kept: [UInt32] = []
        kept.reserveCapacity(numbers.count - places.count)
        var start = 0
        for place in places {
            kept += numbers[start..<place]
            start = place + 1
        }
        numbers = kept + numbers[start...]
        return places[0]
    }

    /// Puts each of `new`, sorted, at its place.
    ///
    /// - Returns: the first place that another article stands at now.
    private mutating func putIn(
        _ new: [(number: UInt32, card: ArticleCard)], cards: ChunkedTable<ArticleCard>
    ) -> Int {
        guard !new.isEmpty else { return numbers.count }
        var merged: [UInt32] = []
        merged.reserveCapacity(numbers.count + new.count)
        var start = 0
        var first = numbers.count
        for (number, card) in new {
            var (low, high) = (start, numbers.count)
            while low < high {
                let middle = (low + high) / 2
                if let other = cards[Int(numbers[middle])], ArticleCard.precedes(other, card) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            first = min(first, low)
            merged += numbers[start..<low]
            merged.append(number)
            start = low
        }
        numbers = merged + numbers[start...]
        return first
    }
}

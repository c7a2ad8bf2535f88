/// For each article its links to articles published before it.
struct StoryLinks: Sendable {
    /// Where the links of the article at place p lie: `starts[p]..<starts[p + 1]`.
    let starts: [Int]
    /// Places of the earlier articles. One may come twice, when both lists hold the pair.
    let places: [UInt32]
    let weights: [Float]

    /// What a link needs to know of one of its ends.
    private struct End {
        var place: UInt32
        /// Half of what the article takes off the cosine of a link.
        var background: Float
    }

    private struct Link {
        var later: UInt32
        var earlier: UInt32
        var weight: Float
    }

    /// - Complexity: O(neighbours), and a counting sort of the links.
    init(_ neighbours: NeighbourLists, order: PublicationOrder, rules: GroupRules.Stories) {
        let links = Self.links(neighbours, Self.ends(neighbours, order, rules), rules)
        var starts = Array(repeating: 0, count: order.documents.count + 1)
        for link in links { starts[Int(link.later) + 1] += 1 }
        for place in order.documents.indices { starts[place + 1] += starts[place] }
        var next = starts
        var places = Array(repeating: UInt32(0), count: links.count)
        var weights = Array(repeating: Float(0), count: links.count)
        for link in links {
            let slot = next[Int(link.later)]
            next[Int(link.later)] = slot + 1
            places[slot] = link.earlier
            weights[slot] = link.weight
        }
        self.starts = starts
        self.places = places
        self.weights = weights
    }

    private static func ends(
        _ neighbours: NeighbourLists, _ order: PublicationOrder, _ rules: GroupRules.Stories
    ) -> [End] {
        order.documents.indices.map { document in
            let range = neighbours.range(of: document)
            var end = End(place: order.places[document], background: 0)
            if rules.backgroundRank > 0, range.count >= rules.backgroundRank {
                let cosine = neighbours.cosines[range.lowerBound + rules.backgroundRank - 1]
                end.background = rules.backgroundWeight / 2 * min(cosine, rules.backgroundCap)
            }
            return end
        }
    }

    /// The links that are strong enough, in the order of the documents.
    private static func links(
        _ neighbours: NeighbourLists, _ ends: [End], _ rules: GroupRules.Stories
    ) -> [Link] {
        var links: [Link] = []
        for document in ends.indices {
            let end = ends[document]
            for entry in neighbours.range(of: document) {
                let level = neighbours.cosines[entry] - end.background
                // Lists fall, and the other article's background can only take more off.
                guard level >= rules.leastLink else { break }
                let number = Int(neighbours.documents[entry])
                guard number < ends.count, number != document else { continue }
                let other = ends[number]
                let weight = level - other.background
                guard weight >= rules.leastLink else { continue }
                links.append(
                    Link(
                        later: max(end.place, other.place), earlier: min(end.place, other.place),
                        weight: weight))
            }
        }
        return links
    }
}

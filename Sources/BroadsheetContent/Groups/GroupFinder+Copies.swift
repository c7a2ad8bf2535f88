/// Two groups of copies, by the places of their first articles, that may be one.
private struct CopyPair {
    var later: Int
    var earlier: Int
    var evidence: Double
}

extension GroupFinder {
    /// For each place in `order` the place of its group's first article; its own when it has no
    /// copies before it.
    func originals(
        of articles: [GroupingArticle], neighbours: NeighbourLists, order: PublicationOrder
    ) -> [UInt32] {
        var identical = DisjointSets(count: articles.count)
        var similar: [CopyPair] = []
        for document in articles.indices {
            for entry in neighbours.range(of: document) {
                let cosine = Double(neighbours.cosines[entry])
                guard cosine >= rules.duplicates.cosine else { break }
                let other = Int(neighbours.documents[entry])
                guard articles.indices.contains(other), other != document else { continue }
                let evidence = evidence(articles[document], articles[other], cosine: cosine)
                let places = (Int(order.places[document]), Int(order.places[other]))
                if evidence >= rules.duplicates.identity {
                    identical.merge(places.0, places.1)
                } else if evidence > 0 {
                    similar.append(
                        CopyPair(
                            later: max(places.0, places.1), earlier: min(places.0, places.1),
                            evidence: evidence))
                }
            }
        }
        return attach(similar, to: &identical, count: articles.count)
    }

    /// Lets each group join the earlier one that it is most like, unless that one joined another.
    private func attach(
        _ pairs: [CopyPair], to groups: inout DisjointSets, count: Int
    ) -> [UInt32] {
        var pairs = pairs
        for index in pairs.indices {
            let ends = (
                groups.first(of: pairs[index].later), groups.first(of: pairs[index].earlier)
            )
            pairs[index].later = max(ends.0, ends.1)
            pairs[index].earlier = min(ends.0, ends.1)
        }
        pairs.sort {
            ($0.later, -$0.evidence, $0.earlier) < ($1.later, -$1.evidence, $1.earlier)
        }
        var firsts = (0..<count).map { UInt32(truncatingIfNeeded: $0) }
        for pair in pairs where pair.later != pair.earlier {
            let isFree = Int(firsts[pair.later]) == pair.later
            if isFree, Int(firsts[pair.earlier]) == pair.earlier {
                firsts[pair.later] = UInt32(truncatingIfNeeded: pair.earlier)
            }
        }
        return (0..<count).map { firsts[groups.first(of: $0)] }
    }

    /// How sure it is that one article copies the other, up to 3; 0 when it does not.
    private func evidence(
        _ left: GroupingArticle, _ right: GroupingArticle, cosine: Double
    ) -> Double {
        let rules = rules.duplicates
        guard Self.mayShareLanguage(left.language, right.language) else { return 0 }
        let overlap = left.sketch.overlap(with: right.sketch)
        guard overlap.containment >= rules.containment,
            overlap.factAgreement >= rules.factAgreement
        else { return 0 }
        let evidence = cosine + overlap.containment + overlap.factAgreement
        guard isLate(left.publishedAt, right.publishedAt) else {
            return evidence >= rules.evidence ? evidence : 0
        }
        guard left.sketch.isFull, right.sketch.isFull else { return 0 }
        return evidence >= rules.lateEvidence ? evidence : 0
    }

    /// Whether two times lie further apart than the window; a missing one says nothing.
    private func isLate(_ left: Int64?, _ right: Int64?) -> Bool {
        guard let left, let right else { return false }
        let (gap, overflow) = max(left, right).subtractingReportingOverflow(min(left, right))
        return overflow || gap > rules.duplicates.windowSeconds
    }

    /// Whether the first subtags of two language tags agree; a missing one agrees with all.
    private static func mayShareLanguage(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return true }
        return primarySubtag(left).elementsEqual(primarySubtag(right)) {
            ($0 | 0x20) == ($1 | 0x20)
        }
    }

    private static func primarySubtag(_ tag: String) -> Substring.UTF8View {
        tag.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
    }
}

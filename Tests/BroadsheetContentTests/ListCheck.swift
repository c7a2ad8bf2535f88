import BroadsheetTestSupport

@testable import BroadsheetContent

/// Compares the lists of a kept index with those of an index built anew.
struct ListCheck {
    /// Documents whose lists were compared.
    private(set) var asked = 0
    /// Those of which no list was kept, so that a search answered.
    private(set) var refused = 0
    /// Lists of ten that could not be proved, so that a search answered.
    private(set) var unproved = 0
    /// What was wrong.
    private(set) var problems: [String] = []
    private var scratch = SearchScratch()

    /// Notes a problem found elsewhere.
    mutating func fail(_ problem: String) { problems.append(problem) }

    /// Checks the lists of some documents, each of them as a reader gets it: the kept one or, where
    /// that is not proved, what a search finds.
    ///
    /// - Returns: those whose list of ten was not proved.
    @discardableResult
    mutating func check(
        _ related: RelatedIndex, _ documents: [DocumentTerms?], numbers: [Int]
    ) -> [Int] {
        let oracle = CosineOracle(documents: documents, weighting: related.index.weighting)
        return numbers.filter { !check(related, oracle.scores(of: $0), of: $0) }
    }

    /// Checks the lists of one document.
    ///
    /// - Returns: whether its list of ten was proved.
    private mutating func check(
        _ related: RelatedIndex, _ scores: [Double], of number: Int
    ) -> Bool {
        asked += 1
        let kept = related.keptList(of: number, scratch: &scratch)
        if let kept { examine(kept, of: number, scores) } else { refused += 1 }
        for limit in [1, 64, 100] {
            guard let list = kept?.list(limit: limit, admits: { _ in true }) else { continue }
            compare(list, of: number, limit: limit, scores)
        }
        let ten = kept?.list(limit: 10) { _ in true }
        if ten == nil { unproved += 1 }
        let query = related.index.query(document: number)
        compare(
            ten ?? related.index.search(query, limit: 10, scratch: &scratch), of: number,
            limit: 10, scores)
        let odd =
            kept?.list(limit: 5) { !$0.isMultiple(of: 2) }
            ?? related.index.search(query, limit: 5, scratch: &scratch) { !$0.isMultiple(of: 2) }
        var oddScores = scores
        for even in stride(from: 0, to: scores.count, by: 2) { oddScores[even] = 0 }
        compare(odd, of: number, limit: 5, oddScores)
        return ten != nil
    }

    /// Checks that a list has the best documents, the best first, each once and with its score, up
    /// to equal scores.
    ///
    /// - Parameter scores: of all documents; 0 for those that may not be in the list.
    private mutating func compare(
        _ list: [ScoredDocument], of number: Int, limit: Int, _ scores: [Double]
    ) {
        var rest = scores
        var (last, isRight) = (Double.infinity, list.count <= limit)
        for item in list {
            let score = rest[item.document]
            if score <= 0 || abs(item.cosine - score) > 1e-9 || score > last + 1e-6 {
                isRight = false
            }
            last = score
            rest[item.document] = 0
        }
        // A list with room left has all there is.
        let most = list.count < limit ? 0 : last + 1e-6
        if !isRight || rest.contains(where: { $0 > most }) {
            problems.append("\(number): another list of \(limit)")
        }
    }

    /// Checks scores, order and bound of one list.
    private mutating func examine(_ kept: KeptList, of number: Int, _ scores: [Double]) {
        var rest = scores
        for item in kept.scored {
            if abs(item.cosine - scores[item.document]) > 1e-9 {
                problems.append("\(number): score of \(item.document)")
            }
            if rest[item.document] < 0 { problems.append("\(number): \(item.document) twice") }
            rest[item.document] = -1
        }
        if zip(kept.scored, kept.scored.dropFirst()).contains(where: {
            $0.cosine.roundedScore < $1.cosine.roundedScore
        }) {
            problems.append("\(number): out of order")
        }
        let most = rest.max() ?? 0
        if most > kept.bound + 2e-7 {
            problems.append("\(number): an outsider has \(most), the bound is \(kept.bound)")
        }
    }
}

/// What a random run of a newsroom did.
struct RandomRun {
    var related: RelatedIndex
    var newsroom: Newsroom
    var check = ListCheck()
    /// How often all lists were compared, the lists then, and those of ten not proved though
    /// nothing waited.
    private(set) var (restCount, askedAtRest, unprovedAtRest) = (0, 0, 0)
    /// The smallest number of documents at any rest.
    private(set) var leastCount = Int.max
    var maximumSegments = 0
    private var scratch = SearchScratch()
    private let seed: UInt64
    /// Merges of segments that are made and not yet installed.
    private var late: [MergedSegment] = []
    private(set) var mergeCount = 0
    /// Lists that another thread found and that are not yet installed.
    private var found: FoundLists?
    private(set) var foundCount = 0

    /// - Parameters:
    ///   - size: how many documents there are.
    ///   - style: what the newsroom writes.
    init(weighting: Weighting, seed: UInt64, size: Int, style: Newsroom.Style) {
        self.seed = seed
        // Not quite as eager: with a segment for every change the searches would take most of the time.
        var policy = MergePolicy.eager
        policy.tinySize = 400
        related = RelatedIndex(weighting: weighting, merging: policy)
        newsroom = Newsroom(seed: seed, style: style)
        related.apply(newsroom.put((0..<size).map { ($0, newsroom.article()) }))
    }

    /// Changes, upkeep and refreshing in random order. Every `checkEvery` operations four lists are
    /// compared in whatever state they are, every `restEvery` and at the end all of them, once the
    /// upkeep has caught up.
    mutating func run(
        operations: Int, keeping range: ClosedRange<Int>, checkEvery: Int, restEvery: Int
    ) {
        var (done, next, nextRest) = (0, 0, restEvery)
        // Growth and decline, so that the number of documents moves through the range.
        while done < operations, check.problems.isEmpty {
            let phase = done / 500 % 4
            switch newsroom.random.below(10) {
            case 0..<6:
                let most = newsroom.random.below(20) == 0 ? 50 : 3
                let count = 1 + newsroom.random.below(most)
                let low = phase < 2 ? range.lowerBound : (range.lowerBound + range.upperBound) / 2
                let high = phase.isMultiple(of: 2) ? range.upperBound : low + 20
                related.apply(newsroom.change(count: count, keeping: low...max(low + 60, high)))
                done += count
            case 6 where newsroom.random.below(6) == 0: related.apply(newsroom.turnBlankPages())
            case 6: newsroom.turnPage()
            case 7: newsroom.present.randomElement(using: &newsroom.random).map { refresh($0) }
            default: upkeep(steps: newsroom.random.below([40, 16, 40, 0, 60][done / 130 % 5]))
            }
            done += 1
            if done >= nextRest {
                nextRest += restEvery
                comeToRest()
            }
            mergeSegments()
            findBeside()
            if done >= next {
                next += checkEvery
                let numbers = newsroom.present.shuffled(using: &newsroom.random).prefix(4)
                // As a server does, which has searched by then.
                for number in check.check(related, newsroom.documents, numbers: Array(numbers)) {
                    related.want(number)
                }
            }
        }
        comeToRest()
    }

    /// Finds lists as another thread does and lets them come before or after the next change.
    private mutating func findBeside() {
        if let lists = found, newsroom.random.below(2) == 0 {
            let before = related.kept.listCount
            related.install(lists)
            foundCount += related.kept.listCount - before
            found = nil
        }
        if found == nil, newsroom.random.below(3) == 0 {
            found = related.dueLists(limit: 1 + newsroom.random.below(8))?.run()
        }
    }

    /// Begins merges and lets them end many changes later, some in another order.
    private mutating func mergeSegments() {
        if late.count < 3, newsroom.random.below(4) == 0, let merge = related.dueMerge() {
            late.append(merge.run())
        }
        guard newsroom.random.below(4) == 0 else { return }
        late.shuffle(using: &newsroom.random)
        if let merged = late.popLast() {
            related.install(merged)
            mergeCount += 1
        }
    }

    private mutating func refresh(_ number: Int) { related.want(number) }

    private mutating func upkeep(steps: Int) {
        for _ in 0..<steps { _ = related.advance(scratch: &scratch) }
    }

    /// Lets the upkeep catch up and compares all lists.
    mutating func comeToRest() {
        var steps = related.waitingCount
        while related.advance(scratch: &scratch) { steps -= 1 }
        if steps < 0 || related.waitingCount > 0 { check.fail("the upkeep does not end") }
        maximumSegments = max(maximumSegments, related.index.segments.count)
        let (asked, unproved) = (check.asked, check.unproved)
        let numbers = newsroom.documents.indices.filter { newsroom.documents[$0] != nil }
        check.check(related, newsroom.documents, numbers: numbers)
        restCount += 1
        leastCount = min(leastCount, numbers.count)
        askedAtRest += check.asked - asked
        unprovedAtRest += check.unproved - unproved
    }

    /// Numbers to print.
    var summary: String {
        "seed \(seed): \(check.asked) lists, \(check.refused) refused, \(check.unproved) unproved; "
            + "at \(restCount) rests \(askedAtRest) of \(leastCount) articles and more, "
            + "\(unprovedAtRest) unproved; "
            + "\(maximumSegments) segments, \(mergeCount) merges, "
            + "\(foundCount) lists found beside"
    }
}

extension MergePolicy {
    /// Merges often and nothing with a change, so that few documents show what merges do.
    static var eager: MergePolicy {
        var policy = MergePolicy()
        policy.segmentsOfOneSize = 3
        policy.tinySize = 0
        return policy
    }
}

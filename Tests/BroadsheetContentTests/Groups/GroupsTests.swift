import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Articles without texts whose lists a test writes down.
private func groups(
    times: [Int64?], sketches: [ShingleSketch]? = nil, declared: [Int: String] = [:],
    cosines: [(Int, Int, Double)]
) -> ArticleGroups {
    var lists = Array(repeating: [Neighbour](), count: times.count)
    for (left, right, cosine) in cosines {
        lists[left].append(Neighbour(document: right, cosine: cosine))
    }
    let articles = times.indices.map {
        GroupingArticle(
            publishedAt: times[$0], sketch: sketches?[$0] ?? ShingleSketch(),
            declaredStory: declared[$0])
    }
    return GroupFinder().groups(of: articles, neighbours: lists)
}

private let day: Int64 = 86_400
private let flood = """
    An embankment on the Sarai River gave way before dawn on Wednesday, sending water into the low
    districts of Pathara and forcing the evacuation of about 40,000 people, officials said. Soldiers
    in flat-bottomed boats were going from house to house in the quarters of Old Ferry and Lime
    Market, where the water stood a metre and a half deep. The river gauge at Pathara bridge read
    14.2 metres, twenty centimetres above the mark left by the flood of 1998.
    """

@Suite struct CopyGroupTests {
    @Test
    func `the original is the earliest published, of equal times the first in order`() throws {
        let reports = [30, 10, 10, 20].map { Report("Flood", flood, at: $0) }
        let groups = GroupedReports(reports).groups()
        let group = try #require(groups.duplicateGroup(of: 0))
        #expect(Array(groups.duplicates(inGroup: group)) == [1, 2, 3, 0])
        #expect(groups.original(of: 0) == 1)
        #expect(groups.shown(ofGroup: group) { _ in false } == 1)
        #expect(groups.shown(ofGroup: group) { $0 == 1 || $0 == 2 } == 3)
        #expect(groups.shown(ofGroup: group) { _ in true } == nil)
    }

    @Test
    func `an article without a date comes after those with one and may be a copy`() throws {
        let reports = [Report("Flood", flood, at: nil), Report("Flood", flood, at: 10 * day)]
        #expect(GroupedReports(reports).groups().original(of: 0) == 1)
    }

    @Test(arguments: [("en", "de", false), ("en", "en-GB", true), ("EN_US", "en", true)])
    func `copies are of one language`(_ left: String, _ right: String, _ expected: Bool) {
        let reports = [left, right].map { Report("Flood", flood, language: $0) }
        #expect((GroupedReports(reports).groups().duplicateGroupCount == 1) == expected)
    }

    @Test
    func `an article of unknown language may copy any`() {
        let reports = [Report("Flood", flood, language: nil), Report("Flood", flood)]
        #expect(GroupedReports(reports).groups().duplicateGroupCount == 1)
    }

    @Test
    func `a long text is a copy at any time, a short note only while it is news`() {
        let note = flood.split(separator: "\n").prefix(2).joined(separator: " ")
        func isCopy(_ text: String, after time: Int64) -> Bool {
            let groups = GroupedReports([Report("A", text, at: 0), Report("A", text, at: time)])
                .groups()
            return groups.duplicateGroupCount == 1
        }
        #expect(isCopy(note, after: 3 * day))
        #expect(!isCopy(note, after: 3 * day + 1))
        #expect(isCopy(flood, after: 400 * day))
    }

    @Test
    func `times at both ends of the calendar are no trap`() {
        let reports = [Report("A", flood, at: .min), Report("A", flood, at: .max)]
        #expect(GroupedReports(reports).groups().duplicateGroupCount == 1)
    }

    @Test
    func `a thousand identical articles are one group though lists hold 64`() {
        let sketch = GroupedReports([Report("Flood", flood)]).articles[0].sketch
        let articles = (0..<1_000).map { GroupingArticle(publishedAt: -$0, sketch: sketch) }
        let lists = articles.indices.map { document in
            (0..<65).filter { $0 != document }.map { Neighbour(document: $0, cosine: 1) }
        }
        let groups = GroupFinder().groups(of: articles, neighbours: lists)
        #expect(groups.duplicateGroupCount == 1)
        #expect(groups.original(of: 3) == 999)
        #expect(groups.storyCount == 1)
    }
}

@Suite struct StoryGroupTests {
    @Test
    func `no articles, one article and articles without texts have no groups`() {
        #expect(groups(times: [], cosines: []).storyCount == 0)
        #expect(groups(times: [1], cosines: []).story(of: 0) == nil)
        let empty = groups(times: [1, 2, nil], cosines: [])
        #expect(empty.duplicateGroupCount == 0 && empty.storyCount == 0)
        #expect(empty.story(of: 9) == nil && empty.duplicateGroup(of: -1) == nil)
        #expect(empty.articles(inStory: 0).isEmpty && empty.original(of: 2) == 2)
    }

    @Test
    func `a link counts whichever of the two lists holds it`() {
        let forth = groups(times: [0, day], cosines: [(0, 1, 0.4)])
        let back = groups(times: [0, day], cosines: [(1, 0, 0.4)])
        let both = groups(times: [0, day], cosines: [(0, 1, 0.4), (1, 0, 0.4)])
        #expect(forth.storyCount == 1 && forth == back && back == both)
    }

    @Test(arguments: [(10, 1), (60, 1), (400, 0)])
    func `a story ends when nothing was added for long`(_ gap: Int64, _ expected: Int) {
        #expect(groups(times: [0, gap * day], cosines: [(0, 1, 0.3)]).storyCount == expected)
    }

    @Test
    func `one link into a story of several is weaker than two`() {
        let pair = [(0, 1, 0.4), (0, 2, 0.25)]
        #expect(groups(times: [0, 1, 2], cosines: pair).articles(inStory: 0).count == 2)
        let two = pair + [(1, 2, 0.25)]
        #expect(groups(times: [0, 1, 2], cosines: two).articles(inStory: 0).count == 3)
    }

    @Test
    func `in a crowded subject a link must be stronger`() {
        let crowd = (2..<40).map { (0, $0, 0.15) } + (2..<40).map { (1, $0, 0.15) }
        let times: [Int64?] = (0..<40).map { $0 < 2 ? $0 : 5_000 * day }
        #expect(groups(times: times, cosines: [(0, 1, 0.3)]).story(of: 1) != nil)
        #expect(groups(times: times, cosines: crowd + [(0, 1, 0.3)]).story(of: 1) == nil)
    }

    @Test
    func `declared stories stay apart however alike, and together however unlike`() {
        let found = groups(
            times: [0, 1, 2, 3], declared: [0: "a", 1: "b", 3: "a"], cosines: [(0, 1, 0.9)])
        #expect(found.story(of: 0) == found.story(of: 3))
        #expect(found.story(of: 0) != nil)
        #expect(found.story(of: 1) == nil && found.story(of: 2) == nil)
    }

    @Test
    func `the first article of a declared story may name one that has no name`() {
        let found = groups(
            times: [0, 1, 2], declared: [1: "a", 2: "a"], cosines: [(0, 1, 0.4)])
        #expect(found.articles(inStory: 0).count == 3)
    }

    @Test
    func `ids of declared stories are compared byte by byte`() {
        let found = groups(
            times: [0, 1], declared: [0: "caf\u{E9}", 1: "cafe\u{301}"], cosines: [])
        #expect(found.storyCount == 0)
    }

    @Test
    func `a copy shares the story of its original`() {
        let copies = GroupedReports([Report("A", flood), Report("B", flood)]).articles.map(\.sketch)
        let found = groups(
            times: [0, 1, 2], sketches: copies + [ShingleSketch()],
            cosines: [(0, 1, 1), (0, 2, 0.4), (1, 2, 0.4)])
        #expect(found.original(of: 1) == 0)
        #expect(found.articles(inStory: 0).count == 3)
    }

    @Test
    func `numbers that are no article's and missing lists are skipped`() {
        let lists = [[Neighbour(document: 7, cosine: 1), Neighbour(document: -1, cosine: 1)]]
        let articles = (0..<3).map { GroupingArticle(publishedAt: $0, sketch: ShingleSketch()) }
        let found = GroupFinder().groups(of: articles, neighbours: lists)
        #expect(found.storyCount == 0)
    }
}

@Suite struct GroupInvarianceTests {
    /// The members of all groups, each named by its key, sorted.
    private func members(
        _ count: Int, _ keys: [Int], _ groupOf: (Int) -> Int?
    ) -> [[Int]] {
        var byGroup: [Int: [Int]] = [:]
        for document in 0..<count {
            if let group = groupOf(document) { byGroup[group, default: []].append(keys[document]) }
        }
        return byGroup.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    @Test(arguments: UInt64(1)...20)
    func `the order in which articles are numbered does not matter`(_ seed: UInt64) throws {
        let paper = try DemoPaper()
        var maker = CopyMaker(seed: seed, reports: paper.reports)
        var random = SeededGenerator(seed: seed)
        let reports = paper.reports.shuffled(using: &random).prefix(12).flatMap {
            [$0, maker.copy(of: $0, by: .lightEdits)]
        }
        let grouped = GroupedReports(Array(reports))
        let first = grouped.groups()
        let keys = Array(reports.indices).shuffled(using: &random)
        var places = keys
        for (place, key) in keys.enumerated() { places[key] = place }
        let lists = keys.map { key in
            grouped.lists[key].map {
                Neighbour(document: places[$0.document], cosine: $0.cosine)
            }.shuffled(using: &random)
        }
        let second = GroupFinder().groups(
            of: keys.map { grouped.articles[$0] }, neighbours: lists)
        let plain = Array(reports.indices)
        #expect(
            members(keys.count, plain, first.story) == members(keys.count, keys, second.story))
        #expect(
            members(keys.count, plain, first.duplicateGroup)
                == members(keys.count, keys, second.duplicateGroup))
    }
}

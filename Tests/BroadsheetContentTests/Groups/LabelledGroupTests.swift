import BroadsheetContent
import Testing

/// Precision and recall of pairs.
private struct PairScore: CustomStringConvertible {
    var hits = 0
    var falseAlarms = 0
    var misses = 0

    var precision: Double { Double(hits) / Double(max(1, hits + falseAlarms)) }
    var recall: Double { Double(hits) / Double(max(1, hits + misses)) }
    var description: String { "precision \(precision), recall \(recall)" }

    mutating func add(found: Bool, isCopy: Bool) {
        if found { isCopy ? (hits += 1) : (falseAlarms += 1) } else if isCopy { misses += 1 }
    }
}

@Suite struct LabelledGroupTests {
    @Test(arguments: IDFScale.allCases)
    func `the demo newspaper's copies are found, and nothing else`(_ scale: IDFScale) throws {
        let paper = try DemoPaper()
        let groups = GroupedReports(paper.reports, scale: scale).groups()
        let found = (0..<groups.duplicateGroupCount).map { group in
            groups.duplicates(inGroup: group).map { paper.ids[Int($0)] }
        }
        #expect(found == paper.duplicates)
    }

    @Test(arguments: IDFScale.allCases)
    func `the demo newspaper's stories reach a B³ F1 of 0.95`(_ scale: IDFScale) throws {
        let paper = try DemoPaper()
        let groups = GroupedReports(paper.reports, scale: scale).groups()
        let found = paper.ids.indices.map { groups.story(of: $0) ?? -1 - $0 }
        let score = BCubed(found: found, true: paper.storyLabels)
        #expect(score.f1 >= 0.95, "precision \(score.precision), recall \(score.recall)")
    }

    @Test(arguments: CopyEdit.allCases, IDFScale.allCases)
    func `copies are found whatever was done to them`(
        _ edit: CopyEdit, _ scale: IDFScale
    ) throws {
        let paper = try DemoPaper()
        let originals = paper.reports.filter { !$0.title.contains("Sarai") }
        var maker = CopyMaker(seed: 11, reports: originals)
        let copies = originals.map { maker.copy(of: $0, by: edit) }
        let groups = GroupedReports(originals + copies, scale: scale).groups()
        var score = PairScore()
        for left in 0..<(2 * originals.count) {
            for right in 0..<left {
                let group = groups.duplicateGroup(of: left)
                score.add(
                    found: group != nil && group == groups.duplicateGroup(of: right),
                    isCopy: left - right == originals.count)
            }
        }
        #expect(score.precision >= 0.95 && score.recall >= 0.9, "\(score)")
    }

    @Test(arguments: [UInt64(1), 2, 3], IDFScale.allCases)
    func `of 66 reports that only look alike at most one hides another`(
        _ seed: UInt64, _ scale: IDFScale
    ) throws {
        let paper = try DemoPaper()
        var maker = CopyMaker(seed: seed, reports: paper.reports)
        var reports = (0..<15).flatMap { [maker.weather(day: $0), maker.market(day: $0)] }
        let subjects = paper.reports.filter { !$0.title.contains("Sarai") }
        for day in 0..<9 {
            reports += maker.livePages(
                day: day, entries: Array(subjects[(2 * day)..<(2 * day + 2)]))
            let rest = subjects[(18 + 2 * day)..<(20 + 2 * day)]
            reports += maker.columns(day: day, subjects: Array(rest))
        }
        let groups = GroupedReports(reports, scale: scale).groups()
        let pairs = (0..<groups.duplicateGroupCount).map { groups.duplicates(inGroup: $0) }
        #expect(pairs.count <= 1, "\(pairs.map { $0.map { reports[Int($0)].title } })")
    }
}

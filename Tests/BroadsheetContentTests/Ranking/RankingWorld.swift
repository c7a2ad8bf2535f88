import BroadsheetContent
import BroadsheetTestSupport

/// A small archive for ranking: documents are numbered in the order of their ids.
struct RankingWorld: RankingSource {
    /// A document by the names of things.
    struct Document {
        var day: Int?
        var section = ""
        var tags: [String] = []
        var authors: [String] = []
        var language: String?
        var isEvergreen = false
        var group: UInt32?
        var story: UInt32?
    }

    /// Seconds of a day.
    static let day: Int64 = 86_400

    private(set) var names = RankingNames()
    private(set) var documents: [RankingTraits] = []
    var hidden: Set<Int> = []
    /// Cosine of two documents, the smaller number first; 0 where none is named.
    var cosines: [[Int]: Double] = [:]
    /// Cosine of each document with the page.
    var pageCosines: [Int: Double] = [:]

    init(_ documents: [Document] = []) {
        for document in documents { add(document) }
    }

    mutating func add(_ document: Document) {
        documents.append(traits(document))
    }

    mutating func traits(_ document: Document) -> RankingTraits {
        RankingTraits(
            publishedAt: document.day.map { Int64($0) * Self.day },
            section: names.number(of: document.section),
            tags: document.tags.map { names.number(of: $0) },
            authors: document.authors.map { names.number(of: $0) },
            language: document.language.map { names.number(ofLanguage: $0) },
            isEvergreen: document.isEvergreen, duplicateGroup: document.group,
            story: document.story)
    }

    func traits(of document: Int) -> RankingTraits { documents[document] }

    func mayShow(_ document: Int) -> Bool {
        documents.indices.contains(document) && !hidden.contains(document)
    }

    func cosine(of document: Int) -> Double { pageCosines[document] ?? 0 }

    func similarity(_ first: Int, _ second: Int) -> Double {
        cosines[[min(first, second), max(first, second)]] ?? 0
    }

    /// All documents, newest first.
    var newestFirst: [Int] {
        documents.indices.sorted {
            let (left, right) = (documents[$0].publishedAt, documents[$1].publishedAt)
            return left == right ? $0 < $1 : left ?? .min > right ?? .min
        }
    }

    func documents(for step: FallbackStep, page: RankingTraits?) -> AnyIterator<Int> {
        let pool = newestFirst.filter { number in
            let traits = documents[number]
            switch step {
            case .story: return traits.story == page?.story
            case .tags: return !Set(traits.tags).isDisjoint(with: page?.tags ?? [])
            case .section:
                return SectionScope.contains(
                    names.name(page?.section ?? 0), names.name(traits.section))
            case .latest: return true
            }
        }
        return AnyIterator(pool.makeIterator())
    }

    /// The list for a page that is document `page` of this world.
    func list(
        page: Int? = nil, candidates: [(Int, Double)] = [], rules: RankingRules,
        limit: Int = 10, now: Int = 1_000, seen: [Int] = [], blocked: [Int] = [],
        pins: [(Int, at: Int)] = [], stories: RankingContext.Stories = .all
    ) -> [RankedItem] {
        let context = RankingContext(
            document: page, page: page.map { documents[$0] }, now: Int64(now) * Self.day,
            seen: seen, blocked: blocked,
            pins: pins.map { RankingContext.Pin(document: $0.0, position: $0.at) },
            stories: stories)
        var world = self
        for (document, cosine) in candidates { world.pageCosines[document] = cosine }
        return Ranking(source: world, rules: rules, context: context).list(
            from: candidates.map { ScoredDocument(document: $0.0, cosine: $0.1) }, limit: limit)
    }
}

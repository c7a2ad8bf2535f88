import BroadsheetContent
import Foundation

/// An article of a test.
struct Report {
    var title: String
    var body: String
    var publishedAt: Int64?
    var language: String?
    var declaredStory: String?

    init(
        _ title: String, _ body: String, at publishedAt: Int64? = 0, language: String? = "en",
        story declaredStory: String? = nil
    ) {
        self.title = title
        self.body = body
        self.publishedAt = publishedAt
        self.language = language
        self.declaredStory = declaredStory
    }
}

/// How a test weighs terms; the groups must not depend on it.
enum IDFScale: CaseIterable {
    case smoothIDF
    case rootIDF
}

/// Groups reports as the engine does, with cosines found the obvious way.
struct GroupedReports {
    let articles: [GroupingArticle]
    let lists: [[Neighbour]]

    init(_ reports: [Report], scale: IDFScale = .smoothIDF, listLength: Int = 64) {
        var sketcher = ShingleSketcher()
        articles = reports.map {
            GroupingArticle(
                publishedAt: $0.publishedAt, language: $0.language,
                sketch: sketcher.sketch(of: $0.body, for: .english),
                declaredStory: $0.declaredStory)
        }
        lists = Self.nearest(Self.vectors(reports, scale), limit: listLength)
    }

    /// The groups of the first `count` reports.
    func groups() -> ArticleGroups { GroupFinder().groups(of: articles, neighbours: lists) }

    private typealias Vector = [(term: UInt32, weight: Double)]

    private static func vectors(_ reports: [Report], _ scale: IDFScale) -> [Vector] {
        var analyzer = DocumentAnalyzer()
        let documents = reports.map { analyzer.analyze("\($0.title)\n\($0.body)", with: .english) }
        var frequencies: [UInt32: Double] = [:]
        for entry in documents.joined() { frequencies[entry.term, default: 0] += 1 }
        return documents.map { document in
            let vector: Vector = document.map { entry in
                let frequency = frequencies[entry.term, default: 0]
                let idf = log((1 + Double(documents.count)) / (1 + frequency)) + 1
                let weight = scale == .rootIDF ? idf.squareRoot() : idf
                return (entry.term, (1 + log(Double(entry.frequency))) * weight)
            }
            let length = vector.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
            return vector.map { ($0.term, $0.weight / length) }
        }
    }

    private static func nearest(_ vectors: [Vector], limit: Int) -> [[Neighbour]] {
        var postings: [UInt32: [(document: Int, weight: Double)]] = [:]
        for (document, vector) in vectors.enumerated() {
            for entry in vector {
                postings[entry.term, default: []].append((document, entry.weight))
            }
        }
        return vectors.enumerated().map { document, vector in
            var sums = Array(repeating: 0.0, count: vectors.count)
            for entry in vector {
                for posting in postings[entry.term] ?? [] {
                    sums[posting.document] += entry.weight * posting.weight
                }
            }
            return sums.indices.filter { $0 != document && sums[$0] > 0 }
                .sorted { (-sums[$0], $0) < (-sums[$1], $1) }
                .prefix(limit).map { Neighbour(document: $0, cosine: min(1, sums[$0])) }
        }
    }
}

extension GroupFinder {
    /// The same with each list as an array.
    func groups(of articles: [GroupingArticle], neighbours: [[Neighbour]]) -> ArticleGroups {
        var lists = NeighbourLists()
        for list in neighbours { lists.append(list) }
        return groups(of: articles, neighbours: lists)
    }
}

/// Precision, recall and F1 of a clustering by B³ (Bagga and Baldwin, 1998); equal labels are one
/// cluster.
struct BCubed {
    var precision = 0.0
    var recall = 0.0
    var f1: Double { 2 * precision * recall / (precision + recall) }

    init<Found: Hashable, True: Hashable>(found: [Found], true labels: [True]) {
        for item in found.indices {
            let together = found.indices.filter { found[$0] == found[item] }
            let belong = labels.indices.filter { labels[$0] == labels[item] }
            let both = Double(together.filter { labels[$0] == labels[item] }.count)
            precision += both / Double(together.count) / Double(found.count)
            recall += both / Double(belong.count) / Double(found.count)
        }
    }
}

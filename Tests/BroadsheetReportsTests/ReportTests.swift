import Broadsheet
import BroadsheetArticles
import BroadsheetEvaluation
import BroadsheetReports
import Foundation
import Testing

struct ReportTests {
    private func classReport() throws -> ClassReport {
        let input = try TestCorpus.judged(second: ("second", TestCorpus.scoring, true))
        let evaluation = ClassEvaluation(corpus: input.corpus, queries: nil)
        let result = try evaluation.run(input.first, comparedWith: input.second, threads: 1)
        return ClassReport(
            evaluation: evaluation, result: result, title: "fruit & <traffic>",
            configuration: "first", comparedConfiguration: "second")
    }

    private func listReport(_ titles: [String]) throws -> ListReport {
        let corpus = TestCorpus.corpus(titles)
        let articles = titles.enumerated().map { index, title in
            ListedArticle(
                Article(
                    id: "\(index)", title: title,
                    publishedAt: Date(timeIntervalSince1970: Double(index) * 86_400)))
        }
        let evaluation = ListEvaluation(articles: articles)
        let configuration = EvaluatedConfiguration(name: "first", corpus: corpus)
        let result = try evaluation.run(
            configuration, comparedWith: configuration, threads: 2)
        return ListReport(
            articles: articles, corpus: corpus, result: result, title: "news.sqlite",
            configuration: "first", comparedConfiguration: "second")
    }

    private func json(_ text: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test
    func `a class report has the names of the contracts`() throws {
        let json = try json(try classReport().json)
        let names = [
            "queries", "corpus", "ndcg@10", "p@10", "map", "accuracy_1nn", "accuracy_10nn", "mrr",
            "success@10",
        ]
        for name in names { #expect(json[name] is NSNumber, "\(name)") }
        #expect((json["compared"] as? [String: Any])?["ndcg@10_difference"] as? Double == 0)
    }

    @Test
    func `a list report has the names of the contracts and of the peers`() throws {
        let json = try json(try listReport(["apple", "apple pear", "pear", "quince"]).json)
        let names = [
            "coverage@10", "gini@10", "ild@10", "novelty@10", "worst_hub", "max_indegree",
            "skewness", "top10_hubs_share", "hub_tokens", "coverage10", "gini10",
        ]
        for name in names { #expect(json[name] is NSNumber, "\(name)") }
        let cut = try #require(json["@3"] as? [String: Any])
        for name in ["coverage", "gini", "ild", "novelty_bits", "age_median_days", "reciprocity"] {
            #expect(cut[name] is NSNumber, "\(name)")
        }
        #expect(json["lists"] as? Int == 4 && json["empty_lists"] as? Int == 1)
        #expect((json["churn"] as? [String: Any])?["jaccard@10"] as? Double == 1)
    }

    @Test
    func `every figure has its interval or null, and what it rests on`() throws {
        let json = try json(try classReport().json)
        let intervals = try #require(json["ci95"] as? [String: Any])
        let counts = try #require(json["n"] as? [String: Any])
        #expect(Set(intervals.keys) == Set(counts.keys) && counts["ndcg@10"] as? Int == 5)
        let interval = intervals["accuracy_1nn"] as? [String: [Double]]
        #expect(interval?["wilson"]?.count == 2)
        #expect(intervals["gini@10"] is NSNull)
    }

    @Test
    func `a page names no other file and runs no script`() throws {
        for html in [try classReport().html(), try listReport(["a b", "a c"]).html()] {
            #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("<svg"))
            for word in ["<script", "<link", "src=", "http://", "https://", "url(", "{{"] {
                #expect(!html.contains(word), "\(word)")
            }
        }
    }

    @Test
    func `titles are escaped`() throws {
        let html = try listReport(["a <b>bold</b> word", "a & word"]).html()
        #expect(html.contains("a &lt;b&gt;bold&lt;/b&gt; word") && html.contains("a &amp; word"))
        #expect(try classReport().html().contains("fruit &amp; &lt;traffic&gt;"))
    }

    @Test
    func `a page of nothing is a page`() throws {
        let report = try listReport([])
        #expect(try report.html().contains("0 articles"))
        #expect(try json(report.json)["worst_hub"] is NSNull)
    }

    @Test
    func `a similarity report draws a point for each pair`() throws {
        let corpus = TestCorpus.corpus(["apple", "apple pear", "pear plum"])
        let matrix = try SimilarityMatrix(parsing: "1 .5 0\n0 1 .4\n0 0 1", name: "m")
        let evaluation = try SimilarityEvaluation(matrix: matrix, corpusCount: 3, name: "m")
        let report = SimilarityReport(
            result: evaluation.run(EvaluatedConfiguration(name: "x", corpus: corpus)), title: "t",
            configuration: "x")
        #expect(try report.html().components(separatedBy: "<circle").count == 4)
        #expect(try json(report.json)["pairs"] as? Int == 3)
    }
}

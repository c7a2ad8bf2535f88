import Broadsheet
import BroadsheetArticles
import BroadsheetEvaluation
import BroadsheetReports
import Foundation
import Testing

struct EvaluationTests {
    private func evaluate(
        _ input: JudgedInput, threads: Int = 1
    ) throws -> (ClassEvaluation, ClassEvaluation.Result) {
        let evaluation = ClassEvaluation(corpus: input.corpus, queries: nil)
        let result = try evaluation.run(
            input.first, comparedWith: input.second, threads: threads)
        return (evaluation, result)
    }

    @Test
    func `without queries each article asks for all others, the unmatched last in file order`()
        throws
    {
        let (evaluation, result) = try evaluate(try TestCorpus.judged())
        #expect(evaluation.classNames == ["fruit", "traffic"])
        #expect(evaluation.queryCount == 5 && evaluation.corpusCount == 5)
        let retrieval = result.figures.retrieval
        // a: b c | d e, relevant at 1 and 4. b: a c | d e, the same. c: d first. d: c first.
        // e matches nothing: a b c d in file order, relevant at 1 and 2.
        #expect(retrieval.nearest.hits == 5)
        #expect(isClose(retrieval.averagePrecision.value, (0.75 + 0.75 + 1 + 1 + 1) / 5))
    }

    @Test
    func `queries from outside are no part of the ranking`() throws {
        var reader = JudgedInputReader(
            labelField: "kind", first: ("first", TestCorpus.scoring, true), second: nil)
        try reader.read(TestCorpus.source(TestCorpus.lines), as: .corpus) {}
        let query = "{\"title\":\"tram pear unheard\",\"kind\":\"traffic\"}\n{\"kind\":\"new\"}"
        try reader.read(TestCorpus.source(query), as: .queries) {}
        let input = reader.input()
        let evaluation = ClassEvaluation(corpus: input.corpus, queries: input.queries)
        let result = try evaluation.run(input.first, threads: 1)
        #expect(evaluation.queryCount == 2 && evaluation.classNames == ["fruit", "new", "traffic"])
        // apple is more frequent than train, so pear is more of a than tram of d: a d | b c e.
        #expect(isClose(result.figures.retrieval.averagePrecision.value, (0.5 + 0.5) / 2 / 2))
        #expect(result.figures.lists.whole.empty.hits == 1)
        #expect(result.figures.lists.whole.reciprocity.value == nil)
    }

    @Test
    func `figures are the same bytes on one thread and on four`() throws {
        var reports: [String] = []
        for threads in [1, 4, 4] {
            let (evaluation, result) = try evaluate(try TestCorpus.judged(), threads: threads)
            let report = ClassReport(
                evaluation: evaluation, result: result, title: "c", configuration: "first")
            reports.append(report.json + (try report.html()))
        }
        #expect(Set(reports).count == 1)
    }

    @Test
    func `a configuration compared with itself changes nothing`() throws {
        let input = try TestCorpus.judged(second: ("second", TestCorpus.scoring, true))
        let (_, result) = try evaluate(input)
        let comparison = try #require(result.comparison)
        #expect(comparison.churn.identical.value == 1 && comparison.churn.jaccard.value == 1)
        #expect(comparison.discountedGain.value == 0 && comparison.averagePrecision.value == 0)
    }

    @Test
    func `an evaluation that is cancelled throws`() throws {
        let input = try TestCorpus.judged()
        let evaluation = ClassEvaluation(corpus: input.corpus, queries: nil)
        #expect(throws: CancellationError.self) {
            _ = try evaluation.run(input.first, threads: 1, isCancelled: { true })
        }
    }

    @Test
    func `scores that people would give correlate fully`() throws {
        let texts = ["apple", "apple pear", "pear plum"]
        let corpus = TestCorpus.corpus(texts)
        let rows = texts.indices.map { row in
            texts.indices.map { "\(corpus.cosine(of: row, with: $0))" }.joined(separator: " ")
        }
        let matrix = try SimilarityMatrix(parsing: rows.joined(separator: "\n"), name: "m")
        let evaluation = try SimilarityEvaluation(matrix: matrix, corpusCount: 3, name: "m")
        let result = evaluation.run(EvaluatedConfiguration(name: "x", corpus: corpus))
        #expect(result.pairs == 3)
        #expect(result.pearson.value.map { $0 > 0.999999 } == true)
        #expect(isClose(result.spearman.value, 1))
        #expect(result.discountedGain.value == 1)
    }

    @Test
    func `a matrix of another size than the corpus is refused`() throws {
        let matrix = try SimilarityMatrix(parsing: "1 0\n0 1", name: "m")
        let error = #expect(throws: CorpusProblem.self) {
            _ = try SimilarityEvaluation(matrix: matrix, corpusCount: 3, name: "m")
        }
        #expect(error?.problem.contains("found 2 rows, expected 3") == true)
    }
}

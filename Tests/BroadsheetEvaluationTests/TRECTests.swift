import BroadsheetEvaluation
import Foundation
import Testing

struct TRECTests {
    // MARK: Figures of trec_eval

    @Test(arguments: [("per_query_level1", 1), ("per_query_level2", 2)])
    func `each query has the values of trec_eval`(table: String, level: Int) throws {
        let gold = try TRECGold()
        var evaluation = RankingEvaluation()
        evaluation.relevanceLevel = level
        let result = evaluation.evaluate(gold.run, against: gold.judgments)
        let expected = try gold.file.object(table)
        #expect(result.queries.count == expected.count && expected.count == 10)
        var compared = 0
        for query in result.queries {
            let row = try expected.object(query.name.text)
            for (measure, value) in zip(result.measures, query.values)
            where row[measure.name] != nil {
                #expect(isClose(value, try row.number(measure.name)), "\(query) \(measure)")
                compared += 1
            }
            let names = Set(result.measures.map(\.name))
            #expect(row.keys.allSatisfy(names.contains))
        }
        #expect(compared == 10 * 25)
    }

    @Test(arguments: [(false, "mean_over_run_and_qrels", 10), (true, "mean_c_over_all_qrels", 11)])
    func `both means of trec_eval come out`(isComplete: Bool, table: String, count: Int) throws {
        let gold = try TRECGold()
        var evaluation = RankingEvaluation()
        evaluation.isComplete = isComplete
        let result = evaluation.evaluate(gold.run, against: gold.judgments)
        let expected = try gold.file.object(table)
        #expect(result.queryCount == count && result.missing == [ByteName("q5")])
        #expect(result.unjudged == [ByteName("q6")])
        let means = Dictionary(
            uniqueKeysWithValues: zip(result.measures.map(\.name), result.means))
        #expect(expected.count == 25)
        for name in expected.keys {
            #expect(isClose(means[name], try expected.number(name)), "\(name)")
        }
    }

    @Test(arguments: [(false, "trec_eval_10_all"), (true, "trec_eval_10_all_c")])
    func `scores as they were written give the means of trec_eval 10`(
        isComplete: Bool, table: String
    ) throws {
        let gold = try TRECGold()
        var evaluation = RankingEvaluation()
        evaluation.precision = .double
        evaluation.isComplete = isComplete
        let result = evaluation.evaluate(gold.run, against: gold.judgments)
        let expected = try gold.file.object(table)
        for (measure, mean) in zip(result.measures, result.means)
        where measure.isQuality && expected[measure.name] != nil {
            #expect(abs(mean - (try expected.number(measure.name))) < 6e-5, "\(measure)")
        }
        let tenth = try #require(result.queries.first { $0.name == ByteName("q10") })
        let exact = try gold.file.object("q10_if_double")
        for (measure, value) in zip(result.measures, tenth.values) where exact[measure.name] != nil
        {
            #expect(isClose(value, try exact.number(measure.name)), "\(measure)")
        }
    }

    // MARK: Reading

    @Test
    func `files are read in pieces of any size, with CRLF, tabs and without a last line feed`()
        throws
    {
        let text = "\u{FEFF}q1\t0  d1 1\r\n\r\n  q1 0 d2 -1 \nq2 0 d1 2"
        for size in [1, 2, 7, 100] {
            var reader = RelevanceJudgmentReader(file: "j")
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try reader.add(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            let judgments = try reader.finish()
            #expect(judgments.names == [ByteName("q1"), ByteName("q2")])
            #expect(judgments.queries[ByteName("q1")]?[ByteName("d2")] == -1)
            #expect(judgments.queries[ByteName("q2")]?[ByteName("d1")] == 2)
        }
    }

    @Test(arguments: [
        ("q1 0 d1", "j:1: found 3 fields, expected `query 0 document relevance`"),
        ("\nq1 0 d1 1.0", "j:2: found the relevance `1.0`, expected a whole number such as 1"),
        ("q1 0 d1 99999999999", "j:1: found the relevance `99999999999`, expected a whole"),
        ("q1 0 d1 1\nq1 0 d1 0", "j:2: document `d1` is judged a second time for query `q1`"),
        ("\n\n", "j: found no judgment, expected"),
    ])
    func `wrong judgments are refused with their line`(text: String, problem: String) throws {
        var reader = RelevanceJudgmentReader(file: "j")
        let found = #expect(throws: TRECProblem.self) {
            try reader.add(Array(text.utf8))
            _ = try reader.finish()
        }
        #expect(found?.description.hasPrefix(problem) == true, "\(String(describing: found))")
    }

    @Test(arguments: [
        ("q1 Q0 d1 1 0.5", "r:1: found 5 fields, expected `query Q0 document rank score tag`"),
        ("q1 Q0 d1 1 nan t", "r:1: found the score `nan`, expected a number"),
        ("q1 Q0 d1 1 0,5 t", "r:1: found the score `0,5`, expected a number"),
        (
            "q1 Q0 d1 1 2 t\nq2 Q0 d1 1 2 t\nq1 Q0 d1 2 1 t",
            "r:3: document `d1` was found a second time for query `q1`"
        ),
        ("", "r: found no document"),
    ])
    func `wrong runs are refused with their line`(text: String, problem: String) throws {
        var reader = RankingRunReader(file: "r")
        let found = #expect(throws: TRECProblem.self) {
            try reader.add(Array(text.utf8))
            _ = try reader.finish()
        }
        #expect(found?.description.hasPrefix(problem) == true, "\(String(describing: found))")
    }

    @Test
    func `names that are no UTF-8 stay what they are and can be printed`() throws {
        let name: [UInt8] = [0x64, 0xE9]
        var reader = RankingRunReader(file: "r")
        try reader.add(Array("q Q0 ".utf8) + name + Array(" 1 1 t\nq Q0 d 2 1 t\n".utf8))
        let run = try reader.finish()
        let ranking = run.ranking(of: ByteName("q"), precision: .single)
        #expect(ranking.map(\.text) == ["d\\xE9", "d"])
        #expect(ranking[0].bytes == name)
    }

    @Test
    func `scores that are equal in 32 bits are ties, and infinite ones are scores`() {
        var run = RankingRun()
        let query = ByteName("q")
        run.add(ByteName("a"), for: query, score: 1e300)
        run.add(ByteName("b"), for: query, score: .infinity)
        run.add(ByteName("c"), for: query, score: .nan)
        #expect(run.ranking(of: query, precision: .single).map(\.text) == ["b", "a", "c"])
        run.add(ByteName("bb"), for: query, score: 1e300)
        let single = run.ranking(of: query, precision: .single).map(\.text)
        #expect(single == ["bb", "b", "a", "c"])
        let double = run.ranking(of: query, precision: .double).map(\.text)
        #expect(double == ["b", "bb", "a", "c"])
    }

    // MARK: Two runs

    @Test
    func `two runs are compared over the queries of both`() throws {
        let gold = try TRECGold()
        var better = gold.run
        better.add(ByteName("d1"), for: ByteName("q5"), score: 1)
        var evaluation = RankingEvaluation()
        let first = evaluation.evaluate(gold.run, against: gold.judgments)
        let second = evaluation.evaluate(better, against: gold.judgments)
        let part = try #require(
            RankingEvaluation.compare(first, with: second).first { $0.measure.name == "map" })
        #expect(part.comparison.count == 10 && part.comparison.difference.value == 0)
        evaluation.isComplete = true
        let all = try #require(
            RankingEvaluation.compare(
                evaluation.evaluate(gold.run, against: gold.judgments),
                with: evaluation.evaluate(better, against: gold.judgments)
            ).first { $0.measure.name == "map" })
        #expect(all.comparison.count == 11 && all.comparison.wins == 1)
        #expect(isClose(all.comparison.difference.value, 0.5 / 11))
        #expect(all.comparison.permutation?.probability == 1)
    }
}

/// What `trec.json` holds, read through the files' formats.
struct TRECGold {
    let file: [String: Any]
    let judgments: RelevanceJudgments
    let run: RankingRun

    init() throws {
        file = try goldFigures("trec.json")
        var lines = ""
        for (query, documents) in try #require(file["qrels"] as? [String: [String: NSNumber]]) {
            for (name, relevance) in documents { lines += "\(query) 0 \(name) \(relevance)\n" }
        }
        var reader = RelevanceJudgmentReader(file: "qrels")
        try reader.add(Array(lines.utf8))
        judgments = try reader.finish()
        lines = ""
        for (query, documents) in try #require(file["run"] as? [String: [String: NSNumber]]) {
            for (name, score) in documents {
                lines += "\(query) Q0 \(name) 0 \(score.doubleValue) made\n"
            }
        }
        var runReader = RankingRunReader(file: "run")
        try runReader.add(Array(lines.utf8))
        run = try runReader.finish()
    }
}

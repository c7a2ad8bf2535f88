#!/usr/bin/env python3
"""The judge must let right lists pass and no wrong one: `.venv/bin/python Benchmarks/peers/test_judge.py`."""

import pathlib
import tempfile
import unittest

import numpy

import judge
import matrix

ROWS, WORDS = 60, 40


class JudgeTest(unittest.TestCase):
    def setUp(self):
        random = numpy.random.default_rng(3)
        texts = [" ".join(f"word{word}" for word in random.integers(0, WORDS, 12)) for _ in range(ROWS)]
        # A document without terms, and one that shares none with any other.
        self.counts = matrix.count([*texts, "the of", "alone"])
        self.judge = judge.Judge(self.counts)
        self.rows = numpy.arange(self.counts.shape[0])
        self.lists = numpy.full((len(self.rows), 10), -1), numpy.zeros((len(self.rows), 10))
        for place, truth in self.judge.scores(self.rows):
            best = [row for row in numpy.argsort(-truth)[:10] if truth[row] > 0]
            self.lists[0][place, :len(best)] = best
            self.lists[1][place, :len(best)] = truth[best]

    def assert_wrong(self, change):
        change(*self.lists)
        with self.assertRaises(judge.Wrong):
            self.judge.judge(self.rows, self.lists)

    def test_right_lists_pass(self):
        largest, found = self.judge.judge(self.rows, self.lists, {"peer": self.lists[0].tolist()})
        self.assertEqual(largest, 0)
        self.assertGreater(found["peer"], 0.99)

    def test_a_score_off_by_more_than_the_tolerance_is_wrong(self):
        def change(_, scores):
            scores[5, 3] += 2e-6
        self.assert_wrong(change)

    def test_a_list_with_another_row_in_place_of_the_best_is_wrong(self):
        def change(rows, scores):
            truth = dict(self.judge.scores([5]))[0]
            rows[5, 0] = next(row for row in range(ROWS) if row != 5 and row not in rows[5])
            scores[5, 0] = truth[rows[5, 0]]
        self.assert_wrong(change)

    def test_a_list_that_names_a_row_twice_is_wrong(self):
        def change(rows, scores):
            rows[5, 1], scores[5, 1] = rows[5, 0], scores[5, 0]
        self.assert_wrong(change)

    def test_a_list_that_names_its_own_row_is_wrong(self):
        def change(rows, _):
            rows[5, 9] = 5
        self.assert_wrong(change)

    def test_a_list_that_is_too_short_is_wrong(self):
        def change(rows, scores):
            rows[5, 9], scores[5, 9] = -1, 0
        self.assert_wrong(change)

    def test_a_score_that_is_no_number_is_wrong(self):
        def change(_, scores):
            scores[5, 0] = numpy.nan
        self.assert_wrong(change)

    def test_a_file_with_too_few_lists_is_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "lists"
            numpy.zeros(15, judge.ENTRY).tofile(path)
            with self.assertRaises(judge.Wrong):
                judge.read_lists(path, 2)

    def test_raw_files_give_back_what_was_written(self):
        counts = matrix.count(["twice " * 300 + "once", "once more"])
        with tempfile.TemporaryDirectory() as folder:
            matrix.write_raw(counts, pathlib.Path(folder) / "raw")
            found, rows = matrix.read_raw(pathlib.Path(folder) / "raw")
        self.assertEqual((found != counts).nnz, 0)
        self.assertEqual(sorted(rows), [0, 1])

    def test_weights_are_those_of_scikit_learn(self):
        from sklearn.feature_extraction.text import TfidfTransformer

        expected = TfidfTransformer(sublinear_tf=True).fit_transform(self.counts)
        self.assertLess(abs(matrix.weigh(self.counts, numpy.float64) - expected).max(), 1e-12)


if __name__ == "__main__":
    unittest.main()

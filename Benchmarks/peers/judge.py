"""Says whether lists are right: every score is computed again in double precision.

The truth of a row is its products with all rows, from the counts, in float64. Ours must hold, for every
row asked, ten different rows other than itself (fewer where fewer have a score above 0), each with its
own score, and the scores of the ten best: both to 1e-6. Equal scores may stand in any order. For a peer
it is counted how many of its rows have a score that belongs to the ten best.
"""

import numpy
import scipy.sparse

import matrix

LIMIT = 10
TOLERANCE = 1e-6
# Cells of the dense block of scores computed at a time: 128 MB.
CELLS = 1 << 24

# One list as broadsheet-measure writes it: ten of these, row -1 and score 0 where there is none.
ENTRY = numpy.dtype([("row", "<i4"), ("score", "<f8")])


class Wrong(Exception):
    """A list is not what it must be."""


def read_lists(path, count):
    """Rows and scores of `count` lists of ten."""
    entries = numpy.fromfile(path, ENTRY)
    if len(entries) != count * LIMIT:
        raise Wrong(f"found {len(entries) / LIMIT:g} lists, expected {count}")
    entries = entries.reshape(count, LIMIT)
    return entries["row"].astype(numpy.int64), entries["score"]


class Judge:
    """Knows the true scores of one corpus."""

    def __init__(self, counts):
        self.weights = matrix.weigh(counts, numpy.float64)
        self.count = self.weights.shape[0]

    def scores(self, rows):
        """For each row asked its place in `rows` and its true scores; its own is 0."""
        step = max(1, CELLS // self.count)
        for begin in range(0, len(rows), step):
            part = rows[begin:begin + step]
            asked = scipy.sparse.csr_matrix.toarray(self.weights[part]).T
            products = self.weights @ numpy.ascontiguousarray(asked)
            for place, row in enumerate(part):
                truth = products[:, place].copy()
                truth[row] = 0
                yield begin + place, truth

    def judge(self, rows, ours=None, peers=None):
        """(largest difference of a score of ours, share of the exact ten that each peer finds)"""
        peers = peers or {}
        largest, found, expected = 0.0, dict.fromkeys(peers, 0), 0
        for place, truth in self.scores(numpy.asarray(rows)):
            top = numpy.sort(numpy.partition(truth, self.count - min(LIMIT, self.count))[-LIMIT:])[::-1]
            top = top[top > 0]
            expected += len(top)
            if ours is not None:
                list_rows, list_scores = ours[0][place], ours[1][place]
                largest = max(largest, difference(int(rows[place]), list_rows, list_scores, truth, top))
            for name, lists in peers.items():
                if len(top):
                    scores = truth[numpy.unique(numpy.array(lists[place], numpy.int64))]
                    found[name] += min(len(top), int((scores >= top[-1] - TOLERANCE).sum()))
        return largest, {name: count / max(1, expected) for name, count in found.items()}


def difference(row, rows, scores, truth, top):
    """The largest difference between a list of ours and the truth; Wrong when it is too large."""
    kept = rows >= 0
    if kept.sum() != len(top):
        raise Wrong(f"row {row}: found {kept.sum()} related, expected {len(top)}")
    rows, scores = rows[kept], scores[kept]
    if not len(rows):
        return 0.0
    if rows.max() >= len(truth) or row in rows or len(set(rows.tolist())) != len(rows):
        raise Wrong(f"row {row}: found {rows.tolist()}, expected different rows without itself")
    worst = float(max(numpy.abs(scores - truth[rows]).max(), numpy.abs(scores - top).max()))
    if not worst <= TOLERANCE:
        raise Wrong(f"row {row}: a score is off by {worst:.1e}, expected at most {TOLERANCE:.0e}")
    return worst

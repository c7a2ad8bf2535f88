"""The table: which work is measured on which corpus, by whom, and which bar ours must reach.

Units of a section say what its figures are and which way is better:

    ms          processor milliseconds a query: an article's id to ten (id, score) pairs; less is better
    documents/s lists of ten a second; more is better. One core: of processor time; two: of wall time
    s           seconds from texts in memory to an index that can be asked; less is better
    bytes       resident bytes an article that loading and keeping added; less is better
    µs          processor microseconds a kept list; less is better
"""

import dataclasses

SCAN = "plain C scan"
TOPN = ("sparse_dot_topn, n_threads=1", "sparse_dot_topn, n_threads=2")
SCIPY, BM25S, GENSIM, SEISMIC = "scipy, row × transposed", "bm25s + numba", "gensim", "seismic"
MLT, MLT_ALL = "tantivy MoreLikeThis, 25 terms", "tantivy MoreLikeThis, all terms"
FTS5 = "SQLite FTS5, OR of 25"


@dataclasses.dataclass
class Work:
    """What every contestant of a section is asked."""

    kind: str
    rows: list = ()
    threads: int = 1
    field: str = ""


@dataclasses.dataclass(frozen=True)
class Bar:
    """Our figure divided by the best of `against` (or as it is) must be at most or at least `limit`."""

    text: str
    limit: float
    against: tuple = ()
    ours: str = "ours"


@dataclasses.dataclass(frozen=True)
class Section:
    name: str
    title: str
    corpus: str
    kind: str
    unit: str
    peers: tuple
    bars: tuple = ()
    # Rows asked of the peers; None: all. In quick runs a tenth.
    rows: int | None = None
    threads: int = 1
    fields: tuple = ("",)
    compact: bool = False

    @property
    def more_is_better(self):
        return self.unit == "documents/s"


ALL = (
    Section(
        "20ng-one-query", "One article's exact ten, 20 Newsgroups", "20ng", "queries", "ms",
        (SCAN, *TOPN, SCIPY, BM25S, MLT, MLT_ALL, FTS5, GENSIM, SEISMIC),
        (Bar("at most 0.9 × the plain C scan", 0.9, (SCAN,)),), rows=1000),
    Section(
        "20ng-all-pairs", "The ten of every article, 20 Newsgroups", "20ng", "pairs", "documents/s",
        (SCAN, *TOPN, SCIPY, BM25S, MLT),
        (Bar("at least 4 × sparse_dot_topn", 4, TOPN), Bar("more than bm25s + numba", 1, (BM25S,)))),
    Section(
        "synth-100k-one-query", "One article's exact ten, synthetic 100,000", "synth-100k", "queries", "ms",
        (SCAN, *TOPN, SCIPY, BM25S, MLT, MLT_ALL, FTS5, GENSIM),
        (Bar("at most 0.75 × the plain C scan", 0.75, (SCAN,)),), rows=1000),
    Section(
        "synth-100k-all-pairs", "The ten of every article, synthetic 100,000", "synth-100k", "pairs",
        "documents/s", (SCAN, *TOPN, SCIPY, BM25S, MLT),
        (Bar("at least 3.5 × sparse_dot_topn", 3.5, TOPN),), rows=3000),
    Section(
        "synth-1m-one-query", "One article's exact ten, synthetic 1,000,000", "synth-1m", "queries", "ms",
        (SCAN, *TOPN, SCIPY), (Bar("at most 1.0 × the plain C scan", 1, (SCAN,)),), rows=200),
    Section(
        "synth-1m-kept", "A kept list of ten, synthetic 1,000,000", "synth-1m", "kept", "µs", (),
        (Bar("at most 20 µs unchanged", 20, ours="ours, unchanged"),
         Bar("at most 60 µs rescored", 60, ours="ours, rescored")),
        rows=200, fields=("unchanged", "rescored")),
    Section(
        "index-from-text", "Index from text, 20 Newsgroups", "20ng", "index", "s",
        (MLT, SCIPY, BM25S, FTS5, GENSIM), (Bar("at most 0.5 × tantivy", 0.5, (MLT,)),)),
    Section(
        "index-two-threads", "Index from text on two cores, 20 Newsgroups", "20ng", "index", "s",
        (MLT,), (Bar("at most 0.65 × ours on one core", 0.65, ("ours, one core",)),), threads=2),
    Section(
        "memory", "Memory an article, synthetic 100,000", "synth-100k", "memory", "bytes",
        (SCIPY, BM25S, MLT),
        (Bar("at most 3,000 bytes an article", 3000),
         Bar("compact at most 1,800 bytes an article", 1800, ours="ours, compact")),
        rows=20, compact=True),
    Section(
        "compact-speed", "What `--compact` costs, synthetic 100,000", "synth-100k", "queries", "ms", (),
        (Bar("compact at most 1.6 × ours", 1.6, ("ours",), ours="ours, compact"),),
        rows=1000, compact=True),
    Section(
        "20ng-two-threads", "The ten of every article on two cores, 20 Newsgroups", "20ng", "pairs",
        "documents/s", (TOPN[1], BM25S, MLT),
        (Bar("at least 1.8 × ours on one core", 1.8, ("ours, one core",), ours="ours"),), threads=2),
    Section(
        "synth-100k-two-threads", "The ten of every article on two cores, synthetic 100,000", "synth-100k",
        "pairs", "documents/s", (TOPN[1], BM25S, MLT),
        (Bar("at least 1.8 × ours on one core", 1.8, ("ours, one core",), ours="ours"),),
        rows=3000, threads=2),
)

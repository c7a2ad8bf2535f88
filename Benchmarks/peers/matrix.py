"""The document matrix that the peers work on: the same one that `--analyzer ascii` makes.

20 Newsgroups, 18,821 documents in the order of the files. Text: the first sixty characters as a title,
then the whole post. Tokens: `[a-z0-9]{2,}` of the lower-cased text, scikit-learn's 318 English stop
words left out. Weight: (1 + ln tf) × (ln((1 + n) / (1 + df)) + 1), vectors of unit length, float32.
"""

import json
import pathlib

import numpy

CORPUS = pathlib.Path(__file__).resolve().parents[1] / "corpora" / "data" / "20ng" / "matrix.jsonl"
DOCUMENTS = 18821


class Missing(Exception):
    """The corpus is not there or not whole."""


def texts(path=CORPUS):
    """The text of each document, in order."""
    if not path.is_file():
        raise Missing("found no 20 Newsgroups; run Benchmarks/corpora/fetch 20ng")
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    if len(articles) != DOCUMENTS:
        raise Missing(f"found {len(articles)} documents in {path.name}, expected {DOCUMENTS}")
    return [f"{article['title']} {article['body']}" for article in articles]


def build(documents):
    """The documents as rows of a sparse matrix of unit vectors."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        token_pattern=r"[a-z0-9]{2,}", stop_words="english", sublinear_tf=True, dtype=numpy.float32)
    matrix = vectorizer.fit_transform(documents).tocsr()
    matrix.sort_indices()
    return matrix


def write_raw(rows, queries, prefix):
    """Writes a matrix and the rows to ask about in the form that floor.c reads."""
    for suffix, values, kind in (
        ("indptr", rows.indptr, numpy.int64), ("indices", rows.indices, numpy.int32),
        ("data", rows.data, numpy.float32), ("queries", queries, numpy.int64),
    ):
        numpy.asarray(values).astype(kind).tofile(f"{prefix}.{suffix}")

"""The document matrix that the peers work on: the same one that `--analyzer ascii` makes.

Text: an article's title, a blank, its body. Tokens: `[a-z0-9]{2,}` of the lower-cased text,
scikit-learn's 318 English stop words left out. Weight: (1 + ln tf) × (ln((1 + n) / (1 + df)) + 1),
vectors of unit length.

Raw form, read by floor.c, by us and here; every number in this machine's byte order, no header:

    PREFIX.indptr    int64, documents + 1: where a row's entries begin
    PREFIX.indices   int32: the term of each entry, ascending within a row
    PREFIX.data      float32: its weight
    PREFIX.counts    uint8: how often the term occurs in the document; 255 stands for 255 and more
    PREFIX.escapes   int64 pairs (entry, count): the true count of every entry that says 255
    PREFIX.queries   int64: the rows to ask about, 1,000 drawn with a fixed seed
"""

import json
import pathlib

import numpy
import scipy.sparse

QUERIES, QUERY_SEED = 1000, 42
ESCAPE = 255
# Entries weighed at a time: keeps the temporaries of a matrix of 240 million entries small.
CHUNK = 1 << 24


def texts(path):
    """The text of each document, in the order of the file."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']} {article['body']}"


def count(documents):
    """How often each term occurs in each document: a sparse matrix, terms in alphabetical order."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(
        token_pattern=r"[a-z0-9]{2,}", stop_words="english", dtype=numpy.int32)
    counts = vectorizer.fit_transform(documents).tocsr()
    counts.sort_indices()
    return counts


def counted(prefix):
    """The same from the counts of make_corpus.py, terms in the order of their numbers there."""
    starts, terms, values = (numpy.load(f"{prefix}.{part}.npy") for part in ("indptr", "indices", "counts"))
    # Numbers without a document are dropped, so that the vocabulary is as dense as from text.
    used = numpy.bincount(terms) > 0
    places = numpy.cumsum(used, dtype=numpy.int32) - 1
    return scipy.sparse.csr_matrix(
        (values, places[terms], starts), shape=(len(starts) - 1, int(used.sum())))


def weigh(counts, kind=numpy.float32):
    """The unit vectors that counts stand for, computed in double precision."""
    rows, terms = counts.shape
    frequencies = numpy.bincount(counts.indices, minlength=terms)
    idf = numpy.log((1 + rows) / (1 + frequencies)) + 1
    weights = numpy.empty(counts.nnz, kind)
    starts = counts.indptr
    begin = 0
    while begin < rows:
        end = max(begin + 1, int(numpy.searchsorted(starts, starts[begin] + CHUNK, "right")) - 1)
        part = slice(starts[begin], starts[end])
        values = (1 + numpy.log(counts.data[part].astype(numpy.float64))) * idf[counts.indices[part]]
        owners = numpy.repeat(numpy.arange(end - begin), numpy.diff(starts[begin:end + 1]))
        lengths = numpy.sqrt(numpy.bincount(owners, values * values, end - begin))
        weights[part] = values / lengths[owners]
        begin = end
    return scipy.sparse.csr_matrix((weights, counts.indices, starts), shape=counts.shape)


def queries(rows):
    """The rows to ask about: fixed for a number of documents."""
    return numpy.random.default_rng(QUERY_SEED).choice(rows, min(QUERIES, rows), replace=False)


def write_raw(counts, prefix):
    """Writes a matrix and the rows to ask about in raw form."""
    large = numpy.flatnonzero(counts.data >= ESCAPE)
    for part, values, kind in (
        ("indptr", counts.indptr, numpy.int64),
        ("indices", counts.indices, numpy.int32),
        ("data", weigh(counts).data, numpy.float32),
        ("counts", numpy.minimum(counts.data, ESCAPE), numpy.uint8),
        ("escapes", numpy.column_stack((large, counts.data[large])), numpy.int64),
        ("queries", queries(counts.shape[0]), numpy.int64),
    ):
        numpy.ascontiguousarray(values, kind).tofile(f"{prefix}.{part}")


def read_raw(prefix):
    """The counts and the rows to ask about, as they were written."""
    def read(part, kind):
        return numpy.fromfile(f"{prefix}.{part}", kind)

    starts, terms = read("indptr", numpy.int64), read("indices", numpy.int32)
    values, escapes = read("counts", numpy.uint8), read("escapes", numpy.int64).reshape(-1, 2)
    if len(escapes):
        values = values.astype(numpy.int32)
        values[escapes[:, 0]] = escapes[:, 1]
    if starts[-1] < 2**31:
        starts = starts.astype(numpy.int32)
    rows = scipy.sparse.csr_matrix(
        (values, terms, starts), shape=(len(starts) - 1, int(terms.max()) + 1))
    return rows, read("queries", numpy.int64)


def read_weights(prefix, counts):
    """The weights of a matrix in raw form, beside its counts."""
    weights = numpy.fromfile(f"{prefix}.data", numpy.float32)
    return scipy.sparse.csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)

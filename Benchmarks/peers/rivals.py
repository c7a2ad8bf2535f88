"""The peers, each behind the same three questions.

    prepare(corpus)          the index in memory, ready to be asked
    nearest(row)             the ten rows most like it, best first, itself left out
    pairs(rows, threads)     the same for many rows, in the way the peer does it fastest
    index(texts, threads)    an index made from texts in memory, for those that can

Packages are imported where they are used: a peer that is not installed is reported, not fatal. BM25
peers rank differently from cosine; they are asked with all terms of the article, and how many of the
exact ten they find stands beside their time.
"""

import concurrent.futures
import math
import re
import sqlite3

import numpy

import matrix

LIMIT = 10
TOKEN = re.compile(r"[a-z0-9]{2,}")


def stop_words():
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return ENGLISH_STOP_WORDS


def best(rows, scores, itself):
    """The ten best of a row's scores, best first, without the row."""
    others = rows != itself
    rows, scores = rows[others], scores[others]
    if len(rows) > LIMIT:
        top = numpy.argpartition(-scores, LIMIT)[:LIMIT]
        rows, scores = rows[top], scores[top]
    return rows[numpy.argsort(-scores, kind="stable")]


class Peer:
    """What peers have in common: many rows are asked one after another."""

    def pairs(self, rows, threads):
        if threads > 1:
            raise NotImplementedError("asks one row at a time")
        for row in rows:
            self.nearest(int(row))


class Scipy(Peer):
    """A row times the transposed matrix, the ten best picked by numpy."""

    def prepare(self, corpus):
        counts, _ = matrix.read_raw(corpus.prefix)
        self.rows = matrix.read_weights(corpus.prefix, counts)
        self.transposed = self.rows.T.tocsr()

    def nearest(self, row):
        product = self.rows[row] @ self.transposed
        return best(product.indices, product.data, row)

    def pairs(self, rows, threads):
        if threads > 1:
            raise NotImplementedError("uses one thread")
        for begin in range(0, len(rows), 500):
            part = rows[begin:begin + 500]
            product = self.rows[part] @ self.transposed
            for place, row in enumerate(part):
                entries = slice(product.indptr[place], product.indptr[place + 1])
                best(product.indices[entries], product.data[entries], row)

    @staticmethod
    def index(documents, threads):
        """TfidfVectorizer and the transpose that scipy and sparse_dot_topn need."""
        return matrix.weigh(matrix.count(documents)).T.tocsr()


class SparseDotTopN(Scipy):
    """One product that keeps the best of each row. `threads` chooses its code path, not our cores."""

    def __init__(self, threads):
        self.threads = threads

    def prepare(self, corpus):
        import sparse_dot_topn

        super().prepare(corpus)
        self.multiply = sparse_dot_topn.sp_matmul_topn

    def nearest(self, row):
        # One more than asked for: each document is nearest to itself.
        product = self.multiply(
            self.rows[row], self.transposed, top_n=LIMIT + 1, sort=True, n_threads=self.threads)
        return product.indices[product.indices != row][:LIMIT]

    def pairs(self, rows, threads):
        self.multiply(
            self.rows[rows], self.transposed, top_n=LIMIT + 1, sort=True,
            n_threads=max(threads, self.threads))

    index = None


class Gensim(Peer):
    """SparseMatrixSimilarity with our weights."""

    @staticmethod
    def build(documents):
        from gensim import corpora, models, similarities

        stop = stop_words()
        dictionary = corpora.Dictionary(prune_at=None)
        bags = [
            dictionary.doc2bow([w for w in TOKEN.findall(text.lower()) if w not in stop], allow_update=True)
            for text in documents]
        weights = models.TfidfModel(
            bags, normalize=True, wlocal=lambda count: 1 + numpy.log(count),
            wglobal=lambda frequency, total: numpy.log((1 + total) / (1 + frequency)) + 1)
        vectors = [weights[bag] for bag in bags]
        return vectors, similarities.SparseMatrixSimilarity(
            vectors, num_features=len(dictionary), num_best=LIMIT + 1, maintain_sparsity=False)

    def prepare(self, corpus):
        self.vectors, self.similar = self.build(matrix.texts(corpus.articles))

    def nearest(self, row):
        return [found for found, _ in self.similar[self.vectors[row]] if found != row][:LIMIT]

    def pairs(self, rows, threads):
        if threads > 1:
            raise NotImplementedError("uses one thread")
        for begin in range(0, len(rows), 100):
            self.similar[[self.vectors[row] for row in rows[begin:begin + 100]]]

    @staticmethod
    def index(documents, threads):
        return Gensim.build(documents)


class BM25S(Peer):
    """BM25 of all terms of the article, scored eagerly at indexing time; compiled by numba."""

    @staticmethod
    def build(documents):
        import bm25s

        tokens = bm25s.tokenize(
            documents, token_pattern=r"[a-z0-9]{2,}", stopwords=list(stop_words()), show_progress=False)
        index = bm25s.BM25(method="lucene", backend="numba")
        index.index(tokens, show_progress=False)
        return tokens, index

    def prepare(self, corpus):
        tokens, self.scorer = self.build(list(matrix.texts(corpus.articles)))
        self.scorer.activate_numba_scorer()
        words = {number: word for word, number in tokens.vocab.items()}
        # Repeated terms are asked once, as every peer does it.
        self.terms = lambda row: [words[number] for number in dict.fromkeys(tokens.ids[row])]
        self.asked = {}

    def ask(self, questions, threads):
        return self.scorer.retrieve(
            questions, k=LIMIT + 1, show_progress=False, n_threads=threads, backend_selection="numba")[0]

    def warm(self, rows):
        """Words of the rows, made before the clock runs: the peer is asked with words, not ids."""
        self.asked.update((int(row), self.terms(row)) for row in rows if int(row) not in self.asked)

    def nearest(self, row):
        found = self.ask([self.asked[row]], 1)[0]
        return found[found != row][:LIMIT]

    def pairs(self, rows, threads):
        self.ask([self.asked[int(row)] for row in rows], threads)

    @staticmethod
    def index(documents, threads):
        return BM25S.build(documents)


class Tantivy(Peer):
    """MoreLikeThis, BM25: of the 25 best terms as it comes, or of all of them."""

    def __init__(self, **settings):
        self.settings = settings

    @staticmethod
    def build(documents, threads=1):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True, fast=True)
        # MoreLikeThis reads the stored text of the article asked about.
        builder.add_text_field("body", stored=True, tokenizer_name="ascii", index_option="freq")
        index = tantivy.Index(builder.build())
        plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        index.register_tokenizer("ascii", plain.filter(tantivy.Filter.lowercase()).filter(
            tantivy.Filter.custom_stopword(list(stop_words()))).build())
        writer = index.writer(heap_size=1_000_000_000, num_threads=threads)
        for row, text in enumerate(documents):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("body", text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def prepare(self, corpus):
        import tantivy

        self.searcher = self.build(matrix.texts(corpus.articles)).searcher()
        hits = self.searcher.search(tantivy.Query.all_query(), limit=corpus.documents).hits
        self.row = {
            (place.segment_ord, place.doc): self.searcher.doc(place)["row"][0] for _, place in hits}
        self.place = {row: tantivy.DocAddress(*place) for place, row in self.row.items()}
        self.like = tantivy.Query.more_like_this_query

    def nearest(self, row):
        query = self.like(self.place[row], **self.settings)
        hits = self.searcher.search(query, limit=LIMIT + 1, count=False).hits
        found = [self.row[(place.segment_ord, place.doc)] for _, place in hits]
        return [other for other in found if other != row][:LIMIT]

    def pairs(self, rows, threads):
        # It lets go of Python's lock while it searches.
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda part: [self.nearest(int(row)) for row in part],
                          [rows[first::threads] for first in range(threads)]))

    @staticmethod
    def index(documents, threads):
        return Tantivy.build(documents, threads)


class FTS5(Peer):
    """SQLite's full-text search, contentless: the article's 25 best terms joined by OR."""

    TERMS = 25

    @staticmethod
    def build(documents):
        database = sqlite3.connect(":memory:")
        database.execute("create virtual table articles using fts5(body, content='', tokenize='unicode61')")
        database.executemany(
            "insert into articles(rowid, body) values (?, ?)",
            ((row + 1, text) for row, text in enumerate(documents)))
        database.execute("insert into articles(articles) values ('optimize')")
        database.commit()
        return database

    def prepare(self, corpus):
        self.corpus, self.asked = corpus, {}
        self.database = self.build(matrix.texts(corpus.articles))
        self.database.execute("create virtual table terms using fts5vocab(articles, 'row')")
        self.frequency = dict(self.database.execute("select term, doc from terms where doc > 1"))

    def warm(self, rows):
        """The query of each row, made before the clock runs: an application would keep it."""
        missing = {int(row) for row in rows} - set(self.asked)
        stop = stop_words()
        for row, text in enumerate(matrix.texts(self.corpus.articles) if missing else ()):
            if row not in missing:
                continue
            counts = {}
            for word in TOKEN.findall(text.lower()):
                if word not in stop and word in self.frequency:
                    counts[word] = counts.get(word, 0) + 1
            weight = {
                word: (1 + math.log(count)) * math.log(self.corpus.documents / self.frequency[word])
                for word, count in counts.items()}
            words = sorted(weight, key=lambda word: (-weight[word], word))[:self.TERMS]
            self.asked[row] = " OR ".join(f'"{word}"' for word in words)

    def nearest(self, row):
        if not self.asked[row]:
            return []
        found = self.database.execute(
            "select rowid - 1 from articles where articles match ? order by rank limit ?",
            (self.asked[row], LIMIT + 1))
        return [other for (other,) in found if other != row][:LIMIT]

    @staticmethod
    def index(documents, threads):
        return FTS5.build(documents)


class Seismic(Peer):
    """Approximate search in sparse vectors, the setting nearest to its paper's fast end."""

    def prepare(self, corpus):
        import seismic

        counts, _ = matrix.read_raw(corpus.prefix)
        self.rows = matrix.read_weights(corpus.prefix, counts)
        data = seismic.SeismicDatasetLV()
        data.add_documents_by_id(
            [str(row) for row in range(corpus.documents)], self.rows.indices.astype(numpy.int64),
            self.rows.data, self.rows.indptr.astype(numpy.int64))
        self.search = seismic.SeismicIndexLV.build_from_dataset(
            data, num_threads=1, n_postings=3500, doc_cut=15, summary_energy=.4, centroid_fraction=.1).search
        self.words = numpy.array(
            [str(term) for term in range(self.rows.shape[1])], dtype=seismic.get_seismic_string())

    def nearest(self, row):
        entries = slice(self.rows.indptr[row], self.rows.indptr[row + 1])
        found = self.search(
            query_id="0", query_components=self.words[self.rows.indices[entries]],
            query_values=self.rows.data[entries], k=LIMIT + 1, query_cut=10, heap_factor=.9)
        return [int(hit[2]) for hit in found if int(hit[2]) != row][:LIMIT]

    index = None


ALL = {
    "sparse_dot_topn, n_threads=1": lambda: SparseDotTopN(1),
    "sparse_dot_topn, n_threads=2": lambda: SparseDotTopN(2),
    "scipy, row × transposed": Scipy,
    "bm25s + numba": BM25S,
    "tantivy MoreLikeThis, 25 terms": Tantivy,
    "tantivy MoreLikeThis, all terms": lambda: Tantivy(
        min_doc_frequency=1, min_term_frequency=1, max_query_terms=100_000),
    "SQLite FTS5, OR of 25": FTS5,
    "gensim": Gensim,
    "seismic": Seismic,
}

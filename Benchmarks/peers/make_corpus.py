#!/usr/bin/env python3
"""Makes a large news corpus out of the 3,744 usable articles of NewsArticles: same seed, same bytes.

    Benchmarks/peers/make_corpus.py DOCUMENTS FOLDER [--seed 7] [--processes 2] [--no-text]

Shape: a document takes about 60 % of its sentences from the two to four real articles of its event (an
article and neighbours of it by tf-idf), the rest from any; lengths are log-normal, as in the real set.
Words are replaced the more often the rarer they are: 30 % of the commonest thousand, 90 % of those seen
at most five times. Three in five replacements depend on (event, word), so that documents of one event
share their "names". The replacement is drawn with p(rank) ~ 1 / (rank + 2500)² from the real words in
order of frequency, followed by invented ones: the vocabulary grows with the square root of the text, as
the real one does. Events have Pareto sizes (mean 5, at most 60), their documents lie close in time.

Writes into FOLDER, through temporary names:

    articles.jsonl                  {id, title, body, section, published_at}; line n is row n, id "sN"
    generated.indptr.npy            int64: where a row's entries begin
    generated.indices.npy           int32: the number of each term, ascending within a row
    generated.counts.npy            uint8: how often it occurs, at most 255
    generated.json                  what came out

The counts are those that the tokens `[a-z0-9]{2,}` of title and body give, stop words left out.
Exit codes: 0 done, 1 NewsArticles is missing, 2 wrong usage.
"""

import argparse
import csv
import json
import math
import multiprocessing
import os
import pathlib
import re
import sys

import numpy

NEWS = pathlib.Path(__file__).resolve().parents[1] / "corpora" / "data" / "newsarticles" / "NewsArticles.csv"
TOKEN = re.compile(r"[a-z0-9]{2,}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
SECTIONS = ("world", "politics", "business", "sport", "culture", "science", "tech", "local")

# Shorter articles are captions and live tickers without text.
LEAST_CHARACTERS = 200
# Term numbers: real content words by frequency, then invented ones up to here, then stop words.
CONTENT_WORDS = 4_000_000
# Documents drawn from one random generator: the unit of work of a process.
BLOCK = 4000
NEIGHBOURS = 12
# Pairs above it are copies of one text.
COPY_SIMILARITY = 0.9
SENTENCE_WORDS, LONGEST_SENTENCE, SHORTEST_SENTENCE = 21.0, 60, 3
TITLE_WORDS = 9
# Rank offset of the draw of replacements: gives a vocabulary that grows like the real one.
RANK_OFFSET = 2500.0
SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
DAYS, FIRST_DAY = 730, numpy.datetime64("2023-01-01")


class Missing(Exception):
    """NewsArticles is not there."""


def news():
    """Title and text of every usable real article."""
    if not NEWS.is_file():
        raise Missing("found no NewsArticles; run Benchmarks/corpora/fetch newsarticles")
    csv.field_size_limit(NEWS.stat().st_size)
    # The file is UTF-8. Read as Latin-1 it gives the corpus that the peers were first measured with.
    with open(NEWS, encoding="latin-1", newline="") as lines:
        for row in csv.DictReader(lines):
            text = (row.get("text") or "").strip()
            if len(text) >= LEAST_CHARACTERS:
                yield f"{row['title'] or ''}\n{text}"


def invented(number):
    """A pronounceable word, different for each number; ends in q, as no real one of the set does."""
    word, number = "", number + len(SYLLABLES) ** 2
    while number:
        word = SYLLABLES[number % len(SYLLABLES)] + word
        number //= len(SYLLABLES)
    return word + "q"


def neighbours(documents):
    """For each real article the rows of those most like it, copies left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform(documents)
    similarities = (rows @ rows.T).tocsr()
    found = numpy.zeros((len(documents), NEIGHBOURS), numpy.int32)
    for row in range(len(documents)):
        near = similarities[row]
        order = numpy.argsort(-near.data, kind="stable")[:40]
        others, scores = near.indices[order], near.data[order]
        others = others[(others != row) & (scores < COPY_SIMILARITY)][:NEIGHBOURS]
        if len(others) < NEIGHBOURS:
            others = numpy.resize(others if len(others) else [row], NEIGHBOURS)
        found[row] = others
    return found


def sentences(document):
    """The sentences of a text as lists of tokens."""
    found = (TOKEN.findall(part) for part in SENTENCE_END.split(document.lower()))
    return [words[:LONGEST_SENTENCE] for words in found if len(words) >= SHORTEST_SENTENCE]


class Source:
    """The real articles as numbers: what documents are put together from."""

    def __init__(self):
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        documents = list(news())
        self.count = len(documents)
        self.neighbours = neighbours(documents)
        split = [sentences(document) for document in documents]
        frequency = {}
        for words in (words for document in split for words in document):
            for word in words:
                frequency[word] = frequency.get(word, 0) + 1
        content = sorted(
            (word for word in frequency if word not in ENGLISH_STOP_WORDS),
            key=lambda word: (-frequency[word], word))
        stop = sorted(word for word in frequency if word in ENGLISH_STOP_WORDS)
        self.words = numpy.array(
            content + [invented(number) for number in range(CONTENT_WORDS - len(content))] + stop, object)
        self.number(split, content, stop)
        self.replace = self.replacement_rates(numpy.array([frequency[word] for word in content]), len(stop))

    def number(self, split, content, stop):
        """Lays all sentences one after another as term numbers."""
        numbers = {word: number for number, word in enumerate(content)}
        numbers.update({word: CONTENT_WORDS + number for number, word in enumerate(stop)})
        tokens, sentence_start, document_start = [], [0], [0]
        for document in split:
            for words in document or [["news", "item", "text"]]:
                tokens.extend(numbers[word] for word in words)
                sentence_start.append(len(tokens))
            document_start.append(len(sentence_start) - 1)
        self.tokens = numpy.array(tokens, numpy.int32)
        self.sentence_start = numpy.array(sentence_start, numpy.int64)
        self.document_start = numpy.array(document_start)

    @staticmethod
    def replacement_rates(frequencies, stop_words):
        """How often each term is replaced: the rarer, the more often; stop words never."""
        rates = numpy.zeros(CONTENT_WORDS + stop_words, numpy.float32)
        ranks = numpy.arange(len(frequencies))
        rare = numpy.where(frequencies > 5, .5, .9)
        rates[:len(frequencies)] = numpy.where(ranks < 1000, .30, numpy.where(ranks < 5000, .35, rare))
        return rates

    def sentences_of(self, event, random, seed):
        """Sentence numbers of one document."""
        events = numpy.random.default_rng([seed, 77, event])
        first, more = int(events.integers(self.count)), int(events.integers(1, 4))
        articles = [first, *self.neighbours[first][events.permutation(NEIGHBOURS)[:more]]]
        pool = numpy.concatenate([
            numpy.arange(self.document_start[row], self.document_start[row + 1]) for row in articles])
        words = min(2500, max(40, random.lognormal(math.log(385), .66)))
        total = max(2, round(words / SENTENCE_WORDS))
        own = min(len(pool), max(1, round(.6 * total)))
        chosen = numpy.concatenate([
            random.permutation(pool)[:own],
            random.integers(0, len(self.sentence_start) - 1, total - own)])
        if len(chosen) > 2:
            chosen[1:] = random.permutation(chosen[1:])
        return chosen


def mix(values):
    """SplitMix64 of each value."""
    with numpy.errstate(over="ignore"):
        values = (values + numpy.uint64(0x9E3779B97F4A7C15)).astype(numpy.uint64)
        values = (values ^ (values >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return values ^ (values >> numpy.uint64(31))


def uniform(hashes):
    """Numbers in [0, 1) from 64-bit hashes."""
    return (hashes >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53


class Maker:
    """Makes block after block of a corpus; each block depends on the seed and its number alone."""

    def __init__(self, source, documents, seed, with_text):
        self.source, self.documents, self.seed, self.with_text = source, documents, seed, with_text
        random = numpy.random.default_rng([seed, 1])
        sizes = numpy.minimum(60, numpy.ceil(2 * random.pareto(1.4, documents) + .5)).astype(int)
        self.events = int(numpy.searchsorted(numpy.cumsum(sizes), documents)) + 1
        event = numpy.repeat(numpy.arange(self.events), sizes[:self.events])[:documents]
        start = numpy.sort(random.random(self.events))
        when = numpy.repeat(start, sizes[:self.events])[:documents] + random.exponential(.004, documents)
        self.event = event[numpy.argsort(when, kind="stable")]

    def replaced(self, tokens, events, random):
        """The tokens with replacements drawn in."""
        rate = self.source.replace[tokens].astype(numpy.float64)
        key = mix((events.astype(numpy.uint64) << numpy.uint64(23)) ^ tokens.astype(numpy.uint64))
        keyed = uniform(key) < .6 * rate
        free = ~keyed & (random.random(len(tokens)) < .4 * rate / (1 - .6 * rate))
        drawn = numpy.where(keyed, uniform(mix(key)), random.random(len(tokens)))
        ranks = RANK_OFFSET * (1 / numpy.maximum(drawn, 1e-12) - 1)
        return numpy.where(
            keyed | free, numpy.minimum(ranks, CONTENT_WORDS - 1).astype(numpy.int64), tokens)

    def block(self, number):
        """(articles as JSON lines, terms in each row, their numbers, their counts, tokens)"""
        source, first = self.source, number * BLOCK
        events = self.event[first:first + BLOCK]
        random = numpy.random.default_rng([self.seed, 101, number])
        parts, ends = [], []
        for event in events:
            chosen = source.sentences_of(int(event), random, self.seed)
            found = [
                source.tokens[source.sentence_start[s]:source.sentence_start[s + 1]] for s in chosen]
            parts.extend(found)
            ends.append(numpy.cumsum([len(words) for words in found]))
        lengths = numpy.array([end[-1] for end in ends])
        rows = numpy.repeat(numpy.arange(len(events)), lengths)
        tokens = numpy.concatenate(parts).astype(numpy.int64)
        tokens = self.replaced(tokens, events[rows], random)
        content = tokens < CONTENT_WORDS
        # Row and term in one number: sorting it sorts entries by row, then by term.
        keys, counts = numpy.unique((rows[content] << 23) | tokens[content], return_counts=True)
        per_row = numpy.bincount(keys >> 23, minlength=len(events)).astype(numpy.int64)
        terms = (keys & ((1 << 23) - 1)).astype(numpy.int32)
        lines = self.lines(first, tokens, lengths, ends) if self.with_text else b""
        return lines, per_row, terms, numpy.minimum(counts, 255).astype(numpy.uint8), len(tokens)

    def lines(self, first, tokens, lengths, ends):
        start = numpy.concatenate([[0], numpy.cumsum(lengths)])
        lines = []
        for place, sentence_ends in enumerate(ends):
            row = first + place
            words = self.source.words[tokens[start[place]:start[place + 1]]].tolist()
            for end in sentence_ends:
                words[end - 1] += "."
            title = min(TITLE_WORDS, int(sentence_ends[0]))
            event = numpy.array([self.event[row]], numpy.uint64)
            section = SECTIONS[int(mix(event)[0] % numpy.uint64(len(SECTIONS)))]
            day = FIRST_DAY + int(row * DAYS // self.documents)
            lines.append(
                f'{{"id":"s{row}","title":"{" ".join(words[:title])}","body":"{" ".join(words[title:])}",'
                f'"section":"{section}","published_at":"{day}T{row % 24:02d}:{row * 7 % 60:02d}:00Z"}}\n')
        return "".join(lines).encode("ascii")


# Set before the processes are forked: they share the source instead of copying it.
maker = None


def make_block(number):
    return maker.block(number)


def summary(documents, seed, events, tokens, terms, per_row):
    """What came out, for a reader to compare with real corpora."""
    frequencies = numpy.bincount(terms).astype(float)
    frequencies = frequencies[frequencies > 0]
    return {
        "documents": documents, "seed": seed, "events": events, "tokens": tokens,
        "terms": len(frequencies), "terms_seen_once": int((frequencies == 1).sum()),
        "entries": len(terms), "terms_per_document": round(len(terms) / documents, 4),
        "terms_per_document_percentiles": {
            str(p): float(numpy.percentile(per_row, p)) for p in (1, 5, 50, 95, 99)},
        "postings_per_query": round(float((frequencies * frequencies).sum() / documents), 1),
    }


def make(documents, folder, seed=7, processes=2, with_text=True):
    """Makes a corpus in `folder`; gives what came out."""
    global maker
    maker = Maker(Source(), documents, seed, with_text)
    folder.mkdir(parents=True, exist_ok=True)
    per_row, terms, counts, tokens = [], [], [], 0
    making = folder / "articles.jsonl.making"
    with multiprocessing.get_context("fork").Pool(processes) as pool, open(making, "wb") as out:
        blocks = (documents + BLOCK - 1) // BLOCK
        for done, found in enumerate(pool.imap(make_block, range(blocks)), 1):
            out.write(found[0])
            for values, part in zip((per_row, terms, counts), found[1:4]):
                values.append(part)
            tokens += found[4]
            if sys.stderr.isatty():
                print(f"\r{min(documents, done * BLOCK):,} of {documents:,} ", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    per_row, terms, counts = (numpy.concatenate(values) for values in (per_row, terms, counts))
    starts = numpy.concatenate([[0], numpy.cumsum(per_row)])
    for part, values in (("indptr", starts), ("indices", terms), ("counts", counts)):
        numpy.save(folder / f"generated.{part}.npy", values)
    if with_text:
        os.replace(making, folder / "articles.jsonl")
    else:
        making.unlink()
    made = summary(documents, seed, maker.events, tokens, terms, per_row)
    (folder / "generated.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return made


def main():
    parser = argparse.ArgumentParser(description="Makes a large news corpus from NewsArticles.")
    parser.add_argument("documents", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-text", action="store_true", help="the counts alone: a fifth of the bytes")
    options = parser.parse_args()
    if options.documents < 1 or options.processes < 1:
        parser.error("found a number below 1, expected 1 or more documents and processes")
    try:
        made = make(
            options.documents, options.folder, options.seed, options.processes, not options.no_text)
    except (Missing, OSError) as problem:
        print(f"make_corpus: {problem}", file=sys.stderr)
        return 1
    print(json.dumps(made, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

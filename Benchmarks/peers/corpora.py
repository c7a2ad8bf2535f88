"""The corpora that are measured, made when they are not there.

    20ng         18,821 posts to newsgroups, as Benchmarks/corpora/fetch brings them
    synth-100k   100,000 articles of make_corpus.py, seed 7
    synth-1m     1,000,000 of them: counts alone, because the text takes 3.1 GB

Everything lies under Benchmarks/corpora/data, which git ignores: per corpus its articles (one JSON
object a line; the line's number is the row) and its matrix in the raw form of matrix.py, `raw.*`.
"""

import dataclasses
import hashlib
import json
import pathlib
import subprocess
import sys

import matrix

HERE = pathlib.Path(__file__).resolve().parent
CORPORA = HERE.parent / "corpora"
DATA = CORPORA / "data"
# Raised when the raw form changes, so that files of an older one are made again.
FORMAT = 1

# SHA-256 of what make_corpus.py writes: other bytes would make figures that can't be compared.
SUMS = {
    "synth-100k": ("articles.jsonl", "f846795cfc802f55a686a55997763e958c7f9192d001e0f85bbb43bd95415d19"),
    "synth-1m": (
        "generated.indices.npy", "50a1ca70d6a7c422ca3bd7094f9a2936fde29b838af2285413a002c6c9e4af83"),
}


class Missing(Exception):
    """A corpus that cannot be had or is not what it should be."""


@dataclasses.dataclass(frozen=True)
class Corpus:
    """Where one corpus lies."""

    name: str
    documents: int
    file: str

    @property
    def folder(self):
        return DATA / self.name

    @property
    def articles(self):
        return self.folder / self.file

    @property
    def prefix(self):
        return self.folder / "raw"

    @property
    def has_text(self):
        return self.articles.is_file()


ALL = {
    corpus.name: corpus for corpus in (
        Corpus("20ng", 18_821, "matrix.jsonl"),
        Corpus("synth-100k", 100_000, "articles.jsonl"),
        Corpus("synth-1m", 1_000_000, "articles.jsonl"),
    )
}


def ready(name, tell=print):
    """The corpus, with its articles and its matrix on disk."""
    corpus = ALL[name]
    if name == "20ng":
        run(CORPORA / "fetch", name)
    elif not (corpus.folder / "generated.json").is_file():
        tell(f"{name}: making {corpus.documents:,} articles")
        run(CORPORA / "fetch", "newsarticles")
        run(
            sys.executable, HERE / "make_corpus.py", corpus.documents, corpus.folder,
            *(["--no-text"] if corpus.documents > 100_000 else []))
        check(corpus)
    if stamp(corpus) != read_stamp(corpus):
        tell(f"{name}: making its matrix")
        make_matrix(corpus)
    return corpus


def run(program, *arguments):
    done = subprocess.run(
        [str(program), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Missing(f"{pathlib.Path(program).name} {arguments[0]}: exit code {done.returncode}")


def check(corpus):
    """The generated corpus must be the one that other figures were made with."""
    file, expected = SUMS[corpus.name]
    with open(corpus.folder / file, "rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != expected:
        (corpus.folder / "generated.json").unlink()
        raise Missing(
            f"{corpus.name}/{file}: found SHA-256 {found}, expected {expected}; "
            "check that .venv holds the versions of Benchmarks/peers/requirements.txt")


def make_matrix(corpus):
    """Writes the raw form and, last, the stamp that says it is whole."""
    if corpus.has_text:
        counts = matrix.count(matrix.texts(corpus.articles))
    else:
        counts = matrix.counted(corpus.folder / "generated")
    if counts.shape[0] != corpus.documents:
        raise Missing(f"{corpus.name}: found {counts.shape[0]} documents, expected {corpus.documents}")
    matrix.write_raw(counts, corpus.prefix)
    corpus.prefix.with_name("raw.json").write_text(json.dumps(stamp(corpus)) + "\n", encoding="utf-8")


def stamp(corpus):
    """What is known of a whole matrix without reading it."""
    try:
        sizes = {
            part: pathlib.Path(f"{corpus.prefix}.{part}").stat().st_size
            for part in ("indptr", "indices", "data", "counts", "escapes", "queries")}
    except OSError:
        return None
    return {"format": FORMAT, "documents": corpus.documents, "sizes": sizes}


def read_stamp(corpus):
    try:
        return json.loads(corpus.prefix.with_name("raw.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False

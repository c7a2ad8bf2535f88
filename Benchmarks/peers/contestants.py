"""Who is measured: our program, the plain C scan, and the peers in processes of their own.

A contestant answers `measure(work)` with one pass's figures. All run under `taskset` on the cores they
are given, so that one core is one core for everybody. Figures of one pass:

    cost        what is compared: see the units of sections.py
    p50, p99    wall milliseconds of single queries, where queries are asked one by one
    lists       rows found for each row asked (peers), or where our lists lie (ours); first pass only
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
SECONDS_TO_WAIT = 3600


class Failed(Exception):
    """A contestant did not do what it was asked."""


class Unavailable(Exception):
    """A peer that is not installed, or cannot do this work."""


def on_cores(cores, command):
    return ["taskset", "-c", ",".join(map(str, cores)), *map(str, command)]


def one_line(cores, command):
    """The JSON object that a program prints as its last line."""
    done = subprocess.run(
        on_cores(cores, command), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=SECONDS_TO_WAIT)
    if done.returncode != 0:
        words = (done.stderr.strip() or "nothing on stderr").splitlines()[-1]
        raise Failed(f"{pathlib.Path(command[0]).name}: exit code {done.returncode}: {words}")
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise Failed(f"{pathlib.Path(command[0]).name}: found no JSON line on stdout") from None


class Ours:
    """broadsheet-measure, started anew for each pass."""

    name = "ours"

    def __init__(self, program, corpus, cores, folder, compact=False):
        self.program, self.corpus, self.cores, self.folder = program, corpus, cores, folder
        self.settings = ["--compact"] if compact else []
        if compact:
            self.name = "ours, compact"
        self.checksums = {}

    def run(self, mode, threads=1, rows=None, output=None):
        source = (
            ["--corpus", self.corpus.articles] if self.corpus.has_text else ["--matrix", self.corpus.prefix])
        command = [
            self.program, *source, "--limit", 10, "--passes", 1, "--threads", threads, "--mode", mode,
            *self.settings]
        if rows is not None:
            command += ["--queries", write_rows(rows, self.folder)]
        if output is not None:
            command += ["--output", output]
        found = one_line(self.cores, command)
        if found["documents"] != self.corpus.documents:
            raise Failed(f"ours: found {found['documents']} documents, expected {self.corpus.documents}")
        return found

    def measure(self, work):
        """One pass; lists are asked for once, later passes must give the same checksum."""
        key = (work.kind, self.name, self.corpus.name)
        output = None
        if work.kind in ("queries", "pairs") and key not in self.checksums:
            # Told apart by all that lets contestants of one section differ.
            settings = "-".join([work.kind, str(len(self.cores)), *self.settings])
            output = self.folder / f"{self.corpus.name}-{settings}.lists"
        sample = getattr(self, work.kind)(work, output)
        if "checksum" in sample:
            first = self.checksums.setdefault(key, sample["checksum"])
            if abs(first - sample["checksum"]) > 1e-6 * max(1, abs(first)):
                raise Failed(f"ours: found checksum {sample['checksum']}, expected {first} as in the first pass")
        return sample

    def queries(self, work, output):
        found = self.run("queries", rows=work.rows, output=output)
        return {
            "cost": found["mean_cpu_ms"], "p50": found["p50_ms"], "p99": found["p99_ms"],
            "checksum": found["checksum"], "lists": output}

    def pairs(self, work, output):
        found = self.run("all", threads=work.threads, output=output)
        # One core: processor time, which neighbours on the machine disturb least.
        rate = found["docs_per_second"] if work.threads > 1 else 1000 / found["mean_cpu_ms"]
        return {"cost": rate, "checksum": found["checksum"], "lists": output}

    def index(self, work, output):
        return {"cost": self.run("index", threads=work.threads)["index_seconds"]}

    def memory(self, work, output):
        found = self.run("memory")
        growth = found["resident_bytes_after"] - found["resident_bytes_before"]
        return {"cost": growth / self.corpus.documents, "parts": found.get("bytes", {})}

    def kept(self, work, output):
        found = self.run("kept", rows=work.rows)
        return {"cost": found[work.field] * 1000, "p50": found["p50_ms"], "p99": found["p99_ms"]}

    def close(self):
        pass


class Floor:
    """floor.c: what a plain C scan takes."""

    name = "plain C scan"

    def __init__(self, program, corpus, cores, folder):
        self.program, self.corpus, self.cores, self.folder = program, corpus, cores, folder

    def measure(self, work):
        if work.kind not in ("queries", "pairs") or work.threads > 1:
            raise Unavailable("answers queries on one core")
        found = one_line(self.cores, [
            self.program, self.corpus.prefix, len(work.rows), 1, write_rows(work.rows, self.folder)])
        if work.kind == "pairs":
            return {"cost": 1000 / found["mean_cpu_ms"]}
        return {"cost": found["mean_cpu_ms"], "p50": found["p50_ms"], "p99": found["p99_ms"],
                "postings": found["postings_per_query"]}

    def close(self):
        pass


class Peer:
    """A peer of rivals.py behind a worker process that lives through all passes."""

    def __init__(self, name, corpus, cores):
        self.name, self.corpus = name, corpus
        environment = dict(os.environ)
        # sparse_dot_topn takes n_threads=2 only where two are allowed; the cores are taskset's.
        allowed = 2 if name.startswith("sparse_dot_topn") else len(cores)
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
            environment[variable] = str(allowed)
        self.process = subprocess.Popen(
            on_cores(cores, [sys.executable, HERE / "worker.py", name, corpus.name]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment)
        self.listed = False

    def ask(self, **request):
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Unavailable(f"its process ended with exit code {self.process.wait()}")
        answer = json.loads(line)
        if "missing" in answer:
            raise Unavailable(answer["missing"])
        return answer

    def measure(self, work):
        rows = [int(row) for row in work.rows]
        if work.kind == "queries":
            found = self.ask(do="queries", rows=rows, lists=not self.listed)
            self.listed = True
            return {"cost": found["mean_cpu_ms"], "p50": found["p50_ms"], "p99": found["p99_ms"],
                    "lists": found["lists"]}
        if work.kind == "pairs":
            found = self.ask(do="pairs", rows=rows, threads=work.threads)
            return {"cost": len(rows) / found["wall" if work.threads > 1 else "cpu"]}
        if work.kind == "index":
            found = self.ask(do="index", threads=work.threads)
            return {"cost": found["wall" if work.threads > 1 else "cpu"]}
        if work.kind == "memory":
            return {"cost": self.ask(do="memory", rows=rows)["bytes"] / self.corpus.documents}
        raise Unavailable("has nothing of the kind")

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def write_rows(rows, folder):
    """A file of row numbers, as floor.c and our program read them."""
    path = folder / "rows.queries"
    numpy.asarray(rows, numpy.int64).tofile(path)
    return path


def build_floor(folder):
    """Compiles floor.c for this machine; gives the program."""
    compiler = shutil.which("gcc") or shutil.which("clang") or shutil.which("cc")
    if not compiler:
        raise Failed("found no C compiler, expected gcc or clang: install gcc")
    program = folder / "floor"
    subprocess.run(
        [compiler, "-O3", "-march=native", "-o", program, HERE / "floor.c", "-lm"], check=True)
    return program

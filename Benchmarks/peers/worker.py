"""One peer and one corpus in a process of their own, so that its memory is the peer's.

Started by `compare` with the peer's name and the corpus'; reads one JSON object a line, answers with
one. The corpus is loaded and the index made when they are first needed.

    {"do": "queries", "rows": […], "lists": true}   CPU and wall milliseconds of each row, the rows found
    {"do": "pairs", "rows": […], "threads": 1}      CPU and wall seconds of all rows
    {"do": "index", "threads": 1}                   CPU and wall seconds from texts in memory to an index
    {"do": "memory", "rows": […]}                   resident bytes that loading and asking added

An answer {"missing": why} says that the peer can't be had here or can't do this.
"""

import gc
import json
import os
import sys
import time

import numpy

import corpora
import matrix
import rivals


def resident():
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as line:
        return int(line.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def clocked(work):
    """(wall seconds, CPU seconds)"""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


class Worker:
    def __init__(self, peer, corpus):
        self.corpus, self.peer = corpora.ALL[corpus], rivals.ALL[peer]()
        self.prepared, self.documents, self.warmed = False, None, False

    def prepare(self, rows):
        if not self.prepared:
            self.peer.prepare(self.corpus)
            self.prepared = True
        if hasattr(self.peer, "warm"):
            self.peer.warm(rows)

    def queries(self, rows, lists):
        self.prepare(rows)
        if not self.warmed:
            # Compiles what is compiled at the first call, and touches the index once.
            for row in rows[:20]:
                self.peer.nearest(row)
            self.warmed = True
        cpu, wall, found = [], [], []
        for row in rows:
            began, began_cpu = time.perf_counter_ns(), time.process_time_ns()
            near = self.peer.nearest(row)
            cpu.append(time.process_time_ns() - began_cpu)
            wall.append(time.perf_counter_ns() - began)
            if lists:
                found.append([int(other) for other in near])
        return {
            "mean_cpu_ms": float(numpy.mean(cpu)) / 1e6, "p50_ms": float(numpy.percentile(wall, 50)) / 1e6,
            "p99_ms": float(numpy.percentile(wall, 99)) / 1e6, "lists": found}

    def pairs(self, rows, threads):
        self.prepare(rows)
        rows = numpy.array(rows)
        if not self.warmed:
            self.peer.pairs(rows[:20], threads)
            self.warmed = True
        return clocked(lambda: self.peer.pairs(rows, threads))

    def index(self, threads):
        if not getattr(self.peer, "index", None):
            raise NotImplementedError("makes no index from text")
        if self.documents is None:
            self.documents = list(matrix.texts(self.corpus.articles))
            # Imports and compilation happen here, not on the clock.
            self.peer.index(self.documents[:200], threads)
        gc.collect()
        return clocked(lambda: self.peer.index(self.documents, threads))

    def memory(self, rows):
        before = resident()
        self.prepare(rows)
        for row in rows:
            self.peer.nearest(row)
        gc.collect()
        return {"bytes": resident() - before}

    def answer(self, request):
        work = getattr(self, request.pop("do"))
        try:
            return work(**request)
        except ImportError as problem:
            return {"missing": f"not installed: {problem}"}
        except NotImplementedError as problem:
            return {"missing": str(problem)}


def main():
    # Libraries print; the answers have a channel of their own.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    worker = Worker(*sys.argv[1:3])
    for line in sys.stdin:
        print(json.dumps(worker.answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()

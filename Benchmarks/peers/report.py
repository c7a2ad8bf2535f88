"""Tables in Markdown from the figures of a run, and their places in Benchmarks/RESULTS.md."""

import importlib.metadata
import os
import pathlib
import platform
import statistics
import time

RESULTS = pathlib.Path(__file__).resolve().parents[1] / "RESULTS.md"
PACKAGES = ("numpy", "scipy", "scikit-learn", "sparse_dot_topn", "bm25s", "numba", "tantivy", "gensim",
            "pyseismic-lsr")


def middle(samples, figure="cost"):
    found = [sample[figure] for sample in samples if figure in sample]
    return statistics.median(found) if found else None


def number(value):
    """A figure with three significant digits, thousands with commas."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def verdicts(section, costs):
    """(text, our figure or ratio, whether it reaches the bar; None where it could not be measured)"""
    for bar in section.bars:
        against = [costs[name] for name in bar.against if name in costs]
        if bar.ours not in costs or (bar.against and not against):
            yield bar.text, None, None
            continue
        best = (max if section.more_is_better else min)(against) if against else 1
        found = costs[bar.ours] / best
        # The bar itself counts as reached, but "more than" a peer's rate is more.
        reached = found >= bar.limit if section.more_is_better else found <= bar.limit
        yield bar.text, found, reached


def table(section, run):
    """One section as Markdown."""
    costs = {name: middle(samples) for name, samples in run["samples"].items() if samples}
    ours = costs.get("ours")
    waits = any("p50" in sample for samples in run["samples"].values() for sample in samples)
    heads = [section.unit, "slowest to fastest pass"]
    heads += ["p50 ms", "p99 ms"] if waits else []
    heads += ["ours is × as fast" if section.unit != "bytes" else "× ours"]
    heads += ["finds of the exact ten"] if run["found"] else []
    lines = [f"| {section.title} | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for name, cost in sorted(costs.items(), key=lambda item: item[1], reverse=section.more_is_better):
        samples = run["samples"][name]
        passes = sorted((s["cost"] for s in samples), reverse=not section.more_is_better)
        cells = [number(cost), f"{number(passes[0])} to {number(passes[-1])}"]
        if waits:
            cells += [number(middle(samples, "p50")), number(middle(samples, "p99"))]
        ratio = (ours / cost if section.more_is_better else cost / ours) if ours else None
        cells.append("" if name == "ours" else number(ratio))
        if run["found"]:
            cells.append(f"{run['found'][name]:.2f}" if name in run["found"] else "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += [f"| {name} | not measured: {why} |" + " |" * (len(heads) - 1)
              for name, why in run["missing"].items()]
    lines.append("")
    for text, found, reached in verdicts(section, costs):
        said = "not measured" if found is None else f"{number(found)}, {'reached' if reached else 'missed'}"
        lines.append(f"- {text[:1].upper()}{text[1:]}: **{said}**")
    return "\n".join([*lines, *notes(section, run)]) + "\n"


def notes(section, run):
    """How the figures were made."""
    rows = f"{run['rows']:,} rows asked" if run["rows"] else "no rows asked"
    if section.kind == "pairs":
        rows += " of the peers, all of us"
    words = [f"Medians of {run['passes']} alternating passes; {rows}."]
    if run["difference"] is not None:
        words.append(
            f"{run['judged']:,} lists of ours computed again in float64: largest difference "
            f"{run['difference']:.1e}.")
    if run["parts"]:
        words.append("Parts, bytes an article: " + ", ".join(
            f"{part} {number(size)}" for part, size in run["parts"].items()) + ".")
    words.append(
        f"{cores_used(section)}, load {run['load'][0]:.1f} before and {run['load'][1]:.1f} after, {run['date']}.")
    return ["", " ".join(words)]


def cores_used(section):
    return "Two cores" if section.threads > 1 else "One core"


def machine():
    """Processor, memory and kernel in one line."""
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((l.split(":", 1)[1].strip() for l in lines if l.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kernel = platform.release().split("-")[0]
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"no {package}")
    return (
        f"Machine: {model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {kernel}. "
        f"{', '.join(versions)}, Python {platform.python_version()}.\n")


def today():
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())


def write(name, report):
    """Replaces one part of Benchmarks/RESULTS.md, or adds it at the end."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Results\n"
    if begin not in text:
        text = f"{text.rstrip()}\n\n{begin}\n{end}\n"
    before, rest = text.split(begin, 1)
    after = rest.split(end, 1)[1]
    RESULTS.write_text(f"{before}{begin}\n{report}{end}{after}", encoding="utf-8")

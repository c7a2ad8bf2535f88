#!/usr/bin/env python3
"""Tries the scripts of the house on copies and stand-ins that must make them fail, and on good ones.

    make test-scripts

A check that cannot go red is worth nothing, so each rule of Scripts/confinement is broken here once.
No network, no Swift: programs are stood in for by small shell scripts at the front of PATH.
"""

import importlib.machinery
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(path):
    """A script without the ending .py as a module."""
    loader = importlib.machinery.SourceFileLoader(path.replace("/", "_"), str(ROOT / path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


class Folder(unittest.TestCase):
    """A test with a folder of its own, in which it can place files and programs."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="broadsheet-scripts-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def place(self, path, text, executable=False):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        if executable:
            target.chmod(0o755)
        return target

    def program(self, name, script):
        self.place(f"bin/{name}", f"#!/bin/bash\n{script}\n", executable=True)

    def run_script(self, *words, **variables):
        return subprocess.run(
            [str(ROOT / words[0]), *map(str, words[1:])], capture_output=True, text=True, timeout=60,
            env={**os.environ, **variables})


class Confinement(Folder):
    def confine(self, path, text):
        self.place(path, text)
        return self.run_script("Scripts/confinement", self.folder)

    def breaks(self, path, text, words):
        done = self.confine(path, text)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(words, done.stdout)
        self.assertIn("1 files read, 1 breaches", done.stdout)

    def holds(self, path, text):
        done = self.confine(path, text)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_package_itself_holds(self):
        done = self.run_script("Scripts/confinement")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_no_files_is_a_failure(self):
        done = self.run_script("Scripts/confinement", self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("0 files read", done.stdout)

    def test_an_import_against_the_arrows(self):
        self.breaks("Sources/BroadsheetContent/A.swift", "internal import BroadsheetStorage\n",
                    "A.swift:1: BroadsheetContent may not import BroadsheetStorage")

    def test_an_import_past_a_neighbour(self):
        self.breaks("Sources/BroadsheetStorage/A.swift", "import BroadsheetKernels\n", "may not import")
        self.holds("Sources/BroadsheetStorage/A.swift", "package import BroadsheetAds\n")

    def test_an_import_with_an_attribute_or_of_one_type(self):
        for line in ("@testable import Broadsheet", "@_spi(Live) public import Broadsheet",
                     "import struct Broadsheet.Engine"):
            self.breaks("Sources/BroadsheetAds/A.swift", f"{line}\n", "may not import Broadsheet")

    def test_the_server_reaches_what_is_below_it_and_not_the_program(self):
        self.holds("Sources/BroadsheetServer/A.swift", "import BroadsheetArticles\nimport NIOCore\n")
        self.breaks("Sources/BroadsheetServer/A.swift", "import BroadsheetCLI\n", "may not import")

    def test_a_c_library_stays_with_its_wrapper(self):
        self.breaks("Sources/BroadsheetServer/A.swift", "import CXML\n", "may not import CXML")

    def test_packages_with_one_owner(self):
        self.breaks("Sources/Broadsheet/A.swift", "import GRDB\n", "only BroadsheetStorage")
        self.breaks("Sources/Broadsheet/A.swift", "import HummingbirdTesting\n", "only BroadsheetServer")
        self.breaks("Sources/Broadsheet/A.swift", "public import NIOCore\n", "only BroadsheetServer")

    def test_a_module_that_is_not_drawn(self):
        self.breaks("Sources/BroadsheetHelpers/A.swift", "let a = 1\n", "not in the drawing")

    def test_unsafe_code(self):
        code = "let a = unsafe b\n"
        self.breaks("Sources/BroadsheetAds/A.swift", code, "unsafe code outside")
        (self.folder / "Sources/BroadsheetAds/A.swift").unlink()
        self.holds("Sources/BroadsheetKernels/A.swift", code)
        self.holds("Sources/BroadsheetArticles/XML/LibXML.swift", code)

    def test_words_in_comments_and_strings_are_not_code(self):
        self.holds("Sources/BroadsheetAds/A.swift", '\n'.join((
            "// unsafe, try! and fatalError( are only spoken of here",
            "/* as! */", 'let a = "unsafe"', 'let b = #"a "try!" b"#', 'let c = """', "  fatalError(", '  """',
            'let d = "http://a/\\(unsafety)"', "let e = warning.unsafe", "")))

    def test_code_after_a_string_is_still_code(self):
        self.breaks("Sources/BroadsheetAds/A.swift", 'let a = "http://a"; let b = try! c()\n', "try!")

    def test_traps(self):
        for trap in ("try! a()", "a as! B", "fatalError()"):
            self.breaks("Sources/BroadsheetAds/A.swift", f"let a = {trap}\n", "ends the whole server")

    def test_unchecked_sharing(self):
        code = "final class A: @unchecked Sendable {}\n"
        self.breaks("Sources/BroadsheetAds/A.swift", code, "unchecked sharing outside")
        (self.folder / "Sources/BroadsheetAds/A.swift").unlink()
        self.breaks("Sources/BroadsheetStorage/A.swift", code, "without a '// Safe because'")
        self.holds("Sources/BroadsheetStorage/A.swift", "// Safe because nobody\n// writes it.\n" + code)

    def test_nonisolated_unsafe(self):
        code = "nonisolated(unsafe) static let a = 1\n"
        self.breaks("Sources/BroadsheetAds/A.swift", code, "unchecked sharing outside")

    def test_unfinished_work(self):
        self.breaks("Sources/BroadsheetAds/A.swift", "// TODO: later\n", "unfinished")

    def test_long_files(self):
        self.holds("Sources/BroadsheetAds/A.swift", "\n" * 400)
        self.breaks("Sources/BroadsheetAds/A.swift", "\n" * 401, "401 lines, the limit is 400")


class Bootstrap(Folder):
    """Runs with a PATH that holds only stand-ins, so that the machine's own tools do not matter."""

    def setUp(self):
        super().setUp()
        for name in ("bash", "sed", "head", "env"):
            path = next(p for p in map(pathlib.Path, (f"/usr/bin/{name}", f"/bin/{name}")) if p.exists())
            (self.folder / "bin").mkdir(exist_ok=True)
            (self.folder / "bin" / name).symlink_to(path)
        self.place("include/libstemmer.h", "")
        self.program("swiftc", "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'")
        self.program("id", "echo 1000")
        self.program("pkg-config", f"[[ $2 == libxml-2.0 || -e {self.folder}/installed ]]")

    def bootstrap(self, *words):
        return self.run_script(
            "Scripts/bootstrap", *words, PATH=str(self.folder / "bin"), CPATH=str(self.folder / "include"))

    def test_nothing_is_missing(self):
        self.place("installed", "")
        done = self.bootstrap()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_an_old_swift(self):
        for version in ("5.10", "6.2.4", "6.2-dev"):
            self.program("swiftc", f"echo 'Apple Swift version {version} (x)'")
            done = self.bootstrap()
            self.assertEqual(done.returncode, 1)
            self.assertIn("expected 6.3 or newer", done.stderr)

    def test_a_newer_swift(self):
        self.place("installed", "")
        for version in ("6.10", "7.0.1", "6.3"):
            self.program("swiftc", f"echo 'Swift version {version} (x)'")
            self.assertEqual(self.bootstrap().returncode, 0, version)

    def test_no_swift(self):
        (self.folder / "bin/swiftc").unlink()
        done = self.bootstrap()
        self.assertEqual(done.returncode, 1)
        self.assertIn("found no Swift", done.stderr)

    def test_the_one_command_to_type(self):
        self.program("apt-get", "exit 9")
        self.program("sudo", "exit 1")
        done = self.bootstrap("--tests")
        self.assertEqual(done.returncode, 1)
        self.assertIn("  sudo apt-get update && sudo apt-get install -y libsqlite3-dev sqlite3\n", done.stderr)

    def test_no_apt(self):
        done = self.bootstrap()
        self.assertEqual(done.returncode, 1)
        self.assertIn("found no apt-get", done.stderr)

    def test_root_installs_what_is_missing_and_only_that(self):
        self.program("id", "echo 0")
        self.program("apt-get", f'echo "$DEBIAN_FRONTEND $*" >>{self.folder}/log; : >{self.folder}/installed')
        self.assertEqual(self.bootstrap().returncode, 0)
        log = (self.folder / "log").read_text().splitlines()
        self.assertEqual(len(log), 2)
        self.assertTrue(log[0].startswith("noninteractive ") and log[0].endswith(" update"), log)
        self.assertTrue(log[1].endswith(" install -y --no-install-recommends libsqlite3-dev"), log)
        self.assertEqual(self.bootstrap().returncode, 0)
        self.assertEqual(len((self.folder / "log").read_text().splitlines()), 2)

    def test_sudo_without_a_password(self):
        self.program("sudo", '[[ $1 == -n ]] && shift && "$@"')
        self.program("true", "exit 0")
        self.program("apt-get", f": >{self.folder}/installed")
        self.assertEqual(self.bootstrap().returncode, 0)

    def test_an_installation_that_brings_nothing(self):
        self.program("id", "echo 0")
        self.program("apt-get", "exit 0")
        done = self.bootstrap()
        self.assertEqual(done.returncode, 1)
        self.assertIn("still missing here: libsqlite3-dev", done.stderr)


class Gold(unittest.TestCase):
    def setUp(self):
        self.gold = load("Scripts/gold")
        self.peers = [(f"a{place}", 1 - place / 20) for place in range(10)]

    def outcome(self, ours, boundary_ties=0, peers=None):
        comparison = self.gold.Comparison()
        comparison.add("one", ours, peers or self.peers)
        sys.stdout, sys.stderr, saved = open(os.devnull, "w"), open(os.devnull, "w"), (sys.stdout, sys.stderr)
        try:
            comparison.close("test", 1, boundary_ties)
            return "equal"
        except self.gold.Failed as problem:
            return str(problem)
        finally:
            sys.stdout.close(), sys.stderr.close()
            sys.stdout, sys.stderr = saved

    def test_equal_lists(self):
        self.assertEqual(self.outcome(list(self.peers)), "equal")

    def test_a_score_within_rounding(self):
        self.assertEqual(self.outcome([(key, score + 9e-7) for key, score in self.peers]), "equal")

    def test_a_score_beyond_rounding(self):
        self.assertIn("1 of 1", self.outcome([(key, score + 2e-6) for key, score in self.peers]))

    def test_a_score_that_is_no_number(self):
        self.assertIn("1 of 1", self.outcome([(key, float("nan")) for key, _ in self.peers]))

    def test_a_missing_article(self):
        self.assertIn("1 of 1", self.outcome(self.peers[:9]))

    def test_another_order(self):
        swapped = [(self.peers[1][0], self.peers[0][1]), (self.peers[0][0], self.peers[1][1])]
        self.assertIn("1 of 1", self.outcome(swapped + self.peers[2:]))

    def test_equal_scores_in_another_order(self):
        peers = [("x", 0.99), ("y", 0.99), *self.peers[2:]]
        self.assertEqual(self.outcome([("y", 0.99), ("x", 0.99), *self.peers[2:]], peers=peers), "equal")

    def test_another_article_in_the_last_place(self):
        ours = [*self.peers[:9], ("b", self.peers[9][1])]
        self.assertEqual(self.outcome(ours, boundary_ties=1), "equal")
        self.assertIn("at most 0", self.outcome(ours, boundary_ties=0))

    def test_another_article_in_the_first_place(self):
        self.assertIn("1 of 1", self.outcome([("b", self.peers[0][1]), *self.peers[1:]], boundary_ties=1))

    def test_nothing_compared(self):
        with self.assertRaises(self.gold.Failed):
            self.gold.Comparison().close("test", 1, 0)


class GoldFigures(unittest.TestCase):
    def setUp(self):
        self.gold = load("Scripts/gold")

    def compare(self, ours, peers, names):
        sys.stdout, sys.stderr, saved = open(os.devnull, "w"), open(os.devnull, "w"), (sys.stdout, sys.stderr)
        try:
            self.gold.compare_figures("test", ours, peers, names)
        finally:
            sys.stdout.close(), sys.stderr.close()
            sys.stdout, sys.stderr = saved

    def test_figures_within_rounding(self):
        self.compare({"map": 0.5}, {"map": 0.5 + 9e-7}, {"map": "map"})

    def test_figures_that_must_fail(self):
        for found in (0.5 + 2e-6, float("nan"), None, "0.5"):
            with self.assertRaises(self.gold.Failed):
                self.compare({"map": found}, {"map": 0.5}, {"map": "map"})

    def test_no_figures_at_all(self):
        with self.assertRaises(self.gold.Failed):
            self.compare({}, {}, {})

    def test_a_row_that_is_not_there_or_twice(self):
        rows = [{"tf": "log"}, {"tf": "raw"}, {"tf": "raw"}]
        self.assertEqual(self.gold.the_row(rows, tf="log"), rows[0])
        for wanted in ("raw", "none"):
            with self.assertRaises(self.gold.Failed):
                self.gold.the_row(rows, tf=wanted)


class QualityLimits(unittest.TestCase):
    def setUp(self):
        self.quality = load("Scripts/quality")

    def missed(self, value, limit, **options):
        sys.stdout, saved = open(os.devnull, "w"), sys.stdout
        try:
            table = self.quality.Table()
            table.add("test", "map", 0.5, {"map": value}, limit, **options)
            return table.missed
        finally:
            sys.stdout.close()
            sys.stdout = saved

    def test_figures_at_their_limit(self):
        self.assertEqual(self.missed(0.52, 0.52), 0)
        self.assertEqual(self.missed(180, 180, is_most=True), 0)

    def test_figures_that_must_fail(self):
        for found in (0.5199, float("nan"), None, "0.53"):
            self.assertEqual(self.missed(found, 0.52), 1)
        self.assertEqual(self.missed(181, 180, is_most=True), 1)

    def test_the_first_interval_is_shown(self):
        answer = {"ci95": {"map": {"normal": [0.4, 0.6]}, "gini@10": None}}
        self.assertEqual(self.quality.interval(answer, "map"), "0.4000 to 0.6000")
        self.assertEqual(self.quality.interval(answer, "gini@10"), "")


class Corpora(unittest.TestCase):
    def setUp(self):
        self.fetch = load("Benchmarks/corpora/fetch")

    def test_dates_as_the_newspapers_have_them(self):
        self.assertEqual(self.fetch.iso_time("2017/2/7"), "2017-02-07T00:00:00Z")
        self.assertEqual(self.fetch.iso_time("          2016/12/30 7:11"), "2016-12-30T07:11:00Z")

    def test_a_file_with_another_sum(self):
        with self.assertRaises(self.fetch.Unexpected):
            self.fetch.checked("a.csv", b"changed", "0" * 64)

    def test_a_corpus_with_a_shortened_file_is_not_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "a.csv").write_text("12345")
            (folder / "complete.json").write_text(
                '{"format": %d, "summary": "5", "sizes": {"a.csv": 5}}' % self.fetch.FORMAT)
            self.assertEqual(self.fetch.is_whole(folder), "5")
            (folder / "a.csv").write_text("1234")
            self.assertIsNone(self.fetch.is_whole(folder))


class Fuzz(Folder):
    def test_the_seed_is_printed_and_handed_on(self):
        self.program("driver", 'echo "$*"')
        done = self.run_script("Scripts/fuzz", self.folder / "bin/driver", 10, 7)
        self.assertEqual(done.returncode, 0)
        self.assertIn("10 cases, seed 7\n--cases 10 --seed 7\n", done.stdout)

    def test_one_reader_can_run_alone_with_a_seed_or_without(self):
        self.program("driver", 'echo "$*"')
        driver = self.folder / "bin/driver"
        done = self.run_script("Scripts/fuzz", driver, 10, 7, "analysers")
        self.assertIn("--cases 10 --seed 7 --only analysers\n", done.stdout)
        done = self.run_script("Scripts/fuzz", driver, 10, "", "analysers")
        self.assertRegex(done.stdout, r"--cases 10 --seed \d+ --only analysers\n")

    def test_a_failure_says_which_reader_to_repeat(self):
        self.program("driver", "exit 1")
        done = self.run_script("Scripts/fuzz", self.folder / "bin/driver", 10, 7, "analysers")
        self.assertEqual(done.returncode, 1)
        self.assertIn("make fuzz N=10 SEED=7 READER=analysers", done.stderr)

    def test_a_failure_says_how_to_repeat_it(self):
        self.program("driver", "exit 1")
        done = self.run_script("Scripts/fuzz", self.folder / "bin/driver", 10, 7)
        self.assertEqual(done.returncode, 1)
        self.assertIn("make fuzz N=10 SEED=7", done.stderr)

    def test_no_cases_is_a_failure(self):
        self.program("driver", "exit 0")
        self.assertEqual(self.run_script("Scripts/fuzz", self.folder / "bin/driver", 0).returncode, 1)


class ReadmeExamples(Folder):
    readme = load("Tests/Scripts/run_readme")

    def run_readme(self, text):
        self.program("broadsheet", "exit 0")
        page = self.place("README.md", text)
        return self.run_script("Tests/Scripts/run_readme", self.folder / "bin/broadsheet", README=str(page))

    def test_a_block_and_what_it_prints_belong_together(self):
        text = "a\n```sh run\necho 1\n```\nb\n```text out\n1\n2\n```\n```sh\nnot run\n```\n"
        self.assertEqual(self.readme.examples(text), [(2, "echo 1\n", ["1", "2"])])

    def test_lines_may_be_shortened_and_left_out(self):
        self.readme.check_output("x:1", ["a…d", "f"], "abcd\ne\nf\n")

    def test_a_line_that_was_not_printed_is_a_failure(self):
        for shown in (["a"], ["f", "abcd"], ["…g…"]):
            with self.assertRaises(self.readme.Failure):
                self.readme.check_output("x:1", shown, "abcd\ne\nf\n")

    def test_a_page_without_blocks_is_a_failure(self):
        done = self.run_readme("# nothing\n```sh\nls\n```\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("found no block", done.stderr)

    def test_a_server_that_ends_is_a_failure(self):
        done = self.run_readme("```sh run\ntrue\n```\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the demo server ended", done.stderr)


if __name__ == "__main__":
    program = unittest.main(exit=False)
    ran = program.result.testsRun
    print(f"test-scripts: {ran} cases ran")
    sys.exit(0 if program.result.wasSuccessful() and ran > 0 else 1)

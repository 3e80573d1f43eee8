#!/usr/bin/env python3
"""Tests the tests of the trusted checker (docs/certificates.md): changes its source in one place at a time and runs
the arena against the changed checker. A mutant that every test passes has survived and must be explained.

  mutate_checker.py BUILD [--limit k] [--jobs j] [--list]

BUILD is a build folder whose libraries are used. --limit (or REDBLUE_CODE_MUTANTS) takes that many, evenly. Prints survivors, then one line of figures.
Exit code 1 when a survivor is not listed, with its reason, in tools/checker_equivalents.txt.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECK = ROOT / "proofs_check" / "check"
SOURCES = ["board.cpp", "check.cpp", "counting.cpp", "exhausted.cpp", "graph.cpp", "pebbling.cpp"]
HEADERS = ["board.hpp", "input.hpp"]
TESTS = ["210_arena", "211_certificate_mutants", "212_hostile_files", "213_other_kinds"]  # in this process: fast

SWAPS = [(r"==", "!="), (r"!=", "=="), (r"<=", "<"), (r">=", ">"), (r"(?<![<\-=>:])<(?![<=a-zA-Z_:])", "<="),
         (r"(?<![\->=<])>(?![>=(),;&*:])", ">="), (r"&&", "||"), (r"\|\|", "&&"), (r"(?<![+e(])\+(?![+=])", "-"),
         (r"(?<![\-e(\"'<])-(?![\-=>])", "+"), (r"\+\+", "--"), (r"(?<![\-\"])--(?!-)", "++"), (r"\+=", "-="), (r"-=", "+="),
         (r"(?<=[ (])!(?=[a-z(])", ""), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r"(?<![\w.%])0(?![\w.x])", "1"),
         (r"(?<![\w.%])1(?![\w.])", "0"), (r"(?<![\w.%])1(?![\w.])", "2"), (r"(?<![\w.])2(?![\w.])", "3"),
         (r"(?<![\w.])7(?![\w.])", "8"), (r"(?<![\w.])8(?![\w.])", "7"), (r"\|=", "&="), (r" & ", " | "), (r" \| ", " & "), (r"& ~", "& "),
         (r" / ", " * "), (r" % ", " / "), (r" \* ", " + "), (r"<<", ">>"), (r"is_red", "is_blue"), (r"is_blue", "is_red"),
         (r"is_computed", "is_red"), (r"\bfast\(", "slow("), (r"\bslow\(", "fast("), (r"slow_left_", "left_"),
         (r"(?<!slow_)\bleft_", "slow_left_"), (r"\bpartial_\b", "once_"), (r"\bpartial_\b", "terms_"), (r"\bonce_\b", "partial_"),
         (r"\bterms_\b", "partial_"), (r"Kind::input", "Kind::val"), (r"Kind::val", "Kind::acc"), (r"Kind::acc", "Kind::val"),
         (r"==", "<="), (r"==", ">="), (r"!=", "<"), (r"!=", ">"), (r"<=", "=="), (r">=", "=="), (r"(?<![<\-=>:])<(?![<=a-zA-Z_:])", ">"),
         (r"(?<![\->=<])>(?![>=(),;&*:])", "<"), (r"(?<![+e(])\+(?![+=])", "*"), (r"\[v\]", "[0]"), (r"\[u\]", "[0]"), (r"\(v, ", "(0, "),
         (r"\(v\)", "(0)"), (r"\(u, ", "(0, "), (r"\bu\b", "v"), (r"true", "!true"), (r" \? ", " ? 0 != "), (r"&& ", "&& !"), (r"\|\| ", "|| !"),
         (r"\bM_", "(M_ + 1)"), (r"\bM_", "(M_ - 1)"), (r"\bt / 8", "t / 8 + 1"), (r"bit\(t\)", "bit(t + 1)"),
         (r"term_count\(v\)", "term_count(v) - 1"), (r"size\(\)", "size() + 1"), (r"size\(\)", "size() - 1"), (r"break;", ";"), (r"continue;", ";"), (r"return nullptr;", ";")]


def mutants_of(name):
    """(line number, changed text, what) of one file."""
    text = (CHECK / name).read_text()
    lines = text.split("\n")
    for n, line in enumerate(lines):
        code = line.split("//")[0]
        if not code.strip() or code.lstrip().startswith(("#", "namespace", "using", "/*")):
            continue
        spans = [m.span() for m in re.finditer(r'"[^"]*"', code)]
        for pattern, to in SWAPS:
            for m in re.finditer(pattern, code):
                if any(a < m.start() < b for a, b in spans):
                    continue
                changed = code[: m.start()] + to + code[m.end():]
                yield n, lines[:n] + [changed] + lines[n + 1:], f"{m.group(0)} -> {to or 'nothing'}"
        branch = re.match(r"^(\s*)(else )?if \((.*)\)( .*)?$", code)
        if branch:
            rest = code[code.rindex(branch.group(3)) + len(branch.group(3)):]
            for value in ("true", "false"):
                changed = f"{branch.group(1)}{branch.group(2) or ''}if ((void)({branch.group(3)}), {value}{rest}"
                yield n, lines[:n] + [changed] + lines[n + 1:], f"if ({value})"
        if re.match(r"^\s+[\w.:>\-\[\]() ]+(\(|=|\+\+|--).*;$", code) and not re.match(r"^\s+(const|auto|std::|return|int|bool|char|Wide|Vertex|sim::|static|explicit)", code):
            yield n, lines[:n] + [""] + lines[n + 1:], "statement removed"


def run(command, **more):
    return subprocess.run(command, capture_output=True, **more)


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.flags = ["-std=c++20", "-w", f"-I{build}/include", f"-I{ROOT}/tests",
                      f'-DREDBLUE_TEST_DATA="{ROOT}/tests/data"']
        self.objects, self.tests = {}, []

    def compile(self, source, target, include=("-O1",)):
        return run(["g++", *include, *self.flags, "-c", str(source), "-o", str(target)]).returncode == 0

    def prepare(self):
        jobs = [(CHECK / s, self.folder / f"{s}.o") for s in SOURCES]
        jobs += [(ROOT / "tests" / f"{t}.cpp", self.folder / f"{t}.o") for t in TESTS if (ROOT / "tests" / f"{t}.cpp").exists()]
        jobs += [(ROOT / "tests" / "main.cpp", self.folder / "main.o")]
        for source, target in jobs:
            if not self.compile(source, target):
                sys.exit(f"{source} does not compile")
            (self.tests if source.parent.name == "tests" else self.objects.setdefault(source.name, [])).append(target)

    def verdict(self, number, name, text):
        """'killed', 'survived' or 'stillborn' (does not compile)."""
        place = self.folder / f"m{number}"
        tree = place / "redblue" / "proofs_check" / "check"
        tree.mkdir(parents=True)
        for file in CHECK.iterdir():
            (tree / file.name).write_text("\n".join(text) if file.name == name else file.read_text())
        (place / "redblue" / "sim").symlink_to(ROOT / "sim")
        changed = [name] if name in SOURCES else SOURCES
        objects = [o for s in SOURCES if s not in changed for o in self.objects[s]]
        for source in changed:
            objects.append(place / f"{source}.o")
            if not self.compile(tree / source, objects[-1], include=["-O0", f"-I{place}"]):
                return self.clean(place, "stillborn")
        libraries = [f"{self.build}/proofs_check/libredblue_proofs_check.a", f"{self.build}/algorithms/libredblue_algorithms.a"]
        linked = run(["g++", *map(str, objects), *map(str, self.tests), *libraries, "-o", str(place / "t")])
        if linked.returncode != 0:
            return self.clean(place, "stillborn")
        try:
            code = run(["bash", "-c", f"ulimit -v 4000000; exec {place}/t --abort-after=1"], timeout=60,
                       env={"REDBLUE_MUTANTS": "3000", "PATH": "/usr/bin:/bin"}).returncode
        except subprocess.TimeoutExpired:
            code = 1
        return self.clean(place, "survived" if code == 0 else "killed")

    @staticmethod
    def clean(place, verdict):
        run(["rm", "-rf", str(place)])
        return verdict


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=int(os.environ.get("REDBLUE_CODE_MUTANTS", 10 ** 9)))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    everything = [(name, *m) for name in SOURCES + HEADERS for m in mutants_of(name)]
    chosen = everything[:: max(1, -(-len(everything) // options.limit))]
    if options.list:
        return print(len(everything))
    known = (ROOT / "tools" / "checker_equivalents.txt").read_text().split("\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.build, pathlib.Path(folder))
        bench.prepare()
        clean = bench.verdict("clean", SOURCES[0], (CHECK / SOURCES[0]).read_text().split("\n"))
        if clean != "survived":
            sys.exit(f"the unchanged checker was {clean}: the tests must pass before they are tested")
        counts = {"killed": 0, "survived": 0, "stillborn": 0}
        unexplained = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            verdicts = pool.map(lambda im: bench.verdict(im[0], im[1][0], im[1][2]), enumerate(chosen))
            for (name, n, text, what), verdict in zip(chosen, verdicts):
                counts[verdict] += 1
                if verdict != "survived":
                    continue
                source = (CHECK / name).read_text().split("\n")[n].strip()
                entry = f"{name}: {source}: {what}"
                listed = any(k.startswith(entry) for k in known)
                unexplained += not listed
                print(f"{'equivalent' if listed else 'SURVIVED'}: {name}:{n + 1}: {source}: {what}", flush=True)
    print(f"{len(chosen)} mutants of {len(everything)}: {counts['killed']} killed, {counts['stillborn']} do not compile, "
          f"{counts['survived']} survived, {unexplained} of them unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())

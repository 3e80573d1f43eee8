#!/usr/bin/env python3
"""Tests the tests of the trusted checker (docs/certificates.md): changes its source in one place at a time and runs
the tests against the changed checker. A mutant that every test passes has survived and must be explained.

  mutate_checker.py BUILD [--limit k] [--jobs j] [--only REGEX] [--work DIR] [--list]

BUILD is a build folder in which test_check, test_find and test_out_of_memory are up to date. All mutants are compiled at
once: clang's syntax tree says where an expression can be changed, and there it becomes `(on(17) ? changed : original)`;
the environment picks the number. What must be constant for the compiler (enumerators) is compiled on its own.
--limit (or REDBLUE_CODE_MUTANTS) takes so many, evenly spread; --only takes those whose description begins with REGEX;
--work (or REDBLUE_CODE_WORK) keeps the build there and uses it again.
Prints survivors, then one line of figures. Exit code 1 when a survivor is not listed, with its reason, in
tools/checker_equivalents.txt, or when something listed there was killed or is gone.
"""
import argparse
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECK = ROOT / "proofs_check" / "check"
EQUIVALENTS = ROOT / "tools" / "checker_equivalents.txt"
BOUNDS = "dominator|families|inertia|interval|parts|spectral|vertex_lines|wavefront"
OTHERS = f"(?!{BOUNDS})"
SHORT = f"{BOUNDS}|check.cpp.*check_"
LIMIT, OPTIMUM = "*too large is not checked*", "an exhausted search is confirmed*"
LONG = "*accepted*,*exact*,*bit of its digest*,*too many*,*2^21*,*2^28*,*up to 16 vertices*"
# (test program, its arguments, which mutants it is for): the quickest first.
STAGES = [("test_check", ["--source-file=*209_*,*210_*,*212_*", "--test-case=*"], OTHERS),
          ("test_check", ["--source-file=*211_*"], "board|check|graph|input|pebbling|verdict"),
          ("test_check", ["--source-file=*207_*,*213_*", f"--test-case-exclude={LIMIT},{OPTIMUM}"], OTHERS),
          ("test_check", ["--source-file=*208_*,*216_*,*219_*", f"--test-case-exclude={LONG}"], SHORT),
          ("test_check", ["--source-file=*216_intervals*"], "interval|root"),
          ("test_check", ["--source-file=*216_factor*"], "budget"),
          ("test_check", ["--source-file=*217_*", "--test-case=*"], "families|graph|root"),
          ("test_check", ["--source-file=*216_*"], "inertia|interval|spectral"),
          ("test_check", ["--source-file=*219_*"], SHORT),
          ("test_check", ["--source-file=*208_*"], "parts|wavefront"),
          ("test_find", ["--source-file=*230_wavefront*"], "vertex_lines|wavefront"),
          ("test_find", ["--source-file=*232_parts*"], "dominator|parts|vertex_lines"),
          ("test_check", ["--source-file=*213_*", f"--test-case={OPTIMUM}"], "exhausted"),
          ("test_check", ["--source-file=*213_*", f"--test-case={LIMIT}"], "exhausted.*(spend|held_|looked_at_)|budget"),
          ("test_check", ["--source-file=*218_*"], "main|verdict"),
          ("test_out_of_memory", ["--test-case=*out of memory prints*"], "main|check.cpp.*(bad_alloc|out of memory)")]

RELATIONS = ["==", "!=", "<", "<=", ">", ">="]
ARITHMETIC = {"+": "-*", "-": "+*", "*": "+/", "/": "*%", "%": "/*", "&": "|^", "|": "&^", "^": "&|", "<<": [">>"], ">>": ["<<"]}
UPDATES = {"+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "++": "--", "--": "++"}
INTEGERS = {"int", "unsigned int", "long", "unsigned long", "char", "unsigned char", "__int128"}
LOOP_OR_BRANCH = {"IfStmt", "ForStmt", "WhileStmt", "DoStmt", "CXXForRangeStmt"}


class Mutant:
    def __init__(self, file, line, source, old, new, begin, end, alone):
        self.file, self.line, self.source, self.old, self.new = file, line, source, old, new
        self.begin, self.end, self.alone = begin, end, alone
        self.number = self.nth = 0

    def key(self):
        """Stays the same when lines move; `nth` tells equal changes of equal lines apart."""
        nth = f" #{self.nth}" if self.nth > 1 else ""
        return f"{self.file}: {self.source}: {self.old} -> {self.new}{nth}"


class Finder:
    """The mutants of one translation unit and its headers, from clang's syntax tree."""

    def __init__(self, tree):
        self.tree, self.texts, self.found, self.fields, self.enums = tree, {}, {}, {}, {}

    def read(self, source, flags):
        command = ["clang++-19", *flags, "-fsyntax-only", "-Xclang", "-ast-dump=json", "-Xclang"]
        for name in ("redblue", "main") if source.name == "main.cpp" else ("redblue",):
            dump = subprocess.run([*command, f"-ast-dump-filter={name}", str(source)], capture_output=True, text=True)
            if dump.returncode != 0:
                sys.exit(dump.stderr)
            at = 0
            while (at := at + len(dump.stdout[at:]) - len(dump.stdout[at:].lstrip())) < len(dump.stdout):
                node, at = json.JSONDecoder().raw_decode(dump.stdout, at)
                self.file = None
                self.place(node)
                self.declarations(node)
                self.visit(node, [], [])

    def place(self, node):
        """Gives every location its file: clang names it only where it changes."""
        if isinstance(node, list):
            for n in node:
                self.place(n)
        elif isinstance(node, dict):
            self.file = node.get("file", self.file)
            if "offset" in node:
                node["in"] = self.file
            for key, n in node.items():
                if key != "includedFrom":
                    self.place(n)

    def declarations(self, node):
        inner = node.get("inner", [])
        if node.get("kind") == "CXXRecordDecl":
            fields = [n for n in inner if n.get("kind") == "FieldDecl"]
            for f in fields:
                self.fields[f["id"]] = [g["name"] for g in fields if g is not f and "name" in g and type_of(g) == type_of(f)]
        if node.get("kind") == "EnumDecl":
            names = [n["name"] for n in inner if n.get("kind") == "EnumConstantDecl"]
            for n in inner:
                self.enums[n["id"]] = [name for name in names if name != n.get("name")]
        for n in inner:
            self.declarations(n)

    def span(self, node):
        """(file, begin, end) of what was written for the node in the checker's source, or None."""
        begin, end = node.get("range", {}).get("begin", {}), node.get("range", {}).get("end", {})
        if "offset" not in begin or "offset" not in end or begin["in"] != end["in"]:
            return None
        file = pathlib.Path(begin["in"])
        if file.parent != self.tree or end["offset"] + end["tokLen"] <= begin["offset"]:
            return None
        if file.name not in self.texts:
            self.texts[file.name] = file.read_text()
        return file.name, begin["offset"], end["offset"] + end["tokLen"]

    def text(self, node):
        where = self.span(node)
        return self.texts[where[0]][where[1]:where[2]] if where else ""

    def add(self, node, new, alone):
        where = self.span(node)
        if where and new != self.text(node):
            self.found.setdefault((*where, new), alone)

    def visit(self, node, parents, scope):
        kind, inner = node.get("kind"), node.get("inner", [])
        if kind in ("CXXDefaultInitExpr", "CXXDefaultArgExpr", "BindingDecl", "StaticAssertDecl") or node.get("isImplicit"):
            return
        alone = any(p.get("kind") in ("EnumConstantDecl", "CaseStmt") for p in parents)
        for new in self.alternatives(node, parents, scope):
            self.add(node, new, alone)
        if kind == "CXXForRangeStmt":
            variable = inner[-2]["inner"][0]
            inner = [inner[1], {"kind": "CompoundStmt", "inner": [{"kind": "DeclStmt", "declares": variable}, inner[-1]]}]
        if kind == "IfStmt" and node.get("hasVar"):
            inner = [inner[0], *inner[2:]]
        if kind in ("CXXMethodDecl", "FunctionDecl", "CXXConstructorDecl", "CompoundStmt", "LambdaExpr", *LOOP_OR_BRANCH):
            scope = list(scope)
        for n in inner:
            self.visit(n, parents + [node], scope)
            declared = [n["declares"]] if "declares" in n else n.get("inner", []) if n.get("kind") == "DeclStmt" else [n]
            scope += [d for d in declared if "name" in d and (d.get("kind") == "ParmVarDecl" or (d.get("kind") == "VarDecl" and d is not n))]

    def alternatives(self, node, parents, scope):
        kind, inner, op = node.get("kind"), node.get("inner", []), node.get("opcode")
        type, parent, text = type_of(node), parents[-1] if parents else {}, self.text(node)
        value = node.get("valueCategory") == "prvalue" and kind != "InitListExpr"
        sides = [self.text(n) for n in inner] if len(inner) == 2 else ["", ""]
        if kind == "BinaryOperator" and op in RELATIONS:
            yield from (f"{sides[0]} {other} {sides[1]}" for other in self.relations(op, sides, type_of(inner[0]), parent))
        elif kind == "BinaryOperator" and op in ("&&", "||"):
            yield f"{sides[0]} {'||' if op == '&&' else '&&'} {sides[1]}"
        elif kind == "BinaryOperator" and op == ",":
            yield from (f"(void)({side})" for side in sides) if self.is_statement(node, parent) else sides[1:]
        elif kind == "BinaryOperator" and op in ARITHMETIC and type in INTEGERS:
            yield from (f"{sides[0]} {other} {sides[1]}" for other in ARITHMETIC[op])
            yield from sides
        elif kind in ("BinaryOperator", "CompoundAssignOperator"):  # an assignment
            yield sides[0]
            if op in UPDATES:
                yield f"{sides[0]} {UPDATES[op]} {sides[1]}"
        elif kind == "UnaryOperator" and op in ("++", "--"):
            yield self.text(inner[0])
            yield UPDATES[op] + self.text(inner[0])
        elif kind == "CXXOperatorCallExpr" and len(inner) == 3 and self.text(inner[0]) in ("=", "+="):
            yield self.text(inner[1])
        elif kind == "IntegerLiteral":
            n = int(node["value"])
            yield from (str(m) + "U" * ("U" in text) for m in dict.fromkeys((n + 1, max(n - 1, 0), 0)))
        elif kind == "CharacterLiteral":
            yield from (f"static_cast<char>({text} {by})" for by in ("+ 1", "- 1"))
        elif kind == "StringLiteral":
            yield '"?"'
        elif value and type in INTEGERS and kind not in ("UnaryOperator", "ParenExpr", "ConditionalOperator"):
            if not (kind == "ImplicitCastExpr" and node.get("castKind") not in ("LValueToRValue",)):
                cast = f"static_cast<decltype({text})>" if kind != "ImplicitCastExpr" else ""
                yield from (f"{cast}({text} {by})" for by in ("+ 1", "- 1"))
        if value and type == "bool" and op not in ("&&", "||", "!") and kind != "ParenExpr":
            yield from ("true", "false")
            if op not in RELATIONS:
                yield f"!({text})"
        yield from self.names(node, parent, text, scope)
        yield from self.deletions(node, parent, type, text)

    @staticmethod
    def relations(op, sides, left, parent):
        """The relations that can differ from `op`."""
        same = {op}
        if left not in INTEGERS or (op in ("==", "!=") and "'" in sides[1]):  # pointers, enumerators, letters
            same |= {"<", "<=", ">", ">="}
        if sides[1] == "0":  # nothing is below 0
            same |= {"<", ">="} | ({"!=", ">"} if op in ("!=", ">") else {"==", "<="})
        if op == "<" and parent.get("kind") == "ForStmt":
            same.add("!=")
        return [other for other in RELATIONS if other not in same]

    def names(self, node, parent, text, scope):
        """Another enumerator, another field or another variable of the same type."""
        decl = node.get("referencedDecl", {})
        others = []
        if decl.get("kind") == "EnumConstantDecl":
            others = self.enums.get(decl["id"], [])
        elif node.get("kind") == "MemberExpr":
            others = self.fields.get(node.get("referencedMemberDecl"), [])
        elif decl.get("kind") in ("VarDecl", "ParmVarDecl") and any(d["id"] == decl["id"] for d in scope):
            read = parent.get("castKind") == "LValueToRValue"
            same = type_of if read else lambda d: d["type"]["qualType"]
            others = [d["name"] for d in scope if d["id"] != decl["id"] and same(d) == same(decl)]
        yield from (re.sub(r"\w+$", other, text) for other in others)

    def is_statement(self, node, parent):
        within = parent.get("kind")
        return within == "CompoundStmt" or (within in LOOP_OR_BRANCH and any(n is node for n in parent["inner"][1:]))

    def deletions(self, node, parent, type, text):
        kind, within = node.get("kind", ""), parent.get("kind")
        if self.is_statement(node, parent) and kind in ("CXXMemberCallExpr", "CallExpr", "CXXOperatorCallExpr", "ExprWithCleanups"):
            if node.get("valueCategory") == "prvalue" and type != "bool":
                yield "(void)0"
        if kind in ("ReturnStmt", "ContinueStmt", "BreakStmt") and within in LOOP_OR_BRANCH and not parent.get("hasElse"):
            yield ""


def type_of(node):
    type = node.get("type", {})
    return re.sub(r"\bconst ", "", type.get("desugaredQualType", type.get("qualType", "")))


def plant(text, mutants, begin=0, end=None):
    """The text with every mutant in it, each behind its number."""
    end = len(text) if end is None else end
    made, at = "", begin
    while mutants:
        first = min(m.begin for m in mutants)
        last = max(m.end for m in mutants if m.begin == first)
        here = [m for m in mutants if (m.begin, m.end) == (first, last)]
        inside = [m for m in mutants if m.begin < last and m not in here]
        made += text[at:first]
        original = plant(text, inside, first, last)
        if here[0].new == "":
            original = f"if (!on({here[0].number})) {original}"
        else:
            truth = {"true", "false", f"!({text[first:last]})"}  # in place of what becomes a truth value here
            cast = "(void)" if here[0].new.startswith("(void)") else "bool" if any(m.new in truth for m in here) else ""
            original = "(" + "".join(f"on({m.number}) ? ({m.new}) : " for m in here) + f"{cast}({original}))"
        made += original
        at = last
        mutants = [m for m in mutants if m.begin >= last]
    return made + text[at:end]


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder = build.resolve(), folder
        self.tree = folder / "redblue" / "proofs_check" / "check"
        self.tree.mkdir(parents=True, exist_ok=True)
        if not (folder / "redblue" / "sim").exists():
            (folder / "redblue" / "sim").symlink_to(ROOT / "sim")
        self.flags = ["-std=c++20", "-w", f"-I{folder}", "-D_GLIBCXX_ASSERTIONS"]
        (folder / "on.hpp").write_text(
            "#pragma once\n#include <cstdlib>\ninline const int active_mutant = [] { const char* text = std::getenv(\"REDBLUE_MUTANT\");"
            " return text == nullptr ? 0 : std::atoi(text); }();\ninline bool on(int number) { return number == active_mutant; }\n")
        self.sources = sorted(CHECK.glob("*.cpp"))
        self.write_tree()

    def write_tree(self, changed=None):
        """The checker's source, with constants that the compiler need not know so that they can be mutated."""
        for file in CHECK.iterdir():
            text = file.read_text().replace("static constexpr", "inline static const")
            text = text.replace("constexpr const ", "const ").replace("constexpr ", "const ")
            (self.tree / file.name).write_text((changed or {}).get(file.name, text))

    def find(self):
        finder = Finder(self.tree)
        for source in self.sources:
            finder.read(self.tree / source.name, self.flags)
        mutants, seen = [], {}
        deleted = {where for *where, new in map(list, finder.found) if new == "(void)0" for where in [tuple(where)]}
        for (file, begin, end, new), alone in sorted(finder.found.items(), key=lambda f: f[0][:2] + (-f[0][2],)):
            if new != "(void)0" and (file, begin, end) in deleted:
                continue
            text = finder.texts[file]
            line = text.count("\n", 0, begin)
            source = (CHECK / file).read_text().split("\n")[line].strip()
            m = Mutant(file, line + 1, source, " ".join(text[begin:end].split()), new, begin, end, alone)
            key = m.key()  # without nth
            m.nth = seen[key] = seen.get(key, 0) + 1
            m.number = len(mutants) + 1
            mutants.append(m)
        self.texts = finder.texts
        return mutants

    def concerns(self, source, file):
        """Whether the source is that file or includes it."""
        included = re.findall(r"#include <redblue/proofs_check/check/(.+)>", (self.tree / source).read_text())
        return source == file or any(self.concerns(name, file) for name in included)

    def compile(self, name, file=None):
        """The test programs and redblue-check of the tree as it stands, or of "all" with another `file`; False when it does
        not compile."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        def one(source, object, *more):
            command = ["g++", "-O1", *self.flags, *more, "-include", str(self.folder / "on.hpp"), "-c", str(self.tree / source)]
            if file and not self.concerns(source, file):
                shutil.copy(self.folder / "all" / object, place / object)
            else:
                errors = run([*command, "-o", str(place / object)]).stderr
                print(errors if name == "all" else "", end="", file=sys.stderr)
        asked = [(s.name, f"{s.name}.o") for s in self.sources] + [("main.cpp", "function.o", "-Dmain=redblue_check_main")]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda a: one(*a), asked))
        if any(not (place / object).exists() for _, object, *_ in asked):
            return False
        objects = " ".join(str(place / f"{s.name}.o") for s in self.sources if s.name != "main.cpp")
        links = [f"g++ {objects} {place}/main.cpp.o -o {place}/redblue-check"]
        for program in self.programs:
            commands = run(["ninja", "-C", str(self.build), "-t", "commands", f"bin/{program}"]).stdout.strip().split("\n")
            link = commands[-1].replace("proofs_check/libredblue_check_core.a", "")
            link = link.replace("/c++ ", f"/c++ {objects} ", 1)  # first: the inline functions of its headers count
            link = re.sub(r"\S+/check/main\.cpp\.o", str(place / "function.o"), link)  # as test_out_of_memory has it
            links.append(link.replace(f"-o bin/{program}", f"-o {place}/{program}"))
        for command in links:
            linked = subprocess.run(command, shell=True, cwd=self.build, capture_output=True, text=True)
            if linked.returncode != 0:
                sys.exit(command + "\n" + linked.stderr)
        return True

    def verdict(self, name, number, key=None):
        """'killed' or 'survived'."""
        place = self.folder / name
        environment = {"REDBLUE_MUTANT": str(number), "REDBLUE_MUTANTS": "3000", "REDBLUE_BOUND_MUTANTS": "2000", "REDBLUE_STATES": "1", "PATH": "/usr/bin:/bin",
                       "REDBLUE_CHECK_PROGRAM": str(place / "redblue-check")}
        for program, arguments, which in STAGES:
            if program not in self.programs or (key and not re.match(which, key)):
                continue
            seconds = 30 if arguments[-1] in (f"--test-case={LIMIT}", f"--test-case={OPTIMUM}") else 6 if len(arguments) == 1 else 2
            command = ["prlimit", f"--cpu={seconds}", "--as=1073741824", "--core=0", str(place / program), "--abort-after=1", *arguments]
            try:
                if subprocess.run(command, env=environment, timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
                    return "killed"
            except subprocess.TimeoutExpired:
                return "killed"
        return "survived"


def run(command):
    return subprocess.run(command, capture_output=True, text=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=int(os.environ.get("REDBLUE_CODE_MUTANTS", 10 ** 9)))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--work", default=os.environ.get("REDBLUE_CODE_WORK"))
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    known = {line for line in EQUIVALENTS.read_text().split("\n") if line and line[0] not in "# "}
    with contextlib.ExitStack() as stack:
        folder = options.work or stack.enter_context(tempfile.TemporaryDirectory())
        bench = Bench(options.build, pathlib.Path(folder))
        mutants = bench.find()
        if options.list:
            print("\n".join(f"{m.number} line {m.line} {m.key()}" for m in mutants))
            return 0
        everything = len(mutants)
        chosen = [m for m in mutants if re.match(options.only, m.key())]
        chosen = chosen[:: max(1, -(-len(chosen) // options.limit))]
        together = [m for m in mutants if not m.alone]  # all: what --work keeps serves any choice
        bench.programs = {p for p, _, _ in STAGES}
        bench.write_tree({file: plant(text, [m for m in together if m.file == file]) for file, text in bench.texts.items()})
        if not (bench.folder / "all" / "redblue-check").exists() and not bench.compile("all"):
            sys.exit("the checker does not compile with its mutants planted")
        if bench.verdict("all", 0) != "survived":
            sys.exit("the unchanged checker was killed: the tests must pass before they are tested")
        def judge(m):
            if not m.alone:
                return m, bench.verdict("all", m.number, m.key())
            text = bench.texts[m.file]
            bench.write_tree({m.file: text[:m.begin] + m.new + text[m.end:]})
            name = f"alone{m.number}"
            return m, bench.verdict(name, 0, m.key()) if bench.compile(name, m.file) else "does not compile"

        counts, survivors = {"killed": 0, "survived": 0, "does not compile": 0}, set()
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            together = pool.map(judge, [m for m in chosen if not m.alone])
            alone = map(judge, [m for m in chosen if m.alone])  # one after the other: each writes the tree
            for m, verdict in itertools.chain(together, alone):
                counts[verdict] += 1
                if verdict == "survived":
                    survivors.add(m.key())
                    print(f"{'equivalent' if m.key() in known else 'SURVIVED'}: {m.key()}", flush=True)
                if sum(counts.values()) % 100 == 0:
                    print(counts, file=sys.stderr, flush=True)
    wrong = [k for k in known if k in {m.key() for m in chosen} - survivors]
    for key in wrong:
        print(f"LISTED BUT KILLED: {key}")
    unexplained = len(survivors - known)
    print(f"{len(chosen)} mutants of {everything}: {counts['killed']} killed, {counts['does not compile']} do not compile, "
          f"{counts['survived']} survived, {unexplained} of them unexplained")
    return 1 if unexplained or wrong else 0


if __name__ == "__main__":
    sys.exit(main())

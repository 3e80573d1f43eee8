#!/usr/bin/env python3
"""A second checker of certificates, written from the specification of the files alone (docs/certificates.md).

It exists to disagree with redblue-check: nothing is shared with it, and everything is done the slow, plain way
(sets of vertices, whole files in memory). Kind exhausted has a twin of its own, in tests/213_other_kinds.cpp.

  check_twin.py GRAPH CERTIFICATE     prints the verdict; exit code 0, 1, 3 or 5 as redblue-check
  check_twin.py --batch LIST          LIST has lines "GRAPH CERTIFICATE"; prints "STATUS RULE LINE MOVE" for each
"""
import math
import re
import sys

LIMIT = 2 ** 63

class Verdict(Exception):
    def __init__(self, status, rule="-", line=0, move=0):
        super().__init__(status)
        self.status, self.rule, self.line, self.move = status, rule, line, move

def need(condition, line):
    if not condition:
        raise Verdict("UNREADABLE", line=line)

def number(text, line):
    need(re.fullmatch(rb"0|[1-9][0-9]*", text), line)
    need(len(text) < 20 and int(text) < LIMIT, line)
    return int(text)

def fnv(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 % 2 ** 64
    return h

class Graph:
    """kind[v] in 'iva'; terms[v] = list of (operands, starred); mark[v] or None; out = list."""

    PLAIN = rb"[A-Za-z0-9_.,:+()-]"
    def __init__(self, data):
        self.digest = fnv(data)
        self.kind, self.terms, self.mark = [], [], []
        lines = data.split(b"\n")
        first = lines[0].split(b" ")
        need(len(lines) > 1 and len(first) == 3 and first[:2] == [b"redblue-graph", b"1"], 1)
        self.label(first[2], 1)
        for n, line in enumerate(lines[1:-1], 2):
            words = line.split(b" ")
            if words[0] == b"out":
                self.outputs(words[1:], n)
                need(n == len(lines) - 1 and lines[-1] == b"", n + 1)
                return
            self.vertex(words, n)
        need(False, len(lines))
    def label(self, text, line):
        need(re.fullmatch(rb"(" + self.PLAIN + rb"|%[0-9A-F]{2}){1,64}", text), line)
        for code in re.findall(rb"%(..)", text):
            need(not re.fullmatch(self.PLAIN, bytes([int(code, 16)])), line)
    def vertex(self, words, line):
        need(words[0] in (b"in", b"val", b"acc") and len(words) >= 2, line)
        self.label(words[1], line)
        terms, mark = [], None
        if words[0] == b"in":
            need(len(words) == 2, line)
        else:
            need(len(words) >= 3 and words[2] == b"=", line)
            if words[0] == b"val":
                marks = [w for w in words[3:] if w[:1] == b"!"]
                need(len(marks) <= 1, line)
                operands = [number(w[1:] if w[:1] == b"!" else w, line) for w in words[3:]]
                terms = [(list(dict.fromkeys(operands)), False)]
                mark = number(marks[0][1:], line) if marks else None
            else:
                for part in b" ".join(words[3:]).split(b" | ") if len(words) > 3 else [b""]:
                    tokens = part.split(b" ")
                    starred = tokens[-1] == b"*"
                    operands = [number(w, line) for w in (tokens[:-1] if starred else tokens)]
                    need(len(operands) in (1, 2), line)
                    terms.append((operands, starred))
            need(all(u < len(self.kind) for ops, _ in terms for u in ops), line)
        self.kind.append(chr(words[0][0]))
        self.terms.append(terms)
        self.mark.append(mark)
    def outputs(self, words, line):
        self.out = [number(w, line) for w in words]
        n = len(self.kind)
        need(self.out and len(set(self.out)) == len(self.out) and all(v < n for v in self.out), line)
        used = {u for terms in self.terms for ops, _ in terms for u in ops}
        need(all(self.kind[v] == "i" or v in used or v in self.out for v in range(n)), line)

class Play:
    """Fast and slow memory as dictionaries: vertex -> set of its done terms. A whole value has all of them."""
    def __init__(self, graph, rules, M):
        self.g, self.rules, self.M = graph, rules, M
        self.terms_apart = rules.startswith("partial")
        self.fast, self.slow, self.ever = {}, {}, {}
        self.cost = 0
        for v, kind in enumerate(graph.kind):
            self.ever[v] = set()
            if kind == "i":
                self.slow[v] = frozenset()
    def all_terms(self, v):
        return frozenset(range(len(self.g.terms[v])))
    def operands_of(self, v):
        return list(dict.fromkeys(u for ops, _ in self.g.terms[v] for u in ops))
    def dark_and_needed(self, v, now=()):
        if self.rules != "partial" or (v in self.slow and self.slow[v] == self.fast[v]):
            return False
        if v in self.g.out or self.fast[v] != self.all_terms(v):
            return True
        for w in range(v + 1, len(self.g.kind)):
            for t, (ops, _) in enumerate(self.g.terms[w]):
                if v in ops and t not in self.ever[w] and w not in now:
                    return True
        return False
    def play(self, kind, v, extra):
        """The first broken rule, or None."""
        rule = getattr(self, kind)(v, extra)
        return rule or ("capacity" if len(self.fast) > self.M else None)
    def L(self, v, _):
        if v in self.fast:
            return "already_red"
        if v not in self.slow:
            return "not_in_slow"
        self.fast[v] = self.slow[v]
        self.cost += 1
    def S(self, v, _):
        if v not in self.fast:
            return "not_red"
        self.slow[v] = self.fast[v]
        self.cost += 1
    def D(self, v, _):
        if v not in self.fast:
            return "not_red"
        if self.dark_and_needed(v):
            return "lost"
        del self.fast[v]
    def C(self, v, extra):
        g = self.g
        if g.kind[v] == "i":
            return "is_input"
        if self.terms_apart and g.kind[v] == "a":
            return self.one_term(v, extra) if isinstance(extra, int) else "form"
        if isinstance(extra, int) or (extra == "!" and (not self.terms_apart or g.mark[v] is None)):
            return "form"
        if v in self.fast:
            return "already_red"
        if self.rules in ("one_shot", "partial") and self.ever[v]:
            return "computed_twice"
        rule = self.check_operands(self.operands_of(v))
        if rule:
            return rule
        if extra == "!" and self.dark_and_needed(g.mark[v], now=(v,)):
            return "lost"
        if extra == "!":
            del self.fast[g.mark[v]]
        self.fast[v] = self.all_terms(v)
        self.ever[v] = self.all_terms(v)
    def one_term(self, v, t):
        done = self.fast.get(v, frozenset())
        if self.rules == "partial" and self.ever[v] and v not in self.fast:
            return "not_red"
        if t in done or (self.rules == "partial" and t in self.ever[v]):
            return "term_done"
        ops, starred = self.g.terms[v][t]
        if starred and any(s not in done for s, (_, star) in enumerate(self.g.terms[v]) if not star):
            return "last"
        rule = self.check_operands(ops)
        if rule:
            return rule
        self.fast[v] = done | {t}
        self.ever[v] = self.ever[v] | {t}
        if self.rules == "partial":
            self.slow.pop(v, None)
    def check_operands(self, operands):
        for u in operands:
            if u not in self.fast:
                return "operand_not_red"
            if self.g.kind[u] != "i" and self.fast[u] != self.all_terms(u):
                return "operand_incomplete"
    def end(self):
        if self.fast:
            return "not_empty"
        return None if all(self.slow.get(v) == self.all_terms(v) for v in self.g.out) else "output_missing"

def match(lines, i, pattern):
    need(i < len(lines) - 1, i + 1)  # the last piece has no line end
    found = re.fullmatch(pattern, lines[i])
    need(found, i + 1)
    return found.groups()

def header(lines, subject, claim):
    groups = match(lines, 2, subject)
    rules = match(lines, 3, rb"rules (classic|one_shot|partial|partial_recompute)")[0].decode()
    M = number(match(lines, 4, rb"M (.*)")[0], 5)
    return groups, rules, M, number(match(lines, 5, rb"claim " + claim + rb" (.*)")[0], 6)

def finish(lines, i, count):
    need(number(match(lines, i, rb"end (.*)")[0], i + 1) == count, i + 1)
    need(i + 2 == len(lines) and lines[-1] == b"", i + 2)

def read_graph(path, digest):
    graph = Graph(open(path, "rb").read())
    if graph.digest != int(digest, 16):
        raise Verdict("INVALID", "graph_mismatch", 3, 0)
    return graph

def pebbling(path, lines):
    (digest,), rules, M, claim = header(lines, rb"graph ([0-9a-f]{16})", b"io")
    graph = read_graph(path, digest)
    play = Play(graph, rules, M)
    i = 6
    while i < len(lines) and not lines[i].startswith(b"e"):
        kind, v, rest = match(lines, i, rb"([LSDC]) ([0-9]+)((?: [0-9]+| !)?)")
        v = number(v, i + 1)
        need(v < len(graph.kind) and (kind == b"C" or not rest), i + 1)
        extra = "!" if rest == b" !" else number(rest[1:], i + 1) if rest else None
        need(not (graph.kind[v] == "a" and isinstance(extra, int) and extra >= len(graph.terms[v])), i + 1)
        rule = play.play(kind.decode(), v, extra)
        if rule:
            raise Verdict("INVALID", rule, i + 1, i - 5)
        i += 1
    finish(lines, i, i - 6)
    rule = play.end() or (None if play.cost == claim else "claim")
    if rule:
        raise Verdict("INVALID", rule, i + 1, i - 5)

def counting(graph, lines):
    need(graph == "-", 3)
    sizes, rules, M, claim = header(lines, rb"shape (\d+) (\d+) (\d+) (\d+)", b"lower")
    Nq, Nk, dk, dv = (number(s, 3) for s in sizes)
    need(min(Nq, Nk, dk, dv) > 0, 3)
    bound = match(lines, 6, rb"bound (phase_pv|phase_both|phase_both_once)")[0].decode()
    if rules != ("partial" if bound == "phase_both_once" else "partial_recompute"):
        raise Verdict("INVALID", "rules", 4, 0)
    X = number(match(lines, 7, rb"X (.*)")[0], 8)
    need(X > 0, 8)
    Z = Nq * Nk
    items = Z * dv if bound == "phase_pv" else Z * (dk + dv)
    if max(Z, items) >= LIMIT or max(dk, dv, M, X) > 2 ** 40:
        raise Verdict("NOT_CHECKED")
    def f(z):
        return max(math.isqrt(z ** 3 // 27), z * z // (16 * dk) if bound == "phase_pv" else 0)
    def held(c):
        return f(c) if c < X else f(X) + (c // X - 1) * f(M + X) + f(M + c % X)
    def agree(i, name, value):
        if number(match(lines, i, name.encode() + rb" (.*)")[0], i + 1) != value:
            raise Verdict("INVALID", name, i + 1, i - 5)

    agree(8, "items", items)
    agree(9, "first", f(X))
    agree(10, "full", f(M + X))
    if f(M + X) < 1 or (bound == "phase_both" and X * dk < f(M + X)):
        raise Verdict("INVALID", "X", 8, 2)
    c = max(0, (items - f(X)) // f(M + X)) * X  # so many charges hold no more than needed, or are none
    while c > 0 and held(c) >= items:
        c -= X
    c = max(c, 0)
    while held(c + X) < items:
        c += X
    low, high = c, c + X
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if held(middle) >= items else (middle + 1, high)
    agree(11, "charges", low)
    match(lines, 12, rb"end 6")
    finish(lines, 12, 6)
    proven = low - (0 if bound == "phase_pv" else Z)
    if bound == "phase_both":
        proven = min(k - (held(k) - Z * dv) // dk for k in (low, -(-low // X) * X))
    if max(proven, 0) != claim:
        raise Verdict("INVALID", "claim", 13, 7)

def check(graph, certificate):
    try:
        lines = open(certificate, "rb").read().split(b"\n")
        match(lines, 0, rb"redblue-certificate 1")
        kind = match(lines, 1, rb"kind (pebbling|counting|exhausted)")[0]
        if kind == b"exhausted":
            return Verdict("NOT_CHECKED")
        (pebbling if kind == b"pebbling" else counting)(graph, lines)
    except Verdict as verdict:
        return verdict
    except OSError:
        return Verdict("UNREADABLE", line=1)
    return Verdict("VALID")

def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    if arguments[0] == "--batch":
        for line in open(arguments[1]):
            v = check(*line.split())
            print(v.status, v.rule, v.line, v.move)
        return 0
    v = check(*arguments)
    print(v.status if v.rule == "-" else f"{v.status} line {v.line} move {v.move}: {v.rule}")
    return {"VALID": 0, "INVALID": 1, "UNREADABLE": 3, "NOT_CHECKED": 5}[v.status]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

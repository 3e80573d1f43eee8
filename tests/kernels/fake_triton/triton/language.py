"""What kernels/bench/triton_attention.py takes from triton.language, on lists. Reads and writes outside a tensor fail."""
import builtins
import math
import operator

program = (0, 0)
constexpr = None
float32 = float
int64 = int


class Tile:
    """Of shape (), (n,) or (rows, cols), row-major."""

    def __init__(self, shape, cells):
        self.shape, self.cells = tuple(shape), list(cells)
        assert len(self.cells) == math.prod(self.shape)

    def __getitem__(self, key):
        assert len(self.shape) == 1 and key in ((slice(None), None), (None, slice(None)))
        n = self.shape[0]
        return Tile((n, 1) if key[1] is None else (1, n), self.cells)

    def to(self, kind):
        return Tile(self.shape, map(kind, self.cells))

    def spread(self, shape):
        """The same with rows or columns repeated."""
        if self.shape in (shape, ()):
            return self if self.shape else Tile(shape, self.cells * math.prod(shape))
        assert len(shape) == 2 == len(self.shape)
        (rows, cols), (tall, wide) = shape, self.shape
        assert tall in (1, rows) and wide in (1, cols)
        return Tile(shape, (self.cells[r % tall * wide + c % wide] for r in range(rows) for c in range(cols)))


def both(a, b, what):
    a, b = (x if isinstance(x, Tile) else Tile((), [x]) for x in (a, b))
    if () in (a.shape, b.shape):
        shape = a.shape or b.shape
    else:
        assert len(a.shape) == len(b.shape), (a.shape, b.shape)
        shape = tuple(map(builtins.max, a.shape, b.shape))
    return Tile(shape, map(what, a.spread(shape).cells, b.spread(shape).cells))


for name, what in {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "truediv": operator.truediv}.items():
    setattr(Tile, f"__{name}__", lambda a, b, what=what: both(a, b, what))
    setattr(Tile, f"__r{name}__", lambda a, b, what=what: both(b, a, what))
Tile.__lt__ = lambda a, b: both(a, b, operator.lt)


class Pointer:
    class dtype:
        element_ty = float

    def __init__(self, cells, at=0):
        self.cells, self.at = cells, at

    def __add__(self, offset):
        return Pointer(self.cells, offset + self.at)


def places(pointer, mask):
    """Place and whether it is touched, for each cell of the tile of a pointer."""
    for at, touched in zip(pointer.at.cells, mask.spread(pointer.at.shape).cells):
        assert not touched or 0 <= at < len(pointer.cells), f"word {at} of {len(pointer.cells)}"
        yield at, touched


def load(pointer, mask, other):
    return Tile(pointer.at.shape, (pointer.cells[at] if touched else other for at, touched in places(pointer, mask)))


def store(pointer, value, mask):
    assert value.shape == pointer.at.shape
    for (at, touched), word in zip(places(pointer, mask), value.cells):
        if touched:
            pointer.cells[at] = word


def along_rows(x, what):
    rows, cols = x.shape
    return Tile((rows,), (what(x.cells[r * cols:(r + 1) * cols]) for r in range(rows)))


def max(x, axis):
    assert axis == 1
    return along_rows(x, builtins.max)


def sum(x, axis):
    assert axis == 1
    return along_rows(x, math.fsum)


def dot(a, b):
    (rows, depth), (deep, cols) = a.shape, b.shape
    assert depth == deep
    columns = [b.cells[c::cols] for c in range(cols)]
    lines = [a.cells[r * depth:(r + 1) * depth] for r in range(rows)]
    return Tile((rows, cols), (math.fsum(map(operator.mul, line, column)) for line in lines for column in columns))


def program_id(axis):
    return Tile((), [program[axis]])


def arange(first, end):
    return Tile((end - first,), range(first, end))


def zeros(shape, dtype):
    return Tile(shape, [dtype(0)] * math.prod(shape))


def where(mask, yes, no):
    return both(both(mask, yes, lambda m, x: (m, x)), no, lambda pair, x: pair[1] if pair[0] else x)


def maximum(a, b):
    return both(a, b, builtins.max)


def exp2(x):
    return Tile(x.shape, (2.0 ** cell for cell in x.cells))

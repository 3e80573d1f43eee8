"""A Triton of a few lines: a kernel is run program by program, its tiles are lists of floats."""
from . import language

__version__ = "3.0.fake"


def cdiv(a, b):
    return -(-a // b)


class Kernel:
    def __init__(self, function):
        self.function = function

    def __getitem__(self, grid):
        def launch(*arguments, num_warps, num_stages, **constants):
            given = [language.Pointer(a.cells) if hasattr(a, "cells") else a for a in arguments]
            for x in range(grid[0]):
                for y in range(grid[1]):
                    language.program = (x, y)
                    self.function(*given, **constants)

        return launch


jit = Kernel

"""Answers worked out from what a student reads alone: from the words and boards of a question, with none of the engine.

`answer` gives None for a question whose words it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Board = list[list[Fraction]]

_VOLUME = r"a volume of (?P<h>\d+)x(?P<w>\d+)x(?P<d>\d+)"
_CONV = (
    r"onvolution with (?P<k>\d+) filters of (?P<f>\d+)x(?P=f),( dilation (?P<dil>\d+),)? stride (?P<s>\d+) and padding (?P<p>\d+)"
)
_POOL = r"Max pooling with windows of (?P<f>\d+)x(?P=f)(,| and) stride (?P<s>\d+)( and padding (?P<p>\d+))?"


def boards(text: str) -> dict[str, Board]:
    """The lists and grids of a question by their names; a list is one row."""
    found: dict[str, Board] = {}
    for block in re.findall(r"```text\n(.*?)\n```", text, re.DOTALL):
        head, *rows = block.split("\n")
        if re.search(r"[a-z]", "".join(rows)):
            continue  # the layers of a network
        names = list(re.finditer(r"\S+( \S+)*", head))
        for number, name in enumerate(names):
            end = names[number + 1].start() if number + 1 < len(names) else None
            cells = [row[name.start() : end].split() for row in rows]
            found[name.group()] = [[Fraction(cell) for cell in row] for row in cells if row]
    return found


def answer(text: str, first: str = "") -> str | None:
    """The answer as it would be written. `first` is the question that begins the exercise: it shows the filter for all."""
    words = " ".join(text.split())
    for pattern, work in _KNOWN:
        found = re.search(pattern, words)
        if found:
            given = {name: value for name, value in found.groupdict().items() if value is not None}
            filters = {name: board for name, board in boards(first).items() if name.startswith("filter")}
            return work(given, filters | boards(text), words)
    return None


def _places(size: int, given: dict[str, str]) -> Fraction:
    """How many places a window has: counted where they are whole, else the fraction."""
    f, s, p, dilation = (
        int(given.get(name, otherwise)) for name, otherwise in (("f", "0"), ("s", "1"), ("p", "0"), ("dil", "1"))
    )
    reach = dilation * (f - 1)
    starts = [at for at in range(-p, size + p) if at + reach < size + p][::s]
    left = size + p - 1 - (starts[-1] + reach)
    return Fraction(len(starts)) + Fraction(left, s)


def _output(given: dict[str, str], _: Any, words: str) -> str:
    height, width = (_places(int(given[side]), given) for side in "hw")
    if "Does it fit" in words:
        broken = next((size for size in (height, width) if size.denominator > 1), None)
        return f"{height}x{width}" if broken is None else f"does not fit: {broken}"
    return f"{height}x{width}x{given.get('k', given['d'])}"


def _rectangular(given: dict[str, str], _: Any, words: str) -> str:
    height = _places(int(given["h"]), {"f": given["f"], "s": given["down"], "p": given["top"]})
    width = _places(int(given["w"]), {"f": given["g"], "s": given["across"], "p": given["left"]})
    return f"{height}x{width}x{given['k']}"


def _parameters(given: dict[str, str], _: Any, words: str) -> str:
    groups = re.search(r"in (\d+) groups", words)
    depth = int(given["d"]) // int(groups[1] if groups else 1)
    cells = [(a, b, c) for a in range(int(given["f"])) for b in range(int(given["f"])) for c in range(depth)]
    return str(int(given["k"]) * (len(cells) + 1))


def _products(given: dict[str, str], _: Any, __: str) -> str:
    return str(int(given["f"]) ** 2 * int(given["d"]))


def _operations(given: dict[str, str], _: Any, __: str) -> str:
    places = _places(int(given["h"]), given) * _places(int(given["w"]), given)
    return str(places * int(given["k"]) * int(given["f"]) ** 2 * int(given["d"]))


def _padding(given: dict[str, str], _: Any, words: str) -> str:
    fitting = [
        (p, q) for p in range(20) for q in (p, p + 1)
        if Fraction(int(given["n"]) + p + q - int(given["f"]), int(given.get("s", "1"))) + 1 == int(given["out"])
    ]  # fmt: skip
    ((before, after),) = fitting
    assert ("same on all sides does it" in words) == (before != after)
    return str(before) if before == after else f"[{before}, {after}]"


def _unknown(given: dict[str, str], _: Any, words: str) -> str:
    """The stride, the window or the input: the only number that does it."""
    padding = re.search(r"padding (\d+)", words)
    p, out = int(padding[1]) if padding else 0, int(given["out"])

    def fits(n: int, f: int, s: int) -> bool:
        return f <= n + 2 * p and n + 2 * p - f == (out - 1) * s

    n, f, s = (int(given[name]) if name in given else None for name in "nfs")
    if s is None:
        found = [value for value in range(1, 300) if fits(n or 0, f or 0, value)]
    elif f is None:
        found = [value for value in range(1, 300) if fits(n or 0, value, s)]
    else:
        found = [value for value in range(1, 2000) if fits(value, f, s)]
    (only,) = found
    return str(only)


def _slid(_: Any, board: dict[str, Board], words: str) -> str:
    """A filter over an image or a list, channel by channel."""
    inputs = [grid for name, grid in board.items() if not name.startswith("filter")]
    filters = [grid for name, grid in board.items() if name.startswith("filter")]
    p, s = (
        int(found[1]) if (found := re.search(rf"{word} (\d+)", words)) else other
        for word, other in (("padding", 0), ("stride", 1))
    )
    p = 1 if "one zero of padding" in words else p
    bias = int(found[1]) if (found := re.search(r"bias(?: is)? (-?\d+)", words)) else 0
    is_list = len(filters[0]) == 1
    if "turned by 180 degrees" in words:
        filters = [[row[::-1] for row in grid[::-1]] for grid in filters]
    total: Board = []
    for x, w in zip(inputs, filters, strict=True):
        above = 0 if is_list else p
        blank = [[Fraction(0)] * (len(x[0]) + 2 * p)] * above
        padded = blank + [[Fraction(0)] * p + row + [Fraction(0)] * p for row in x] + blank
        seen = [
            [sum((padded[r + i][c + j] * w[i][j] for i in range(len(w)) for j in range(len(w[0]))), Fraction(0))
             for c in range(0, len(padded[0]) - len(w[0]) + 1, s)]
            for r in range(0, len(padded) - len(w) + 1, 1 if is_list else s)
        ]  # fmt: skip
        total = [[a + b for a, b in zip(one, two, strict=True)] for one, two in zip(total, seen, strict=True)] if total else seen
    total = [[cell + bias for cell in row] for row in total]
    if "ReLU follows" in words:
        total = [[cell if cell > 0 else Fraction(0) for cell in row] for row in total]
    return shown(total[0] if is_list else total)


def _pooled(given: dict[str, str], board: dict[str, Board], words: str) -> str:
    x, f, s = board["input"], int(given["f"]), int(given["s"])
    seen = [
        [[x[r + i][c + j] for i in range(f) for j in range(f)] for c in range(0, len(x) - f + 1, s)]
        for r in range(0, len(x) - f + 1, s)
    ]
    return shown([[max(some) if "Max" in words else sum(some) / len(some) for some in row] for row in seen])


def _of_relu(_: Any, board: dict[str, Board], __: str) -> str:
    (x,), (above,) = board["x"], board["dL/dy"]
    return shown([up if cell > 0 else Fraction(0) for cell, up in zip(x, above, strict=True)])


def _of_product(_: Any, board: dict[str, Board], __: str) -> str:
    """By small steps: what L = sum(dL/dy * y) gains when one cell of x grows by 1, which is exact as y is linear."""
    x, w, above = board["x"], board["w"], board["dL/dy"]

    def loss(x: Board) -> Fraction:
        y = [[sum((a * w[k][m] for k, a in enumerate(row)), Fraction(0)) for m in range(len(w[0]))] for row in x]
        return sum((a * b for one, two in zip(y, above, strict=True) for a, b in zip(one, two, strict=True)), Fraction(0))

    return shown(_differences(x, loss))


def _of_sliding(_: Any, board: dict[str, Board], words: str) -> str:
    x, w, above = board["x"], board["w"], board["dL/dy"]

    def loss(x: Board) -> Fraction:
        places = [(r, c, r + i, c + j, i, j) for r, row in enumerate(above) for c in range(len(row))
                  for i in range(len(w)) for j in range(len(w[0]))]  # fmt: skip
        return sum((above[r][c] * x[a][b] * w[i][j] for r, c, a, b, i, j in places), Fraction(0))

    found = _differences(x, loss)
    return shown(found[0] if "list" in words else found)


def _of_pooling(_: Any, board: dict[str, Board], __: str) -> str:
    x, above = board["x"], board["dL/dy"]
    found = []
    for r, row in enumerate(x):
        window = [[x[r // 2 * 2 + i][c // 2 * 2 + j] for i in (0, 1) for j in (0, 1)] for c in range(len(row))]
        found.append([above[r // 2][c // 2] if row[c] == max(window[c]) else Fraction(0) for c in range(len(row))])
    return shown(found)


def _differences(x: Board, loss: Callable[[Board], Fraction]) -> Board:
    def grown(r: int, c: int) -> Board:
        return [[cell + ((i, j) == (r, c)) for j, cell in enumerate(row)] for i, row in enumerate(x)]

    return [[loss(grown(r, c)) - loss(x) for c in range(len(row))] for r, row in enumerate(x)]


def _field(_: Any, __: Any, words: str) -> str:
    """The pixels that the one value sees, walked down from it."""
    layers = re.findall(r"windows of (\d+)x\1, stride (\d+)(?:, dilation (\d+))?", words)
    seen = {0}
    for f, s, dilation in reversed(layers):
        seen = {at * int(s) + tap * int(dilation or 1) for at in seen for tap in range(int(f))}
    side = max(seen) - min(seen) + 1
    return f"{side}x{side}"


def _transposed(given: dict[str, str], _: Any, __: str) -> str:
    """Every input cell spreads over F cells, S apart; the padding is cut off on both sides."""
    reached = {at * int(given["s"]) + tap for at in range(int(given["h"])) for tap in range(int(given["f"]))}
    side = len(range(min(reached), max(reached) + 1)) - 2 * int(given["p"])
    return f"{side}x{side}x{given['k']}"


def shown(grid: Any) -> str:
    return f"[{', '.join(map(shown, grid))}]" if isinstance(grid, list) else str(grid)


_OUTPUT = r"(?P<out>\d+)x(?P=out)"
_SQUARE = r"(?P<n>\d+)x(?P=n)"
_WINDOWS = r"indows of (?P<f>\d+)x(?P=f)"
_KNOWN: list[tuple[str, Callable[[dict[str, str], dict[str, Board], str], str]]] = [
    (f"transposed c{_CONV}, reads {_VOLUME}. What is the size", _transposed),
    (rf"with (?P<k>\d+) filters of (?P<f>\d+)x(?P<g>\d+) \(height x width\) reads {_VOLUME}. "
     r"Its stride is (?P<down>\d+) downwards and (?P<across>\d+) across, "
     r"its padding (?P<top>\d+) at the top and the bottom and (?P<left>\d+) at the left", _rectangular),
    (f"{_CONV}, (reads|is to read) {_VOLUME}. (What is the size|Does it fit)", _output),
    (f"{_POOL} (reads|is to read) {_VOLUME}. (What is the size|Does it fit)", _output),
    (f"{_CONV},( in \\d+ groups,)? reads {_VOLUME}. How many parameters does it have", _parameters),
    (f"{_CONV}, reads {_VOLUME}. How many multiplications", _products),
    (f"{_CONV}, reads {_VOLUME}. How many multiply-adds", _operations),
    (rf"w{_WINDOWS} and stride 1 reads an input of {_SQUARE}. The output is to be {_OUTPUT}", _padding),
    (rf"An input of {_SQUARE} is to become an output of {_OUTPUT}, with w{_WINDOWS} and stride (?P<s>\d+)", _padding),
    (rf"W{_WINDOWS} slide over an input of {_SQUARE} .*the output is {_OUTPUT}. What is the stride", _unknown),
    (rf"windows slide over an input of {_SQUARE} with stride (?P<s>\d+) .*the output is {_OUTPUT}", _unknown),
    (rf"W{_WINDOWS} slide over a square input with stride (?P<s>\d+) .*the output is {_OUTPUT}", _unknown),
    (r"What does this filter do|How does it respond|And to (this|a)|Slide the (box )?filter|Convolve the image|"
     r"An image has two channels", _slid),
    (rf"pooling with w{_WINDOWS} and stride (?P<s>\d+) reads this map", _pooled),
    (r"ReLU\(x\) is computed", _of_relu),
    (r"y = x w is a product", _of_product),
    (r"The filter w slides", _of_sliding),
    (r"y is max pooling of x", _of_pooling),
    (r"These layers follow one another", _field),
]  # fmt: skip

"""Whether a window fits: (N + 2P - F)/S + 1 is a whole number, or it is not."""

from __future__ import annotations

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one
from cnncalc.homework.exercises._window import FORMULA, Window, conv_words, pool_words, start, volume, windows

_ASKED = "Does it fit? If it does, how large is the output (height x width); if it does not, what does the formula give?"
_RULE = "It fits where the formula gives a whole number. A fraction is illegal: some rows and columns would be left over."


def _make(draw: Draws, difficulty: str) -> Made | None:
    fits = bool(draw.below(2))
    if difficulty == "hard":
        return _rectangular(draw, fits)
    easy = difficulty == "easy"
    pooled = not easy and draw.same.choice((True, False))
    kernels = [2, 3] if pooled else [3, 5] if easy else [3, 4, 5, 7]
    choices = windows(kernels, [2, 3], [0] if easy or pooled else [0, 1, 2])
    size, window = _draw(draw, fits, (5, 16) if easy else (14, 64), choices)
    depth, filters = draw.choice([1, 3, 8]), draw.choice([4, 6, 8, 10])
    words = pool_words(window) if pooled else conv_words(filters, window)
    layer = {"maxpool" if pooled else "conv": window.options() if pooled else {"filters": filters, **window.options()}}
    comma = "" if pooled else ","
    text = f"{start(words)}{comma} is to read a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (FORMULA, _RULE, f"Put in: {window.put_in(size)}")
    return one(text, hints, 1 if easy else 2, ask="legal", input=volume(size, size, depth), layer=layer)


def _draw(draw: Draws, fits: bool, sizes: tuple[int, int], choices: list[Window]) -> tuple[int, Window]:
    """A size and a window that fits or does not."""
    found = [
        (size, window)
        for size in range(sizes[0], sizes[1] + 1)
        for window in choices
        if window.rest(size) >= 0 and (window.rest(size) == 0) == fits and window.output(size) > 1
    ]
    return draw.choice(found)


def _rectangular(draw: Draws, fits: bool) -> Made | None:
    """Both axes are to fit, and one of them may not."""
    choices = windows([3, 4, 5, 7], [2, 3, 4], [0, 1, 2])
    height, window = _draw(draw, True, (20, 80), choices)
    width, _ = _draw(draw, fits, (20, 160), [window])
    if height == width:
        return None
    if not fits and draw.below(2):
        height, width = width, height
    depth, filters = draw.choice([1, 3, 8]), draw.choice([8, 16, 24])
    text = f"{start(conv_words(filters, window))}, is to read a volume of {volume(height, width, depth)}. {_ASKED}"
    hints = (FORMULA, f"{_RULE} Height and width both have to fit.",
             f"Put in: height {window.put_in(height)}, width: {window.put_in(width)}")  # fmt: skip
    layer = {"conv": {"filters": filters, **window.options()}}
    return one(text, hints, 3, ask="legal", input=volume(height, width, depth), layer=layer)


EXERCISE = Exercise("whether a layer fits its input, or what fraction the formula gives", _make)

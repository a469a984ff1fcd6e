"""The rules about windows against a count of every cell that every window reads, over all small windows on one axis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from cnncalc.check.examine import examine
from cnncalc.spec.document import Limits

CODES = ("L201", "L202", "L203", "L204", "L208", "L210")


def windows(n: int, kernel: int, stride: int, before: int, after: int, dilation: int, up: bool) -> list[list[int]]:
    """The cells of each window, those outside included."""
    span = dilation * (kernel - 1) + 1
    room = n + before + after - span
    count = (-(-room // stride) if up else room // stride) + 1
    return [[i * stride - before + j * dilation for j in range(kernel)] for i in range(count)]


def expected(n: int, placed: list[list[int]], stride: int, before: int, after: int) -> set[str]:
    """The codes that hold, each by its own definition, worked out cell by cell."""
    codes = set()
    read = {cell for window in placed for cell in window if 0 <= cell < n}
    unread = set(range(n)) - read
    span = placed[0][-1] - placed[0][0] + 1
    end = placed[-1][-1] + 1
    if unread and (stride > span or min(unread) < end):
        codes.add("L208" if len(placed[0]) > 1 else "L210")
    elif unread:
        codes.add("L201")
    empty = [window for window in placed if not any(0 <= cell < n for cell in window)]
    behind = [window for window in empty if window[0] >= n]
    if before >= span or (after >= span and behind):
        codes.add("L203")
    elif empty:
        codes.add("L202")
    live = [j for j in range(len(placed[0])) if any(0 <= window[j] < n for window in placed)]
    if 0 < len(live) < len(placed[0]) and (len(placed) == 1 or stride <= n):
        codes.add("L204")
    return codes


def settings() -> Iterator[tuple[int, int, int, int, int, int, bool]]:
    sizes = product((1, 2, 5), (1, 2, 3), (1, 2, 3), (0, 1, 2, 4), (0, 1, 3), (1, 2, 4), (False, True))
    for n, kernel, stride, before, after, dilation, up in sizes:
        if n + before + after >= dilation * (kernel - 1) + 1:
            yield n, kernel, stride, before, after, dilation, up


def test_every_small_window() -> None:
    seen: dict[str, int] = dict.fromkeys(CODES, 0)
    for n, kernel, stride, before, after, dilation, up in settings():
        placed = windows(n, kernel, stride, before, after, dilation, up)
        text = f"input: {n}x1\nrounding: {'ceil-onnx' if up else 'floor'}\nlayers:\n  - conv: {{filters: 1, kernel: {kernel}, "
        text += f"stride: {stride}, padding: [[{before}, {after}]], dilation: {dilation}}}\n"
        (network,) = examine(text, "test.cnn.yaml", Limits()).networks
        found = {finding.code for finding in network.findings} & set(CODES)
        assert found == expected(n, placed, stride, before, after), text
        for code in found:
            seen[code] += 1
    assert min(seen.values()) >= 10, seen

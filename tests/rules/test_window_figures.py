"""The figures in what the rules about windows say, against a count of every cell that every window reads or writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

import cnncalc
from cnncalc.check.examine import examine
from cnncalc.diagnostics import Diagnostic
from cnncalc.spec.document import Limits

Setting = tuple[int, int, int, int, int, int]


def settings() -> Iterator[Setting]:
    """Size, kernel, stride, padding before and after, dilation."""
    yield from product((1, 2, 5), (1, 2, 3, 5), (2, 3, 4), (0, 1, 3), (0, 2), (1, 2, 4))


def checked(setting: Setting, layer: str, rounding: str = "floor") -> tuple[list[Diagnostic], int]:
    """What these rules find in one layer that is not refused, and the size of its output."""
    n, kernel, stride, before, after, dilation = setting
    options = f"kernel: {kernel}, stride: {stride}, padding: [[{before}, {after}]], dilation: {dilation}"
    text = f"input: {n}x1\nrounding: {rounding}\nlayers:\n  - {layer.replace('...', options)}\n"
    findings = [one for one in examine(text, "test.cnn.yaml", Limits()).networks[0].findings if one.code.startswith("L2")]
    if not findings:
        return [], 0
    shape = cnncalc.analyze(text).rows[0].output
    assert shape is not None
    return findings, shape.spatial[0]


def figures(pattern: str, text: str) -> list[int]:
    """The numbers that a message states, which must be there."""
    found = re.search(pattern, text)
    assert found, text
    return [int(number.replace(",", "")) for number in found.groups()]


def test_what_is_read() -> None:
    seen: Counter[str] = Counter()
    for setting, rounding in product(settings(), ("floor", "ceil-onnx")):
        n, kernel, stride, before, _, dilation = setting
        findings, out = checked(setting, "conv: {filters: 1, ...}", rounding)
        windows = [[i * stride - before + j * dilation for j in range(kernel)] for i in range(out + 1)]
        one_more = {*range(n)} - {cell for window in windows for cell in window}
        del windows[out:]
        unread = {*range(n)} - {cell for window in windows for cell in window}
        empty = sum(not any(0 <= cell < n for cell in window) for window in windows)
        idle = sum(not any(0 <= window[j] < n for window in windows) for j in range(kernel))
        for finding in findings:
            said = finding.message
            seen[finding.code] += 1
            if finding.code == "L201":
                assert figures(r"reads ([\d,]+) cell", said) == [len(unread)]
                assert unread == {*range(n - len(unread), n)}
                assert not (one_more and any("`rounding: ceil` gives" in help for help in finding.help)), setting
            elif finding.code in ("L208", "L210"):
                assert figures(r"over ([\d,]+) of the ([\d,]+)", said) == [len(unread), n]
            elif finding.code == "L203":
                (told,) = figures(r"; (?:at least )?([\d,]+) of [\d,]+ cells", said)
                assert told <= empty if "at least" in said else told == empty, setting
            elif finding.code == "L204":
                assert figures(r"map: ([\d,]+) of its ([\d,]+)", said) == [idle, kernel]
    assert min(seen[code] for code in ("L201", "L203", "L204", "L208", "L210")) >= 10, seen


def test_what_is_written() -> None:
    seen: Counter[str] = Counter()
    for setting, extra in product(settings(), (0, 2)):
        n, kernel, stride, before, _, dilation = setting
        findings, out = checked(setting, f"deconv: {{filters: 1, ..., output_padding: {extra}}}")
        written = [[i * stride - before + j * dilation for j in range(kernel)] for i in range(n)]
        sums = Counter(cell for cells in written for cell in cells if 0 <= cell < out)
        for finding in findings:
            said = finding.message
            seen[finding.code] += 1
            if finding.code == "L208":
                assert figures(r"little: ([\d,]+) of the ([\d,]+)", said) == [out - len(sums), out], setting
            elif finding.code == "L209":
                assert {*map(int, re.findall(r"\d+", said.partition("sums of")[2]))} <= {*sums.values()}, setting
            elif finding.code == "L203":
                (told,) = figures(r"that (?:at least )?([\d,]+) of", said)
                lost = sum(not any(0 <= cell < out for cell in cells) for cells in written)
                assert told <= lost if "at least" in said else told == lost, setting
    assert min(seen[code] for code in ("L203", "L208", "L209")) >= 10, seen

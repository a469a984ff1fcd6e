"""What the tests of the formats share: files with findings made by hand, and a report put together as a run does it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from cnncalc.api import loads
from cnncalc.check.formats import FORMATS, Format, Look
from cnncalc.check.results import CheckedFile, CheckedNetwork, Summary
from cnncalc.diagnostics import Diagnostic, Label, Span
from cnncalc.render.as_json import totals_to_dict

TEXT = """\
input: 9x9x3
layers:
  - conv: {filters: 4, kernel: 3}
  - conv: {filters: 4, kernel: 4, stride: 2}
  - fc: 5
"""


def totals(text: str = TEXT) -> dict[str, Any]:
    """As examining gives them."""
    return totals_to_dict(loads(text).calculate())


#: (3*3*3 + 1)*4 + 7*7*4*5 + 5 parameters, 7*7*4*27 + 7*7*4*5 multiply-adds; 9x9x3 beside 7x7x4 numbers of 4 bytes at the peak.
GOOD = totals(TEXT.replace("  - conv: {filters: 4, kernel: 4, stride: 2}\n", ""))
LABEL = Label(Span(3, 5, 3, 9), "gives 7x7")
ERROR = Diagnostic("H301", "kernel 4 at stride 2 does not fit 7", Span(4, 32, 4, 33), (LABEL,), ("use `kernel: 3`",), "conv2")
WARNING = Diagnostic("L101", "`conv2` follows `conv1`", Span(3, 5, 4, 44), layer="conv2", severity="warning")
INFO = Diagnostic("E101", "no figure is expected", None, severity="info")


def a_file(path: str = "nets/a.cnn.yaml", *findings: Diagnostic, level: str = "error", text: str = TEXT) -> CheckedFile:
    """A file of one network."""
    network = CheckedNetwork(None, findings, None if findings else GOOD, "a")
    return judged(path, [network], level, text)


def judged(path: str, networks: Sequence[CheckedNetwork], level: str = "error", text: str = TEXT) -> CheckedFile:
    """A file of several networks."""
    file = CheckedFile(path, tuple(networks), text, False, "", level)
    return file._replace(failed=any(file.fails(finding) for network in networks for finding in network.findings))


def unread(path: str = "nets/gone.cnn.yaml", error: str = "there is no file nets/gone.cnn.yaml") -> CheckedFile:
    """One that could not be read."""
    return CheckedFile(path, (), "", True, error)


CLEAN, BROKEN, GONE = a_file("nets/clean.cnn.yaml"), a_file("nets/broken.cnn.yaml", INFO, WARNING, ERROR), unread()
VARIANTS = judged(
    "nets/r.cnn.yaml",
    [
        CheckedNetwork("small", (INFO, WARNING, ERROR), None),
        CheckedNetwork("large", (INFO, WARNING), GOOD),
        CheckedNetwork("huge", (INFO,), GOOD),
    ],
)
ALL = (CLEAN, BROKEN, GONE, VARIANTS)


def summed(files: Sequence[CheckedFile]) -> Summary:
    """The sums of some files."""
    summary = Summary()
    for file in files:
        summary.add(file)
    return summary


def report(format: str, files: Sequence[CheckedFile], look: Look = Look(), *, ignored: int = 0, accepted: int = 0) -> str:  # noqa: B008
    """Head, a part for each file, tail."""
    module: Format = import_module(FORMATS[format])
    parts, before = [], Summary()
    for number, file in enumerate(files):
        parts.append(module.render_file(file, number, look, before))
        before.add(file)
    before.ignored, before.accepted = ignored, accepted
    return "".join([module.head(before, look), *parts, module.tail(before, look)])


def hostile(names: Sequence[str]) -> list[CheckedFile]:
    """Files, findings, layers and variants that are called so: three that are read, and one that is not."""
    one, other = names[0], names[-1]
    findings = (
        Diagnostic("E101", one, None, severity="info"),
        Diagnostic("H301", f"`{one}` is no {other}", Span(1, 1, 1, 2), (), (f"write `{other}`",), one),
        Diagnostic("L101", other, Span(2, 1, 3, 2), layer=other, severity="warning"),
    )
    several = [CheckedNetwork(f"{one}1", findings, None, one), CheckedNetwork(f"{other}2", findings[::2], GOOD, other)]
    paths = [f"{name}{number}" for number, name in enumerate((one, other, one, other))]
    text = f"{one}\n{other}\n{one}\n"
    return [
        a_file(paths[0], *findings, text=text),
        a_file(paths[1]),
        judged(paths[2], several, text=text),
        unread(paths[3], one or "?"),
    ]

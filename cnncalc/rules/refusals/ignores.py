"""L5: comments and baselines by which findings are left out."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

UNUSED_IGNORE = Rule(
    code="L501",
    name="unused-ignore",
    level="warning",
    what="a comment ignores a finding that is not there",
    why="A comment that ignores nothing is either left over from a fault that was mended, and would hide the next one of its "
    "kind on that line, or stands at the wrong line, and what was to be ignored is still reported.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}  # cnncalc: ignore[H302]
  - fc: 10
""",
    fix="take the comment away, or put it on the line that the finding names",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}
  - fc: 10
""",
)
BAD_IGNORE = Rule(
    code="L502",
    name="bad-ignore",
    level="warning",
    what="a comment to ignore findings names no code that there is, or is not written as one",
    why="Such a comment silences nothing, and whoever wrote it believes that it does. It must name its codes: one that ignored "
    "everything on its line would hide faults that nobody has seen yet.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}  # cnncalc: ignore[H999]
  - fc: 10
""",
    fix="write `# cnncalc: ignore[CODE]`, several codes with commas between them; `cnncalc rule` lists the codes",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}
  - fc: 10
""",
)
STALE_BASELINE = Rule(
    code="L503",
    name="stale-baseline",
    level="info",
    what="the baseline holds a finding that is no more",
    why="A baseline (`--baseline FILE`) is the list of what an old repository is forgiven. It may only shrink: an entry whose "
    "finding is gone would forgive the same fault when it comes back. There is no example here, since a baseline is a file of "
    "its own.",
    example="",
    fix="write the baseline anew with `--write-baseline FILE`, so that it holds what is left",
    fixed="",
)
RULES = (UNUSED_IGNORE, BAD_IGNORE, STALE_BASELINE)

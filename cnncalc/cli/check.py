"""`cnncalc check [PATH ...]`: architecture files kept correct and affordable, for people, hooks and CI."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cnncalc.check.formats import FORMATS, Look
from cnncalc.check.results import LEVELS
from cnncalc.check.settings import Chosen, chosen_limits
from cnncalc.cli import _check, _complete
from cnncalc.cli import _options as options

_FORMATS = (*FORMATS, "auto")
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...", help="Files, folders, globs, or - for stdin; the current folder otherwise.", show_default=False
    ),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help=f"{', '.join(_FORMATS)} (github in a GitHub workflow, else full).",
        autocompletion=_complete.words_of(_FORMATS),
    ),
]  # fmt: skip
Select = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Only these codes, or beginnings of codes: L101, L2, E; repeatable.")
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODE", help="All but these codes; repeatable.")]
FailLevel = Annotated[
    str | None,
    typer.Option(
        "--fail-level",
        help="The lowest level that fails: error, warning or info; error otherwise.",
        autocompletion=_complete.words_of(LEVELS),
    ),
]


@options.limited
@options.budgeted
def command(
    paths: Paths = None,
    format: FormatName = None,
    output: options.Output = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help="A further report of the same run; repeatable.")
    ] = None,
    step_summary: Annotated[bool, typer.Option("--step-summary", help="Append Markdown to $GITHUB_STEP_SUMMARY.")] = False,
    select: Select = None,
    ignore: Ignore = None,
    fail_level: FailLevel = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Accept the findings that FILE holds.")
    ] = None,
    write_baseline: Annotated[
        str | None,
        typer.Option("--write-baseline", metavar="FILE", help="Write every finding to FILE, to be accepted from now on."),
    ] = None,
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help="This settings file, in place of the closest cnncalc.toml.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 is as many as there are processors.")] = 0,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor write $CNNCALC_CACHE_DIR.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="How often each rule found something.")] = False,
    list_files: Annotated[bool, typer.Option("--list-files", help="Print which files would be checked, and stop.")] = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Check again whenever a file changes.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Findings alone.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line for each file without findings too.")] = False,
    stdin_filename: Annotated[str, typer.Option("--stdin-filename", metavar="NAME", help="What messages call -.")] = "<stdin>",
    force_exclude: Annotated[bool, typer.Option("--force-exclude", help="Leave out excluded files that are named, too.")] = False,
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
    budgets: dict[str, str],
) -> None:
    """Check architecture files: all that `show` would refuse, what they expect, budgets and rules.

    Every variant of every file. Exit status 0: nothing at or above the fail level; 1: findings; 2: what could not be done.
    """
    chosen = Chosen(
        _words(select), _words(ignore) or (), fail_level and options.known_word("fail level", fail_level, LEVELS),
        chosen_limits(budgets), baseline,
    )  # fmt: skip
    asked = _check.Asked(
        paths=tuple(paths or ["."]), format=_format(format), output=output, reports=tuple(report or ()),
        step_summary=step_summary, chosen=chosen, exit_zero=exit_zero, write_baseline=write_baseline, config=config,
        jobs=jobs or os.cpu_count() or 1, cached=not no_cache, look=Look(width or 0, False, quiet, verbose, statistics),
        stdin_name=stdin_filename, force_exclude=force_exclude, color=color, limits=limits,
    )  # fmt: skip
    if watch:
        from cnncalc.cli._watch import watch as keep_checking

        keep_checking(lambda: _check.check(asked), lambda: _check.watched(asked))
    raise typer.Exit(_check.list_files(asked) if list_files else _check.check(asked))


def _format(word: str | None) -> str:
    """--format over CNNCALC_OUTPUT_FORMAT over what fits the place."""
    chosen = options.known_word("format", word or os.environ.get("CNNCALC_OUTPUT_FORMAT") or "auto", _FORMATS)
    in_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    return ("github" if in_workflow else "full") if chosen == "auto" else chosen


def _words(given: list[str] | None) -> tuple[str, ...] | None:
    """`L1,E` and `--select L1 --select E` alike."""
    if given is None:
        return None
    return tuple(word.strip() for words in given for word in words.split(",") if word.strip())

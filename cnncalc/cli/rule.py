"""`cnncalc rule [CODE|--all]`: what the codes of findings mean."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import rules, words_of
from cnncalc.cli._output import known_width, wants_color, write
from cnncalc.diagnostics import UsageError, unknown_word

FORMATS = ("text", "json", "markdown")


def command(
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE]...", help="Codes or names: H302, bias-before-norm.", autocompletion=rules),
    ] = None,
    all: Annotated[
        bool, typer.Option("--all", help="Every rule in full; json and markdown without a code are that too.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", help="text, json or markdown.", autocompletion=words_of(FORMATS))
    ] = "text",
    output: options.Output = None,
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """Print what a rule finds, why, an example, and what to do.

    Without a code it lists every rule: what refuses a file, what a budget or an expected figure finds, and what a reviewer would
    say of the network.
    """
    from cnncalc.render import rules as render
    from cnncalc.rules import rule_of

    if format not in FORMATS:
        raise unknown_word("format", format, FORMATS)
    if codes and all:
        raise UsageError("--all and a code exclude each other", "leave one of them out")
    to_file = output not in (None, "-")
    colored = wants_color(color, sys.stdout) and (not to_file or color == "always")
    shown = width or (None if to_file else known_width(sys.stdout))
    asked = list(dict.fromkeys(map(rule_of, codes))) if codes else render.listed()
    if format == "json":
        text = render.as_json(asked)
    elif format == "markdown":
        text = "\n".join(line for rule in asked for line in render.section(rule)) if codes else render.markdown()
    else:
        text = render.pages(asked, shown, colored) if codes or all else render.overview(shown, colored)
    write(text, output)

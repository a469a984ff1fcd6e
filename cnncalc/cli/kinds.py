"""`cnncalc kinds [KIND]`: the layer kinds and forms, and the manual of one."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import kinds
from cnncalc.cli._output import known_width, wants_color, write


def command(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="A kind or a form.", autocompletion=kinds)] = None,
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """Print the layer kinds, or the manual of one.

    The forms of the language (repeat, branches, residual ...) have manuals too.
    """
    from cnncalc.manual import find
    from cnncalc.render import manual

    shown, colored = width or known_width(sys.stdout), wants_color(color, sys.stdout)
    write(manual.overview(shown, colored) if kind is None else manual.page(find(kind), shown, colored))

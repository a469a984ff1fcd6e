"""`cnncalc schema [NAME]`: the JSON Schema of the language, or of a JSON output."""

from __future__ import annotations

from typing import Annotated

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import words_of
from cnncalc.cli._output import write
from cnncalc.diagnostics import unknown_word
from cnncalc.schema import SCHEMAS, render


def command(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=", ".join(SCHEMAS) + ".", autocompletion=words_of(SCHEMAS))
    ] = "language",
    output: options.Output = None,
) -> None:
    """Print a JSON Schema (draft-07).

    `language` describes architecture files and `settings` cnncalc.toml, for completion and checks in editors; the others
    describe what a command prints with `--format json`: `report` that of show, the rest that of the command of their name.
    """
    if name not in SCHEMAS:
        raise unknown_word("schema", name, SCHEMAS)
    write(render(name), output)

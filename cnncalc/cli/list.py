"""`cnncalc list [WORDS...]`: what is bundled."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import words_of
from cnncalc.cli._output import is_ascii, known_width, say, wants_color, write
from cnncalc.diagnostics import nearest, printable, unknown_word

FORMATS = ("table", "csv", "json")


def _by_name(network: Any) -> Any:
    """The lectures' networks, then those of folders; numbers by their value, so that resnet18 stands before resnet101."""
    parts = re.split(r"(\d+)", network.name)
    return ("/" in network.name, [(int(part), "") if part.isdigit() else (-1, part) for part in parts])


SORTS: dict[str, Callable[[Any], Any]] = {
    "name": _by_name,
    "params": lambda network: (-network.params, _by_name(network)),
    "macs": lambda network: (-network.macs, _by_name(network)),
}


def command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="Only those with all these words in name, title or source.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table, csv or json.", autocompletion=words_of(FORMATS))
    ] = "table",
    sort: Annotated[
        str, typer.Option("--sort", help="name, or params or macs: largest first.", autocompletion=words_of(SORTS))
    ] = "name",
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """List the bundled networks.

    Name, input, parameters, multiply-adds and source of each; `cnncalc show NAME` shows one. Where nothing fits, the list is
    empty, which is no error.
    """
    from cnncalc.catalogue import networks
    from cnncalc.render import Look, listing

    for word, known, what in ((format, FORMATS, "format"), (sort, tuple(SORTS), "sort key")):
        if word not in known:
            raise unknown_word(what, word, known)
    look = Look(width=width or known_width(sys.stdout), color=wants_color(color, sys.stdout), ascii_only=is_ascii(sys.stdout))
    bundled = networks()
    found = sorted((network for network in bundled if _matches(network, words or [])), key=SORTS[sort])
    if format == "table":
        write(listing.table(found, look) if found else "")
    else:
        write(listing.as_csv(found) if format == "csv" else listing.as_json(found))
    if not found:
        say(_nothing(words or [], bundled))


def _matches(network: Any, words: list[str]) -> bool:
    text = " ".join([network.name, *network.aliases, network.title, network.source]).casefold()
    return all(word.casefold() in text for word in words)


def _nothing(words: list[str], bundled: list[Any]) -> str:
    """What to say where nothing fits. It is no error: an empty list is an answer too."""
    said = " and ".join(f"`{printable(word[:60])}`" for word in words)
    known = {word.casefold() for network in bundled for word in re.findall(r"[\w-]{3,}", " ".join([*network[:1], *network[2:4]]))}
    close = [
        near for word in words if not any(_matches(network, [word]) for network in bundled) and (near := nearest(word, known))
    ]
    help = f"did you mean `{' '.join(close)}`?" if close else "`cnncalc list` alone shows all"
    return f"cnncalc: no bundled network has {said}\n  help: {help}\n"

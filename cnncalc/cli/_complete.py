"""What a shell offers on TAB. Names come from the index; a file is read only for its variants and its layers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import typer

Offers = list[tuple[str, str]]
#: What may be offered of a file's words: shells evaluate the answer.
_HARMLESS = re.compile(r"[\w./:+-]+")


def words_of(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Completion from a fixed set of words."""

    def offers(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return offers


def names(incomplete: str) -> Offers:
    """Bundled names with their parameters, the files of the folder that is named so far, and a file's variants."""
    if ".yaml:" in incomplete:
        return _variants(incomplete.rpartition(":")[0])
    from cnncalc.catalogue import networks

    found: Offers = []
    for network in networks():
        help = f"{network.params:,} params"
        prefix = network.name.rpartition("/")[0]
        for name in (network.name, *network.aliases):
            if incomplete or name.rpartition("/")[0] == prefix:  # a second, shorter name: once something is typed
                found.append((name, help))
    return [*found, *_files(incomplete)]


def _files(incomplete: str) -> Offers:
    from cnncalc.catalogue import SUFFIX

    folder = os.path.dirname(incomplete)
    try:
        here = sorted(os.listdir(folder or "."))
    except OSError:
        return []
    return [(os.path.join(folder, file), "file") for file in here if file.endswith(SUFFIX) and _HARMLESS.fullmatch(file)]


def _variants(path: str) -> Offers:
    from cnncalc.api import load

    try:
        return [(f"{path}:{variant}", "variant") for variant in load(path).program.variants if _HARMLESS.fullmatch(variant)]
    except Exception:  # no message may disturb the line that is being typed
        return []


def layers(context: typer.Context, incomplete: str) -> Offers:
    """The layers of the network that stands before, each with what it puts out and its parameters, and its blocks."""
    from cnncalc.api import load

    try:
        report: Any = load(context.params["name"]).calculate()
    except Exception:  # the same
        return []
    offers = [("input", f"{report.input}"), *((row.path, f"{row.output}, {row.cost.params:,} params") for row in report.rows)]
    offers += [(block, "block") for block in report.blocks() if block not in dict(offers)]
    return [offer for offer in offers if _HARMLESS.fullmatch(offer[0])]


def columns(incomplete: str) -> list[str]:
    """Columns of the table, after those that are named already."""
    from cnncalc.render.columns import COLUMNS

    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in COLUMNS if name not in before.split(",")]


def sort_keys(incomplete: str) -> list[str]:
    """What a table can be sorted by."""
    from cnncalc.render.lines import SORT_KEYS

    return list(SORT_KEYS)


def rules(incomplete: str) -> Offers:
    """Codes with their names, and the names once something is typed."""
    from cnncalc.rules import all_rules

    known = [(rule.code, rule.name) for rule in all_rules(everywhere=True)]
    return known if not incomplete else [*known, *((name, code) for code, name in known)]


def kinds(incomplete: str) -> Offers:
    """Layer kinds and forms of the language; importing them all for a summary would be slow."""
    from cnncalc.layers import KINDS
    from cnncalc.spec.steps import FORMS

    return [*((kind, "kind") for kind in KINDS), *((form, "form") for form in FORMS)]

"""The manuals of the layer kinds and of the forms: from docstrings, from declared options, and from running the examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING
from textwrap import dedent
from typing import Any, NamedTuple

from cnncalc import layers
from cnncalc.diagnostics import UsageError, unknown_word
from cnncalc.layer_base import Layer, options_of, summary
from cnncalc.spec.foreign import KINDS as FOREIGN_KINDS
from cnncalc.spec.steps import FORMS, form

FORM_GROUP = "Forms"
#: Group -> whether a kind belongs to it; the first that holds.
_GROUPS: dict[str, Callable[[type[Layer]], bool]] = {
    "Weight layers": lambda kind: kind.weighted,
    "Pooling": lambda kind: kind.stem == "pool",
    "Activations": lambda kind: kind.role == "activation",
    "Normalisation": lambda kind: kind.role == "norm",
    "Merging": lambda kind: kind.merges,
    "Dropping values in training": lambda kind: kind.fresh_in_training,
    "Shape and order of the values": lambda kind: not _learns(kind),
    "Others": lambda kind: True,
}
GROUPS = (*_GROUPS, FORM_GROUP)


class Option(NamedTuple):
    """One option as the manual lists it."""

    name: str
    symbol: str
    takes: str
    default: str  # "" where it must be given
    doc: str


class Manual(NamedTuple):
    """All there is to say of a kind or form. A paragraph of `text` that starts with spaces is YAML."""

    name: str
    group: str
    summary: str
    text: tuple[str, ...]
    options: tuple[Option, ...]
    facts: tuple[tuple[str, str], ...]
    params: str  # the formula of the parameters, "" where it learns nothing


def names() -> list[str]:
    """Every kind and every form, group by group."""
    listed = [*(kind for kind in layers.names() if kind not in FORMS), *FORMS]
    return sorted(listed, key=lambda name: GROUPS.index(group_of(name)))


def group_of(name: str) -> str:
    """The group of a kind or form."""
    if name in FORMS:
        return FORM_GROUP
    kind = layers.load(name)
    return next(group for group, holds in _GROUPS.items() if holds(kind))


def find(word: str) -> Manual:
    """The manual of a kind or form. Raises UsageError with the word that was meant."""
    known = [*layers.names(), *FORMS]
    if word in known:
        return manual_of(word)
    ours = FOREIGN_KINDS.get(word.lower())
    if ours in known:
        raise UsageError(f"there is no kind or form `{word[:60]}`", f"the word is `{ours}` here")
    raise unknown_word("kind or form", word, known, "`cnncalc kinds` lists them all")


def manual_of(name: str) -> Manual:
    """The manual of a kind or form."""
    kind = None if name in FORMS else layers.load(name)
    source = layers.load(name) if name in layers.KINDS else form(name)
    doc = inspect.getdoc(source) or ""
    text = tuple(_paragraphs(doc))
    if kind is None:
        words = ", ".join(f"`{word}`" for word in FORMS[name][1])
        return Manual(name, FORM_GROUP, summary(doc), text, (), (("beside it", words),), "")
    from cnncalc.manual.facts import facts_of

    facts, params = facts_of(kind, name, examples(text))
    return Manual(name, group_of(name), summary(doc), text, tuple(_options(kind)), tuple(facts), params)


def _learns(kind: type[Layer]) -> bool:
    return kind.parameters is not Layer.parameters


def _paragraphs(doc: str) -> Iterator[str]:
    """Paragraphs on one line each; the indented ones keep their lines."""
    for block in re.split(r"\n\n", doc.strip("\n")):
        yield block if block.startswith(" ") else " ".join(block.split())


def examples(text: tuple[str, ...]) -> list[str]:
    """The entries that a manual shows, each with the lines that belong to it."""
    shown = "\n".join(dedent(block) for block in text if block.startswith(" "))
    return re.findall(r"^- .*(?:\n  .*)*", shown, re.MULTILINE)


def _options(kind: type[Layer]) -> Iterator[Option]:
    from cnncalc.manual.facts import knows_same

    if kind.merges:
        yield Option("inputs", "", "the names of two or more outputs, as the main value", "", "what is merged")
    for option in options_of(kind):
        meta = option.metadata
        default = "" if option.default is MISSING else _written(option.default)
        if meta["type"] == "rounding":
            default = "the file's `rounding`"
        told = takes(meta)
        if meta["type"] == "padding" and not knows_same(kind):
            told = told.replace("`same`, `same-tf` or ", "or ")
        yield Option(option.name, meta["symbol"], told, default, meta["doc"])


def _written(value: Any) -> str:
    """A default as a file would say it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def takes(meta: Any) -> str:
    """What may be written for an option, in words."""
    from cnncalc.spec.convert import ROUNDINGS

    low, high, kind = meta["minimum"], meta["maximum"], meta["type"]
    least = 1 if low is None else low
    bounds = (f" from {low:g}" if low is not None else "") + (f" to {high:g}" if high is not None else "")
    words = {
        "count": f"an integer from {least}",
        "sizes": f"an integer from {least}, or one an axis: `[3, 5]` or `3x5` (height, width)",
        "volume": "a volume such as `55x55x96`, or a number of values",
        "padding": "an integer from 0, one an axis, `[[top, bottom], [left, right]]`, `same`, `same-tf` or `valid`",
        "flag": "`true` or `false`",
        "number": f"a number{bounds}",
        "word": _either(meta["choices"]),
        "words": f"a list of {_either(meta['choices'])}",
        "groups": "an integer from 1, or `depthwise`",
        "connections": "a list with a list of input channels for each filter",
        "values": "numbers in lists as deep as the kernel",
        "rounding": _either(ROUNDINGS),
        "layer": "the name of a layer",
    }
    return words[kind]


def _either(words: tuple[str, ...]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)

"""The forms of the language. Each is one file: how it is read from the file and how it expands to entries."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: A form's main word -> its module and the words that stand beside it.
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "repeat": ("repeat", ("as", "layers", "name")),
    "for": ("loop", ("in", "as", "layers", "name")),
    "if": ("choice", ("layers", "else")),
    "branches": ("branches", ("merge", "split", "name", "from")),
    "split": ("branches", ("branches", "merge", "name", "from")),  # where `branches` is missing
    "residual": ("residual", ("shortcut", "when", "name", "from")),
    "aux": ("aux", ("name", "from")),
}
#: Words that stand beside a main word: no block can be called so.
SIBLINGS = frozenset(word for _, words in FORMS.values() for word in words)


def form(word: str) -> Any:
    """The module of a form, imported when a file uses it."""
    return import_module(f"cnncalc.spec.steps.{FORMS[word][0]}")

"""Answers read as what is asked for: a number, sizes, whether a window fits, or values cell by cell."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from cnncalc.homework.answers.plain import is_left_out, joined, shown
from cnncalc.homework.written import Dims, Number, Raw, Unreadable, Written

#: What can be read; each is a module of `answers`, imported on use.
FORMS = ("number", "sizes", "fit", "cells")
#: Characters of one answer. Cells may take more, as each is bounded by itself.
LONGEST = {"cells": 1 << 16}
LONGEST_LINE = 2_000


class _Reader(Protocol):
    def read(self, raw: Raw) -> Written: ...


def read(raw: Raw, form: str) -> Written:
    """An answer of the form asked for: Number, Dims, Fit or Cells. Nothing of the text is run.

    Raises Unreadable: K501 for what is no such thing, K503 for what can mean two things or is of another sort, K504 for
    an answer that was left out.
    """
    text = joined(raw)
    if is_left_out(text, form):
        raise Unreadable("K504", "left out")
    longest = LONGEST.get(form, LONGEST_LINE)
    if len(text) > longest:
        raise Unreadable("K501", f"{shown(text)} is {len(text):,} characters long, more than the {longest:,} of an answer")
    assert form in FORMS
    reader = cast(_Reader, import_module(f"cnncalc.homework.answers.{form}"))
    return reader.read(raw)


def read_number(raw: Raw) -> Number:
    """As `read`, of a number."""
    return cast(Number, read(raw, "number"))


def read_sizes(raw: Raw) -> Dims:
    """As `read`, of sizes."""
    return cast(Dims, read(raw, "sizes"))

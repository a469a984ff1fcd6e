"""What docs/homework.md lists is what there is."""

from __future__ import annotations

import re

from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.formats import FORMATS
from cnncalc.homework.key import KEYS, QUESTION
from cnncalc.homework.quantities import QUANTITIES, quantity
from tests.docs import ROOT

TEXT = (ROOT / "docs" / "homework.md").read_text("utf-8")


def test_every_quantity_stands_in_the_table() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \| [^|]* \|$", TEXT, re.MULTILINE))
    for word in QUANTITIES:
        assert rows[word].startswith(quantity(word).what), word
        assert all(f"`{option}`" in rows[word] for option in quantity(word).options)


def test_every_format_and_word_of_a_key_is_named() -> None:
    for word in (*FORMATS, *KEYS, *QUESTION, *EXERCISES):
        assert f"`{word}`" in TEXT or f"\n{word}" in TEXT or re.search(rf"\b{word}:? ", TEXT), word

"""What the lectures print, as answers to questions of a key: a function for each form of `setup`, never for one claim.

`forms.put` gives a claim's questions, each with the part of the claim that answers it, as the deck writes it. Letters that
stand for any number are given one (`LETTERS`), in the question and in the answer alike.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cnncalc.homework.written import Raw

_DATA = Path(__file__).parents[2] / "data" / "lectures"
#: Letters in a claim that hold for any number.
LETTERS = {"N": 2, "K": 5, "C": 3}


class Claim(NamedTuple):
    """One entry of the data."""

    id: str
    kind: str
    setup: dict[str, Any]
    claim: Any
    exact: Any
    verdict: str

    @property
    def text(self) -> str:
        return str(self.claim)

    @property
    def word(self) -> str:
        """`exact`, `rounded` or `erratum`."""
        return re.split(r"\W", self.verdict)[0]


class Put(NamedTuple):
    """A question as a key's mapping, and what the lecture answers. `layout`: how the key shows sizes."""

    question: dict[str, Any]
    answer: Raw
    layout: str = "hwc"


def claims() -> list[Claim]:
    """All of them: figures of networks, and values worked by hand."""
    found = [entry for name in ("claims.yaml", "values.yaml") for entry in yaml.safe_load((_DATA / name).read_text("utf-8"))]
    return [Claim(*(entry[field] for field in Claim._fields)) for entry in found]


def number(value: Any) -> Any:
    """A number, or that of a letter."""
    return LETTERS.get(value, value) if isinstance(value, str) else value


def filled(text: str) -> str:
    """`Nx6x28x28` with numbers for its letters."""
    return re.sub(r"(?<![A-Za-wyz])[NKC](?![A-Za-wyz_'])", lambda found: str(LETTERS[found[0]]), text)


def parts(text: str) -> list[str]:
    """Answers that stand together: `32->28->24`, `5 x 5, 3 x 3`, `75 multiplications plus a bias`, `2 maps of 1x28x28`."""
    return [part.strip() for part in re.split(r"->|, | plus | of ", text) if part.strip(" .")]


def raw(value: Any) -> Raw:
    """Lists of numbers as an answer: texts."""
    return [raw(item) for item in value] if isinstance(value, list) else str(value)

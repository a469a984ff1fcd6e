"""Whether a window fits, as people write it: `illegal`, `does not fit`, `2.33 (illegal)`, `7/3`, `yes, 13x13x10`."""

from __future__ import annotations

import re

from cnncalc.homework.answers.number import of_calculation
from cnncalc.homework.answers.plain import is_not_available, joined, plain, shown
from cnncalc.homework.answers.sizes import read_sizes
from cnncalc.homework.answers.suffix import REMARK
from cnncalc.homework.written import Fit, Number, Raw, Unreadable

_EXPECTED = "whether it fits, such as `illegal`, `does not fit`, `7/3` or `13x13x10`"
_FITS = (
    r"(?:fit(?:s|ting)?|works?|legal|valid|possible|allowed|appl(?:y|ied)|"
    r"integers?|integral|whole|divisible|ok(?:ay)?|evenly|tile)"
)
_ILLEGAL = re.compile(
    rf"(?:\bnot|n't|\bcannot|\b(?:does|do|is|wo|ca)nt)\b(?:\s+\w+){{0,3}}?\s+{_FITS}\b"
    r"|\b(?:illegal|invalid|impossible|undefined|infeasible|misfit|unfit|non-?integer|fraction(?:al|s)?|error|no|false|can't|cannot)\b|[✗✘❌✖]",
    re.IGNORECASE,
)
_LEGAL = re.compile(rf"\b(?:{_FITS}|yes|true|feasible)\b|[✓✔✅]", re.IGNORECASE)

_REASON = re.compile(r"\b(?:because|since|as)\b", re.IGNORECASE)


def read(raw: Raw) -> Fit:
    """See `cnncalc.homework.reading.read`. A number or sizes beside the words are kept; alone, they leave `legal` None."""
    text = joined(raw)
    line = " ".join(plain(text).split()).rstrip(".!?;, ")
    if is_not_available(line):
        raise Unreadable("K503", f"{shown(text)} can mean that it does not fit, or that there is no answer")
    rest, illegal = _ILLEGAL.subn(" ", line)
    rest, legal = _LEGAL.subn(" ", rest)
    if illegal and legal:
        raise Unreadable("K503", f"{shown(text)} says that it fits, and that it does not")
    said = None if not (illegal or legal) else bool(legal)
    fit = Fit(text.strip(), said)
    if not re.search(r"\d", rest):
        if said is None:
            raise Unreadable("K501", f"{shown(text)} cannot be read as {_EXPECTED}")
        return fit
    try:
        return _with_size(fit, rest)
    except Unreadable:
        if said is None:
            raise
        return fit  # the words answer; what is reasoned beside them is not a size


def _with_size(fit: Fit, rest: str) -> Fit:
    rest = _REASON.split(rest)[0] if fit.legal is not None else rest
    if not re.search(r"\d", rest):
        return fit
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest).strip(" .,;:-=")
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1 else rest
    number = _number(rest)
    if number is not None:
        return fit._replace(number=number)
    sizes = read_sizes(rest)
    if sizes is None or len(sizes) > 8:
        raise Unreadable("K501", f"{shown(fit.text)} cannot be read as {_EXPECTED}")
    return fit._replace(sizes=sizes)


def _number(text: str) -> Number | None:
    """A single number: `13x13` is two sizes here and no product."""
    if re.search(r"\d\s*(?:[x×*@]|by)\s*\d", re.split("=|≈", REMARK.sub(" ", text))[-1]):
        return None
    return of_calculation(text)

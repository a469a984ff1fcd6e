"""Whether a window fits, as people write it: `illegal`, `does not fit`, `2.33 (illegal)`, `7/3`, `yes, 13x13x10`."""

from __future__ import annotations

import re

from cnncalc.homework.answers.conditions import answered, asks, hedged, of_axes, without_options
from cnncalc.homework.answers.number import of_calculation
from cnncalc.homework.answers.plain import is_not_available, joined, plain, shown
from cnncalc.homework.answers.reasons import along_axes, divided, worked
from cnncalc.homework.answers.sizes import read_sizes
from cnncalc.homework.answers.suffix import REMARK
from cnncalc.homework.written import Fit, Number, Raw, Unreadable

_EXPECTED = "whether it fits, such as `illegal`, `does not fit`, `7/3` or `13x13x10`"
_FITS = (
    r"(?:fit(?:s|ting)?|works?|legal|valid|possible|allowed|appl(?:y|ied)|"
    r"integers?|integral|whole|divisible|ok(?:ay)?|evenly|tile)"
)
_MISFITS = r"(?:illegal|invalid|impossible|undefined|infeasible|misfit|unfit|non-?integer|fraction(?:al|s)?|errors?)"
_WITHOUT = r"without(?:\s+an?y?)?\s+(?:remainder|rest)"
#: Words behind a `no` that answers; behind any other, it is that thing of which there is none: `no padding`.
_ANSWERED = r"(?:its?|it's|this|that|the|because|since|as|so|there|they|you|we|i|not|does|doesn't|is|isn't|can't|cannot|way|but)"
_NOT = r"(?:\bnot|\bcan't|n't|\bcannot|\b(?:does|do|is|wo|ca)nt|\bnever|\bfails?\s+to|\bunable\s+to)\b"
#: `neither`, of two; it goes over more words, but not over another clause.
_NONE = r"\b(?:neither|none|far\s+from)\b"
_NO = rf"(?:{_NOT}|{_NONE}|\bno(?!\s+{_ANSWERED}\b)|\bwithout\b)"
#: What a denial ends at: another clause, or another thing that there is none of.
_ENDS = (
    r"(?:without|problems?|issues?|wrong|remainders?|rest|"
    r"and|so|but|hence|thus|therefore|then|because|since|unless|if|when|would|otherwise|instead)"
)
_FEW = rf"(?:\s+(?!(?:{_FITS}|{_MISFITS}|{_ENDS})\b)\w+){{0,4}}?\s+"
_MORE = _FEW.replace("{0,4}", "{0,7}").replace("(?:without", "(?:too|without").replace(r"\w+)", r"\w+(?:\.\d+)?)")
#: `fit`, `fit evenly`, `whole number of windows fits`, `fit as an integer`.
_ALL_FITS = rf"{_FITS}(?:{_FEW}{_FITS})*\b"
#: What is denied, before what a word says alone: `not illegal`, `no problem`; `does not fit`; `impossible`; `no`; `legal`.
_SAID = re.compile(
    rf"(?P<misfits>(?:{_NOT}(?!\s+(?:too|far|only)\b)|\bno\b(?!\s+{_ANSWERED}\b)){_FEW}(?:{_ALL_FITS}(?:{_FEW}{_WITHOUT}\b)?|{_WITHOUT}\b)"
    rf"|\b{_MISFITS}\s+to\s+{_ALL_FITS}|{_NONE}{_MORE}{_ALL_FITS}"
    rf"|(?<!not\s)(?<!n't\s)(?<!neither\s)(?<!nor\s)\btoo\s+\w+(?:\s+\w+){{0,3}}?\s+to\s+(?:be\s+)?{_ALL_FITS}"
    r"|\b(?:remainder|rest)\s*(?:of|is|=|:)?\s*[1-9]\d*(?![\d./]))"
    rf"|(?P<fits>{_NO}{_FEW}(?:{_MISFITS}|problems?|issues?|wrong|remainders?|rest)\b"
    rf"|{_NOT}\s+too\s+\w+\s+to\s+{_ALL_FITS})"
    rf"|(?P<misfit>\b{_MISFITS}\b|\b(?:false|nope|nah|can't|cannot)\b|[✗✘❌✖])"
    rf"|(?P<no>\bno\b(?!\.?\s+of\b))(?P<of>\s+(?!{_ANSWERED}\b)[^\W\d_]+)?"
    rf"|(?P<fit>\b(?:{_FITS}|yes|yep|yeah|yup|true|feasible)\b|[✓✔✅])",
    re.IGNORECASE,
)
#: Of the ways to say that it does not fit, those that are no reason to round: `13x13, as 13.5 is not an integer`.
_DENIED = re.compile(r"\b(?:fit|works?|appl|(?:il)?legal|(?:in)?valid|(?:im)?possible|allowed|misfit|unfit)", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|since|as|remainder|rest)\b", re.IGNORECASE)


def read(raw: Raw) -> Fit:
    """See `cnncalc.homework.reading.read`. A number or sizes beside the words are kept; alone, they leave `legal` None."""
    text = joined(raw)
    line = " ".join(plain(text).split())
    if asks(line):
        raise Unreadable("K503", f"{shown(text)} is a question")
    line = line.rstrip(".!?;, ")
    if is_not_available(line):
        raise Unreadable("K503", f"{shown(text)} can mean that it does not fit, or that there is no answer")
    line = of_axes(answered(line))
    said, rest = _said(line)
    told, rest = rest, without_options(rest) if said == {True} else rest
    if said == {True} and (hedged(rest) or (told != rest and not re.search(r"\d", rest))):
        return _restricted(text, rest)
    if len(said) > 1:
        raise Unreadable("K503", f"{shown(text)} says that it fits, and that it does not")
    legal = next(iter(said), None)
    fit = Fit(text.strip(), legal)
    if legal and (reasons := divided(line)):
        return fit._replace(reasons=reasons)
    if legal is None and re.search(r"\d\s*mod\s*\d", rest):
        raise Unreadable("K503", f"{shown(text)} is a remainder, where it is asked whether the window fits")
    if not re.search(r"\d", rest):
        if legal is None:
            raise Unreadable("K501", f"{shown(text)} cannot be read as {_EXPECTED}", shown(text))
        return fit
    try:
        return _with_size(fit, rest)
    except Unreadable:
        if legal is None:
            raise
        return fit  # the words answer; what is reasoned beside them is not a size


def _restricted(text: str, rest: str) -> Fit:
    """A `fits` that says less: only a fraction beside it tells what is meant. Raises Unreadable."""
    numbers = re.findall(r"\d[\d.,]*(?:\s*/\s*\d+)?", rest)
    number = of_calculation(numbers[0]) if len(numbers) == 1 else None
    if number is None or number.value.denominator == 1:
        raise Unreadable("K503", f"{shown(text)} does not say plainly whether it fits")
    return Fit(text.strip(), None, number)


def denies(raw: Raw) -> bool:
    """Whether it says in words that something does not fit, other than in a remark: `does not fit, valid would be 8x8`."""
    line = REMARK.sub(" ", " ".join(plain(joined(raw)).split()))
    return any(_DENIED.search(found.group()) for found in _SAID.finditer(line) if found["misfits"] or found["misfit"])


def _said(line: str) -> tuple[set[bool], str]:
    """Whether the words say that it fits, that it does not, or both; and what else stands there."""
    said: set[bool] = set()
    kept, at = [], 0
    for found in _SAID.finditer(line):
        if found["of"]:
            continue  # that there is none of something says nothing
        kept.append(line[at : found.start()])
        at = found.end()
        said.add(bool(found["fits"] or found["fit"]))
    return said, " ".join([*kept, line[at:]])


def _with_size(fit: Fit, rest: str) -> Fit:
    rest = _REASON.split(rest)[0] if fit.legal is not None else rest
    if not re.search(r"\d", rest):
        return fit
    if (sizes := along_axes(rest)) is not None:
        return fit._replace(sizes=sizes)
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest).strip(" .,;:-=")
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1 else rest
    number = _number(rest)
    if number is not None:
        return fit._replace(number=number, reasons=((number.value,),) if fit.legal and worked(rest) else ())
    sizes = read_sizes(rest)
    if sizes is None or len(sizes) > 8:
        raise Unreadable("K501", f"{shown(fit.text)} cannot be read as {_EXPECTED}", shown(fit.text))
    return fit._replace(sizes=sizes)


def _number(text: str) -> Number | None:
    """A single number: `13x13` is two sizes here and no product."""
    if re.search(r"\d\s*(?:[x×*@]|by)\s*\d", re.split("=|≈", REMARK.sub(" ", text))[-1]):
        return None
    return of_calculation(text)

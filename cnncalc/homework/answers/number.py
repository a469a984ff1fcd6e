"""A number as people write it: `34,944`, `35K`, `2 1/3`, `93 MB`, `about 60M`, `(5*5*3+1)*10 = 760`."""

from __future__ import annotations

import re
from fractions import Fraction

from cnncalc.homework.answers.arithmetic import evaluate
from cnncalc.homework.answers.digits import LARGEST_POWER, Digits, read_digits
from cnncalc.homework.answers.plain import joined, plain, shown
from cnncalc.homework.answers.suffix import Suffix, read_before, read_suffix, restated
from cnncalc.homework.rounding import agreement
from cnncalc.homework.written import Number, Raw, Unreadable

_EXPECTED = "a number, such as 760, 34,944, 35K, 2.33, 7/3 or 93 MB"
_EQUALS = re.compile(r"~=|=|≈")
_BODY = re.compile(r"\d[\d.,'_]*(?: \d{3}(?![\d/]))*(?:[.,]\d+)?|\.\d+")
_MIXED = re.compile(r"(\d{1,60})(?: |\s*\+\s*)(\d{1,60}) ?/ ?(\d{1,60})(?![\d/]|[.,]\d)")
_RATIO = re.compile(r"(\d[\d,]{0,60}) ?/ ?(\d[\d,]{0,60})(?<!,)(?!\d|[.,]\d| ?/)")
_POWER = re.compile(r"[eE]([-+]?\d+)(?![\w.])| ?[×x*] ?10 ?(?:\^|\*\*) ?\(?([-+]?\d+)\)?(?![\w.])")
_TIMES = re.compile(r"[x×*] ?(?=\d)")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_START = re.compile(r"(?:(?<![\w.])|(?<=\b[xX]))(?:[-+]\s?)?\.?\d")
_BETWEEN = re.compile(r"\d(.*)\d", re.DOTALL)
_BEHIND = re.compile(r"(.*[\d)\]])([^\d)\]]+)", re.DOTALL)
_LIST = re.compile(r"[\[(]?\s*\d+\s*(?:[,;]\s*\d+\s*)+[\])]?")
_TWICE = re.compile(r"(.+\S)\s+[(\[]([^()\[\]]+)[)\]]", re.DOTALL)
_NOTE = re.compile(r"(.*[\w)%])\s*[(\[]((?:[^()\[\]]|\([^()]*\))*=(?:[^()\[\]]|\([^()]*\))*)[)\]]\s*\.?", re.DOTALL)
_LABELS = re.compile(r"(?<=\d)\s*[(\[][A-Za-z ]+[)\]]")  # `750 (weights) + 10 (biases)`
_FITS = re.compile(r"\b(?:illegal|legal|fits?|invalid|valid)\b", re.IGNORECASE)


def read(raw: Raw) -> Number:
    """See `cnncalc.homework.reading.read`. Of a calculation, what stands behind the last `=`."""
    while isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    text = joined(raw)
    if isinstance(raw, list):
        raise Unreadable("K503", f"{shown(text)} is a list of {len(raw)}, where one number is asked")
    lines = [" ".join(line.split()) for line in plain(text).split("\n")]
    number = _of_lines([line for line in lines if line])
    if number is None:
        raise _refusal(text, " ".join(lines))
    return number._replace(text=text.strip())


def _of_lines(lines: list[str]) -> Number | None:
    """One number, though it goes over lines: the working above it, or a remark below."""
    number = of_calculation("\n".join(lines))
    if number is not None or len(lines) < 2:
        return number
    found = [(line, number) for line in lines if (number := of_calculation(line)) is not None]
    if not found:
        return None
    if len({(number.value, number.prefix, number.unit) for _, number in found}) == 1 or (
        found[-1][0] is lines[-1] and any(_EQUALS.search(line) for line in lines)
    ):
        return found[-1][1]
    raise Unreadable("K503", f"several numbers, {' and '.join(shown(line) for line, _ in found[:3])}, where one is asked")


def of_calculation(text: str) -> Number | None:
    """The number behind the last `=`, but not of a remark: `760 (= 10*76)`."""
    note = _NOTE.fullmatch(text)
    if note is not None:
        number, again = of_calculation(note[1]), of_calculation(note[2])
        agreed = number is not None and again is not None and not again.prefix and _restates(again.value, number)
        return number if agreed else None
    parts = _EQUALS.split(text)
    last = parts[-1].strip()
    if len(parts) > 1 and not last.strip("?_. "):
        raise Unreadable("K504", "nothing stands behind the `=`")
    number = read_one(last)
    roughly = len(parts) > 1 and _EQUALS.findall(text)[-1] != "="
    return _approximately(number) if number is not None and roughly else number


def read_one(text: str) -> Number | None:
    """One number on one line, without calculation before it; None where it is none. Raises Unreadable."""
    text = text.strip().rstrip(".!?;, ")
    word = text.lower()
    if word in _WORDS:
        return Number(text, Fraction(_WORDS.index(word)), None)
    value = _said_twice(text) or evaluate(_LABELS.sub(" ", text))
    if value is not None and not read_simple(text):
        return Number(text, value, None)
    number = read_simple(text) or with_words(text)
    if number is not None:
        return number
    split = _BEHIND.fullmatch(text)  # `76*10 parameters`
    suffix = read_suffix(split[2], True) if split else None
    if split and suffix is not None and not suffix.prefix and not suffix.scale:
        value = evaluate(split[1])
        if value is not None:
            of_last = suffix.unit == "biases" and "+" in split[1]  # `750 + 10 biases`
            return Number(text, value, None, unit="" if of_last else suffix.unit)
    return None


def _said_twice(text: str) -> Fraction | None:
    """The value of `10*(75 + 1) (760)`, which is no product of both."""
    found = _TWICE.fullmatch(text)
    first = evaluate(found[1]) if found else None
    return first if found and first is not None and first == evaluate(found[2]) else None


def with_words(text: str) -> Number | None:
    """`about 60M`, `there are 760`: a number behind words that leave it as it is."""
    start = _START.search(text)
    if start is None:
        return None
    before = text[: start.start()]
    times = re.search(r"(?:^|(?<=[\s~]))[x×*] ?$", before)
    roughly = read_before(before[: times.start()] if times else before)
    if roughly is None:
        return None
    number = read_simple(text[start.start() :])
    if number is not None and times:
        number = number._replace(unit="x", places=number.places or 0) if not number.unit else None
    return _approximately(number) if number is not None and roughly else number


def read_simple(text: str) -> Number | None:
    """A sign, a number and what stands behind it."""
    sign = -1 if text.startswith("-") else 1
    rest = text.lstrip("+-").strip() if text[:1] in ("+", "-") else text
    if rest[:1] in ("+", "-"):
        return None
    read = _mixed(rest) or _digits(rest)
    if read is None:
        return None
    digits, scale, end = read
    behind = rest[end:]
    if behind[:1] == "(" or behind[:1].isdigit():
        return None
    try:
        suffix = read_suffix(behind, digits.value.denominator == 1 or scale is not None)
    except ValueError:
        raise Unreadable("K503", f"{shown(text)} is kilobits or kilobytes: write kbit or KB") from None
    if suffix is None or (scale is not None and (suffix.prefix or suffix.scale)):
        return None
    if digits.comma and (suffix.prefix or suffix.scale or suffix.unit in ("%", "x")):
        raise Unreadable("K503", f"the comma in {shown(text)} groups digits or is a decimal comma: write {_without_comma(text)}")
    number = _number(text, digits, scale, suffix)
    number = number._replace(value=sign * number.value)
    return number if all(_restates(value, number) for value in restated(behind)) else None


def _number(text: str, digits: Digits, scale: int | None, suffix: Suffix) -> Number:
    """The number that these parts make."""
    rounded = suffix.prefix or suffix.scale or scale is not None or suffix.unit in ("%", "x") or suffix.approximate
    power = (scale or 0) + suffix.scale
    places = digits.places
    if digits.value.denominator == 1 or digits.places is not None:  # a ratio is never rounded
        places = (digits.places or 0) - power if rounded or digits.places is not None else None
    value = digits.value * Fraction(10) ** power
    return Number(text, value, places, suffix.prefix, suffix.unit, suffix.approximate)


def _restates(value: Fraction, number: Number) -> bool:
    """Whether a number is what stands in the brackets behind it: `760 (10*76)`, `2.33 (7/3)`, `7/3 (2.33)`."""
    if agreement(number, value, bytes=number.unit in ("B", "bit")) is not None:
        return True
    return any(value == Fraction(round(number.value * 10**places), 10**places) for places in (1, 2, 3))


def _without_comma(text: str) -> str:
    return f"{shown(text.replace(',', '', 1))} or {shown(text.replace(',', '.', 1))}"


def _mixed(text: str) -> tuple[Digits, int | None, int] | None:
    """`2 1/3` and `7/3`."""
    if found := _MIXED.match(text):
        whole, over, under = (int(part) for part in found.groups())
        return Digits(whole + _ratio(over, under, text), None), None, found.end()
    if found := _RATIO.match(text):
        parts = [read_digits(part) for part in found.groups()]
        if parts[0] and parts[1] and not any(part.places for part in parts if part):
            return Digits(_ratio(int(parts[0].value), int(parts[1].value), text), None), None, found.end()
    return None


def _ratio(over: int, under: int, text: str) -> Fraction:
    if not under:
        raise Unreadable("K501", f"{shown(text)} divides by 0")
    return Fraction(over, under)


def _digits(text: str) -> tuple[Digits, int | None, int] | None:
    """Digits, the power of ten that is written behind them, and where they end."""
    found = _BODY.match(text)
    if found is None:
        return None
    body = found.group().rstrip(" ,'_")
    digits = read_digits(body)
    if digits is None:
        return None
    power = _POWER.match(text, len(body))
    if power is None:
        return digits, None, len(body)
    exponent = power.group(1) or power.group(2)
    if len(exponent) > 4 or abs(int(exponent)) > LARGEST_POWER:
        raise Unreadable("K501", f"{shown(text)} has a power of ten beyond {LARGEST_POWER}")
    return digits, int(exponent), power.end()


def _approximately(number: Number) -> Number:
    whole = number.places is None and number.value.denominator == 1
    return number._replace(approximate=True, places=0 if whole else number.places)


def _refusal(text: str, line: str) -> Unreadable:
    """Why there is no number in it."""
    if _LIST.fullmatch(line):
        return Unreadable("K503", f"{shown(text)} is a list, where one number is asked")
    between = _BETWEEN.search(line)
    if between and re.search(r"[a-zA-Z,;/]| - ", between[1]):
        return Unreadable("K503", f"{shown(text)} holds several numbers, where one is asked")
    if _FITS.search(line) and not re.search(r"\d", line):
        return Unreadable("K503", f"{shown(text)} says whether it fits, where a number is asked")
    if line.strip(" .").lower() in ("none", "nothing", "nil"):
        return Unreadable("K503", f"{shown(text)} can be 0 or no answer: write 0")
    return Unreadable("K501", f"{shown(text)} cannot be read as {_EXPECTED}", shown(text))

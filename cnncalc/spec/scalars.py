"""YAML 1.2 core scalars, and the words and numbers that YAML 1.1 readers take for something else."""

from __future__ import annotations

import re
from math import isinf
from typing import NamedTuple

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_BOOLEANS_OF_1_1 = {form for word in ("yes", "no", "on", "off") for form in (word, word.title(), word.upper())}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL_FLOAT = {
    form: value
    for word, value in ((".inf", "inf"), ("+.inf", "inf"), ("-.inf", "-inf"), (".nan", "nan"))
    for form in (word, word.replace("inf", "Inf").replace("nan", "NaN"), word.upper())
}
_PREFIXED = re.compile(r"[-+]?0(x[0-9a-fA-F]+|o[0-7]+|b[01]+)")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?")
_BASE_60 = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?")
#: Words that need no quotes in any place, under any version of YAML but for what `resolve` says and dates.
_PLAIN = re.compile(r"(?!\d{4}-)[A-Za-z0-9_$](?:[\w./$ -]*[\w./$-])?", re.ASCII)
#: Digits that an integer may be written with; sizes are bounded far lower, when their meaning is known.
MAX_DIGITS = 40


class Trap(NamedTuple):
    """A scalar that is refused as it stands: code, what is wrong, what to write."""

    code: str
    message: str
    help: str


def resolve(text: str) -> bool | int | float | str | Trap | None:
    """The value of a plain scalar under YAML 1.2's core schema, or why it is refused."""
    first = text[:1]
    if first.isalpha() or first in ("", "~"):
        if text in _WORDS:
            return _WORDS[text]
        if text in _BOOLEANS_OF_1_1:
            message = f"`{text}` is a word here, but a boolean to YAML 1.1 readers"
            return Trap("Y010", message, "write true or false, or quote a name")
        return text
    if first in "0123456789+-.":
        return _number(text)
    return text


def _number(text: str) -> int | float | str | Trap:
    if text.isdecimal() and text[0] != "0" and len(text) < 16 and text.isascii():  # what most numbers are
        return int(text)
    if _INTEGER.fullmatch(text) or _PREFIXED.fullmatch(text):
        digits = text.lstrip("+-")
        if len(digits) > MAX_DIGITS:
            return Trap("S103", f"number too large: {digits[:12]}... has {len(digits):,} digits", f"at most {MAX_DIGITS} digits")
        if digits[0] == "0" and len(digits) > 1:
            return _ambiguous(text, digits)
        return int(text)
    if _FLOAT.fullmatch(text):
        value = float(text[:400])
        if isinf(value) or len(text) > 400:
            return Trap("S103", f"number too large: {text[:12]}", "binary64 ends near 1.8e308")
        return value
    if text in _SPECIAL_FLOAT:
        return float(_SPECIAL_FLOAT[text])
    if _UNDERSCORED.fullmatch(text):
        plain = text.replace("_", "")
        return Trap("Y011", f"`{text[:40]}` is {plain[:40]} in YAML 1.1 and a word in YAML 1.2", f"write {plain[:40]}")
    if _BASE_60.fullmatch(text):
        return Trap("Y011", f"`{text[:40]}` is a base-60 number in YAML 1.1 and a word in YAML 1.2", "quote it")
    return text


def _ambiguous(text: str, digits: str) -> Trap:
    sign = "-" if text[0] == "-" else ""
    if digits[1] in "xob":
        value = int(digits, 0)
        base = {"x": "a hexadecimal", "o": "an octal", "b": "a binary"}[digits[1]]
        return Trap("Y011", f"`{text}` is {base} number", f"write {sign}{value} if the number is meant; a size is `3x3`")
    plain = sign + (digits.lstrip("0") or "0")
    octal = f"{sign}{int(digits, 8)}" if set(digits) <= set("01234567") else "a word"
    message = f"`{text}` is {octal} in YAML 1.1 and {plain} in YAML 1.2" if octal != plain else f"`{text}` has a leading 0"
    return Trap("Y011", message, f"write {plain} without the leading 0")


def quoted(text: str) -> str:
    """A text as YAML that every reader takes for this text: as it stands, or between double quotes."""
    if _PLAIN.fullmatch(text) and resolve(text) == text:
        return str(text)
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    """A character as it stands between double quotes."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else (f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")

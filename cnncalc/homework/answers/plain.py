"""Texts as they are typed, pasted and typeset, brought to plain characters before anything is read of them."""

from __future__ import annotations

import re
import unicodedata

from cnncalc.homework.written import Raw

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
_TIMES = dict.fromkeys(map(ord, "\u2715\u2716\u2a2f\u2a09\u22c5\u2219\u00b7"), "\u00d7")
_QUOTES = {ord(c): "'" for c in "\u2018\u2019\u02bc\u2032\u00b4"} | {ord(c): '"' for c in "\u201c\u201d\u201e"}
_OTHERS = {0x2044: "/", 0x2215: "/", 0x00F7: "/", 0x223C: "~", 0x2248: "\u2248", 0x2243: "\u2248", 0x2245: "\u2248"}
_LOOKALIKES = {**_DASHES, **_TIMES, **_QUOTES, **_OTHERS}
_SUPERSCRIPT = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]+")
#: `2⅓`, which is one number and not two.
_MIXED = re.compile(r"(?<![\w.,])(\d{1,18})([\u00bc-\u00be\u2150-\u215e])")
_RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")

#: How formulas are typeset: every word is replaced by what it prints.
_TYPESET = (
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r" \1/\2 "),
    (re.compile(r"\\(?:text|mathrm|mathbf|textbf|boxed|operatorname)\s*\{([^{}]*)\}"), r" \1 "),
    (re.compile(r"\\(?:times|cdot)(?![a-zA-Z])"), "×"),
    (re.compile(r"\\(?:approx|simeq|sim)(?![a-zA-Z])"), "≈"),
    (re.compile(r"\\(?:rightarrow|Rightarrow|to|implies)(?![a-zA-Z])"), "="),
    (re.compile(r"\\(?:left|right|quad|qquad|displaystyle)(?![a-zA-Z])"), " "),
    (re.compile(r"\\[,;:! ()\[\]]"), " "),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\([%$#&_{}])"), r"\1"),
    (re.compile(r"\^\{([^{}]*)\}"), r"^\1"),
)
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,200}(?<=\S)~~")
_EMPHASIS = re.compile(r"(?<![\w*)\]])(\*{1,3})(?=[^\s*])([^*\n]+)(?<=[^\s*])\1(?![\w*(\[])")
_UNDERSCORED = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]+)(?<=[^\s_])\1(?!\w)")
_RAISED_TAG = re.compile(r"<sup>\s*([-+\d]{1,4})\s*</sup>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|code|span|sub|p|mark)>|<br\s*/?>", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", re.MULTILINE)
_ARROW = re.compile(r"(?<![-=])[-=]{1,9}>|[→⇒⟶⟹]")
_LABEL = re.compile(
    r"\s*(?:(?:my|the|our|final|correct)\s+)*(?:answer|ans|solution|result|output|antwort|lösung)\s*(?:[:=]|is\b)\s*",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s_.?\-…~:*()\[\]|]*")
_NO_ANSWER = frozenset(
    ("null", "tbd", "todo", "idk", "dunno", "no idea", "don't know", "dont know", "i don't know", "i dont know", "no answer",
     "not answered", "skip", "skipped", "left blank", "blank", "unanswered")
)  # fmt: skip
_NOT_AVAILABLE = frozenset(("n/a", "na", "n.a.", "n.a"))


def joined(raw: Raw) -> str:
    """One text: lists as they would be written."""
    if isinstance(raw, str):
        return raw
    return "[" + ", ".join(map(joined, raw)) + "]"


def plain(text: str) -> str:
    """The text in plain characters: digits and signs of every width, without emphasis, code marks and typesetting."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _ascii(text)
    text = _FENCE.sub("", text) if "```" in text or "~~~" in text else text
    text = text.replace("`", "")
    if "\\" in text or "{" in text or "$" in text:
        for pattern, printed in _TYPESET:
            text = pattern.sub(printed, text)
        text = text.replace("$", "")
    if "<" in text:
        text = _TAG.sub(" ", _RAISED_TAG.sub(r"^\1", text))
    if "~~" in text:
        text = _STRUCK.sub(" ", text)
    text = _ARROW.sub("=", text)
    text = _UNDERSCORED.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def _ascii(text: str) -> str:
    """Lookalikes as what they are taken for; `2⅓` becomes `7/3`, `10⁶` becomes `10^6`; what cannot be seen is left out."""
    characters = []
    text = _MIXED.sub(_improper, text)
    for c in _SUPERSCRIPT.sub(lambda found: "^" + found.group().translate(_RAISED), text):
        if c.isascii():
            characters.append(c)
        elif c in "\u2028\u2029\x85":
            characters.append("\n")
        elif unicodedata.decimal(c, None) is not None:
            characters.append(str(unicodedata.decimal(c)))
        elif unicodedata.decomposition(c).startswith("<fraction>"):
            characters.append(" " + unicodedata.normalize("NFKC", c).replace("\u2044", "/") + " ")
        elif unicodedata.category(c) not in ("Cf", "Cs", "Mn"):
            normal = unicodedata.normalize("NFKC", c)
            characters.append(normal if len(normal) < 5 else c)
    return "".join(characters).translate(_LOOKALIKES)


def _improper(found: re.Match[str]) -> str:
    over, under = map(int, unicodedata.normalize("NFKC", found[2]).split("\u2044"))
    return f"{int(found[1]) * under + over}/{under}"


def is_left_out(text: str, form: str) -> bool:
    """Whether there is no answer in it: blank, `____`, `?`, `-`, `...`, `todo`."""
    if len(text) > LONGEST_BLANK:
        return False
    words = plain(text).strip().rstrip(".!").lower()
    return _BLANK.fullmatch(words) is not None or words in _NO_ANSWER or (form != "fit" and words in _NOT_AVAILABLE)


LONGEST_BLANK = 4_096


def is_not_available(text: str) -> bool:
    return plain(text).strip().lower() in _NOT_AVAILABLE


def shown(text: str) -> str:
    """An answer as a message quotes it, on one line."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= 40 else line[:37] + '...'}`"

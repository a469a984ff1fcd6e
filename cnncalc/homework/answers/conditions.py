"""What takes back or halves a `fits`: `only if padded`, `hardly`, `the width fits`, `does it fit? no`."""

from __future__ import annotations

import re

#: What is asked once more before it is answered: `fits? no`.
_QUESTION = re.compile(r"(?:does|do|is|are|can|will)\b[^?]*\?", re.IGNORECASE)
_ASKED = re.compile(r"^[^\d?]*\?+\s*(?=.*\w)")
#: Words with which `fits` says less than that it fits; `would be 3x3` only tells a size.
_HEDGED = re.compile(
    r"\b(?:only|if|unless|until|provided|assuming|could|might|may|must|hardly|barely|scarcely|almost|nearly|neither|none|"
    r"would(?!\s+be\s+\[?\(?\d)|needs?(?!\s+no\b)|requires?(?!\s+no\b)|ha(?:s|ve|d)\s+to|after|not\s+(?:quite|exactly|entirely)|"
    r"(?:with|by|using|through|via)\s+(?!no\b)(?:\w+\s+)?(?:rounding|padding|floor|ceil\w*|cropping)|"
    r"(?:padded|padding|rounded|rounding|cropped)\s+to)\b",
    re.IGNORECASE,
)
#: What the layer is told, which is no size: `fits with stride 2`.
_OPTION = re.compile(
    r"\b(?:(?:with|for|at)\s+)?(?:an?\s+|the\s+)?(?:stride|padding|pad|kernel|filter)\s*(?:of\s*|=\s*)?\d+(?!\s*[\d./xX×*+-])",
    re.IGNORECASE,
)
_AXIS = r"(?P<axis>height|width|h|w|other|one)(?:\s+(?:axis|side|direction|dimension|one))?\b:?"
_BOTH = re.compile(r"\b(?:the\s+)?(?:height\s+and\s+(?:the\s+)?width|width\s+and\s+(?:the\s+)?height)\b", re.IGNORECASE)
_HALF_NOT = re.compile(
    rf"\b{_AXIS}(?:\s+[^\s,;]+){{0,2}}?\s+(?:doesn't|doesnt|does\s+not|isn't|isnt|is\s+not|not|won't|will\s+not|no)(?=\s*(?:[,;.)]|$))",
    re.IGNORECASE,
)
_HALF_FITS = re.compile(
    rf"(?:^|(?<=[,;.:(])|\b(?:but|while|and|though|although|as|because)\b)\s*(?P<only>(?:only|just)\s+)?(?:the\s+|in\s+)?{_AXIS}\s+"
    r"(?:(?:is|does|also)\s+)*(?:fits?|ok(?:ay)?|legal|valid|fine|works?|whole|divisible|yes|does(?=\s*(?:[,;.)]|$)))(?!\w)",
    re.IGNORECASE,
)


def asks(line: str) -> bool:
    """Whether it only asks: `does it fit?`"""
    return _QUESTION.fullmatch(line) is not None


def answered(line: str) -> str:
    """The answer behind the question that was written down with it."""
    return _ASKED.sub("", line)


def of_axes(line: str) -> str:
    """With `the height doesn't` as a misfit, and without that one axis fits, which says nothing of the layer.

    Where that is all it says, it is left, restricted.
    """
    line = _HALF_NOT.sub(" misfit ", _BOTH.sub("both", line))
    halves = list(_HALF_FITS.finditer(line))
    if not halves or (len({half["axis"].lower() for half in halves}) > 1 and not any(half["only"] for half in halves)):
        return line
    rest = _HALF_FITS.sub(" ", line)
    return rest if re.search(r"[^\W\d_]{2,}", rest) else f"only {line}"


def without_options(line: str) -> str:
    """The line without the numbers that a layer is told."""
    return _OPTION.sub(" ", line)


def hedged(line: str) -> bool:
    """Whether a condition, or a restriction, stands beside what is said."""
    return _HEDGED.search(line) is not None

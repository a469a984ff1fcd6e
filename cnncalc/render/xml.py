"""XML 1.0 that no text can break: what it does not allow is left out, and DEL and all that is not ASCII is a reference."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCES = {ord(character): f"&#{ord(character)};" for character in "&<>\"'\t\n\r\x7f"}


def element(tag: str, text: str, given: Mapping[str, object]) -> str:
    """An element that holds a text."""
    return f"<{tag}{attributes(given)}>{_escaped(text)}</{tag}>"


def attributes(given: Mapping[str, object]) -> str:
    """What stands behind a tag's name."""
    return "".join(f' {name}="{_escaped(str(value))}"' for name, value in given.items())


def _escaped(text: str) -> str:
    """A text as an attribute's value or an element's content: line breaks stay in either."""
    return _FORBIDDEN.sub("", text).translate(_REFERENCES).encode("ascii", "xmlcharrefreplace").decode()

"""What a text must be before any parser sees it: not too large, and without characters that YAML forbids."""

from __future__ import annotations

import re

from cnncalc.diagnostics import LINE_BREAK, Diagnostic, Span

# All that YAML itself does not call printable, and the byte order mark. The second is slow to compile and rarely needed.
_FORBIDDEN_ASCII = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"


def find_unreadable(text: str, most: int) -> Diagnostic | None:
    """Y016 for a text of more than `most` bytes, Y015 for a character that is not allowed."""
    if len(text) > most or (not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > most):
        return Diagnostic("Y016", f"the file is larger than {most:,} bytes", None, (), ("--max-bytes raises the limit",))
    found = _FORBIDDEN_ASCII.search(text) if text.isascii() else re.search(_FORBIDDEN, text)
    if not found:
        return None
    before = text[: found.start()]
    line = len(re.findall(LINE_BREAK, before)) + 1
    column = len(re.split(LINE_BREAK, before)[-1]) + 1
    offset = len(before.encode("utf-8", "surrogatepass"))
    message = f"the character U+{ord(found.group()):04X} at byte {offset:,} is not allowed"
    return Diagnostic("Y015", message, Span(line, column, line, column + 1), (), ("architecture files are plain UTF-8 text",))

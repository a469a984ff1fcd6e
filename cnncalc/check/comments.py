"""Comments that ignore findings: `# cnncalc: ignore[H301]`, found by a scan of the text of its own.

Only what YAML takes for a comment counts: a `#` inside quotes, inside a word or inside a block scalar is text. No parser tells
where comments stand, so the text is cut into tokens here, as far as is needed to know what each `#` is. The scan takes any text,
in time linear in its length; behind a quote that is never closed it finds nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cnncalc.diagnostics import LINE_BREAK, Span


class Comment(NamedTuple):
    """A comment addressed to cnncalc."""

    span: Span
    codes: tuple[str, ...]  # as they are written; whether there are such rules is not looked up here
    line: int  # whose findings it silences: its own, or where nothing stands before it, that of the next token
    fault: str = ""  # why it ignores nothing, where it is not written as it must be
    help: tuple[str, ...] = ()


def find_comments(text: str) -> Iterator[Comment]:
    """The comments addressed to cnncalc, in the order of the text. Never fails, whatever the text holds."""
    if _ADDRESS not in text:
        return
    waiting: list[Comment] = []  # they stand alone on their lines and concern the next one with something on it
    for token in _Scan(text).tokens():
        if not token.comment:
            yield from (comment._replace(line=token.line) for comment in waiting)
            waiting.clear()
            continue
        found = _read(token)
        if token.alone:
            waiting += found
        else:
            yield from found
    yield from waiting


_ADDRESS = "cnncalc:"
_ADDRESSED = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*cnncalc:")
_IGNORE = re.compile(r"[ \t]*ignore\[([^\[\]]*)\](?![^ \t])")
_HOW = "write `# cnncalc: ignore[CODE]`, for example `# cnncalc: ignore[L101, L203]`"
_SHOWN = 40


def _read(token: _Token) -> list[Comment]:
    """What a comment says to cnncalc; each part of it, where it holds several."""
    starts = [found.span() for found in _ADDRESSED.finditer(token.comment)]
    ends = [start for start, _ in starts[1:]] + [len(token.comment)]
    comments = []
    for (start, after), end in zip(starts, ends, strict=False):
        said = token.comment[after:end]
        ignore = _IGNORE.match(said)
        codes = tuple(code.strip() for code in ignore.group(1).split(",") if code.strip()) if ignore else ()
        last = after + ignore.end() if ignore else start + len(token.comment[start:end].rstrip())
        span = Span(token.line, token.column + start, token.line, token.column + last)
        comments.append(Comment(span, codes, token.line, *(() if codes else (_fault(said, bool(ignore)), (_HOW,)))))
    return comments


def _fault(said: str, bracketed: bool) -> str:
    """Why a comment ignores nothing."""
    said = said.strip()
    if bracketed:
        return "a comment ignores no code: nothing stands between its brackets"
    found = (f"`{said[:_SHOWN]}...`" if len(said) > _SHOWN else f"`{said}`") if said else "nothing"
    return f"a comment to cnncalc can only say `ignore[CODE]`, found {found}"


class _Token(NamedTuple):
    """A comment, or anything else, with its place."""

    line: int
    column: int
    comment: str = ""
    alone: bool = False  # of a comment: nothing stands before it on its line


_SPACE = " \t\r\n\x85\u2028\u2029"  # for YAML; a no-break space is a letter
_BREAKS = _SPACE[2:]
_BLANKS, _INDENTATION = re.compile("[ \t\ufeff]*"), re.compile(" *")
_LINE = re.compile(f"[^{_BREAKS}]*")
_WORD_END = re.compile(f"[{_SPACE}]|:(?=[{_SPACE}]|\\Z)")
_FLOW_WORD_END = re.compile(f"[{_SPACE},?\\[\\]{{}}]|:(?=[{_SPACE},\\[\\]{{}}]|\\Z)")
_ANCHOR, _TAG = re.compile("[&*][A-Za-z0-9_-]*"), re.compile(f"![^{_SPACE},\\[\\]{{}}]*")
_DOUBLE_END, _SINGLE_END = re.compile(r'\\.|"', re.DOTALL), re.compile("''|'")
_BLOCK_HEADER = re.compile(f"[|>][-+0-9]*[ \t]*(?=[#{_BREAKS}]|\\Z)")
_DIRECTIVE = re.compile(f"%(?:[^ {_BREAKS}]| (?!#))*")
_MARKER = re.compile(f"(?:---|\\.\\.\\.)(?=[{_SPACE}]|\\Z)")


class _Scan:
    """Cuts a text into tokens, as YAML's rules have it; `_indents` are the columns of the open block collections."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._start = 1, 0  # the line that is read, and where it starts
        self._flow = 0  # open flow collections
        self._indents = [-1]
        self._key: int | None = None  # column of what may turn out to be a key
        self._block = ""  # header of a block scalar that begins on the next line

    def tokens(self) -> Iterator[_Token]:
        """Every token, up to the end or to a quote that is not closed."""
        text, size = self._text, len(self._text)
        while True:
            self._at = at = _end(_BLANKS, text, self._at)
            if at >= size:
                return
            first, column = text[at], at - self._start
            if first in _BREAKS:
                self._break()
                if self._block:
                    self._take_block()
            elif first == "#":
                self._at = _end(_LINE, text, at)
                yield _Token(self._line, column + 1, text[at : self._at], not text[self._start : at].strip())
            else:
                yield _Token(self._line, column + 1)
                if not (self._take_marker(first) if column == 0 and first in "%-." else False) and not self._take(first, column):
                    return

    def _break(self) -> None:
        self._at = _end(LINE_BREAK, self._text, self._at)
        self._line, self._start = self._line + 1, self._at
        if not self._flow:
            self._key = None

    def _take_marker(self, first: str) -> bool:
        """A directive, `---` or `...`, each of which ends all that is open."""
        found = _DIRECTIVE.match(self._text, self._at) if first == "%" else _MARKER.match(self._text, self._at)
        if found is None:
            return False
        self._at = found.end()
        self._flow, self._indents, self._key = 0, [-1], None
        return True

    def _take(self, first: str, column: int) -> bool:
        """Go behind the token that starts here; False where it has no end."""
        text, at = self._text, self._at
        self._at += 1
        apart = at + 1 >= len(text) or text[at + 1] in _SPACE
        if self._flow:
            if first in "]},?:":
                self._flow -= first in "]}"
                return True
        else:
            while self._indents[-1] > column:
                self._indents.pop()
            if first in "-?" and apart:
                self._open(column)
                self._key = None
                return True
            if first == ":" and apart:
                self._open(column if self._key is None else self._key)
                return True
            if first in "|>" and (header := _BLOCK_HEADER.match(text, at)):
                self._block, self._at = header.group(), header.end()
                return True
            if self._key is None:
                self._key = column
        if first in "[{":
            self._flow += 1
        elif first in "&*!":
            self._at = _end(_TAG if first == "!" else _ANCHOR, text, at)
        elif first in "\"'":
            return self._take_quoted(_DOUBLE_END if first == '"' else _SINGLE_END)
        else:
            self._take_words()
        return True

    def _open(self, column: int) -> None:
        if column > self._indents[-1]:
            self._indents.append(column)

    def _take_quoted(self, ends: re.Pattern[str]) -> bool:
        for found in ends.finditer(self._text, self._at):
            if len(found.group()) == 1:
                for broken in LINE_BREAK.finditer(self._text, self._at, found.start()):
                    self._line, self._start = self._line + 1, broken.end()
                self._at = found.end()
                return True
        return False

    def _take_words(self) -> None:
        """A plain scalar: words, over several lines where the next ones are indented further than what holds it."""
        text, size = self._text, len(self._text)
        ends = _FLOW_WORD_END if self._flow else _WORD_END
        while True:
            found = ends.search(text, self._at)
            self._at = end = found.start() if found else size
            while (after := _end(_BLANKS, text, self._at)) < size and text[after] in _BREAKS:
                self._at = after
                self._break()
            self._at = after
            if after in (end, size) or text[after] == "#" or ends.match(text, after) or not self._goes_on():
                return

    def _goes_on(self) -> bool:
        """Whether what stands here goes on with the plain scalar before it."""
        column = self._at - self._start
        if column == 0 and _MARKER.match(self._text, self._at):
            return False
        return bool(self._flow) or column > self._indents[-1]

    def _take_block(self) -> None:
        """The lines of a block scalar: those that are blank, or indented as its header or its first line says."""
        text, size = self._text, len(self._text)
        least = max(self._indents[-1] + 1, 1)
        given = re.search("[1-9]", self._block)
        indent = least + int(given.group()) - 1 if given else max(least, self._first_indentation())
        self._block = ""
        while self._at < size:
            after = _end(_INDENTATION, text, self._at)
            if after < size and text[after] not in _BREAKS and after - self._at < indent:
                return
            self._at = _end(_LINE, text, after)
            if self._at < size:
                self._break()

    def _first_indentation(self) -> int:
        """Of the first line that is not blank; blank ones before it may be longer."""
        text, at, most = self._text, self._at, 0
        while True:
            after = _end(_INDENTATION, text, at)
            most = max(most, after - at)
            if after >= len(text) or text[after] not in _BREAKS:
                return most
            at = _end(LINE_BREAK, text, after)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match that starts here ends."""
    found = pattern.match(text, at)
    return found.end() if found else at

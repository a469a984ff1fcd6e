"""Values cell by cell, as people write them: `[[1, 10/3], [0, 2.33]]`, `1 2; 3 4`, rows on lines, Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.answers.number import read_simple
from cnncalc.homework.answers.plain import plain, shown
from cnncalc.homework.written import CellRows, Cells, Number, Raw, Unreadable

#: Cells of one answer.
MOST = 4_096
_DEEPEST = 6
_EXPECTED = "values cell by cell, such as [[1, 10/3], [0, 2.5]] or rows on lines"
_BLANK = re.compile(r"[-_?.…\s]*|null|none|\"\"|''", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,18}")
_SIMPLE = re.compile(r"(-?\d{1,18})/(\d{0,17}[1-9])|-?\d{1,18}\.(\d{1,18})")
_MATRIX = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[lcr|]*\})?")
_CALL = re.compile(r"\b(?:np\.|numpy\.|torch\.)?(?:array|tensor|matrix)\s*(?=\()|,\s*dtype\s*=\s*[\w.]+", re.IGNORECASE)
_NAME = re.compile(r"[^=\d\[\](|;\n]{0,40}[=:]\s*(?=[\s\d\[({.|~+-])")
_COMMA = re.compile(r"(?<![\d,.])(\d{1,18}),(\d{1,18})(?![\d,.])")
_POINT = re.compile(r"\d\.\d")
_MIXED = re.compile(r"(?<![\d/.,])(-?)(\d{1,18}) +(\d{1,18})/(\d{0,17}[1-9])(?![\d/.,])")
_RULE = re.compile(r"[\s|:+-]+")


def read(raw: Raw) -> Cells:
    """See `cnncalc.homework.reading.read`. Blank cells are None.

    A comma is a decimal one where nothing is made of it otherwise: `2,33; 3; 0`, `2,33 3 0`.
    """
    try:
        found = _read(raw)
    except Unreadable as error:
        if error.code == "K504" or not isinstance(raw, str):
            raise
        other = _other(_with_points(raw))
        if other is None or not _is_even(other.rows):
            raise
        return other._replace(text=raw.strip())
    if isinstance(raw, str) and not _is_even(found.rows):
        other = _other(_with_points(raw))
        if other is not None and _is_even(other.rows):
            return other._replace(text=raw.strip())
    return found


def otherwise(raw: Raw) -> Iterator[Cells]:
    """Other ways to read it: with decimal commas, `1,5; 2,5`, with mixed numbers, `2 1/3 3 0`, and `3 4 / 6 7` as rows."""
    if isinstance(raw, str):
        mixed = _MIXED.sub(lambda found: f"{found[1]}{int(found[2]) * int(found[4]) + int(found[3])}/{found[4]}", plain(raw))
        rows = re.sub(r"(?<=\d)\s+/\s+(?=[-\d])", "; ", plain(raw))
        for text in (_with_points(raw), mixed, rows):
            if (other := _other(text)) is not None:
                yield other._replace(text=raw.strip())


def _other(text: str) -> Cells | None:
    try:
        return _read(text) if text else None
    except Unreadable:
        return None


def _with_points(text: str) -> str:
    """Decimal commas as points; empty where a comma stands between cells, or where each may group digits: `1,333 2`."""
    if "," in _COMMA.sub("", text) or _POINT.search(text) or all(map(_groups, _COMMA.findall(text))):
        return ""
    return _COMMA.sub(r"\1.\2", text)


def _groups(found: tuple[str, str]) -> bool:
    """Whether a comma between these digits may group them."""
    return len(found[1]) == 3 and len(found[0]) < 4 and found[0][0] != "0"


def _is_even(rows: CellRows) -> bool:
    """Whether all rows are as long as each other."""
    if rows is None or isinstance(rows, Number):
        return True
    return len({len(row) if isinstance(row, tuple) and not isinstance(row, Number) else 0 for row in rows}) < 2 and all(
        map(_is_even, rows)
    )


def _read(raw: Raw) -> Cells:
    rows = _of_text(raw) if isinstance(raw, str) else _of_list(raw, 1)
    text = raw if isinstance(raw, str) else ""
    counted = list(_flat(rows))
    if not any(counted):
        raise Unreadable("K504", "left out")
    return Cells(text.strip(), rows)


def _of_list(raw: list[Raw], depth: int) -> CellRows:
    if depth > _DEEPEST:
        raise Unreadable("K501", f"brackets nested deeper than {_DEEPEST}")
    if len(raw) > MOST:
        raise _too_many(len(raw))
    return _counted(tuple(_of_list(item, depth + 1) if isinstance(item, list) else _of_scalar(item) for item in raw))


def _of_scalar(text: str) -> CellRows:
    """A cell of a list, or a row of cells that stands as text in it."""
    bare = plain(text).strip()
    return _cell(bare) if len(bare.split()) < 2 or "/" in bare else _row(bare)


def _of_text(raw: str) -> CellRows:
    text = _MATRIX.sub(" ", raw).replace("\\\\", ";").replace("&", " , ") if "\\" in raw else raw
    text = plain(text).strip().rstrip(".;")
    text = _NAME.sub("", text, count=1) if _NAME.match(text) else text
    text = _CALL.sub(" ", text).strip()
    if "=" in text and not re.search(r"[\[({|;,\n]", text):
        text = text.rpartition("=")[2].strip()  # one cell with its calculation
    if "|" in text and "[" not in text:
        return _counted(_of_table(text))
    if re.search(r"[\[({]", text):
        return _counted(_of_brackets(text))
    return _counted(_lines(text))


def _of_table(text: str) -> CellRows:
    """A Markdown table; a header without values is not a row."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and _RULE.fullmatch(lines[1]) and "-" in lines[1]:
        header = lines[0].replace("|", "")
        del lines[1]
        if not re.search(r"\d", header) and len(lines) > 1:
            del lines[0]
    if len(lines) > MOST:
        raise _too_many(len(lines))
    rows = [tuple(map(_cell, line.removeprefix("|").removesuffix("|").split("|"))) for line in lines]
    return rows[0] if len(rows) == 1 else tuple(rows)


def _of_brackets(text: str) -> CellRows:
    """Rows in brackets, nested as arrays are."""
    stack: list[tuple[str, list[CellRows]]] = [("", [])]  # of each open bracket: what stands in it, and the rows in it
    for part in re.split(r"([\[\](){}])", text):
        if part in ("[", "(", "{"):
            if len(stack) > _DEEPEST:
                raise Unreadable("K501", f"brackets nested deeper than {_DEEPEST}")
            stack.append(("", []))
        elif part in ("]", ")", "}"):
            if len(stack) == 1:
                raise Unreadable("K501", f"{shown(text)} closes a bracket that was not opened")
            inside, rows = stack.pop()
            call = part == ")" and len(rows) == 1  # `([1, 2])`
            stack[-1][1].append(rows[0] if call else _closed(inside, rows))
        elif part.strip(" ,;\n\t"):
            if stack[-1][1] or stack[-1][0] or len(stack) == 1:
                raise Unreadable("K501", f"{shown(text)} cannot be read as {_EXPECTED}")
            stack[-1] = (part, stack[-1][1])
    if len(stack) > 1:
        raise Unreadable("K501", f"{shown(text)} leaves a bracket open")
    outer = stack[0][1]
    return outer[0] if len(outer) == 1 else tuple(outer)


def _closed(text: str, rows: list[CellRows]) -> CellRows:
    """What one pair of brackets holds."""
    if text and rows:
        raise Unreadable("K501", f"{shown(text)} stands between rows")
    if rows:
        return tuple(rows)
    lines = _lines(text.strip(" \n,"))
    return (lines,) if isinstance(lines, Number) or lines is None else lines


def _lines(text: str) -> CellRows:
    """Rows on lines or with `;` between them, planes with an empty line; a single row is a list, a single cell itself."""
    if text.count("\n") + text.count(";") + text.count(",") > 4 * MOST:
        raise _too_many(text.count("\n") + text.count(";") + text.count(","))
    lines = [re.split(r"\s*;\s*", line.strip(" ;")) for line in text.split("\n") if line.strip(" ;")]
    if len(lines) > 1 and all(len(line) > 1 and not re.search(r"[\s,]", "".join(line)) for line in lines):
        return tuple(tuple(map(_cell, line)) for line in lines)
    planes = [[_row(line) for line in re.split("[\n;]", plane) if line.strip()] for plane in re.split(r"\n[ \t]*\n", text)]
    full = [plane for plane in planes if plane]
    if len(full) > 1 and all(len(plane) > 1 for plane in full):
        return tuple(map(tuple, full))
    rows = [row for plane in full for row in plane]
    if all(len(row) == 1 for row in rows):  # a column
        cells = tuple(row[0] for row in rows)
        return cells[0] if len(cells) == 1 else cells
    return rows[0] if len(rows) == 1 else tuple(rows)


def _row(line: str) -> tuple[Number | None, ...]:
    line = line.strip()
    for separator in (",", "\t"):
        if separator in line:
            return tuple(map(_cell, line.removesuffix(separator).split(separator)))
    words = re.sub(r"\s?/\s?", "/", line).split()
    return tuple(map(_cell, words))


def _cell(text: str) -> Number | None:
    text = " ".join(text.split())
    if _WHOLE.fullmatch(text):
        return Number(text, Fraction(int(text)), None)
    if found := _SIMPLE.fullmatch(text):
        over, under, decimals = found.groups()
        value = Fraction(int(over), int(under)) if under else Fraction(int(text.replace(".", "")), 10 ** len(decimals))
        return Number(text, value, len(decimals) if decimals else None)
    if _BLANK.fullmatch(text):
        return None
    roughly = text[0] in "~≈"
    number = read_simple(text.lstrip("~≈ ")) if len(text) <= 80 else None
    if number is None or number.prefix or number.unit:
        raise Unreadable("K501", f"the cell {shown(text)} cannot be read as a number")
    return number._replace(text=text, approximate=number.approximate or roughly)


def _counted(rows: CellRows) -> CellRows:
    cells = sum(1 for _ in _flat(rows))
    if cells > MOST:
        raise _too_many(cells)
    return rows


def _too_many(cells: int) -> Unreadable:
    return Unreadable("K501", f"{cells:,} cells, more than {MOST:,}")


def _flat(rows: CellRows) -> list[Number | None]:
    if rows is None or isinstance(rows, Number):
        return [rows]
    return [cell for row in rows for cell in _flat(row)]

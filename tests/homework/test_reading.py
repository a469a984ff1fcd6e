"""Answers as people write them; what is meant was put down by hand."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.homework.reading import read, read_number, read_sizes
from cnncalc.homework.written import CellRows, Cells, Fit, Number, Raw, Unreadable

#: What is written, its value, decimals, prefix, unit, and whether it is only about that.
NUMBERS: list[tuple[str, str, int | None, str, str, bool]] = [
    ("760", "760", None, "", "", False),
    ("34,944", "34944", None, "", "", False),
    ("34 944", "34944", None, "", "", False),
    ("34\u00a0944", "34944", None, "", "", False),
    ("1'000'000", "1000000", None, "", "", False),
    ("34.944.000", "34944000", None, "", "", False),
    ("13,83,57,544", "138357544", None, "", "", False),
    ("1.234,56", "1234.56", 2, "", "", False),
    ("1,234.56", "1234.56", 2, "", "", False),
    ("1,5", "1.5", 1, "", "", False),
    ("0,760", "0.76", 3, "", "", False),
    ("34.944", "34.944", 3, "", "", False),
    ("35K", "35", 0, "K", "", False),
    ("0.76k", "0.76", 2, "K", "", False),
    ("60m", "60", 0, "M", "", False),
    ("2 1/3", "7/3", None, "", "", False),
    ("2⅓", "7/3", None, "", "", False),
    ("7/3", "7/3", None, "", "", False),
    ("7/3 (illegal)", "7/3", None, "", "", False),
    ("2.33 (illegal)", "2.33", 2, "", "", False),
    ("\u22125", "-5", None, "", "", False),
    ("１２３", "123", None, "", "", False),
    ("five", "5", None, "", "", False),
    ("93 MB", "93", 0, "M", "B", False),
    ("88.9 MiB", "88.9", 1, "Mi", "B", False),
    ("61 Mb", "61", 0, "M", "bit", False),
    ("61 mb", "61", 0, "M", "B", False),
    ("61 Mbit", "61", 0, "M", "bit", False),
    ("4 bytes", "4", None, "", "B", False),
    ("15.5B", "15500000000", -8, "", "", False),
    ("138B", "138", None, "", "B", False),
    ("15.47 GMACs", "15.47", 2, "G", "MAC", False),
    ("1.135G multiply-adds", "1.135", 3, "G", "MAC", False),
    ("24M * 4 bytes ~= 93MB", "93", 0, "M", "B", True),
    ("(5*5*3+1)*10 = 760", "760", None, "", "", False),
    ("760 = (5*5*3+1)*10", "760", None, "", "", False),
    ("(5*5*3+1)*10", "760", None, "", "", False),
    ("28x28x128x1x1x256", "25690112", None, "", "", False),
    ("55^2*96", "290400", None, "", "", False),
    ("76 * 10 params", "760", None, "", "parameters", False),
    ("about 60M", "60", 0, "M", "", True),
    ("~5M", "5", 0, "M", "", True),
    ("760 or so", "760", 0, "", "", True),
    ("8.7x", "8.7", 1, "", "x", False),
    ("8.7:1", "8.7", 1, "", "x", False),
    ("42.1%", "42.1", 1, "", "%", False),
    ("44.9% fewer", "44.9", 1, "", "%", False),
    ("3.2 million", "3200000", -5, "", "", False),
    ("1e6", "1000000", -6, "", "", False),
    ("3.2×10⁶", "3200000", -5, "", "", False),
    ("2^20", "1048576", None, "", "", False),
    ("760 parameters.", "760", None, "", "parameters", False),
    ("760 (76 per filter)", "760", None, "", "", False),
    ("conv1 has 34,944 parameters", "34944", None, "", "parameters", False),
    ("Answer: **760**", "760", None, "", "", False),
    ("P = 2", "2", None, "", "", False),
    ("`760`", "760", None, "", "", False),
    ("~~750~~ 760", "760", None, "", "", False),
    (r"$34{,}944$", "34944", None, "", "", False),
    (r"$\frac{7}{3}$", "7/3", None, "", "", False),
    ("5*5*3 + 1 = 76\n76*10 = 760", "760", None, "", "", False),
    ("760\n(76 for each of the 10 filters)", "760", None, "", "", False),
    ("10(75+1)", "760", None, "", "", False),
    ("10 (75+1)", "760", None, "", "", False),
    ("10 × (75 + 1) params", "760", None, "", "parameters", False),
    (r"$10 \cdot (75+1)$", "760", None, "", "", False),
    ("(75+1)10", "760", None, "", "", False),
    ("750 (+ 10)", "760", None, "", "", False),
    ("750 (weights) + 10 (biases)", "760", None, "", "", False),
    ("760 (10*76)", "760", None, "", "", False),
    ("760 (= 10*76)", "760", None, "", "", False),
    ("10*(75 + 1) (760)", "760", None, "", "", False),
    ("2.33 (7/3)", "2.33", 2, "", "", False),
    ("4.2 megabytes", "4.2", 1, "M", "B", False),
    ("58.1 mebibytes", "58.1", 1, "Mi", "B", False),
    ("15.5 gigaMACs", "15.5", 1, "G", "MAC", False),
    ("15.5 giga", "15.5", 1, "G", "", False),
    ("15,5 Milliarden", "15500000000", -8, "", "", False),
    ("ungefähr 35 Tausend", "35000", -3, "", "", True),
    ("61 MB / image", "61", 0, "M", "B", False),
    ("61 MB/image", "61", 0, "M", "B", False),
    ("760 params w/ bias", "760", None, "", "parameters", False),
    ("4.2·10^6 B", "4200000", -5, "", "B", False),
    ("4.2e6 B", "4200000", -5, "", "B", False),
    ("7 layers", "7", None, "", "layers", False),
    ("16 weight layers", "16", None, "", "layers", False),
    ("10 bias parameters", "10", None, "", "parameters", False),
    ("760 with biases", "760", None, "", "", False),
    ("760 including the biases", "760", None, "", "", False),
    ("750 + 10 biases", "760", None, "", "", False),
    ("750 + 10 parameters", "760", None, "", "parameters", False),
]


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: repr(row[0]))
def test_numbers(row: tuple[str, str, int | None, str, str, bool]) -> None:
    text, value, places, prefix, unit, approximate = row
    assert read(text, "number") == Number(text, Fraction(value), places, prefix, unit, approximate)


@pytest.mark.parametrize(
    ("form", "text", "code"),
    [
        ("number", "seven-ish", "K501"), ("number", "1/0", "K501"), ("number", "1e999999", "K501"),
        ("number", "9" * 5000, "K501"),
        ("number", "9" * 61, "K501"), ("number", "2^64^64", "K501"), ("number", "Infinity", "K501"), ("number", "nan", "K501"),
        ("number", "1:30", "K501"), ("number", "not 760", "K501"), ("number", "(1" * 200, "K501"),
        ("number", "750 or 760", "K503"), ("number", "750\n760", "K503"), ("number", "750 (or 760)", "K503"),
        ("number", "(10, 32, 32)", "K503"), ("number", "illegal", "K503"), ("number", "1,135M", "K503"),
        ("number", "61 kb", "K503"), ("number", "760 foos", "K501"), ("number", "4.2 jigabytes", "K501"),
        ("number", "760 Tausende Bananen", "K501"), ("number", "6/2(3)", "K503"), ("number", "10 (-3)", "K501"),
        ("number", "750 (+ 10 biases)", "K501"), ("number", "750 (75*10 + 10 = 760)", "K501"),
        ("number", "61 MB / second", "K501"),
        ("number", "none", "K503"),
        ("number", "", "K504"), ("number", "____", "K504"), ("number", "?", "K504"), ("number", " - ", "K504"),
        ("number", "5*5*3 = ?", "K504"), ("number", "N/A", "K504"), ("number", "idk", "K504"),
        ("sizes", "55x55x", "K501"), ("sizes", "55x55xK", "K501"), ("sizes", "1x2x3x4x5x6x7x8x9", "K501"),
        ("sizes", "13x13 or 14x14", "K503"), ("sizes", "does not fit", "K503"), ("sizes", "4,608", "K503"),
        ("sizes", "...", "K504"), ("sizes", "55x55 (96)", "K501"), ("sizes", "7 layers", "K501"),
        ("fit", "maybe", "K501"), ("fit", "it fits, no: illegal", "K503"), ("fit", "legal, not valid", "K503"),
        ("fit", "not illegal, does not fit", "K503"), ("fit", "does not fit, valid would be 8x8", "K503"),
        ("fit", "no padding", "K501"), ("fit", "N/A", "K503"),
        ("fit", "____", "K504"),
        ("cells", "a b", "K501"), ("cells", "[[1, 2], [3, 4]", "K501"), ("cells", "1]", "K501"), ("cells", "1/0 2", "K501"),
        ("cells", "[" * 9 + "1" + "]" * 9, "K501"), ("cells", "1 " * 4097, "K501"), ("cells", "_ _\n_ _", "K504"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(form: str, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text, form)
    assert caught.value.code == code, caught.value.message


def test_messages_say_what_was_expected_and_how_to_write_it() -> None:
    for text, form, message in (
        ("seven-ish", "number", "`seven-ish` cannot be read as a number, such as 760, 34,944, 35K, 2.33, 7/3 or 93 MB"),
        ("1,135M", "number", "the comma in `1,135M` groups digits or is a decimal comma: write `1135M` or `1.135M`"),
        ("4,608", "sizes", "`4,608` is one size or two: write 4608 or 4x608"),
        ("1 a", "cells", "the cell `a` cannot be read as a number"),
    ):
        with pytest.raises(Unreadable) as caught:
            read(text, form)
        assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("32x32x10", "32 32 10"), ("(10, 32, 32)", "10 32 32"), ("55 x 55 x 96", "55 55 96"), ("55×55×96", "55 55 96"),
        ("[55*55*96]", "55 55 96"), ("55 by 55 by 96", "55 55 96"), ("55 55 96", "55 55 96"), ("6@28x28", "6 28 28"),
        ("D=96, H=55, W=54", "55 54 96"), ("96 x 55 x 55 (CxHxW)", "96 55 55"), ("output size: 55x55x96 volume", "55 55 96"),
        ("32", "32"), ("4,096", "4096"), ("1x1x4,096", "1 1 4096"), ("256,256", "256 256"), ("13.5x13.5", "27/2 27/2"),
        ("7/3 x 7/3 x 10", "7/3 7/3 10"), ("2 1/3 x 2 1/3", "7/3 7/3"), ("(32+2*2-5)/1+1 = 32", "32"), ("(32+2*2-5)/1+1", "32"),
        ("32x32x10 = 10,240", "32 32 10"), ("(227-11)/4+1 = 55, so 55x55x96", "55 55 96"), ("[[1, 2]]", "1 2"),
        ("1 and 2", "1 2"),
        (r"$55\times55\times96$", "55 55 96"), ("**55x55x96**", "55 55 96"), ("32x32x10.", "32 32 10"),
        ("224 224 64", "224 224 64"), ("55x55 (96 channels)", "55 55 96"), ("55x55, depth 96", "55 55 96"),
        ("96 channels of 55x55", "55 55 96"), ("96 55x55 feature maps", "55 55 96"), ("55 x 55 with 96 channels", "55 55 96"),
        ("height 55, width 54, depth 96", "55 54 96"), ("H = (227-11)/4+1 = 55, W = 55, D = 96", "55 55 96"),
        ("55 high, 54 wide, 96 deep", "55 54 96"), ("Höhe 55, Breite 54, Tiefe 96", "55 54 96"), ("height 55, width 54", "55 54"),
        ("(None, 55, 55, 96)", "55 55 96"), ("(-1, 96, 55, 55)", "96 55 55"), ("torch.Size([1, 96, 55, 55])", "1 96 55 55"),
        ("55 mal 55 mal 96", "55 55 96"), ("55² x 96", "55 55 96"), ("55²", "55 55"), ("55/55/96", "55 55 96"),
        ("55/55", "55 55"), ("7/3", "7/3"), ("((227-11)/4+1) x 55 x 96", "55 55 96"), ("(227-11)/4+1 x 55 x 96", "55 55 96"),
        ("(227-11)/4 x 55 x 96", "54 55 96"), ("32 + 2*2 - 5 + 1", "32"), ("55x55x96 (290400)", "55 55 96"), ("7 (7x7)", "7"),
        ("55x55x96 with k=11", "55 55 96"),
    ],
)  # fmt: skip
def test_sizes(text: str, sizes: str) -> None:
    assert read_sizes(text).sizes == tuple(map(Fraction, sizes.split()))


def test_lists_are_read_as_they_would_be_written() -> None:
    assert list(read_sizes(["32", "32", "10"]).sizes) == [32, 32, 10]
    assert list(read_sizes([["1", "2"]]).sizes) == [1, 2]
    assert read_number(["760"]).value == 760
    assert values(rows_of([["1", "10/3"], ["_", "-2"]])) == (("1", "10/3"), (None, "-2"))
    assert values(rows_of(["1 2", "3 4"])) == (("1", "2"), ("3", "4"))


@pytest.mark.parametrize(
    ("text", "legal", "size"),
    [
        ("illegal", False, ""), ("does not fit", False, ""), ("doesn’t fit", False, ""), ("invalid", False, ""),
        ("no", False, ""),
        ("not an integer", False, ""), ("it is not possible", False, ""), ("2.33 (illegal)", False, "2.33"), ("✗", False, ""),
        ("7/3 (illegal)", False, "7/3"), ("no: 7/3 is not an integer", False, "7/3"), ("2 1/3, so it does not fit", False, "7/3"),
        ("illegal, since 7-3 = 4 is not divisible by 3", False, ""), ("7/3", None, "7/3"), ("13.5", None, "13.5"),
        ("(7 - 3)/3 + 1 = 7/3", None, "7/3"), ("legal", True, ""), ("it fits: 13", True, "13"), ("yes", True, ""),
        ("it's not illegal", True, ""), ("not invalid", True, ""), ("no problem, 3x3", True, "3 3"), ("no remainder", True, ""),
        ("impossible to fit evenly", False, ""), ("no whole number fits", False, ""), ("does not fit as an integer", False, ""),
        ("no integer number of windows fits", False, ""), ("no padding needed so it fits", True, ""),
        ("not a problem it fits", True, ""), ("yes, no fraction", True, ""),
        ("valid, no padding needed", True, ""), ("legal, remainder 0", True, ""),
        ("no it is illegal", False, ""), ("does not fit so illegal", False, ""), ("never fits", False, ""),
        ("not divisible by 3 without remainder", False, ""), ("impossible to fit", False, ""),
        ("no, the filter does not fit evenly", False, ""), ("2.33x2.33x4", None, "2.33 2.33 4"),
        ("yes, 13x14x10", True, "13 14 10"), ("13x14x10", None, "13 14 10"), ("7/3 x 7/3, illegal", False, "7/3 7/3"),
    ],
)  # fmt: skip
def test_whether_it_fits(text: str, legal: bool | None, size: str) -> None:
    fit = read(text, "fit")
    assert isinstance(fit, Fit)
    found = (fit.number.value,) if fit.number else fit.sizes
    assert (fit.legal, found) == (legal, tuple(map(Fraction, size.split())))


def rows_of(raw: Raw) -> CellRows:
    found = read(raw, "cells")
    assert isinstance(found, Cells)
    return found.rows


def values(rows: CellRows) -> object:
    """Cells as texts of their values."""
    if isinstance(rows, Number):
        return str(rows.value)
    return rows if rows is None else tuple(map(values, rows))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[[1, 10/3], [0, 2.5]]", (("1", "10/3"), ("0", "5/2"))), ("1 2; 3 4", (("1", "2"), ("3", "4"))),
        ("1 2\n3 4", (("1", "2"), ("3", "4"))), ("1\t2\n3\t4", (("1", "2"), ("3", "4"))), ("[1 2; 3 4]", (("1", "2"),
        ("3", "4"))),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | _ |", (("1", "2"), ("3", None))), ("3,0,10/3", ("3", "0", "10/3")),
        ("[[ 1.  2.]\n [ 3. -4.]]", (("1", "2"), ("3", "-4"))), ("np.array([[1, 2], [3, 4]])", (("1", "2"), ("3", "4"))),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", (("1", "2"), ("3", "4"))), ("1, 2 1/3, 3", ("1", "7/3", "3")),
        ("1 10 / 3 4", ("1", "10/3", "4")), ("```\n1 2\n3 4\n```", (("1", "2"), ("3", "4"))), ("1\n2\n3", ("1", "2", "3")),
        ("1 2\n3 4\n\n5 6\n7 8", ((("1", "2"), ("3", "4")), (("5", "6"), ("7", "8")))), ("y = [1, , 2]", ("1", None, "2")),
        ("[1,2],[3,4]", (("1", "2"), ("3", "4"))), ("5", "5"), ("[5]", ("5",)),
        ("2,33; 3; 0; -1", ("233/100", "3", "0", "-1")), ("2,33 3 0 -1", ("233/100", "3", "0", "-1")),
        ("2,33 3\n0 0", (("233/100", "3"), ("0", "0"))), ("2,33; 3\n0; 0", (("233/100", "3"), ("0", "0"))),
        ("2,33\n3\n0", ("233/100", "3", "0")), ("1,2; 3,4", (("1", "2"), ("3", "4"))), ("2 ⅓, 3", ("7/3", "3")),
        ("\u22121 2⅓", ("-1", "7/3")),
    ],
)  # fmt: skip
def test_cells(text: str, rows: object) -> None:
    assert values(rows_of(text)) == rows


def test_a_rounded_cell_keeps_its_places() -> None:
    rows = rows_of("2.33 3 7/3")
    assert isinstance(rows, tuple)
    assert [cell.places for cell in rows if isinstance(cell, Number)] == [2, None, None]


PIECES = ["0", "35", "34,944", "1.5", "7/3", "/0", "K", "MB", " ", "\n", "x", "*", "_", "~", "=", "(", ")", "[", "]", "|",
"-", "^",
          "e99", ".", ",", ";", ":", "illegal", "or", "million", "\\frac{", "$", "%", "⅓", "²", "ﷺ", "\x00", "```",
          "9" * 70]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
RAWS: st.SearchStrategy[Raw] = st.recursive(TEXTS, lambda raws: st.lists(raws, max_size=4), max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(RAWS, st.sampled_from(("number", "sizes", "fit", "cells")))
def test_nothing_but_unreadable_is_raised(raw: Raw, form: str) -> None:
    with suppress(Unreadable):
        assert read(raw, form).text is not None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**15))
def test_a_whole_number_is_read_however_it_is_grouped(number: int) -> None:
    for text in (f"{number}", f"{number:_}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "\u202f")):
        assert read_number(text).value == number
    if not 10**3 <= number < 10**6:  # `1,135` alone is the thousand
        assert read_number(f"{number:,} values").value == number

"""L201, rows and columns at the end that no window reads."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(layer: str, size: str = "14x14x3", rounding: str = "floor") -> str:
    return f"input: {size}\nrounding: {rounding}\nlayers:\n  - {layer}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # 6 windows of 3 at stride 2 end at 5*2 + 3 = 13 of 14
        (
            net("maxpool: {kernel: 3, stride: 2}"),
            "no window reads 1 row and 1 column at the end of 14x14: (14 - 3)/2 + 1 = 6 1/2",
        ),
        # 7 x 9 by 2: 3 windows end at 6, 4 at 8
        (
            net("maxpool: 2", "7x9x3"),
            "no window reads 1 row and 1 column at the end of 7x9: (7 - 2)/2 + 1 = 3 1/2; (9 - 2)/2 + 1 = 4 1/2",
        ),
        (net("maxpool: 2", "8x9x3"), "no window reads 1 column at the end of 8x9: (9 - 2)/2 + 1 = 4 1/2"),
        # 3 windows of 5 at stride 5 end at 15 of 18
        (
            net("conv: {filters: 1, kernel: 5, stride: 5}", "18x1"),
            "no window reads 3 cells at the end of 18: (18 - 5)/5 + 1 = 3 3/5",
        ),
        (net("maxpool: 3", "4x9x9x1"), "no window reads 1 slice at the end of 4x9x9: (4 - 3)/3 + 1 = 1 1/3"),
    ],
)
def test_what_is_left(text: str, message: str) -> None:
    (finding,) = found(text, "L201")
    assert finding.message.replace(" + 2*0", "") == message
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "text",
    [
        net("maxpool: 2"),
        net("conv: {filters: 1, kernel: 3, stride: 2, padding: 1}"),  # the last window ends at 14: the padding is what is left
        net("conv: {filters: 1, kernel: 1, stride: 2}"),  # the gaps of its stride, L210's
        net("maxpool: {kernel: 3, stride: 2}", rounding="ceil"),
        net("maxpool: {kernel: 3, stride: 2, padding: same-tf}".replace("maxpool", "conv").replace("{", "{filters: 1, ")),
        net("adaptiveavgpool: 5"),
        net("globalavgpool"),
        net("deconv: {filters: 1, kernel: 2, stride: 2, padding: 2}"),  # L203's
    ],
)
def test_nothing_is_left(text: str) -> None:
    assert found(text, "L201") == []


def test_what_would_read_them_is_proposed_at_the_stride() -> None:
    (finding,) = found(net("maxpool: {kernel: 3, stride: 2}"), "L201")
    fits, up = finding.help
    assert fits.split("; ") == [
        "what fits: padding [[0, 1], ...] (gives 7)",
        "stride 1 (gives 12) or 11 (gives 2)",
        "kernel 2 (gives 7) or 4 (gives 6)",
        "input 13 (gives 6) or 15 (gives 7)",
    ]
    assert up == "`rounding: ceil` gives 7 and reads them"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (4, 34)


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        ("maxpool: {kernel: 2, stride: 2, padding: [[2, 0]], dilation: 2}", "2x1"),  # at 0 and 2: cell 1 is between
        ("conv: {filters: 1, kernel: 2, stride: 4, padding: [[4, 0]], dilation: 3}", "3x1"),
        ("maxpool: {kernel: 3, stride: 4, padding: [[4, 1]], dilation: 2}", "2x1"),
    ],
)
def test_rounding_up_is_not_proposed_where_it_reads_no_more(layer: str, size: str) -> None:
    (finding,) = found(net(layer, size), "L201")
    assert [help for help in finding.help if "ceil" in help] == []

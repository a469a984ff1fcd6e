"""The schema of `cnncalc solve --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, FLAG, NUMBER, TEXT, document, nullable, record, rows, said


def schema() -> dict[str, Any]:
    """One record an axis, in it one a solution."""
    asked = nullable(TEXT)
    problem = record(
        {
            **{name: said("As it was given: a number, 0..3, `3, 5 or 7`; null: to find.", asked) for name in ("input", "kernel")},
            **{name: said("As it was given; null: to find.", asked) for name in ("stride", "dilation")},
            "padding": said("As it was given, [[1, 2]] where it differs on both sides; null: to find.", asked),
            "output": said("As it was given; `same`: as large as the input; null: to find.", asked),
            "rounding": said("What becomes of a size that is no whole number.", {"enum": ["strict", "floor"]}),
        }
    )
    solution = record(
        {
            "input": said("Null: every input.", nullable(NUMBER)),
            "kernel": said("Size of the window.", NUMBER),
            "stride": said("Step of the window.", NUMBER),
            "padding": said(
                "Cells before and after; of one total the evenest split.", {**rows(COUNT), "minItems": 2, "maxItems": 2}
            ),
            "dilation": said("Distance of the window's cells.", NUMBER),
            "output": said("Null: as large as every input.", nullable(NUMBER)),
            "symmetric": said("Whether the padding is the same on both sides.", FLAG),
            "arithmetic": said("The formula with the numbers put in, and its value.", TEXT),
            "unread": said("Cells of the input that no window reads; null where they are too many to count.", nullable(COUNT)),
            "on_padding": said("Windows that lie on padding alone.", COUNT),
        }
    )
    axis = record(
        {
            "axis": said("height, width or both; empty where one size was given.", TEXT),
            "problem": said("What was asked.", problem),
            "every_input": said("Whether the size is to be kept whatever the input.", FLAG),
            "why": said("What fits and why, or why nothing does: sentences without their full stop.", rows(TEXT)),
            "solutions": said("Nearest first: those with symmetric padding, then the others.", rows(solution)),
            "more": said("Whether there are more than are listed.", FLAG),
        }
    )
    axes = said("One for all axes that are alike.", {**rows(axis), "minItems": 1, "maxItems": 2})
    return document("solve", "cnncalc solve", "Windows that fit, from what is given of one.", {"axes": axes})

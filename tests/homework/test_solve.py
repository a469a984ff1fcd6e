"""The inverse problems of a window, against every placement counted by hand, and the lectures' cases."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from cnncalc.homework.solve import Choices, Pair, Problem, Range, Solution, Wrong, fits, solve
from cnncalc.homework.solve_domains import MOST
from cnncalc.homework.solve_nothing import nothing
from cnncalc.homework.solve_words import given, reasons


def placed(size: int, kernel: int, stride: int, before: int, after: int, dilation: int) -> tuple[int, bool]:
    """How many windows stand on the padded input, moved one step at a time, and whether the last reads its last cell."""
    cells, count, start = size + before + after, 0, 0
    taps = [tap * dilation for tap in range(kernel)]
    while start + taps[-1] < cells:
        count, start = count + 1, start + stride
    return count, count > 0 and start - stride + taps[-1] == cells - 1


def by_hand(values: dict[str, list[int]], symmetric: bool, same: bool, floor: bool) -> list[tuple[int, ...]]:
    """Every window of those values."""
    found = []
    names = ("input", "kernel", "stride", "padding", "dilation")
    for size, kernel, stride, before, dilation in product(*(values[name] for name in names)):
        after = before if symmetric else before + 1
        if after not in values["padding"]:
            continue
        count, filled = placed(size, kernel, stride, before, after, dilation)
        if count and (filled or floor) and (count == size if same else count in values["output"]):
            found.append((size, kernel, stride, before, after, dilation, count))
    return sorted(found)


MOST_TRIED = {"input": 12, "kernel": 6, "stride": 5, "padding": 4, "dilation": 3, "output": 12}


def drawn(choose: random.Random) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """A problem, and the values that each of its quantities may have."""
    problem: dict[str, Any] = {}
    values: dict[str, list[int]] = {}
    for name, most in MOST_TRIED.items():
        low, high = sorted((choose.randint(name != "padding", most), choose.randint(name != "padding", most)))
        how = choose.random()
        if how < 0.5:
            problem[name], values[name] = low, [low]
        elif how < 0.9:
            problem[name], values[name] = Range(low, high), list(range(low, high + 1))
        else:
            problem[name], values[name] = Choices({low, high}), sorted({low, high})
    return problem, values


@pytest.mark.parametrize("seed", range(4))
def test_all_solutions_and_no_others(seed: int) -> None:
    choose = random.Random(seed)
    solved = 0
    for _ in range(150):
        problem, values = drawn(choose)
        same, rounding = choose.random() < 0.25, choose.choice(["strict", "strict", "floor"])
        if same:
            del problem["output"]
        asked = Problem(**problem, same=same, rounding=rounding)
        for symmetric in (True, False):
            expected = by_hand(values, symmetric, same, rounding == "floor")
            found = solve(asked, 100_000, symmetric)
            assert sorted(map(tuple, found)) == expected, asked
            assert [far(s) for s in found] == sorted(map(far, found)), asked
            assert list(map(far, solve(asked, 5, symmetric))) == list(map(far, found[:5])), asked
            assert all(fits(asked, input=s.input, kernel=s.kernel, stride=s.stride) for s in found[:3])
            solved += len(found)
    assert solved > 300


def far(solution: Solution) -> tuple[int, int]:
    """How far from what is common, as the module says it."""
    padding = solution.before + solution.after + (solution.before != solution.after)
    steps = abs(solution.kernel - 3) + solution.stride - 1 + solution.dilation - 1
    cells = solution.input + solution.before + solution.after
    last_read = (solution.output - 1) * solution.stride + solution.dilation * (solution.kernel - 1) + 1
    return padding + steps + cells - last_read, solution.input


def test_what_is_left_open_is_found() -> None:
    """Three unknowns without a range, against every window below 20."""
    wanted = [
        (32, kernel, stride, padding, padding, 1, 16)
        for kernel, stride, padding in product(range(1, 20), range(1, 6), range(19))
        if padding < kernel and placed(32, kernel, stride, padding, padding, 1) == (16, True)
    ]
    found = solve(Problem(32, output=16), 8, True)
    assert found == sorted((Solution(*values) for values in wanted), key=far)[:8]


def plain(solutions: list[Solution]) -> list[tuple[int, int, int]]:
    """Padding and output."""
    return [(s.before, s.after, s.output) for s in solutions]


def test_whatever_fits_does_not_fit_an_even_input() -> None:
    """The lectures' F = 5, S = 2, P = whatever fits: every P on an odd input, none on an even one."""
    for size in (32, 112, 224):
        assert solve(Problem(size, 5, 2), 20, True) == []
        assert (1, 2, size // 2) in plain(solve(Problem(size, 5, 2), 20))
    for size in (7, 27, 55):
        assert plain(solve(Problem(size, 5, 2), 20, True)) == [(p, p, (size + 2 * p - 5) // 2 + 1) for p in range(5)]
    assert plain(solve(Problem(32, 5, 2, output=16))) == [(1, 2, 16)]


@pytest.mark.parametrize(
    ("problem", "first"),
    [
        (Problem(7, 3, 3), Solution(7, 3, 3, 1, 1, 1, 3)),  # 7/3 does not fit; P=1 gives 3
        (Problem(227, 11, padding=0, output=55), Solution(227, 11, 4, 0, 0, 1, 55)),  # AlexNet's conv1: which stride?
        (Problem(None, 11, 4, 0, 55), Solution(227, 11, 4, 0, 0, 1, 55)),  # its input is 227, not 224
        (Problem(227, None, 4, 0, 55), Solution(227, 11, 4, 0, 0, 1, 55)),
        (Problem(224, 7, 2, output=112), Solution(224, 7, 2, 2, 3, 1, 112)),  # GoogLeNet's conv1: no symmetric padding
        (Problem(112, 3, 2, output=56), Solution(112, 3, 2, 0, 1, 1, 56)),
        (Problem(55, 3, 2), Solution(55, 3, 2, 0, 0, 1, 27)),
        (Problem(32, 3, 1, same=True, dilation=2), Solution(32, 3, 1, 2, 2, 2, 32)),
        (Problem(5, 5, padding=0), Solution(5, 5, 1, 0, 0, 1, 1)),
        (Problem(2, 3, 1, output=100), Solution(2, 3, 1, 50, 50, 1, 100)),  # only a padding beyond the window fits
        (Problem(32, 3, 2, same=True), Solution(32, 3, 2, 16, 17, 1, 32)),
        (Problem(224, 7, 2, Pair(3, 2)), Solution(224, 7, 2, 3, 2, 1, 112)),
        (Problem(224, 7, 2, 3, rounding="floor"), Solution(224, 7, 2, 3, 3, 1, 112)),
    ],
)
def test_nearest(problem: Problem, first: Solution) -> None:
    assert solve(problem)[0] == first


def test_same_for_every_input() -> None:
    """F = 3, 5, 7 give P = 1, 2, 3; an even kernel needs one cell more on one side."""
    odd, even = Problem(kernel=Choices({3, 5, 7}), same=True), Problem(kernel=4, same=True)
    assert [(s.kernel, s.stride, s.before, s.after) for s in solve(odd)] == [(3, 1, 1, 1), (5, 1, 2, 2), (7, 1, 3, 3)]
    assert [(s.kernel, s.stride, s.before, s.after) for s in solve(even)] == [(4, 1, 1, 2)]
    assert solve(odd)[0].arithmetic(every_input=True) == "(N + 2*1 - 3)/1 + 1 = N"
    assert fits(odd, padding=2, kernel=3) is None
    assert fits(odd, padding=2, kernel=5)
    assert fits(odd, stride=2) is None


def test_an_answer_is_judged_by_the_formula_alone() -> None:
    any_padding = Problem(32, 5, 2)
    assert fits(any_padding, padding=Pair(0, 3)) == Solution(32, 5, 2, 0, 3, 1, 16)
    assert fits(any_padding, padding=Pair(21, 0), output=25)
    assert fits(any_padding, padding=2) is None
    assert fits(any_padding, padding=Pair(1, 2), output=17) is None
    assert fits(any_padding, padding=-1) is None
    assert fits(Problem(33, 5, 2, Range(0, 3)), padding=4) is None
    assert fits(Problem(33, 5, 2, Range(0, 3)), padding=3) == Solution(33, 5, 2, 3, 3, 1, 18)
    assert fits(Problem(33, 5, 2, Pair(1, 1)), padding=1)
    assert fits(Problem(32, 5, same=True), output=33, padding=2, stride=1) is None
    assert fits(Problem(32, 5, same=True), output=32, padding=2, stride=1)


def test_what_a_solution_says() -> None:
    uneven = Solution(32, 5, 2, 1, 2, 1, 16)
    assert uneven.arithmetic() == "(32 + 3 - 5)/2 + 1 = 16"
    assert [uneven.written(1), uneven.written(2)] == ["[[1, 2]]", "[[1, 2], [1, 2]]"]
    assert Solution(32, 5, 1, 2, 2, 1, 32).arithmetic() == "(32 + 2*2 - 5)/1 + 1 = 32"
    assert Solution(32, 3, 1, 2, 2, 2, 32).arithmetic() == "(32 + 2*2 - (2*(3 - 1) + 1))/1 + 1 = 32"
    assert Solution(7, 3, 3, 0, 0, 1, 2).arithmetic("floor") == "floor((7 + 2*0 - 3)/3) + 1 = 2"
    assert Solution(7, 3, 3, 0, 0, 1, 2).unread == 1


def test_windows_on_padding_alone() -> None:
    found = set()
    for size, kernel, stride, before, after in product(range(1, 7), range(1, 4), range(1, 4), range(6), range(6)):
        count, filled = placed(size, kernel, stride, before, after, 1)
        if filled:
            starts = [i * stride - before for i in range(count)]
            alone = sum(start + kernel <= 0 or start >= size for start in starts)
            assert Solution(size, kernel, stride, before, after, 1, count).on_padding == alone
            found.add(alone)
    assert found >= set(range(8))


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"input": "32", "kernel": "5", "stride": "2"}, "32 + 2P - 5 = 27 + 2P is odd for every P, and stride 2 needs an even"),
        ({"input": "32", "kernel": "5", "stride": "4"}, "a total padding of 1, 5, 9, ... fits"),
        ({"input": "33", "kernel": "5", "stride": "2"}, "33 + 2P - 5 = 28 + 2P is a multiple of 2 for every P"),
        ({"input": "32", "kernel": "3", "stride": "7"}, "29 + 2P must be a multiple of 7: P = 3, 10, 17, ..."),
        ({"input": "3", "kernel": "9", "stride": "3"}, "3 + 2P - 9 = 2P - 6 must be a multiple of 3: P = 3, 6, 9, ..."),
        ({"kernel": "5", "stride": "2", "padding": "2"}, "N + 4 - 5 = N - 1 must be a multiple of 2: N = 1, 3, 5, ..."),
        ({"kernel": "7", "stride": "3", "padding": "0"}, "N + 0 - 7 = N - 7 must be a multiple of 3: N = 7, 10, 13, ..."),
        ({"input": "9", "stride": "4", "padding": "0"}, "9 + 0 - F = 9 - F must be a multiple of 4: F = 1, 5, 9"),
        ({"input": "32", "kernel": "5", "padding": "0"}, "the stride must divide 32 + 0 - 5 = 27"),
        ({"input": "32", "kernel": "5", "stride": "2", "output": "16"}, "must be (16 - 1)*2 + 5 - 32 = 3, which is odd"),
        ({"input": "32", "kernel": "5", "stride": "2", "output": "same"}, "(32 - 1)*2 + 5 - 32 = 35"),
    ],
)
def test_the_congruence_in_words(mapping: dict[str, str], says: str) -> None:
    problem = Problem.from_plain(mapping)
    assert says in "\n".join(reasons(problem))
    assert solve(problem)


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"input": "7", "kernel": "3", "stride": "3", "padding": "0"}, "(7 + 0 - 3)/3 + 1 = 2 1/3: no whole number"),
        ({"input": "7", "kernel": "3", "stride": "3", "padding": "0"}, "what fits: padding 1 (gives 3)"),
        ({"input": "7", "kernel": "3", "stride": "3", "padding": "0"}, "gives 2 and leaves 1 cell of the input unread"),
        ({"input": "32", "kernel": "5", "stride": "2", "output": "10"}, "(10 - 1)*2 + 5 - 32 = -9: less than 0"),
        ({"input": "32", "kernel": "5", "stride": "2", "output": "20", "padding": "0..3"}, "= 11: 5 + 6, where 0..3 is allowed"),
        ({"input": "32", "kernel": "5", "stride": "2", "output": "16", "padding": "2"}, "= 16 1/2: not 16"),
        (
            {"input": "32", "stride": "2", "output": "40", "padding": "0"},
            "the kernel would be 32 + 0 - (40 - 1)*2 = -46: less than 1",
        ),
        ({"input": "32", "kernel": "5", "output": "6", "padding": "0"}, "(32 + 0 - 5)/(6 - 1) = 5 2/5: no whole number"),
        ({"kernel": "3", "stride": "1", "output": "6", "padding": "1", "input": "7..9"}, "= 6: not in 7..9"),
        ({"input": "7", "kernel": "5", "output": "1", "padding": "0"}, "it does not fill the padded input"),
        ({"input": "3", "kernel": "5", "stride": "1..9", "padding": "0"}, "at least 5 wide, the padded input at most 3"),
        ({"input": "32", "kernel": "3..5", "stride": "2..3", "padding": "0", "output": "20"}, "the output is at most 15"),
        ({"input": "32", "kernel": "3..5", "stride": "2..3", "padding": "0", "output": "2"}, "the output is at least 10"),
        ({"input": "32", "kernel": "5", "stride": "2,5", "padding": "0"}, "no stride S and output of those asked for"),
        ({"input": "32", "kernel": "3,5", "stride": "1", "padding": "0", "output": "same"}, "found 0"),
        (
            {"input": "32", "kernel": "5", "stride": "2", "padding": "0", "output": "same"},
            "(32 - 1)*(2 - 1) + 5 - 1 = 35, found 0",
        ),
        ({"input": "9", "kernel": "5", "dilation": "2..9", "stride": "2", "padding": "0", "output": "3"}, "at most 1"),
    ],
)
def test_why_nothing_fits(mapping: dict[str, str], says: str) -> None:
    problem = Problem.from_plain(mapping)
    assert solve(problem) == []
    assert says in "\n".join(nothing(problem))


@pytest.mark.parametrize(
    ("mapping", "key", "says"),
    [
        ({"input": "32", "kernel": "-2"}, "kernel", "`kernel` must be at least 1, found -2"),
        ({"input": "32", "kernel": "0"}, "kernel", "at least 1, found 0"),
        ({"input": "32", "padding": "3..1"}, "padding", "`padding` runs down from 3 to 1"),
        (
            {"input": "32", "kernel": "three"},
            "kernel",
            "`kernel` must be a number, a range (0..3) or a list (3,5,7), found `three`",
        ),
        ({"input": "32", "kernel": "2.5"}, "kernel", "found `2.5`"),
        ({"input": "1" + "0" * 18, "kernel": "3"}, "input", "at most 2,147,483,647, found 1,000,000,000,000,000,000"),
        ({"input": "9" * 5_000, "kernel": "3"}, "input", "found a number of 5,000 characters"),
        ({"input": "3", "kernel": "x" * 5_000}, "kernel", f"found `{'x' * 60}...`"),
        ({"input": "3", "kernel": ",".join("3" * 40)}, "kernel", "lists 40 numbers, at most 32"),
        ({"input": "3", "padding": "[[1, 2], [3, 4]]"}, "padding", "or [[before, after]], found"),
        ({"input": "3", "padding": "[[1, -2]]"}, "padding", "at least 0, found -2"),
        ({"input": "3", "filters": "5"}, "filters", "`filters` is no quantity of a window"),
        ({"input": "3"}, "", "too little is given"),
        ({"kernel": "3", "stride": "2", "output": "same"}, "input", "depends on the `input`"),
        ({"input": ["3", "4"], "kernel": "1"}, "input", "found `['3', '4']`"),
        ({"input": True, "kernel": "1"}, "input", "found `True`"),
        ({"input": "٣", "kernel": "1"}, "input", "found `٣`"),
    ],
)
def test_what_cannot_be_asked(mapping: dict[str, Any], key: str, says: str) -> None:
    with pytest.raises(Wrong) as caught:
        Problem.from_plain(mapping)
    assert caught.value.key == key
    assert says in caught.value.message


def test_problems_as_they_are_written() -> None:
    read = Problem.from_plain(
        {"input": 32, "kernel": " 3, 5 ", "stride": "1..", "padding": "..3", "output": "?", "dilation": "2..2"}
    )
    assert read == Problem(32, Choices({3, 5}), Range(1, MOST), Range(0, 3), None, 2)
    assert given(read) == (
        "input N = 32, dilation d = 2; to find: kernel F of 3 or 5, stride S in 1.., padding P in 0..3 and output"
    )
    for text in ("[[1, 2]]", "1+2", "1 + 2", [["1", "2"]], [[1, 2]]):
        assert Problem.from_plain({"input": "8", "padding": text}).padding == Pair(1, 2)


def hostile() -> Iterator[Problem]:
    """Ranges of every size, ends at the largest numbers, nothing that fits, and all of it at once."""
    choose = random.Random(11)
    values = [None, 1, 2, 97, MOST, MOST - 1, Range(1, MOST), Range(MOST // 2, MOST), Range(1_000, 1_000_000), Choices({7, MOST})]
    for _ in range(60):
        sizes = {name: choose.choice(values) for name in ("input", "kernel", "stride", "padding", "output")}
        same = choose.random() < 0.2
        try:
            yield Problem(
                **{**sizes, **({"output": None} if same else {})}, same=same, rounding=choose.choice(["strict", "floor"])
            )
        except Wrong:
            continue


def test_nothing_takes_long() -> None:
    asked = list(hostile())
    assert len(asked) > 30
    for problem in asked:
        begun = time.process_time()
        for solution in solve(problem, 20):
            floor = problem.rounding == "floor"
            room = solution.input + solution.before + solution.after - solution.span
            assert room >= 0
            assert room // solution.stride + 1 == solution.output
            assert floor or room % solution.stride == 0
            found = {name: getattr(solution, name) for name in ("input", "kernel", "stride", "output")}
            assert fits(problem, **found, padding=Pair(solution.before, solution.after)) == solution
        assert time.process_time() - begun < 5, problem


def test_a_large_problem_with_one_answer() -> None:
    """A stride of ten figures, found without being looked for."""
    assert solve(Problem(2_000_000_014, 5, Range(1_000, MOST), 0, 3)) == []
    assert solve(Problem(2_000_000_015, 5, Range(1_000, MOST), 0, 3))[0].stride == 1_000_000_005

"""The nearest whole solutions of s*L + d*K + r = n + 2P + c, each variable within its ranges.

Two of the variables are solved for: along a line, x and y of a*x + b*y = c, as a congruence; or as a divisor and its quotient
where the two are multiplied. The others are tried, nearest first, so that ranges of any size take no time as long as at most
two variables are free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from math import gcd, isqrt, prod
from typing import NamedTuple

from cnncalc.homework.solve_domains import Range, count, intersect, outwards

#: Variable -> what it is nearest to (of s, less one where the output is the input), and what a step away from that counts.
_STEP = 1 << 40  # above every size, so that sizes order only what is equally near
_COMMON = {"s": (1, _STEP), "d": (1, _STEP), "K": (2, _STEP), "P": (0, 2 * _STEP), "r": (0, _STEP), "n": (0, 1), "L": (0, 0)}
_PRODUCTS = ({"s", "L"}, {"d", "K"})
_TRIED = 600  # combinations of the other variables
_FACTORED = 100  # of those, where divisors are to be found
Values = dict[str, int]
Domain = tuple[Range, ...]


class System(NamedTuple):
    """The ranges of the variables; `constant` is c, `same` 1 where s is the stride less one, `extra` counts as padding."""

    domains: Mapping[str, Domain]
    constant: int
    same: int
    extra: int
    below_window: bool  # whether P + extra stays below the window

    def residue(self, v: Mapping[str, int]) -> int:
        """0 where the values solve the equation."""
        return v["s"] * v["L"] + v["d"] * v["K"] + v["r"] - v["n"] - 2 * v["P"] - self.constant

    def cost(self, v: Mapping[str, int]) -> int:
        """How far the values are from what is common."""
        far = sum(_COMMON[name][1] * abs(value - self.centre(name)) for name, value in v.items())
        size = self.same * v.get("L", 0)  # it stands for the input as well
        return far + size + (2 * self.extra * _STEP if self.extra > 0 and "P" in v else 0)

    def centre(self, name: str) -> int:
        """The most common value of a variable."""
        return _COMMON[name][0] - (self.same if name == "s" else 0)

    def slacks(self, v: Mapping[str, int]) -> Iterator[int]:
        """What must not be negative: what a floor leaves over is below the stride, the padding below the window."""
        yield v["s"] + self.same - 1 - v["r"]
        if self.below_window:
            yield v["d"] * v["K"] - v["P"] - self.extra


class Found(NamedTuple):
    """A solution and how far it is from what is common."""

    cost: int
    values: Values


def nearest(system: System, limit: int) -> list[Found]:
    """At most `limit` solutions, nearest first."""
    narrowed = _narrowed(system)
    if narrowed is None:
        return []
    pair, others = _choose(narrowed.domains)
    found: list[Found] = []
    for near, tried in _tried(narrowed, pair, others):
        if len(found) >= limit and near > found[-1].cost:
            break
        solve = _divisors if set(pair) in _PRODUCTS else _line
        found += [Found(system.cost(values), values) for values in solve(narrowed, pair, tried, limit)]
        found.sort(key=lambda item: (item.cost, *item.values.values()))
        del found[limit:]
    return found


def _narrowed(system: System) -> System | None:
    """The system with the ranges that the window leaves to padding and to what a floor leaves over; None where one is empty."""
    domains = dict(system.domains)
    top = {name: max((high for _, high in domain), default=-1) for name, domain in domains.items()}
    if min(top.values()) < 0:
        return None
    domains["r"] = intersect(domains["r"], (Range(0, max(top["s"] + system.same - 1, 0)),))
    if system.below_window:
        domains["P"] = intersect(domains["P"], (Range(0, top["d"] * top["K"] - system.extra),))
    return system._replace(domains=domains) if all(domains.values()) else None


def _choose(domains: Mapping[str, Domain]) -> tuple[tuple[str, str], list[str]]:
    """The two variables to solve for, and the others: as few values as possible are tried, and those that count the most."""
    sizes = {name: min(count(domain), _TRIED) for name, domain in domains.items()}

    def tried(pair: tuple[str, str]) -> tuple[int, bool, int]:
        values = prod(size for name, size in sizes.items() if name not in pair)
        return values, set(pair) in _PRODUCTS, sum(_COMMON[name][1] for name in pair)

    pair = min(combinations(domains, 2), key=tried)
    return pair, [name for name in domains if name not in pair]


def _tried(system: System, pair: tuple[str, str], others: list[str]) -> list[tuple[int, Values]]:
    """Values of the other variables with their cost, nearest first; where there are too many, the nearest of each."""
    most = _FACTORED if set(pair) in _PRODUCTS else _TRIED
    share = dict.fromkeys(others, 1)
    sizes = {name: count(system.domains[name]) for name in others}
    while True:  # every variable gets room in turn
        growing = [name for name in others if share[name] < sizes[name]]
        grown = {**share, **{name: min(2 * share[name], sizes[name]) for name in growing}}
        if not growing or prod(grown.values()) > max(most, 2 ** len(growing)):
            break
        share = grown
    if len(growing) == 1:  # alone, it has all the room
        name = growing[0]
        share[name] = min(sizes[name], max(most // prod(size for other, size in share.items() if other != name), 1))
    lists = [outwards(system.domains[name], system.centre(name), share[name]) for name in others]
    combined = (dict(zip(others, values, strict=True)) for values in product(*lists))
    return sorted(((system.cost(values), values) for values in combined), key=lambda item: item[0])


def _line(system: System, pair: tuple[str, str], tried: Values, limit: int) -> Iterator[Values]:
    """Solutions for two variables that are not multiplied, the nearest of every pair of ranges."""
    x, y = pair

    def at(a: int, b: int) -> Values:
        return {**tried, x: a, y: b}

    constant = system.residue(at(0, 0))
    a, b = system.residue(at(1, 0)) - constant, system.residue(at(0, 1)) - constant
    if a == 0 or b == 0:
        yield from _one_equation(system, pair, tried, (a, b, constant), limit)
        return
    common = gcd(a, b)
    if constant % common:
        return
    step_x, step_y = b // common, -a // common
    x0 = -constant // common * pow(a // common, -1, abs(step_x)) % abs(step_x)
    y0 = (-constant - a * x0) // b

    def values(t: int) -> Values:
        return at(x0 + step_x * t, y0 + step_y * t)

    starts, steps = list(system.slacks(values(0))), list(system.slacks(values(1)))
    bounds = [(start, step - start) for start, step in zip(starts, steps, strict=True)]
    centres = [(system.centre(x) - x0) // step_x, (system.centre(y) - y0) // step_y]
    for xs, ys in product(system.domains[x], system.domains[y]):
        inside = [(x0 - xs.low, step_x), (xs.high - x0, -step_x), (y0 - ys.low, step_y), (ys.high - y0, -step_y), *bounds]
        low, high = _interval(inside)
        if low <= high:
            for t in _outwards_from(system, values, centres, low, high, limit):
                yield values(t)


def _one_equation(
    system: System, pair: tuple[str, str], tried: Values, terms: tuple[int, int, int], limit: int
) -> Iterator[Values]:
    """As `_line`, where one of the variables, or both, make no difference."""
    a, b, constant = terms
    lists = []
    for name, factor in zip(pair, (a, b), strict=True):
        domain = system.domains[name]
        if factor:
            solved = -constant // factor
            domain = intersect(domain, (Range(solved, solved),)) if constant % factor == 0 else ()
        lists.append(outwards(domain, system.centre(name), limit))
    if a == b == 0 != constant:
        return
    for first, second in product(*lists):
        values = {**tried, pair[0]: first, pair[1]: second}
        if min(system.slacks(values)) >= 0:
            yield values


def _divisors(system: System, pair: tuple[str, str], tried: Values, limit: int) -> Iterator[Values]:
    """Solutions for two variables that are multiplied: a divisor and its quotient."""
    x, y = pair
    wanted = -system.residue({**tried, x: 0, y: 0})
    if wanted < 0:
        return
    factors: list[tuple[int, int]]
    if wanted == 0:
        zero = (Range(0, 0),)
        first, second = (outwards(system.domains[name], system.centre(name), limit) for name in pair)
        factors = [(0, b) for b in second if intersect(system.domains[x], zero)]
        factors += [(a, 0) for a in first if a and intersect(system.domains[y], zero)]
    else:
        small = [a for a in range(1, isqrt(wanted) + 1) if wanted % a == 0]
        factors = [(a, wanted // a) for a in small] + [(wanted // a, a) for a in small if a * a != wanted]
    for a, b in factors:
        values = {**tried, x: a, y: b}
        if _within(system.domains[x], a) and _within(system.domains[y], b) and min(system.slacks(values)) >= 0:
            yield values


def _within(domain: Domain, value: int) -> bool:
    return any(low <= value <= high for low, high in domain)


def _interval(bounds: list[tuple[int, int]]) -> tuple[int, int]:
    """The whole t with start + step*t >= 0 for every (start, step); (0, -1) where there are none."""
    low: int | None = None
    high: int | None = None
    for start, step in bounds:
        if step > 0:
            least = -(start // step)
            low = least if low is None else max(low, least)
        elif step < 0:
            most = start // -step
            high = most if high is None else min(high, most)
        elif start < 0:
            return 0, -1
    assert low is not None  # both variables have ends
    assert high is not None
    return low, high


def _outwards_from(
    system: System, values: Callable[[int], Values], centres: list[int], low: int, high: int, limit: int
) -> Iterator[int]:
    """The t of the nearest solutions: their cost is convex along the line, so they lie side by side."""
    candidates = {min(max(t, low), high) for centre in centres for t in (centre, centre + 1)}
    best = min(candidates, key=lambda t: (system.cost(values(t)), t))
    left, right = best, best + 1
    for _ in range(limit):
        if left < low and right > high:
            return
        if right > high or (left >= low and system.cost(values(left)) <= system.cost(values(right))):
            yield left
            left -= 1
        else:
            yield right
            right += 1

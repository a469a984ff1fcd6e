"""What stands around the layers: names of parameters, the input volume, expected figures and budgets."""

from __future__ import annotations

import keyword
import re
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from cnncalc.diagnostics import Diagnostic, Label, LayerError, UsageError, did_you_mean, nearest
from cnncalc.spec.convert import integer, refused, show, split_sizes
from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.expressions import FUNCTIONS, WORDS, Environment, ExpressionError, Unknown
from cnncalc.spec.values import LITERAL, locate, read_value

#: Height, width, channels, as volumes are printed; a vector has one number.
Dims = tuple[int, ...]

EXPECT_TOTALS = ("params", "weights", "biases", "buffers", "params_with_aux", "weight_layers", "macs", "flops",
                 "macs_with_aux", "activations")  # fmt: skip
EXPECT_LAYER = ("params", "weights", "biases", "macs", "activations")
BUDGET_COUNTS = ("params", "macs", "flops", "activations")
BUDGET_BYTES = ("weights", "peak", "kept", "training")
#: How a file says what passing a limit is: `params: {warn: 60M, error: 65M}`; a limit alone is an error's.
BUDGET_LEVELS = {"warn": "warning", "error": "error"}

_COUNT_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_BYTE_UNITS = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
               "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}  # fmt: skip
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:[eE]\+?[0-9]{1,2})?)\s*([A-Za-z]*)")


class Expectation(NamedTuple):
    """A figure that must hold: of a layer, or of the totals where `layer` is None. `output` is a volume."""

    layer: str | None
    figure: str
    value: Any
    node: Node


class Budget(NamedTuple):
    """An upper limit on a total, with the text that it was written as."""

    figure: str
    limit: int
    written: str
    node: Node
    level: str = "error"  # or "warning": what passing it is


def is_parameter_name(name: str) -> bool:
    """Whether an expression can speak of it."""
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        return False
    return name not in FUNCTIONS and name not in WORDS and name != "_in_"


def parse_dims(value: Any, limit: int, name: str = "input") -> Dims:
    """`227x227x3`, a list or a number as height, width, channels. Raises LayerError."""
    value = split_sizes(value)
    dims = value if isinstance(value, tuple) else (value,)
    strange = [size for size in dims if type(size) is not int]
    if strange or not dims:
        found = show(strange[0]) if strange else "an empty list"
        found = f"a list with {found}" if strange and isinstance(value, tuple) else found
        message = f"`{name}` must be a volume such as 227x227x3 or a number of values, {refused(found)}"
        raise LayerError("S102", name, message, _written_better(value, strange))
    if len(dims) > 4:
        raise LayerError("S112", name, f"`{name}` has {len(dims)} axes", "at most depth x height x width x channels")
    return tuple(integer(name, size, limit) for size in dims)


def _written_better(value: Any, strange: list[Any]) -> str:
    """What to write in place of dimensions that are none."""
    joined = re.sub(r"[,*]", "x", re.sub(r"[()\s]", "", value)) if isinstance(value, str) else ""
    if split_sizes(joined) != joined:
        return f"write {joined}"
    if strange and isinstance(strange[0], str) and re.fullmatch("[0-9]{1,20}", strange[0]):
        return f"write {strange[0]} without quotes"
    return "height x width x channels"


def check_rank(dims: Dims, own: Dims | None, name: str) -> None:
    """Another input than the file's has as many axes. Raises UsageError, for what was given as `name`."""
    if own is None or len(dims) == len(own):
        return
    sides, channels = (dims[:-1] if len(dims) > 1 and dims[-1] == own[-1] else dims), own[-1]
    axes = len(own) - 1
    if not axes:
        help = f"write {prod(dims)}"
    elif len(sides) in (1, axes):
        help = f"write {'x'.join(map(str, (*(sides if len(sides) == axes else sides * axes), channels)))}"
    else:
        help = f"write it as the file's: {_AXES[axes]} x channels"
    shown, theirs = ("x".join(map(str, volume)) for volume in (dims, own))
    message = f"{name} {shown} {_kind_of(dims)}, but the file's input, {theirs}, {_kind_of(own, 'is a sequence')}"
    raise UsageError(message, help)


_AXES = {1: "length", 2: "height x width", 3: "depth x height x width"}


def _kind_of(dims: Dims, sequence: str = "") -> str:
    """What a volume is, by its number of axes."""
    if len(dims) == 1:
        return f"is a vector of {dims[0]:,} values"
    if len(dims) == 2:
        return sequence or f"is a sequence of {dims[0]:,} places with {dims[1]:,} channels"
    return "has " + ("height and width" if len(dims) == 3 else "depth, height and width")


def read_dims(node: Node, names: Environment, limit: int, findings: list[Diagnostic], name: str = "input") -> Dims | None:
    """An input or output volume of the file."""
    value = read_value(node, findings)
    if value is None:
        return None
    try:
        return parse_dims(value.get(names), limit, name)
    except Unknown:
        return None
    except ExpressionError as error:
        findings.append(locate(error, node))
    except LayerError as error:
        findings.append(Diagnostic(error.code, error.message, node.span, (), error.help))
    return None


def read_count(node: Node, findings: list[Diagnostic]) -> int | None:
    """An exact count of `expect`."""
    if isinstance(node, Scalar) and node.bad:
        return None
    if isinstance(node, Scalar) and type(node.value) is int and node.value >= 0:
        return node.value
    message = f"expected an exact count, found {_written(node)}"
    help = LITERAL if isinstance(node, Scalar) and "$" in node.text else "digits alone, as in 62378344"
    findings.append(Diagnostic("S102", message, node.span, (), (help,)))
    return None


def read_expect(node: Node, names: Environment, limit: int, findings: list[Diagnostic]) -> list[Expectation]:
    """The `expect` section."""
    found: list[Expectation] = []
    if not _is_mapping(node, "expect", findings):
        return found
    assert isinstance(node, Mapping)
    for name, (key, value) in node.entries.items():
        if name == "layers":
            if _is_mapping(value, "layers", findings):
                assert isinstance(value, Mapping)
                for layer, (_, figures) in value.entries.items():
                    if _is_mapping(figures, layer, findings):
                        assert isinstance(figures, Mapping)
                        for figure, (figure_key, figure_node) in figures.entries.items():
                            _expect(found, layer, figure, figure_key, figure_node, names, limit, findings)
        else:
            _expect(found, None, name, key, value, names, limit, findings)
    return found


def _expect(
    found: list[Expectation], layer: str | None, figure: str, key: Scalar, node: Node, names: Environment, limit: int,
    findings: list[Diagnostic],
) -> None:  # fmt: skip
    known = ("output", *(EXPECT_LAYER if layer else EXPECT_TOTALS))
    if key.bad:
        return
    if figure not in known:
        _unknown(figure, key, [*known, *([] if layer else ["layers"])], "expect", findings)
        return
    value = read_dims(node, names, limit, findings, "output") if figure == "output" else read_count(node, findings)
    if value is not None:
        found.append(Expectation(layer, figure, value, node))


def read_budget(node: Node, findings: list[Diagnostic]) -> list[Budget]:
    """The `budget` section."""
    found: list[Budget] = []
    if not _is_mapping(node, "budget", findings):
        return found
    assert isinstance(node, Mapping)
    for name, (key, value) in node.entries.items():
        if key.bad:
            continue
        if name not in BUDGET_COUNTS and name not in BUDGET_BYTES:
            _unknown(name, key, [*BUDGET_COUNTS, *BUDGET_BYTES], "budget", findings)
        elif isinstance(value, Mapping):
            _levels(found, name, value, findings)
        else:
            _limit(found, name, value, "error", findings)
    _check_levels(found, findings)
    return found


def _levels(found: list[Budget], name: str, node: Mapping, findings: list[Diagnostic]) -> None:
    """The limits of a figure by their levels."""
    if not node.entries:
        help = (f"as in `{name}: {{warn: ..., error: ...}}`",)
        findings.append(Diagnostic("S102", f"`{name}` has no limit", node.span, (), help))
    for word, (level, limit) in node.entries.items():
        if word in BUDGET_LEVELS:
            _limit(found, name, limit, BUDGET_LEVELS[word], findings)
        elif not level.bad:
            help = (did_you_mean(word, BUDGET_LEVELS),)
            findings.append(Diagnostic("S104", f"`{name}` has no level `{word[:60]}`", level.span, (), help))


def _check_levels(found: list[Budget], findings: list[Diagnostic]) -> None:
    """S112 for a warning that an error always forestalls."""
    limits = {(budget.figure, budget.level): budget for budget in found}
    for (figure, level), budget in limits.items():
        error = limits.get((figure, "error"))
        if level == "warning" and error and budget.limit >= error.limit:
            message = f"the warning of `{figure}` at {budget.written} is not below its error at {error.written}"
            findings.append(Diagnostic("S112", message, budget.node.span, (Label(error.node.span, "the error"),)))


def _limit(found: list[Budget], name: str, node: Node, level: str, findings: list[Diagnostic]) -> None:
    """One limit of a figure."""
    if not isinstance(node, Scalar):
        help = (f"`{name}: {{warn: ..., error: ...}}` gives two limits",)
        findings.append(Diagnostic("S102", f"`{name}` must be a limit, found a {node.kind}", node.span, (), help))
    elif not node.bad:
        limit = parse_quantity(node.text, name in BUDGET_BYTES)
        if isinstance(limit, str):
            findings.append(Diagnostic("S102", f"`{name}` {limit}", node.span, (), (LITERAL,) * ("$" in node.text)))
        else:
            found.append(Budget(name, limit, node.text, node, level))


def parse_quantity(text: str, is_bytes: bool) -> int | str:
    """`65M` or `250 MB` as an exact number, rounded down; or what is wrong with it."""
    found = _QUANTITY.fullmatch(text.strip()) if len(text) < 60 else None
    units = _BYTE_UNITS if is_bytes else _COUNT_UNITS
    if found and found.group(2) in units:
        return int(Fraction(found.group(1)) * units[found.group(2)])
    found_text = f"not `{text[:40]}`" if text else "but it is empty"
    if is_bytes:
        return f"must be bytes with their unit, such as 250 MB (10^6) or 250 MiB (2^20), {found_text}"
    return f"must be a number such as 65M or 1.2G, {found_text}"


def _is_mapping(node: Node, what: str, findings: list[Diagnostic]) -> bool:
    if isinstance(node, Mapping):
        return True
    if not (isinstance(node, Scalar) and (node.bad or (node.plain and node.text == ""))):
        findings.append(Diagnostic("S101", f"`{what}` must be a mapping, found a {node.kind}", node.span))
    return False


def _written(node: Node) -> str:
    if not isinstance(node, Scalar):
        return f"a {node.kind}"
    return f"`{node.text[:40]}`" if node.text else "nothing"


def _unknown(name: str, key: Scalar, known: list[str], where: str, findings: list[Diagnostic]) -> None:
    close = nearest(name, known)
    help = f"did you mean `{close}`?" if close else "it knows " + ", ".join(f"`{word}`" for word in known)
    findings.append(Diagnostic("S104", f"`{where}` has no figure `{name[:60]}`", key.span, (), (help,)))

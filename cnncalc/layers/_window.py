"""The size rule of a sliding window on one axis, (N + 2P - F)/S + 1, with its roundings, and what a misfit gets told.

Sources: the lectures for `strict`; PyTorch's pooling_output_shape for `floor` and `ceil` (the last window must start
inside the input or the padding before it); Caffe's PoolingLayer for `ceil-caffe` (that clip only where there is
padding); ONNX opset 10's MaxPool for `ceil-onnx` (no clip); TensorFlow's SAME for `same-tf`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

from cnncalc.diagnostics import LayerError
from cnncalc.formula import Term, as_mixed, ceil_divide, divide, floor_divide
from cnncalc.layer_base import Axis
from cnncalc.tensor import AXIS_NAMES, Shape

_FAR = 64  # how far from what was written a fit is looked for


def window_axes(x: Shape, kernel: Any, stride: Any, padding: Any, dilation: Any, rounding: str, kind: str) -> tuple[Axis, ...]:
    """The windows on all axes of a volume. Raises LayerError H301, H302, H306 or H307."""
    rank = len(x.spatial)
    if not rank:
        raise LayerError("H306", "", f"`{kind}` slides over a volume, but the input is a vector of {x.channels:,}",
                         "put it before `flatten` and `fc`")  # fmt: skip
    clip = rounding == "ceil" or (rounding == "ceil-caffe" and padding != ((0, 0),) * rank)
    found: list[Axis] = []
    errors: list[tuple[str, LayerError]] = []
    pads = (padding,) * rank if isinstance(padding, str) else padding
    settings = list(zip(x.spatial, kernel, stride, pads, dilation, strict=True))
    for i, setting in enumerate(settings):
        if i and found and setting == settings[0]:
            found.append(found[0])
            continue
        try:
            found.append(fit(*setting, rounding, clip))
        except LayerError as error:
            errors.append((AXIS_NAMES[rank][i], error))
    if errors:
        raise on_axes(errors)
    return tuple(found)


def pool_axes(layer: Any, x: Shape) -> tuple[Axis, ...]:
    """The windows of a pool that is not dilated."""
    ones = (1,) * len(layer.kernel)
    return window_axes(x, layer.kernel, layer.stride, layer.padding, ones, layer.rounding, layer.kind)


def check_padding_mode(mode: str, axes: tuple[Axis, ...], option: str) -> None:
    """H303 where the cells that `reflect` mirrors are not there."""
    for axis in axes if mode == "reflect" else ():
        most = max(axis.before, axis.after)
        if most >= axis.size:
            message = f"reflecting {most} cells needs an input of at least {most + 1}, found {axis.size}"
            raise LayerError("H303", option, message, "`replicate` repeats the edge instead")


def on_axes(errors: list[tuple[str, LayerError]]) -> LayerError:
    """One refusal for all axes; where they fail alike, they are named together."""
    _, first = errors[0]
    alike = [name for name, error in errors if error.message == first.message]
    other = next((f"{name}: {error.message}" for name, error in errors if error.message != first.message), None)
    message = f"{' and '.join(alike)}: {first.message}"
    return LayerError(first.code, first.field, message, *first.help, *((f"also {other}",) if other else ()))


def placements(n: Any, span: Any, stride: Any, before: Any, after: Any, rounding: str, clip: bool) -> Any:
    """How many places the window takes: an int, a Fraction where it does not fit, a Term for Terms."""
    room = (n + 2 * before if before == after else n + before + after) - span
    if rounding == "strict":
        return divide(room, stride) + 1
    if rounding == "floor":
        return floor_divide(room, stride) + 1
    out = ceil_divide(room, stride) + 1
    return out - 1 if clip and (out - 1) * stride > n + before - 1 else out


def fit(n: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, rounding: str, clip: bool) -> Axis:
    """One axis. `padding` is (before, after), `same` or `same-tf`."""
    span = kernel if dilation == 1 else dilation * (kernel - 1) + 1
    if padding == "same-tf":
        out = ceil_divide(n, stride)
        total = max(int((out - 1) * stride + span - n), 0)
        before, after = total // 2, total - total // 2
    else:
        before, after = _same(span, stride) if padding == "same" else padding
        out = placements(n, span, stride, before, after, rounding, clip)
        if isinstance(out, Fraction) or out < 1 or (rounding in ("strict", "floor") and n + before + after < span):
            raise _refusal(n, kernel, stride, before, after, dilation)
    unread = 0 if isinstance(out, Term) else unread_cells(n, kernel, stride, before, dilation, out)
    return Axis(n, kernel, stride, before, after, dilation, out, unread)


def _same(span: Any, stride: Any) -> tuple[Any, Any]:
    """Symmetric padding that keeps the size: (F - 1)/2 on both sides."""
    if stride != 1:
        raise LayerError("H307", "padding", f"`same` keeps the size only at stride 1, found stride {stride}",
                         "give the padding in numbers, or use `same-tf`")  # fmt: skip
    before = divide(span - 1, 2)
    if isinstance(before, Fraction):
        raise LayerError("H307", "padding", f"`same` needs an odd kernel: ({span} - 1)/2 = {as_mixed(before)}",
                         f"use an odd kernel, or padding [[{span // 2 - 1}, {span // 2}], ...]")  # fmt: skip
    return before, before


def formula(n: int, kernel: int, stride: int, before: int, after: int, dilation: int) -> str:
    """`(7 + 2*0 - 3)/3 + 1` with the exact result: ` = 2 1/3`."""
    pad = Term(before, "P") if before == after else None
    span = Term(kernel) if dilation == 1 else Term(dilation) * (Term(kernel) - 1) + 1
    term = placements(Term(n), span, Term(stride), pad or Term(before), pad or Term(after), "strict", False)
    return f"{term.substituted()} = {as_mixed(term.value)}"


def _refusal(n: int, kernel: int, stride: int, before: int, after: int, dilation: int) -> LayerError:
    written = formula(n, kernel, stride, before, after, dilation)
    span = dilation * (kernel - 1) + 1
    room = n + before + after - span
    if room < 0:
        padded = f"{n} + {before} + {after} = {n + before + after}" if before or after else f"{n}"
        wide = f"a kernel of {kernel}" + (f", {span} wide with dilation {dilation}," if dilation > 1 else "")
        message = f"{wide} is larger than the padded input of {padded}: {written}"
        return LayerError("H301", "kernel", message, *_fits_larger(n, span, before, after, dilation))
    message = f"the windows do not fit: {written}"
    return LayerError("H302", "stride", message, *what_fits(n, kernel, stride, before, after, dilation))


def _fits_larger(n: int, span: int, before: int, after: int, dilation: int) -> list[str]:
    largest = (n + before + after - 1) // dilation + 1
    needed = -(-(span - n) // 2)
    least = span - before - after
    return [f"a kernel of at most {largest}, padding of at least {needed}, or an input of at least {least}"]


def what_fits(n: int, kernel: int, stride: int, before: int, after: int, dilation: int) -> list[str]:
    """The nearest paddings, strides, kernels and inputs that fit, and what `rounding: floor` gives and loses."""

    def size(n: int = n, kernel: int = kernel, stride: int = stride, total: int = before + after) -> int | None:
        room = n + total - (dilation * (kernel - 1) + 1)
        return room // stride + 1 if room >= 0 and room % stride == 0 else None

    options = [
        ("padding", _near(before, 0, lambda p: size(total=2 * p)) if before == after else []),
        ("stride", _near(stride, 1, lambda s: size(stride=s))),
        ("kernel", _near(kernel, 1, lambda f: size(kernel=f))),
        ("input", _near(n, 1, lambda m: size(n=m))),
    ]
    room = n + before + after - (dilation * (kernel - 1) + 1)
    if not options[0][1]:
        extra = -room % stride
        pair = f"[[{before}, {after + extra}], ...]"
        options[0] = ("padding", [(pair, size(total=before + after + extra))])
    listed = [f"{name} {_either(found)}" for name, found in options if found]
    out = room // stride + 1
    unread = unread_cells(n, kernel, stride, before, dilation, out)
    plural = "s" if unread > 1 else ""
    cells = f"{unread} row{plural} or column{plural}" if unread else "no row or column"
    return ["what fits: " + "; ".join(listed), f"`rounding: floor` gives {out} and leaves {cells} of the input unread"]


def _either(found: list[tuple[Any, int | None]]) -> str:
    return " or ".join(f"{value} (gives {out})" for value, out in found)


def _near(centre: int, lowest: int, fits: Any) -> list[tuple[Any, int | None]]:
    """Up to two values next to `centre` that fit, in ascending order."""
    found: list[tuple[Any, int | None]] = []
    for distance in range(1, _FAR + 1):
        tried = [(value, fits(value)) for value in (centre - distance, centre + distance) if value >= lowest]
        found += [(value, out) for value, out in tried if out is not None]
        if len(found) >= 2:
            break
    return sorted(found[:2])


def unread_cells(n: int, kernel: int, stride: int, before: int, dilation: int, out: int) -> int:
    """How many of n cells no window reads, gaps between windows included.

    The taps of all windows stand at -before + i*stride + j*dilation. Taps whose j*dilation agree modulo the stride lie
    on one lattice; the cells read on each lattice are counted in closed form.
    """
    if dilation == 1 and stride <= kernel:
        first, last = max(-before, 0), min((out - 1) * stride + kernel - before, n)
        return n - max(last - first, 0)
    if dilation == 1:  # windows that lie apart
        return n - _inside(n, -before, out, stride, kernel, 1)
    common = gcd(stride, dilation)
    lattices, jump = stride // common, dilation // common
    read = 0
    if min(lattices, kernel) > 1_000_000:
        raise LayerError("H308", "kernel", "the cells that such a window leaves unread cannot be counted")
    for j in range(min(lattices, kernel)):
        turns = (kernel - 1 - j) // lattices + 1
        start = j * dilation - before
        if jump <= out:  # the runs overlap or touch: one long run
            read += _inside(n, start, 1, 0, (turns - 1) * jump + out, stride)
        else:
            read += _inside(n, start, turns, jump * stride, out, stride)
    return n - read


def _inside(n: int, start: int, runs: int, step: int, length: int, stride: int) -> int:
    """How many of n cells lie in `runs` runs of `length` cells `stride` apart, the runs starting `step` apart."""
    return _below(n, start, runs, step, length, stride) - _below(0, start, runs, step, length, stride)


def _below(bound: int, start: int, runs: int, step: int, length: int, stride: int) -> int:
    if bound <= start:
        return 0
    begun = runs if step == 0 else min((bound - start - 1) // step + 1, runs)
    last = start + (begun - 1) * step
    return (begun - 1) * length + min((bound - last - 1) // stride + 1, length)

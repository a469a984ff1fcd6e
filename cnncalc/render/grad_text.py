"""A backward pass for people: a line for each layer, last to first, or one layer with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, isnan, log10

from cnncalc.diagnostics import printable
from cnncalc.execution.differences import MOST, by_size
from cnncalc.execution.gradients import Flow, Gradients, LayerGradient
from cnncalc.render import Look
from cnncalc.render.grad_layer import render_layer
from cnncalc.render.grid import bar, cut, grid, hidden_note, red, rule, width_of, wrapped
from cnncalc.render.prose import READABLE, heading

HEADERS = ("layer", "kind", "dL/dy", "|dL/dy|", "per value", "", "Jacobian", "dL/dx", "|dL/dx|", "|dL/dW|", "|dL/db|", "error")
#: Columns by their number in HEADERS, from the widest set to the narrowest; the first that fits is shown.
LAYOUTS = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    (0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11),
    (0, 2, 3, 4, 5, 7, 8, 9, 10, 11),
    (0, 2, 3, 4, 5, 9, 10, 11),
    (0, 2, 4, 5, 9, 10, 11),
    (0, 2, 4, 5, 11),
    (0, 4, 11),
)
_LEFT = (0, 1, 5)
_ERROR = 11
_CELLS = 8  # of the longest bar
#: By how much gradients grow or shrink on their way back before that has a name.
_MUCH = 1e4


def render(found: Gradients, look: Look, left_out: str = "") -> str:
    """The whole text. `left_out` says what of the file is no part of the pass."""
    width = min(look.width or READABLE, READABLE)
    title = wrapped(f"backpropagation through {printable(found.network)}", width)
    head = [*[heading(line, look.color) for line in title], *_conditions(found, width)]
    head += wrapped(printable(left_out), width) if left_out else []
    if len(found.layers) == 1 and found.detail is not None:
        parts = [head, *render_layer(found, found.layers[0], found.detail, look)]
    elif len(found.layers) == 1 and not found.to_input:
        said = f"{printable(found.layers[0].path)}: L does not depend on it, so that all its gradients are 0"
        parts = [head, wrapped(said, width)]
    else:
        parts = [head, _table(found, look)]
    parts.append([line for said in _news(found) for line in wrapped(said, width)])
    parts.append([red(line, look.color) for said in found.problems for line in wrapped(f"wrong: {printable(said)}", width)])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _conditions(found: Gradients, width: int) -> Iterator[str]:
    """What the numbers are of."""
    images = f"batch {found.batch}, " if found.batch > 1 else ""
    typed = f" but for {', '.join(map(printable, found.typed))}" if found.typed and found.weights != "given" else ""
    seed = f", seed {found.seed}" if "random" in (found.x, found.weights) or found.training else ""
    weights = f"weights {printable(found.weights)}{typed}" if found.weights else "no weights"
    said = f"input {found.input}, {printable(found.x)}; {weights}{seed}; {images}{found.dtype}"
    yield from wrapped(said + (", as in training" if found.training else ""), width)
    if found.frozen:
        yield from wrapped(
            "batch norms stay frozen with one image; from --batch 2 on they take the batch's own statistics", width
        )
    value = "" if found.loss.value is None else f" = {found.loss.value:.6g}"
    yield from wrapped(f"{printable(found.loss.words)}{value}", width)
    if found.batch > 1 and found.detail is None:
        yield from wrapped("shapes are those of one image; norms and Jacobians those of the batch", width)


def _table(found: Gradients, look: Look) -> list[str]:
    compared = _compared(found)
    most = max((flow.rms for flow in compared if isfinite(flow.rms)), default=0.0)
    rows = [list(HEADERS), *[_row(layer, most if layer.upstream in compared else 0, look.ascii_only) for layer in found.layers]]
    if found.to_input is not None:
        rows.append(_last(found.to_input, most, found.whole_error, look.ascii_only))
    if not found.checked:
        rows = [row[:_ERROR] for row in rows]
    used = [c for c, _ in enumerate(rows[0]) if any(row[c] for row in rows[1:])]
    columns = [tuple(c for c in layout if c in used) for layout in LAYOUTS]
    width = look.width
    chosen = next((layout for layout in columns if width is None or width_of(rows, layout) <= width), columns[-1])
    if width is not None:
        room = max(width - width_of([row[1:] for row in rows], [c - 1 for c in chosen if c]) - 2, 10)
        rows = [[cut(row[0], room, tail=True), *row[1:]] for row in rows]
    head, *lines = grid(rows, chosen, _LEFT)
    notes = hidden_note(len(columns[0]) - len(chosen), look.width, look.color)
    return [heading(head, look.color), rule(width_of(rows, chosen), look.ascii_only), *lines, *notes]


def _row(layer: LayerGradient, most: float, ascii_only: bool) -> list[str]:
    path, flow = printable(layer.path), layer.upstream
    if flow is None:
        return [path, layer.kind, "no part of L", "0", "0", *[""] * (len(HEADERS) - 5)]
    shapes = _once([str(back.shape) for back in layer.downstream])
    jacobian = _once([f"{layer.sizes.output:,}x{columns:,}" for columns in layer.sizes.inputs])
    norms = {tensor.name.rpartition(".")[2]: tensor for tensor in layer.learned}
    learned = [
        figure(norms[name].norm) + "*" * (norms[name].shared == "share") if name in norms else "" for name in ("weight", "bias")
    ]
    backs = _once([figure(back.norm) for back in layer.downstream])
    sizes = [figure(flow.norm), figure(flow.rms), _bar(flow.rms, most, ascii_only)]
    return [path, layer.kind, str(flow.shape), *sizes, jacobian, shapes, backs, *learned, _error(layer.error)]


def _last(flow: Flow, most: float, error: float | None, ascii_only: bool) -> list[str]:
    """The input's line."""
    sizes = [figure(flow.norm), figure(flow.rms), _bar(flow.rms, most, ascii_only)]
    return ["input", "", str(flow.shape), *sizes, "", "", "", "", "", _error(error)]


def figure(value: float) -> str:
    """A norm, so that powers of ten stand below each other."""
    return f"{value:.2e}" if value else "0"


def _error(error: float | None) -> str:
    return "at kinks" if error is None else f"{error:.0e}"


def _once(texts: list[str]) -> str:
    """Of several inputs: equal ones counted."""
    if len(texts) > 1 and len(set(texts)) == 1:
        return f"{len(texts)} x {texts[0]}"
    return " + ".join(texts) if len(texts) < 4 else f"{texts[0]} + {len(texts) - 1} more"


def _bar(value: float, most: float, ascii_only: bool) -> str:
    """As many cells as the largest has, one less for each power of ten below it."""
    if not (value > 0 and isfinite(value) and most):
        return ""
    return bar(min(max(_CELLS + log10(value / most), 0), _CELLS), ascii_only)


def _news(found: Gradients) -> Iterator[str]:
    """What the table shows."""
    if len(found.layers) > 1:
        compared = _compared(found)
        apart = found.layers[0].upstream
        if apart is not None and apart not in compared:
            yield f"{printable(apart.path)} stands apart: under the logarithm its dL/dp is -1/p, and what it hands on p - 1"
        yield from _trend(compared)
    tensors = sum(len(layer.learned) for layer in found.layers)
    volumes = sum(len(layer.downstream) for layer in found.layers)
    if volumes and not any("expected" in problem for problem in found.problems):
        each = "dL/dx has the shape of x" if volumes == 1 else f"each of {volumes} dL/dx has the shape of its x"
        few = {0: "", 1: ", dL/d(tensor) that of the tensor"}
        many = f", each of {tensors} gradients of tensors its tensor's"
        yield f"shapes: {each}{few.get(tensors, many)}"
    if found.detail is None and any(tensor.shared == "share" for layer in found.layers for tensor in layer.learned):
        yield "* the share of a tensor that belongs to another layer, whose line holds the sum"
    if found.checked:
        yield from _checked(found)


def _compared(found: Gradients) -> list[Flow]:
    """What is compared. Under a logarithm dL/dp of a softmax is -1/p, as large as its p is small; the layers before see p - 1."""
    flows = [layer.upstream for layer in found.layers if layer.upstream is not None]
    if len(flows) > 1 and found.loss.kind == "cross-entropy" and found.layers[0].kind == "softmax":
        del flows[0]
    return flows if found.to_input is None else [*flows, found.to_input]


def _trend(flows: list[Flow]) -> Iterator[str]:
    """Whether gradients vanish or explode on their way back."""
    broken = next((flow for flow in flows if not isfinite(flow.norm)), None)
    if broken is not None:
        odd = "are no numbers" if isnan(broken.norm) else "are beyond what the dtype holds"
        yield f"{'' if isnan(broken.norm) else 'exploding: '}from {printable(broken.path)} on the gradients {odd}"
        return
    largest, least = (choose(flows, key=lambda flow: flow.rms) for choose in (max, min))
    ends = [f"{figure(flow.rms)} at {printable(flow.path)}" for flow in (largest, least)]
    yield f"per value, the root of the mean square; a cell of a bar is a power of ten: largest {ends[0]}, smallest {ends[1]}"
    first, last = flows[0].rms, flows[-1].rms
    if first and last:
        grows, times = last > first, max(last / first, first / last)
        name = ("exploding: " if grows else "vanishing: ") if times >= _MUCH else ""
        fold = f"{'grows' if grows else 'shrinks'} {times:.3g}-fold"
        yield f"{name}from {printable(flows[0].path)} back to {printable(flows[-1].path)} it {fold}"


def _checked(found: Gradients) -> Iterator[str]:
    errors = [(layer.error, layer.path) for layer in found.layers if layer.error is not None]
    if found.whole_error is not None:
        errors.append((found.whole_error, "input"))
    if errors:
        error, path = max(errors, key=lambda pair: by_size(pair[0]))
        yield f"finite differences: the largest error is {error:.1e}, at {printable(path)}; {MOST:.0e} is allowed"
    at_kinks = sum(layer.error is None and layer.upstream is not None for layer in found.layers)
    if at_kinks:
        yield f"{at_kinks} layer{'s' * (at_kinks > 1)} at kinks alone, where a difference is no derivative"

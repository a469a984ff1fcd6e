"""A run for people: a line for each layer with its time, then the totals and whether everything was as predicted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from cnncalc.diagnostics import printable
from cnncalc.execution.largest import Top, Value
from cnncalc.execution.results import LayerRun, Run
from cnncalc.render import Look
from cnncalc.render.grid import GAP, bar, behind, cut, grid, hidden_note, red, rule, width_of, wrapped
from cnncalc.render.prose import READABLE, heading
from cnncalc.render.totals import LABEL
from cnncalc.tensor import human_bytes

HEADERS = ("layer", "kind", "predicted", "actual", "", "bytes", "multiply-adds", "ms", "GFLOP/s", "time %")
#: Columns by their number in HEADERS, from the widest set to the narrowest; the first that fits is shown.
LAYOUTS = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (0, 1, 2, 4, 5, 6, 7, 8, 9),
    (0, 1, 2, 4, 5, 7, 8, 9),
    (0, 2, 4, 5, 7, 8, 9),
    (0, 2, 4, 7, 8, 9),
    (0, 2, 4, 7, 9),
    (0, 2, 4, 7),
    (0, 4, 7),
)
_LEFT = (0, 1, 4, 9)
_BAR = 6
#: Images whose largest outputs are printed; columns of the layer that another was folded into, and of a name that is cut.
_IMAGES, _INTO, _NAME = 8, 16, 16
#: What the places of a value count, the last axis last.
_AXES = ("slice ", "row ", "column ")


def render(found: Run, tops: Sequence[Top], look: Look, left_out: str = "", wrote: Sequence[str] = ()) -> str:
    """The whole text; `left_out` says what of the network was not run, `wrote` which files there are now."""
    width = min(look.width or READABLE, READABLE)
    title = [heading(line, look.color) for line in wrapped(printable(found.network), width)]
    head = [*title, *_conditions(found, width), *(wrapped(printable(left_out), width) if left_out else ())]
    files = [line for said in wrote for line in wrapped(printable(said), width, "  ")]
    parts = [head, _table(found, look), _totals(found, width), list(_largest(tops, width)), files, _verdict(found, look, width)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _conditions(found: Run, width: int) -> Iterator[str]:
    """What was run, on what."""
    if found.twin:
        yield from wrapped(f"reduced twin of {printable(found.network)}: {found.twin}", width)
    seed = f", seed {found.seed}" if "random" in (found.x, found.weights) else ""
    weights = f"weights {printable(found.weights)}" if found.weights else "no weights"
    numbers = f"input {found.input}, {printable(found.x)}; {weights}{seed}"
    yield from wrapped(f"{numbers}; batch {found.batch}, {found.dtype}", width)
    threads = f", {found.threads} thread{'s' * (found.threads > 1)}" if found.device == "cpu" else ""
    way = "layers folded where they can be" if found.folded else "each layer by itself"
    yield from wrapped(f"on the {found.device}{threads}, {found.library}; {way}", width)


def _table(found: Run, look: Look) -> list[str]:
    times = [0.0 if layer.folded_into else layer.seconds for layer in found.layers]
    cells = _Cells(found.seconds, max(times, default=0.0), look.ascii_only)
    rows = [list(HEADERS), *map(cells.row, found.layers)]
    width = look.width
    chosen: tuple[int, ...] = LAYOUTS[0]
    if width is not None:
        rows, chosen = _fitted(rows, width)
    head, *lines = grid(rows, chosen, _LEFT)
    lines = [red(line, look.color) if _differs(layer) else line for line, layer in zip(lines, found.layers, strict=True)]
    notes = hidden_note(len(LAYOUTS[0]) - len(chosen), look.width, look.color)
    return [heading(head, look.color), rule(width_of(rows, chosen), look.ascii_only), *lines, *notes]


def _fitted(rows: list[list[str]], width: int) -> tuple[list[list[str]], tuple[int, ...]]:
    """The columns that a width has room for. Names are cut before the last figures give way."""
    whole = next((layout for layout in LAYOUTS[:-1] if width_of(rows, layout) <= width), None)
    if whole is not None:
        return rows, whole
    for layout in LAYOUTS[-2:]:
        room = width - width_of(rows, layout[1:]) - GAP
        if room >= _NAME:
            break
    return [[cut(row[0], max(room, 8), tail=True), *row[1:]] for row in rows], layout


class _Cells:
    """The texts of a line."""

    def __init__(self, whole: float, most: float, ascii_only: bool) -> None:
        self.whole, self.most, self.ascii_only = whole, most, ascii_only
        self.decimals = 3 if whole < 0.1 else 2 if whole < 10 else 1

    def row(self, layer: LayerRun) -> list[str]:
        rate, into = layer.gflops_per_second, layer.folded_into
        return [
            printable(layer.name), layer.kind, str(layer.predicted), str(layer.actual or ""), self._tick(layer),
            f"{layer.bytes:,}", f"{layer.products:,}" if layer.products else "",
            f"in {cut(_near(into, layer.name), _INTO)}" if into else f"{1000 * layer.seconds:,.{self.decimals}f}",
            "" if rate is None else "<0.1" if rate < 0.05 else f"{rate:,.1f}", "" if into else self._share(layer.seconds),
        ]  # fmt: skip

    def _tick(self, layer: LayerRun) -> str:
        good, bad = ("ok", "NO") if self.ascii_only else ("✓", "✗")
        return "" if layer.actual is None else bad if _differs(layer) else good

    def _share(self, seconds: float) -> str:
        """A bar as long as the share of the slowest layer, and the per cent of the whole."""
        if not seconds or not self.whole:
            return ""
        share = seconds / self.whole
        return f"{bar(_BAR * seconds / self.most, self.ascii_only):<{_BAR}} {'<1%' if share < 0.01 else f'{share:.0%}':>4}"


def _differs(layer: LayerRun) -> bool:
    return layer.actual is not None and layer.actual != layer.predicted


def _near(into: str, name: str) -> str:
    """A path as it is called from another one's place: without the scopes that both stand in."""
    parts = into.split("/")
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts[:-1], name.split("/"), strict=False)))
    return printable("/".join(parts[common:]))


def _totals(found: Run, width: int) -> list[str]:
    if width <= 2 * LABEL:
        return [line for label, text in _figures(found) for line in wrapped(f"{label}: {text}", width, "  ")]
    return [line for label, text in _figures(found) for line in behind(f"{label:<{LABEL}}", text, width)]


def _figures(found: Run) -> Iterator[tuple[str, str]]:
    peak, rate = found.peak, found.gflops_per_second
    speed = f", {found.batch / found.seconds:,.4g} images a second" if found.seconds else ""
    gflops = f"{rate:,.4g}" if rate and rate >= 0.05 else "under 0.1"
    counted = f"; {gflops} GFLOP/s, by the predicted operations, two a multiply-add" if rate else ""
    yield "time", f"{_seconds(found.seconds)} for {_images(found.batch)}{speed}{counted}"
    yield "multiply-adds", _products(found)
    yield "predicted peak", f"{human_bytes(peak.predicted)}, the arrays that are alive at once"
    yield "weights", human_bytes(peak.weights)
    yield "workspace", f"{human_bytes(peak.workspace)}, blocks of the threads, weights laid out anew, objects of Python"
    yield "measured peak", f"{human_bytes(peak.measured)}, {_held_against(found)}"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{1000 * seconds:,.4g} ms"


def _images(batch: int) -> str:
    return "1 image" if batch == 1 else f"a batch of {batch:,} images"


def _products(found: Run) -> str:
    predicted, done = (sum(getattr(layer, name) for layer in found.layers) for name in ("products", "done"))
    if done == predicted:
        return f"{predicted:,} predicted and done"
    if found.folded and done < predicted:
        way = "3x3 convolutions by Winograd's F(4x4, 3x3) save the others, --no-fold does them all"
        return f"{done:,} of {predicted:,} done: {way}"
    return f"{predicted:,} predicted, {done:,} done"


def _held_against(found: Run) -> str:
    peak = found.peak
    sum = peak.predicted + peak.weights + peak.workspace
    more = peak.measured - sum
    if more <= 0:
        return f"no more than those three together, {human_bytes(sum)}"
    return f"{human_bytes(more)} more than those three together: the program's own objects"


def _largest(tops: Sequence[Top], width: int) -> Iterator[str]:
    shown = [top for top in tops if top.image < _IMAGES]
    for top in shown:
        image = f", image {top.image}" if len(tops) > 1 else ""
        what = "most probable" if top.probabilities else "largest"
        label = f"{what} in {printable(top.output)}{image}: "
        yield from wrapped(label + ", ".join(_value(value, top.probabilities) for value in top.values), width, "  ")
    if len(shown) < len(tops):
        yield f"({len(tops) - len(shown)} more: --format json)"


def _value(value: Value, probable: bool) -> str:
    axes = _AXES[-len(value.place) :] if len(value.place) > 1 else ("",)
    place = " at " + ", ".join(f"{axis}{at:,}" for axis, at in zip(axes, value.place, strict=True)) if value.place else ""
    return f"{value.channel}{place} ({f'{value.value:.2%}' if probable else f'{value.value:.4g}'})"


def _verdict(found: Run, look: Look, width: int) -> list[str]:
    good, bad = ("ok", "NO") if look.ascii_only else ("✓", "✗")
    if found.ok:
        held = "every shape and size" if found.folded else "every shape, size and count of multiply-adds"
        return wrapped(f"{good} {held} as predicted: {_seen(found)}", width)
    return [red(line, look.color) for said in found.problems for line in behind(f"{bad} ", printable(said), width)]


def _seen(found: Run) -> str:
    """How many arrays there were to look at: of layers that ran as one, just the last one's."""
    count, seen = len(found.layers), sum(layer.actual is not None for layer in found.layers)
    if seen == count:
        return f"{'all ' * (count > 1)}{count:,} layer{'s' * (count != 1)}"
    return f"{seen:,} array{'s' * (seen != 1)} of {count:,} layers, folded ones leave one together"

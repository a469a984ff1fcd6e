"""What a manual tells beside its text: found by running a kind's own examples, so that it cannot be wrong."""

from __future__ import annotations

import re
from dataclasses import MISSING
from typing import Any

from cnncalc import layers
from cnncalc.analysis.formulas import formulas, named
from cnncalc.api import loads
from cnncalc.diagnostics import CnnCalcError
from cnncalc.formula import Term
from cnncalc.layer_base import Layer, LayerError, options_of
from cnncalc.tensor import Shape

#: Inputs that an example is tried on; the first that it fits.
_INPUTS = ("227x211x4", "224x192x4", "8192")
#: Types of options that say what the output is.
_SAYS_OUTPUT = ("volume", "words", "layer")


def facts_of(kind: type[Layer], name: str, examples: list[str]) -> tuple[list[tuple[str, str]], str]:
    """Facts as (what, text), and the formula of the parameters."""
    row = _run(kind, name, examples[0])
    written = formulas(row.facts)
    params = "" if not row.facts.params else written.params.symbolic
    said: list[tuple[str, str]] = []
    if kind.declared:
        said.append(("figures", "as the file declares them"))
        params = "as declared"
    else:
        saying = [option.name for option in options_of(kind) if option.metadata["type"] in _SAYS_OUTPUT]
        said.append(("output", f"as `{saying[0]}` says" if saying else _output(row, [one.symbolic for one in written.output])))
        said.append(("parameters", params or "none"))
        if row.facts.macs:
            said.append(("multiply-adds", written.macs.symbolic))
    if kind.main:
        said.append(("main value", f"`{name}: VALUE` gives {' and '.join(f'`{option}`' for option in kind.main)}"))
    if kind.role:
        said.append(("may stand in", f"`{kind.role}:` of a weight layer"))
    if kind.weighted:
        said.append(("takes too", "`norm:` and `activation:`, the layers that follow it"))
    stem = kind.stem or name
    together = [other for other in layers.names() if kind.series and layers.load(other).series == kind.series]
    counted = f"; {' and '.join(together)} are counted together" if together else ""
    said.append(("its names", f"`{stem}1`, `{stem}2` ... where the file gives none{counted}"))
    said.append(("activations", _activations(kind)))
    return said, params


def _activations(kind: type[Layer]) -> str:
    if kind.counted:
        return "its output counts"
    return "its output is a view and does not count" if kind.view else "it works in place and does not count"


def _run(kind: type[Layer], name: str, entry: str) -> Any:
    """The row of an example, strict where it fits a size."""
    said = entry.split(":", 1)[1] if ":" in entry else ""
    sources = re.findall(r"\w+", said) if kind.merges else re.findall(rf"\b{kind.like}: (\w+)", said) if kind.like else []
    before = "".join(f"- {{name: {source}, conv: {{filters: 4, kernel: 1}}, from: input}}\n" for source in sources)
    for rounding in ("strict", "floor"):
        for volume in _INPUTS:
            try:
                report = loads(f"input: {volume}\nrounding: {rounding}\nlayers:\n{before}{entry}\n").analyze()
            except CnnCalcError:
                continue
            return next(row for row in report.rows if row.kind == name)
    raise ValueError(f"the example of {name} runs on none of {', '.join(_INPUTS)}")


def _output(row: Any, axes: list[str]) -> str:
    output, (first, *_) = row.facts.output, row.facts.inputs
    if output == first:
        return "the shape of its input"
    if not output.spatial:
        return f"a vector of {axes[0]} values"
    depth = _depth(row)
    if output.spatial == first.spatial:
        return f"as high and wide as its inputs, {depth}"
    if len(set(axes)) == 1:
        return f"{axes[0]} on each axis, {depth}"
    return f"{' x '.join(axes)}, {depth}"


def _depth(row: Any) -> str:
    """The output's channels in symbols: the layer's own arithmetic, run on them."""
    inputs, several = row.facts.inputs, len(row.facts.inputs) > 1
    letters: list[Any] = [Term(shape.channels, f"D_{number}" if several else "D") for number, shape in enumerate(inputs, 1)]
    sizes: list[Any] = [tuple(Term(size, "N") for size in shape.spatial) for shape in inputs]
    symbolic: Any = named(row.facts.layer).output_shape(*map(Shape, letters, sizes)).channels
    if isinstance(symbolic, Term):
        text = symbolic.symbolic()
        return "as deep as its input" if text == "D" else f"{text} deep"
    return f"{symbolic} deep"


def knows_same(kind: Any) -> bool:
    """Whether a kind with a padding can work out `same` itself: tried on a 3x3 window that moves by 1."""
    given: dict[str, Any] = {"padding": "same"}
    for option in options_of(kind):
        if option.metadata["type"] == "sizes" and option.name in ("kernel", "stride", "dilation"):
            given[option.name] = (3, 3) if option.name == "kernel" else (1, 1)
        elif option.default is MISSING:
            given.setdefault(option.name, 4)
    try:
        kind(**given).infer(Shape(4, (8, 8)))
    except LayerError:
        return False
    return True

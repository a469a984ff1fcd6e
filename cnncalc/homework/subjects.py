"""What a question is about, found from its words: a bundled network, one written into the key, or a single layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from cnncalc import catalogue
from cnncalc.analysis.report import Report, Row
from cnncalc.api import Architecture, from_dict, open_architecture
from cnncalc.diagnostics import CnnCalcError, Diagnostic, UsageError, did_you_mean
from cnncalc.formula import divide
from cnncalc.homework.fields import Fields, Refused, at, described, plain
from cnncalc.homework.question import Misfit
from cnncalc.layer_base import Axis
from cnncalc.spec.document import Limits
from cnncalc.spec.nodes import Mapping, Node, Scalar

#: A key is read by many: a network in it may not be as large as one that somebody asks for at a terminal.
#: Of a network that a key writes: the slips of a question walk through its layers again and again.
LIMITS = Limits(layers=1_000)


@dataclass(frozen=True)
class Subject:
    """Layers of a network: one row, or those of a block or of all of it (`whole`).

    `misfit`: how far its windows do not fit; then `report` is what rounding down gives, and `refused` the one without that.
    """

    report: Report
    rows: tuple[Row, ...]
    whole: bool
    phrase: str  # what a text calls it: "`conv1` of alexnet", "this layer"
    misfit: Misfit | None = None
    inline: bool = False  # the key wrote the network itself
    biases_said: bool = False  # the key says of the layer whether it has biases
    refused: Report | None = None


class Networks:
    """The networks of one key, each read and calculated once."""

    def __init__(self, named: dict[str, Node]) -> None:
        self._named = named
        self._found: dict[str, Architecture] = {}
        self._reports: dict[Any, Report] = {}

    def architecture(self, node: Node) -> tuple[Architecture, Node | None]:
        """A network by its name, or as it is written here; with the node of its text where the key holds it.

        Raises Refused. A name is that of a network of this key, or of a bundled one; never a file's.
        """
        if isinstance(node, Scalar):
            if node.text in self._named:
                return self._inline(self._named[node.text])
            bundled = catalogue.find(node.text)
            if bundled is None:
                error = catalogue.unknown(node.text)
                message = f"there is no network `{node.text[:60]}`, in the key's `networks` or bundled"
                raise Refused("K603", message, did_you_mean(node.text, self._named, "") or error.help[0], node=node)
            if node.text not in self._found:
                self._found[node.text] = open_architecture(str(bundled[0]), bundled[1], LIMITS, {})
            return self._found[node.text], None
        return self._inline(node)

    def _inline(self, node: Node) -> tuple[Architecture, Node]:
        if not isinstance(node, Mapping):
            raise Refused("K601", f"a network is a name or a mapping, found {described(node)}", node=node)
        return self.written(plain(node), node), node

    def written(self, source: dict[str, Any], node: Node) -> Architecture:
        """A network that the key writes, one for all that are written alike. Raises Refused at its place in the key."""
        text = repr(source)
        if text not in self._found:
            try:
                self._found[text] = from_dict(source, "<key>", None, LIMITS, {})
            except UsageError as error:
                raise Refused("K604", error.message, *error.help, node=node) from None
            except CnnCalcError as error:
                raise Refused("K604", error.findings[0].message, *error.findings[0].help, node=node) from None
        return self._found[text]

    def report(self, architecture: Architecture, batch: int, dtype: str, rounding: str | None = None) -> Report:
        """Every figure; made once for each way of asking."""
        asked = (id(architecture), batch, dtype, rounding)
        if asked not in self._reports:
            self._reports[asked] = architecture.calculate(batch=batch, dtype=dtype, rounding=rounding)
        return self._reports[asked]


def find(networks: Networks, fields: Fields, network: Node | None, batch: int, dtype: str) -> Subject:
    """What the question's words `network`, `layer`, `layers` and `input` name. Raises Refused.

    `network` is the node of the question's own network, or else the key's.
    """
    layer = fields.get("layer")
    if "input" in fields or isinstance(layer, Mapping):
        if "network" in fields:
            raise Refused("K601", "a question names a network, or writes `input` and `layer` itself", node=fields.get("network"))
        return _written(networks, fields, batch, dtype)
    if network is None:
        raise Refused("K601", "the question names no network", "add `network: NAME`, or `input` and `layer`")
    architecture, node = networks.architecture(network)
    report = _calculated(networks, architecture, node, batch, dtype)
    name = network.text if isinstance(network, Scalar) else "this network"
    if layer is not None:
        return _part(networks, architecture, report, layer, name, node)
    _check_complete(report, architecture, node or network)
    if "layers" in fields:
        return _several(report, fields, name, node is not None)
    rows = tuple(row for row in report.rows if row.aux is None)
    return Subject(report, rows, True, name, inline=node is not None)


def _written(networks: Networks, fields: Fields, batch: int, dtype: str) -> Subject:
    """A layer, or a few, of which the question is made: `input` and `layer` or `layers`."""
    input, layer = fields.get("input"), fields.get("layer")
    if input is None or (layer is None) == ("layers" not in fields):
        raise Refused("K601", "a layer that is written here needs `input`, and `layer` or `layers`")
    nodes = [layer] if layer is not None else fields.items("layers")
    source = {"input": plain(input), "layers": [plain(node) for node in nodes]}
    architecture = networks.written(source, nodes[0] if nodes else fields.node)
    whole = Mapping()
    one = layer if layer is not None else fields.get("layers")
    assert one is not None
    whole.line, whole.column, whole.end_line, whole.end_column = one.span
    keyed = Scalar("layers", "layers", True, False)
    holder = _list_of(nodes, one)
    whole.entries = {"input": (keyed, input), "layers": (keyed, holder)}
    report = _calculated(networks, architecture, whole, batch, dtype)
    if layer is None and "H302" not in {finding.code for finding in report.findings}:
        _check_complete(report, architecture, whole)
        return Subject(report, report.rows, len(report.rows) > 1, "these layers", inline=True)
    said = isinstance(layer, Mapping) and any(
        isinstance(value, Mapping) and "bias" in value.entries for _, value in layer.entries.values()
    )
    index = len(report.rows) - 1
    subject = _row(networks, architecture, report, index, "this layer", whole)
    rows = subject.report.rows if len(report.rows) > 1 and not subject.misfit else subject.rows
    return replace(subject, rows=rows, whole=len(rows) > 1, phrase="this layer", inline=True, biases_said=said)


def _list_of(nodes: list[Node], place: Node) -> Node:
    from cnncalc.spec.nodes import Sequence

    found = Sequence()
    found.items = nodes
    found.line, found.column, found.end_line, found.end_column = place.span
    return found


def _calculated(networks: Networks, architecture: Architecture, node: Node | None, batch: int, dtype: str) -> Report:
    report = networks.report(architecture, batch, dtype)
    wrong = [finding for finding in report.findings if finding.severity == "error" and finding.code != "H302"]
    if wrong or not report.rows:
        raise _refused(wrong[0] if wrong else None, architecture, node)
    return report


def _check_complete(report: Report, architecture: Architecture, node: Node) -> None:
    if not report.complete or not report.rows:
        raise _refused(next(iter(report.findings), None), architecture, node)


def _refused(finding: Diagnostic | None, architecture: Architecture, node: Node | None) -> Refused:
    if finding is None:
        return Refused("K604", "the network has no layers", node=node)
    keys = architecture.written.keys(finding.span) if architecture.written else ""
    place = at(node, keys) if node is not None else None
    return Refused("K604", f"the network is refused: {finding.message} [{finding.code}]", *finding.help, node=place)


def _part(
    networks: Networks, architecture: Architecture, report: Report, layer: Node, name: str, node: Node | None
) -> Subject:  # fmt: skip
    """The layer or block that a question names."""
    path = layer.text if isinstance(layer, Scalar) else ""
    numbers = {row.path: number for number, row in enumerate(report.rows)}
    if path in numbers:
        return _row(networks, architecture, report, numbers[path], f"`{path}` of {name}", node or layer)
    inside = report.inside(path) if path else []
    if not inside:
        known = [*numbers, *report.blocks()]
        raise Refused("K603", f"{name} has no layer `{path[:60]}`", did_you_mean(path, known, _some(known)), node=layer)
    _check_complete(report, architecture, node or layer)
    return Subject(report, tuple(inside), True, f"`{path}` of {name}", inline=node is not None)


def _some(known: list[str]) -> str:
    return "it has " + ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")


def _several(report: Report, fields: Fields, name: str, inline: bool) -> Subject:
    """The layers that a question lists, their figures added up."""
    rows: list[Row] = []
    if not fields.items("layers"):
        raise Refused("K601", "`layers` names no layer", node=fields.get("layers"))
    for node in fields.items("layers"):
        path = node.text if isinstance(node, Scalar) else ""
        row = report.row(path)
        found = [row] if row else report.inside(path) if path else []
        if not found:
            help = did_you_mean(path, [row.path for row in report.rows])
            raise Refused("K603", f"{name} has no layer `{path[:60]}`", help, node=node)
        rows += found
    listed = ", ".join(f"`{node.text}`" for node in fields.items("layers") if isinstance(node, Scalar))
    return Subject(report, tuple(rows), True, f"{listed} of {name}", inline=inline)


def _row(
    networks: Networks, architecture: Architecture, report: Report, number: int, phrase: str, node: Node
) -> Subject:  # fmt: skip
    """One layer. Where its windows do not fit, what `rounding: floor` makes of it, and by how much they do not."""
    row = report.rows[number]
    inline = architecture.written is not None
    if row.facts is not None:
        return Subject(report, (row,), False, phrase, inline=inline)
    finding = next((finding for finding in report.findings if finding.layer == row.path), None)
    if row.error == "H302":
        floored = networks.report(architecture, report.batch, report.dtype, "floor")
        facts = floored.rows[number].facts
        if facts is not None and facts.axes:
            misfit = Misfit(tuple(_places(axis) for axis in facts.axes))
            return Subject(floored, (floored.rows[number],), False, phrase, misfit, inline, refused=report)
    if finding is None:
        raise Refused("K603", f"{phrase} hangs on a layer that does not fit", node=node)
    raise _refused(finding, architecture, node)


def _places(axis: Axis) -> Fraction:
    """(N + 2P - F)/S + 1 as a fraction."""
    span = axis.dilation * (axis.kernel - 1) + 1
    return Fraction(divide(axis.size + axis.before + axis.after - span, axis.stride)) + 1

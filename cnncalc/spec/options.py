"""Positioned options and a kind's dataclass to layers: unknown keys, missing options and types, worded once for all kinds."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from functools import lru_cache
from typing import Any, NamedTuple

from cnncalc.diagnostics import Diagnostic, Label, LayerError, Span, nearest
from cnncalc.spec.convert import convert, nesting
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.expressions import Environment, ExpressionError
from cnncalc.spec.foreign import OPTIONS as FOREIGN_OPTIONS
from cnncalc.spec.values import Value, find_cut_expression, read_value

#: Entries that follow a weighted layer when its options name them, in this order.
SUGAR = ("norm", "activation")


class Setting(NamedTuple):
    """How a network is read: what holds for every layer of one run."""

    rounding: str
    size_limit: int


class Plan(NamedTuple):
    """What reading a kind's options needs to know of its dataclass, worked out once a process."""

    metadata: dict[str, Any]  # option -> what `option(...)` declared
    defaults: dict[str, Any]  # options whose default depends on the rank (one number stands for all axes)
    required: tuple[str, ...]
    has_rounding: bool


@lru_cache(maxsize=256)
def plan_of(layer_class: Any) -> Plan:
    """The plan of a kind."""
    known = {field.name: field for field in fields(layer_class)}
    metadata = {name: field.metadata for name, field in known.items()}
    by_rank = {name: field.default for name, field in known.items() if field.metadata["type"] in ("sizes", "padding")}
    defaults = {name: default for name, default in by_rank.items() if default is not MISSING}
    required = tuple(name for name, field in known.items() if field.default is MISSING)
    return Plan(metadata, defaults, required, "rounding" in known)


class Exact:
    """A value that equals only what is written the same: 3.0 and true are neither 3 nor 1 here."""

    __slots__ = ("_written", "value")

    def __init__(self, value: Any) -> None:
        self.value, self._written = value, repr(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is Exact and other._written == self._written

    def __hash__(self) -> int:
        return hash(self._written)


class Template:
    """An entry's kind and options. Entries of a repeated block differ in their dynamic values only."""

    __slots__ = ("_static_made", "bad", "dynamic", "kind", "layer_class", "node", "place", "places", "static")

    def __init__(self, kind: str, layer_class: Any, node: Node) -> None:
        self.kind, self.layer_class, self.node = kind, layer_class, node
        self.place = node  # the whole entry, where it is more than the word
        self.static: dict[str, Any] = {}
        self.dynamic: list[tuple[str, Value]] = []
        self.places: dict[str, tuple[Node, Span | None]] = {}  # option -> its value; the entry that a default came to
        self.bad: str | None = None  # the code of what is wrong with the options
        self._static_made: dict[Any, dict[str, Any]] = {}

    def set(self, name: str, node: Node, value: Value | None, used_at: Span | None = None) -> None:
        """Give an option; a default also tells where it is used. A value of None was faulty, which has been reported."""
        self.places[name] = (node, used_at)
        if value is None:
            self.bad = "S102"
        elif value.evaluate is None:
            self.static[name] = value.constant
        else:
            self.dynamic.append((name, value))

    def evaluate(self, names: Environment) -> tuple[Any, ...]:
        """The dynamic values under these names. Raises ExpressionError with its node, or Unknown."""
        values = []
        for _, value in self.dynamic:
            try:
                found = value.get(names)
                values.append(found if type(found) is int or type(found) is str else Exact(found))
            except ExpressionError as error:
                error.args = (value.node,)
                raise
        return tuple(values)

    def layer(self, values: tuple[Any, ...], rank: int, setting: Setting, shared: dict[Any, Any]) -> Any:
        """The layer; `shared` holds those made before, so that equal options give one object. Raises LayerError."""
        static = tuple(self.static.items())
        key = (self.layer_class, values, rank, setting, static, tuple([name for name, _ in self.dynamic]))
        layer = shared.get(key)
        if layer is None:
            layer = shared[key] = self._make(values, rank, setting)
        return layer

    def _make(self, values: tuple[Any, ...], rank: int, setting: Setting) -> Any:
        plan, limit = plan_of(self.layer_class), setting.size_limit
        static = self._static_made.get((rank, limit, setting.rounding))
        if static is None:
            given = {**plan.defaults, **self.static}
            if plan.has_rounding:
                given.setdefault("rounding", setting.rounding)
            for name, _ in self.dynamic:
                given.pop(name, None)
            static = {name: convert(name, value, rank, limit, plan.metadata[name]) for name, value in given.items()}
            self._static_made[rank, limit, setting.rounding] = static
        if not values:
            return self.layer_class(**static)
        dynamic = {
            name: convert(name, value.value if type(value) is Exact else value, rank, limit, plan.metadata[name])
            for (name, _), value in zip(self.dynamic, values, strict=True)
        }
        return self.layer_class(**static, **dynamic)

    def locate(self, error: LayerError, layer: str | None) -> Diagnostic:
        """A layer's refusal at the place of the option it names."""
        node, used_at = self.places.get(error.field, (self.node, None))
        labels = (Label(used_at, "for this layer"),) if used_at else ()
        help = error.help
        if error.code == "S102" and not help and isinstance(node, Scalar) and re.match(r"\$\w+\W", node.text):
            help = ("arithmetic stands in brackets: `$(...)`",)
        elif error.code == "S102" and isinstance(node, Scalar) and "$" in node.text and help[:1] and help[0].startswith("write "):
            help = ("`//`, `floor`, `ceil` or `round` make an integer of it",)
        return Diagnostic(error.code, error.message, node.span, labels, help, layer)


def read_template(
    kind: str, layer_class: Any, key: Scalar, main: Node | None, defaults: Mapping | None, findings: list[Diagnostic]
) -> tuple[Template, dict[str, Node]]:
    """The template of an entry, and the nodes of its `norm` and `activation`."""
    template = Template(kind, layer_class, key)
    known = plan_of(layer_class).metadata
    sugar: dict[str, Node] = {}
    before = len(findings)
    if isinstance(main, Mapping):
        if not find_cut_expression(main, findings):
            _take(template, main, known, sugar, None, findings)
    elif main is not None and not (isinstance(main, Scalar) and main.text == "" and main.plain):
        _take_main(template, main, findings)
    missing_sugar = [name for name in SUGAR if name not in sugar]
    reported: list[Diagnostic] = []  # by check_defaults, once for all layers
    if defaults is not None:
        inherited: dict[str, Node] = {}
        _take(template, defaults, known, inherited, key.span, reported)
        sugar.update({name: inherited[name] for name in missing_sugar if name in inherited})
    if len(findings) == before and not reported:
        _require(template, key, findings)
        _check_static(template, known, findings)
    faults = findings[before:] or reported
    if faults:
        template.bad = faults[0].code
    return template, sugar


def check_defaults(kind: str, layer_class: Any, mapping: Mapping, findings: list[Diagnostic]) -> None:
    """The faults of one kind's `defaults`, reported once and not at every layer that they reach."""
    key = next((key for key, _ in mapping.entries.values()), None)
    if key is None or find_cut_expression(mapping, findings):
        return
    template = Template(kind, layer_class, key)
    known = plan_of(layer_class).metadata
    _take(template, mapping, known, {}, None, findings)
    _check_static(template, known, findings)


def _take(
    template: Template,
    mapping: Mapping,
    known: dict[str, Any],
    sugar: dict[str, Node],
    used_at: Span | None,
    findings: list[Diagnostic],
) -> None:
    for name, (key, node) in mapping.entries.items():
        if key.bad:
            continue
        if template.layer_class.weighted and name in SUGAR:
            sugar[name] = node
        elif name in known:
            if name not in template.places:
                template.set(name, node, read_value(node, findings), used_at)
        else:
            findings.append(unknown_option(template, name, key, known))


def _take_main(template: Template, main: Node, findings: list[Diagnostic]) -> None:
    names = template.layer_class.main
    if find_cut_expression(main, findings):
        return
    if not names:
        message = f"`{template.kind}` takes no value"
        required = ", ".join(f"{name}: ..." for name in plan_of(template.layer_class).required)
        help = (
            f"write `{template.kind}: {{{required}}}`" if required else f"write `{template.kind}` alone, or its options in braces"
        )
        findings.append(Diagnostic("S102", message, main.span, (), (help,)))
        return
    value = read_value(main, findings)
    for name in names:
        template.set(name, main, value)


def unknown_option(template: Template, name: str, key: Scalar, known: dict[str, Any]) -> Diagnostic:
    """S104: an option that the kind does not have, with the word that was meant."""
    words = [*known, *(SUGAR if template.layer_class.weighted else ())]
    ours = FOREIGN_OPTIONS.get(name, FOREIGN_OPTIONS.get(name.lower()))
    if ours == "":
        help = "leave it out: the number of arriving channels is known"
    elif ours and ours not in words and ours in ("filters", "outputs"):
        help = f"write `{'outputs' if 'outputs' in words else 'filters'}`" if {"filters", "outputs"} & set(words) else ""
    elif ours in words:
        help = f"the word is `{ours}` here"
    elif name in SUGAR:
        help = f"`{name}` stands in what has weights; here, write the layer as the next entry"
    elif name in ("from", "name", "share"):
        help = f"`{name}` stands beside `{template.kind}`, not inside it"
    else:
        close = nearest(name, words)
        help = f"did you mean `{close}`?" if close else ""
    if not help:
        help = "its options are " + ", ".join(f"`{word}`" for word in words) if words else "it has no options"
    return Diagnostic("S104", f"`{template.kind}` has no option `{name[:60]}`", key.span, (), (help,))


def _require(template: Template, key: Scalar, findings: list[Diagnostic]) -> None:
    missing = [name for name in plan_of(template.layer_class).required if name not in template.places]
    if missing:
        listed = " and ".join(f"`{name}`" for name in missing)
        example = ", ".join(f"{name}: ..." for name in missing)
        help = f"add `{example}`" if template.places else f"write `{template.kind}: {{{example}}}`"
        findings.append(Diagnostic("S106", f"`{template.kind}` needs {listed}", key.span, (), (help,)))


def _check_static(template: Template, known: dict[str, Any], findings: list[Diagnostic]) -> None:
    """Types and bounds of constants, so that faults in an arm that is never walked are found too."""
    for name, value in template.static.items():
        rank = len(value) if isinstance(value, tuple) else 2
        if isinstance(value, str):
            rank = max(value.count("x") + 1, 1)
        elif known[name]["type"] == "values":
            rank = nesting(value)
        try:
            convert(name, value, rank, 1 << 140, known[name])
        except LayerError as error:
            place = template.locate(error, None)
            findings.append(place._replace(span=_smallest(template.places[name][0], place.span)))


def _smallest(node: Node, span: Span | None) -> Span | None:
    """The one item of a list that is no integer, where just one is to blame."""
    if isinstance(node, Sequence):
        faulty = [item for item in node.items if not (isinstance(item, Scalar) and type(item.value) is int)]
        if len(faulty) == 1 and len(node.items) > 1:
            return faulty[0].span
    return span

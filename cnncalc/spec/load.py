"""A file as a program: its header, parameters, variants and blocks, and the steps that expand to layers."""

from __future__ import annotations

from typing import Any, NamedTuple

from cnncalc.diagnostics import CnnCalcError, Diagnostic, UsageError, did_you_mean
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.document import Limits, Mapping, Node, Scalar, read
from cnncalc.spec.expressions import UNKNOWN, Environment, ExpressionError, Unknown
from cnncalc.spec.header import Budget, Dims, Expectation, is_parameter_name, read_budget, read_dims, read_expect
from cnncalc.spec.reader import Kinds, Reader, Step, expand_steps
from cnncalc.spec.steps import FORMS, SIBLINGS
from cnncalc.spec.steps.block import Block, refuse_cycles
from cnncalc.spec.values import LITERAL, Value, find_cut_expression, locate, read_value
from cnncalc.spec.walk import Expansion, TooLarge, Walk

KEYS = ("name", "source", "input", "rounding", "params", "variants", "defaults", "blocks", "layers", "expect", "budget")
#: What a variant may give beside parameters.
VARIANT_KEYS = ("name", "source", "input", "expect", "budget")


class Selection(NamedTuple):
    """One variant of a file with its parameters bound: what is to be expanded."""

    name: str
    source: str
    input: Dims | None
    rounding: str
    names: Environment
    expect: list[Expectation]
    budget: list[Budget]


class Program:
    """A file that was read; `findings` holds every fault that does not depend on the variant."""

    def __init__(self, text: str, kinds: Kinds, path: str = "<text>", limits: Limits = Limits()) -> None:  # noqa: B008
        self.text, self.path, self.limits = text, path, limits
        document = read(text, limits)
        self.findings = document.findings
        self.steps: list[Step] = []
        self.params: dict[str, Value | None] = {}  # None: faulty, which has been reported
        self.variants: dict[str, Mapping] = {}
        self._header: dict[str, Node] = {}
        self._misspelt: list[str] = []  # what was said of unknown keys
        self.blocks: dict[str, Block] = {}
        self.uses: list[tuple[str, Scalar]] = []  # blocks that `layers` itself uses
        self.root = document.root
        if isinstance(document.root, Mapping):
            self._read(document.root, Reader(kinds, self.findings))
        elif document.root is not None:
            found = document.root.kind
            self.findings.append(Diagnostic("S101", f"expected a mapping, found a {found}", document.root.span, (),
                                            ("a file names its `input` and its `layers`",)))  # fmt: skip

    @property
    def usable(self) -> bool:
        """Whether there is a file at all; else nothing can be calculated, and `findings` says why."""
        return isinstance(self.root, Mapping)

    def refuse(self) -> None:
        """Raise what was found, where nothing can be calculated at all."""
        if not self.usable:
            raise CnnCalcError(self.findings, self.text, self.path)

    def _read(self, root: Mapping, reader: Reader) -> None:
        if find_cut_expression(root, self.findings):
            return
        for name, (key, node) in root.entries.items():
            if name in KEYS:
                self._header[name] = node
            elif not key.bad:
                help = did_you_mean(name, KEYS, "a file has " + ", ".join(f"`{known}`" for known in KEYS))
                self.findings.append(Diagnostic("S104", f"a file has no key `{name[:60]}`", key.span, (), (help,)))
                self._misspelt.append(help)
        self._read_params()
        self._read_variants()
        self._read_defaults(reader)
        self._read_blocks(reader)
        if "layers" in root.entries:
            self.steps = reader.steps(root.entries["layers"][1], root.entries["layers"][0])
            self.blocks, self.uses = reader.blocks, reader.uses
        else:
            self._missing("layers", root)
        if "input" not in root.entries and not all("input" in variant.entries for variant in self.variants.values() or [root]):
            self._missing("input", root)

    def _missing(self, key: str, root: Mapping) -> None:
        if f"did you mean `{key}`?" in self._misspelt:
            return
        first = next(iter(root.entries.values()))[0].span if root.entries else root.span
        help = "for example `input: 224x224x3`" if key == "input" else "the entries of the network"
        self.findings.append(Diagnostic("S106", f"`{key}` is missing", first, (), (help,)))

    def _section(self, name: str) -> Mapping | None:
        node = self._header.get(name)
        if node is None or is_nothing(node):
            return None
        if isinstance(node, Mapping):
            return None if find_cut_expression(node, self.findings) else node
        self.findings.append(Diagnostic("S101", f"`{name}` must be a mapping, found a {node.kind}", node.span))
        return None

    def _read_params(self) -> None:
        section = self._section("params")
        for name, (key, node) in section.entries.items() if section else ():
            if check_parameter_name(name, key, self.findings):
                self.params[name] = read_value(node, self.findings)

    def _read_variants(self) -> None:
        section = self._section("variants")
        for name, (key, node) in section.entries.items() if section else ():
            if is_nothing(node):
                node = _empty_mapping(node)
            if key.bad:
                continue
            if not isinstance(node, Mapping):
                message = f"the variant `{name}` must be a mapping"
                self.findings.append(Diagnostic("S101", message, node.span, (), ("write {} where nothing differs",)))
                continue
            self.variants[name] = node
            find_cut_expression(node, self.findings)
            for given, (given_key, _) in node.entries.items():
                if given not in self.params and given not in VARIANT_KEYS and not given_key.bad:
                    help = did_you_mean(given, [*self.params, *VARIANT_KEYS], "a parameter needs its default in `params`")
                    message = f"there is no parameter `{given[:60]}`"
                    self.findings.append(Diagnostic("S104", message, given_key.span, (), (help,)))

    def _read_defaults(self, reader: Reader) -> None:
        section = self._section("defaults")
        for kind, (key, node) in section.entries.items() if section else ():
            if key.bad:
                continue
            if kind not in reader.kind_names:
                reader.unknown_kind(key)
            elif not isinstance(node, Mapping):
                reader.fail("S101", f"the defaults of `{kind}` must be a mapping", node)
            else:
                reader.check_defaults(kind, node)
                reader.defaults[kind] = node

    def _read_blocks(self, reader: Reader) -> None:
        section = self._section("blocks")
        found: list[tuple[Block, Scalar, Mapping]] = []
        for name, (key, node) in section.entries.items() if section else ():
            if key.bad:
                continue
            if name in reader.kind_names or name in FORMS or name in SIBLINGS:
                reader.fail("S112", f"a block cannot be called `{name}`", key, "it is a word of the language")
            elif not isinstance(node, Mapping):
                reader.fail("S101", f"the block `{name}` must be a mapping", node, "with `params` and `layers`")
            else:
                block = reader.blocks[name] = Block(name)
                found.append((block, key, node))
        for block, _, node in found:
            self._read_block_params(block, node, reader)
        for block, key, node in found:
            for name, (option, _) in node.entries.items():
                if name not in ("params", "layers"):
                    help = did_you_mean(name, ("params", "layers"), "a block has `params` and `layers`")
                    reader.fail("S104", f"a block has no key `{name[:60]}`", option, help)
            reader.uses = block.uses
            block.steps = reader.steps(node.entries["layers"][1] if "layers" in node.entries else None, key)
        reader.uses = []
        for name in refuse_cycles(reader.blocks, self.findings):
            reader.blocks[name].steps = []

    def _read_block_params(self, block: Block, node: Mapping, reader: Reader) -> None:
        section = node.entries["params"][1] if "params" in node.entries else None
        if section is None or is_nothing(section):
            return
        if not isinstance(section, Mapping):
            reader.fail("S101", f"`params` must be a mapping, found a {section.kind}", section)
            block.broken = True
            return
        block.broken = find_cut_expression(section, self.findings)
        for name, (key, default) in section.entries.items() if not block.broken else ():
            required = isinstance(default, Scalar) and default.plain and default.text == ""
            value = None if required else reader.value(default)
            if not check_parameter_name(name, key, self.findings) or (value is None and not required):
                block.broken = True
            block.params[name] = value

    def check(self, variant: str | None, overrides: dict[str, Any]) -> None:
        """Raise UsageError for a variant or parameter that the file does not have, where there is a file at all."""
        if not self.usable:
            return
        if variant is not None and variant not in self.variants:
            listed = ", ".join(self.variants) or "none"
            raise UsageError(f"{self.path} has no variant `{variant}`", did_you_mean(variant, self.variants, f"it has {listed}"))
        for name in overrides:
            if name not in self.params:
                listed = ", ".join(self.params) or "none"
                raise UsageError(f"{self.path} has no parameter `{name}`", did_you_mean(name, self.params, f"it has {listed}"))

    def select(self, variant: str | None, overrides: dict[str, Any], input: Dims | None) -> tuple[Selection, list[Diagnostic]]:
        """Bind a variant's parameters, all of which the file has: see `check`."""
        if variant is None and self.variants:
            variant = next(iter(self.variants))
        chosen = self.variants[variant].entries if variant is not None else {}
        findings: list[Diagnostic] = []
        names = self._bind(chosen, overrides, findings)
        header = {**self._header, **{name: node for name, (_, node) in chosen.items() if name in VARIANT_KEYS}}
        limit = self.limits.size
        if input is None and "input" in header:
            input = read_dims(header["input"], names, limit, findings)
        return Selection(
            name=self._text(header, "name", names, findings),
            source=self._text(header, "source", names, findings),
            input=input,
            rounding=self._rounding(header, findings),
            names=names,
            expect=read_expect(header["expect"], names, limit, findings) if "expect" in header else [],
            budget=read_budget(header["budget"], findings) if "budget" in header else [],
        ), findings

    def _bind(self, chosen: Any, overrides: dict[str, Any], findings: list[Diagnostic]) -> Environment:
        names: Environment = {}
        for name, default in self.params.items():
            if name in overrides:
                names[name] = overrides[name]
                continue
            value = read_value(chosen[name][1], findings) if name in chosen else default
            found: Any = UNKNOWN
            if value is not None:
                try:
                    found = value.get(names)
                except Unknown:
                    pass
                except ExpressionError as error:
                    finding = locate(error, value.node)
                    if "no parameter" in error.message:
                        help = "a parameter may use those above it" + ("" if names else ": none here")
                        finding = finding._replace(help=(help,))
                    findings.append(finding)
            names[name] = found
        return names

    def _text(self, header: dict[str, Node], key: str, names: Environment, findings: list[Diagnostic]) -> str:
        value = read_value(header[key], findings) if key in header else None
        if value is None:
            return ""
        try:
            text = value.get(names)
        except Unknown:
            return ""
        except ExpressionError as error:
            findings.append(locate(error, value.node))
            return ""
        if isinstance(text, str):
            return text
        if text is not None:
            findings.append(Diagnostic("S102", f"`{key}` must be a text", value.node.span, (), ("quote it",)))
        return ""

    def _rounding(self, header: dict[str, Node], findings: list[Diagnostic]) -> str:
        node = header.get("rounding")
        if node is None or (isinstance(node, Scalar) and node.bad):
            return "strict"
        if isinstance(node, Scalar) and node.text in ROUNDINGS:
            return node.text
        shown = node.text[:40] if isinstance(node, Scalar) else f"a {node.kind}"
        message = f"`rounding` cannot be {f'`{shown}`' if isinstance(node, Scalar) and shown else shown or 'empty'}"
        findings.append(
            Diagnostic("S112", message, node.span, (), (LITERAL if "$" in shown else did_you_mean(shown, ROUNDINGS),))
        )
        return "strict"


def expand(program: Program, selection: Selection) -> tuple[Walk, Expansion]:
    """The layers of one variant, as a generator of entries that is sent each one's channels."""
    walk = Walk(program.limits, selection.input[-1] if selection.input else None, selection.names)

    def run() -> Expansion:
        try:
            return (yield from expand_steps(program.steps, walk, 0, walk.root()))
        except TooLarge:
            return -1
        finally:
            walk.finish()

    return walk, run()


def parse_setting(text: str) -> tuple[str, Any]:
    """`depths=[2, 2, 2, 2]` of --set as a name and a value. Raises UsageError."""
    name, equals, written = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text!r} has no value", "write --set NAME=VALUE")
    findings: list[Diagnostic] = []
    document = read(written)
    value = read_value(document.root, findings) if document.root is not None else None
    if document.findings or findings or value is None or value.evaluate is not None or isinstance(document.root, Mapping):
        said = [*document.findings, *findings]
        raise UsageError(f"--set {name}: `{written}` is no value", *([said[0].message] if said else []))
    return name.strip(), value.constant


def check_parameter_name(name: str, key: Scalar, findings: list[Diagnostic]) -> bool:
    """S112 for a name that no expression could speak of."""
    if key.bad:
        return False
    if is_parameter_name(name):
        return True
    help = "letters, digits and _ make a name; words of the expression language are taken"
    findings.append(Diagnostic("S112", f"`{name[:60]}` cannot name a parameter", key.span, (), (help,)))
    return False


def is_nothing(node: Node) -> bool:
    """A value that was left out, or one that has been reported."""
    return isinstance(node, Scalar) and (node.bad or (node.plain and node.text == ""))


def _empty_mapping(node: Node) -> Mapping:
    mapping = Mapping()
    mapping.line, mapping.column, mapping.end_line, mapping.end_column = node.span
    return mapping

"""The report as Python users hold it: the figures of `analysis.report`, and the forms that a notebook wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from operator import index
from typing import Any, overload

from cnncalc.analysis.report import Report as Figures
from cnncalc.analysis.report import Row
from cnncalc.diagnostics import UsageError, did_you_mean, printable
from cnncalc.tensor import human_bytes

#: Of each layer, as the JSON report calls them: the columns of `to_dataframe`.
COLUMNS = ("path", "kind", "block", "aux", "inputs", "input_shapes", "output_shape", "params", "weights", "biases", "buffers",
           "macs", "activations", "activation_bytes", "kept_bytes")  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Report(Figures):
    """Every figure of one network. `for row in report` gives its layers; `totals`, `findings` and `input` are attributes."""

    made: tuple[Callable[..., Report], tuple[Any, ...]]  # the function and the arguments that made it

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as what it was made from, and made again."""
        return self.made

    def __contains__(self, layer: object) -> bool:
        """Whether there is a layer of that path, or whether it is one of the rows."""
        return self.row(layer) is not None if isinstance(layer, str) else layer in self.rows

    @overload
    def __getitem__(self, path: str | int) -> Row: ...

    @overload
    def __getitem__(self, path: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, path: str | int | slice) -> Row | tuple[Row, ...]:
        """The layer of that path or number; of a slice, the layers. Raises UsageError where there is none."""
        if not isinstance(path, str):
            return self._numbered(path)
        row = self.row(path)
        if row is None:
            help = did_you_mean(path, [row.path for row in self.rows], "`[row.path for row in report]` lists them")
            raise UsageError(f"there is no layer `{path}`", help)
        return row

    def _numbered(self, number: Any) -> Row | tuple[Row, ...]:
        try:
            return self.rows[number if isinstance(number, slice) else index(number)]
        except TypeError:
            found = "the bounds of a slice" if isinstance(number, slice) else f"one of the type {type(number).__name__}"
            raise UsageError(f"a layer is named by its path or its number, not by {found}") from None
        except IndexError:
            raise UsageError(f"there is no layer {number}: there are {len(self.rows):,}") from None

    def to_dict(self, formulas: bool = True) -> dict[str, Any]:
        """The JSON report, `cnncalc.report/1`: exact integers, shapes channels first, None where a figure is unknown."""
        from cnncalc.render.as_json import report_to_dict

        return report_to_dict(self, formulas)

    def to_dataframe(self) -> Any:
        """A pandas.DataFrame with one row a layer, figures as exact integers. Raises UsageError where pandas is absent."""
        try:
            pandas = import_module("pandas")
        except ImportError:
            raise UsageError("a data frame needs pandas, which is not installed", "python -m pip install pandas") from None
        layers = self.to_dict(formulas=False)["layers"]
        columns = {}
        for name in COLUMNS:
            values = [layer[name] for layer in layers]
            known = [value for value in values if value is not None]
            counts = bool(known) and all(type(value) is int and value < 1 << 63 for value in known)
            kind = ("int64" if len(known) == len(values) else "Int64") if counts else ("bool" if name == "aux" else "object")
            columns[name] = pandas.Series(values, dtype=kind)
        return pandas.DataFrame(columns)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from cnncalc.render.html import html_of

        return html_of(self)

    def __repr__(self) -> str:
        return f"<cnncalc.Report {self._named()}: {self._layers()}, {self._counted()}>"

    def __str__(self) -> str:
        output = self.graph.shape(self.graph.outputs[0]) if self.graph.outputs else None
        lines = [f"{self._named()}: {self.input or '?'} to {output or '?'}, {self._layers()}", self._counted()]
        memory = self.totals.memory
        if self.complete:
            images = "1 image" if self.batch == 1 else f"{self.batch:,} images"
            lines.append(
                f"{self.dtype}, {images}: weights {human_bytes(memory.weights)}, outputs {human_bytes(memory.activations)}"
            )
        lines += [f"{finding.severity} {finding.code}: {printable(finding.message)}" for finding in self.findings[:10]]
        lines += [f"and {len(self.findings) - 10} more finding{'s' * (len(self.findings) > 11)}"] * (len(self.findings) > 10)
        return "\n".join(lines)

    def _named(self) -> str:
        return printable(self.name or self.architecture or self.path)

    def _layers(self) -> str:
        return f"{len(self.rows):,} layer{'s' if len(self.rows) != 1 else ''}"

    def _counted(self) -> str:
        if self.complete:
            return f"{self.totals.cost.params:,} parameters, {self.totals.cost.macs:,} multiply-adds"
        errors = sum(finding.severity == "error" for finding in self.findings)
        return f"totals unknown ({errors} error{'s' if errors != 1 else ''})"

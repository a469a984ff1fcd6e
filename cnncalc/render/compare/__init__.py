"""The formats of `cnncalc compare`: one file each, with `render(compared, look) -> str`; and the figures that they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.diagnostics import Diagnostic
from cnncalc.tensor import Shape

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report

#: Format -> module, imported when it is asked for.
FORMATS: dict[str, str] = {
    "table": "cnncalc.render.compare.table",
    "markdown": "cnncalc.render.compare.markdown",
    "csv": "cnncalc.render.compare.as_csv",
    "json": "cnncalc.render.compare.as_json",
}


class Network(NamedTuple):
    """One network that is compared; the report is None where it was refused."""

    name: str  # as it is asked for: a bundled name, a file, FILE:VARIANT
    report: Report | None


class Compared(NamedTuple):
    """All networks, in the order in which they are shown."""

    networks: list[Network]
    batch: int
    dtype: str
    findings: list[tuple[Diagnostic, str]]  # of what was refused, with the file's path
    plot: bool  # whether the table is to have its scatter


class Figure(NamedTuple):
    """A column: what people and programs call it, its value, and whether it is bytes."""

    header: str
    key: str
    value: Callable[[Report], Any]
    is_bytes: bool = False


def output_of(report: Report) -> Shape | None:
    """What leaves the network."""
    return report.graph.shape(report.graph.outputs[0])


#: What is compared, by the name that --sort takes. Bytes and operations are of the whole batch where they depend on it.
FIGURES: dict[str, Figure] = {
    "params": Figure("params", "params", lambda report: report.totals.cost.params),
    "macs": Figure("MACs", "macs", lambda report: report.totals.cost.macs),
    "weights": Figure("weights", "weights_bytes", lambda report: report.totals.memory.weights, True),
    "peak": Figure("peak", "inference_peak_bytes", lambda report: report.totals.memory.inference_peak, True),
    "training": Figure("training", "training_bytes", lambda report: report.totals.memory.training, True),
    "weight_layers": Figure("depth", "weight_layers", lambda report: report.totals.weight_layers),
    "layers": Figure("layers", "layers", lambda report: sum(row.aux is None for row in report.rows)),
}
VOLUMES: dict[str, Callable[[Report], Shape | None]] = {"input": lambda report: report.input, "output": output_of}


def sorted_by(networks: list[Network], key: str | None) -> list[Network]:
    """Largest first, by name in its alphabet, or as they were asked for; what is unknown comes last."""
    if key is None:
        return networks
    if key == "name":
        return sorted(networks, key=lambda network: network.name)
    figure = FIGURES[key].value
    return sorted(networks, key=lambda network: -figure(network.report) if network.report else 1)

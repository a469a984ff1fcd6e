"""What a run found: data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from cnncalc.tensor import Shape


class LayerRun(NamedTuple):
    """One layer of a run. A layer that was folded ran within another: its time is that one's."""

    name: str  # its path, as in the report
    kind: str
    predicted: Shape
    actual: Shape | None  # of the array that was there after it; None where it was folded and none was kept
    bytes: int  # of its output, the whole batch
    seconds: float
    operations: int  # predicted, of the batch: two for each multiply-add and one for every other
    products: int  # multiply-adds predicted for the batch
    done: int  # multiply-adds that were done
    folded_into: str | None = None

    @property
    def gflops_per_second(self) -> float | None:
        """Predicted operations a nanosecond; None where nothing was timed or counted."""
        return self.operations / self.seconds / 1e9 if self.seconds and self.operations and not self.folded_into else None


class Peak(NamedTuple):
    """Bytes. `predicted` is the report's peak of the arrays at inference; beside it stand the weights and the workspace."""

    predicted: int
    measured: int  # all that was allocated at once while the network ran
    weights: int
    #: Scratch memory of the workers, copies that the order of values asks for, what the weights take beyond their own size as
    #: they are multiplied, and what Python and NumPy hold for a moment.
    workspace: int


@dataclass(frozen=True)
class Run:
    """A network that was executed."""

    network: str
    input: Shape
    batch: int
    dtype: str
    device: str  # "cpu" or "gpu"
    threads: int
    library: str  # what multiplies the matrices, with its version
    seed: int
    folded: bool
    twin: str  # how a reduced twin differs from the file; "" where it does not
    weights: str  # where they are from: a file, "random", or "given" where none is; "" where there are none
    x: str  # where the input's values are from: a file, or "random"
    layers: tuple[LayerRun, ...]
    seconds: float
    peak: Peak
    problems: tuple[str, ...]  # every disagreement of prediction and execution, in words
    outputs: tuple[tuple[str, Any], ...]  # the network's outputs by path: arrays of batch x channels (x spatial axes)

    @property
    def gflops_per_second(self) -> float | None:
        """Predicted operations of all layers a nanosecond."""
        operations = sum(layer.operations for layer in self.layers)
        return operations / self.seconds / 1e9 if self.seconds and operations else None

    @property
    def ok(self) -> bool:
        return not self.problems

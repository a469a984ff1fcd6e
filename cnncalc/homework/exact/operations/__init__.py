"""The operations: one file each, imported on use. To add one: write its file, add its line here, and test it."""

from __future__ import annotations

from importlib import import_module

from cnncalc.diagnostics import did_you_mean
from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.operation import Definition

#: Operation -> module; each has a `DEFINITION`.
OPERATIONS: dict[str, str] = {
    "correlation": "cnncalc.homework.exact.operations.correlation",
    "convolution": "cnncalc.homework.exact.operations.convolution",
    "deconv": "cnncalc.homework.exact.operations.deconv",
    "maxpool": "cnncalc.homework.exact.operations.maxpool",
    "avgpool": "cnncalc.homework.exact.operations.avgpool",
    "globalavgpool": "cnncalc.homework.exact.operations.globalavgpool",
    "relu": "cnncalc.homework.exact.operations.relu",
    "fc": "cnncalc.homework.exact.operations.fc",
    "matmul": "cnncalc.homework.exact.operations.matmul",
    "batchnorm": "cnncalc.homework.exact.operations.batchnorm",
    "add": "cnncalc.homework.exact.operations.add",
}


def definition(op: object) -> Definition:
    """An operation by its name. Raises ComputationError for any other word."""
    if op is None:
        raise ComputationError("", "the computation needs `op`", "one of " + ", ".join(OPERATIONS))
    if not isinstance(op, str) or op not in OPERATIONS:
        raise ComputationError("op", f"there is no operation `{str(op)[:40]}`", did_you_mean(str(op), OPERATIONS))
    found: Definition = import_module(OPERATIONS[op]).DEFINITION
    return found

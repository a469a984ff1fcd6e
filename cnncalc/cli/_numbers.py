"""Arrays that are typed: lists of numbers as `cnncalc value` takes them, held against the shape that they must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import UsageError

if TYPE_CHECKING:
    from cnncalc.homework.exact.tensor import Tensor


def numbers(option: str, text: str) -> Tensor:
    """`1 -2 3`, `1 2; 3 4` or nested in brackets. Raises UsageError, in which the option is named."""
    from cnncalc.homework.exact.errors import ComputationError
    from cnncalc.homework.exact.listing import parse
    from cnncalc.homework.exact.tensor import read_tensor

    try:
        return read_tensor(option, parse(option, text))
    except ComputationError as error:
        raise UsageError(f"{option}: {error.message}", *error.help) from None


def fits(found: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether a list of these sizes is an array of this shape; axes of one value need not be written."""
    return _long(found) == _long(shape)


def array_of(option: str, tensor: Tensor, shape: tuple[int, ...], what: str, xp: Any, dtype: Any) -> Any:
    """An array of that shape. Raises UsageError where the numbers are not so many, or too large for the dtype."""
    if not fits(tensor.shape, shape):
        found, expected = ("x".join(map(str, sizes)) or "one number" for sizes in (tensor.shape, shape))
        raise UsageError(f"{option} is {found}, {what} is {expected}", "lists nest as [channels][rows][columns], a row a list")
    most = float(xp.finfo(dtype).max)
    cells = [float(cell) for cell in tensor.cells]
    beyond = next((cell for cell in cells if abs(cell) > most), None)
    if beyond is not None:
        raise UsageError(f"{option}: {beyond:g} is beyond what {dtype} holds, {most:.4g}")
    return xp.asarray(cells, dtype).reshape(shape)


def _long(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size > 1)

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


def batch_of(option: str, tensor: Tensor, shape: tuple[int, ...], what: str, xp: Any, dtype: Any) -> Any:
    """A batch of that shape, channels first. Raises UsageError where the numbers are not those of one, or beyond the dtype."""
    images = f"a batch of {shape[0]}, each " if shape[0] > 1 else ""
    if not fits(tensor.shape, shape):
        found = f"{option} is {_by(tensor.shape)}, {what} {images}{_by(shape[1:])}{', channels first' * (len(shape) > 2)}"
        raise UsageError(found, "lists nest as [channels][rows][columns], in a batch as [images][channels][rows][columns]")
    return _array(option, tensor, shape, xp, dtype)


def tensor_of(option: str, tensor: Tensor, shape: tuple[int, ...], xp: Any, dtype: Any) -> Any:
    """A tensor of that shape. Raises UsageError as `batch_of` does."""
    if not fits(tensor.shape, shape):
        turned = sorted(_long(tensor.shape)) == sorted(_long(shape))
        help = ["the axes are in another order: outputs first, then inputs, rows, columns" if turned else "a row is a list"]
        is_flat = max(len(tensor.shape), len(shape)) < 2
        raise UsageError(f"{option} is {_by(tensor.shape)}, the network needs {_by(shape)}", *([] if is_flat else help))
    return _array(option, tensor, shape, xp, dtype)


def _by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes)) or "one number"


def _array(option: str, tensor: Tensor, shape: tuple[int, ...], xp: Any, dtype: Any) -> Any:
    most = float(xp.finfo(dtype).max)
    cells = [float(cell) for cell in tensor.cells]
    beyond = next((cell for cell in cells if abs(cell) > most), None)
    if beyond is not None:
        raise UsageError(f"{option}: {beyond:g} is beyond what {dtype} holds, {most:.4g}")
    return xp.asarray(cells, dtype).reshape(shape)


def _long(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size > 1)

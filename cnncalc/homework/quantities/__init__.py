"""What can be asked: one quantity a file, imported when a key asks for it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from cnncalc.homework.quantities._quantity import Quantity

#: Word of `ask` -> module; each has `QUANTITY`.
QUANTITIES: dict[str, str] = {
    word: f"cnncalc.homework.quantities.{word}"
    for word in (
        "output", "size", "height", "width", "length", "depth", "params", "weights", "biases", "filter_params", "products",
        "macs", "flops", "activations", "memory", "field", "jump", "legal", "unread", "weight_layers", "padding", "stride",
        "kernel", "input", "values", "gradient", "ratio", "share",
    )
}  # fmt: skip


@cache
def quantity(word: str) -> Quantity:
    """What a word of `ask` stands for. Raises KeyError where there is none."""
    found: Quantity = import_module(QUANTITIES[word]).QUANTITY
    return found

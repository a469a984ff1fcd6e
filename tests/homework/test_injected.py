"""Slips are found: those that `injector` makes with arithmetic of its own, and hardly any in numbers drawn at random."""

from __future__ import annotations

#: Name of a slip in `injector` -> the codes that say it; which of them depends on what is asked.
CODES: dict[str, tuple[str, ...]] = {
    "bias forgotten": ("K101", "K431"),
    "depth forgotten": ("K102", "K318"),
    "depth and bias forgotten": ("K103",),
    "flattened without depth": ("K102", "K113", "K318"),
    "one filter": ("K104", "K320"),
    "bias per weight": ("K105",),
    "bias twice": ("K106",),
    "padding once": ("K201",),
    "+1 forgotten": ("K202",),
    "stride ignored": ("K203", "K402"),
    "floored": ("K204",),
    "F and P swapped": ("K205",),
    "H and W swapped": ("K206",),
    "pooling given parameters": ("K108",),
    "a kernel a channel": ("K108",),
    "depth changed by pooling": ("K207",),
    "earlier depth": ("K109",),
    "activations for parameters": ("K304", "K116"),
    "MACs for FLOPs": ("K305",),
    "batch forgotten": ("K306",),
    "backward forgotten": ("K307",),
    "bits for bytes": ("K302",),
    "kernels added": ("K401",),
    "previous repeated": ("K421", "K405", "K208", "K214"),  # its output is the input of this one
    "K = 1024": ("K301", "K303"),  # the same of bytes
    "MB for MiB": ("K303",),
    "flipped": ("K432",),
}

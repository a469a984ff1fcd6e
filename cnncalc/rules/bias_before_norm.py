"""L102: a bias that the norm behind it takes away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic, Span

RULE = Rule(
    code="L102",
    name="bias-before-norm",
    level="info",
    what="a bias directly before batch or instance normalisation has no effect",
    why="Batch norm subtracts each channel's mean, and with it every number that was added to the whole channel: (x + b) - "
    "mean(x + b) = x - mean(x). Its own shift takes the bias's place (Ioffe & Szegedy 2015, section 3.2). The bias is learned, "
    "stored and moved for nothing; its gradient is 0. Instance norm does the same. Layer and group norm take one mean of several "
    "channels, so there a bias still moves the channels against each other.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - fc: 10
""",
    fix="give the layer `bias: false`",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, bias: false, norm: batchnorm, activation: relu}
  - fc: 10
""",
)

_Pair = tuple["Row", "Row"]  # a layer and the norm behind it


def check(network: Network) -> Iterator[Diagnostic]:
    """One finding for each place of the file, with all the layers that it makes."""
    found: dict[Span, list[_Pair]] = {}
    for norm in network.rows:
        if norm.kind == "batchnorm" or (norm.kind in ("instancenorm", "groupnorm") and _each_channel(norm)):
            row = network.source(norm)
            biased = row is not None and row.kind in ("conv", "fc", "deconv") and facts_of(row).biases
            if row is not None and biased and len(network.readers(row)) == 1 and not network.is_output(row):
                found.setdefault(key_of(row), []).append((row, norm))
    if not found:
        return
    shared = {row.shares for row in network.rows if row.shares}
    biased_at = Counter(key_of(row) for row in network.rows if facts_of(row).biases)
    for place, pairs in found.items():
        alone = [pair for pair in pairs if pair[0].shares is None and pair[0].path not in shared]
        if alone:
            yield _finding(alone, everywhere=len(alone) == biased_at[place])


def _each_channel(norm: Row) -> bool:
    """Whether every channel has its own mean."""
    facts = facts_of(norm)
    return getattr(facts.layer, "groups", facts.output.channels) == facts.output.channels


def _finding(pairs: list[_Pair], everywhere: bool) -> Diagnostic:
    first, norm = pairs[0]
    count = sum(facts_of(row).biases for row, _ in pairs)
    if len(pairs) == 1:
        message = f"`{norm.path}` subtracts each channel's mean, and with it the {count:,} biases of `{first.path}`"
    else:
        kinds = list(dict.fromkeys(f"`{norm.kind}`" for _, norm in pairs))
        message = f"{' or '.join(kinds)} subtracts each channel's mean, and with it the {count:,} biases of {len(pairs)} layers, "
        message += f"`{first.path}` to `{pairs[-1][0].path}`"
    apart = key_of(norm).line != key_of(first).line
    labels = (Label(key_of(norm), "subtracted here"),) if apart else ()
    help = "`bias: false` leaves them out" if everywhere else "`bias: false`, where a norm follows, leaves them out"
    return RULE.at(first, message, help, option="bias", labels=labels)

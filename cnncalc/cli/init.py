"""`cnncalc init NAME`: a commented file to start from."""

from __future__ import annotations

import os
import re
from shlex import quote
from typing import Annotated

import typer

from cnncalc.catalogue import SUFFIX
from cnncalc.cli import _options as options
from cnncalc.cli._complete import names
from cnncalc.cli._output import write
from cnncalc.diagnostics import UsageError, printable
from cnncalc.schema import FILE_NAME, render
from cnncalc.spec.scalars import quoted

MODELINE = f"# yaml-language-server: $schema={FILE_NAME}\n"
_LONGEST = 100

_STARTER = """\
# A convolutional network for cnncalc. With the file that the first line names, editors complete and check as you type:
# `cnncalc schema -o {schema}` writes it here.

name: {name}
source: the paper, lecture or page that the figures below come from
input: 32x32x3                      # height x width x channels; `--input 64x64x3` tries another

params: {{width: 16}}                 # a number of your own, read as $width; `--set width=32` tries another
defaults:
  conv: {{kernel: 3, padding: 1, activation: relu}}   # what every conv has unless it says otherwise

layers:                             # each reads the one before
  - conv: {{filters: $width}}         # (32 + 2*1 - 3)/1 + 1 = 32: a 3x3 window with padding 1 keeps the size
    name: conv1                     # a name of your own; without one, layers are counted
  - maxpool: 2                      # kernel 2, stride 2: 32 -> 16
  - conv: {{filters: $(2 * width)}}   # arithmetic stands in $( ), and between quotes where it holds a comma
    name: conv2
  - maxpool: 2                      # 16 -> 8
  - fc: {{outputs: 64, activation: relu}}     # reads 8x8x32 as 2,048 values
  - dropout: 0.5
  - fc: 10                          # one score a class
  - softmax

expect:                             # figures that must hold, worked out by hand or taken from the source
  output: 10
  params: 136874                    # 448 + 4640 + 131136 + 650
  macs: 1753728
  layers:
    conv1: {{output: 32x32x16, params: 448}}      # (3*3*3 + 1)*16
    conv2: {{output: 16x16x32, params: 4640}}     # (3*3*16 + 1)*32

budget:                             # limits: counts with k, M, G; bytes with their unit
  params: 200k
  macs: 2M
  weights: 1 MB
"""


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the network is called; the file is NAME.cnn.yaml.")],
    output: options.Output = None,
    copied: Annotated[
        str | None,
        typer.Option("--from", metavar="BUNDLED", help="Start from a bundled network's file.", autocompletion=names),
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help=f"Write {FILE_NAME} beside it, for editors.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Write a commented network to start from.

    It is small and complete: `cnncalc show` shows it, and its expectations hold. Its first line names a schema for editors.
    """
    name = check_name(re.sub(r"(\.cnn)?\.ya?ml$", "", name))
    path = output or _stem(name) + SUFFIX
    text, variant = _bundled(copied) if copied is not None else (starter(name), None)
    if path == "-":
        if schema:
            raise UsageError(f"{FILE_NAME} stands beside a file, and standard output is none", "`cnncalc schema` prints it")
        write(MODELINE + text)
        return
    beside = os.path.join(os.path.dirname(path), FILE_NAME)
    if os.path.realpath(path) == os.path.realpath(beside):
        raise UsageError(f"{path} is where the schema stands", f"name the network's file otherwise: `-o {_stem(name)}{SUFFIX}`")
    files = {path: MODELINE + text, **({beside: render("language")} if schema else {})}
    if not force:
        for file, content in files.items():
            _refuse_to_overwrite(file, content if file == beside else None)
    for file, content in files.items():
        write(content, file)
    write(_next(list(files), path + (f":{variant}" if variant else ""), copied is None, beside))


def starter(name: str) -> str:
    """The text to start from, for a network of this name; see `check_name`."""
    return _STARTER.format(name=quoted(name), schema=FILE_NAME)


def check_name(name: str) -> str:
    """A name that YAML, a file and a terminal can hold. Raises UsageError."""
    if "/" in name or "\\" in name:
        last = re.split(r"[/\\]", name)[-1] or "NAME"
        raise UsageError(f"`{name}` is a path, not a name", f"write `cnncalc init {last} -o {name}{SUFFIX}`")
    for is_bad, why in (
        (not name.strip(), "it is empty"),
        (len(name) > _LONGEST, f"it is longer than {_LONGEST} characters"),
        (not name.isprintable(), "it holds invisible or control characters"),
        ("$" in name, "a `$` begins an expression in the file"),
    ):
        if is_bad:
            raise UsageError(f"`{name[:_LONGEST]}` cannot name a network: {why}")
    return name.strip()


def _stem(name: str) -> str:
    """The file's name: letters, digits and `_ . + -` as they are, a dash for everything else."""
    stem = re.sub(r"[^\w.+-]+", "-", name).strip("-.")
    if not stem:
        raise UsageError(f"`{name}` gives no name of a file", "`-o FILE` names one")
    return stem


def _bundled(name: str) -> tuple[str, str | None]:
    """The text of a bundled file, and the variant that the name means."""
    from cnncalc import catalogue
    from cnncalc.spec.document import Limits
    from cnncalc.spec.source import read_file

    found = catalogue.find(name)
    if found is None:
        raise catalogue.unknown(name)
    return read_file(str(found[0]), Limits()), found[1]


def _refuse_to_overwrite(path: str, allowed: str | None) -> None:
    """Raise UsageError where something else stands there already."""
    if not os.path.lexists(path):
        return
    if allowed is not None and os.path.isfile(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            if file.read() == allowed:
                return
    raise UsageError(f"{path} is there already", "--force overwrites it; -o FILE writes another")


def _next(files: list[str], shown: str, is_starter: bool, beside: str) -> str:
    """What was written, and what to do with it."""
    steps = [(f"cnncalc show {quote(shown)}", "layer by layer, and whether its expectations hold")]
    if is_starter:
        steps.append((f"cnncalc explain {quote(shown)} conv2", "every figure of one layer"))
    if not os.path.exists(beside):
        steps.append((f"cnncalc schema -o {quote(beside)}", "completion and checks in editors"))
    width = max(len(call) for call, _ in steps)
    lines = [f"wrote {printable(' and '.join(files))}", "", "next"]
    return "\n".join([*lines, *(f"  {printable(call):<{width}}   {use}" for call, use in steps)]) + "\n"

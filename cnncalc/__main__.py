"""The entry point: only the command that is called is imported; every way out has its exit status."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated

import typer

from cnncalc import __version__
from cnncalc.cli import COMMANDS


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cnncalc {__version__}\n")
        raise typer.Exit


def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Convolutional networks, layer by layer and exactly: shapes, parameters, memory, multiply-adds, receptive fields."""


def build(arguments: list[str]) -> typer.Typer:
    """The application, with just the command that the arguments name where they name one."""
    app = typer.Typer(
        name="cnncalc", no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_root)
    called = arguments[0] if arguments else ""
    if called != "--version":
        for name in [called] if called in COMMANDS else COMMANDS:
            app.command(name)(import_module(COMMANDS[name]).command)
    return app


def _being_completed() -> list[str]:
    """The command in the line that a shell wants completed, where it is whole and the line goes on."""
    sys.modules["rich"] = None  # type: ignore[assignment]  # not there: typer would pass each help through it
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    return re.findall(r"^\s*\S+\s+(\S+)\s", line)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status."""
    from cnncalc.diagnostics import CnnCalcError, UsageError, printable

    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # closed by the caller: there is nobody to tell
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # the same
    try:
        try:
            completes = "_CNNCALC_COMPLETE" in os.environ
            build(_being_completed() if completes else arguments)(args=arguments, prog_name="cnncalc")
        except SystemExit as end:
            if isinstance(end.__context__, BrokenPipeError):  # typer met it while it printed a help
                raise end.__context__ from None
            sys.stdout.flush()
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except UsageError as error:
            help = "".join(f"\n  help: {printable(line)}" for line in error.help)
            with suppress(BrokenPipeError):  # that nobody reads it changes no exit status
                print(f"cnncalc: {printable(error.message)}{help}", file=sys.stderr, flush=True)
                return 2
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            return 2
        except CnnCalcError as error:
            from cnncalc.cli._output import print_findings

            print_findings(error.findings, error.source, error.path, "auto")
            return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on: not our failure
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # whatever we did not foresee is a bug of ours, in one line
        if isinstance(error, FileNotFoundError) and not os.path.exists(os.curdir):
            sys.stderr.write("cnncalc: the current folder is no more\n  help: change into one that there is\n")
            return 2
        if os.environ.get("CNNCALC_DEBUG") == "1":
            raise
        said = f"{type(error).__name__}: {printable(str(error))[:300]}"
        sys.stderr.write(f"cnncalc: internal error: {said}; please report it (CNNCALC_DEBUG=1 shows where)\n")
        return 2
    return 0


def main() -> None:
    """What the console script calls."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

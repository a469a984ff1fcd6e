"""The commands: one file each, imported when it is called."""

#: Command -> module; each has a function `command`.
COMMANDS: dict[str, str] = {
    "show": "cnncalc.cli.show",
    "explain": "cnncalc.cli.explain",
}

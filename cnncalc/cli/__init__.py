"""The commands: one file each, imported when it is called."""

#: Command -> module; each has a function `command`.
COMMANDS: dict[str, str] = {
    "show": "cnncalc.cli.show",
    "explain": "cnncalc.cli.explain",
    "list": "cnncalc.cli.list",
    "check": "cnncalc.cli.check",
    "rule": "cnncalc.cli.rule",
    "diff": "cnncalc.cli.diff",
    "compare": "cnncalc.cli.compare",
    "kinds": "cnncalc.cli.kinds",
    "init": "cnncalc.cli.init",
    "schema": "cnncalc.cli.schema",
    "conv": "cnncalc.cli.conv",
    "pool": "cnncalc.cli.pool",
    "fc": "cnncalc.cli.fc",
    "grade": "cnncalc.cli.grade",
    "exercise": "cnncalc.cli.exercise",
    "quiz": "cnncalc.cli.quiz",
    "value": "cnncalc.cli.value",
    "run": "cnncalc.cli.run",
    "grad": "cnncalc.cli.grad",
    "solve": "cnncalc.cli.solve",
    "table": "cnncalc.cli.table",
}

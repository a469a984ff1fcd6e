"""What `cnncalc show FILE` cannot avoid: parse a file with PyYAML, print a table of 42 rows and 8 columns with rich."""

import sys

import yaml
from rich.console import Console
from rich.table import Table

with open(sys.argv[1], encoding="utf-8") as file:
    for _ in yaml.parse(file, Loader=yaml.CSafeLoader):
        pass
table = Table(*[f"column {i}" for i in range(8)])
for row in range(42):
    table.add_row(*[f"{row * column:,}" for column in range(8)])
Console(width=140).print(table)

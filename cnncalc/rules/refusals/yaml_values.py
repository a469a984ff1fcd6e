"""Y010-Y017: values that readers take differently, and the limits of what a file may cost."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

RULES = (
    Rule(
        code="Y010",
        name="yaml-1-1-boolean",
        level="error",
        what="a word is a boolean in YAML 1.1 and a text in YAML 1.2",
        why="YAML 1.1 (2005) reads `yes`, `no`, `on` and `off` as true and false, YAML 1.2 (2009) as plain words; both are in "
        "use, PyYAML being the best known of the first. `bias: no` would have no bias under the one and be an error, or true "
        "because it is a text that is not empty, under the other. The example's 8 biases are 8 of 224 parameters.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, bias: no}
""",
        fix="write `true` or `false`, which all versions read alike; quote the word where it is a name",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, bias: false}
""",
    ),
    Rule(
        code="Y011",
        name="ambiguous-number",
        level="error",
        what="a number is written so that readers of YAML take it differently",
        why="`010` is 8 in YAML 1.1, where a leading 0 means octal, and 10 in YAML 1.2; `1_000` is 1000 and a text; `12:30` is "
        "750, in base 60, and a text. Hexadecimal, octal and binary numbers are refused with them: beside the volume `1x7`, "
        "`0x3` is more likely a slip than the number 3.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 010, kernel: 3}
""",
        fix="write the number in decimal digits without a leading 0 and without separators",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 3}
""",
    ),
    Rule(
        code="Y012",
        name="merge-key",
        level="error",
        what="a merge key `<<` is used",
        why="`<<: *other` copies the entries of another mapping. It comes from YAML 1.1's types and is not in YAML 1.2, so some "
        "readers copy and others see a key named `<<`; which of two values wins is told differently too. The language has "
        "its own words for it, which say the same to all.",
        example="""\
input: 32x32x3
layers:
  - conv: &same {filters: 8, kernel: 3, padding: 1}
  - relu
  - conv: {<<: *same, filters: 16, kernel: 3}
""",
        fix="write `defaults` for options that many layers have, or a block with parameters",
        fixed="""\
input: 32x32x3
defaults: {conv: {kernel: 3, padding: 1}}
layers:
  - conv: {filters: 8}
  - relu
  - conv: {filters: 16}
""",
    ),
    Rule(
        code="Y013",
        name="too-much-expansion",
        level="error",
        what="the file expands to more than the limit",
        why="A short text can stand for a very long one: nine lists, each of ten aliases of the one before, are 10^9 values, and "
        "loops inside loops multiply likewise. No published network comes near the limits (20,000 layers, 1,000 aliases, "
        "1,000,000 values): ResNet-152 has some 500 layers. A file of a stranger must not take a machine's memory, so "
        "reading stops there.",
        example="""\
input: 32x32x3
layers:
  - repeat: 30000
    layers: [relu]
""",
        fix="look for a count that is too high; where it is right, `--max-layers`, `--max-aliases` or `--max-nodes` raises the "
        "limit",
        fixed="""\
input: 32x32x3
layers:
  - repeat: 3
    layers: [relu]
""",
    ),
    Rule(
        code="Y014",
        name="nested-too-deep",
        level="error",
        what="lists, mappings or blocks are nested deeper than the limit",
        why="64 levels are several times what any network needs, and a text of nothing but brackets costs a reader memory for "
        "each. Deep nesting is mostly a bracket that was typed or generated too often.",
        example="""\
input: 32x32x3
layers:
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[relu]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
  ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
""",
        fix="take the needless levels away; where they are right, `--max-depth` raises the limit",
        fixed="""\
input: 32x32x3
layers: [relu]
""",
    ),
    Rule(
        code="Y015",
        name="not-plain-text",
        level="error",
        what="the file is not UTF-8, or holds a character that no text has",
        why="A file in another encoding has names that readers show differently or not at all, and a control character in a "
        "name or a comment can make a terminal do something when the name is printed. The example's comment holds the "
        "character U+0007, shown here as \\x07, at which terminals ring.",
        example="""\
input: 32x32x3  # ring \x07
layers: [relu]
""",
        fix="save the file as UTF-8, and take the character away",
        fixed="""\
input: 32x32x3  # ring
layers: [relu]
""",
    ),
    Rule(
        code="Y016",
        name="file-too-large",
        level="error",
        what="the file is larger than the limit in bytes",
        why="The limit is 1 MiB; the largest of the bundled files has a few kilobytes. What is larger is hardly an architecture, "
        "and reading it would take time and memory before anything could be said of it. There is no example here, since it "
        "would have to be as large.",
        example="",
        fix="use `repeat`, `for` and blocks for what is alike; `--max-bytes` raises the limit",
        fixed="",
    ),
    Rule(
        code="Y017",
        name="hidden-character",
        level="warning",
        what="a text holds invisible or control characters",
        why="Two names that differ by a zero-width space look the same and are not, and an override of the writing direction "
        "shows a line of the file as something else than what is read (`Trojan Source`, Boucher and Anderson 2021). Such "
        "names work, so this is a warning; wherever they are printed, the characters are escaped. In the example the name is "
        "not conv1.",
        example="""\
input: 32x32x3
layers:
  - {name: "conv\\u200b1", conv: {filters: 8, kernel: 3}}
""",
        fix="type the text anew, in visible characters",
        fixed="""\
input: 32x32x3
layers:
  - {name: conv1, conv: {filters: 8, kernel: 3}}
""",
    ),
)

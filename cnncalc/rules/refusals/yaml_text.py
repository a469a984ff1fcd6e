"""Y001-Y009: the text itself, before anything in it means a layer."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

RULES = (
    Rule(
        code="Y001",
        name="empty-document",
        level="error",
        what="the file holds nothing",
        why="A file with no text, or with comments alone, is valid YAML: the value of it is nothing. A network needs at least an "
        "`input` and its `layers`; taking an empty file for a network without layers would report 0 parameters for what is "
        "most likely a file that was never saved.",
        example="""\
# input: 32x32x3
# layers: [relu]
""",
        fix="name an input and its layers",
        fixed="""\
input: 32x32x3
layers: [relu]
""",
    ),
    Rule(
        code="Y002",
        name="second-document",
        level="error",
        what="a second YAML document starts in the file",
        why="`---` on a line of its own starts another document. Readers differ in what they do then: some take the first, some "
        "the last, some refuse. Counts would depend on the reader, so one file holds one architecture; networks that differ "
        "in a few figures are `variants` of one file.",
        example="""\
input: 32x32x3
layers: [conv: {filters: 8, kernel: 3}]
---
input: 64x64x3
layers: [conv: {filters: 8, kernel: 3}]
""",
        fix="give each network a file, or write `variants`",
        fixed="""\
variants:
  small: {input: 32x32x3}
  large: {input: 64x64x3}
layers: [conv: {filters: 8, kernel: 3}]
""",
    ),
    Rule(
        code="Y003",
        name="yaml-syntax",
        level="error",
        what="the text is not YAML",
        why="A bracket that closes nothing, a quote that stays open, a list entry without the space behind its dash, a key in a "
        "column of its own: there is no reading of the text that all YAML parsers share, and the place where a parser gives "
        "up is often lines behind the slip. The message names the slip where it can be told. What stands behind it is not "
        "read, so other faults may show once it is mended.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3
  - relu
""",
        fix="close what is open, and start the entries of one list or mapping in one column",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
""",
    ),
    Rule(
        code="Y004",
        name="tab",
        level="error",
        what="a tab is used as space",
        why="YAML forbids tabs in indentation, because a tab is as wide as an editor likes, and where they are allowed as space "
        "its parsers differ. The tab of the example, which is shown as \\t, would look like any indentation.",
        example="""\
input: 32x32x3
layers:
\t- conv: {filters: 8, kernel: 3}
""",
        fix="indent with spaces; an editor can be told to write them for the tab key",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
""",
    ),
    Rule(
        code="Y005",
        name="duplicate-key",
        level="error",
        what="a key is given twice in one mapping",
        why="YAML says that keys are unique; most parsers take the last one in silence and some the first. In the example the "
        "layer has 8 or 16 filters, 224 or 448 parameters, as the reader likes, and one of the two values was meant to have "
        "an effect and has none.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, filters: 16}
""",
        fix="keep one of the two",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3}
""",
    ),
    Rule(
        code="Y006",
        name="tag",
        level="error",
        what="a tag other than those of YAML's core is used, or a value is not of its tag",
        why="A tag such as `!include` or `!!python/object` asks the reader to do something with the value: to open a file, to "
        "build an object, with some loaders to run a program. An architecture file is data; nothing in it is run or opened, "
        "and a tag that was ignored would leave a file that means one thing here and another elsewhere. `!!int`, `!!str`, "
        "`!!map` and the like are allowed where they say what holds.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: !include width.txt, kernel: 3}
""",
        fix="leave the tag out and write the value; values that are used often are `params`",
        fixed="""\
input: 32x32x3
params: {width: 8}
layers:
  - conv: {filters: $width, kernel: 3}
""",
    ),
    Rule(
        code="Y007",
        name="key-not-a-word",
        level="error",
        what="a key is not a word",
        why="Every key of the language is a word: an option, a kind, a name. YAML allows numbers, truth values, lists and "
        "nothing at all as keys; such a key is a name without its quotes or a slip (`{3}` is a mapping with the key 3), and "
        "readers turn `1`, `01` and `true` into different keys. Keys are at most 1,024 characters long, as YAML has it.",
        example="""\
input: 32x32x3
layers:
  - branches: {left: [relu], right: [tanh], 3: [sigmoid]}
    merge: concat
""",
        fix="write a word; a name that looks like a number stands in quotes",
        fixed="""\
input: 32x32x3
layers:
  - branches: {left: [relu], right: [tanh], third: [sigmoid]}
    merge: concat
""",
    ),
    Rule(
        code="Y008",
        name="missing-anchor",
        level="error",
        what="an alias `*name` refers to an anchor `&name` that does not stand above it",
        why="YAML reads a file from its top: an alias can stand only for what was anchored before. There is no value that could "
        "be put in its place.",
        example="""\
input: 32x32x3
layers:
  - &convolution {conv: {filters: 8, kernel: 3}}
  - relu
  - *conv
""",
        fix="write the anchor's name, and put the anchor first; a part that is used often reads better as a block",
        fixed="""\
input: 32x32x3
layers:
  - &conv {conv: {filters: 8, kernel: 3}}
  - relu
  - *conv
""",
    ),
    Rule(
        code="Y009",
        name="alias-cycle",
        level="error",
        what="an alias stands inside what it refers to",
        why="A list that contains itself has no end. YAML allows it, since it can describe graphs of objects; a network of "
        "layers has a last one, and an expansion of this list would never reach it.",
        example="""\
input: 32x32x3
layers: &all
  - relu
  - branches: [*all, []]
    merge: add
""",
        fix="write what is to be repeated under `repeat`, or as a block",
        fixed="""\
input: 32x32x3
layers:
  - repeat: 2
    layers:
      - relu
      - branches: [[tanh], []]
        merge: add
""",
    ),
)

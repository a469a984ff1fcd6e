"""S: what stands where in a file, of which type, and the expressions in it."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

RULES = (
    Rule(
        code="S101",
        name="wrong-structure",
        level="error",
        what="a list, a mapping or a single value stands where another of them belongs",
        why="`layers` is a list, because its order is the order of the network; `blocks`, `params` and `expect` are mappings, "
        "because each of their entries has a name. Taking one for the other would have to invent an order or names. In the "
        "example the dashes are missing.",
        example="""\
input: 32x32x3
layers:
  conv: {filters: 8, kernel: 3}
  relu:
""",
        fix="start each entry of a list with `- `, and write mappings as `name: value`",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
""",
    ),
    Rule(
        code="S102",
        name="wrong-type",
        level="error",
        what="a value is not of the type that its place takes",
        why="An option has one type: an integer, a size, true or false, a word. Nothing is converted in silence: 6.0 filters "
        "would be 6, but 6.5 would have to be rounded one way, and a division that came out as 6.0 by luck comes out as 6.5 "
        "with the next input. Bytes need their unit, since 250 MB and 250 MiB differ by 4.9 %.",
        example="""\
input: 32x32x3
params: {width: 12}
layers:
  - conv: {filters: $(width / 2), kernel: 3}
""",
        fix="write the value in the form that the message names; `//`, `floor`, `ceil` or `round` make an integer of a quotient",
        fixed="""\
input: 32x32x3
params: {width: 12}
layers:
  - conv: {filters: $(width // 2), kernel: 3}
""",
    ),
    Rule(
        code="S103",
        name="number-too-large",
        level="error",
        what="a number, a list or a text is larger than the limit",
        why="Sizes and counts end at 2,147,483,647 = 2^31 - 1, the largest integer of 32 bits; a larger one is a typing error or "
        "an expression that ran away. Expressions are bounded too, so that no file can keep a machine busy with `9 ** 9 ** "
        "9`.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 3000000000, kernel: 3}
""",
        fix="look for a digit or a factor too many; `--max-size` raises the limit of sizes",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 300, kernel: 3}
""",
    ),
    Rule(
        code="S104",
        name="unknown-key",
        level="error",
        what="a key is not one that its place knows",
        why="An option that is not known would be left out, and the layer would get its default without a word: `strides: 2`, as "
        "Keras writes it, would give stride 1 and a map of 29*29 = 841 places instead of 15*15 = 225. Words of PyTorch and "
        "Keras are answered with the language's own.",
        example="""\
input: 31x31x3
layers:
  - conv: {filters: 8, kernel: 3, strides: 2}
""",
        fix="write the word that the help names; `cnncalc kinds KIND` lists a kind's options",
        fixed="""\
input: 31x31x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}
""",
    ),
    Rule(
        code="S105",
        name="unknown-kind",
        level="error",
        what="an entry names no layer kind, no form and no block of the file",
        why="A layer that is not known cannot be counted, and counting it as nothing would give totals that look right. What has "
        "no kind of its own is a `custom` layer, which declares its output and its figures and is reported as declared; in "
        "the example a non-local block of 4 inner channels: 3*(8 + 1)*4 + (4 + 1)*8 = 148 parameters, and 900 places that "
        "each look at all 900.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - nonlocal
""",
        fix="write a kind that `cnncalc kinds` lists, or a block, or `custom`",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - custom: {output: 30x30x8, params: 148, macs: 6595200}
""",
    ),
    Rule(
        code="S106",
        name="missing-option",
        level="error",
        what="what must be given is missing",
        why="Some facts have no value that would be right without being asked: how many filters, how large a kernel, how "
        "branches are merged, what the input is. Frameworks fill some of them in, and differ: a pool without a stride moves "
        "by its kernel in PyTorch and by 1 in ONNX.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8}
""",
        fix="write the option; `cnncalc kinds KIND` says which must be given",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
""",
    ),
    Rule(
        code="S107",
        name="bad-entry",
        level="error",
        what="an entry of a list of layers is not a single layer, form or block",
        why="An entry holds one kind, for its place in the list is its place in the network: of two kinds in one mapping neither "
        "stands first. In the example the second dash is missing.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
    relu:
""",
        fix="write one entry for each layer, each with a dash of its own",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
""",
    ),
    Rule(
        code="S108",
        name="bad-expression",
        level="error",
        what="an expression uses what is not part of the language",
        why="Expressions know numbers, names, lists, arithmetic, comparisons, `and`, `or`, `not`, `a if c else b`, indexing and "
        "eight functions. They look like Python but are not run by it: no attribute, no call of anything else, so that "
        "reading a stranger's file can do nothing but arithmetic. `^`, which some take for a power, is Python's exclusive "
        "or.",
        example="""\
input: 32x32x3
params: {width: 8}
layers:
  - conv: {filters: $(width ^ 2), kernel: 3}
""",
        fix="write it with what there is: `**` is the power, `//` the whole quotient, and `multiple(x, 8)` rounds as MobileNets "
        "do",
        fixed="""\
input: 32x32x3
params: {width: 8}
layers:
  - conv: {filters: $(width ** 2), kernel: 3}
""",
    ),
    Rule(
        code="S109",
        name="expression-without-value",
        level="error",
        what="an expression has no value",
        why="A name that nothing has given, a division by zero, an index behind the end, a text where a number is needed: no "
        "value could be put there that the author meant. A block sees the file's parameters and its own, not the loop's "
        "counter at the place where it is used.",
        example="""\
input: 32x32x3
params: {width: 8}
layers:
  - conv: {filters: $(2 * widht), kernel: 3}
""",
        fix="write the parameter's name, give the parameter, or hand it to the block as an argument",
        fixed="""\
input: 32x32x3
params: {width: 8}
layers:
  - conv: {filters: $(2 * width), kernel: 3}
""",
    ),
    Rule(
        code="S110",
        name="open-expression",
        level="error",
        what="an expression `$(` does not close in its value",
        why="Inside braces YAML ends a plain value at a comma, and anywhere at ` #`, before the expression is ever seen: of "
        "`$(max(in, 8))` it leaves `$(max(in` and a key `8))`, without complaint. So what is left is refused before anything "
        "else in that mapping.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: $(max(in, 8)), kernel: 3}
""",
        fix="put the expression in quotes",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: "$(max(in, 8))", kernel: 3}
""",
    ),
    Rule(
        code="S112",
        name="value-not-allowed",
        level="error",
        what="a value has the right type but is none of those allowed there",
        why="An option with a choice of words knows no others, a rate lies between 0 and 1, a merge needs two branches, a "
        "parameter's name must not be a word of the expression language. The nearest word is offered, never taken: `nearest` "
        "and `bilinear` count differently.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, activation: rellu}
""",
        fix="write one of the values that the help lists",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
""",
    ),
)

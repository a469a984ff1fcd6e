"""G: names, and which layer reads which."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

RULES = (
    Rule(
        code="G201",
        name="unknown-layer",
        level="error",
        what="a layer reads or shares with one that is not there, or not yet",
        why="A network is written in the order in which it runs: a layer reads outputs that stand above it. A name is searched "
        "in its own block or branch and then outwards, so a layer inside another block is not seen from here; the block's "
        "own name stands for its output.",
        example="""\
input: 32x32x3
layers:
  - {name: features, conv: {filters: 8, kernel: 3}}
  - {from: feature, relu: }
""",
        fix="write the name of a layer or block above, or put the layer that is read first",
        fixed="""\
input: 32x32x3
layers:
  - {name: features, conv: {filters: 8, kernel: 3}}
  - {from: features, relu: }
""",
    ),
    Rule(
        code="G202",
        name="duplicate-name",
        level="error",
        what="a name is given twice",
        why="`from`, `share` and `expect` speak of layers by their names, and a report has one line for each; with two of one "
        "name they would mean either. In a loop a fixed name is given again at every turn, so it needs the counter.",
        example="""\
input: 32x32x3
layers:
  - repeat: 2
    layers:
      - {name: a, conv: {filters: 8, kernel: 3, activation: relu}}
""",
        fix="choose another name; in a loop put the counter into it: `as: i` and `name: a$i`",
        fixed="""\
input: 32x32x3
layers:
  - repeat: 2
    as: i
    layers:
      - {name: a$i, conv: {filters: 8, kernel: 3, activation: relu}}
""",
    ),
    Rule(
        code="G203",
        name="cycle",
        level="error",
        what="layers read each other in a circle, or a block contains itself",
        why="The shape of each would follow from the other's, so neither has one; and a block inside itself never ends. A "
        "recurrent network is counted one step at a time: what one step hands to the next is an input of that step.",
        example="""\
input: 32x32x3
layers:
  - {name: a, from: b, relu: }
  - {name: b, conv: {filters: 8, kernel: 3}}
""",
        fix="let a layer read only what stands above it; repetition is `repeat`",
        fixed="""\
input: 32x32x3
layers:
  - {name: b, conv: {filters: 8, kernel: 3}}
  - {name: a, from: b, relu: }
""",
    ),
    Rule(
        code="G204",
        name="several-outputs",
        level="error",
        what="several outputs arrive where one is read",
        why="`merge: none` leaves the ends of all branches open, which is right for a network with several heads. The entry "
        "behind it would have to choose among them: the last branch is as good a guess as the first, and their shapes may "
        "differ.",
        example="""\
input: 32x32x3
layers:
  - branches: {left: [relu], right: [tanh]}
    merge: none
  - conv: {filters: 8, kernel: 3}
""",
        fix="name one of them with `from`, or merge the branches",
        fixed="""\
input: 32x32x3
layers:
  - branches: {left: [relu], right: [tanh]}
    merge: concat
  - conv: {filters: 8, kernel: 3}
""",
    ),
    Rule(
        code="G205",
        name="reads-side-head",
        level="error",
        what="a layer outside a side head reads from inside it",
        why="A side head (`aux`) is there for training, as GoogLeNet's two classifiers are, and is taken off afterwards: its "
        "figures are left out of the plain totals. A layer of the network that read from it would need what those totals "
        "leave out.",
        example="""\
input: 32x32x3
layers:
  - {name: head, aux: [fc: 10]}
  - {from: head, fc: 10}
""",
        fix="read a layer of the network, or write the head as a branch, which counts in full",
        fixed="""\
input: 32x32x3
layers:
  - {name: head, aux: [fc: 10]}
  - fc: 10
""",
    ),
    Rule(
        code="G206",
        name="shared-weights-differ",
        level="error",
        what="a layer shares weights that do not fit it",
        why="Shared weights are the same numbers used twice, so both layers need them in the same shapes: in the example one "
        "layer has [8, 3, 3, 3] and the other needs [8, 8, 3, 3], since it reads 8 channels where the first reads 3.",
        example="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 8, kernel: 3, padding: 1}}
  - {conv: {filters: 8, kernel: 3, padding: 1}, share: a}
""",
        fix="share between layers with the same options that read equally many channels",
        fixed="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 3, kernel: 3, padding: 1}}
  - {conv: {filters: 3, kernel: 3, padding: 1}, share: a}
""",
    ),
)

"""H: the arithmetic of the layers' shapes."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

RULES = (
    Rule(
        code="H301",
        name="kernel-larger-than-input",
        level="error",
        what="a window is larger than the padded input that it slides over",
        why="An output has (N + 2P - F)/S + 1 places on an axis, for an input of N, padding P, kernel F and stride S. With F "
        "above N + 2P the window has no place to stand: in the example (4 + 2*0 - 5)/1 + 1 = 0. Mostly it is one pool too "
        "many for a small input; a dilated kernel counts with its gaps, dilation*(F - 1) + 1.",
        example="""\
input: 16x16x3
layers:
  - maxpool: 2
  - maxpool: 2
  - conv: {filters: 8, kernel: 5}
""",
        fix="a smaller kernel, more padding, fewer or smaller strides before it, or a larger input; the help gives the bounds",
        fixed="""\
input: 16x16x3
layers:
  - maxpool: 2
  - maxpool: 2
  - conv: {filters: 8, kernel: 5, padding: 2}
""",
    ),
    Rule(
        code="H302",
        name="windows-do-not-fit",
        level="error",
        what="the windows do not fit the input a whole number of times",
        why="(N + 2P - F)/S + 1 must be a whole number. AlexNet's paper says 224x224 for its first layer, and (224 + 2*0 - 11)/4 "
        "+ 1 = 54 1/4: with 227 it is the 55 that the paper goes on with. Frameworks round in silence, Torch down, Caffe's "
        "pools up, so the same numbers give maps of different sizes, and the cells at the edge that no window reads are "
        "never missed. A file says in words which of them is meant.",
        example="""\
input: 224x224x3
layers:
  - conv: {filters: 96, kernel: 11, stride: 4}
""",
        fix="a padding, stride, kernel or input with which it fits (the help lists the nearest), or `rounding: floor`, `ceil`, "
        "`ceil-caffe` or `ceil-onnx`",
        fixed="""\
input: 227x227x3
layers:
  - conv: {filters: 96, kernel: 11, stride: 4}
""",
    ),
    Rule(
        code="H303",
        name="size-out-of-range",
        level="error",
        what="a size or a count is below the least or above the most that has a meaning",
        why="No filter, a stride of 0 or a negative padding describes no layer. Mostly such a number is the result of an "
        "expression, such as a width divided once too often. Two bounds are less plain: a deconvolution's `output_padding` "
        "is less than its stride or its dilation, as a convolution with these leaves no more cells over, and reflecting P "
        "cells needs an input of P + 1, since the edge itself is not mirrored.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: "$(in // 4)", kernel: 3}
""",
        fix="write a number in the range that the message names; `max(1, ...)` keeps a quotient from 0",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: "$(max(1, in // 4))", kernel: 3}
""",
    ),
    Rule(
        code="H304",
        name="counts-do-not-match",
        level="error",
        what="channels do not divide into the groups, shares or cells asked for, or lists do not match them",
        why="With G groups each filter reads the arriving channels divided by G, and each group makes as many of the filters: "
        "both quotients must be whole. In the example 3 channels in 2 groups would be 1 1/2 each. The same holds for "
        "`split`, `shuffle`, `groupnorm` and `pixelshuffle`, whose R*R cells take their channels evenly.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, groups: 2}
""",
        fix="a number of groups that divides both the arriving channels and the filters",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 9, kernel: 3, groups: 3}
""",
    ),
    Rule(
        code="H305",
        name="shapes-differ",
        level="error",
        what="the inputs of a merge, or a volume and what it is to become, have shapes that do not go together",
        why="`add` works element by element, so its inputs are equal; `concat` puts channels behind each other, so height and "
        "width are. Frameworks stretch a side of 1 in silence, which hides a wrong stride. In the example the unpadded 3x3 "
        "convolution makes 30x30 of 32x32, and the shortcut stays.",
        example="""\
input: 32x32x8
layers:
  - residual:
      - conv: {filters: 8, kernel: 3}
""",
        fix="make the shapes equal by padding, stride, `crop` or a 1x1 convolution on the shortcut",
        fixed="""\
input: 32x32x8
layers:
  - residual:
      - conv: {filters: 8, kernel: 3, padding: 1}
""",
    ),
    Rule(
        code="H306",
        name="needs-a-volume",
        level="error",
        what="a layer that works on places gets a vector, or a volume of a single place",
        why="A convolution or a pool slides over height and width; an fc or a `flatten` leaves neither. What arrives is a list "
        "of values whose order says nothing about neighbours. An instance norm of one place a channel subtracts each value "
        "from itself: all zeros, whatever arrives.",
        example="""\
input: 32x32x3
layers:
  - fc: 10
  - conv: {filters: 8, kernel: 3, activation: relu}
""",
        fix="put the layer before `flatten` and `fc`, or make a volume with `reshape`",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
  - fc: 10
""",
    ),
    Rule(
        code="H307",
        name="padding-word",
        level="error",
        what="a word for the padding does not fit the layer",
        why="`same` is (F - 1)/2 cells on both sides, which keeps the size where the stride is 1: an even kernel would need half "
        "a cell, (4 - 1)/2 = 1 1/2. TensorFlow puts the odd cell at the end, which `same-tf` says. A deconvolution and a "
        "`pad` have no window that reads, so no such word can tell their cells.",
        example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 4, padding: same}
""",
        fix="an odd kernel, the padding in numbers, or `same-tf`",
        fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 4, padding: [[1, 2], [1, 2]]}
""",
    ),
    Rule(
        code="H308",
        name="uncountable-window",
        level="error",
        what="the cells that a window leaves unread are too many to count",
        why="Under a rounding other than `strict` the report says how many rows and columns no window reads. For a kernel, a "
        "dilation and a stride of many millions that have no common structure the count would take that many steps. No "
        "network has such a window.",
        example="""\
input: 2147483647x2147483647x3
rounding: ceil-onnx
layers:
  - maxpool: {kernel: 2000000000, stride: 2147483647, padding: 2000000000, dilation: 3}
""",
        fix="look for the slip in the kernel, the stride or the dilation",
        fixed="""\
input: 224x224x3
rounding: ceil-onnx
layers:
  - maxpool: {kernel: 3, stride: 2, padding: 1}
""",
    ),
    Rule(
        code="H309",
        name="cannot-be-executed",
        level="error",
        what="a `custom` layer is to be executed, of which only figures are known",
        why="A `custom` layer declares its output, its parameters and its multiply-adds, which is all that counting takes. What "
        "it does with the values that arrive is not said, so the network can be counted but neither run nor differentiated.",
        example="",
        fix="write the layer with the kinds that the language has, or run the network without it",
        fixed="",
    ),
)

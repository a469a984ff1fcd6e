"""Slips in values and gradients: computations, and what a slip makes of each, worked without the package."""

from __future__ import annotations

# fmt: off
LINE = "op: correlation, input: [1, 2, 0, -1, 3], filter: [1, 0, 2]"
MAP = "op: correlation, input: [[1, 2, 0], [0, 1, 3], [2, 1, 1]], filter: [[1, 2], [0, -1]]"
MAP_TURNED = "op: convolution, input: [[1, 2, 0], [0, 1, 3], [2, 1, 1]], filter: [[1, 2], [0, -1]]"
FIGURE = (
    "op: correlation, input: [[2, 2, 3, 3, 3], [0, 1, 3, 0, 3], [2, 3, 0, 1, 3], [3, 3, 2, 1, 2], [3, 3, 0, 2, 3]], "
    "filter: [[2, 0, 1], [1, 0, 0], [0, 1, 1]]"
)
DEPTHS = "op: correlation, input: [[[1, 2], [3, 4]], [[0, 1], [-1, 2]]], filter: [[[1, 0], [0, 1]], [[1, 1], [2, -1]]]"
UP = "op: deconv, input: [1, 3], filter: [2, 0, 1], stride: 2"
PAIRS = "op: maxpool, input: [1, 3, 2, 4], kernel: 2, stride: 2"
MEANS = "op: avgpool, input: [[4, 8], [2, 6]], kernel: 2, stride: 1"
LAYER = "op: fc, input: [1, 2], weight: [[1, 0], [3, -1]], bias: [4, 5]"
RELU = "op: relu, input: [1, -2, 3, -1]"
RELU_BACK = "op: relu, input: [1, -2, 3, -1], upstream: [4, -1, 5, 9]"
RELU_AFTER = "op: correlation, input: [1, 2, -4, 1], filter: [1, 2], then: relu, upstream: [2, 5, -1]"
PRODUCT = "op: matmul, input: [[1, 2], [3, 4]], weight: [[0, 1], [5, -1]]"
PRODUCT_BACK = "op: matmul, input: [[1, 2], [3, 4]], weight: [[0, 1], [5, -1]], upstream: [[1, 2], [0, -3]]"
BIASED_BACK = "op: matmul, input: [[1, 2], [3, 4]], weight: [[0, 1], [5, -1]], bias: [1, 2], upstream: [[1, 2], [0, -3]]"
LINE_BACK = "op: correlation, input: [1, 2, 3, 4], filter: [1, 2, -1], upstream: [1, -2]"
MAX_BACK = "op: maxpool, input: [[1, 3], [2, 6]], kernel: 2, stride: 2, upstream: [[8]]"
MEAN_BACK = "op: avgpool, input: [[1, 3], [2, 6]], kernel: 2, stride: 2, upstream: [[8]]"
TIES_BACK = "op: maxpool, input: [[3, 1], [3, 3]], kernel: 2, stride: 2, upstream: [[6]]"
BANK = "op: correlation, input: [1, 2, 3, 4], filters: [[1, 0], [2, 1]]"
SUM = "op: add, input: [1, -2], skip: [3, 5]"
NORM = "op: batchnorm, input: [1, 5], gamma: 3, beta: 1"
CHANNELS = "op: maxpool, input: [[[1, 3], [2, 6]], [[0, 9], [1, 1]]], kernel: 2, stride: 1"

#: Code, what is asked (the values, or the gradient of a key), the computation, and the wrong answer.
CASES = [
    ("K431", "values", LINE, "[2, 3, 3]"),
    ("K431", "values", MAP_TURNED, "[[4, -1], [1, 6]]"),
    ("K431", "values", UP, "[1, 0, 5, 0, 6]"),
    ("K432", "values", f"{FIGURE}, padding: 1, stride: 2", "[[1, 6, 5], [7, 10, 9], [7, 10, 8]]"),
    ("K432", "values", f"{FIGURE}, padding: 1, stride: 2",
     "[[1, 6, 5, 6, 6], [7, 10, 9, 16, 9], [7, 10, 8, 12, 3], [9, 10, 12, 10, 6], [3, 11, 10, 6, 4]]"),
    ("K432", "values", PAIRS, "[3, 3, 4]"),
    ("K433", "values", f"{LINE}, padding: 1", "[1, 0, 6]"),
    ("K433", "values", LINE, "[4, 1, 0, 6, -1]"),
    ("K433", "values", f"{MEANS}, padding: 1", "[[5]]"),
    ("K434", "values", f"{LINE}, padding: 1", "[5, 1, 0, 6, 5]"),
    ("K434", "values", f"{LINE}, padding: 1", "[6, 1, 0, 6, -3]"),
    ("K434", "values", f"{LINE}, padding: 1, padding_mode: replicate", "[4, 1, 0, 6, -1]"),
    ("K435", "values", f"{LINE}, bias: 3", "[1, 0, 6]"),
    ("K435", "values", f"{MAP}, bias: 2, then: relu", "[[4, 0], [1, 6]]"),
    ("K435", "values", LAYER, "[1, 1]"),
    ("K436", "values", f"{LINE}, bias: 3", "[10, 9, 15]"),
    ("K436", "values", LAYER, "[9, 11]"),
    ("K436", "values", f"{DEPTHS}, bias: 2", "[[6]]"),
    ("K437", "values", RELU, "[1, -2, 3, -1]"),
    ("K437", "values", f"{MAP}, then: relu", "[[4, -1], [1, 6]]"),
    ("K437", "values", MAP, "[[4, 0], [1, 6]]"),
    ("K438", "values", "op: maxpool, input: [[1, 3], [2, 6]], kernel: 2, stride: 1", "[[3]]"),
    ("K438", "values", MEANS, "[[8]]"),
    ("K438", "values", "op: globalavgpool, input: [[[1, 3], [2, 6]], [[0, 2], [1, 1]]]", "[12, 4]"),
    ("K439", "values", f"{MEANS}, padding: 1", "[[4, 6, 8], [3, 5, 7], [2, 4, 6]]"),
    ("K439", "values", f"{MEANS}, padding: 1, count_padding: false", "[[1, 3, 2], [3/2, 5, 7/2], [1/2, 2, 3/2]]"),
    ("K439", "values", "op: correlation, input: [4, 3, 2], filter: [1/3, 1/3, 1/3], padding: 1", "[7/2, 3, 5/2]"),
    ("K440", "values", "op: correlation, input: [4, 3, 2, -5], filter: [1/3, 1/3, 1/3]", "[9, 0]"),
    ("K440", "values", "op: correlation, input: [1, 2, 3], filter: [1, 1], scale: 1/2, bias: 1", "[4, 6]"),
    ("K440", "values", LINE, "[1/3, 0, 2]"),
    ("K441", "input", RELU_BACK, "[4, -1, 5, 9]"),
    ("K441", "input", RELU_AFTER, "[2, 9, 9, -2]"),
    ("K441", "input", "op: relu, input: [[0, 2], [-3, 1]], upstream: [[7, 1], [2, -2]]", "[[7, 1], [2, -2]]"),
    ("K442", "input", RELU_BACK, "[4, 0, 5, 9]"),
    ("K442", "input", RELU_AFTER, "[2, 9, 10, 0]"),
    ("K442", "input", "op: relu, input: [2, 3, -1], upstream: [-4, 6, -2]", "[0, 6, 0]"),
    ("K443", "input", PRODUCT_BACK, "[[10, -1], [-15, 3]]"),
    ("K443", "weight", PRODUCT_BACK, "[[1, -4], [3, -6]]"),
    ("K443", "values", PRODUCT, "[[2, 3], [4, 11]]"),
    ("K444", "input", PRODUCT_BACK, "[[1, -7], [2, -8]]"),
    ("K444", "weight", PRODUCT_BACK, "[[2, 3], [-3, 3]]"),
    ("K444", "filter", LINE_BACK, "[1, 0, -5, 2]"),
    ("K445", "values", MAP, "[[4, 1], [-1, 6]]"),
    ("K445", "input", PRODUCT_BACK, "[[2, -3], [3, 3]]"),
    ("K445", "values", PRODUCT, "[[10, 20], [-1, -1]]"),
    ("K446", "input", LINE_BACK, "[-1, 4, -3, -2]"),
    ("K446", "filter", LINE_BACK, "[-5, -4, -3]"),
    ("K446", "input", f"{MAP_TURNED}, upstream: [[1, 0], [2, 1]]", "[[1, 2, 0], [2, 4, 2], [0, -2, -1]]"),
    ("K447", "values", PRODUCT, "[[0, 2], [15, -4]]"),
    ("K447", "input", PRODUCT_BACK, "[[0, 2], [0, 3]]"),
    ("K447", "values", LAYER, "[[1, 0], [3, -2]]"),
    ("K448", "input", RELU_BACK, "[1, 0, 1, 0]"),
    ("K448", "input", RELU_BACK, "[[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]"),
    ("K448", "input", PRODUCT_BACK, "[[0, 5], [1, -1]]"),
    ("K449", "input", MAX_BACK, "[[2, 2], [2, 2]]"),
    ("K449", "input", MEAN_BACK, "[[0, 0], [0, 8]]"),
    ("K449", "input", MEAN_BACK, "[[8, 8], [8, 8]]"),
    ("K450", "values", DEPTHS, "[[5]]"),
    ("K450", "values", f"{DEPTHS}, bias: 2", "[[-1]]"),
    ("K450", "values", DEPTHS, "[[[5]], [[-3]]]"),
    ("K451", "values", MAP, "[[4, 3], [-1, 4]]"),
    ("K451", "values", MAP, "[[0, 7], [3, 0]]"),
    ("K451", "values", MAP_TURNED, "[[0, 7], [3, 0]]"),
    ("K452", "values", MAP, "[[0, 1], [3, 2]]"),
    ("K452", "values", MAP_TURNED, "[[4, 1], [3, 6]]"),
    ("K452", "values", "op: correlation, input: [[1, 2, 0], [0, 1, 3], [2, 1, 1]], filter: [[1, 2]]", "[[1, 4, 6], [4, 3, 5]]"),
    ("K453", "values", f"{LINE}, padding: 1", "[4, 1, 0, 6]"),
    ("K453", "values", f"{LINE}, padding: 1", "[1, 0, 6, -1]"),
    ("K453", "values", f"{MAP}, padding: 1", "[[2, 4, -1, 0], [-2, 1, 6, 3]]"),
    ("K454", "values", f"{LINE}, padding: 1", "[0, 1, 0, 6, 0]"),
    ("K454", "values", f"{FIGURE}, padding: 1",
     "[[0, 0, 0, 0, 0], [0, 10, 9, 16, 0], [0, 10, 8, 12, 0], [0, 10, 12, 10, 0], [0, 0, 0, 0, 0]]"),
    ("K454", "values", "op: maxpool, input: [2, 5, 4, 1], kernel: 3, stride: 1, padding: 1", "[0, 5, 5, 0]"),
    ("K455", "values", "op: maxpool, input: [1, 3, 2, 4], kernel: 2, stride: 1", "[3, 4]"),
    ("K455", "values", MAP, "[[4]]"),
    ("K455", "values", f"{LINE}, padding: 1", "[4, 6]"),
    ("K456", "values", LINE, "[1, 0]"),
    ("K456", "values", MAP, "[[4]]"),
    ("K456", "values", PAIRS, "[3]"),
    ("K457", "values", "op: correlation, input: [1, 2, 0, -1, 3], filter: [1, 2], dilation: 2", "[5, 2, -2, 5]"),
    ("K457", "values", f"{MAP}, dilation: 2", "[[4, -1], [1, 6]]"),
    ("K457", "values", f"{LINE}, dilation: 2", "[1, 0, 6]"),
    ("K458", "values", "op: maxpool, input: [-1, -3, -2], kernel: 2, stride: 1, padding: 1", "[0, -1, -2, 0]"),
    ("K458", "values", "op: maxpool, input: [-4, 2], kernel: 2, stride: 1, padding: 1", "[0, 2, 2]"),
    ("K458", "values", "op: maxpool, input: [[-5]], kernel: 3, stride: 1, padding: 1", "[[0]]"),
    ("K459", "values", RELU, "[1, 2, 3, 1]"),
    ("K459", "values", RELU, "[0, -2, 0, -1]"),
    ("K459", "values", f"{MAP}, then: relu", "[[1, 0], [1, 1]]"),
    ("K460", "values", CHANNELS, "[[9]]"),
    ("K460", "values", "op: avgpool, input: [[[1, 3], [2, 6]], [[0, 9], [1, 1]]], kernel: 2, stride: 1", "[[23/8]]"),
    ("K460", "values", "op: globalavgpool, input: [[[1, 3], [2, 6]], [[0, 2], [1, 1]]]", "[2]"),
    ("K461", "values", BANK, "[1, 2, 3]"),
    ("K461", "values", BANK, "[4, 7, 10]"),
    ("K461", "values", BANK, "[5, 9, 13]"),
    ("K462", "values", MAP, "[[4, 1], [1, 6]]"),
    ("K462", "input", PRODUCT_BACK, "[[-2, -3], [3, -3]]"),
    ("K462", "input", LINE_BACK, "[1, 0, 5, 2]"),
    ("K463", "values", PRODUCT, "[[3, 4], [2, 6]]"),
    ("K463", "input", PRODUCT_BACK, "[[0, -15], [1, 5]]"),
    ("K463", "weight", PRODUCT_BACK, "[[5, 11], [-6, -12]]"),
    ("K464", "input", RELU_BACK, "[1, 0, 3, 0]"),
    ("K464", "input", LINE_BACK, "[2, 4]"),
    ("K464", "input", PRODUCT_BACK, "[[10, -1], [20, -1]]"),
    ("K465", "input", TIES_BACK, "[[6, 0], [6, 6]]"),
    ("K465", "input", TIES_BACK, "[[0, 0], [0, 6]]"),
    ("K465", "input", TIES_BACK, "[[2, 0], [2, 2]]"),
    ("K466", "values", UP, "[2, 0, 6, 0, 3]"),
    ("K466", "input", LINE_BACK, "[1, -2, -4, 2]"),
    ("K466", "input", LINE_BACK, "[1, 2, -1, 2]"),
    ("K467", "bias", BIASED_BACK, "[[1, 2], [0, -3]]"),
    ("K467", "bias", BIASED_BACK, "[3, -3]"),
    ("K467", "bias", "op: correlation, input: [1, 2, 3], filter: [1, 1], bias: [5], upstream: [4, -1]", "[4, -1]"),
    ("K468", "input", "op: correlation, input: [1, 2, 3], filter: [1, 2, -1], padding: 1, upstream: [1, -2, 4]",
     "[1, 0, -1, 10, -4]"),
    ("K468", "input", "op: avgpool, input: [4, 8], kernel: 2, stride: 2, padding: 1, upstream: [2, 6]", "[1, 1, 3, 3]"),
    ("K468", "input", "op: correlation, input: [[3]], filter: [[1, 2], [0, -1]], padding: 1, upstream: [[1, 0], [2, 1]]",
     "[[1, 2, 0], [2, 4, 2], [0, -2, -1]]"),
    ("K469", "input", f"{SUM}, upstream: [4, 7]", "[2, 7/2]"),
    ("K469", "skip", f"{SUM}, upstream: [-6, 2]", "[-3, 1]"),
    ("K469", "input", "op: add, input: [[1]], skip: [[2]], upstream: [[3]]", "[[3/2]]"),
    ("K470", "values", SUM, "[1, -2]"),
    ("K470", "values", SUM, "[3, 5]"),
    ("K470", "values", f"{SUM}, then: relu", "[3, 0]"),
    ("K471", "values", "op: fc, input: [[1, 2], [3, 4]], weight: [[1, 0, 2, -1], [1, 1, 1, 3]]", "[1, 18]"),
    ("K471", "values", "op: fc, input: [[[1, 2]], [[3, 4]]], weight: [[1, 0, 2, -1], [1, 1, 1, 3]]", "[1, 18]"),
    ("K471", "values", "op: fc, input: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], weight: [[1, 0, 0, 2, 0, 0, -1, 0]]", "[3]"),
    ("K472", "values", NORM, "[-1, 1]"),
    ("K472", "values", NORM, "[0, 2]"),
    ("K472", "values", NORM, "[-3, 3]"),
    ("K473", "values", "op: batchnorm, input: [1, 5]", "[-1/2, 1/2]"),
    ("K473", "values", "op: batchnorm, input: [1, 5], gamma: 4, beta: 1", "[-1, 3]"),
    ("K473", "values", "op: batchnorm, input: [1, 7], mean: 3, variance: 8, epsilon: 1", "[-2/9, 4/9]"),
    ("K474", "input", "op: batchnorm, input: [1, 5], upstream: [1, 3]", "[1/2, 3/2]"),
    ("K474", "input", "op: batchnorm, input: [1, 5], gamma: 4, upstream: [1, 3]", "[2, 6]"),
    ("K474", "input", "op: batchnorm, input: [1, 1, 7, 7], upstream: [3, 0, 0, -6]", "[1, 0, 0, -2]"),
    ("K475", "input", LINE_BACK, "[1, -2]"),
    ("K475", "input", PRODUCT_BACK, "[[1, 2], [0, -3]]"),
    ("K475", "input", MAX_BACK, "[[8]]"),
    ("K476", "weight", PRODUCT_BACK, "[[1/2, -7/2], [1, -4]]"),
    ("K476", "bias", BIASED_BACK, "[1/2, -1/2]"),
    ("K476", "filter", LINE_BACK, "[-3/2, -2, -5/2]"),
    ("K477", "values", "op: batchnorm, input: [1, 5]", "[1/2, 5/2]"),
    ("K477", "values", "op: batchnorm, input: [1, 5], gamma: 2, beta: 1", "[2, 6]"),
    ("K477", "values", "op: batchnorm, input: [1, 7], mean: 3, variance: 9", "[1/3, 7/3]"),
    ("K478", "values", LINE, "[2, 4, 1, 0, 6, -1, 3]"),
    ("K478", "values", MAP, "[[-1, -2, 0, 0], [2, 4, -1, 0], [-2, 1, 6, 3], [4, 4, 3, 1]]"),
    ("K478", "values", MAP_TURNED, "[[1, 4, 4, 0], [0, 0, 3, 6], [2, 5, 2, -1], [0, -2, -1, -1]]"),
]
# fmt: on

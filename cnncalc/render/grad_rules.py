"""How each kind of layer passes gradients back, in words: what a lecture writes beside the numbers."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Of a kind: dL/dx, and the gradients of its tensors by their names."""

    downstream: str
    learned: dict[str, str]


_NOTHING: dict[str, str] = {}
_BIAS = {"bias": "dL/dy summed over all places and images"}
_PASSED = "dL/dx = dL/dy: the same numbers, in the shape of x"

#: Kind -> what it does. Kinds that are not here are shown without words.
RULES: dict[str, Rule] = {
    "conv": Rule(
        "every value of dL/dy goes back to its window, times the filter; where windows overlap, what comes back is summed",
        {"weight": "of each cell of a filter, x under that cell times dL/dy, summed over all places and images", **_BIAS},
    ),
    "fc": Rule(
        "an image a row, y = x W^T + b: dL/dx = dL/dy W",
        {"weight": "dL/dW = (dL/dy)^T x, an output a row; written y = x w with w = W^T it is dL/dw = x^T dL/dy",
         "bias": "dL/dy summed over all images"},
    ),
    "maxpool": Rule("the largest value of each window gets its dL/dy, of equal ones the first; the others get 0", _NOTHING),
    "globalmaxpool": Rule("each channel's largest value gets its dL/dy, of equal ones the first; the others get 0", _NOTHING),
    "avgpool": Rule("dL/dy divided by the number of values in the window goes to each of them", _NOTHING),
    "globalavgpool": Rule("dL/dy divided by the number of places goes to each of them", _NOTHING),
    "relu": Rule("dL/dx = dL/dy where x > 0, else 0", _NOTHING),
    "relu6": Rule("dL/dx = dL/dy where 0 < x < 6, else 0", _NOTHING),
    "leakyrelu": Rule("dL/dx = dL/dy where x > 0, else dL/dy times the slope", _NOTHING),
    "sigmoid": Rule("dL/dx = dL/dy * y * (1 - y)", _NOTHING),
    "tanh": Rule("dL/dx = dL/dy * (1 - y^2)", _NOTHING),
    "softmax": Rule("dL/dx = y * (dL/dy - s), where s is the sum of dL/dy * y over the channels", _NOTHING),
    "add": Rule("every input gets dL/dy as it is", _NOTHING),
    "concat": Rule("every input gets its own channels of dL/dy", _NOTHING),
    "multiply": Rule("each input gets dL/dy times the other", _NOTHING),
    "flatten": Rule(_PASSED, _NOTHING),
    "reshape": Rule(_PASSED, _NOTHING),
    "identity": Rule(_PASSED, _NOTHING),
    "scale": Rule("dL/dx = dL/dy * weight, channel by channel", {"weight": "dL/dy * x summed over all places and images"}),
}  # fmt: skip

"""W: tensors of a file (`--weights`) that are not those of the network."""

from __future__ import annotations

from cnncalc.rules._rule import Rule


def _said(code: str, name: str, what: str, why: str, fix: str) -> Rule:
    return Rule(code, name, "error", what, why, "", fix, "")


RULES = (
    _said(
        "W101", "tensor-shape", "a tensor of a file of weights has another shape than the network needs",
        "Values of another shape belong to another layer, or to this one with other options: more filters, another kernel, other "
        "groups. The shapes are PyTorch's: filters, channels of a group, rows, columns for a convolution, outputs and inputs "
        "for a fully connected layer, which reads a volume channel by channel. Nothing is cut, filled up or turned round.",
        "take the weights of this network and variant, or give the layer the options that the weights were trained with",
    ),
    _said(
        "W102", "missing-tensor", "a file of weights lacks a tensor that the network needs",
        "A layer whose weights were made up would spoil every number behind it without a word. A tensor is called by the path of "
        "its layer, as `cnncalc show` prints it, and its own name: `stage1/basic1/conv1.weight`; a dot may stand for the "
        "slash. Layers that share weights have those of the first of them.",
        "store the tensor under the name that the message gives",
    ),
    _said(
        "W103", "unread-tensor", "a file of weights holds a tensor that nothing in the network needs",
        "A tensor that is left over is most often one with a slip in its name, or the file is of another network. What only "
        "training reads is passed over: tensors of side heads, and PyTorch's `num_batches_tracked`.",
        "give the tensor the name of the one that it is meant for, or leave it out of the file",
    ),
    _said(
        "W104", "tensor-values", "a tensor of a file of weights holds what the run's numbers cannot hold",
        "One value that is not a number makes every output behind it none, and an infinite one does so after the next "
        "subtraction. So values must be finite real numbers in the dtype of the run, and integers must be small enough for it to "
        "hold each of them exactly. Rounding a float64 to the nearest float32 is no fault.",
        "look at how the file was made: a training that diverged, or a tensor that holds indices or counts",
    ),
    _said(
        "W105", "other-values", "a tensor of a file of weights is not what the architecture's `values` say",
        "A layer whose `values` stand in the architecture is that filter and no other: an edge detector, a blur. A file need not "
        "hold them; where it does, they must be the same numbers, or one of the two is not what its reader takes it for.",
        "leave the tensor out of the file, or take `values` out of the architecture if the filter is learned",
    ),
)  # fmt: skip

"""What each figure means, in one wording for `expect`, `budget` and the JSON outputs."""

from __future__ import annotations

FIGURES: dict[str, str] = {
    "params": "Parameters: learned values, each counted once however often it is shared.",
    "weights": "Parameters that are not biases.",
    "biases": "Parameters that are biases.",
    "buffers": "Values that are stored with the parameters but not learned, such as running statistics.",
    "params_with_aux": "Parameters, auxiliary heads included.",
    "weight_layers": "The depth that papers print: weighted layers on the longest path.",
    "macs": "Multiply-adds of convolutions, transposed ones too, and fully connected layers, biases left out, "
    "and those that `custom` layers declare.",
    "flops": "Twice the multiply-adds.",
    "macs_with_aux": "Multiply-adds, auxiliary heads included.",
    "activations": "Values of the input and of every counted output.",
    "output": "The volume that leaves the network.",
}

"""The schema of `cnncalc show --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.figures import FIGURES
from cnncalc.schema.records import COUNT, FLAG, NUMBER, TEXT, document, nullable, record, rows, said, shape
from cnncalc.schema.values import Schema
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS, BUDGET_LEVELS, EXPECT_LAYER, EXPECT_TOTALS
from cnncalc.tensor import DTYPE_BYTES

_OPERATIONS = said(
    "Operations of one forward pass of the batch, by kind: mac, add, mul, cmp, exp, div, sqrt.",
    {
        "type": "object",
        "propertyNames": {"enum": ["mac", "add", "mul", "cmp", "exp", "div", "sqrt"]},
        "additionalProperties": COUNT,
    },
)
_OF_THE_BATCH = " Of the whole batch."
_FRACTION: Schema = {"pattern": "^-?[0-9]+/[0-9]+$"}
_PLACES = {
    "line": "First line in the file, from 1.",
    "column": "First column, from 1, in characters.",
    "end_line": "Last line.",
    "end_column": "Column behind the last character.",
}


def schema() -> dict[str, Any]:
    """The report; a text that gives no network has the same keys, with nulls."""
    known = document("report", "cnncalc report", "A network layer by layer, exactly. Shapes are channels first.", _keys())
    known["definitions"] |= {"layer": _layer(), "formula": _formula(), "finding": finding()}
    return known


def _keys() -> dict[str, Schema]:
    words = {"dtype": list(DTYPE_BYTES), "rounding": list(ROUNDINGS)}
    chosen = {key: {"enum": [*known, None]} for key, known in words.items()}
    return {
        "name": said("The network's name in the file; empty where it has none.", nullable(TEXT)),
        "architecture": said("The variant or the file's stem, of bundled files with their folder before it.", nullable(TEXT)),
        "source": said("Where the network comes from, as the file says.", nullable(TEXT)),
        "input": said("Channels, then height and width; null where it is unknown.", nullable(shape())),
        "batch": said("Images in a batch.", nullable(NUMBER)),
        "dtype": said("Type of the values.", chosen["dtype"]),
        "rounding": said("Rule for windows that do not fit.", chosen["rounding"]),
        "biases_counted": said("false where biases were left out of the parameters.", nullable(FLAG)),
        "layers": said("Every layer, in the file's order.", rows({"$ref": "#/definitions/layer"})),
        "totals": said("Sums without auxiliary heads; null where the text gives no network.", nullable(totals())),
        "expect": said("What the file expects, and what is so.", rows(_expectation())),
        "budget": said("The file's limits, and what is so.", rows(_budget())),
        "findings": said("Errors and warnings, in the order of the text.", rows({"$ref": "#/definitions/finding"})),
    }


def _figures() -> dict[str, Schema]:
    """What a layer has where it is known."""
    parameters = {"type": "object", "additionalProperties": rows(NUMBER)}
    return {
        "output_shape": said("Channels, then height and width.", shape()),
        "parameters": said("Learned tensors by name, with their shapes.", parameters),
        "params": said(FIGURES["params"] + " 0 where they are shared with a layer above.", COUNT),
        "weights": said(FIGURES["weights"], COUNT),
        "biases": said(FIGURES["biases"], COUNT),
        "buffers": said(FIGURES["buffers"], COUNT),
        "macs": said(FIGURES["macs"] + _OF_THE_BATCH, COUNT),
        "ops": _OPERATIONS,
        "activations": said("Output values of the batch; 0 where they are in place or a view.", COUNT),
        "activation_bytes": said("Bytes of the activations.", COUNT),
        "kept_bytes": said("Bytes that are kept for the backward pass.", COUNT),
        "unread": said("Rows and columns of the input that no window reads, for each axis.", rows(COUNT)),
    }


def _layer() -> Schema:
    figures = _figures()
    keys: dict[str, Schema] = {
        "name": said("The layer's name in its scope.", TEXT),
        "path": said("Its name with the scopes it stands in, as in stage1/conv1.", TEXT),
        "kind": said("Its kind.", TEXT),
        "inputs": said("Paths of the layers that it reads; `input` is the network's.", rows(TEXT)),
        "aux": said("Whether it belongs to an auxiliary head, which the totals leave out.", FLAG),
        "block": said("The scope that it stands in.", nullable(TEXT)),
        "input_shapes": said("Shape of each input; null where it is unknown.", rows(nullable(shape()))),
        **{name: nullable(figure) for name, figure in figures.items()},
        "receptive_field": nullable(_receptive_field()),
        "remarks": said("What should be known of the layer beside its figures.", rows(TEXT)),
        "declared": said("The figures are what the file says, not computed.", {"const": True}),
        "shares": said("Path of the layer whose weights it uses.", TEXT),
        "formulas": _formulas(),
        "error": said("Code of the finding that this layer failed with.", TEXT),
        "unknown": said("It hangs on a layer that failed.", {"const": True}),
        **{key: said(text, NUMBER) for key, text in _PLACES.items()},
    }
    optional = ("remarks", "declared", "shares", "formulas", "error", "unknown")
    failed = {"anyOf": [{"required": ["error"]}, {"required": ["unknown"]}]}
    nothing: dict[str, Schema] = {name: {"type": "null"} for name in (*figures, "receptive_field")}
    something: dict[str, Schema] = {name: {"not": {"type": "null"}} for name in figures}
    judged = {"if": failed, "then": {"properties": nothing}, "else": {"properties": something}}
    return {**said("One layer; where it failed, its figures are null.", record(keys, optional)), **judged}


def _receptive_field() -> Schema:
    whole: Schema = {"type": ["integer", "string"], **_FRACTION}
    fraction: Schema = {"type": ["number", "string"], **_FRACTION}
    keys = {
        "size": said("Pixels that one cell sees, on each axis.", rows(NUMBER)),
        "stride": said("Pixels from one cell to the next; below 1, after upsampling, a fraction such as 1/2.", rows(whole)),
        "padding": said("Pixels that the first cell sees before the input's edge.", rows(whole)),
        "first_centre": said("Centre of the first cell's field, in pixels from 0.", rows(fraction)),
    }
    local = said("Without the paths that see everything.", record(keys))
    described = {**keys, "global": said("Every cell sees the whole input.", FLAG), "local": local}
    return said("What one cell of the output sees of the input.", record(described, ("local",)))


def _formula() -> Schema:
    return record(
        {
            "symbolic": said("In letters: (N + 2P - F)/S + 1.", TEXT),
            "substituted": said("With the numbers put in.", TEXT),
            "value": said("What it comes to.", {"type": "integer"}),
        }
    )


def _formulas() -> Schema:
    formula: Schema = {"$ref": "#/definitions/formula"}
    keys = {
        "output": said("One for each axis of the output.", rows(formula)),
        "params": said(
            "Its value is the layer's own, even where `params` is 0 because a layer above is counted for it.", formula
        ),
        "macs": said("Its value is for one image; `macs` is for the batch.", formula),
    }
    return said("How the figures come about.", record(keys))


def totals() -> Schema:
    """The totals as every command's JSON holds them."""
    counts = ("params", "weights", "biases", "buffers", "params_with_aux", "weight_layers", "macs", "flops", "macs_with_aux")
    memory = {
        "weights_bytes": "Bytes of all parameters, biases included; buffers apart.",
        "activations_bytes": "Bytes of all activations, the input included.",
        "inference_peak_bytes": "Bytes of the arrays that are alive at once at most, parameters apart.",
        "inference_peak_layer": "The layer where that is.",
        "kept_bytes": "Bytes that are kept for the backward pass.",
        "gradients_bytes": "Bytes of the parameters' gradients.",
        "optimizer_bytes": "Bytes of the optimizer's state.",
        "training_bytes": "Parameters, gradients, the optimizer's state and what is kept, in bytes.",
    }
    meanings = {**FIGURES, "macs": FIGURES["macs"] + _OF_THE_BATCH, "flops": FIGURES["flops"] + _OF_THE_BATCH}
    described = {key: said(text, nullable(TEXT if key.endswith("layer") else COUNT)) for key, text in memory.items()}
    return record(
        {
            **{name: said(meanings[name], nullable(COUNT)) for name in counts},
            "ops": nullable(_OPERATIONS),
            "input_activations": said("Values of the input.", nullable(COUNT)),
            "activations": said(FIGURES["activations"], nullable(COUNT)),
            "memory": said("Bytes, of the whole batch where they depend on it.", record(described)),
        }
    )


def _expectation() -> Schema:
    """`value` and `found` are counts, or for `output` a shape."""
    value: Schema = {"anyOf": [COUNT, shape()]}
    figures = list(dict.fromkeys(["output", *EXPECT_TOTALS, *EXPECT_LAYER]))
    unknown = (
        "null where the network is not known, or not the one that the file describes, as another input, batch, rounding or "
        "parameter was asked for, or the biases were left out"
    )
    return record(
        {
            "layer": said("Path of a layer or block; null for the totals.", nullable(TEXT)),
            "figure": said("Which figure.", {"enum": figures}),
            "value": said("What is expected; shapes are channels first.", value),
            "found": said(f"What is so; {unknown}.", {"anyOf": [COUNT, shape(), {"type": "null"}]}),
            "holds": said(f"Whether both agree; {unknown}.", nullable(FLAG)),
        }
    )


def _budget() -> Schema:
    return record(
        {
            "figure": said("Which figure.", {"enum": [*BUDGET_COUNTS, *BUDGET_BYTES]}),
            "level": said("What passing the limit is.", {"enum": list(BUDGET_LEVELS.values())}),
            "limit": said("The limit: a count, or bytes for weights, peak, kept and training.", COUNT),
            "written": said("The limit as the file writes it.", TEXT),
            "found": said("What is so, in the same unit; null where it is unknown.", nullable(COUNT)),
            "holds": said("Whether the limit is kept; null where that is unknown.", nullable(FLAG)),
        }
    )


def finding() -> Schema:
    """A finding as every command's JSON holds it."""
    return record(
        {
            "code": said("A letter for the family and three digits; kept for ever.", {**TEXT, "pattern": "^[A-Z][0-9]{3}$"}),
            "severity": said("How bad it is.", {"enum": ["error", "warning", "info"]}),
            "message": said("What is wrong, with the numbers.", TEXT),
            "path": said("The file.", TEXT),
            **{key: said(text + " null where there is no place.", nullable(NUMBER)) for key, text in _PLACES.items()},
            "layer": said("Path of the layer that it is about.", nullable(TEXT)),
            "help": said("What could be done, one proposal each.", rows(TEXT)),
        }
    )

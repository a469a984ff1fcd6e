"""The words that stand round a number: which scale it, name its unit, change it, or leave it as it is."""

from __future__ import annotations

#: Words for a power of ten, which mean 1000 and never 1024.
SCALES = {
    "thousand": 3, "thousands": 3, "tausend": 3, "tsd": 3,
    "million": 6, "millions": 6, "millionen": 6, "mio": 6, "mill": 6, "mn": 6, "mln": 6,
    "billion": 9, "billions": 9, "bn": 9, "bln": 9, "mrd": 9, "milliarde": 9, "milliarden": 9,
    "trillion": 12, "trillions": 12, "billionen": 12, "lakh": 5, "crore": 7,
}  # fmt: skip
#: Words for a prefix, alone or before a unit: `15.5 giga`, `4.2 megabytes`.
PREFIXES = {"kilo": "K", "mega": "M", "giga": "G", "tera": "T", "peta": "P",
            "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi"}  # fmt: skip
_UNITS = {
    "B": ("b", "byte", "bytes"),
    "bit": ("bit", "bits"),
    "values": ("value", "values", "activation", "activations", "float", "floats", "number", "numbers", "neuron", "neurons",
               "unit", "units", "element", "elements", "scalar", "scalars", "wert", "werte", "werten"),
    "pixels": ("px", "pixel", "pixels", "cell", "cells", "zeros", "zeroes", "rows", "columns"),
    "parameters": ("parameter", "parameters", "parametern", "param", "params"),
    "weights": ("weight", "weights", "gewicht", "gewichte"),
    "biases": ("bias", "biases"),
    "MAC": ("mac", "macs", "madd", "madds", "multiply-add", "multiply-adds", "mult-adds", "multadds", "multiply-accumulates",
            "multiply-accumulate"),
    "FLOP": ("flop", "flops"),
    "operations": ("op", "ops", "operation", "operations", "operationen", "multiplication", "multiplications", "products",
                   "product", "multiplies", "additions", "computations", "calculations"),
    "channels": ("channels", "maps", "filters", "kernels", "deep", "kanäle"),
    "layers": ("layer", "layers", "schicht", "schichten"),
    "images": ("images", "pictures", "bilder"),
    "%": ("%", "percent", "pct", "prozent"),
    "x": ("x", "×", "times", "fold", "-fold", "mal"),
}  # fmt: skip
UNITS = {word: unit for unit, words in _UNITS.items() for word in words}
#: Units of what other things are made of: of `760 filter weights`, the last one counts.
OF_PARTS = frozenset(("channels", "layers", "images", "pixels"))
#: Words that tell of what kind the unit behind them is: `16 weight layers`, `10 bias parameters`.
OF_WHAT = frozenset(("weight", "bias", "parameter", "param", "activation", "value", "neuron"))
#: Words behind which something stands that is in the number or beside it, and no unit of it.
BESIDE = frozenset(
    ("with", "without", "incl", "including", "include", "included", "includes", "inclusive", "excl", "excluding", "excluded",
     "counting", "mit", "ohne", "inkl", "inklusive")
)  # fmt: skip
#: Words behind which a thing is only where the number belongs: `for this layer`, `per image`.
TOWARDS = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "each", "every", "all", "per", "of", "in", "for", "one", "whole",
     "entire", "its", "from", "single", "first", "last", "input", "output", "pro", "je", "der", "die", "das", "den", "dem",
     "dieser", "diese", "ein", "eine", "einem", "einer", "im", "zum", "convolutional", "conv", "pooling")
)  # fmt: skip
#: Things that a number belongs to.
PLACES = frozenset(
    ("layer", "layers", "network", "net", "model", "image", "images", "picture", "input", "output", "filter", "filters",
     "kernel", "kernels", "channel", "channels", "map", "maps", "neuron", "neurons", "weight", "weights", "pass", "sample",
     "example", "batch", "volume", "tensor", "position", "pixel", "pixels", "conv", "convolution", "pool", "pooling", "row",
     "column", "side", "sides", "cell", "cells", "window", "value", "element", "unit", "axis", "dimension", "direction", "way",
     "bild", "schicht", "netz", "netzwerk", "kanal", "eingabe", "ausgabe", "seite", "seiten")
)  # fmt: skip
#: Words that say nothing of how much it is.
QUIET = TOWARDS | frozenset(
    ("it", "is", "are", "do", "does", "was", "were", "be", "i", "we", "you", "he", "they", "my", "your", "our", "their",
     "there", "here", "on", "to", "at", "by", "and", "with", "without", "any", "both", "between", "among", "into", "through",
     "before", "after", "during", "as", "if", "when", "then", "so", "now", "again", "just", "only", "simply", "has", "have",
     "had", "get", "gives", "given", "which", "what", "because", "since", "also", "too", "total", "totals", "totally",
     "overall", "altogether", "together", "sum", "summed", "exactly", "exact", "precisely", "learned", "learnt", "learnable",
     "trained", "trainable", "free", "tunable", "adjustable", "different", "distinct", "including", "include", "included",
     "includes", "incl", "inclusive", "excluding", "excluded", "excl", "counting", "counted", "rounded", "up", "down",
     "required", "requires", "used", "needed", "needs", "stored", "held", "computed", "calculated", "written", "contained",
     "memory", "storage", "space", "ram", "size", "sized", "many", "much", "more", "fewer", "less", "larger", "smaller",
     "bigger", "greater", "higher", "lower", "wide", "high", "tall", "long", "large", "respectively", "resp", "forward",
     "backward", "feature", "features", "float32", "volume", "tensor", "output", "input", "network", "model", "net", "cost",
     "stride", "padding", "side", "answer", "result", "solution", "final", "correct", "right", "hopefully", "think", "guess",
     "believe", "assume", "presumably", "probably", "maybe", "perhaps", "sure", "should", "would", "could", "must", "will",
     "please", "thanks", "sorry", "und", "mit", "ohne", "von", "für", "insgesamt", "gesamt", "zusammen", "ist", "sind",
     "genau", "inklusive", "inkl", "lernbare", "trainierbare", "mehr", "weniger", "channel", "map", "filter", "kernel",
     "image", "picture", "vector", "matrix")
)  # fmt: skip
#: Words that make another number, or several, of the one beside them.
CHANGING = frozenset(
    ("not", "isn't", "isnt", "or", "either", "between", "than", "least", "most", "minus", "plus", "over", "under", "half",
     "quarter", "third", "hundred", "dozen", "squared", "cubed", "negative", "root", "times", "sqrt", "log", "nicht", "kein",
     "oder", "hundert", "halb", "minus")
)  # fmt: skip
ROUGHLY = frozenset(
    ("about", "approx", "approximately", "around", "circa", "ca", "roughly", "nearly", "almost", "some", "ish", "-ish",
     "ungefähr", "ungefaehr", "etwa", "zirka", "rund", "knapp", "fast", "nahezu")
)  # fmt: skip

"""Which slips are about what is asked, so that a wrong answer imports those alone. Tested against the modules' own `asks`."""

from __future__ import annotations

#: Words of `ask`, and the codes of the slips that show in the answers to these and to no other.
ABOUT: tuple[tuple[str, str], ...] = (
    ("params biases filter_params", "K101 K105 K106 K129"),
    ("params weights filter_params products", "K102 K110 K111 K113 K119 K120 K123"),
    ("params filter_params", "K103"),
    ("params weights", "K104 K112 K116 K122"),
    ("params biases", "K107"),
    ("params weights biases", "K108 K124 K125 K126 K127"),
    ("output depth params weights filter_params products macs flops activations memory", "K109"),
    ("params", "K114"),
    ("params weights biases filter_params products", "K115 K117 K118"),
    ("products", "K121"),
    ("filter_params products", "K128"),
    ("output size height width length macs flops activations memory legal", "K201 K202 K203 K205 K209"),
    (
        "output size height width length legal",
        "K204 K210 K211 K213 K214 K215 K216 K218 K219 K223 K224 K225 K226 K227 K228 K229 K230 K235 K239 K240 K241",
    ),
    ("output size legal", "K206"),
    ("output depth activations memory", "K207"),
    ("output depth", "K208 K220 K231 K232 K233 K234 K236"),
    ("output", "K212 K221"),
    ("legal", "K217"),
    ("height width length depth", "K222"),
    ("unread", "K237 K238"),
    ("padding", "K242 K243 K244"),
    ("params weights macs flops activations memory", "K301 K313 K314"),
    ("memory", "K302 K303 K309 K319"),
    ("params weights activations", "K304"),
    ("macs flops", "K305 K315 K316 K317 K318 K320 K323 K326 K327"),
    ("macs flops activations memory", "K306 K307 K325"),
    ("activations memory", "K308 K310 K311 K312 K322"),
    ("field", "K401 K402 K404 K407 K408 K409 K410"),
    ("field jump", "K403 K405 K406"),
    ("ratio", "K411 K419"),
    ("share", "K412 K415"),
    ("weight_layers", "K413 K416 K417"),
    ("jump", "K414 K418"),
    (
        "output size height width length depth params weights biases filter_params products macs flops activations memory "
        "field jump weight_layers padding stride kernel input values gradient ratio share",
        "K421",
    ),
    ("params weights biases macs flops activations field jump", "K422"),
    (
        "height width length depth params weights biases filter_params products macs flops activations memory weight_layers "
        "padding stride kernel input",
        "K423",
    ),
    (
        "height width length depth params weights biases filter_params products macs flops activations memory weight_layers "
        "padding stride kernel input ratio share",
        "K424",
    ),
    (
        "values",
        "K431 K432 K433 K434 K435 K436 K437 K438 K439 K440 K450 K451 K452 K453 K454 K455 K456 K457 K458 K459 K460 K461 "
        "K470 K471 K472 K473 K477 K478",
    ),
    ("gradient", "K441 K442 K444 K446 K448 K449 K464 K465 K467 K468 K469 K474 K475 K476"),
    ("values gradient", "K443 K445 K447 K462 K463 K466"),
)


def codes(ask: str) -> list[str]:
    """The codes of all that are about it."""
    return [code for asks, listed in ABOUT if ask in asks.split() for code in listed.split()]

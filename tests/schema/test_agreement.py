"""The schema and our reader agree: on every file that there is, and on files broken at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnncalc.spec.source import decode
from tests.schema.judge import STRUCTURE, document_of, findings, refused_by_schema

ROOT = Path(__file__).parent.parent.parent
GOOD = sorted((ROOT / "architectures").rglob("*.cnn.yaml"))
#: Not what is refused as YAML: no schema could be held against it. Thousands of equal layers take long and show nothing.
CORPUS = sorted(path for path in (ROOT / "tests").rglob("*.cnn.yaml") if not path.name.startswith(("y0", "ok-many-anchors")))

_VALUE = "the value of an expression or a parameter is known only when the network is expanded"
_FLOAT = "to JSON Schema 3.0 is an integer"
_RANK = "how many sizes there must be, and how deep lists, depends on the rank of the input"
_NAMES = "blocks and parameters have names of the file's own"
_QUANTITIES = "a schema cannot compare 90k with 80k"
_LENGTHS = "a schema cannot compare lengths"
#: Files that the reader refuses for structure or type and a schema cannot: why.
EXCEPTIONS = {
    "s102-arithmetic-without-brackets": _VALUE,
    "s102-bias-one": _VALUE,
    "s102-crop-expression": _VALUE,
    "s102-expression-float": _VALUE,
    "s102-expression-half": _VALUE,
    "s102-loop-float": _VALUE,
    "s102-param-empty": _VALUE,
    "s102-param-text": _VALUE,
    "s112-norm-param": _VALUE,
    "s112-row-param": _VALUE,
    "s112-budget-levels": _QUANTITIES,
    "s102-kernel-float": _FLOAT,
    "s102-repeat-float": _FLOAT,
    "s102-conv-values": _RANK,
    "s102-kernel-one-size": _RANK,
    "s102-kernel-three": _RANK,
    "s102-padding-1d": _RANK,
    "s102-padding-pairs": _RANK,
    "s104-block-argument": _NAMES,
    "s104-block-argument-none": _NAMES,
    "s104-block-no-parameters": _NAMES,
    "s104-variant": _NAMES,
    "s104-variant-unknown": _NAMES,
    "s105-block": _NAMES,
    "s106-block-argument": _NAMES,
    "s106-norm": "the options of a norm may come from its own `defaults`",
    "s112-lists": _LENGTHS,
    "s112-row": _LENGTHS,
    "s112-split": _LENGTHS,
}


def _stem(path: Path) -> str:
    return path.name.removesuffix(".cnn.yaml")


@pytest.mark.parametrize("path", GOOD, ids=_stem)
def test_bundled_files_are_valid(path: Path) -> None:
    assert refused_by_schema(document_of(decode(path.read_bytes(), path.name))) == []


@pytest.mark.parametrize("path", CORPUS, ids=_stem)
def test_verdicts(path: Path) -> None:
    text = decode(path.read_bytes(), path.name)
    document = document_of(text)
    codes = {finding.code for finding in findings(text)}
    if document is None:
        assert codes
        return
    errors = refused_by_schema(document)
    assert not errors or codes, errors
    if _stem(path) in EXCEPTIONS:
        assert codes & STRUCTURE
        assert not errors, "no exception: the schema refuses it"
    elif codes & STRUCTURE:
        assert errors, codes


def test_the_reader_judges_every_variant() -> None:
    text = "variants: {a: {n: 3.5}, b: {n: relu}}\nparams: {n: 1}\ninput: 8x8x3\nlayers: [{fc: $n}]\n"
    found = [finding.message for finding in findings(text)]
    assert len(found) == 2
    assert "3.5" in found[0]
    assert "relu" in found[1]


def test_exceptions_name_files() -> None:
    assert {_stem(path) for path in CORPUS} >= set(EXCEPTIONS)


HEAD = "input: 8x8x3\nlayers:\n"


@pytest.mark.parametrize(
    "text",
    [
        "variants: {a: {input: 8x8x3}, b: {input: 3}}\nlayers: [{fc: 3}]\n",
        "input: [8, 8, 3]\nname:\nsource:\nparams:\nvariants:\ndefaults:\nblocks:\nexpect:\nbudget:\nlayers: []\n",
        "input: 8x8x3\ndefaults: {conv: {filters: 3, kernel: 3, norm: batchnorm}}\nlayers: [conv, conv: , conv: {kernel: 1}]\n",
        "input: 3\nblocks: {a: {params: {n: }, layers: [{fc: $n}]}}\nlayers: [{a: 3, name: x}, {a: {n: 3}, share: x}]\n",
        "input: 8x8x3\nblocks: {a: {layers: [relu]}}\nlayers: [a, {a: , name: x}, {a: {}, from: a1}]\n",
        HEAD + "  - {for: [a, b], in: [[1, 2], [3, 4]], as: i, name: s, layers: [{fc: $(a + b)}]}\n",
        HEAD + "  - {split: 3, branches: [[], [], []], merge: concat, name: s, from: input}\n",
        HEAD + "  - {residual: [], shortcut: [], when: $(1 < 2), name: s, from: input}\n",
        HEAD + "  - {if: true, layers: [], else: [relu]}\n",
        HEAD + "  - {name: a, relu: }\n  - add: {inputs: [a, input]}\n  - relu: {}\n",
        HEAD + "  - conv: {filters: 3, kernel: 3x3, padding: [[1, $(1)], [1, 1]], groups: depthwise, connections: }\n",
        HEAD + "  - conv: {filters: $(1 + 2), kernel: [3, $(3)], padding: 1x1, activation: $('relu')}\n",
        "input: 8x8x3\nlayers: [relu]\nbudget: {params: 65M, macs: 1.5, flops: 12, weights: 1.5 MiB, peak: 3 kB}\n",
    ],
)
def test_what_the_language_allows(text: str) -> None:
    assert findings(text) == []
    assert refused_by_schema(document_of(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "  - rellu\n",
        HEAD + "  - {conv: {filters: 3, kernel: 3}, from: input, nmae: a}\n",
        HEAD + "  - {cnov: {filters: 3, kernel: 3}}\n",
        HEAD + "  - {repeat: 2, layers: [{branches: {a: [], b: [{conv: {filters: 3}}]}, merge: concat}]}\n",
        HEAD + "  - {if: true, layers: [], else: [{residual: [{aux: [rellu]}]}]}\n",
        "input: 8x8x3\nblocks: {a: {layers: [{conv: {filtesr: 3, kernel: 3}}]}}\nlayers: [a]\n",
        "input: 8x8x3\nblocks: {a: {layers: [{conv: {filters: 3}}]}}\nlayers: [a]\n",
        "input: 8x8x3\nblocks: {a: {layers: [relu]}, b: {layers: []}}\nlayers: [{a: , b: }]\n",
        "input: 8x8x3\nblocks: {a: {layers: [relu]}}\nlayers: [{name: a}]\n",
        "input: 8x8x3\nblocks: {a: {layers: [relu]}}\nlayers: [repeat]\n",
        "input: 8x8x3\nblocks: {a: {layers: [relu]}}\nlayers: [add]\n",
        "input: 8x8x3\ndefaults: {relu: {x: 1}}\nlayers: [relu]\n",
        "input: 8x8x3\nvariants: {a: {expect: {parms: 3}}}\nlayers: [relu]\n",
    ],
)
def test_what_both_refuse(text: str) -> None:
    assert {finding.code for finding in findings(text)} & STRUCTURE
    assert refused_by_schema(document_of(text))

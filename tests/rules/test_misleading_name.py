"""L410 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("entry", "sorts"),
    [
        ("{name: conv2, maxpool: 2}", ("a layer with weights", "a pool", "maxpool")),
        ("{name: pool_1, conv: {filters: 8, kernel: 3}}", ("a pool", "a layer with weights", "conv")),
        ("{name: relu1, batchnorm: }", ("an activation", "a norm", "batchnorm")),
        ("{name: bn1, relu: }", ("a norm", "an activation", "relu")),
        ("{name: fc6, dropout: 0.5}", ("a layer with weights", "a dropout", "dropout")),
        ("{name: drop6, fc: 10}", ("a dropout", "a layer with weights", "fc")),
        ("{name: conv3_2, globalavgpool: }", ("a layer with weights", "a pool", "globalavgpool")),
        # of the same sort
        ("{name: fc6, conv: {filters: 8, kernel: 3}}", None),
        ("{name: conv5, fc: 10}", None),
        ("{name: pool5, globalavgpool: }", None),
        ("{name: maxpool1, avgpool: 2}", None),
        ("{name: norm1, lrn: }", None),
        ("{name: relu1, relu6: }", None),
        ("{name: relu6, relu6: }", None),
        ("{name: conv, conv: {filters: 8, kernel: 3}}", None),
        # names that say more
        ("{name: pooled, conv: {filters: 8, kernel: 3}}", None),
        ("{name: conv2_pool, maxpool: 2}", None),
        ("{name: stage1, maxpool: 2}", None),
        ("{name: conv2x, maxpool: 2}", None),
        # a convolution in the place of a pool
        ("{name: pool1, conv: {filters: 8, kernel: 2, stride: 2}}", None),
        # kinds of which nothing is said
        ("{name: conv2, residual: [relu]}", None),
        ("{name: conv2, custom: {output: 8x8x3, params: 1, macs: 1}}", None),
        ("{name: conv2, identity: }", None),
        ("{name: pool2, subsample: 2}", None),
        ("{name: relu1, flatten: }", None),
        # what the file does not name
        ("{conv: {filters: 8, kernel: 3, norm: batchnorm, activation: relu}}", None),
    ],
)
def test_names(entry: str, sorts: tuple[str, str, str] | None) -> None:
    findings = found(f"input: 8x8x3\nlayers:\n  - {entry}\n", "L410")
    if sorts is None:
        assert findings == []
    else:
        name = entry[7:].partition(",")[0]
        means, is_, kind = sorts
        (finding,) = findings
        assert finding.message == f"the name `{name}` means {means}, but the layer is {is_}: `{kind}`"
        assert finding.layer == name

"""The networks whose receptive fields Araujo, Norris & Sim (2019) print, with a filter or two a layer."""

from __future__ import annotations

MOBILENET_V1 = """
name: MobileNet-v1
source: Howard et al. 2017, Table 1
input: 224x224x3
rounding: floor
params: {padding: same-tf}
defaults:
  conv: {kernel: 3, padding: $padding}
layers:
  - conv: {filters: 4, stride: 2}
  - for: {stride: [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]}
    layers:
      - conv: {filters: 4, stride: $stride, groups: depthwise}
      - conv: {filters: 4, kernel: 1, padding: 0}
"""

RESNET_50 = """
name: ResNet-50
source: He et al. 2015
input: 224x224x3
rounding: floor
params:
  pool: 1
  first: false                          # whether a strided unit has its stride in the first or the inner convolution
  inner: true
  strides: [[1, 1, 1], [2, 1, 1, 1], [2, 1, 1, 1, 1, 1], [2, 1, 1]]
blocks:
  bottleneck:
    params: {stride: }
    layers:
      - residual:
          - conv: {filters: 2, kernel: 1, stride: $(stride if first else 1)}
          - conv: {filters: 2, kernel: 3, stride: $(stride if inner else 1), padding: 1}
          - conv: {filters: 4, kernel: 1}
        shortcut:
          - conv: {filters: 4, kernel: 1, stride: $stride}
layers:
  - conv: {filters: 4, kernel: 7, stride: 2, padding: 3}
  - maxpool: {kernel: 3, stride: 2, padding: $pool}
  - for: {units: $strides}
    name: stage
    layers:
      - for: {stride: $units}
        layers:
          - bottleneck: $stride
"""

INCEPTION_V2 = """
name: Inception-v2
source: Ioffe & Szegedy 2015, TF-slim
input: 224x224x3
defaults:
  conv: {padding: same-tf}
  maxpool: {padding: same-tf}
  avgpool: {padding: same-tf}
blocks:
  mixed:
    params: {stride: 1}
    layers:
      - branches:
          3x3:
            - conv: {filters: 1, kernel: 1}
            - conv: {filters: 1, kernel: 3, stride: $stride}
          double3x3:
            - conv: {filters: 1, kernel: 1}
            - conv: {filters: 1, kernel: 3}
            - conv: {filters: 1, kernel: 3, stride: $stride}
          pool:
            - maxpool: {kernel: 3, stride: $stride}
        merge: concat
layers:
  - conv: {filters: 2, kernel: 7, stride: 2}
  - maxpool: {kernel: 3, stride: 2}
  - conv: {filters: 2, kernel: 1}
  - conv: {filters: 2, kernel: 3}
  - maxpool: {kernel: 3, stride: 2}
  - mixed
  - mixed
  - mixed: 2
  - repeat: 4
    layers: [mixed]
  - mixed: 2
  - mixed
  - mixed
"""

INCEPTION_RESNET_V2 = """
name: Inception-ResNet-v2
source: Szegedy et al. 2016; as in TF-slim, strided windows are valid and all others but the stem's keep the size
input: 299x299x3
defaults:
  conv: {kernel: 3}
blocks:
  mixed_5b:
    layers:
      - branches:
          - [conv: {filters: 1, kernel: 1}]
          - [conv: {filters: 1, kernel: 1}, conv: {filters: 1, kernel: 5, padding: same}]
          - [conv: {filters: 1, kernel: 1}, conv: {filters: 1, padding: same}, conv: {filters: 1, padding: same}]
        merge: concat
  block35:
    params: {width: $in}
    layers:
      - residual:
          - branches:
              - [conv: {filters: 1, kernel: 1}]
              - [conv: {filters: 1, kernel: 1}, conv: {filters: 1, padding: same}]
              - [conv: {filters: 1, kernel: 1}, conv: {filters: 1, padding: same}, conv: {filters: 1, padding: same}]
            merge: concat
          - conv: {filters: $width, kernel: 1}
  block17:
    params: {width: $in}
    layers:
      - residual:
          - branches:
              - [conv: {filters: 1, kernel: 1}]
              - - conv: {filters: 1, kernel: 1}
                - conv: {filters: 1, kernel: 1x7, padding: same}
                - conv: {filters: 1, kernel: 7x1, padding: same}
            merge: concat
          - conv: {filters: $width, kernel: 1}
  block8:
    params: {width: $in}
    layers:
      - residual:
          - branches:
              - [conv: {filters: 1, kernel: 1}]
              - - conv: {filters: 1, kernel: 1}
                - conv: {filters: 1, kernel: 1x3, padding: same}
                - conv: {filters: 1, kernel: 3x1, padding: same}
            merge: concat
          - conv: {filters: $width, kernel: 1}
  reduction:
    layers:
      - branches:
          - [conv: {filters: 1, stride: 2}]
          - [conv: {filters: 1, kernel: 1}, conv: {filters: 1, padding: same}, conv: {filters: 1, stride: 2}]
          - [maxpool: {kernel: 3, stride: 2}]
        merge: concat
layers:
  - conv: {filters: 2, stride: 2}
  - conv: {filters: 2}
  - conv: {filters: 2, padding: same}
  - maxpool: {kernel: 3, stride: 2}
  - conv: {filters: 2, kernel: 1}
  - conv: {filters: 2}
  - maxpool: {kernel: 3, stride: 2}
  - mixed_5b
  - repeat: 10
    layers: [block35]
  - reduction
  - repeat: 20
    layers: [block17]
  - reduction
  - repeat: 10
    layers: [block8]
"""

#: TF-slim's ResNets have the stride in the last unit of a stage.
STRIDE_LAST = ((1, 1, 2), (1, 1, 1, 2), (1, 1, 1, 1, 1, 2), (1, 1, 1))

"""Wrong sizes and depths, each worked by hand from the slip's own arithmetic."""

from __future__ import annotations

_PADDED = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}"  # 32x32x10
_ALEXNET = "input: 227x227x3, layer: {conv: {filters: 96, kernel: 11, stride: 4}}"  # 55x55x96
_STEM = "input: 32x32x3, layer: {conv: {filters: 8, kernel: 3, stride: 2, padding: 1, rounding: floor}}"  # 31/2 + 1: 16
_MISFIT = "input: 28x28x1, layer: {conv: {filters: 6, kernel: 3, stride: 2}}"  # 13 1/2
_POOL = "input: 55x55x96, layer: {maxpool: {kernel: 3, stride: 2}}"  # 27x27x96
_CEIL = "input: 112x112x64, layer: {maxpool: {kernel: 3, stride: 2, rounding: ceil}}"  # 55 1/2: 56
_WIDE = "input: 20x30x6, layer: {conv: {filters: 4, kernel: 3x5, padding: [1, 0]}}"  # 20x26x4
_DILATED = "input: 30x30x2, layer: {conv: {filters: 4, kernel: 3, dilation: 4}}"  # 30 - 9 + 1 = 22
_LINE = "input: 12x1, layer: {conv: {filters: 3, kernel: 3, stride: 3, padding: [[1, 2]]}}"  # 15 - 3 over 3, + 1: 5
_SEVEN = "input: 7x7x1, layer: {conv: {filters: 2, kernel: 3, padding: 1}}"  # 7
_THIRD = "input: 7x7x1, layer: {conv: {filters: 2, kernel: 3, stride: 3, padding: 1}}"  # 3
_UP = "input: 7x7x64, layer: {deconv: {filters: 32, kernel: 3, stride: 2, padding: 1, output_padding: 1}}"  # 12 - 2 + 3 + 1: 14
_DOUBLE = "input: 4x4x8, layer: {deconv: {filters: 2, kernel: 4, stride: 3, padding: 1}}"  # 9 - 2 + 4: 11
_GROUPS = "input: 27x27x96, layer: {conv: {filters: 256, kernel: 5, padding: 2, groups: 2}}"  # 27x27x256

_ODD_PADDING = "find: {input: 32, kernel: 5, stride: 2, output: 16}"  # (32 + 3 - 5)/2 + 1
_EVEN_PADDING = "find: {input: 32, kernel: 5, stride: 1, output: 32}"  # (32 + 2*2 - 5)/1 + 1


def _ask(what: str, about: str, more: str = "") -> str:
    return f"{{ask: {what}, {about}{more}}}"


_CONCAT = "layers: [{branches: {a: [{conv: {filters: 5, kernel: 1}}], b: [{conv: {filters: 7, kernel: 1}}]}, merge: concat}]"
_ADD = "layers: [{residual: [{conv: {filters: 6, kernel: 1}}]}]"

#: Code, question, wrong answer.
CASES = [
    # 32 + 2 - 5 + 1; 7 + 1 - 3 + 1; (12 + 1 - 3)/3 + 1 = 4 1/3
    ("K201", _ask("output", _PADDED), "30x30x10"),
    ("K201", _ask("size", _SEVEN), "6"),
    ("K201", _ask("length", _LINE), "4 1/3"),
    # 31; (227 - 11)/4 = 54; (55 - 3)/2 = 26
    ("K202", _ask("output", _PADDED), "31x31x10"),
    ("K202", _ask("output", _ALEXNET), "54x54x96"),
    ("K202", _ask("height", _POOL), "26"),
    # 227 - 11 + 1; 55 - 3 + 1; (4 - 1)*1 - 2 + 4 = 5
    ("K203", _ask("output", _ALEXNET), "217x217x96"),
    ("K203", _ask("width", _POOL), "53"),
    ("K203", _ask("output", _DOUBLE), "5x5x2"),
    # 13 1/2; (7 - 3)/3 + 1 = 2 1/3; (10 - 4)/4 + 1 = 2 1/2
    ("K204", _ask("output", _MISFIT), "13x13x6"),
    ("K204", _ask("legal", "input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, stride: 3}}"), "2"),
    ("K204", _ask("size", "input: 10x10x1, layer: {maxpool: {kernel: 4, stride: 4}}"), "2x2"),
    # 32 + 2*5 - 2 + 1 = 41; 7 + 2*3 - 1 + 1 = 13; (4 - 1)*3 - 2*4 + 1 = 2
    ("K205", _ask("output", _PADDED), "41x41x10"),
    ("K205", _ask("size", _SEVEN), "13x13"),
    ("K205", _ask("output", _DOUBLE), "2x2x2"),
    ("K206", _ask("output", _WIDE), "26x20x4"),
    ("K206", _ask("size", _WIDE), "26x20"),
    ("K206", _ask("output", "input: 10x8x3, layer: {maxpool: 2}"), "4x5x3"),
    # 96/2 = 48; pooled into one; (95 - 3)/2 + 1 = 47
    ("K207", _ask("output", _POOL), "27x27x48"),
    ("K207", _ask("depth", "input: 7x7x1024, layers: [globalavgpool]"), "1"),
    ("K207", _ask("output", "input: 55x55x95, layer: {maxpool: {kernel: 3, stride: 2}}"), "27x27x47"),
    ("K208", _ask("output", _PADDED), "32x32x3"),
    ("K208", _ask("depth", _ALEXNET), "3"),
    ("K208", _ask("output", _UP), "14x14x64"),
    # 32 - 5 + 1; 7 - 3 + 1; (7 - 1)*2 + 3 + 1 = 16
    ("K209", _ask("output", _PADDED), "28x28x10"),
    ("K209", _ask("size", _SEVEN), "5x5"),
    ("K209", _ask("output", _UP), "16x16x32"),
    ("K210", _ask("output", _MISFIT), "14x14x6"),
    ("K210", _ask("legal", "input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, stride: 3}}"), "3"),
    ("K210", _ask("size", "input: 10x10x1, layer: {maxpool: {kernel: 4, stride: 4}}"), "3x3"),
    # 30 - 3 + 1; 12 - 2 + 1; 9 - 5 + 1
    ("K211", _ask("output", _DILATED), "28x28x4"),
    ("K211", _ask("length", "input: 12x1, layer: {conv: {filters: 3, kernel: 2, dilation: 3}}"), "11"),
    ("K211", _ask("size", "input: 9x9x1, layer: {conv: {filters: 1, kernel: 5, dilation: 2}}"), "5"),
    ("K212", _ask("output", _PADDED), "32x32"),
    ("K212", _ask("output", _POOL), "27"),
    ("K212", _ask("output", _WIDE), "20x26"),
    # 32 + 8 - 5 + 1; 7 + 4 - 3 + 1; (7 - 1)*2 - 4 + 3 + 1 = 12
    ("K213", _ask("output", _PADDED), "36x36x10"),
    ("K213", _ask("size", _SEVEN), "9"),
    ("K213", _ask("output", _UP), "12x12x32"),
    ("K214", _ask("output", _ALEXNET), "227x227x96"),
    ("K214", _ask("height", _MISFIT), "28"),
    ("K214", _ask("output", "input: 7x7x2, layer: {upsample: 2}"), "7x7x2"),
    # (227 - 1)*4 + 11 = 915; (7 + 2 - 3)/2 + 1 = 4; (4 + 2 - 4)/3 + 1 = 1 2/3
    ("K215", _ask("output", _ALEXNET), "915x915x96"),
    ("K215", _ask("output", _UP), "4x4x32"),
    ("K215", _ask("output", _DOUBLE), "1x1x2"),
    # 55 1/2 rounded down; (32 + 2 - 3)/2 + 1 = 16 1/2 rounded up; 55 1/2 left as it is
    ("K216", _ask("output", _CEIL), "55x55x64"),
    ("K216", _ask("output", _STEM), "17x17x8"),
    ("K216", _ask("size", _CEIL), "55.5x55.5"),
    ("K217", _ask("legal", _MISFIT), "legal"),
    ("K217", _ask("legal", "input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, stride: 3}}"), "it fits"),
    ("K217", _ask("legal", "input: 10x10x1, layer: {maxpool: {kernel: 4, stride: 4}}"), "valid"),
    ("K218", _ask("legal", _PADDED), "illegal"),
    ("K218", _ask("output", _STEM), "does not fit"),
    ("K218", _ask("legal", _THIRD), "illegal"),
    # (32 + 4 - 1)/5 + 1 = 8; (227 - 4)/11 + 1 = 21 3/11; (4 - 1)*4 - 2 + 3 = 13
    ("K219", _ask("output", _PADDED), "8x8x10"),
    ("K219", _ask("output", _ALEXNET), "21x21x96"),
    ("K219", _ask("output", _DOUBLE), "13x13x2"),
    ("K220", _ask("output", _PADDED), "32x32x30"),
    ("K220", _ask("depth", _ALEXNET), "288"),
    ("K220", _ask("output", _UP), "14x14x2048"),
    ("K221", _ask("output", "input: 8x16x3, layer: {conv: {filters: 8, kernel: 1}}"), "8x8x16"),
    ("K221", _ask("output", "input: 9x5x3, layer: {conv: {filters: 5, kernel: 1}}"), "5x9x5"),
    ("K221", _ask("output", "input: 6x12x12, layer: {maxpool: {kernel: 1, stride: 1}}"), "12x6x12"),
    ("K222", _ask("height", _WIDE), "26"),
    ("K222", _ask("depth", _PADDED), "32"),
    ("K222", _ask("width", _POOL), "96"),
    # (227 + 10 - 11)/4 + 1 = 57 1/2; (28 + 2 - 3)/2 + 1 = 14 1/2; (55 + 2 - 3)/2 + 1 = 28
    ("K223", _ask("output", _ALEXNET), "57x57x96"),
    ("K223", _ask("size", _MISFIT), "14.5x14.5"),
    ("K223", _ask("output", _POOL), "28x28x96"),
    # 7*2 - 2 + 3 + 1 = 16; 4*3 - 2 + 4 = 14; 5*2 + 2 = 12
    ("K224", _ask("output", _UP), "16x16x32"),
    ("K224", _ask("size", _DOUBLE), "14"),
    ("K224", _ask("length", "input: 5x1, layer: {deconv: {filters: 1, kernel: 2, stride: 2}}"), "12"),
    # 32 + 4 + 1; 28/2 + 1; (7 + 2)/3 + 1
    ("K225", _ask("output", _PADDED), "37x37x10"),
    ("K225", _ask("size", _MISFIT), "15"),
    ("K225", _ask("size", _THIRD), "4"),
    # 227/4 = 56 3/4; 28/2; 4*3
    ("K226", _ask("output", _ALEXNET), "56x56x96"),
    ("K226", _ask("output", _MISFIT), "14x14x6"),
    ("K226", _ask("size", _DOUBLE), "12"),
    # 32 - 4 - 5 + 1; 7 - 2 - 3 + 1; (7 - 1)*2 + 2 + 3 + 1 = 18
    ("K227", _ask("output", _PADDED), "24x24x10"),
    ("K227", _ask("size", _SEVEN), "3"),
    ("K227", _ask("output", _UP), "18x18x32"),
    # (227 - 11 + 1)/4 = 54 1/4; (28 - 3 + 1)/2 = 13; (7 + 2 - 3 + 1)/3 = 2 1/3
    ("K228", _ask("output", _ALEXNET), "54x54x96"),
    ("K228", _ask("output", _MISFIT), "13x13x6"),
    ("K228", _ask("legal", _THIRD), "7/3"),
    # (7 - 3)/3 + 1 + 2 = 4 1/3; (33 - 3)/2 + 1 + 2 = 18; (12 - 3)/3 + 1 + 3 = 7
    ("K229", _ask("legal", _THIRD), "4.33"),
    ("K229", _ask("size", "input: 33x33x1, layer: {conv: {filters: 1, kernel: 3, stride: 2, padding: 1}}"), "18"),
    ("K229", _ask("length", _LINE), "7"),
    # without the 1: 13; 9 + 2; 11 + 3 - 2
    ("K230", _ask("output", _UP), "13x13x32"),
    ("K230", _ask("size", "input: 5x5x1, layer: {deconv: {filters: 1, kernel: 3, stride: 2, output_padding: 1}}"), "11"),
    ("K230", _ask("length", "input: 4x1, layer: {deconv: {filters: 1, kernel: 2, stride: 3, output_padding: 2}}"), "11"),
    ("K231", _ask("output", _PADDED), "32x32x5"),
    ("K231", _ask("depth", _ALEXNET), "11"),
    ("K231", _ask("output", _UP), "14x14x3"),
    # 5 + 7 channels stacked; 6 + 6 are not
    ("K232", _ask("output", f"input: 9x9x3, {_CONCAT}"), "9x9x7"),
    ("K232", _ask("depth", f"input: 9x9x3, {_CONCAT}"), "7"),
    ("K232", _ask("output", f"input: 9x9x6, {_ADD}"), "9x9x12"),
    ("K233", _ask("output", "input: 7x7x64, layers: [flatten]"), "49"),
    ("K233", _ask("output", "input: 6x5x16, layers: [flatten]"), "30"),
    ("K233", _ask("depth", "input: 7x7x64, layers: [flatten]"), "64"),
    ("K234", _ask("output", _GROUPS), "27x27x128"),
    ("K234", _ask("depth", "input: 9x9x4, layer: {conv: {filters: 8, kernel: 3, groups: depthwise}}"), "2"),
    ("K234", _ask("depth", "input: 9x9x6, layer: {conv: {filters: 12, kernel: 3, groups: 3}}"), "4"),
    # 20 + 0 - 5 + 1 and 30 + 2 - 3 + 1; 20 - 5 + 1; (9 - 3)/1 + 1 for (9 - 3)/2 + 1
    ("K235", _ask("output", _WIDE), "16x30x4"),
    ("K235", _ask("height", _WIDE), "16"),
    ("K235", _ask("size", "input: 9x9x1, layer: {maxpool: {kernel: 3, stride: [2, 1]}}"), "7x4"),
    ("K236", _ask("output", _PADDED), "32x32x1"),
    ("K236", _ask("depth", _ALEXNET), "1"),
    ("K236", _ask("output", _UP), "14x14x1"),
    # 13 windows of 3, 2 apart, end at 27; 10 windows of 1, 3 apart; 2 windows of 4 end at 8
    ("K237", _ask("unread", _MISFIT), "0"),
    ("K237", _ask("unread", "input: 28x28x1, layer: {maxpool: {kernel: 1, stride: 3}}"), "0x0"),
    ("K237", _ask("unread", "input: 10x10x1, layer: {maxpool: {kernel: 4, stride: 4, rounding: floor}}"), "0"),
    # 31 = 2*15 + 1, a cell of the padding; 28 - 1 = 27 = 3*9; 9 + 2 - 2 = 9 = 2*4 + 1
    ("K238", _ask("unread", _STEM), "1"),
    ("K238", _ask("unread", "input: 28x28x1, layer: {maxpool: {kernel: 1, stride: 3}}"), "0"),
    ("K238", _ask("unread", "input: 9x9x1, layer: {maxpool: {kernel: 2, stride: 2, padding: 1, rounding: floor}}"), "1"),
    # (32 + 2*1 - 5)/2 + 1 = 15 1/2; (7 + 6 - 3)/1 + 1 = 11; (4 - 1)*1 - 6 + 4 = 1
    ("K239", _ask("output", _PADDED), "15x15x10"),
    ("K239", _ask("size", _THIRD), "11"),
    ("K239", _ask("size", _DOUBLE), "1"),
    # (55 - 3)/3 + 1 = 18 1/3; (112 - 3)/3 = 36 1/3, up, + 1; (13 - 3)/3 + 1 = 4 1/3
    ("K240", _ask("output", _POOL), "18x18x96"),
    ("K240", _ask("output", _CEIL), "38x38x64"),
    ("K240", _ask("height", "input: 13x13x256, layer: {maxpool: {kernel: 3, stride: 2}}"), "4"),
    # 30 - 12 + 1; 12 - 6 + 1; (13 - 6)/2 + 1 = 4 1/2
    ("K241", _ask("output", _DILATED), "19x19x4"),
    ("K241", _ask("length", "input: 12x1, layer: {conv: {filters: 3, kernel: 2, dilation: 3}}"), "7"),
    ("K241", _ask("size", "input: 13x13x1, layer: {conv: {filters: 1, kernel: 3, dilation: 2, stride: 2}}"), "4"),
    # 3 cells in all: 1 and 2; 4: 2 on each side
    ("K242", _ask("padding", _ODD_PADDING), "3"),
    ("K242", _ask("padding", _EVEN_PADDING), "4"),
    ("K242", _ask("padding", "find: {input: 6, kernel: 2, stride: 1, output: 6}"), "1"),
    ("K243", _ask("padding", _ODD_PADDING), "1.5"),
    ("K243", _ask("padding", _ODD_PADDING), "3/2"),
    ("K243", _ask("padding", "find: {input: 6, kernel: 2, stride: 1, output: 6}"), "0.5"),
    ("K244", _ask("padding", _ODD_PADDING), "2"),
    ("K244", _ask("padding", _ODD_PADDING), "1"),
    ("K244", _ask("padding", "find: {input: 6, kernel: 2, stride: 1, output: 6}"), "0"),
]

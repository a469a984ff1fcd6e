"""What is said of the first wrong answer of each slip in `shape_cases`."""

from __future__ import annotations

#: Code -> the whole sentence.
SENTENCES = {
    "K201": "the padding is counted once, (32 + 2 - 5)/1 + 1 = 30; it stands on both sides, (32 + 2*2 - 5)/1 + 1 = 32",
    "K202": "the + 1 is missing, (32 + 2*2 - 5)/1 = 31; the window's first place counts too, (32 + 2*2 - 5)/1 + 1 = 32",
    "K203": "the stride is left out, (227 - 11)/1 + 1 = 217; with it, (227 - 11)/4 + 1 = 55",
    "K204": "the size is rounded down to 13; no rounding is allowed here, (28 - 3)/2 + 1 = 13 1/2, which does not fit",
    "K205": "kernel and padding have changed places, (32 + 2*5 - 2)/1 + 1 = 41; each in its own, (32 + 2*2 - 5)/1 + 1 = 32",
    "K206": "height and width have changed places; the height of 20 stands before the width of 26, 20x26x4",
    "K207": "the depth is divided by the stride too, 96/2 = 48; pooling works on every channel by itself, so the depth stays 96",
    "K208": "the input's depth of 3 is kept; each filter makes one channel, so 10 filters make a depth of 10",
    "K209": "the padding is left out, (32 - 5)/1 + 1 = 28; with it, (32 + 2*2 - 5)/1 + 1 = 32",
    "K210": "the size is rounded up to 14; no rounding is allowed here, (28 - 3)/2 + 1 = 13 1/2, which does not fit",
    "K211": "the dilation is left out, (30 - 3)/1 + 1 = 28; with it the window is wider, (30 - (4*(3 - 1) + 1))/1 + 1 = 22",
    "K212": "the depth is left out; with the depth of 10, the output is 32x32x10",
    "K213": (
        "the padding of each side is doubled, (32 + 2*4 - 5)/1 + 1 = 36; it is there once on each side, (32 + 2*2 - 5)/1 + 1 = 32"
    ),
    "K214": "the output is taken to be as large as the input, 227; it is (227 - 11)/4 + 1 = 55",
    "K215": "the formula of a transposed convolution is used, (227 - 1)*4 + 11 = 915; a convolution takes (227 - 11)/4 + 1 = 55",
    "K216": "the size is taken as 55; rounded as the layer says, it is (112 - 3)/2 + 1 = 55 1/2, rounded up to 56",
    "K217": "it is called legal; (28 - 3)/2 + 1 = 13 1/2, which does not fit",
    "K218": "it is called illegal; it fits, (32 + 2*2 - 5)/1 + 1 = 32",
    "K219": "kernel and stride have changed places, (32 + 2*2 - 1)/5 + 1 = 8; each in its own, (32 + 2*2 - 5)/1 + 1 = 32",
    "K220": (
        "the depth is multiplied by the filters, 3*10 = 30; each filter adds up over the depth, so 10 filters make a depth of 10"
    ),
    "K221": "the depth stands at the wrong end; here the depth comes last, 8x16x8",
    "K222": "26 is the width of the output; its height is 20",
    "K223": (
        "a padding of (F - 1)/2 is assumed, (227 + 2*5 - 11)/4 + 1 = 57 1/2, rounded down to 57; with the layer's own, (227 "
        "- 11)/4 + 1 = 55"
    ),
    "K224": (
        "the - 1 is missing, 7*2 - 2*1 + 3 + 1 = 16; there is one gap less than there are cells, (7 - 1)*2 - 2*1 + 3 + 1 = 14"
    ),
    "K225": "the kernel is not taken off, (32 + 2*2)/1 + 1 = 37; the whole window must stay inside, (32 + 2*2 - 5)/1 + 1 = 32",
    "K226": "only the stride is used, 227/4 = 56 3/4, rounded down to 56; kernel and padding count too, (227 - 11)/4 + 1 = 55",
    "K227": "the padding has the wrong sign, (32 - 2*2 - 5)/1 + 1 = 24; with the right one, (32 + 2*2 - 5)/1 + 1 = 32",
    "K228": (
        "the + 1 stands inside the division, (227 - 11 + 1)/4 = 54 1/4, rounded down to 54; it comes after it, (227 - 11)/4 "
        "+ 1 = 55"
    ),
    "K229": (
        "the padding is added after the division, (7 - 3)/3 + 1 + 2*1 = 4 1/3; the window moves over it too, (7 + 2*1 - "
        "3)/3 + 1 = 3"
    ),
    "K230": "the output padding is left out, (7 - 1)*2 - 2*1 + 3 = 13; with it, (7 - 1)*2 - 2*1 + 3 + 1 = 14",
    "K231": "the kernel's size of 5 is taken for the depth; there are 10 filters, so the depth is 10",
    "K232": "only a depth of 7 is counted; the inputs are stacked, 5 + 7 = 12",
    "K233": "only one channel is flattened, 7*7 = 49; every value of the volume counts, 7*7*64 = 3136",
    "K234": "only one group is counted, 256/2 = 128; the groups are stacked, 2*128 = 256",
    "K235": (
        "the two axes are worked with each other's settings, height (20 - 5)/1 + 1 = 16, width (30 + 2*1 - 3)/1 + 1 = 30; "
        "each with its own, height (20 + 2*1 - 3)/1 + 1 = 20, width (30 - 5)/1 + 1 = 26"
    ),
    "K236": "only one map is counted; each of the 10 filters makes its own, so the depth is 10",
    "K237": "every cell is taken to be read; 28 cells, of which 13 windows of 3 leave 1 unread",
    "K238": "the rest of the division, 1, is taken for the cells; 32 cells, of which 16 windows of 3 leave 0 unread",
    "K239": (
        "padding and stride have changed places, (32 + 2*1 - 5)/2 + 1 = 15 1/2, rounded down to 15; each in its own, (32 + "
        "2*2 - 5)/1 + 1 = 32"
    ),
    "K240": (
        "the windows are laid side by side, (55 - 3)/3 + 1 = 18 1/3, rounded down to 18; they move by the stride, (55 - "
        "3)/2 + 1 = 27"
    ),
    "K241": (
        "the window is taken to be d*F wide, (30 - 4*3)/1 + 1 = 19; there are gaps only between its cells, (30 - (4*(3 - 1) "
        "+ 1))/1 + 1 = 22"
    ),
    "K242": "3 is the padding of both sides together; a single number is put on each side, so write how it is split: 1 and 2",
    "K243": "half a cell: 3/2 = 1.5 a side cannot be; of 3 cells put 1 on one side and 2 on the other",
    "K244": ("3/2 is rounded up to 2 on both sides; that puts 4 cells where 3 are needed: 1 and 2, (32 + 3 - 5)/2 + 1 = 16"),
}

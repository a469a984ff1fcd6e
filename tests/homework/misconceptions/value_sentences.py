"""What is said of the first case of each slip in values and gradients."""

from __future__ import annotations

SENTENCES = {
    "K431": "the kernel was turned by 180 degrees, which correlation does not do; cell (1): 1*2 + 2*0 + 0*1 = 2, not 1",
    "K432": (
        "the window was moved by 1 in place of 2; cell (1, 2): 0*2 + 0*0 + 0*1 + 2*1 + 2*0 + 3*0 + 0*0 + 1*1 + 3*1 = 6, not 5"
    ),
    "K433": "the padding is left out; cell (1): 1*1 + 2*0 + 0*2 = 1, not 4",
    "K434": "the padding repeats the edge, but it holds zeros; cell (1): 1*1 + 1*0 + 2*2 = 5, not 4",
    "K435": "the bias was not added; cell (1): 1*1 + 2*0 + 0*2 = 1, not 4",
    "K436": "the bias was added to every product, 3 times in place of once; cell (1): 1 + 3*3 = 10, not 4",
    "K437": "the ReLU is left out; cell (2): -2, not 0",
    "K438": "the mean of each window was taken, and the largest cell is asked for; cell (1, 1): (1 + 3 + 2 + 6)/4 = 3, not 6",
    "K439": "the padding was not counted in the mean; cell (1, 1): (4)/1 = 4, not 1",
    "K440": "the factor 1/3 of the kernel is left out; cell (1): 4*1 + 3*1 + 2*1 = 9, not 3",
    "K441": "the upstream gradient was passed on through the ReLU unchanged; cell (2): -1, not 0",
    "K442": "the ReLU was applied to the upstream gradient, and its input decides; cell (4): 9, not 0",
    "K443": "w was not transposed; cell (1, 1): 1*0 + 2*5 = 10, not 2",
    "K444": "this is dL/d(weight), and dL/d(input) is asked for; cell (1, 1): 1*1 + 0*3 = 1, not 2",
    "K445": "rows and columns are swapped; cell (1, 2): 1, not -1",
    "K446": "each cell met the weight at the other end of the kernel; cell (1): 1*-1 = -1, not 1",
    "K447": (
        "cells at equal places were multiplied, where each row meets each column and the products are added up; "
        "cell (1, 1): 0, not 10"
    ),
    "K448": "the local gradient was not multiplied with the upstream gradient; cell (1): 1*1 = 1, not 4",
    "K449": "the gradient was shared by the window, and its largest cell gets all; cell (1, 1): 8*1/4 = 2, not 0",
    "K450": "channel 1 of 2 was used alone; cell (1, 1): 1*1 + 2*0 + 3*0 + 4*1 = 5, not 2",
    "K451": "the kernel was mirrored left to right; cell (1, 2): 2*2 + 0*1 + 1*-1 + 3*0 = 3, not -1",
    "K452": "the kernel was transposed; cell (1, 1): 1*1 + 2*0 + 0*2 + 1*-1 = 0, not 4",
    "K453": "the padding was put at the left alone; 4 cells, not 5",
    "K454": "zeros were put round the output, and not round the input; cell (1): 0, not 4",
    "K455": "the window was moved by its own size 2 in place of 1; cell (2): max(2, 4) = 4, not 3",
    "K456": "the last window of each axis is missing; 2 cells, not 3",
    "K457": "the dilation 2 is left out; cell (1): 1*1 + 2*2 = 5, not 1",
    "K458": "the zeros of the padding were counted, and none of them is ever the largest; cell (1): max(-1, 0) = 0, not -1",
    "K459": "negative cells were made positive, |x| in place of max(0, x); cell (2): 2, not 0",
    "K460": "the 2 channels were pooled together, and each is pooled apart; 1x1 cell, not 2x1x1",
    "K461": "this is the map of filter 1 alone, and each of the 2 filters makes one; 3 cells, not 2x3",
    "K462": "the minus signs are lost; cell (1, 2): 1, not -1",
    "K463": "w x in place of x w; cell (1, 1): 0*1 + 1*3 = 3, not 10",
    "K464": "this is the output of the forward pass, and the gradient is asked for; cell (1): max(0, 1) = 1, not 4",
    "K465": "each of several largest cells got the gradient, and the first alone gets it; cell (2, 1): 6*1 = 6, not 0",
    "K466": "where the copies of the filter overlap, the last one alone was kept; cell (3): 6, not 7",
    "K467": "the upstream gradient was not added up over the cells that the bias reaches; 2x2 cells, not 2",
    "K468": "the gradient of the padding was kept; cell (1): 1*1 = 1, not 0",
    "K469": "the gradient was halved, and a sum passes all of it to both sides; cell (1): 2, not 4",
    "K470": "the skip connection was not added; cell (1): 1, not 4",
    "K471": "the input was flattened column by column, and rows go first; cell (1): 1*1 + 0*3 + 2*2 + -1*4 = 1, not 3",
    "K472": "gamma and beta are left out; cell (1): (1 - 3)/sqrt(4) = -1, not -2",
    "K473": "the cells were divided by the variance, and not by its root; cell (1): -1/2, not -1",
    "K474": "the gradient was not passed on through the mean and the variance; cell (1): 1*1/2 = 1/2, not 0",
    "K475": "the upstream gradient was passed on as it is, without the local gradient; cell (2): -2, not 0",
    "K476": "the mean over the 2 rows of the batch was taken in place of the sum; cell (1, 1): 1/2, not 1",
    "K477": "the mean was not subtracted; cell (1): (1 - 0)/sqrt(4) = 1/2, not -1",
    "K478": "the window started with one cell inside the input, padding 2; cell (1): 0*1 + 0*0 + 1*2 = 2, not 1",
}

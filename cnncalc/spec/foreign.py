"""Words of PyTorch, Keras, Caffe and the papers, and ours for them: refused, with the right word in the hint."""

KINDS = {
    "conv1d": "conv", "conv2d": "conv", "conv3d": "conv", "convolution": "conv", "convolution1d": "conv",
    "convolution2d": "conv", "convolution3d": "conv", "conv2": "conv", "spatialconvolution": "conv",
    "depthwiseconv2d": "conv", "separableconv2d": "conv",
    "convtranspose2d": "deconv", "conv2dtranspose": "deconv", "convtranspose1d": "deconv", "convtranspose3d": "deconv",
    "deconvolution": "deconv", "transposedconv": "deconv",
    "linear": "fc", "dense": "fc", "innerproduct": "fc", "inner_product": "fc", "fullyconnected": "fc",
    "fully_connected": "fc",
    "maxpool1d": "maxpool", "maxpool2d": "maxpool", "maxpool3d": "maxpool", "maxpooling1d": "maxpool",
    "maxpooling2d": "maxpool", "maxpooling3d": "maxpool", "max_pool": "maxpool", "pool": "maxpool",
    "avgpool1d": "avgpool", "avgpool2d": "avgpool", "avgpool3d": "avgpool", "averagepooling2d": "avgpool",
    "averagepooling1d": "avgpool", "avg_pool": "avgpool", "averagepool": "avgpool",
    "globalaveragepooling2d": "globalavgpool", "globalaveragepool": "globalavgpool", "gap": "globalavgpool",
    "adaptiveavgpool2d": "adaptiveavgpool", "adaptiveaveragepool": "adaptiveavgpool",
    "batchnorm1d": "batchnorm", "batchnorm2d": "batchnorm", "batchnorm3d": "batchnorm", "bn": "batchnorm",
    "batchnormalization": "batchnorm", "batch_norm": "batchnorm", "norm": "batchnorm",
    "localresponsenorm": "lrn", "local_response_norm": "lrn",
    "logistic": "sigmoid", "logsoftmax": "softmax", "dropout2d": "dropout",
    "cat": "concat", "concatenate": "concat", "sum": "add", "plus": "add", "eltwise": "add", "mul": "multiply",
    "flat": "flatten", "view": "flatten", "input": "identity", "sequential": "layers",
}  # fmt: skip

OPTIONS = {
    "out_channels": "filters", "num_output": "filters", "channels": "filters", "num_filters": "filters", "K": "filters",
    "kernel_size": "kernel", "filter_size": "kernel", "size": "kernel", "F": "kernel", "ksize": "kernel",
    "pool_size": "kernel", "window": "kernel",
    "strides": "stride", "S": "stride", "subsample": "stride",
    "pad": "padding", "pads": "padding", "P": "padding", "paddings": "padding",
    "units": "outputs", "out_features": "outputs", "num_outputs": "outputs", "neurons": "outputs",
    "dilation_rate": "dilation", "dilations": "dilation", "atrous": "dilation",
    "group": "groups", "use_bias": "bias", "bias_term": "bias",
    "p": "rate", "dropout_rate": "rate", "dropout_ratio": "rate", "ratio": "rate",
    "ceil_mode": "rounding", "round_mode": "rounding", "auto_pad": "padding",
    "epsilon": "eps", "act": "activation", "nonlinearity": "activation", "normalization": "norm",
    "output_size": "output", "count_include_pad": "count_padding", "local_size": "size",
    "in_channels": "", "in_features": "", "input_shape": "", "num_features": "",
}  # fmt: skip

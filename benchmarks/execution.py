"""In one process, in turn: the networks of torchvision executed, against PyTorch's eager mode and ONNX Runtime.

    python benchmarks/execution.py [--rounds 11] [--networks alexnet vgg16] [--memory | --gpu]

All run torchvision's weights at batch 1 in float32 on as many threads as NumPy's BLAS has (OPENBLAS_NUM_THREADS sets them), one
run of each a round behind one that is not timed, the first one changing; outputs are compared before. Prints the median and
the least time, and the median of the ratios taken round by round. Needs torch, torchvision, onnx, onnxruntime and an otherwise
idle machine.

--memory: what is allocated at once, against the prediction. --gpu: batch 64 with CuPy, against PyTorch on the same GPU without
TF32, and against NumPy on two threads.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from math import prod
from pathlib import Path
from statistics import median
from typing import Any

import numpy
import torch
from torchvision_models import model, weights

from cnncalc.api import load
from cnncalc.diagnostics import UsageError
from cnncalc.execution.machine import Machine
from cnncalc.execution.network import Network
from cnncalc.execution.results import Peak
from cnncalc.execution.run import Request, execute
from cnncalc.graph import Graph

#: Those whose geometric mean is wanted below a limit, and one apart.
LECTURES = ("alexnet", "vgg16", "googlenet", "resnet50")
MOBILE = "mobilenet_v2"
LIMIT, MOBILE_LIMIT, MEMORY_LIMIT, GPU_LIMIT = 0.85, 2.0, 1.15, 3.0
ON_GPU = ("vgg16", "resnet50")
GPU_BATCH, CPU_THREADS = 64, 2
#: Seconds between two runs: by then no engine's threads wait for more work in a loop.
PAUSE = 0.03
#: The largest difference of outputs, of the largest output.
SAME = 1e-4
#: Share of the processor that other programs may take: threads that wait for each other suffer most from them.
BUSY = 0.03

Engine = Callable[[], None]


def main() -> None:
    """Print the table that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--networks", nargs="+", choices=(*LECTURES, MOBILE))
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--memory", action="store_true")
    which.add_argument("--gpu", action="store_true")
    asked = parser.parse_args()
    with torch.inference_mode():
        if asked.gpu:
            _on_gpu(asked.networks or ON_GPU, asked.rounds)
        elif asked.memory:
            _memory(asked.networks or (*LECTURES, MOBILE))
        else:
            _on_cpu(asked.networks or (*LECTURES, MOBILE), asked.rounds)


def _processor() -> str:
    """What the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())


def _graph(name: str) -> Graph:
    return load(f"torchvision/{name}").calculate().graph


def _picture(graph: Graph, batch: int) -> Any:
    """Random numbers, channels last."""
    assert graph.input is not None
    dims = (batch, *graph.input.spatial, graph.input.channels)
    return numpy.random.default_rng(0).standard_normal(dims, "float32")


def _channels_first(x: Any) -> Any:
    return numpy.ascontiguousarray(numpy.moveaxis(x, -1, 1))


def _check_same(name: str, ours: Any, theirs: Any) -> None:
    """The largest difference, over the largest value."""
    apart = float(numpy.abs(ours.reshape(theirs.shape) - theirs).max() / numpy.abs(theirs).max())
    if not apart < SAME:
        raise SystemExit(f"{name}: the outputs differ by {apart:.1e} of the largest, at most {SAME:.0e} is allowed")


def _timed(engines: Sequence[Engine], rounds: int) -> list[list[float]]:
    """Seconds of each engine in each round."""
    found: list[list[float]] = [[] for _ in engines]
    for number in range(rounds):
        for place in range(len(engines)):
            which = (number + place) % len(engines)
            time.sleep(PAUSE)
            engines[which]()  # its own memory is in the cache then, not the others'
            start = time.perf_counter()
            engines[which]()
            found[which].append(time.perf_counter() - start)
    return found


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def _cell(seconds: list[float]) -> str:
    return f"{median(seconds) * 1e3:7.1f} ({min(seconds) * 1e3:6.1f})"


# --- time on the processor


def _on_cpu(names: Sequence[str], rounds: int) -> None:
    first = Machine()
    assert first.blas is not None
    print(f"{_processor()}, {first.workers} threads; {first.library}; PyTorch {torch.__version__}, "
          f"ONNX Runtime {import_module('onnxruntime').__version__}")  # fmt: skip
    print(f"batch 1, float32; median (least) ms of {rounds} rounds, ratios of ours to theirs\n")
    print(f"{'':14}{'cnncalc':>16} {'torch':>16} {'onnxruntime':>16} {'to torch':>9} {'to onnxruntime':>15}")
    to_torch: dict[str, float] = {}
    others, start = _others(), time.perf_counter()
    for name in names:
        mine, eager, onnx = _row(name, rounds)
        to_torch[name] = _ratio(mine, eager)
        cells = " ".join(f"{_cell(seconds):>16}" for seconds in (mine, eager, onnx))
        print(f"{name:14}{cells} {to_torch[name]:>9.2f} {_ratio(mine, onnx):>15.2f}", flush=True)
    taken = (_others() - others) / (time.perf_counter() - start) / (os.cpu_count() or 1)
    print(f"\nother programs took {taken:.0%} of the processor{': the ratios are not to be believed' if taken > BUSY else ''}")
    if set(LECTURES) <= set(names):
        mean = prod(to_torch[name] for name in LECTURES) ** (1 / len(LECTURES))
        print(f"geometric mean of {', '.join(LECTURES)} to torch: {mean:.2f} (wanted: at most {LIMIT})")
    if MOBILE in names:
        print(f"{MOBILE} to torch: {to_torch[MOBILE]:.2f} (wanted: at most {MOBILE_LIMIT})")


def _others() -> float:
    """Seconds of the processor's cores that were not this program's, nor idle."""
    times = import_module("psutil").cpu_times()
    busy = sum(getattr(times, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq", "steal"))
    return float(busy) - time.process_time()


def _row(name: str, rounds: int) -> list[list[float]]:
    """Seconds of each round: ours, torch's, ONNX Runtime's."""
    graph, module = _graph(name), model(name)
    x = _picture(graph, 1)
    given = torch.from_numpy(_channels_first(x))
    with Machine() as on:
        torch.set_num_threads(on.workers)
        session = _session(module, given, on.workers)
        network = Network(graph, on, weights(module, graph))
        feed = {session.get_inputs()[0].name: given.numpy()}
        truth = module(given).numpy()
        network(x)
        _check_same(name, network.arrays[graph.outputs[0]], truth)
        _check_same(f"{name} in ONNX Runtime", session.run(None, feed)[0], truth)
        engines: list[Engine] = [lambda: network(x), lambda: module(given), lambda: session.run(None, feed)]
        return _timed(engines, rounds)


def _session(module: Any, given: Any, threads: int) -> Any:
    """The same network in ONNX Runtime, norms folded and layers fused as it does by itself."""
    runtime = import_module("onnxruntime")
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package calls itself old
        torch.onnx.export(module, (given,), written, dynamo=False)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return runtime.InferenceSession(written.getvalue(), options, providers=["CPUExecutionProvider"])


# --- memory


def _memory(names: Sequence[str]) -> None:
    print("bytes at once in one run, batch 1, float32; the ratio is (measured - weights - workspace) / predicted")
    print(f"wanted: at most {MEMORY_LIMIT}\n")
    print(f"{'':14}{'predicted':>13} {'weights':>13} {'workspace':>13} {'measured':>13} {'ratio':>6}")
    for name in names:
        peak = _peak(name)
        ratio = (peak.measured - peak.weights - peak.workspace) / peak.predicted
        figures = (peak.predicted, peak.weights, peak.workspace, peak.measured)
        print(f"{name:14}{' '.join(f'{bytes:13,}' for bytes in figures)} {ratio:6.2f}", flush=True)


def _peak(name: str) -> Peak:
    """All arrays are made where they are watched."""
    graph, module = _graph(name), model(name)
    return execute(Request(graph, name), lambda on: weights(module, graph), lambda on: _picture(graph, 1))[0].peak


# --- the GPU


def _on_gpu(names: Sequence[str], rounds: int) -> None:
    try:
        xp = Machine("gpu").xp
    except UsageError as error:
        raise SystemExit(str(error)) from None
    if not torch.cuda.is_available():
        raise SystemExit(f"this build of PyTorch ({torch.__version__}) has no GPU")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    print(f"{torch.cuda.get_device_name()}; CuPy {xp.__version__}, PyTorch {torch.__version__}")
    print(f"NumPy: {_processor()}, {CPU_THREADS} threads")
    print(
        f"batch {GPU_BATCH}, float32 without TF32; median (least) ms of {rounds} rounds; to torch wanted: at most {GPU_LIMIT}\n"
    )
    print(f"{'':14}{'CuPy':>16} {'torch':>16} {'to torch':>9} {'NumPy':>18} {'NumPy to CuPy':>14}")
    for name in names:
        mine, theirs, numpys = _gpu_row(name, rounds, xp)
        cells = f"{_cell(mine):>16} {_cell(theirs):>16} {_ratio(mine, theirs):>9.2f} {_cell(numpys):>18}"
        print(f"{name:14}{cells} {median(numpys) / median(mine):>14.1f}", flush=True)


def _gpu_row(name: str, rounds: int, xp: Any) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each round: CuPy's, torch's, and of one run NumPy's. Data lie on the device; runs end when it is idle."""
    graph, module = _graph(name), model(name)
    x, tensors = _picture(graph, GPU_BATCH), weights(module, graph)
    module, given, held = module.cuda(), torch.from_numpy(_channels_first(x)).cuda(), xp.asarray(x)
    with Machine("gpu") as on:
        network = Network(graph, on, {key: xp.asarray(tensor) for key, tensor in tensors.items()}, GPU_BATCH)

        def ours() -> None:
            network(held)
            xp.cuda.Device().synchronize()

        def theirs() -> None:
            module(given)
            torch.cuda.synchronize()

        ours()
        theirs()
        truth = module(given).cpu().numpy()
        _check_same(name, xp.asnumpy(network.arrays[graph.outputs[0]]), truth)
        mine, eager = _timed([ours, theirs], rounds)
    return mine, eager, _on_two_threads(name, graph, x, tensors, truth)


def _on_two_threads(name: str, graph: Graph, x: Any, tensors: dict[str, Any], truth: Any) -> list[float]:
    """Seconds of one run with NumPy, after another one."""
    with ExitStack() as stack:
        stack.enter_context(import_module("threadpoolctl").threadpool_limits(CPU_THREADS, "blas"))
        network = Network(graph, stack.enter_context(Machine()), tensors, GPU_BATCH)
        network(x)
        _check_same(f"{name} with NumPy", network.arrays[graph.outputs[0]], truth)
        return _timed([lambda: network(x)], 1)[0]


if __name__ == "__main__":
    main()

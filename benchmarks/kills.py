"""`cnncalc check` ended at random moments by SIGINT, SIGTERM and SIGKILL: what it leaves behind.

    python benchmarks/kills.py [--moments 200] [--seed 1]

Each run checks many files with a cache, a report on standard output and reports in five files that hold an older report. After
each end: every report file holds its old text or a whole new one, no entry of the cache is broken (the next run, which reads
them, finds what a run without a cache finds), no process is left, and nothing was said but what Ctrl-C says.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

from cnncalc.check.cache import decode

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
REPORTS = ("json", "jsonl", "sarif", "junit", "full")
OLD = "an older report\n"
NET = """\
source: x
input: 64x64x3
layers:
  - repeat: {turns}
    layers: [{{conv: {{filters: {filters}, kernel: 3, padding: 1}}}}, relu, relu]
"""


def make(folder: Path, count: int) -> None:
    """Files that take a few milliseconds each."""
    for number in range(count):
        (folder / f"net{number:03d}.cnn.yaml").write_text(NET.format(turns=20 + number % 40, filters=number + 1), "utf-8")


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run over the folder, in a session of its own."""
    command = [sys.executable, "-m", "cnncalc", "check", "nets", "--exit-zero", "--jobs", "2", *options]
    environment = {**os.environ, "CNNCALC_CACHE_DIR": str(folder / "cache")}
    with (folder / "stderr").open("wb") as said:
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )


def whole(kind: str, text: str) -> bool:
    """Whether a report file holds an old report or a new one to its end."""
    if text == OLD:
        return True
    if kind in ("json", "sarif"):
        return isinstance(json.loads(text), dict)
    if kind == "jsonl":
        return "summary" in [json.loads(line) for line in text.splitlines()][-1]
    if kind == "junit":
        return ElementTree.fromstring(text).tag == "testsuites"
    return text.rstrip().splitlines()[-1].startswith("Checked ")


def left_behind(folder: Path, how: signal.Signals) -> list[str]:
    """What is wrong after a run that was ended."""
    wrong = [f"{kind}: broken" for kind in REPORTS if not whole(kind, (folder / f"report.{kind}").read_text("utf-8"))]
    for entry in (folder / "cache").glob("check-*/??/*"):
        if "." not in entry.name:  # an entry, not one that was being written
            decode(entry.read_bytes())
    said = (folder / "stderr").read_text("utf-8")
    starting = how == signal.SIGINT and "KeyboardInterrupt" in said and "in run" not in said  # Python's own, before ours begins
    if said not in ("", "Aborted.\n") and not said.startswith("Checked ") and not starting:
        wrong.append(f"said: {said}")
    return wrong


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> list[str]:
    """Send the signal as a terminal would, Ctrl-C to all; nobody of the session may be there two seconds later."""
    try:
        if how == signal.SIGINT:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
    except ProcessLookupError:
        pass
    status = process.wait(30)
    wrong = [] if status in (0, 130, -how) else [f"status {status}"]
    for _ in range(40):
        listed = subprocess.run(["ps", "-s", str(process.pid), "-o", "stat="], capture_output=True, text=True, check=False)
        if all(state.startswith("Z") for state in listed.stdout.split()):
            return wrong
        time.sleep(0.05)
    return [*wrong, "a process is left"]


def main() -> int:
    """Say how many moments there were, and every one that left something broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, failed, ended = random.Random(asked.seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nets").mkdir()
        make(folder / "nets", 150)
        reports = [part for kind in REPORTS for part in ("--report", f"{kind}=report.{kind}")]
        began = time.monotonic()
        start(folder, "--no-cache").wait()
        longest = (time.monotonic() - began) * 1.3
        for moment in range(asked.moments):
            for kind in REPORTS:
                (folder / f"report.{kind}").write_text(OLD, "utf-8")
            if moment % 4 == 0:
                subprocess.run(["rm", "-rf", str(folder / "cache")], check=True)
            how = SIGNALS[moment % len(SIGNALS)]
            process = start(folder, *reports)
            time.sleep(chance.uniform(0, longest))
            ended += process.poll() is None
            wrong = [*end(process, how), *left_behind(folder, how)]
            failed += bool(wrong)
            if wrong:
                print(f"moment {moment}, {how.name}: {'; '.join(wrong)}")
        fresh, kept = (json.loads(_report(folder, option)) for option in ("--no-cache", "--quiet"))
        if fresh["files"] != kept["files"]:
            failed += 1
            print("the cache holds something else than is so")
    print(f"{asked.moments} moments, {ended} of them before the run was over: {failed} failed")
    return int(failed > 0)


def _report(folder: Path, option: str) -> str:
    start(folder, option, "--format", "json", "--output", "final.json").wait()
    return (folder / "final.json").read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""`cnncalc check` ended at random moments by SIGINT, SIGTERM and SIGKILL: what it leaves behind.

    python benchmarks/kills.py [--moments 200] [--seed 1] [--files 150]

Each run checks many files with a cache, prints JSON lines into a file, writes every other format over an older report, and every
third run a baseline over an older one; it adds to a summary of a workflow's step. After each end: every report holds its old text
or a whole new one, what was printed ends with a whole line, the summary has its old text and nothing or a whole table behind it,
no file that was being written is left (but by SIGKILL, which nothing can answer), no entry of the cache is broken (the next run,
which reads them, finds what a run without a cache finds), no process is left, and nothing was said but what Ctrl-C says.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
DOCUMENTS = ("json", "sarif", "gitlab", "junit", "markdown", "jsonl", "full", "concise", "github")
OLD = "an older report\n"
BASELINE = '{"schema": "cnncalc.baseline/1", "files": {}}\n'
NET = """\
source: x
input: 64x64x3
layers:
  - repeat: {turns}
    layers: [{{conv: {{filters: {filters}, kernel: 3, padding: 1}}}}, relu, relu]
"""


def make(folder: Path, count: int) -> Path:
    """A folder with files that take a few milliseconds each."""
    (folder / "nets").mkdir()
    for number in range(count):
        (folder / "nets" / f"net{number:03d}.cnn.yaml").write_text(
            NET.format(turns=20 + number % 40, filters=number + 1), "utf-8"
        )
    return folder


def renew(folder: Path) -> None:
    """The older reports are put back."""
    for format in DOCUMENTS:
        (folder / f"report.{format}").write_text(OLD, "utf-8")
    (folder / "baseline.json").write_text(BASELINE, "utf-8")
    (folder / "summary.md").write_text(OLD, "utf-8")


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run over the folder, in a session of its own, whose output goes into files."""
    command = [sys.executable, "-m", "cnncalc", "check", "nets", "--exit-zero", "--jobs", "2", *options]
    environment = {**os.environ, "CNNCALC_CACHE_DIR": str(folder / "cache"), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as said:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=said, start_new_session=True)


def is_whole(format: str, text: str) -> bool:
    """Whether a report holds what was there before, or a new one to its end."""
    if text == OLD:
        return True
    if format in ("json", "sarif"):
        return isinstance(json.loads(text), dict)
    if format == "gitlab":
        return len(json.loads(text)) > 0
    if format == "jsonl":
        return "summary" in [json.loads(line) for line in text.splitlines()][-1]
    if format == "junit":
        return ElementTree.fromstring(text).tag == "testsuites"
    if format == "markdown":
        return _is_table(text)
    return text.endswith(".\n") and text.rstrip().splitlines()[-1].startswith(("Checked ", "Found "))


def _is_table(text: str) -> bool:
    """Whether Markdown has a line for each network that it says it has files, to the end of the last."""
    head, _, rows = text.partition("|---|--:|--:|--:|---|\n")
    return f" in {rows.count(chr(10)):,} files\n" in head and rows.endswith("|\n")


def broken(folder: Path, how: signal.Signals) -> Iterator[str]:
    """What is wrong after a run that was ended."""
    for format in DOCUMENTS:
        try:
            if not is_whole(format, (folder / f"report.{format}").read_text("utf-8")):
                yield f"{format}: not whole"
        except (ValueError, SyntaxError) as error:
            yield f"{format}: {error}"
    baseline = (folder / "baseline.json").read_text("utf-8")
    if baseline != BASELINE and not json.loads(baseline)["files"]:
        yield "the baseline is neither the old nor a new one"
    printed = (folder / "stdout").read_text("utf-8")
    if printed and not printed.endswith("\n"):
        yield "what was printed ends within a line"
    for line in printed.splitlines():
        json.loads(line)
    summary = (folder / "summary.md").read_text("utf-8")
    if summary != OLD and not (summary.startswith(OLD) and _is_table(summary)):
        yield "the summary of the step is not whole"
    left = [path.name for path in folder.iterdir() if path.suffix == ".tmp"]
    if left and how != signal.SIGKILL:
        yield f"left behind: {left}"
    for name in left:
        (folder / name).unlink()
    said = (folder / "stderr").read_text("utf-8")
    starting = how == signal.SIGINT and "KeyboardInterrupt" in said and "in run" not in said  # Python's own, before ours begins
    if said not in ("", "Aborted.\n") and not said.startswith(("Checked ", "baseline.json holds ")) and not starting:
        yield f"said: {said}"


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> Iterator[str]:
    """Send the signal as a terminal would, Ctrl-C to all; nobody of the session may be there two seconds later."""
    try:
        if how == signal.SIGINT:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
    except ProcessLookupError:
        pass
    status = process.wait(30)
    if status not in (0, 128 + how, -how):
        yield f"status {status}"
    for _ in range(40):
        listed = subprocess.run(["ps", "-s", str(process.pid), "-o", "stat="], capture_output=True, text=True, check=False)
        if all(state.startswith("Z") for state in listed.stdout.split()):
            return
        time.sleep(0.05)
    yield "a process is left"


def run(folder: Path, moments: int, seed: int) -> tuple[int, list[str]]:
    """How many runs were ended before they were over, and what was wrong."""
    chance, ended, failures = random.Random(seed), 0, []
    reports = [part for format in DOCUMENTS for part in ("--report", f"{format}=report.{format}")]
    renew(folder)
    began = time.monotonic()
    start(folder, *reports, "--no-cache").wait()
    longest = (time.monotonic() - began) * 1.1
    for moment in range(moments):
        renew(folder)
        if moment % 4 == 0:
            shutil.rmtree(folder / "cache", ignore_errors=True)
        how = SIGNALS[moment % len(SIGNALS)]
        baseline = ["--write-baseline", "baseline.json"] if moment // 3 % 3 == 1 else []
        process = start(folder, *reports, *baseline, "--format", "jsonl", "--step-summary")
        # Two of three moments are late, when the reports are written.
        time.sleep(longest * (chance.random() if moment % 9 < 3 else chance.uniform(0.7, 1)))
        ended += process.poll() is None
        wrong = [*end(process, how), *broken(folder, how)]
        failures += [f"moment {moment}, {how.name}: {'; '.join(wrong)}"] if wrong else []
    fresh, kept = (_networks(folder, option) for option in ("--no-cache", "--quiet"))
    return ended, failures + (["the cache holds something else than is so"] if fresh != kept else [])


def _networks(folder: Path, option: str) -> object:
    start(folder, option, "--format", "json", "--output", "final.json").wait()
    return json.loads((folder / "final.json").read_text("utf-8"))["files"]


def main() -> int:
    """Say how many moments there were, and every one that left something broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=150)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ended, failures = run(make(Path(name), asked.files), asked.moments, asked.seed)
    for failure in failures:
        print(failure)
    print(f"{asked.moments} moments, {ended} of them before the run was over: {len(failures)} failed")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())

"""`cnncalc quiz`: whole sessions, from a pipe and in a terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from select import select

import pytest

from tests.cli.runner import Done, call

KEY = """\
title: Practice
biases: counted
questions:
  - id: 1
    ask: output
    input: 32x32x3
    layer: {conv: {filters: 10, kernel: 5, padding: 2}}
    points: 2
    text: What does a convolution with 10 filters of 5x5 and padding 2 put out, of 32x32x3?
    hints: ["On each axis the output has (N + 2P - F)/S + 1 places.", "Here that is (32 + 2*2 - 5)/1 + 1."]
  - {id: 2, ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}, text: "Its parameters?"}
  - id: 3a
    ask: values
    compute: {op: correlation, input: [[1, 2, 0], [0, 1, 3], [2, 1, 1]], filter: [[1, 0], [0, -1]]}
    text: |
      Slide the filter over the image:

      ```text
      image    filter
      1 2 0    1  0
      0 1 3    0 -1
      2 1 1
      ```

      What comes out?
  - id: 3b
    ask: legal
    input: 28x28x3
    layer: {conv: {filters: 10, kernel: 3, stride: 2}}
    text: Does 3x3 at stride 2 fit 28x28?
"""

SESSION = """\
Practice: 4 questions, 5 points
Type an answer, or `hint`, `skip`, `solution`, `quit` or `help`. A wrong try
costs a quarter of the points, a hint a tenth. After 3 wrong tries you see the
solution. Rows of numbers go on one line: `1 2; 3 4`.

Question 1 of 4 (2 points)
  What does a convolution with 10 filters of 5x5 and padding 2 put out, of
  32x32x3?
> big
Not read. `big` cannot be read as sizes, such as 32x32x10 or (10, 32, 32).
This is no try: write it another way.
> 28x28x10
Not right. The padding is left out, (32 - 5)/1 + 1 = 28; with it,
(32 + 2*2 - 5)/1 + 1 = ?
Try again, for 1.5 of 2 points.
> ?
  hint      the next hint, for a tenth of the points
  skip      the next question, without points for this one
  solution  the worked answer, without points for this one
  quit      the end, with the score so far; `exit` too
  help      these words; `?` too
> hint
Hint 1 of 2, for 0.2 points: On each axis the output has (N + 2P - F)/S + 1
places.
> 32x32x10
Right, 1.3 of 2 points.

Question 2 of 4 (1 point)
  Its parameters?
> 750
Not right. The bias is missing: each of the 10 filters has one, 750 + 10 = ?
Try again, for 0.75 of 1 point.
> 250
Not right. The depth and the bias are missing: each filter covers 3 channels and
has a bias, (5*5*3 + 1)*10 = ?
A filter covers the full depth of what it reads, and adds one bias of its own:
(F*F*D + 1)*K, not F*F*K.
Try again, for 0.5 of 1 point.
> 0.76k
Right, 0.5 of 1 point.

Question 3 of 4, 3a (1 point)
  Slide the filter over the image:

    image    filter
    1 2 0    1  0
    0 1 3    0 -1
    2 1 1

  What comes out?
> [[0, -1], [-1, 0]]
Right, 1 of 1 point.

Question 4 of 4, 3b (1 point, one try)
  Does 3x3 at stride 2 fit 28x28?
> legal
Not right. It is called legal; (28 - 3)/2 + 1 = 13 1/2, which does not fit.
The solution:
  height and width = (28 + 2*0 - 3)/2 + 1 = 13 1/2, no whole number: the layer
    does not fit
  answer: does not fit: 27/2

Score: 2.8 of 5 points (56 %)
  1   1.3 of 2  right at the second try, with 1 hint
  2   0.5 of 1  right at the third try
  3a  1 of 1    right at the first try
  3b  0 of 1    not found

To look at again
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with a key."""
    (tmp_path / "k.yaml").write_text(KEY, "utf-8")
    return tmp_path


def quiz(room: Path, lines: str, *arguments: str) -> Done:
    return call("quiz", "--key", "k.yaml", *arguments, stdin=lines, cwd=room)


def test_a_whole_session(room: Path) -> None:
    lines = ["big", "28x28x10", "?", "hint", "32x32x10", "750", "250", "0.76k", "[[0, -1], [-1, 0]]", "legal", "quit", ""]
    done = quiz(room, "\n".join(lines), "--width", "80")
    assert (done.status, done.err) == (0, "")
    assert done.out[: len(SESSION)] == SESSION
    again = done.out[len(SESSION) :]
    named = [" ".join(pair) for pair in re.findall(r"Question (\S+): [\s\S]*?\[(K\d+)\]", again)]
    assert named == ["1 K209", "2 K101", "2 K103", "3b K217"]
    assert max(map(len, done.out.splitlines())) <= 80


def test_off_a_terminal_it_is_as_wide_as_a_report(room: Path) -> None:
    assert max(map(len, quiz(room, "").out.splitlines())) in range(90, 101)


def test_the_end_of_input_is_the_end(room: Path) -> None:
    done = quiz(room, "32x32x10\n999")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(
        "> 999\nNot right. No slip that is known gives this.\nTry again, for 0.75 of 1 point.\n> \n\n"
        "Score: 2 of 2 points in 1 of 4 questions (100 %)\n  1  2 of 2  right at the first try\n"
    )
    nothing = quiz(room, "")
    assert nothing.status == 0
    assert nothing.out.endswith("> \n\nNo question was answered.\n")


def test_quit_skip_and_solution(room: Path) -> None:
    done = quiz(room, "skip\nsolution\nquit\n1\n")
    assert done.status == 0
    assert "> skip\nSkipped.\n" in done.out
    assert "> solution\nThe solution:\n  parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760\n" in done.out
    assert done.out.endswith(
        "> quit\n\nScore: 0 of 3 points in 2 of 4 questions (0 %)\n  1  0 of 2  skipped\n  2  0 of 1  solution shown\n"
    )


def test_three_wrong_tries_show_the_solution_and_go_on(room: Path) -> None:
    done = quiz(room, "skip\n1\n2\n3\n", "--number", "3")
    assert (
        "> 3\nNot right.\nThe solution:\n  parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760\n\nQuestion 3 of 3, 3a" in done.out
    )


def test_everything_right(room: Path) -> None:
    done = quiz(room, "32x32x10\n760\n0 -1; -1 0\ndoes not fit\n")
    assert "Score: 5 of 5 points (100 %)\n" in done.out
    assert done.out.endswith("\nWell done: everything right at the first try.\n")
    assert "Well done" not in quiz(room, "hint\n32x32x10\n760\n0 -1; -1 0\ndoes not fit\n").out


def test_hostile_lines(room: Path) -> None:
    data = b"\xff\xfe\x00\n\x1b[31m9\n" + b"9" * 300_000 + b"\nquit\n"
    done = call("quiz", "--key", "k.yaml", stdin=data, cwd=room)
    assert (done.status, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert "> \\x1b[31m9\n" in done.out
    assert "Not read. An answer has at most 65,536 characters.\n> quit\n" in done.out


def test_colour_is_asked_for_or_not_there(room: Path) -> None:
    assert "\x1b" not in quiz(room, "9\n").out
    assert "\x1b[31mNot right.\x1b[0m " in quiz(room, "9\n", "--color", "always").out


def test_narrow(room: Path) -> None:
    assert max(map(len, quiz(room, "28x28x10\nhint\nquit\n", "--width", "40").out.splitlines())) <= 40
    assert "> hint\nHint 1 of 2, for 0.2 points:\n" in quiz(room, "hint\nquit\n", "--width", "20").out
    assert (
        "> hint\n\x1b[33mHint 1 of 2, for 0.2 points:\x1b[0m\n"
        in quiz(room, "hint\nquit\n", "--width", "20", "--color", "always").out
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sizes",), "cnncalc: there is no type `sizes`\n  help: one of output-size, "),
        (("--difficulty", "brutal"), "cnncalc: there is no difficulty `brutal`\n  help: one of easy, medium, hard\n"),
        (("stack", "--key", "k.yaml"), "cnncalc: --key asks a key's own questions\n"),
        (("--seed", "1", "--key", "k.yaml"), "cnncalc: --key asks a key's own questions\n"),
        (("--key", "-"), "cnncalc: the answers come from standard input, so the key cannot\n"),
        (("--key", "no.yaml"), "cnncalc: there is no file no.yaml\n"),
        (("--key", "hidden.yaml"), "cnncalc: every question of hidden.yaml is hidden\n"),
    ],
)
def test_what_is_refused(room: Path, arguments: tuple[str, ...], said: str) -> None:
    (room / "hidden.yaml").write_text("questions:\n  - {ask: params, network: alexnet, hidden: true}\n", "utf-8")
    done = call("quiz", *arguments, cwd=room)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(said)


def test_a_wrong_key_is_a_finding(room: Path) -> None:
    (room / "bad.yaml").write_text("questions:\n  - {ask: params, network: alexnet, layer: conv1, answer: 3}\n", "utf-8")
    done = call("quiz", "--key", "bad.yaml", cwd=room)
    assert (done.status, done.out) == (1, "")
    assert "the key contradicts itself: the answer is 34,944" in done.err


def test_the_seed_that_is_printed_gives_the_same_questions() -> None:
    first = call("quiz", "output-size", "parameters", "--number", "3", stdin="skip\n" * 20)
    assert (first.status, first.err) == (0, "")
    command = first.out.splitlines()[-1].split()
    assert command[:4] == ["cnncalc", "quiz", "output-size", "parameters"]
    assert call(*command[1:], stdin="skip\n" * 20).out == first.out
    assert "Question 1 of 3 (" in first.out


def test_a_seed_is_none_that_exercise_would_refuse() -> None:
    refused = [call(command, "--seed", "1000000001") for command in ("quiz", "exercise")]
    assert [done.status for done in refused] == [2, 2]
    assert all("1000000001 is not in the range 0<=x<=1000000000" in done.err for done in refused)


def _in_a_terminal(room: Path, typed: list[bytes]) -> tuple[int, str]:
    """The exit status and all that was shown; each of `typed` is sent at a prompt."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    gone = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    env = {**{name: value for name, value in os.environ.items() if name not in gone}, "TERM": "xterm", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "cnncalc", "quiz", "--key", "k.yaml"]
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, cwd=room, env=env, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where the tests run in the background
    )  # fmt: skip
    os.close(slave)
    shown, interrupted = b"", False
    try:
        while True:
            if typed and shown.endswith(b"> "):
                line, typed = typed[0], typed[1:]
                interrupted = line == b"\x03"
                os.write(master, b"" if interrupted else line)
                shown += b"\0"
            for _ in range(60):
                if interrupted:  # again where the first came between the prompt and the read, which then waits on
                    process.send_signal(signal.SIGINT)
                if select([master], [], [], 1)[0]:
                    interrupted = False
                    break
            else:
                pytest.fail(f"nothing comes after {shown!r}")
            try:
                found = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            if not found:
                break
            shown += found
        return process.wait(30), shown.replace(b"\r\n", b"\n").replace(b"\0", b"").decode()
    finally:
        process.kill()
        process.wait()
        os.close(master)


def test_in_a_terminal_with_a_prompt_and_colour(room: Path) -> None:
    status, shown = _in_a_terminal(room, [b"9\n", b"32x32x10\n", b"\x04"])
    assert status == 0
    assert "\x1b[1mQuestion 1 of 4 (2 points)\x1b[0m\n" in shown
    assert "> 9\n" in shown
    assert "\x1b[32mRight,\x1b[0m 1.5 of 2 points.\n" in shown
    assert "Score: 1.5 of 2 points in 1 of 4 questions (75 %)" in shown
    assert "Traceback" not in shown


def test_interrupted_it_tells_the_score_so_far(room: Path) -> None:
    status, shown = _in_a_terminal(room, [b"32x32x10\n", b"\x03"])
    assert status == 130
    assert "Score: 2 of 2 points in 1 of 4 questions (100 %)" in shown
    assert "Aborted" not in shown

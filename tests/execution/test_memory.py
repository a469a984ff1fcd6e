"""How much memory there is: the machine's, and less where a control group has a limit."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cnncalc.execution import memory

#: What the machine has free, and a limit that is less.
FREE, LIMIT = 1_000_000, 500_000
#: Of each version of control groups: its folder, the files of the limit and of what is used, and the line of memory.stat.
VERSIONS = {
    2: ("", "memory.max", "memory.current", "inactive_file"),
    1: ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder in place of the control groups', on a machine with so much free."""
    machine = SimpleNamespace(virtual_memory=lambda: SimpleNamespace(available=FREE))
    monkeypatch.setattr(memory, "module", lambda name: machine)
    monkeypatch.setattr(memory, "_GROUPS", tmp_path)
    return tmp_path


def limited(groups: Path, version: int, limit: Any, used: int, unread: int) -> None:
    folder, *names, line = VERSIONS[version]
    group = groups / folder
    group.mkdir(exist_ok=True)
    counts = {"anon": 1, "file": used, "inactive_file": unread, "active_file": 7, line: unread}
    texts = [f"{limit}\n", f"{used}\n", "".join(f"{name} {count}\n" for name, count in counts.items())]
    for name, text in zip([*names, "memory.stat"], texts, strict=True):
        (group / name).write_text(text, "ascii")


def test_without_groups(groups: Path) -> None:
    assert memory.available("cpu") == FREE


@pytest.mark.parametrize("version", VERSIONS)
def test_a_group_s_limit_counts_and_what_was_read_long_ago_does_not(groups: Path, version: int) -> None:
    limited(groups, version, LIMIT, 300_000, 0)
    assert memory.available("cpu") == 200_000
    limited(groups, version, LIMIT, 300_000, 250_000)
    assert memory.available("cpu") == 450_000


@pytest.mark.parametrize("version", VERSIONS)
def test_the_machine_may_have_less_than_the_group(groups: Path, version: int) -> None:
    limited(groups, version, 10 * FREE, 1, 0)
    assert memory.available("cpu") == FREE


@pytest.mark.parametrize("version", VERSIONS)
def test_a_group_that_is_full_leaves_nothing(groups: Path, version: int) -> None:
    limited(groups, version, LIMIT, LIMIT + 4_096, 0)  # a limit that was lowered
    assert memory.available("cpu") == 0


@pytest.mark.parametrize(("version", "none"), [(2, "max"), (1, 9_223_372_036_854_771_712)])
def test_groups_without_a_limit(groups: Path, version: int, none: Any) -> None:
    limited(groups, version, none, 300_000, 1)
    assert memory.available("cpu") == FREE


def test_the_smaller_of_two_limits(groups: Path) -> None:
    limited(groups, 2, LIMIT, 100_000, 0)
    limited(groups, 1, LIMIT, 200_000, 0)
    assert memory.available("cpu") == 300_000

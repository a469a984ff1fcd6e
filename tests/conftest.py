"""What holds for every test: nothing is kept in the cache of whoever runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNCALC_CACHE_DIR", os.fspath(tmp_path_factory.mktemp("cache")))
        yield

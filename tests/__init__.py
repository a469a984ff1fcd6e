"""What helpers assert is shown in full, as in the tests themselves."""

import pytest

pytest.register_assert_rewrite("tests.conformance")

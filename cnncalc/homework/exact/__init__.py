"""Values of small computations, exactly: over whole numbers and fractions, window by window, and bounded in size.

`read` takes plain data and gives a `Computation`; what cannot be calculated raises ComputationError, which names the key.
"""

from __future__ import annotations

from cnncalc.homework.exact.computation import Computation, read
from cnncalc.homework.exact.errors import ComputationError

__all__ = ["Computation", "ComputationError", "read"]

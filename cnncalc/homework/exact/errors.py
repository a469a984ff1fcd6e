"""What can be wrong with a computation that was given."""

from __future__ import annotations


class ComputationError(Exception):
    """A computation that cannot be carried out.

    `key` names the value at fault as a path: `filter[1]`, `padding`. `code` is H301 and following where everything could be
    read but does not fit together; empty where a value is not what its key takes.
    """

    def __init__(self, key: str, message: str, *help: str, code: str = "") -> None:
        super().__init__(message)
        self.key, self.message, self.help, self.code = key, message, help, code


def beyond(key: str, what: str, found: int, most: int) -> ComputationError:
    """A size over its limit."""
    return ComputationError(key, f"{found:,} {what}, at most {most:,} are calculated")

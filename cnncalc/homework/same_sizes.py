"""Whether sizes are the right ones, in the orders in which people write them, and which fractions show a misfit."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.question import Question
from cnncalc.homework.rounding import POINTED
from cnncalc.homework.written import Dims, Number, Written


def says_sizes(question: Question, written: Written, value: tuple[Fraction, ...]) -> str | None:
    """None where they are not; else what is to say of them."""
    if isinstance(written, Number):
        given: tuple[Fraction, ...] = (written.value,)
    elif isinstance(written, Dims):
        given = _grouped(written, value)
    else:
        return None
    if question.ask == "output" and isinstance(written, Dims) and written.named:
        return _of_axes(question, given, value)
    if given == value:
        return ""
    if question.ask == "output":
        said = _other_order(question, given, value)
        return _other_order(question, given[1:], value) if said is None and _is_batch(question, given, value) else said
    if len(given) == 1 and value and set(value) == set(given):
        return ""
    if question.ask in ("size", "legal") and question.rows:
        output = question.rows[-1].output
        channels = output.channels if output is not None else None
        volume = given[1:] if len(given) == len(value) + 2 and given[0] == 1 else given
        if len(volume) == len(value) + 1 and (
            (volume[:-1] == value and volume[-1] == channels) or (volume[1:] == value and volume[0] == channels)
        ):
            return ""
    return None


def stand_for(reasons: tuple[tuple[Fraction, ...], ...], sizes: tuple[object, ...]) -> bool:
    """Whether each of the workings beside a `fits` belongs to one of the axes."""
    return all(any(size in sizes for size in reason) for reason in reasons)


def _grouped(written: Dims, value: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """`1x1x4.096` with its point grouping digits, since no size is 4.096."""
    if not POINTED.search(written.text) or any(size.denominator > 1 for size in value):
        return written.sizes
    whole = [size * 1000 if size.denominator > 1 else size for size in written.sizes]
    return tuple(whole) if all(size.denominator == 1 for size in whole) else written.sizes


def _of_axes(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> str | None:
    """Sizes that are named: channels are the last of them, and nothing else can be meant."""
    batch = 1 if question.batch > 1 and len(value) > 1 else 0
    rest = value[batch:]
    rest = (*rest[1:], rest[0]) if question.layout == "chw" else rest
    if [size for size in given if size != 1] != [size for size in rest if size != 1]:
        return None
    if given != rest and len(value) > 1:
        return None
    return "of one image" if batch else ""


def _is_batch(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> bool:
    """Whether it is a batch of one image, as frameworks print a volume."""
    return question.batch == 1 and len(value) > 1 and len(given) == len(value) + 1 and given[0] == 1


def _other_order(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> str | None:
    """Channels at the other end, where no other volume is meant by it; a vector as a column, a 1x1 volume as a vector."""
    if given == value:
        return ""
    batch = 1 if question.batch > 1 and len(value) > 1 else 0
    rest = value[batch:]
    if [size for size in given if size != 1] == [size for size in value if size != 1] and (
        len(rest) == 1 or (len(given) == 1 and set(rest[:-1] if question.layout == "hwc" else rest[1:]) == {1})
    ):
        return "" if len(rest) == 1 else "as a vector"
    if batch and len(given) == len(rest):
        return "of one image" if given == rest or _is_turned(question, given, rest) else None
    if len(given) == len(value) and given[:batch] == value[:batch] and _is_turned(question, given[batch:], rest):
        return ""
    return None


def _is_turned(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> bool:
    first = question.layout == "chw"
    channels, spatial = (value[0], value[1:]) if first else (value[-1], value[:-1])
    turned = (*spatial, channels) if first else (channels, *spatial)
    return len(value) > 1 and given == turned and (channels not in spatial or turned == value)


def shows_misfit(given: tuple[Fraction, ...], sizes: tuple[Fraction, ...]) -> bool:
    """Whether a fraction among sizes shows that the windows do not fit: `7/3 x 7/3 x 4`, also with the depth in front."""
    if len(given) == 1:
        given *= len(sizes)
    for start in range(len(given) - len(sizes) + 1):
        part = given[start : start + len(sizes)]
        if sizes and all(map(_nearly, part, sizes)) and any(size.denominator > 1 for size in part):
            return True
    return False


def _nearly(given: Fraction, truth: Fraction) -> bool:
    """Whether a decimal is a fraction rounded to its own places."""
    places = next((p for p in range(7) if (given * 10**p).denominator == 1), None)
    return given == truth or (places is not None and places > 0 and abs(given - truth) * 2 * 10**places <= 1)

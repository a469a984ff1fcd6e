"""The error function, erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x, which NumPy lacks.

In double precision the rational approximations of Cephes (S. Moshier, ndtr.c): erf = x*T(x^2)/U(x^2) within 1, and erfc =
exp(-x^2)*P(x)/Q(x) from 1 on. In single precision Eigen's, x*A(x^2)/B(x^2) up to 4, where the rest is below half a unit of the
last place.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnncalc.layer_base import Array, Machine

#: Highest power first.
_T = (9.60497373987051638749, 90.0260197203842689217, 2232.00534594684319226, 7003.32514112805075473, 55592.3013010394962768)
_U = (1.0, 33.5617141647503099647, 521.357949780152679795, 4594.32382970980127987, 22629.0000613890934246, 49267.3942608635921086)
_P = (
    2.46196981473530512524e-10, 0.564189564831068821977, 7.46321056442269912687, 48.6371970985681366614, 196.520832956077098242,
    526.445194995477358631, 934.528527171957607540, 1027.55188689515710272, 557.535335369399327526,
)  # fmt: skip
_Q = (
    1.0, 13.2281951154744992508, 86.7072140885989742329, 354.937778887819891062, 975.708501743205489753, 1823.90916687909736289,
    2246.33760818710981792, 1656.66309194161350182, 557.535340817727675546,
)  # fmt: skip
_A = (
    -2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05, -7.34990630326855e-04,
    -2.95459980854025e-03, -1.60960333262415e-02,
)  # fmt: skip
_B = (-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02)


def erf(on: Machine, x: Array, out: Array) -> None:
    """out = erf(x), to the precision of the machine's dtype; `out` is not `x`."""
    if on.dtype.itemsize == 8:
        _double(on, x, out)
    elif on.dtype.itemsize == 4:
        _single(on, x, on.scratch("erf", x.shape), on.scratch("erf over", x.shape), out)
    else:  # the coefficients are too small for half precision
        y = x.astype("float32")
        result = on.xp.empty_like(y)
        _single(on, y, on.xp.empty_like(y), on.xp.empty_like(y), result)
        out[...] = result


def _single(on: Machine, x: Array, square: Array, over: Array, out: Array) -> None:
    xp = on.xp
    xp.clip(x, -4, 4, out=out)
    xp.multiply(out, out, out=square)
    _polynomial(on, _A, square, over)
    xp.multiply(out, over, out=out)
    _polynomial(on, _B, square, over)
    xp.divide(out, over, out=out)


def _double(on: Machine, x: Array, out: Array) -> None:
    xp = on.xp
    y, over = on.scratch("erf", x.shape), on.scratch("erf over", x.shape)
    xp.absolute(x, out=y)
    xp.minimum(y, 7, out=y)  # 1 - erf(7) is 4e-23
    far = on.scratch("erf far", x.shape)
    _polynomial(on, _P, y, far)
    _polynomial(on, _Q, y, over)
    xp.divide(far, over, out=far)
    xp.multiply(y, y, out=y)
    xp.negative(y, out=over)
    xp.exp(over, out=over)
    xp.multiply(far, over, out=far)
    xp.subtract(1, far, out=far)
    xp.copysign(far, x, out=far)
    _polynomial(on, _T, y, out)
    xp.multiply(out, x, out=out)
    _polynomial(on, _U, y, over)
    xp.divide(out, over, out=out)
    out[...] = xp.where(y < 1, out, far)


def _polynomial(on: Machine, coefficients: Sequence[float], x: Array, out: Array) -> None:
    """By Horner's rule."""
    xp = on.xp
    xp.multiply(x, coefficients[0], out=out)
    for coefficient in coefficients[1:-1]:
        xp.add(out, coefficient, out=out)
        xp.multiply(out, x, out=out)
    xp.add(out, coefficients[-1], out=out)

"""The square-free part of a polynomial with whole coefficients: the same roots, each of them once."""

from collections.abc import Iterator
from itertools import count
from math import gcd

import numpy as np
from numpy.typing import NDArray

# Coefficients by exponent, lowest first.
Coefficients = list[int]
Residues = NDArray[np.int64]

# Below 2^31 the product of two residues fits 64 bits.
LARGEST_PRIME = 2**31 - 1


def square_free(polynomial: Coefficients) -> Coefficients:
    """The polynomial divided by its greatest common divisor with its derivative."""
    slope = [exponent * coefficient for exponent, coefficient in enumerate(polynomial)][1:]
    divisor = greatest_common_divisor(polynomial, slope)
    if len(divisor) == 1:
        return polynomial
    quotient = exact_quotient(polynomial, divisor)
    assert quotient is not None  # noqa: S101 - the divisor was tried
    return quotient


def greatest_common_divisor(left: Coefficients, right: Coefficients) -> Coefficients:
    """Calculated modulo primes, put together by the Chinese remainder theorem, and proved by division."""
    leading = gcd(left[-1], right[-1])
    combined, modulus, degree = [0], 1, len(right)
    for prime in _primes():
        if leading % prime == 0:
            continue
        residues = _modular_divisor(left, right, prime)
        if len(residues) == 1:
            return [1]
        # A prime that gives a higher degree is unlucky, one that gives a lower proves the earlier ones so.
        if len(residues) - 1 > degree:
            continue
        if len(residues) - 1 < degree:
            combined, modulus, degree = [0] * len(residues), 1, len(residues) - 1
        scaled = [int(residue) * leading % prime for residue in residues]
        combined = _lifted(combined, modulus, scaled, prime)
        modulus *= prime
        candidate = _primitive([value - modulus if value > modulus // 2 else value for value in combined])
        if all(exact_quotient(dividend, candidate) is not None for dividend in (left, right)):
            return candidate
    raise AssertionError("there are always more primes")


def exact_quotient(dividend: Coefficients, divisor: Coefficients) -> Coefficients | None:
    """The quotient, or None where the division leaves a remainder."""
    rest, quotient = list(dividend), []
    for position in range(len(dividend) - len(divisor), -1, -1):
        factor, remainder = divmod(rest[position + len(divisor) - 1], divisor[-1])
        if remainder:
            return None
        quotient.append(factor)
        if factor:
            for offset, coefficient in enumerate(divisor):
                rest[position + offset] -= factor * coefficient
    return None if any(rest) else quotient[::-1]


def _primitive(polynomial: Coefficients) -> Coefficients:
    common = gcd(*polynomial)
    return [coefficient // common for coefficient in polynomial]


def _lifted(known: Coefficients, modulus: int, residues: Coefficients, prime: int) -> Coefficients:
    inverse = pow(modulus, -1, prime)
    return [
        value + modulus * ((residue - value) * inverse % prime) for value, residue in zip(known, residues, strict=True)
    ]


def _modular_divisor(left: Coefficients, right: Coefficients, prime: int) -> Residues:
    """The greatest common divisor modulo a prime, leading coefficient 1, lowest first."""
    a, b = (_trimmed(np.array([value % prime for value in part], dtype=np.int64)) for part in (left, right))
    while len(b):
        a, b = b, _remainder(a, b, prime)
    return a * pow(int(a[-1]), -1, prime) % prime


def _remainder(dividend: Residues, divisor: Residues, prime: int) -> Residues:
    rest = dividend.copy()
    inverse = pow(int(divisor[-1]), -1, prime)
    for end in range(len(rest), len(divisor) - 1, -1):
        factor = int(rest[end - 1]) * inverse % prime
        if factor:
            part = rest[end - len(divisor) : end]
            part -= factor * divisor % prime
            part %= prime
    return _trimmed(rest)


def _trimmed(residues: Residues) -> Residues:
    """Without leading zeros."""
    kept = np.flatnonzero(residues)
    return residues[: kept[-1] + 1] if len(kept) else residues[:0]


def _primes() -> Iterator[int]:
    """Primes from the largest down."""
    return (number for number in count(LARGEST_PRIME, -2) if _is_prime(number))


def _is_prime(number: int) -> bool:
    """Miller and Rabin's test; these bases decide every number below 2^32 (Jaeschke 1993)."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(number, base, odd, twos) for base in (2, 7, 61))


def _passes(number: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False

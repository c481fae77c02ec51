"""Hashes that are the same on every machine and in every version, and the count of distinct values built on them.

Profiles of chunks that were written years apart are merged, so neither Python's nor a library's hash will do.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Hashes = npt.NDArray[np.uint64]
Registers = npt.NDArray[np.uint8]

_P = 12
REGISTERS = 1 << _P
"""4,096 registers: a standard error of 1.6 % (1.04 / sqrt(registers))."""

_REGISTER_STARTS = np.arange(REGISTERS, dtype=np.uint64) << np.uint64(64 - _P)
_BLOCK_BYTES = 1 << 22


def mix(x: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads 64 bits over 64 bits, one to one."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def hash_numbers(values: npt.NDArray[np.float64]) -> Hashes:
    """One hash a number; equal numbers have equal ones."""
    return mix((values + 0.0).view(np.uint64))  # + 0.0: minus zero is zero


def hash_strings(strings: pa.Array) -> Hashes:
    """One hash a string, from its UTF-8 bytes: a sum of mixed (byte, position) pairs, mixed with the length."""
    strings = strings.cast(pa.large_string())
    _, offset_buffer, data_buffer = strings.buffers()
    n = len(strings)
    if n == 0:
        return np.empty(0, np.uint64)
    offsets = np.frombuffer(offset_buffer, np.int64)[strings.offset : strings.offset + n + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)
    hashes = np.empty(n, np.uint64)
    first = 0
    while first < n:
        last = int(np.searchsorted(offsets, offsets[first] + _BLOCK_BYTES, side="left"))
        last = min(max(last, first + 1), n)
        hashes[first:last] = _hash_block(data, offsets[first : last + 1])
        first = last
    return hashes


def _hash_block(data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> Hashes:
    lengths = np.diff(offsets)
    content = data[offsets[0] : offsets[-1]].astype(np.uint64)
    starts = offsets[:-1] - offsets[0]
    position = np.arange(content.size, dtype=np.int64) - np.repeat(starts, lengths)
    pairs = mix((position.astype(np.uint64) << np.uint64(8)) | content)
    totals = np.zeros(lengths.size, np.uint64)
    filled = lengths > 0  # reduceat gives a value, not 0, for an empty stretch
    if filled.any():
        totals[filled] = np.add.reduceat(pairs, starts[filled])
    return mix(totals ^ lengths.astype(np.uint64))


def registers_of(hashes: Hashes) -> Registers:
    """HyperLogLog registers (Flajolet et al. 2007) of ``hashes``; feeding a value twice changes nothing."""
    registers = np.zeros(REGISTERS, np.uint8)
    if not hashes.size:
        return registers
    rising = np.sort(
        hashes
    )  # the first one of a register has the most leading zeros behind the register's bits
    starts = np.searchsorted(rising, _REGISTER_STARTS)
    filled = starts < np.append(starts[1:], rising.size)
    rest = (rising[starts[filled]] & np.uint64((1 << (64 - _P)) - 1)).astype(np.float64)
    registers[filled] = 64 - _P + 1 - np.frexp(rest)[1]  # leading zeros + 1
    return registers


def merge_registers(parts: Sequence[Registers]) -> Registers:
    """The sketch of all values of ``parts``."""
    merged: Registers = np.maximum.reduce(list(parts)) if parts else np.zeros(REGISTERS, np.uint8)
    return merged


def distinct_estimate(registers: Registers) -> float:
    """Number of distinct values (Ertl 2017, improved raw estimator: no bias, no tables, any range)."""
    q = 64 - _P
    histogram = np.bincount(registers, minlength=q + 2)
    z = REGISTERS * _tau(1 - histogram[q + 1] / REGISTERS)
    for k in range(q, 0, -1):
        z = 0.5 * (z + histogram[k])
    z += REGISTERS * _sigma(histogram[0] / REGISTERS)
    return float(REGISTERS * REGISTERS / (2 * np.log(2)) / z) if np.isfinite(z) else 0.0


def _sigma(x: float) -> float:
    if x == 1.0:
        return float("inf")
    y, z, previous = 1.0, x, -1.0
    while z != previous:
        x *= x
        previous = z
        z += x * y
        y += y
    return z


def _tau(x: float) -> float:
    if x in (0.0, 1.0):
        return 0.0
    y, z, previous = 1.0, 1 - x, -1.0
    while z != previous:
        x = x**0.5
        previous = z
        y *= 0.5
        z -= (1 - x) ** 2 * y
    return z / 3

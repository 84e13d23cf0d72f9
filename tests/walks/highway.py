"""HighwayHash-64, with which the server seals each record."""

import struct

_MASK = (1 << 64) - 1
_INIT0 = (0xDBE6D5D5FE4CCE2F, 0xA4093822299F31D0, 0x13198A2E03707344, 0x243F6A8885A308D3)
_INIT1 = (0x3BD39E10CB0EF593, 0xC0ACF169B5F18A8C, 0xBE5466CF34E90C6C, 0x452821E638D01377)


def highway64(key: bytes, data: bytes) -> bytes:
    """Hash ``data`` under a key of 32 bytes; eight bytes, little-endian."""
    state = _State(key)
    whole = len(data) & ~31
    for start in range(0, whole, 32):
        state.update(struct.unpack_from("<4Q", data, start))
    if whole < len(data):
        state.remainder(data[whole:])
    for _ in range(4):
        state.permute()
    total = state.v0[0] + state.v1[0] + state.mul0[0] + state.mul1[0]
    return struct.pack("<Q", total & _MASK)


class _State:
    def __init__(self, key: bytes) -> None:
        words = struct.unpack("<4Q", key)
        self.mul0, self.mul1 = list(_INIT0), list(_INIT1)
        self.v0 = [m ^ word for m, word in zip(_INIT0, words, strict=True)]
        self.v1 = [m ^ _halves(word) for m, word in zip(_INIT1, words, strict=True)]

    def update(self, lanes: tuple[int, ...]) -> None:
        v0, v1, mul0, mul1 = self.v0, self.v1, self.mul0, self.mul1
        for i in range(4):
            v1[i] = (v1[i] + mul0[i] + lanes[i]) & _MASK
            mul0[i] ^= (v1[i] & 0xFFFFFFFF) * (v0[i] >> 32)
            v0[i] = (v0[i] + mul1[i]) & _MASK
            mul1[i] ^= (v0[i] & 0xFFFFFFFF) * (v1[i] >> 32)
        for source, target in ((v1, v0), (v0, v1)):
            for i in (0, 2):
                low, high = _zipper(source[i], source[i + 1])
                target[i] = (target[i] + low) & _MASK
                target[i + 1] = (target[i + 1] + high) & _MASK

    def remainder(self, data: bytes) -> None:
        size = len(data)
        self.v0 = [(v + (size << 32) + size) & _MASK for v in self.v0]
        self.v1 = [_rotated(v, size) for v in self.v1]
        packet = bytearray(32)
        fours = size & ~3
        packet[:fours] = data[:fours]
        rest = data[fours:]
        if size & 16:
            packet[28:32] = data[size - 4 : size]
        elif rest:
            packet[16] = rest[0]
            packet[17] = rest[len(rest) >> 1]
            packet[18] = rest[-1]
        self.update(struct.unpack("<4Q", packet))

    def permute(self) -> None:
        v0 = self.v0
        self.update((_halves(v0[2]), _halves(v0[3]), _halves(v0[0]), _halves(v0[1])))


def _halves(word: int) -> int:
    return (word >> 32) | (word << 32) & _MASK


def _rotated(word: int, by: int) -> int:
    """Rotate both halves of a word to the left."""
    low, high = word & 0xFFFFFFFF, word >> 32
    by &= 31
    low = (low << by | low >> (32 - by)) & 0xFFFFFFFF
    high = (high << by | high >> (32 - by)) & 0xFFFFFFFF
    return high << 32 | low


def _zipper(one: int, other: int) -> tuple[int, int]:
    """Merge the bytes of two neighbouring lanes in the fixed order of the algorithm."""
    a, b = one.to_bytes(8, "little"), other.to_bytes(8, "little")
    low = bytes((a[3], b[4], a[2], a[5], b[6], a[1], b[7], a[0]))
    high = bytes((b[3], a[4], b[2], b[5], b[1], a[6], b[0], a[7]))
    return int.from_bytes(low, "little"), int.from_bytes(high, "little")

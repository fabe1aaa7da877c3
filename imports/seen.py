"""Which ids were seen, in little memory: ids are dense, so a bit each is enough."""


class Seen:
    """A set of numbers as bits, in pages that exist when needed: about 125 KB for a million."""

    _PAGE = 4096

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Add a number and tell whether it was there before."""
        page, rest = divmod(number, self._PAGE)
        bits = self._pages.setdefault(page, bytearray(self._PAGE // 8))
        place, bit = divmod(rest, 8)
        before = bits[place] >> bit & 1
        bits[place] |= 1 << bit
        return bool(before)

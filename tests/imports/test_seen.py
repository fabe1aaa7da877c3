from hypothesis import given
from hypothesis import strategies as st

from imports.seen import Seen


@given(st.lists(st.integers(0, 10**12) | st.integers(0, 50)))
def test_it_agrees_with_a_set(numbers: list[int]) -> None:
    seen, known = Seen(), set()
    for number in numbers:
        assert seen.add(number) == (number in known)
        known.add(number)

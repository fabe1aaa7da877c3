"""The steps of a tick; applications add theirs in `AppConfig.ready`."""

from collections.abc import Callable

Step = Callable[[], None]

_STEPS: list[Step] = []


def register(step: Step) -> None:
    """Add a function that each tick calls; it must be safe to run twice at once."""
    if step not in _STEPS:
        _STEPS.append(step)


def registered() -> tuple[Step, ...]:
    """Return the steps in the order of their registration."""
    return tuple(_STEPS)

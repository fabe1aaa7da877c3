"""References that rows of other batches had as well: they are not looked up with each."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from records.kinds import Key, Problem
from records.models.record import Record
from records.references import Found, Scope, Target

#: How long a reference is trusted; a record that is renamed meanwhile is still found by its name.
SECONDS = 10.0
_MOST = 100_000


@dataclass
class Known:
    """Remembers what references mean, but for those to the type that the file itself changes."""

    own: type[Record]
    _found: dict[Target, dict[Key, Any]] = field(default_factory=dict)
    _begun: float = field(default_factory=time.monotonic)

    def find(self, target: Target, keys: Collection[Key], scope: Scope, *, suggest: bool) -> Found:
        """Return what the keys mean, as `Target.find` does."""
        if any(each.model is self.own for each in target.types()):
            return target.find(keys, scope, suggest=suggest)
        known = self._known(target)
        new = [key for key in keys if key not in known]
        found = target.find(new, scope, suggest=suggest) if new else {}
        known.update((key, each) for key, each in found.items() if not isinstance(each, Problem))
        return {key: known[key] if key in known else found[key] for key in keys}

    def forget(self) -> None:
        """Forget all: something is not as it was found."""
        self._found.clear()
        self._begun = time.monotonic()

    def _known(self, target: Target) -> dict[Key, Any]:
        many = sum(map(len, self._found.values())) > _MOST
        if many or time.monotonic() - self._begun > SECONDS:
            self.forget()
        return self._found.setdefault(target, {})

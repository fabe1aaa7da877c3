"""The formula guard: a tab before a cell that a spreadsheet would take for a formula.

The rule is the documented one of the Export API: `=`, `+`, `-` and `@` at the start of a value get
a tab. A value that itself begins with tabs and such a sign gets one more, so that `unguard` undoes
`guard` exactly and a round trip changes nothing.
"""

import re

from django.db.models import Case, Expression, Func, IntegerField, TextField, Value, When
from django.db.models.lookups import GreaterThan, In, Regex

from records.kinds.kind import Glue

TAB = "\t"
_SIGNS = "=+-@"
_DANGEROUS = re.compile(r"\t*[=+\-@]")
_CODES = [ord(sign) for sign in _SIGNS]


def guard(text: str) -> str:
    """Put a tab before a text that looks like a formula."""
    return TAB + text if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Take away the tab that `guard` put."""
    return text[1:] if text[:1] == TAB and _DANGEROUS.match(text) else text


def guard_sql(text: Expression) -> Expression:
    """Return the expression that does what `guard` does.

    `ascii()` of the first sign costs next to nothing, and for the letters one comparison of it
    is enough; the regular expression is only tried on the rare text that begins with a tab.
    """
    first = Func(text, function="ascii", output_field=IntegerField())
    guarded = Glue(Value(TAB), text)
    return Case(
        When(GreaterThan(first, max(_CODES)), then=text),
        When(In(first, _CODES), then=guarded),
        When(In(first, [ord(TAB)]) & Regex(text, r"^\t+[=+@-]"), then=guarded),
        default=text,
        output_field=TextField(),
    )

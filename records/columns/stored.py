"""What all columns with a field share.

A column deconstructs, and clones, as the plain Django field, so that migrations import nothing of
ours and a changed header or help text makes no migration (docs/adr/0001).
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Expression, F

from records.kinds.kind import Kind
from records.types import Column

if TYPE_CHECKING:
    from records.references import Target

    _Field = models.Field[Any, Any]
else:
    _Field = object


class StoredColumn(_Field):
    """What all columns with a field share. Subclasses set `plain` and make their kind.

    `generated` is the SQL expression over NEW that fills the column in when it is blank; one that
    is read-only it computes anew with each write, and may look at OLD. `initial` fills it in
    when a record is made without a value, and lets it become blank afterwards.
    """

    plain: ClassVar[str]
    kind: Kind[Any]

    def __init__(
        self,
        header: str,
        *,
        kind: Kind[Any],
        required: bool = False,
        read_only: bool = False,
        help: str = "",  # noqa: A002 -- the word that every reader of a form knows
        financial: bool = False,
        aliases: tuple[str, ...] = (),
        generated: str = "",
        initial: str = "",
        example: str = "",
        **options: Any,
    ) -> None:
        self.header = header
        self.kind = kind
        self.required = required
        self.read_only = read_only
        self.help = help
        self.financial = financial
        self.aliases = aliases
        #: Not `generated`: a field with that is one of Django's GeneratedFields, never written.
        self.filled_by = generated
        self.initial = initial
        self.example = example
        super().__init__(verbose_name=header, blank=not required, **options)

    def deconstruct(self) -> Any:
        """Return the plain field, without what only people see."""
        name, _, args, kwargs = super().deconstruct()
        for option in ("verbose_name", "blank", "help_text"):
            kwargs.pop(option, None)
        return name, f"django.db.models.{self.plain}", args, kwargs

    def clone(self) -> Any:
        """Return the plain field."""
        _, _, args, kwargs = self.deconstruct()
        return getattr(models, self.plain)(*args, **kwargs)

    def text(self, relation: str = "") -> Expression:
        """Return the expression of the exported text, for a record or for its child rows."""
        path = f"{relation}__{self.name}" if relation else self.name
        return self.kind.sql(F(path))  # type: ignore[arg-type] # F resolves to an expression

    def target(self) -> "Target | None":
        """Return where a reference looks."""
        return None

    def describe(self, relation: str = "") -> Column:
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=self.kind,
            text=lambda: self.text(relation),
            required=self.required,
            read_only=self.read_only,
            default=self.get_default() if self.has_default() else self.kind.blank,
            help=self.help,
            financial=self.financial,
            aliases=self.aliases,
            example=self.example,
            generated=bool(self.filled_by),
            field=self,
            relation=relation,
            target=self.target(),
        )

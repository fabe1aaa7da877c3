"""The types of an export as people and clients write them."""

from records import registry


def read_types(text: str) -> tuple[str, ...]:
    """Return the slugs of "sites, teams", each once; aliases count as their type.

    Raises ValueError that says what is wrong.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise ValueError("Type can't be blank")
    unknown = [name for name in names if not _known(name)]
    if unknown:
        raise ValueError(f"Type {', '.join(unknown)} is not one that can be exported")
    return tuple(dict.fromkeys(registry.get(name).slug for name in names))


def _known(name: str) -> bool:
    try:
        registry.get(name)
    except KeyError:
        return False
    return True

"""For each kind: the values that its `parse` can give, as Hypothesis strategies."""

import datetime as dt
import decimal
from typing import Any

from hypothesis import strategies as st

from fourme.accounts import zones
from records import kinds
from records.kinds.text import TEXT_LENGTH
from records.kinds.values import COUNTRIES, CURRENCIES, LOCALES

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")
TEXT = st.text(CHARACTERS, max_size=60).map(lambda text: text.replace("\r", "\n"))
NASTY = st.sampled_from(
    [
        "=1+1",
        "+31 20",
        "-5",
        "@cmd",
        "\t=1",
        "\t\t@x",
        "\tplain",
        'say "hi"',
        "a,b",
        "ümläut",
        "\\.",
    ]
)
LINE = st.one_of(TEXT, NASTY).map(lambda text: text.replace("\n", " ").strip()).filter(bool)
LINES = st.one_of(TEXT, NASTY).filter(lambda text: 0 < len(text) <= TEXT_LENGTH)
WORD = st.text("abcxyz0189-", min_size=1, max_size=8)
MOMENTS = st.datetimes(
    dt.datetime(1972, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone
    dt.datetime(9998, 12, 31),  # noqa: DTZ001 -- as above
    timezones=st.just(dt.UTC),
).map(lambda moment: moment.replace(microsecond=0))
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
TIMES = st.one_of(
    st.times().map(lambda time: time.strftime("%H:%M")), st.sampled_from(["24:00", "00:00"])
)
KEYS = st.builds(
    lambda text, account: kinds.Key.of(f"{text} @{account}" if account else text),
    LINE,
    st.one_of(st.just(""), st.sampled_from(["wna", "wdc", "a-1"])),
)


JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**30), 10**30),
        st.floats(-1e15, 1e15, allow_nan=False, allow_subnormal=False).map(abs),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


#: What the forms of lines are made of, so that texts look like them.
SIGNS = st.text("ab /'=>@0|;:$", min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = st.one_of(LINE, SIGNS)
#: Keys as lines have them: a quote and an arrow in a name may be taken for those between two.
LINE_KEYS = st.one_of(KEYS, SIGNS.map(kinds.Key.of))
ARROW_ENDS = st.one_of(
    LINE_KEYS.filter(lambda key: "=>" not in str(key)),
    st.integers(1, 10**6).map(lambda number: kinds.Key(str(number), by=kinds.BY_ID)),
)
#: A mark has no slash between blanks: what stands before it belongs to the key.
MARKS = WORDS.filter(lambda mark: " / " not in f" {mark} ")
AUTHORS = st.builds(
    lambda name, account: kinds.Key.of(f"{name}@wdc.example{account}"),
    WORD,
    st.sampled_from(["", " @wna"]),
)
NOTE_LINES = st.one_of(
    LINE,
    st.builds(
        lambda blanks, author: f"{' ' * blanks}{author} 2026-01-31T09:00:00Z",
        st.integers(0, 2),
        AUTHORS,
    ),
    st.just(""),
)
NOTE_TEXTS = st.lists(NOTE_LINES, max_size=4).map("\n".join).map(lambda text: text.strip("\n"))
NOTES = st.builds(
    lambda first, others: (*first, *others),
    st.lists(
        NOTE_TEXTS.filter(str.strip).map(lambda text: kinds.NoteText(None, None, text)), max_size=1
    ),
    st.lists(st.builds(kinds.NoteText, AUTHORS, MOMENTS, NOTE_TEXTS), max_size=3, unique=True),
).filter(bool)
FILTER_PARTS = st.text("ab$;_ 1", min_size=1, max_size=8).map(str.strip).filter(bool)


STRATEGIES: list[tuple[kinds.Kind[Any], st.SearchStrategy[Any]]] = [
    (kinds.Identifier(), st.integers(1, 2**63 - 1)),
    (kinds.String(60), LINE),
    (kinds.Text(), LINES),
    (kinds.Boolean(), st.booleans()),
    (kinds.Boolean("true", "false"), st.booleans()),
    (kinds.Date(), DAYS),
    (kinds.LocalMoment(), st.builds(lambda day, time: f"{day.isoformat()}T{time}", DAYS, TIMES)),
    (kinds.Timestamp(), MOMENTS),
    (kinds.Timestamp(utc=True), MOMENTS),
    (kinds.TimeOfDay(), TIMES),
    (kinds.Integer(), st.integers(-(2**63) + 1, 2**63 - 1)),
    (
        kinds.Decimal(),
        st.decimals(decimal.Decimal(-(10**13)), decimal.Decimal(10**13), places=6, allow_nan=False),
    ),
    (kinds.Duration(), st.integers(0, 2**31 - 1)),
    (kinds.Duration(hours=True), st.integers(0, 2**31 - 1)),
    (
        kinds.NumberList(1, 12, also=(-1,)),
        st.lists(st.sampled_from([*range(1, 13), -1]), min_size=1, unique=True).map(
            lambda numbers: ",".join(map(str, numbers))
        ),
    ),
    (kinds.Enumeration(("none", "in_progress")), st.sampled_from(["none", "in_progress"])),
    (kinds.Uri(), st.builds(lambda host, path: f"https://{host}/{path}", WORD, WORD)),
    (kinds.Email(), st.builds(lambda name, host: f"{name}@{host}.example", WORD, WORD)),
    (kinds.Currency(), st.sampled_from(sorted(CURRENCIES))),
    (kinds.TimeZone(), st.sampled_from(zones.names())),
    (kinds.Locale(), st.sampled_from(sorted(LOCALES))),
    (kinds.Country(), st.sampled_from(sorted(COUNTRIES))),
    (kinds.Json(), JSON_VALUES.filter(lambda value: value is not None)),
    (
        kinds.CustomFields(),
        st.dictionaries(TEXT, JSON_VALUES, min_size=1, max_size=3).map(
            lambda fields: [{"id": name, "value": value} for name, value in fields.items()]
        ),
    ),
    (
        kinds.Attachments(),
        st.lists(st.builds(lambda path: f"https://files.example/{path}", WORD), min_size=1).map(
            "\n".join
        ),
    ),
    (kinds.Reference(), KEYS),
    (kinds.References(), st.lists(KEYS, min_size=1, max_size=4, unique=True).map(tuple)),
    (
        kinds.MarkedReferences(what="phase"),
        st.lists(
            st.tuples(LINE_KEYS, st.one_of(st.just(""), MARKS)), min_size=1, max_size=4, unique=True
        ).map(tuple),
    ),
    (
        kinds.MarkedReferences(marks=("down", "degraded"), what="impact", optional=False),
        st.lists(
            st.tuples(LINE_KEYS, st.sampled_from(["down", "degraded"])),
            min_size=1,
            max_size=4,
            unique=True,
        ).map(tuple),
    ),
    (
        kinds.Arrows(),
        st.lists(st.tuples(ARROW_ENDS, ARROW_ENDS), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    (kinds.Notes(), NOTES),
    (
        kinds.NamedLines(),
        st.lists(
            st.builds(lambda name, value: f"x{name}: {value}", st.text("ab_ 1", max_size=5), WORDS),
            min_size=1,
            max_size=3,
        ).map("\n".join),
    ),
    (
        kinds.FilterLines(),
        st.lists(
            st.builds(
                lambda name, values, negated: f"{name}|{values}|{negated}",
                FILTER_PARTS,
                FILTER_PARTS,
                st.sampled_from(["0", "1"]),
            ),
            min_size=1,
            max_size=3,
        ).map("\n".join),
    ),
    (kinds.Phases(), st.lists(LINE, min_size=1, max_size=4, unique=True).map("\n".join)),
]

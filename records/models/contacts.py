"""How people and organizations are reached: contact details, each a contact or an address."""

from typing import Any, ClassVar

from django.db import models

from records import columns
from records.keys import RecordKey
from records.kinds import Country, Problem
from records.models.people import FAMILY
from records.models.record import Record
from records.rules import all_or_none, allowed_with
from records.types import ID, By, CheckedRule, ReplaceGroup

_CONTACT = (
    ("contact_protocol", "Contact Protocol"),
    ("contact_label", "Contact Label"),
    ("contact_uri", "Contact URI"),
)
_PROTOCOLS = ("telephone", "email", "website", "chat")
_ID = RecordKey(("id",), by="ID", number=True)
_ADDRESS = (
    "address_label",
    "address_address",
    "address_city",
    "address_state",
    "address_zip",
    "address_country",
)
_CONTENT = ("contact_protocol", "contact_label", "contact_uri", *_ADDRESS)
_EXAMPLE = (
    {
        "contact_protocol": "telephone",
        "contact_label": "work",
        "contact_uri": "(020) 555 0100",
        **dict.fromkeys(_ADDRESS, ""),
    },
    {
        "address_label": "mailing",
        "address_address": "Example Street 1",
        "address_city": "Amsterdam",
        "address_zip": "1011 AB",
        "address_country": "NL",
    },
)
_NOTES = (
    "A row is either a contact (the Contact columns) or an address (the Address columns).",
    (
        "When a row has Integration true, the earlier details with Integration true of the same "
        "owner that the file does not repeat are removed; details without it stay."
    ),
    "The rows of one owner have to stand together: a second block removes what the first added.",
)


def _contact_or_address(values: Any) -> tuple[str, Problem] | None:
    contact, address = values.get("contact_uri"), values.get("address_label")
    if contact and address:
        return "address_label", Problem(
            "is filled in beside a contact.", "Use one row for the contact and one for the address."
        )
    if not contact and not address:
        return "contact_uri", Problem(
            "is empty.", "Fill in the Contact columns, or Address Label and the address."
        )
    return None


_EITHER = CheckedRule(("contact_uri", "address_label"), _contact_or_address)


class _ContactDetail(Record):
    contact_protocol = columns.Enum("Contact Protocol", _PROTOCOLS)
    contact_uri = columns.String(
        "Contact URI", max_length=1024, help="The number, e-mail address, web address or chat link."
    )
    address_address = columns.String("Address Address", max_length=1024)
    address_city = columns.String("Address City", max_length=128)
    address_state = columns.String("Address State", max_length=30)
    address_zip = columns.String("Address Zip", max_length=20)
    address_country = columns.Choice("Address Country", Country(), max_length=2)
    integration = columns.Boolean(
        "Integration",
        words=("true", "false"),
        help="True puts the detail under the control of imports.",
    )

    class Meta(Record.Meta):
        abstract = True


class OrganizationContactDetail(_ContactDetail):
    """A telephone number, address … of an organization."""

    organization = columns.Ref("Organization", to="Organization", required=True)
    contact_label = columns.Enum(
        "Contact Label", ("general", "service_desk", "work", "fax", "service_desk_fax")
    )
    address_label = columns.Enum("Address Label", ("street", "mailing", "billing", "shipping"))

    class Type:
        slug, label, singular, family = (
            "organizations_contact_details",
            "Organizations Contact Details",
            "Organization Contact Detail",
            FAMILY,
        )
        parent = "organizations"
        key = _ID
        match = (ID, By(("organization", *_CONTENT)))
        merge = ReplaceGroup(by="organization", flag="integration")
        omit = ("created_at", "updated_at")
        list_columns = (
            "organization",
            "contact_protocol",
            "contact_label",
            "contact_uri",
            "address_label",
            "address_city",
        )
        search_columns = ("contact_uri", "address_city")
        rules = (
            _EITHER,
            all_or_none(*_CONTACT),
            allowed_with(
                "contact_label",
                "contact_protocol",
                "Contact Protocol",
                {"email": ("general", "service_desk"), "website": ("general", "service_desk")},
            ),
        )
        notes = _NOTES
        example = _EXAMPLE

    class Meta(Record.Meta):
        indexes: ClassVar = [
            models.Index(fields=["organization"], name="organizationcontact_owner")
        ]


class PersonContactDetail(_ContactDetail):
    """A telephone number, address … of a person."""

    person = columns.Ref("Person", to="Person", required=True)
    contact_label = columns.Enum(
        "Contact Label",
        (
            "work",
            "mobile",
            "home",
            "personal",
            "emergency",
            "fax",
            "chat_workchat",
            "chat_teams",
            "chat_slack",
            "chat_skype",
        ),
    )
    address_label = columns.Enum("Address Label", ("home", "mailing"))

    class Type:
        slug, label, singular, family = (
            "people_contact_details",
            "People Contact Details",
            "Person Contact Detail",
            FAMILY,
        )
        parent = "people"
        key = _ID
        match = (ID, By(("person", *_CONTENT)))
        merge = ReplaceGroup(by="person", flag="integration")
        omit = ("created_at", "updated_at")
        list_columns = (
            "person",
            "contact_protocol",
            "contact_label",
            "contact_uri",
            "address_label",
            "address_city",
        )
        search_columns = ("contact_uri", "address_city")
        rules = (
            _EITHER,
            all_or_none(*_CONTACT),
            allowed_with(
                "contact_label",
                "contact_protocol",
                "Contact Protocol",
                {
                    "telephone": ("work", "mobile", "home", "emergency", "fax"),
                    "email": ("work", "personal"),
                    "website": ("work", "personal"),
                    "chat": ("chat_workchat", "chat_teams", "chat_slack", "chat_skype"),
                },
            ),
        )
        notes = _NOTES
        example = _EXAMPLE

    class Meta(Record.Meta):
        indexes: ClassVar = [models.Index(fields=["person"], name="personcontact_owner")]

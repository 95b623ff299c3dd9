"""What the columns of answers are called: a heading in the reader's language for the variables that saved queries use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from oegyo.terms.formats import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.web.reading.terms import Cell

HEADS = {
    "about": _("What it is about"),
    "act": _("Act"),
    "action": _("Action"),
    "acts": _("Number of acts"),
    "adopted": _("Adopted"),
    "against": _("Against"),
    "all": _("All"),
    "alpha2": _("Two-letter code"),
    "alpha3": _("Three-letter code"),
    "asOf": _("As of"),
    "aspect": _("Aspect"),
    "basis": _("Basis of the date"),
    "capital": _("Capital"),
    "category": _("Category"),
    "check": _("Check"),
    "choice": _("Vote cast"),
    "city": _("City"),
    "class": _("Class"),
    "council": _("Council"),
    "count": _("Count"),
    "counted": _("Counted here"),
    "country": _("Country"),
    "countrySince": _("That country since"),
    "coveredFrom": _("Covered from"),
    "currency": _("Currency"),
    "dataset": _("Data set"),
    "date": _("Date"),
    "difference": _("Difference"),
    "direction": _("Direction"),
    "document": _("Document"),
    "eu": _("EU authority code"),
    "event": _("Event"),
    "first": _("First"),
    "firstYear": _("First year"),
    "forum": _("Forum"),
    "geonames": _("GeoNames"),
    "highest": _("At most"),
    "host": _("Host"),
    "identifier": _("Identifier"),
    "inEnglish": _("In English"),
    "inForce": _("In force"),
    "inKorean": _("In Korean"),
    "inVietnamese": _("In Vietnamese"),
    "institution": _("Institution"),
    "item": _("Agenda item"),
    "joined": _("Joined"),
    "kind": _("Kind"),
    "korea": _("Korea"),
    "koreaSince": _("Korea since"),
    "last": _("Last"),
    "lastYear": _("Last year of the term"),
    "latitude": _("Latitude"),
    "linked": _("Linked"),
    "longitude": _("Longitude"),
    "lowest": _("At least"),
    "m49": _("M49 code"),
    "measure": _("Measure"),
    "member": _("Member"),
    "memberSince": _("Member since"),
    "membership": _("Membership"),
    "mission": _("Mission"),
    "missions": _("Number of missions"),
    "month": _("Month"),
    "name": _("Name"),
    "notInFavour": _("Not in favour"),
    "note": _("Note"),
    "number": _("Number"),
    "opened": _("Opened"),
    "operation": _("Operation"),
    "organ": _("Body"),
    "organization": _("Organization"),
    "other": _("Other value"),
    "otherSource": _("Other source"),
    "outcome": _("Outcome"),
    "part": _("Part"),
    "parts": _("Number of parts"),
    "passage": _("Passage"),
    "passages": _("Number of passages"),
    "people": _("People"),
    "period": _("Period"),
    "pieces": _("Pieces of evidence"),
    "place": _("Place"),
    "precision": _("Precision"),
    "presidency": _("Presidency"),
    "property": _("Property"),
    "purpose": _("Purpose"),
    "qualifier": _("Qualifier"),
    "recipient": _("Recipient"),
    "record": _("Record"),
    "recorded": _("Recorded"),
    "records": _("Number of records"),
    "region": _("Region"),
    "relation": _("Relation"),
    "reported": _("Reported by the source"),
    "resumed": _("Resumed"),
    "role": _("Role"),
    "says": _("What the source says"),
    "section": _("Section"),
    "sender": _("Sender"),
    "since": _("Since"),
    "source": _("Source"),
    "stance": _("Stance"),
    "start": _("Start"),
    "state": _("State"),
    "statedBy": _("Stated by"),
    "states": _("Number of states"),
    "status": _("Status"),
    "subject": _("Subject matter"),
    "sum": _("Sum"),
    "symbol": _("Symbol"),
    "task": _("Task"),
    "text": _("Text"),
    "texts": _("Number of texts"),
    "thing": _("Thing"),
    "things": _("Number of things"),
    "total": _("Total"),
    "treaty": _("Treaty"),
    "unit": _("Unit"),
    "until": _("Until"),
    "value": _("Value"),
    "vote": _("Vote"),
    "voter": _("Voter"),
    "votes": _("Number of votes"),
    "warning": _("Warning"),
    "what": _("What happened"),
    "who": _("Who"),
    "wikidata": _("Wikidata"),
    "withKorea": _("With Korea"),
    "year": _("Year"),
    "years": _("Years"),
}
"""The heading of each variable."""

TRIPLE = {
    "subject": _("Subject"),
    "predicate": _("Predicate"),
    "object": _("Object"),
}
"""The headings of an answer that is triples."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|_")


@dataclass(frozen=True)
class Shown:
    """A ``cell``, and the ``value`` that the graph has for it: an IRI, or the text of a literal."""

    cell: Cell
    value: str


@dataclass(frozen=True)
class Column:
    """A column called ``name`` in the query and ``head`` on the page; ``number`` when nothing but numbers stand in it."""

    name: str
    head: str
    number: bool


def column(name: str, values: Sequence[Shown], kind: Kind) -> Column:
    """The column ``name`` of an answer of ``kind``, which holds ``values``."""
    numbers = [value.cell.number for value in values if value.value]
    heading = str(TRIPLE[name]) if kind is Kind.GRAPH else head(name)
    return Column(name, heading, number=bool(numbers) and all(numbers))


def head(name: str) -> str:
    """The heading of the variable ``name``: of one that nobody has named, its own words."""
    if name in HEADS:
        return str(HEADS[name])
    words = _HUMP.sub(" ", name)
    return words[:1].upper() + words[1:].lower()

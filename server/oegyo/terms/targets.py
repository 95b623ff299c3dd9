"""The data sets of others that things here are linked to: a row for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.namespaces import QUALITY

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Target:
    """A data set that is linked to: the IRIs of its things begin with ``space``.

    Pages call it ``short``, and a thing of it by what follows ``space`` and, for all things alike, ``path``.
    """

    name: str
    short: str
    space: str
    homepage: str
    licence: str
    titles: Mapping[str, str]
    path: str = ""

    @property
    def iri(self) -> ox.NamedNode:
        """What the data set is called here."""
        return ox.NamedNode(QUALITY + self.name)

    def identifier(self, iri: str) -> str:
        """What ``iri``, a thing of the data set, is called there."""
        return iri.removeprefix(self.space).removeprefix(self.path).strip("/")


TARGETS = (
    Target(
        name="wikidata",
        short="Wikidata",
        space="http://www.wikidata.org/entity/",
        homepage="https://www.wikidata.org/",
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        titles={"en": "Wikidata", "ko": "위키데이터", "vi": "Wikidata"},
    ),
    Target(
        name="geonames",
        short="GeoNames",
        space="https://sws.geonames.org/",
        homepage="https://www.geonames.org/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        titles={"en": "GeoNames", "ko": "지오네임스", "vi": "GeoNames"},
    ),
    Target(
        name="openstreetmap",
        short="OpenStreetMap",
        space="https://www.openstreetmap.org/",
        homepage="https://www.openstreetmap.org/",
        licence="https://opendatacommons.org/licenses/odbl/1-0/",
        titles={"en": "OpenStreetMap", "ko": "오픈스트리트맵", "vi": "OpenStreetMap"},
        path="relation/",
    ),
    Target(
        name="eu-authority-tables",
        short="EU Vocabularies",
        space="http://publications.europa.eu/resource/authority/",
        homepage="https://op.europa.eu/en/web/eu-vocabularies/authority-tables",
        licence="https://creativecommons.org/licenses/by/4.0/",
        titles={
            "en": "Authority tables of the Publications Office of the European Union",
            "ko": "유럽연합 출판국 전거표",
            "vi": "Bảng mã chuẩn của Văn phòng Xuất bản Liên minh châu Âu",
        },
    ),
)
"""Every data set that may be linked to."""


def of(iri: str) -> Target | None:
    """The data set that the thing ``iri`` is of, if it is of one."""
    return next((target for target in TARGETS if iri.startswith(target.space)), None)

"""The side panel: everything that an article names, with what is known about it and links to where it is named."""

from __future__ import annotations

from vnnews.article import Article, Entity
from vnnews.describe import levels
from vnnews.integrations.html.escape import Markup, join, tag
from vnnews.integrations.html.links import links_of
from vnnews.integrations.html.spans import KINDS, Marks, about, kind_of


def panel_of(article: Article, marks: Marks, id: str) -> Markup:
    """A list for each kind of entity that the article has."""
    groups: dict[str, list[Markup]] = {}
    for index, entity in enumerate(marks.entities):
        groups.setdefault(kind_of(entity), []).append(_item(entity, index, marks, id))
    sections = [_section(kind, items) for kind, items in groups.items()]
    if article.addresses:
        sections.append(_addresses(article, marks, id))
    return join(sections) if sections else tag("p", "No names found.", class_="vn-none")


def _addresses(article: Article, marks: Marks, id: str) -> Markup:
    """The addresses, each with a link to where it begins."""
    items = []
    for address in article.addresses:
        found = (marks.numbers.get(("loc", part.start, part.end)) for part in address.parts)
        number = next((number for number in found if number is not None), None)
        text = tag("bdi", " ".join(address.text.split()))
        known = tag("span", levels(address, article.places), class_="vn-row", lang="en")
        items.append(tag("li", text if number is None else tag("a", text, href=f"#{id}m{number}"), known))
    return _section("loc", items, "Addresses")


def _section(kind: str, items: list[Markup], name: str = "") -> Markup:
    title = tag("h2", name or KINDS[kind][1], " ", tag("span", str(len(items)), class_="vn-count"))
    return tag("section", title, tag("ul", *items, lang="vi"), class_=f"vn-list vn-{kind}")


def _item(entity: Entity, index: int, marks: Marks, id: str) -> Markup:
    kind = kind_of(entity)
    places = [(kind, mention.start, mention.end) for mention in entity.mentions]
    numbers = [marks.numbers[found] for found in places if found in marks.numbers]
    name = tag("bdi", " ".join(entity.name.split()), class_="vn-name")
    first = tag("a", name, href=f"#{id}m{numbers[0]}") if numbers else name
    said = [(label, tag("bdi", value)) for label, value in about(entity)]
    roles = [tag("span", value, class_="vn-row") for label, value in said if label == "role"]
    facets = [
        tag("span", tag("span", label, class_="vn-label", lang="en"), " ", value, class_="vn-row")
        for label, value in said
        if label != "role"
    ]
    known = tag("span", *facets, class_="vn-facets") if facets else None
    return tag("li", first, " ", links_of(numbers, id), *roles, known, class_=f"vn-e{index}")

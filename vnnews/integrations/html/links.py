"""Links to the places in the text where one thing is named."""

from __future__ import annotations

from collections.abc import Sequence

from vnnews.integrations.html.escape import Markup, tag

_LINKS = 9


def links_of(numbers: Sequence[int], id: str) -> Markup | None:
    """The first places, numbered from 1; None where the name itself, which links to the only one, is enough.

    Args:
        numbers: of the marks.
        id: of the article in the page.
    """
    if len(numbers) < 2:
        return None
    links = [tag("a", str(at), href=f"#{id}m{number}") for at, number in enumerate(numbers[:_LINKS], 1)]
    return tag("span", *links, "…" if len(numbers) > _LINKS else None, class_="vn-links", lang="en")

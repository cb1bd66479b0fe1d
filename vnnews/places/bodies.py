"""The places inside names of bodies: no mentions of their own, but they tell which places an article is about."""

from __future__ import annotations

from collections.abc import Iterable

from vnnews.names.bodies import body_kind
from vnnews.places.addresses import PlaceName


def body_places(bodies: Iterable[tuple[int, str]]) -> list[PlaceName]:
    """The places in names of bodies, each given by its offset in the text and its name.

    >>> body_places([(10, "Công an huyện Quế Phong"), (50, "Công ty An Phát")])
    [PlaceName(start=18, end=33, text='huyện Quế Phong')]
    """
    found = []
    for start, name in bodies:
        place = body_kind(name).place
        if place:
            begin = start + name.rindex(place)
            found.append(PlaceName(begin, begin + len(place), place))
    return found

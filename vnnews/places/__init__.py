"""Places: which unit or country a name means, then and now."""

from vnnews.places.linking import PlaceGroup, PlaceName, group_places
from vnnews.places.units import Unit, lookup

__all__ = ["PlaceGroup", "PlaceName", "Unit", "group_places", "lookup"]

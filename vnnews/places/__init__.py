"""Places: which unit or country a name means, then and now."""

from vnnews.places.addresses import PlaceName, find_addresses
from vnnews.places.linking import PlaceGroup, group_places
from vnnews.places.units import Unit, lookup

__all__ = ["PlaceGroup", "PlaceName", "Unit", "find_addresses", "group_places", "lookup"]

"""Places: which unit or country a name means, then and now."""

from vnnews.places.linking import PlaceGroup, group_places

__all__ = ["PlaceGroup", "group_places"]

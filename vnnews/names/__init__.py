"""People, bodies, places, laws and events: names in the text, what they name, and the roles of people."""

from vnnews.names.grouping import Group, group_names
from vnnews.names.laws import LawNumber, find_laws
from vnnews.names.mentions import Name, find_names
from vnnews.names.models import Chosen, ModelName, OwnModel, choose, name_tagger
from vnnews.names.roles import find_roles
from vnnews.names.tagger import NameTagger, fast_tagger

__all__ = [
    "Chosen",
    "Group",
    "LawNumber",
    "ModelName",
    "Name",
    "NameTagger",
    "OwnModel",
    "choose",
    "fast_tagger",
    "find_laws",
    "find_names",
    "find_roles",
    "group_names",
    "name_tagger",
]

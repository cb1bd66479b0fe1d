"""Files and strings in: pages as saved from news sites and JSON lines become :class:`RawArticle`."""

from vnnews.reading.files import read_path
from vnnews.reading.meter import Meter
from vnnews.reading.page import read_page
from vnnews.reading.raw import Offsets, RawArticle, Reject
from vnnews.reading.records import read_record

__all__ = ["Meter", "Offsets", "RawArticle", "Reject", "read_page", "read_path", "read_record"]

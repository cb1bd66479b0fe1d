"""Files and strings in: pages as saved from news sites and JSON lines become :class:`RawArticle`."""

from typing import TYPE_CHECKING

from vnnews.lazy import parts
from vnnews.reading.page import read_page
from vnnews.reading.raw import Offsets, RawArticle, Reject

if TYPE_CHECKING:
    from vnnews.reading.files import read_path
    from vnnews.reading.meter import Meter
    from vnnews.reading.records import read_record
else:
    __getattr__ = parts(__name__, {"Meter": "meter", "read_path": "files", "read_record": "records"})

__all__ = ["Meter", "Offsets", "RawArticle", "Reject", "read_page", "read_path", "read_record"]

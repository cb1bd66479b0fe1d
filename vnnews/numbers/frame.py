"""What the other stages know of a text, against which its numbers can be checked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from vnnews.article import Timex


class Frame(NamedTuple):
    """What surrounds the numbers of one text.

    Attributes:
        times: its temporal expressions, in order.
        published: day of publication.
        headline: offsets of the headline.
    """

    times: Sequence[Timex] = ()
    published: datetime.date | None = None
    headline: tuple[int, int] | None = None

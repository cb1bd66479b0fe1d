"""vnnews reads Vietnamese news and returns what it says as objects.

>>> import vnnews
>>> article = vnnews.analyze("Đã có 31/577 xã, phường, thị trấn (bằng 5%) đăng ký.")
>>> article.checks[0].ok
True
"""

from typing import TYPE_CHECKING, Any

from vnnews.analyzer import Analyzer, analyze, analyze_many
from vnnews.article import (
    Address,
    Age,
    Article,
    Body,
    Change,
    Check,
    Count,
    Event,
    Fact,
    Interval,
    Law,
    Measure,
    Mention,
    Money,
    Multiple,
    Ordinal,
    Other,
    Percent,
    Person,
    Place,
    PlaceCandidate,
    Ratio,
    Role,
    Score,
    Sentence,
    Span,
    Timex,
    Token,
)
from vnnews.errors import CorpusError, JobError, ModelError, ReadError, VnnewsError, WorkerError
from vnnews.integrations.lazy import frames, load, to_parquet
from vnnews.serialization import from_json, json_schema, to_json
from vnnews.words import tokenize, tokenize_many

if TYPE_CHECKING:
    from vnnews.integrations import ray as ray
else:

    def __getattr__(name: str) -> Any:
        """``vnnews.ray``, which is imported when it is first used, because it needs an extra."""
        if name != "ray":
            raise AttributeError(f"module 'vnnews' has no attribute {name!r}")
        from importlib import import_module

        return import_module("vnnews.integrations.ray")


__version__ = "0.1.0"


def __dir__() -> list[str]:
    """What completion offers: what is meant to be used, not the rooms behind it."""
    return sorted({*__all__, "__doc__", "__version__", "ray", "reading"})


__all__ = [
    "Address",
    "Age",
    "Analyzer",
    "Article",
    "Body",
    "Change",
    "Check",
    "CorpusError",
    "Count",
    "Event",
    "Fact",
    "Interval",
    "JobError",
    "Law",
    "Measure",
    "Mention",
    "ModelError",
    "Money",
    "Multiple",
    "Ordinal",
    "Other",
    "Percent",
    "Person",
    "Place",
    "PlaceCandidate",
    "Ratio",
    "ReadError",
    "Role",
    "Score",
    "Sentence",
    "Span",
    "Timex",
    "Token",
    "VnnewsError",
    "WorkerError",
    "analyze",
    "analyze_many",
    "frames",
    "from_json",
    "json_schema",
    "load",
    "to_json",
    "to_parquet",
    "tokenize",
    "tokenize_many",
]

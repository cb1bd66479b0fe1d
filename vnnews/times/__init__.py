"""Temporal expressions: grammar, TIMEX3 values, resolution against the day of publication, lunar calendar."""

from vnnews.times.checks import check_batch, check_times
from vnnews.times.tag import explain_times, tag_times

__all__ = ["check_batch", "check_times", "explain_times", "tag_times"]

"""Large runs into a folder: parts that appear whole or not at all, so that a run that was killed can go on."""

from vnnews.integrations import frames as _frames  # noqa: F401  # first, because it tells what is to be installed
from vnnews.jobs.folder import Settings
from vnnews.jobs.job import Summary, run_job

__all__ = ["Settings", "Summary", "run_job"]

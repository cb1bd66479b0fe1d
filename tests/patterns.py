"""All regular expressions of the package, how each is used, and texts that are the worst for it."""

from __future__ import annotations

import ast
import importlib
import random
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import regex

import vnnews
from vnnews.text.grammar import Grammar

ROOT = Path(vnnews.__file__).parent
_SEARCHES = ("search", "finditer", "findall", "sub", "subn", "split", "splititer")
_METHODS = ("match", "fullmatch", *_SEARCHES)
_KINDS = ("1", "a", "A", "đ", "Đ", "\u0301", " ", "\n", ".", "²", "人", "\x00")
_WORD = regex.compile(r"[\p{L}\d]++(?:\\? [\p{L}\d]++)*+")
_ESCAPE = regex.compile(r"\\[pP]\{[^}]*+\}|\\[a-zA-Z](?<!\\n)|\(\?P?<\w++>|\(\?[a-zA-Z]++|\{[\d,]*+\}")
_MOST_WORDS = 12


class Use(NamedTuple):
    """A pattern and how it is run over texts."""

    name: str
    pattern: Any
    searches: bool
    """Whether at all places of a text, or at one."""


def uses() -> list[Use]:
    """All patterns of the package but those of grammars (see :func:`grammars`)."""
    return [use for source in _sources() for use in source.uses()]


def grammars() -> dict[str, Grammar[Any]]:
    """The grammars over symbols of syllables, by module and name."""
    return {
        f"{source.module}.{name}": value
        for source in _sources()
        for name, value in vars(source.imported).items()
        if isinstance(value, Grammar)
    }


def missing() -> list[str]:
    """Places of the sources where a pattern is compiled that :func:`uses` does not know."""
    return [place for source in _sources() for place in source.missing()]


def alphabet(pattern: Any) -> list[str]:
    """Pieces of text that a pattern looks at: its words and marks, and a character of each kind."""
    source = pattern.pattern.decode() if isinstance(pattern.pattern, bytes) else pattern.pattern
    source = _ESCAPE.sub("\x00", source)
    words = list(dict.fromkeys(word.replace("\\ ", " ") for word in _WORD.findall(source)))
    if len(words) > _MOST_WORDS:
        words = random.Random(0).sample(words, _MOST_WORDS)
    marks = dict.fromkeys(c for c in source if not c.isalnum() and not c.isspace() and c not in "\\\x00")
    return list(dict.fromkeys([*_KINDS, *words, *marks]))


def attacks(pattern: Any, pairs: int) -> Iterator[tuple[str, str, str]]:
    """What may stand before, in the repeated middle, and at the end of a text that a pattern is slow on."""
    order, pieces = random.Random(1), alphabet(pattern)
    for piece in pieces:
        yield "", piece, ""
        yield "", piece, order.choice(pieces)
    every = [(a, b) for a in pieces for b in pieces if a != b]
    for a, b in every if len(every) <= pairs else order.sample(every, pairs):
        yield "", a + b, ""
        yield a, b, order.choice(pieces)
        yield order.choice(pieces), a + b + order.choice(pieces), order.choice(pieces)


def symbol_attacks(pattern: Any, pairs: int) -> Iterator[str]:
    """Strings of symbols that a rule of a grammar looks at, in any order."""
    order = random.Random(2)
    symbols = sorted({c for c in pattern.pattern if "\ue000" <= c <= "\uf8ff"} | set("abcdefghijklmno \n,.-/:()"))
    for symbol in symbols:
        yield symbol * 400
    for _ in range(pairs):
        few = order.choices(symbols, k=order.choice((2, 3, 4)))
        yield "".join(few) * 100
        yield "".join(order.choices([*few, " ", "b"], k=400))


@cache
def _sources() -> list[_Source]:
    return [_Source(path) for path in sorted(ROOT.rglob("*.py"))]


class _Source:
    """A module of the package, read and imported."""

    def __init__(self, path: Path) -> None:
        self.module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def imported(self) -> Any:
        """The module, or an empty one where it needs what is not installed."""
        try:
            return importlib.import_module(self.module)
        except ImportError:
            return ModuleType("")

    def uses(self) -> Iterator[Use]:
        patterns = {
            id(pattern): (name, pattern)
            for name, value in vars(self.imported).items()
            for pattern in _patterns_in(value)
            if name in self._compiled
        }
        for name, pattern in patterns.values():
            methods = self._methods.get(name) or self._methods.get("", {"search"})
            yield Use(f"{self.module}.{name}", pattern, not methods.isdisjoint(_SEARCHES))
        for number, call in enumerate(self._inline):
            if isinstance(call.args[0], ast.Constant):
                yield Use(f"{self.module}.{call.func.attr}-{number}", regex.compile(call.args[0].value), True)  # type: ignore[attr-defined]

    def missing(self) -> Iterator[str]:
        """Patterns that are compiled inside functions or that no constant holds."""
        inside = [
            node
            for function in ast.walk(self.tree)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if _is_call(node, ("compile",))
        ]
        for call in [*inside, *(call for call in self._inline if not isinstance(call.args[0], ast.Constant))]:
            yield f"{self.module}:{call.lineno}"

    @cached_property
    def _compiled(self) -> dict[str, ast.AST]:
        """Names of the module to which patterns are assigned."""
        return {
            target.id: node
            for node in self.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
            if any(_is_call(part, ("compile",)) for part in ast.walk(node))
        }

    @cached_property
    def _inline(self) -> list[ast.Call]:
        return [node for node in ast.walk(self.tree) if _is_call(node, _METHODS)]  # type: ignore[misc]

    @cached_property
    def _methods(self) -> dict[str, set[str]]:
        """How the names of the module are used; "" for variables that may stand for any of them."""
        found: dict[str, set[str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
                name = node.value.id if node.value.id in self._compiled else ""
                if name or not (node.value.id in ("regex", "re") or node.attr == "split"):  # rather that of a string
                    found.setdefault(name, set()).add(node.attr)
        return found


def _is_call(node: ast.AST, methods: tuple[str, ...]) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("regex", "re")
    )


def _patterns_in(value: object) -> Iterator[Any]:
    if isinstance(value, regex.Pattern) or type(value).__name__ == "Pattern":
        yield value
    elif isinstance(value, dict):
        yield from _patterns_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _patterns_in(part)

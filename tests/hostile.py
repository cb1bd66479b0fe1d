"""Texts that no newspaper prints, made from the recipes of tests/cases/hostile/texts.json at any length."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count, cycle
from pathlib import Path
from typing import Any

RECIPES = Path(__file__).with_name("cases") / "hostile" / "texts.json"
_SOUNDS = [
    a + b + c for a in ("b", "đ", "kh", "l", "tr", "th") for b in "aeêoôơuưiy" for c in ("", "n", "ng", "m", "t")
]


@cache
def recipes() -> dict[str, Mapping[str, Any]]:
    """The recipes by name."""
    read = json.loads(RECIPES.read_text(encoding="utf-8"))["texts"]
    assert len({recipe["name"] for recipe in read}) == len(read)
    return {recipe["name"]: recipe for recipe in read}


def cook(recipe: Mapping[str, Any], size: int) -> str:
    """The text of a recipe, of ``size`` code points; the same at each run."""
    first, last = recipe.get("first", ""), recipe.get("last", "")
    if "open" in recipe:
        depth = size // len(recipe["open"] + recipe["close"])
        return recipe["open"] * depth + recipe["close"] * depth
    parts, length = list[str](), len(first) + len(last)
    for piece in _pieces(recipe, size):
        parts.append(piece)
        length += len(piece)
        if length >= size:
            break
    return (first + "".join(parts))[: max(0, size - len(last))] + last


def _pieces(recipe: Mapping[str, Any], size: int) -> Iterator[str]:
    pieces, form = recipe["pieces"], recipe.get("form")
    if recipe.get("order") == "once":  # the last piece goes on
        yield from pieces[:-1]
        pieces = pieces[-1:]
    if form is None and not any("{n}" in piece or "{w}" in piece for piece in pieces):
        if recipe.get("order") == "random":
            yield "".join(random.Random(size).choices(pieces, k=size // min(map(len, pieces)) + 1))
        else:
            round_ = "".join(pieces)
            yield round_ * (size // len(round_) + 1)
        return
    words = map(_word, count())
    for number, piece in enumerate(cycle(pieces)):
        made = piece.replace("{n}", str(number))
        while "{w}" in made:
            made = made.replace("{w}", next(words), 1)
        if form == "NFD" or (form == "mixed" and number % 2):
            made = unicodedata.normalize("NFD", made)
        yield made


def _word(number: int) -> str:
    """A made-up capitalised name of two or three syllables, another one for each number."""
    syllables = list[str]()
    while number or len(syllables) < 2:
        number, sound = divmod(number, len(_SOUNDS))
        syllables.append(_SOUNDS[sound])
    return " ".join(syllables).title()

"""Docstrings as pages show them: roles of reStructuredText as code, examples as code blocks, one attribute a line."""

from __future__ import annotations

import re
from typing import Any

import griffe

ROLE = re.compile(r":(?:class|data|func|meth|mod):(`[^`]+`)")
LITERAL = re.compile(r"``([^`]+)``")
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.M)
TOGETHER = re.compile(r"^( +)(\w+(?:, \w+)+):( .+(?:\n\1 +.+)*)", re.M)


class Docstrings(griffe.Extension):
    """Rewrites each docstring as Markdown before it is parsed."""

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """See the class."""
        if obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value)


def markdown(docstring: str) -> str:
    """The docstring in the way of Markdown, and attributes that are described together ("url, id: …") apart."""
    text = LITERAL.sub(r"`\1`", ROLE.sub(r"\1", docstring))
    text = EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", text)
    return TOGETHER.sub(lambda all: "\n".join(f"{all[1]}{name}:{all[3]}" for name in all[2].split(", ")), text)

"""Docstrings as pages show them: roles of reStructuredText as code, examples as code blocks."""

from __future__ import annotations

import re
from typing import Any

import griffe

ROLE = re.compile(r":(?:class|func|meth|mod):(`[^`]+`)")
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.M)
LITERAL = re.compile(r"``([^`]+)``")


class Docstrings(griffe.Extension):
    """Rewrites each docstring as Markdown before it is parsed."""

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """See the class."""
        if obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value)


def markdown(docstring: str) -> str:
    """The docstring with roles, literals and examples in the way of Markdown."""
    text = LITERAL.sub(r"`\1`", ROLE.sub(r"\1", docstring))
    return EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", text)

"""The classes of names and their labels."""

from __future__ import annotations

from vnnews.tagging.bio import bio_labels

CLASSES = ("PER", "ORG", "LOC", "LAW", "EVENT", "MISC")
LABELS = bio_labels(CLASSES)
"""O, then B and I of each class; trained models depend on the order."""

"""Evidence of the rest of an article, and titles that are known."""

from __future__ import annotations

import numpy as np

from vnnews.names import gazetteers
from vnnews.names.documents import evidence
from vnnews.names.labels import LABELS
from vnnews.tagging.bio import encode
from vnnews.text.syllables import syllabify

PERSON_LAST, PERSON_OTHER, PERSON_LONE, PLACE = 1 << 1, 1 << 2, 1 << 0, 1 << 3


def bits(texts: list[str], names: list[tuple[str, str]]) -> dict[str, int]:
    batch = syllabify(texts)
    spans = [(label, batch.text.index(name), batch.text.index(name) + len(name)) for label, name in names]
    found = evidence(batch, encode(batch, spans, LABELS))
    return {
        f"{batch.text[start:end]}@{start}": int(value)
        for start, end, value in zip(batch.starts.tolist(), batch.ends.tolist(), found.tolist(), strict=True)
        if value
    }


def test_given_name_after_the_full_name() -> None:
    assert bits(["Ông Vũ Văn Lợi đến. Lợi nói."], [("PER", "Vũ Văn Lợi")]) == {"Lợi@20": PERSON_LAST}


def test_full_name_after_the_given_name() -> None:
    assert bits(["Lợi đến. Vũ Văn Lợi nói."], [("PER", "Lợi")]) == {"Lợi@16": PERSON_LONE}


def test_other_texts_say_nothing() -> None:
    assert bits(["Ông Vũ Văn Lợi đến.", "Lợi nói."], [("PER", "Vũ Văn Lợi")]) == {}


def test_small_letters_say_nothing() -> None:
    assert bits(["Ông Vũ Văn Lợi đến. Có lợi không?"], [("PER", "Vũ Văn Lợi")]) == {}


def test_several_kinds() -> None:
    found = bits(["Vũ Đức về. Bên Đức Hạ xa. Đức ơi!"], [("PER", "Vũ Đức"), ("LOC", "Đức Hạ")])
    assert found == {"Đức@3": PLACE, "Đức@15": PERSON_LAST, "Đức@26": PERSON_LAST | PLACE}


def test_capitals_count_as_the_name() -> None:
    assert bits(["VŨ LỢI\n\nÔng Vũ Lợi nói."], [("PER", "Vũ Lợi")]) == {"VŨ@0": PERSON_OTHER, "LỢI@3": PERSON_LAST}


def test_nothing_found() -> None:
    batch = syllabify(["Hà Nội", ""])
    assert evidence(batch, np.zeros(len(batch), dtype=np.int64)).tolist() == [0, 0]


def test_titles_the_longest_first() -> None:
    batch = syllabify(["Luật Giáo dục đại học và luật giáo dục, Luật Thuế"])
    (found,) = gazetteers.titles(batch, ("laws",), least=3)
    assert [batch.text[batch.starts[a] : batch.ends[b - 1]] for a, b in found] == [
        "Luật Giáo dục đại học",
        "luật giáo dục",
    ]

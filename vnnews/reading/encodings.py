"""Bytes to text: UTF-8 and UTF-16, told apart by the byte-order mark, which is not part of the text."""

from __future__ import annotations

import codecs

from vnnews.errors import ReadError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encoding(head: bytes) -> tuple[str, int]:
    r"""Encoding of what begins with ``head``, and the length of its byte-order mark.

    >>> encoding("\ufeffHà Nội".encode("utf-8")), encoding(b"H")
    (('utf-8', 3), ('utf-8', 0))
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    return "utf-8", 0


def decode(data: bytes) -> str:
    r"""The text of a file.

    >>> decode("Hà Nội".encode("utf-16")), decode("\ufeffHà Nội".encode("utf-8"))
    ('Hà Nội', 'Hà Nội')

    Raises:
        ReadError: it is empty, binary, or in another encoding.
    """
    name, mark = encoding(data)
    try:
        text = data[mark:].decode(name)
    except UnicodeDecodeError as error:
        raise ReadError("binary, not text" if b"\0" in data and not mark else "not UTF-8 or UTF-16") from error
    if "\0" in text:
        raise ReadError("binary, not text")
    return text

"""What a value may be, said anew in Python and without DuckDB, and texts to ask both with."""

import re
from math import isnan

from hypothesis import strategies as st

MEASURE = "is not a number above 0 (1e-9 to 1e12)"
WHOLE = "is not a whole number above 0 (up to 999999999)"


def number(text: str) -> float:
    """Python knows the digits and blanks of all scripts, DuckDB those of ASCII."""
    try:
        return float(text) if text.isascii() else float("nan")
    except ValueError:
        return float("nan")


def plain(text: str) -> str | float:
    """The same for a number in any spelling, with commas between thousands or without."""
    found = number(text.replace(",", ""))
    return text if isnan(found) else found


def text_of(content: bytes) -> str:
    """With a NUL for the first byte that is not UTF-8, and nothing behind it."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        return content[: error.start].decode() + "\0"


def is_percentage(text: str) -> bool:
    return 0 <= number(text) <= 100


def is_measure(text: str) -> bool:
    return 1e-9 <= number(text) <= 1e12


def is_measure_with_thousands(text: str) -> bool:
    is_clear = "," not in text or re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", text, re.ASCII)
    return bool(is_clear) and is_measure(text.replace(",", ""))


def is_count(text: str) -> bool:
    return 1 <= number(text) <= 999_999_999 and number(text).is_integer()


def is_size(text: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]*", text) is not None and is_count(text)


def is_model(text: str) -> bool:
    return re.fullmatch(r"[\w-]+([.][\w-]+)?", text, re.ASCII) is not None


def is_text(text: str) -> bool:
    return re.fullmatch(r"[\w./:-]+", text, re.ASCII) is not None


# A cell holds no line end, and a NUL byte has its own refusal.
cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=50)
numbers = st.one_of(
    st.floats(1e-10, 1e13).map(repr),
    st.floats(0, 101).map(lambda drawn: f"{drawn:.3f}"),
    st.integers(-10, 10**10).map(str),
    st.integers(1, 999).map(str),
    st.integers(1, 10**7).map(lambda drawn: f"{drawn:,}.5"),
    st.floats().map(repr),
    st.from_regex(r"\A[ +-]{0,2}[0-9_,]{0,12}[.]?[0-9_]{0,9}([eE][+-]?[0-9]{1,3})?[ \t%a-f]?\Z"),
    st.sampled_from(
        ["", "nan", "NaN", "-inf", "Infinity", "1e999", "1e-320", "0x50", "0b1", "1_000", "٣", "½", "5\u2003"]
    ),
)
names = st.one_of(
    st.from_regex(r"\A[ ]?(resnet50|levit_128s|vit_tiny_patch16_224)[ .'\t]?[a-z]{0,3}[ ]?\Z"),
    st.from_regex(r"\A[\w-]{1,9}[.]?[\w-]{0,9}\Z"),
    st.sampled_from(["'); drop table speed; --", "resnet50'", "a;b", "{{ 1 / 0 }}", "a.b.c", ".a", "é", "a b", '"']),
)
# Characters of one to four bytes, lone bytes, and what only looks like a character: in more bytes than it needs, half
# of a pair, beyond the last.
characters = st.sampled_from(["\x00\x7f", "\x80\u07ff", "\u0800\uffff", "\U00010000\U0010ffff"]).flatmap(
    lambda ends: st.characters(min_codepoint=ord(ends[0]), max_codepoint=ord(ends[1]), exclude_categories=["Cs"])
)
first_bytes = st.sampled_from([0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF])
further_bytes = st.sampled_from([0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0])
near_characters = st.builds(
    lambda first, further: bytes([first, *further]), first_bytes, st.lists(further_bytes, max_size=3)
)
parts = st.one_of(characters.map(str.encode), near_characters, st.binary(max_size=2))
files = st.lists(parts, max_size=8).map(b"".join)

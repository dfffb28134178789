"""The small EDTF parser agrees with the reference parser, and says dates as people do."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance import dates
from alliance.problems import AllianceError


def one_date() -> st.SearchStrategy[str]:
    """Year, month or day with or without a qualifier; months and days may not exist."""
    parts = st.tuples(
        st.integers(1, 9999),
        st.integers(0, 14),
        st.integers(0, 32),
        st.sampled_from(["year", "month", "day"]),
        st.sampled_from(["", "?", "~", "%"]),
    )

    def write(drawn: tuple[int, int, int, str, str]) -> str:
        year, month, day, precision, mark = drawn
        text = f"{year:04d}"
        if precision != "year":
            text += f"-{month:02d}"
        if precision == "day":
            text += f"-{day:02d}"
        return text + mark

    return parts.map(write)


def intervals() -> st.SearchStrategy[str]:
    ends = st.one_of(one_date(), st.just(".."))
    return st.tuples(ends, ends).map("/".join)


def reference(text: str) -> tuple[date | None, date | None] | None:
    """What the reference parser says; None if it refuses or if we are stricter on purpose."""
    if text == "../..":
        return None
    try:
        parsed = parse_edtf(text)
        found = []
        for end in (parsed.lower_strict(), parsed.upper_strict()):
            found.append(None if isinstance(end, float) else date(*tuple(end)[:3]))
    except (EDTFParseException, ValueError):  # ValueError: 29 February that never was
        return None
    if "/" in text and None not in found:
        left, right = (reference(part) for part in text.split("/"))
        if left is None or right is None or right[1] < left[0]:
            return None
    return found[0], found[1]


@settings(max_examples=250, deadline=None)
@given(st.one_of(one_date(), intervals()))
def test_agrees_with_the_reference_parser(text: str) -> None:
    expected = reference(text)
    assert dates.is_valid(text) == (expected is not None)
    if expected is not None:
        assert dates.bounds(text) == expected
        assert dates.words(text)


@pytest.mark.parametrize(
    "text",
    [
        "1950-13",
        "1950-02-30",
        "circa 1950",
        "",
        " 1950",
        "1950 ",
        "1950\n",
        "1950-1-1",
        "50",
        "1951-02-29",
        "1953/1950",
        "../..",
        "/1950",
        "1950/",
        "1950/1951/1952",
        "0000",
        "1950-00",
        "1950~?",
        "..~/1950",
        "1950s",
        "19XX",
        "１９５０",
        "1950-06-25T10:00:00",
        None,
        1950,
    ],
)
def test_refuses(text: object) -> None:
    assert not dates.is_valid(text)
    with pytest.raises(AllianceError, match="is not a date that can be read; write a day as"):
        dates.bounds(text)
    with pytest.raises(AllianceError):
        dates.words(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1945-08-26", "26 August 1945"),
        ("1948-12", "December 1948"),
        ("1962/1964", "1962 to 1964"),
        ("1967~", "about 1967"),
        ("1950-11/1953-07", "November 1950 to July 1953"),
        ("1967-03?", "March 1967 (uncertain)"),
        ("1967-03-04%", "about 4 March 1967 (uncertain)"),
        ("1950~/1953?", "about 1950 to 1953 (uncertain)"),
        ("../1948", "until 1948"),
        ("2024-06~/..", "from about June 2024 on"),
        ("1950-03/1950-07", "March to July 1950"),
        ("1950-03-03/1950-03-05", "3 to 5 March 1950"),
        ("1950-03-31/1950-04-02", "31 March to 2 April 1950"),
        ("1950-03~/1950-07", "about March 1950 to July 1950"),
        ("1950/1950-07", "1950 to July 1950"),
        ("1950/1950", "1950"),
    ],
)
def test_words(text: str, said: str) -> None:
    assert dates.words(text) == said


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1945-08-26", date(1945, 8, 26), date(1945, 8, 26)),
        ("1952-02", date(1952, 2, 1), date(1952, 2, 29)),
        ("1962/1964", date(1962, 1, 1), date(1964, 12, 31)),
        ("../1948-12", None, date(1948, 12, 31)),
        ("2024-06~/..", date(2024, 6, 1), None),
    ],
)
def test_bounds(text: str, first: date | None, last: date | None) -> None:
    assert dates.bounds(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "precision", "about", "uncertain"),
    [
        ("1945-08-26", "day", False, False),
        ("1952-02~", "month", True, False),
        ("1952?", "year", False, True),
        ("1962/1964%", "interval", True, True),
        ("../1964", "interval", False, False),
    ],
)
def test_span(text: str, precision: str, about: bool, uncertain: bool) -> None:
    span = dates.parse(text)
    assert (span.precision, span.about, span.uncertain) == (precision, about, uncertain)

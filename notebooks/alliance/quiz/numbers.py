"""Reads a number the way people write it.

The rules, in this order:

1. Digits of any script, full-width signs, Unicode minus and no-break spaces become plain ones.
2. A trailing unit is dropped if it is the question's own (also without its plural s; % for
   “per cent”).
3. Comma and point both there: the last one is the decimal mark, the other groups thousands.
4. One of them several times: it groups thousands.
5. One comma, once: it groups thousands if exactly three digits follow and one to three digits,
   the first not 0, stand before it (1,000); otherwise it is the decimal mark (1,5). One point,
   once, is always the decimal mark (1.000 is one), as usual in English. The page says how the
   number was read.
6. Spaces and apostrophes between digits group thousands. Groups must have three digits.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from ..texts import say

__all__ = ["parse", "shown"]

LONGEST = 60
LARGEST = Decimal(10) ** 15
GROUPS = re.compile(r"\d{1,3}(?:[ ,.']\d{3})+")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?")


def parse(text: Any, unit: str = "") -> tuple[Decimal | None, str]:
    """Return (number, "") or (None, a sentence that says what to write instead)."""
    if isinstance(text, bool) or not isinstance(text, str | int | float | Decimal):
        return None, say("number.blank" if text is None else "number.digits")
    text = str(text)
    if len(text) > LONGEST:
        return None, say("number.huge" if re.fullmatch(r"[\d,. ]+", text) else "number.digits")
    text = _flat(text)
    text = _without_unit(text, unit)
    if not text:
        return None, say("number.blank")
    if text.lstrip("+-").lower() in {"nan", "inf", "infinity", "∞"}:
        return None, say("number.finite")
    plain = _without_groups(text)
    if plain is None:
        return None, say("number.groups")
    if not NUMBER.fullmatch(plain):
        return None, say("number.digits")
    number = Decimal(plain)
    return (number, "") if abs(number) < LARGEST else (None, say("number.huge"))


def _flat(text: str) -> str:
    """Bring digits, signs and spaces of any kind to the plain ones."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = re.sub(r"\s+", " ", re.sub("[’ʼ`´]", "'", text)).strip()
    # − (minus) anywhere; dashes only in front, where they can mean nothing else.
    text = text.replace("−", "-")
    text = re.sub(r"^[‐‑‒–—]", "-", text)
    return re.sub(r"^([+-]) ", r"\1", text)


def _without_unit(text: str, unit: str) -> str:
    unit = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", unit)).strip().casefold()
    names = {unit, unit.removesuffix("s")} - {""}
    if unit in {"%", "per cent", "percent"}:
        names |= {"%", "per cent", "percent"}
    for name in sorted(names, key=len, reverse=True):
        before = text[: len(text) - len(name)]
        # “5m” where the unit is “m”; but never half a word.
        joined = before[-1:].isalpha() and name[:1].isalpha()
        if text.casefold().endswith(name) and not joined:
            return before.strip()
    return text


def _without_groups(text: str) -> str | None:
    """Return the number with a point as decimal mark and nothing else; None if groups are odd."""
    sign, digits = re.fullmatch(r"([+-]?)(.*)", text, re.DOTALL).groups()
    marks = [c for c in digits if c in ",."]
    decimal = ""
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return None
    elif marks == ["."]:
        decimal = "."
    elif marks == [","] and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        decimal = ","
    whole, _, rest = digits.rpartition(decimal) if decimal else (digits, "", "")
    if re.search(r"[ ,.']", rest):
        return None
    if re.search(r"[ ,.']", whole):
        separators = set(re.findall(r"[ ,.']", whole))
        if len(separators) > 1 or not GROUPS.fullmatch(whole):
            return None if re.fullmatch(r"[\d ,.']+", whole) else text
        whole = re.sub(r"[ ,.']", "", whole)
    return f"{sign}{whole}.{rest}" if rest else sign + whole


def shown(number: Decimal, grouped: bool = True) -> str:
    """Write a number for readers: no exponent, no idle zeros, thousands grouped from 10,000 on.

    Four digits stay ungrouped, because they are often years.
    """
    number = number.normalize()
    if number.as_tuple().exponent > 0:
        number = number.quantize(Decimal(1))
    text = f"{number:,f}" if grouped and abs(number) >= 10_000 else f"{number:f}"
    return text.replace("-", "−")

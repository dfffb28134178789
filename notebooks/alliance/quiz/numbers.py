"""Reads a number the way people write it.

The rules, in this order:

1. Digits of any script, full-width signs, Unicode minus and no-break spaces become plain ones.
2. “about”, “ca.”, “~” and the like in front are dropped. A limit (“more than 20”, “20+”) and a
   range (“20-30”) are no single number: a sentence says so.
3. A trailing unit is dropped if it is the question's own, also without its plural s or in part
   (“dollars” for “US dollars”); % stands for “per cent”, a currency sign for its currency.
4. “thousand”, “million”, “billion” and their abbreviations count (1,2 Mio is 1,200,000), and so do
   powers of ten (1.2 × 10⁶). If the unit itself is “million …”, 3 billion are 3000 of it.
5. Comma and point both there: the last one is the decimal mark, the other groups thousands.
6. One of them several times: it groups thousands.
7. One comma, once: it groups thousands if exactly three digits follow and one to three digits,
   the first not 0, stand before it (1,000); otherwise it is the decimal mark (1,5). One point,
   once, is always the decimal mark (1.000 is one), as usual in English. The page says how the
   number was read.
8. Spaces and apostrophes between digits group thousands. Groups must have three digits.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from ..texts import say

__all__ = ["amount", "parse", "shown"]

LONGEST = 60
LARGEST = Decimal(10) ** 15
GROUPS = re.compile(r"\d{1,3}(?:[ ,.']\d{3})+")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?")
# A figure, then words; the e of 1e3 belongs to the figure.
FIGURE = re.compile(r"([+-]?[\d ,.']*\d[,.]?(?:e[+-]?\d{1,2}(?!\w))?) ?(.*)", re.IGNORECASE)
RANGE = re.compile(r"\d[\w .%]*?(?:-|‐|‑|‒|–|—|\bto\b|\band\b|\bbis\b|…|\.\.+|±|\+/-) ?[+-]?\d")
LIMIT = re.compile(
    r"(more|less|fewer|greater|larger|smaller|higher|lower) than\b|(over|above|under|below|beyond"
    r"|at least|at most|up to|min|max|minimum|maximum|not more than|no more than)\b|[<>≤≥]"
)
ABOUT = re.compile(
    r"(about|around|roughly|approximately|approx|circa|ca|c|some|nearly|almost|say|etwa|rund"
    r"|ungefähr|environ|около|약)\b\.? ?|[~≈≃∼]+ ?"
)
POWER = re.compile(r"(.+?) ?(?:x|×|\*|·|⋅|∙) ?10 ?(?:\^|\*\*) ?([+-]?\d{1,2})(.*)")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# Powers of ten by name, as English and some other languages write and shorten them.
SCALES = {
    2: "hundred",
    3: "thousand thousands k tsd tausend тыс 천",
    4: "万 萬 만",
    6: "million millions mio mill mln mn m млн",
    8: "億 亿 억",
    9: "billion billions bn bln b milliard milliards milliarde milliarden mrd млрд",
    12: "trillion trillions tn trn",
}
SCALE = {word: power for power, words in SCALES.items() for word in words.split()}
PER_CENT = {"%", "per cent", "percent", "pct", "prozent"}
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "₽": "rouble", "₩": "won", "¥": "yen"}


def parse(text: Any, unit: str = "") -> tuple[Decimal | None, str]:
    """Return (number, "") or (None, a sentence that says what to write instead)."""
    if isinstance(text, bool) or not isinstance(text, str | int | float | Decimal):
        return None, say("number.blank" if text is None else "number.digits")
    text = str(text)
    if len(text) > LONGEST:
        return None, say("number.huge" if re.fullmatch(r"[\d,. ]+", text) else "number.digits")
    unit = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", unit)).strip().casefold()
    text = _without_unit(_about(_flat(text)), unit)
    if not text:
        return None, say("number.blank")
    if text.lstrip("+-").lower() in {"nan", "inf", "infinity", "∞"}:
        return None, say("number.finite")
    digits, power, trouble = _split(text, unit)
    plain = _without_groups(digits) if not trouble else ""
    if trouble or plain is None:
        return None, say(trouble or "number.groups")
    if not NUMBER.fullmatch(plain):
        return None, say("number.digits")
    number = Decimal(plain).scaleb(power)
    return (number, "") if abs(number) < LARGEST else (None, say("number.huge"))


def _about(text: str) -> str:
    """Drop what says that a number is not exact: it was asked for nothing else."""
    while match := ABOUT.match(text.casefold()):
        text = text[match.end() :]
    text = re.sub(r"^(minus|negative) ", "-", text, flags=re.IGNORECASE)
    return re.sub(r"^([+-]) ", r"\1", text)


def _split(text: str, unit: str) -> tuple[str, int, str]:
    """Return the figure, its power of ten, and the key of a sentence if there is no one figure."""
    low = text.casefold()
    if LIMIT.match(low) or re.search(r"\d ?(\+|or more|or less|and more)$", low):
        return "", 0, "number.limit"
    if RANGE.search(low) and not POWER.fullmatch(low):
        return "", 0, "number.one"
    power, rest = 0, ""
    if match := POWER.fullmatch(low):
        low, power, rest = match[1], int(match[2]), match[3]
    match = FIGURE.fullmatch(low)
    if not match:
        return low, power, ""
    words = re.sub(r"[()\[\].]+", " ", f"{match[2]} {rest}").split()
    own = unit.split()
    names = {name for word in own for name in (word, word.removesuffix("s"))}
    scaled = False
    while words and words[0] in SCALE and not _abbreviates(words[0], own):
        power, scaled = power + SCALE[words.pop(0)], True
    if scaled and own[:1] and own[0] in SCALE:
        power -= SCALE[own[0]]
    if " ".join(words) in PER_CENT and unit not in PER_CENT:
        return "", 0, "number.percent"
    if not all(word in names or word.removesuffix("s") in names for word in words):
        return "", 0, "number.digits"
    return match[1], power, ""


def _abbreviates(word: str, own: list[str]) -> bool:
    """Tell whether one letter may stand for the unit: 5 m are no millions where it is metres."""
    return len(word) == 1 and bool(own) and own[0].startswith(word) and own[0] not in SCALE


def _flat(text: str) -> str:
    """Bring digits, signs and spaces of any kind to the plain ones."""
    # Before anything makes 106 of 10⁶.
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: f"^{m[0].translate(SUPERSCRIPTS)}", text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = re.sub(r"\s+", " ", re.sub("[’ʼ`´]", "'", text)).strip()
    # − (minus) anywhere; dashes only in front, where they can mean nothing else.
    text = text.replace("−", "-")
    text = re.sub(r"^[‐‑‒–—]", "-", text)
    return re.sub(r"^([+-]) ", r"\1", text)


def _without_unit(text: str, unit: str) -> str:
    """Drop the unit at the end, or the sign of the currency in front or at the end."""
    for sign, currency in CURRENCIES.items():
        if sign in text and currency in unit.replace("ruble", "rouble"):
            text = re.sub(rf"(us)? ?{re.escape(sign)} ?", "", text, count=1, flags=re.IGNORECASE)
    names = {unit, unit.removesuffix("s")} - {""}
    if unit in PER_CENT:
        names |= PER_CENT
    for name in sorted(names, key=len, reverse=True):
        before = text[: len(text) - len(name)]
        # “5m” where the unit is “m”; but never half a word.
        joined = before[-1:].isalpha() and name[:1].isalpha()
        if text.casefold().endswith(name) and not joined:
            return before.strip()
    return text.strip()


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


def amount(number: Decimal, unit: str) -> str:
    """Write a number with its unit, unless that is not said after a number: 1996, not 1996 year."""
    if unit in say("number.unsaid").split("; "):
        unit = ""
    return say("number.words", value=shown(number), unit=unit).strip()

"""The session of a reading: takes verdicts on claims, keeps them, and says what the page may know.

It knows nothing of widgets. The journal holds one kind of record, `claim` (claim, verdict, error
kind): the first valid one for a claim counts, since the evidence was shown after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...journal.records import CLAIM
from ...library import as_list
from ...page import Link, esc, filled, joined, markdown
from ...problems import AllianceError
from ...quiz.kinds.judgement.judge import VERDICTS
from ...texts import say
from ..frame import cell, cells
from . import score as reading_score

__all__ = ["Session", "fold"]


def fold(records: Iterable[Mapping[str, Any]], wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return verdict and kind of error by claim, as records in order of time hold them.

    What is no verdict is passed over: a journal may have been edited by hand.
    """
    kept: dict[str, tuple[str, str]] = {}
    wanted = set(wanted)
    for record in records:
        if record.get("kind") != CLAIM:
            continue
        name, verdict, kind = (record.get(key) for key in ("claim", "verdict", "error_kind"))
        if isinstance(name, str) and name in wanted and verdict in VERDICTS:
            kept.setdefault(name, (verdict, kind if isinstance(kind, str) else ""))
    return kept


class Session:
    """The claims of one panel and what one learner said of them."""

    def __init__(self, claims: pd.DataFrame, library: Any, journal: Any) -> None:
        """Take the claims with their verdicts, the library that has their sources, a journal.

        Titles of sections and of kinds of error come from the tables `sections` and `error_kinds`
        of the library; without them the ids stand as they are.
        """
        self.claims = claims.drop_duplicates("id").set_index("id", drop=False)
        self.rows = {row["id"]: row for row in self.claims.to_dict("records")}
        self.library = library
        self.journal = journal
        self.kinds = self._kinds()

    def _kinds(self) -> dict[str, dict[str, str]]:
        """Return title, question and description of each kind of error by id."""
        names = ("title", "question", "description")
        if "error_kinds" in self.library.held:
            rows = self.library.held["error_kinds"].to_dict("records")
            return {row["id"]: {n: cell(row, n) for n in names} for row in rows}
        used = dict.fromkeys(
            kind for row in self.rows.values() for kind in cells(row, "error_kinds")
        )
        return {kind: dict.fromkeys(names, "") | {"title": kind} for kind in used}

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the kinds of error by id."""
        return {kind: about["title"] for kind, about in self.kinds.items()}

    @property
    def kept(self) -> dict[str, tuple[str, str]]:
        """What the journal holds now; another notebook may have written since."""
        return fold(self.journal.records(CLAIM), self.rows)

    # --- what the learner does ---------------------------------------------------------------

    def judge(self, name: Any, verdict: Any, kind: Any = "") -> str:
        """Keep a verdict and return what to say.

        Raises:
            AllianceError: no verdict was chosen, the claim is judged or is none of this panel.
        """
        if not isinstance(name, str) or name not in self.rows:
            raise AllianceError(say("reading.unknown"))
        if not isinstance(verdict, str) or verdict not in VERDICTS:
            raise AllianceError(say("reading.none"))
        if kind and (not isinstance(kind, str) or kind not in self.kinds):
            raise AllianceError(say("reading.no_kind"))
        if name in self.kept:
            raise AllianceError(say("reading.again"))
        kind = "" if verdict == reading_score.SUPPORTED else kind or ""
        self.journal.append(CLAIM, claim=name, verdict=verdict, error_kind=kind)
        row = self.rows[name]
        found = reading_score.outcome(row, verdict)
        return say(
            "reading.heard",
            outcome=say(f"reading.outcome_{found}"),
            you=say(f"judge.{verdict}"),
            verdict=say(f"judge.{row['verdict']}"),
        )

    # --- what the page may know --------------------------------------------------------------

    def public(self) -> dict[str, Any]:
        """Return what the page may know from the beginning: nothing of the editors' verdicts."""
        titles = {}
        if "sections" in self.library.held:
            rows = self.library.held["sections"]
            titles = dict(zip(rows["id"], rows["title"], strict=True))
        items = [
            {
                "id": name,
                "claim": cell(row, "claim"),
                "section": titles.get(cell(row, "section"), cell(row, "section")),
                "credited": self._credited(row),
            }
            for name, row in self.rows.items()
        ]
        verdicts = [[word, say(f"judge.{word}")] for word in VERDICTS]
        kinds = [[kind, about["title"], about["question"]] for kind, about in self.kinds.items()]
        return {"items": items, "verdicts": verdicts, "kinds": kinds}

    @staticmethod
    def _credited(row: Mapping[str, Any]) -> str:
        """Return whom the text names; "" if the table does not say."""
        if "credited_to" not in row:
            return ""
        who = cell(row, "credited_to")
        return say("reading.credited", who=who) if who else say("reading.nobody")

    def told(self) -> dict[str, dict[str, Any]]:
        """Return by claim, for those that are judged, all that is known of them."""
        return {name: self._told(self.rows[name], *given) for name, given in self.kept.items()}

    def _told(self, row: Mapping[str, Any], verdict: str, kind: str) -> dict[str, Any]:
        found = reading_score.outcome(row, verdict)
        kinds = [
            self.kinds.get(k, {"title": k, "description": ""}) for k in cells(row, "error_kinds")
        ]
        mine = self.titles.get(kind, kind)
        links = joined(self.library.cite(s) for s in as_list(row.get("source_ids")))
        return {
            "outcome": found,
            "heading": say(f"reading.outcome_{found}"),
            "why": say(f"reading.why_{found}"),
            "lines": [
                [
                    say("reading.told_you"),
                    esc(say(f"judge.{verdict}") + (f" ({mine})" if mine else "")),
                ],
                [
                    say("reading.told_verdict"),
                    f"<strong>{esc(say('judge.' + row['verdict']))}</strong>",
                ],
                [say("reading.told_kinds"), self._wrong(kinds)],
                [
                    say("reading.told_evidence"),
                    markdown(cell(row, "evidence"), self.library.cite, True),
                ],
                *self._grades(row),
                *self._choice(row),
            ],
            "sources": filled("reading.sources", links=links) if links else "",
        }

    @staticmethod
    def _wrong(kinds: list[dict[str, str]]) -> str:
        """Return the kinds of error with what each of them is."""
        if not kinds:
            return esc(say("reading.told_nothing"))
        words = [f"{esc(one['title'])}. {esc(one['description'])}" for one in kinds]
        return "<br>".join(word.strip() for word in words)

    @staticmethod
    def _grades(row: Mapping[str, Any]) -> list[list[str]]:
        """Return both grades in words, if the table has them."""
        letter, figure = cell(row, "reliability"), cell(row, "credibility")
        if not letter or not figure:
            return []
        words = say(
            "reading.grades",
            reliability=letter,
            credibility=figure,
            r_words=say(f"grade.step_{letter}"),
            c_words=say(f"grade.step_{figure}"),
        )
        return [[say("reading.told_grades"), esc(words)]]

    @staticmethod
    def _choice(row: Mapping[str, Any]) -> list[list[str]]:
        """Return why this verdict was taken, where it could have been another."""
        choice = cell(row, "choice")
        return [[say("reading.told_choice"), esc(choice)]] if choice else []

    def _text_itself(self, judged: pd.DataFrame) -> list[Link]:
        """Return a link to the text that makes the claims: the source that all of them have."""
        cited = [set(as_list(ids)) for ids in self.claims.get("source_ids", [])]
        shared = sorted(set.intersection(*cited)) if cited and len(judged) else []
        return [self.library.cite(name) for name in shared]

    # --- the count ---------------------------------------------------------------------------

    def judged(self) -> pd.DataFrame:
        """Return the judged claims with `given` and `given_kind` of the reader, and `outcome`."""
        kept = self.kept
        frame = self.claims.loc[[name for name in self.rows if name in kept]].copy()
        if "error_kinds" not in frame:
            frame["error_kinds"] = [[] for _ in range(len(frame))]
        frame["given"] = [kept[name][0] for name in frame["id"]]
        frame["given_kind"] = [kept[name][1] for name in frame["id"]]
        rows = frame.to_dict("records")
        frame["outcome"] = [reading_score.outcome(row, row["given"]) for row in rows]
        return frame.reset_index(drop=True)

    def score(self) -> Any:
        """Return the count of what was caught, as a picture or, before any verdict, a sentence."""
        judged = self.judged()
        return reading_score.picture(judged, self.titles, self._text_itself(judged))

"""What the tables say about each generated question on votes, read anew."""

from __future__ import annotations

import re
from itertools import pairwise

from alliance import dates
from tests.practice_parts import parts

VOTED = {"abstained": "abstain", "voted against": "no"}


class Votes:
    """One method for each template; `resolutions`, `votes`, `read` and `names` are the tables."""

    def _text(self, question):
        """The row of the text that a stem names; its day and title stand there too."""
        (row,) = [
            r for r in self.resolutions.values()
            if f"on {r['id']} ({dates.words(r['date'])}: {r['title']})" in question.stem
        ]  # fmt: skip
        return row

    def who_voted_how(self, question):
        votes = self.read[self._text(question)["id"]]
        name = re.match(r"How did it vote: (.*?) on ", question.stem)[1]
        _, right, wrong = parts(question)
        assert [o.text for o in right] == [votes[name]]
        assert {o.text for o in wrong} < {"yes", "no", "abstain", "absent"} - {votes[name]}
        assert len(wrong) == 2

    def who_did_not_agree(self, question, wanted=""):
        votes = self.read[self._text(question)["id"]]
        wanted = wanted or VOTED[re.match(r"Which of these (.*) on [AS]/", question.stem)[1]]
        options, right, wrong = parts(question)
        assert right and wrong and len(options) in (4, 5)
        for option in options:
            assert (votes[option.text] == wanted) == option.correct
        return right

    def who_abstained(self, question):
        assert self._text(question)["body"] == "SC"
        assert len(self.who_did_not_agree(question, "abstain")) == 1

    def which_vote_first(self, question):
        rows = [self.resolutions[o.id] for o in question.body.items]
        assert len(rows) in (3, 4)
        assert [o.text for o in question.body.items] == [row["title"] for row in rows]
        for before, after in pairwise(rows):
            assert before["date_end"] < after["date_start"]

    def how_many_abstained(self, question):
        """One vote of the member against a sentence with *always*; the others fit it."""
        said = re.search(r"always (.*?)\. Which", question.stem)[1]
        against = {"stood against every measure": "yes", "let every measure pass": "no"}[said]
        _, right, wrong = parts(question)
        assert len(right) == 1 and len(wrong) == 2
        for option in [*right, *wrong]:
            text, member = option.id.rsplit(":", 1)
            row, vote = self.resolutions[text], self.votes[text][member]
            assert member == "RUS" and row["body"] == "SC" and vote in ("yes", "no")
            assert row["topic"] in ("DPRK sanctions", "Panel of Experts")
            assert option.text == f"{row['title']} ({dates.words(row['date'])}): {vote}"
            assert option.correct == (vote == against)

    def could_be_vetoed(self, question):
        options, right, wrong = parts(question)
        assert right and wrong and len(options) in (4, 5)
        for option in options:
            row = self.resolutions[option.id]
            assert option.text == f"{row['id']}: {row['title']}" and row["adopted"] == "yes"
            council = option.text.startswith("S/")
            assert option.correct == (council and row["question"] == "substantive")

    def who_could_stop(self, question):
        row = self.resolutions[re.search(r" on (\S+) \(", question.stem)[1]]
        assert row["question"] == "substantive" and row["date_start"].year >= 1992
        _, right, wrong = parts(question)
        assert len(right) == 1 and len(wrong) == 3
        five = {self.names[code] for code in ("CHN", "FRA", "GBR", "RUS", "USA")}
        for option in [*right, *wrong]:
            assert self.read[row["id"]][option.text] == "yes"
            assert option.correct == (option.text in five)

    def stopped(self, question):
        """The numbers shown are enough to tell: who needs to know more is not asked."""
        vetoed = "had votes enough" in question.stem
        _, right, wrong = parts(question)
        assert len(right) == 1 and len(wrong) == 3
        for option in [*right, *wrong]:
            row = self.resolutions[option.id]
            yes, no = map(int, re.match(r"(\d+) Yes, (\d+) No,", option.text).groups())
            assert (yes, no) == (row["for"], row["against"])
            enough = yes >= (7 if row["date_start"].year < 1966 else 9)
            stopped = enough and no > 0 and row["question"] == "substantive"
            assert stopped == bool(row["vetoed_by"]) and row["question"] in option.text
            assert (enough and not stopped) == (row["adopted"] == "yes")
            assert option.correct == (stopped if vetoed else not enough)

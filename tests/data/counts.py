"""What prose and questions say of the module's own tables: words, what must be so, what breaks it.

Figures that stand beside a citation are tied to their row by `alliance figures`. These are counts
and comparisons of rows, which no single row holds.
"""

from __future__ import annotations

import pandas as pd

from tests.data.captions import Held, acts

ASIA = ["KOR", "JPN", "CHN", "MNG", "VNM", "IND", "IRN", "SYR"]
NORTH = ["sanctions", "panel-renewal"]


def texts(t, *categories):
    rows = t["resolutions"]
    return rows[rows["category"].isin(categories) & (rows["body"] == "SC")]


def all_yes(rows):
    return (rows["against"] == 0) & (rows["abstain"] == 0) & (rows["absent"] == 0)


def weapons(t):
    rows = texts(t, "sanctions", "non-proliferation")
    return rows[rows["date_start"].between("2006-01-01", "2017-12-31")]


def of_cast(t, text):
    return t["votes"][t["votes"]["resolution"] == text]


def strong(t, side):
    rows = t["weighing"]
    return rows[(rows["weight"] == "strong") & (rows["side"] == side)]


def verdict(t, *words):
    return t["claims"]["verdict"].isin(words)


def silences(t):
    return t["reactions"]["silent"].value_counts()


def faults(t):
    return t["claims"].explode("error_kinds")["error_kinds"].value_counts()


def in_asia(t):
    return acts(t, *ASIA)


PROSE = {
    "One row is in the table only": Held(
        lambda t: t["precedents"]["lat"].isna().sum() == 1,
        "precedents",
        "vietnam-pilots",
        {"lat": float("nan")},
    ),
    "the Council passed eleven resolutions on North Korea's missiles and bombs. All were": Held(
        lambda t: len(weapons(t)) == 11 and all_yes(weapons(t)).all(),
        "resolutions",
        "S/RES/2371",
        {"abstain": 1},
    ),
    "of its 193 votes only 22 were": Held(
        lambda t: (
            len(of_cast(t, "A/RES/ES-11/4")) == 193
            and (of_cast(t, "A/RES/ES-11/4")["basis"] == "read").sum() == 22
        ),
        "votes",
        "A/RES/ES-11/4:RUS",
        {"basis": "guessed"},
    ),
    "## Five agreements, one label": Held(
        lambda t: (t["treaties"]["title_says"] == "comprehensive strategic partnership").sum() == 5,
        "treaties",
        "russia-iran-2025",
        {"title_says": "other"},
    ),
    "Most of the 23 articles promise to work together.": Held(
        lambda t: (
            len(t["articles"]) == 23 and (t["articles"]["strength"] == "cooperate").mean() > 0.5
        ),
        "articles",
        "russia-dprk-2024-article-21",
    ),
    "Two lines are lawful trade, flour for example": Held(
        lambda t: (t["routes"]["law"] == "lawful").sum() == 2,
        "routes",
        "food-primorye",
        {"law": "barred"},
    ),
    "On twelve questions luck can beat skill.": Held(
        lambda t: len(t["forecasts"]) == 12, "forecasts", "troops-in-russia"
    ),
    "The largest mission to a single country is the one to Vietnam": Held(
        lambda t: (
            t["precedents"]
            .query("country != '' and unit == 'people'")
            .set_index("id")["high"]
            .idxmax()
            == "vietnam-pilots"
        ),
        "precedents",
        "vietnam-pilots",
        {"high": 20},
    ),
    "China, five times, as sections 1 and 3 tell; the UN spokesman once": Held(
        lambda t: (
            t["reactions"].query("silent == 'asked'")["actor"].value_counts().to_dict()
            == {"CHN": 5, "UN": 1}
        ),
        "reactions",
        "china-on-treaty",
        {"silent": "no"},
    ),
    "There are three kinds of silence here": Held(
        lambda t: set(silences(t).index) == {"no", "asked", "left-out", "stand-in"},
        "reactions",
        "china-on-treaty",
        {"silent": "refused"},
    ),
    "111 claims, each once": Held(lambda t: len(t["claims"]) == 111, "claims", "signed-on-19-june"),
    "More than two in five of the claims are supported as they stand; seven were overtaken": Held(
        lambda t: 0.4 < verdict(t, "supported").mean() < 0.5 and verdict(t, "overtaken").sum() == 7,
        "claims",
        "signed-on-19-june",
        {"verdict": "overtaken"},
    ),
    "all five of the article are of this kind": Held(
        lambda t: len(t["implications"]) == 5, "implications", "alliances"
    ),
    "for the 17 agreements that both list": Held(
        lambda t: len(t["atop_comparison"]) == 17, "atop_comparison", "rio-1947"
    ),
    "Whether it has a condition, 22 of 27 do; each of the five differences": Held(
        lambda t: (
            t["atop_comparison"]["same_condition"].sum() == 22
            and t["atop_comparison"]["conditions"].sum() == 27
            and (t["atop_comparison"]["promises"] == t["atop_comparison"]["same"]).all()
        ),
        "atop_comparison",
        "rio-1947",
        {"same_condition": 1},
    ),
}

QUESTIONS = {
    "the Council voted 26 times on sanctions on North Korea or on the Panel": Held(
        lambda t: len(texts(t, *NORTH)) == 26, "resolutions", "S/RES/2371"
    ),
    "It was 24 of 26. Both No votes were vetoes, in 2022 and 2024.": Held(
        lambda t: (
            all_yes(texts(t, *NORTH)).sum() == 24
            and set(texts(t, *NORTH).query("adopted == 'no'")["date"].str[:4]) == {"2022", "2024"}
        ),
        "resolutions",
        "S/RES/2371",
        {"abstain": 1},
    ),
    "The table has about 25 acts of South Korea and one of France.": Held(
        lambda t: (
            24 <= (t["reactions"]["actor"] == "KOR").sum() <= 26
            and (t["reactions"]["actor"] == "FRA").sum() == 1
        ),
        "reactions",
        "lee-end-of-war",
        {"actor": "FRA"},
    ),
    "Seoul has 25 of the 52 rows, and five of the eight states have nothing but stand-ins": Held(
        lambda t: (
            len(in_asia(t)) == 52
            and (in_asia(t)["actor"] == "KOR").sum() == 25
            and (in_asia(t)["silent"].eq("stand-in").groupby(in_asia(t)["actor"]).all()).sum() == 5
        ),
        "reactions",
        "lee-end-of-war",
        {"actor": "FRA"},
    ),
    "Stand-ins are the largest group.": Held(
        lambda t: silences(t).drop("no", errors="ignore").idxmax() == "stand-in",
        "reactions",
        "",
        {"silent": "asked"},
    ),
    "Eight questions are few": Held(
        lambda t: pd.to_numeric(t["forecasts"]["article_expectation"]).notna().sum() == 8,
        "forecasts",
        "troops-in-russia",
        {"article_expectation": float("nan")},
    ),
    "More strong pieces speak for the five statements than against them, and a few are open.": Held(
        lambda t: len(strong(t, "for")) > len(strong(t, "against")) > len(strong(t, "open")) > 0,
        "weighing",
        "",
        {"side": "against"},
    ),
    "the two strong open pieces rest on sources that nobody can judge": Held(
        lambda t: len(strong(t, "open")) == 2, "weighing", "proliferation-reactor", {"side": "for"}
    ),
    "The famous article is only one of five kinds.": Held(
        lambda t: (
            t["articles"]["strength"].nunique() == 5
            and t["articles"].query("strength == 'binding-in-a-case'")["number"].tolist() == [4]
        ),
        "articles",
        "russia-dprk-2024-article-04",
        {"strength": "binding"},
    ),
    "Most rows are medium or low: military missions of a closed state": Held(
        lambda t: (t["precedents"]["confidence"] != "high").mean() > 0.5,
        "precedents",
        "",
        {"confidence": "high"},
    ),
    "Most of the top tier rests on promises with a condition, NATO's among them": Held(
        lambda t: (
            (top := t["treaties"].query("article_tiers == 'mutual-defence-alliance'")) is not None
            and (top["defense"] == "conditional").mean() > 0.5
            and top.set_index("id").loc["nato-1949", "defense"] == "conditional"
        ),
        "treaties",
        "nato-1949",
        {"defense": "yes"},
    ),
    "No. More than two in five are supported just as they stand.": Held(
        lambda t: 0.4 < verdict(t, "supported").mean() < 0.5,
        "claims",
        "",
        {"verdict": "partly"},
    ),
    "Nearly a third of the claims; more still are supported as they stand.": Held(
        lambda t: 0.3 < verdict(t, "partly").mean() < 1 / 3 < verdict(t, "supported").mean(),
        "claims",
        "",
        {"verdict": "partly"},
    ),
    "What is left out is the commonest fault": Held(
        lambda t: faults(t).idxmax() == "left-out", "claims", "", {"error_kinds": ["conflated"]}
    ),
}

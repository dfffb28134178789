"""What prose and questions say of the module's own tables: words, what must be so, what breaks it.

Figures that stand beside a citation are tied to their row by `alliance figures`. These are counts
and comparisons of rows, which no single row holds.
"""

from __future__ import annotations

import pandas as pd

from tests.data.captions import Held, acts, trade

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
    "Thirteen times, year by year, the Council renewed one small group": Held(
        lambda t: (
            len(rows := texts(t, "panel-renewal").query("adopted == 'yes'")) == 13
            and all_yes(rows).all()
        ),
        "resolutions",
        "S/RES/2464",
        {"adopted": "no"},
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
    "Yes. All but nine stand there with no name beside them.": Held(
        lambda t: (t["claims"]["credited_to"] != "").sum() == 9,
        "claims",
        "signed-on-19-june",
        {"credited_to": "somebody"},
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
    "Two texts out of 27, both since 2022.": Held(
        lambda t: (
            len(rows := texts(t, "non-proliferation", *NORTH)) == 27
            and (no := rows[["RUS" in who for who in rows["vetoed_by"]]]) is not None
            and (len(no), no["date"].min() >= "2022") == (2, True)
        ),
        "resolutions",
        "S/2024/255",
        {"date": "2021-03-28"},
    ),
    "93, 8 and 73 make 174.": Held(
        lambda t: (
            t["resolutions"]
            .set_index("id")
            .loc["A/RES/ES-11/8", ["for", "against", "abstain"]]
            .tolist()
            == [93, 8, 73]
        ),
        "resolutions",
        "A/RES/ES-11/8",
        {"against": 9},
    ),
    "Five steps, from tanks in 2006 to petrol in 2018.": Held(
        lambda t: (
            (start := t["measures"].set_index("id")["start"]) is not None
            and (start["heavy-arms-1718"][:4], start["refined-oil-2397"][:4]) == ("2006", "2018")
        ),
        "measures",
        "refined-oil-2397",
        {"start": "2017-12-22"},
    ),
    "With KOTRA's own figure for China, 2,641 million, the share is 98 per cent": Held(
        lambda t: (
            round(trade(t, "kotra", "CHN").loc[2024]) == 2641
            and round(
                100 * trade(t, "kotra", "CHN").loc[2024] / trade(t, "kotra", "world").loc[2024]
            )
            == 98
        ),
        "trade",
        "china-2024-kotra",
        {"total": 2600.0},
    ),
    "KOTRA: 1.53 billion": Held(
        lambda t: trade(t, "kotra", "CHN").loc[2022] == 1530,
        "trade",
        "china-2022-kotra",
        {"total": 1540.0},
    ),
    "The share rose for twenty years, with a dip in 2020.": Held(
        lambda t: (
            (
                (
                    share := t["estimates"]
                    .set_index("id")["high"]
                    .loc[[f"china-share-{year}" for year in (2003, 2008, 2017, 2020, 2023)]]
                ).diff()[1:]
                > 0
            ).tolist()
            == [True, True, False, True]
            and share.iloc[-1] > share.iloc[2]
        ),
        "estimates",
        "china-share-2020",
        {"high": 99.0},
    ),
    "From 40 to 93 per cent, and all of them about the same spring.": Held(
        lambda t: (
            (share := t["estimates"].set_index("id")["high"]) is not None
            and share["mariupol-mayor-destroyed-2022-03"] == 40
            and share["mariupol-hrw-blocks-2024-02"] == 93
        ),
        "estimates",
        "mariupol-hrw-blocks-2024-02",
        {"high": 94.0},
    ),
    "From 13 to 25 June, twelve days.": Held(
        lambda t: (
            (day := t["reactions"].set_index("id")["date"]) is not None
            and (day["china-old-friendships"], day["yoon-war-anniversary"])
            == ("2024-06-13", "2024-06-25")
        ),
        "reactions",
        "yoon-war-anniversary",
        {"date": "2024-06-26"},
    ),
    "−0.33, where all rows together give −0.63": Held(
        lambda t: (
            round(in_asia(t)["stance"].mean(), 2) == -0.63
            and round(in_asia(t).groupby("actor")["stance"].mean().mean(), 2) == -0.33
        ),
        "reactions",
        "lee-end-of-war",
        {"stance": 2},
    ),
    "What is left out is the commonest fault": Held(
        lambda t: faults(t).idxmax() == "left-out", "claims", "", {"error_kinds": ["conflated"]}
    ),
}

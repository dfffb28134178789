"""What the captions of lessons 07 to 09 say of the data: see `captions.py`."""

from __future__ import annotations

from tests.data.captions import Held, acts, claims, ends, pieces, years

EUROPE = ["LTU", "DEU", "FRA", "EU", "GBR", "NATO", "UKR", "BLR", "RUS"]
ASIA = ["KOR", "CHN", "JPN", "IND", "VNM", "MNG", "PRK"]


def shells(t, since):
    rows = claims(t, "shells-delivered")
    return rows[rows["as_of_end"] >= since]


def seoul_shells(t):
    rows = t["estimates"]
    return rows[rows["topic"].str.startswith("seoul-shells")]


def last_act(t, *actors):
    return acts(t, *actors).groupby("actor").tail(1).set_index("actor")["stance"]


def sides(rows, side):
    return rows[rows["side"] == side]


HELD = {
    # --- 07
    "The latest act of each: mostly against in Europe, divided in Asia": Held(
        lambda t: (last_act(t, *EUROPE) < 0).mean() > 0.5 and len(set(last_act(t, *ASIA))) >= 4,
        "reactions",
        "",
        {"stance": 1},
    ),
    "By August 2026 most European acts are old and oppose;": Held(
        lambda t: (
            (old := acts(t, *EUROPE).groupby("actor").tail(1)) is not None
            and ((old["date_start"] < "2025-06") & (old["stance"] < 0)).mean() > 0.5
            and last_act(t, "KOR")["KOR"] == 0
            and set(acts(t, "CHN")["stance"].iloc[-3:]) == {1}
        ),
        "reactions",
        "china-russia-statement-2026",
        {"date_start": "1941-01-01"},
    ),
    "Five verbs, six claims, and no count of shells delivered": Held(
        lambda t: (
            (seoul_shells(t)["topic"].nunique(), len(seoul_shells(t))) == (5, 6)
            and not seoul_shells(t)["topic"].str.contains("delivered").any()
        ),
        "estimates",
        "seoul-shells-sold-wsj",
        {"topic": "other"},
    ),
    "From a sale of 100,000 to “hundreds of thousands” passed on.": Held(
        lambda t: (
            claims(t, "seoul-shells-sold")["low"].min() == 100_000
            and ends(claims(t, "seoul-shells-passed")) == (100_000, 999_999)
        ),
        "estimates",
        "seoul-shells-sold-wsj",
        {"low": 1_000_000},
    ),
    "300,000 as shells that went; nearest is a plan for 330,000.": Held(
        lambda t: (
            not (seoul_shells(t).query("evidence != 'unsourced'")[["low", "high"]] == 300_000)
            .any()
            .any()
            and ends(claims(t, "seoul-shells-movable")) == (330_000, 330_000)
        ),
        "estimates",
        "seoul-shells-movable-wapo",
        {"low": 3_300_000},
    ),
    "Seoul: condemned, threatened, paid, and looked for talks": Held(
        lambda t: (
            {"statement", "sanctions", "policy", "visit"} <= set(acts(t, "KOR")["action_kind"])
            and acts(t, "KOR")["stance"].iloc[0] == -2
            and acts(t, "KOR")["stance"].iloc[-1] == 0
        ),
        "reactions",
        "lee-end-of-war",
        {"date_start": "1941-01-01"},
    ),
    "Until December 2024 most acts oppose.": Held(
        lambda t: (acts(t, "KOR").query("date_start < '2025-01'")["stance"] == -2).mean() > 0.5,
        "reactions",
        "",
        {"stance": 0},
    ),
    "From June 2025 most take no side or criticise with an open door": Held(
        lambda t: (
            (late := acts(t, "KOR").query("date_start >= '2025-06'")["stance"]) is not None
            and (late >= -1).mean() > 0.5
            and (late == -2).sum() == 1
        ),
        "reactions",
        "seoul-on-builders",
        {"date_start": "1941-01-01"},
    ),
    "China: no view on treaty and troops, friendly words for the ties": Held(
        lambda t: (
            (rows := acts(t, "CHN")) is not None
            and (rows[rows["in_response_to"].str.contains("Treaty|Troops")]["stance"] == 0).all()
            and (rows[rows["in_response_to"].str.contains("own ties")]["stance"] == 1).all()
        ),
        "reactions",
        "china-on-treaty",
        {"stance": 1},
    ),
    "takes no side, five times over.": Held(
        lambda t: (
            (asked := acts(t, "CHN").query("silent == 'asked'")) is not None
            and len(asked) == 5
            and (asked["stance"] == 0).all()
        ),
        "reactions",
        "china-on-treaty",
        {"silent": "other"},
    ),
    "Asked about friendship it is friendly.": Held(
        lambda t: t["reactions"].set_index("id").loc["china-old-friendships", "stance"] == 1,
        "reactions",
        "china-old-friendships",
        {"stance": 0},
    ),
    "From September 2025 all its acts but one are friendly.": Held(
        lambda t: (acts(t, "CHN").query("date_start >= '2025-09'")["stance"] != 1).sum() == 1,
        "reactions",
        "china-white-paper",
        {"date_start": "1941-01-01"},
    ),
    # --- 08
    "Ten moves since June 2024: four for, four against, two open": Held(
        lambda t: (
            pieces(t, "alliances")["side"].value_counts().to_dict()
            == {"for": 4, "against": 4, "open": 2}
            and pieces(t, "alliances")["date"].min() > "2024-06"
        ),
        "weighing",
        "alliances-japan-purl",
        {"side": "against"},
    ),
    "Those against fall between those for: time alone does not decide.": Held(
        lambda t: (
            sides(pieces(t, "alliances"), "for")["date"].min()
            < sides(pieces(t, "alliances"), "against")["date"].min()
            and sides(pieces(t, "alliances"), "against")["date"].max()
            < sides(pieces(t, "alliances"), "for")["date"].max()
        ),
        "weighing",
        "alliances-belarus-treaty",
        {"side": "against"},
    ),
    "What speaks for it is mostly “possibly true”": Held(
        lambda t: (sides(pieces(t, "proliferation"), "for")["credibility"] == "3").mean() > 0.5,
        "weighing",
        "proliferation-accuracy",
        {"credibility": "2"},
    ),
    "Three of four pieces for it stand at 3; the reactor report stands at 6.": Held(
        lambda t: (
            sorted(sides(pieces(t, "proliferation"), "for")["credibility"]) == ["1", "3", "3", "3"]
            and t["weighing"].set_index("id").loc["proliferation-reactor", "credibility"] == "6"
        ),
        "weighing",
        "proliferation-accuracy",
        {"credibility": "2"},
    ),
    "Rising and easing at the same time, 2024–2026": Held(
        lambda t: (
            years(pieces(t, "stability")) == (2024, 2026)
            and {"for", "against"} < set(pieces(t, "stability")["side"])
        ),
        "weighing",
        "stability-threat-to-seoul",
        {"date_start": "2031-05-05"},
    ),
    "the steps that eased it came in 2025 and 2026.": Held(
        lambda t: (
            (
                sides(pieces(t, "stability"), "for")["date_start"].min().year,
                sides(pieces(t, "stability"), "for")["date_end"].max().year,
            )
            == (2024, 2026)
            and set(
                sides(pieces(t, "stability"), "against")
                .query("id != 'stability-older-quarrels'")["date"]
                .str[:4]
            )
            == {"2025", "2026"}
        ),
        "weighing",
        "stability-bomb-debate",
        {"side": "against"},
    ),
    "what is certain is only that it is much": Held(
        lambda t: ends(claims(t, "shells-delivered")) == (1_000_000, 10_000_000),
        "estimates",
        "shells-nis-2025-06",
        {"low": 100_000_000},
    ),
    "the claims of 2025 run from four to more than ten million.": Held(
        lambda t: (
            ends(shells(t, "2025")) == (4_000_000, 10_000_000)
            and claims(t, "shells-delivered")["as_of_start"].nunique() > 1
        ),
        "estimates",
        "shells-osc-2025-04",
        {"low": 40_000_000},
    ),
    # --- 09
    "For nine claims in ten the article names nobody": Held(
        lambda t: 0.85 < t["claims"]["credited_to"].eq("").mean() < 0.95,
        "claims",
        "",
        {"credited_to": "somebody"},
    ),
    "Most claims hold, at least in part; few are plainly wrong": Held(
        lambda t: (
            t["claims"]["verdict"].isin(["supported", "partly"]).mean() > 0.5
            and t["claims"]["verdict"].eq("wrong").mean() < 0.1
        ),
        "claims",
        "",
        {"verdict": "wrong"},
    ),
}

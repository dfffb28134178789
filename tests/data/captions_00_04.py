"""What the captions of lessons 00 to 04 say of the data: see `captions.py`."""

from __future__ import annotations

from tests.data.captions import Held, claims, ends, growth, named, trade, years

DPRK = ["non-proliferation", "sanctions", "panel-renewal"]


def treaty_events(t):
    return t["events"][t["events"]["category"] == "treaty"]


def early_korea(t):
    rows = t["events"]
    near = rows["lat"].between(30, 44) & rows["lon"].between(115, 132)
    return rows[near & (rows["date_start"] < "1962-01-01")].sort_values("date_start")


def texts_on_the_north(t):
    rows = t["resolutions"]
    return rows[rows["category"].isin(DPRK) & (rows["body"] == "SC")]


def vetoes_of_the_seat(t):
    rows = t["resolutions"]
    mine = [bool({"SUN", "RUS"} & set(who)) for who in rows["vetoed_by"]]
    return set(rows[mine]["date"].str[:4].astype(int))


def missions(t, kind):
    rows = t["precedents"]
    return set(rows[rows["role"].str.startswith(kind)]["country"])


def falls_behind(t):
    china, world = trade(t, "kotra", "CHN"), trade(t, "kotra", "world")
    gap = (world - china).dropna()
    return all(r.loc[2014] == r.max() for r in (china, world)) and gap.iloc[-1] < gap.iloc[0] / 5


def kotra_and_customs(t):
    rows = {s: trade(t, s, "CHN").loc[2019:] for s in ("kotra", "china-customs")}
    both = sorted(set(rows["kotra"].index) & set(rows["china-customs"].index))
    return both, rows["kotra"].loc[both], rows["china-customs"].loc[both]


def made_between(t, first, last):
    made = t["measures"]["public_on_start"]
    return made.between(first, last)


def oil(t):
    declared, counted = claims(t, "oil-declared-all"), claims(t, "oil-tanker-estimate")
    seen = claims(t, "oil-observed")
    most = [rows[["low", "high"]].max(axis=1) for rows in (declared, counted, seen)]
    return declared, counted, seen, most


def days(rows):
    return (rows["as_of_end"] - rows["as_of_start"]).dt.days


def china_share(t, year):
    return trade(t, "kotra", "CHN").loc[year] / trade(t, "kotra", "world").loc[year]


def ends_of(t, kind):
    rows = t["routes"][t["routes"]["kind"] == kind]
    return set(rows["from_place"]), set(rows["to_place"])


def of_2024(t):
    return t["treaties"].set_index("id").loc["russia-dprk-2024"]


def clause(t, treaty):
    return t["clauses"].set_index("id").loc[treaty]


FILTERS = ["un_article_51", "domestic_law"]

HELD = {
    # --- 00
    "some in Beijing, Seoul, Washington and Minsk.": Held(
        lambda t: (
            treaty_events(t)["place"].isin(["Moscow", "Pyongyang"]).mean() > 0.5
            and {p.partition(",")[0] for p in treaty_events(t)["place"]}
            == {"Moscow", "Pyongyang", "Beijing", "Seoul", "Washington", "Minsk"}
        ),
        "events",
        "moscow-defends-1961-clause",
        {"place": "Mariupol"},
    ),
    # --- 01
    "Events in and around Korea, 1945–1961": Held(
        lambda t: years(early_korea(t)) == (1945, 1961),
        "events",
        "soviet-army-reaches-pyongyang",
        {"date_start": "1941-01-01"},
    ),
    "to 10 September 1961, when two treaties took effect.": Held(
        lambda t: (
            early_korea(t)["id"].iloc[0] == "soviet-army-reaches-pyongyang"
            and early_korea(t)["date"].iloc[-1] == "1961-09-10"
            and {
                t["treaties"].set_index("id").loc[i, "in_force"]
                for i in ("ussr-dprk-1961", "china-dprk-1961")
            }
            == {"1961-09-10"}
        ),
        "events",
        "soviet-army-reaches-pyongyang",
        {"date_start": "2031-05-05"},
    ),
    "military missions abroad before 2024, by how well": Held(
        lambda t: (
            t["precedents"]["date_end"].max().year < 2024
            and t["precedents"]["confidence"].nunique() == 3
        ),
        "precedents",
        "vietnam-pilots",
        {"confidence": "other"},
    ),
    "Pilots in Vietnam and Egypt, instructors in Africa and the Middle East.": Held(
        lambda t: (
            {"VNM", "EGY"} <= missions(t, "pilots")
            and {"ZWE", "AGO", "COD", "UGA", "IRN"} <= missions(t, "instructors")
        ),
        "precedents",
        "vietnam-pilots",
        {"role": "other"},
    ),
    "Only some of these missions rest on good evidence.": Held(
        lambda t: 0 < (t["precedents"]["confidence"] == "high").mean() < 0.3,
        "precedents",
        "",
        {"confidence": "high"},
    ),
    "Moscow and Pyongyang, 1945–2026": Held(
        lambda t: years(t["events"]) == (1945, 2026),
        "events",
        "soviet-army-reaches-pyongyang",
        {"date_start": "2031-05-05"},
    ),
    "a gap after 1990, votes for sanctions from 2006 to 2017, and a dense run": Held(
        lambda t: (
            named(t, "korean-war-begins")["date_start"].iloc[0].year == 1950
            and named(t, "ussr-dprk-alliance-signed")["date_start"].iloc[0].year == 1961
            and t["events"]["date_start"].dt.year.between(1991, 1999).sum() < 12
            and years(
                t["resolutions"].query(
                    "category == 'sanctions' and body == 'SC' and adopted == 'yes'"
                )
            )
            == (2006, 2017)
            and (t["events"]["date_start"].dt.year >= 2022).mean() > 0.4
        ),
        "events",
        "korean-war-begins",
        {"date_start": "2031-05-05"},
    ),
    # --- 02
    "The treaty calls itself a partnership and lands among the alliances": Held(
        lambda t: "partnership" in of_2024(t)["title_says"] and of_2024(t)["defense"] == "yes",
        "treaties",
        "russia-dprk-2024",
        {"defense": "no"},
    ),
    "Article 4 of 2024 has the duty of 1961 and filters like NATO's": Held(
        lambda t: (
            clause(t, "russia-dprk-2024")["duty_kind"] == clause(t, "ussr-dprk-1961")["duty_kind"]
            and (clause(t, "russia-dprk-2024")[FILTERS] == "yes").all()
            and (clause(t, "nato-1949")[FILTERS] == "yes").all()
            and (clause(t, "ussr-dprk-1961")[FILTERS] == "no").all()
        ),
        "clauses",
        "russia-dprk-2024",
        {"duty_kind": "other"},
    ),
    "articles ask for cooperation, one for aid": Held(
        lambda t: t["articles"].query("strength == 'binding-in-a-case'")["number"].tolist() == [4],
        "articles",
        "russia-dprk-2024-article-04",
        {"strength": "binding"},
    ),
    # --- 03
    "Today nine votes carry a text, and one permanent No stops it": Held(
        lambda t: (
            t["bodies"].query("body == 'SC'").sort_values("from_start").iloc[-1]["majority"] == 9
            and len(
                t["bodies"].query("body == 'SC'").sort_values("from_start").iloc[-1]["permanent"]
            )
            == 5
        ),
        "bodies",
        "sc-1991",
        {"majority": 7},
    ),
    "Texts on North Korea since 1993: all passed until May 2022": Held(
        lambda t: (
            texts_on_the_north(t).query("date < '2022-05'")["adopted"].eq("yes").all()
            and texts_on_the_north(t).query("date >= '2022-05'")["adopted"].eq("no").any()
            and texts_on_the_north(t)["date"].min()[:4] == "1993"
        ),
        "resolutions",
        "S/RES/825",
        {"adopted": "no"},
    ),
    "Korea in 1950, and since 2022": Held(
        lambda t: (
            {y for y in vetoes_of_the_seat(t) if y < 2022} == {1950}
            and max(vetoes_of_the_seat(t)) >= 2022
        ),
        "resolutions",
        "S/1653",
        {"date": "1941-01-01"},
    ),
    "the UN's Panel until April 2024, eleven states from October": Held(
        lambda t: (
            named(t, "panel-of-experts-ends")["date"].iloc[0] == "2024-04-30"
            and named(t, "msmt-launched")["date"].iloc[0][:7] == "2024-10"
            and "leven" in named(t, "msmt-launched")["summary"].iloc[0]
        ),
        "events",
        "panel-of-experts-ends",
        {"date": "2031-05-05"},
    ),
    # --- 04
    "Two thirds of the measures were made in 22 months": Held(
        lambda t: 0.64 < made_between(t, "2016-03-01", "2017-12-31").mean() < 0.69,
        "measures",
        "",
        {"public_on_start": "2010-01-01"},
    ),
    "until resolution 2397, and after it one exemption for aid work.": Held(
        lambda t: (
            set(t["measures"]["public_on_start"].dt.year) == {2006, 2009, 2013, 2016, 2017, 2022}
            and t["measures"][made_between(t, "2018-01-01", "2030-01-01")]["kind"].tolist()
            == ["exemption"]
        ),
        "measures",
        "aid-2664",
        {"public_on_start": "2031-05-05"},
    ),
    "below the ceiling; most of what was counted goes above it": Held(
        lambda t: (
            (oil(t)[3][0] < 500_000).all()
            and ((oil(t)[3][1] > 500_000).sum() + (oil(t)[3][2] > 500_000).sum())
            > 0.7 * (len(oil(t)[1]) + len(oil(t)[2]))
        ),
        "estimates",
        "oil-all-2019",
        {"low": 4_180_000},
    ),
    "No declared figure passes 500,000 barrels.": Held(
        lambda t: (oil(t)[3][0] < 500_000).all() and len(oil(t)[0]) > 2,
        "estimates",
        "oil-all-2019",
        {"low": 4_180_000},
    ),
    "The upper end of every estimate from tanker calls does": Held(
        lambda t: (oil(t)[3][1] > 500_000).all() and (days(oil(t)[1]) < 350).all(),
        "estimates",
        "oil-tanker-2018",
        {"as_of_end": "2031-05-05"},
    ),
    "Of the figures observed in 2024, only those for eight months do.": Held(
        lambda t: (
            ((oil(t)[3][2] > 500_000) == days(oil(t)[2]).between(235, 250)).all()
            and 0 < (oil(t)[3][2] > 500_000).mean() < 1
        ),
        "estimates",
        "oil-observed-rusi",
        {"low": 900_000},
    ),
    "Arms one way, oil the other, on one short stretch of sea": Held(
        lambda t: (
            ends_of(t, "sea-arms")[0] == {"Rajin (Rason)"}
            and ("Vostochny Port" in ends_of(t, "sea-arms")[1] & ends_of(t, "sea-oil")[0])
        ),
        "routes",
        "rajin-dunai-shuttle",
        {"from_place": "other"},
    ),
    "Boxes are reported from Rajin to Russian ports": Held(
        lambda t: (
            ends_of(t, "sea-arms") == ({"Rajin (Rason)"}, {"Dunai", "Vostochny Port"})
            and (lambda r: set(r["to_place"]))(
                t["routes"].query("kind == 'sea-oil' and from_place == 'Vostochny Port'")
            )
            == {"Chongjin"}
        ),
        "routes",
        "rajin-dunai-shuttle",
        {"to_place": "other"},
    ),
    "Lines to places farther away leave the frame.": Held(
        lambda t: (~t["routes"]["to_lon"].dropna().between(125, 134.3)).any(),
        "routes",
        "",
        {"to_lon": 130},
    ),
    "By KOTRA's count, North Korea's trade has become trade with China": Held(
        lambda t: (
            china_share(t, trade(t, "kotra", "world").index.max()) > 0.9
            and china_share(t, 2006 if 2006 in trade(t, "kotra", "world").index else 2010) < 0.85
        ),
        "trade",
        "china-2010-kotra",
        {"total": 34_700},
    ),
    "Both lines rise to 2014, fall steeply after 2017 and recover from 2022.": Held(
        lambda t: (
            falls_behind(t)
            and trade(t, "kotra", "CHN").loc[2018] < 0.6 * trade(t, "kotra", "CHN").loc[2017]
            and trade(t, "kotra", "CHN").loc[2022] > trade(t, "kotra", "CHN").loc[2021]
        ),
        "trade",
        "china-2017-kotra",
        {"total": 52_600},
    ),
    "The gap between them, trade with everyone else, closes.": Held(
        falls_behind, "trade", "world-2014-kotra", {"total": -1}
    ),
    "Two offices count trade with China: same curve, different height": Held(
        lambda t: (
            ((kotra_and_customs(t)[1].diff() > 0) == (kotra_and_customs(t)[2].diff() > 0)).all()
            and (kotra_and_customs(t)[1] != kotra_and_customs(t)[2]).all()
        ),
        "trade",
        "china-2021-china-customs",
        {"total": 3_180},
    ),
    "in each year that both have, from 2020 to 2024.": Held(
        lambda t: (
            kotra_and_customs(t)[0] == list(range(2020, 2025))
            and (kotra_and_customs(t)[1] > kotra_and_customs(t)[2]).all()
        ),
        "trade",
        "china-2020-china-customs",
        {"total": 5_390},
    ),
    "Deep falls in 2017, 2018 and 2020, growth from 2023": Held(
        lambda t: (
            set(growth(t)[growth(t) <= -3].index) == {2017, 2018, 2020}
            and (growth(t).loc[2023:] > 0).all()
            and not (growth(t).loc[2021:2022] > 0).any()
        ),
        "growth",
        "bok-2017",
        {"growth": -1},
    ),
    "falls of 3.5 per cent and more in 2017, 2018 and 2020, and growth above 3": Held(
        lambda t: (
            set(growth(t)[growth(t) <= -3.5].index) == {2017, 2018, 2020}
            and (growth(t).loc[2023:2024] > 3).all()
        ),
        "growth",
        "bok-2017",
        {"growth": -1},
    ),
    "From 0.54 to 20 billion dollars": Held(
        lambda t: (
            ends(claims(t, "arms-value"))[0] == 540
            and ends(claims(t, "gains-from-russia"))[1] == 20_000
        ),
        "estimates",
        "arms-value-inss",
        {"low": -1},
    ),
    "Four values for arms, from 540 million for one year to 9.8 billion": Held(
        lambda t: (
            len(claims(t, "arms-value")) == 4
            and ends(claims(t, "arms-value")) == (540, 9800)
            and ends(claims(t, "gains-from-russia"))[1] == 20_000
            and claims(t, "gains-from-russia")["low"].isna().all()
            and ends(claims(t, "russia-returns"))[1] == 1190
        ),
        "estimates",
        "arms-value-bloomberg",
        {"low": 10_000},
    ),
}

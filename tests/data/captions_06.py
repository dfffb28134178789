"""What the captions of lesson 06 say of the data: see `captions.py`."""

from __future__ import annotations

from tests.data.captions import Held, claims, ends, work, years

TO_BUILD = ["construction", "engineers"]


def deployed(t, *roles):
    rows = t["deployments"]
    return rows[rows["role"].isin(roles)].sort_values("date_start")


def in_donetsk(rows):
    return rows[rows["place"].str.startswith("Donetsk")]


def soldiers(t):
    out = [*TO_BUILD, "ceremony"]
    return t["deployments"][~t["deployments"]["role"].isin(out)].sort_values("date_start")


def in_kursk(rows):
    return rows[rows["place"].str.contains("Kursk|Bolshesoldatsky")]


def shares(t):
    rows = t["estimates"]
    mine = (rows["unit"] == "percent") & rows["topic"].str.startswith("mariupol")
    return rows[mine & (rows["reliability"] != "F")]


def blocks_and_houses(t):
    """The pairs of shares that one claimant gives for blocks and for houses."""
    pairs = [("mariupol-ohchr-blocks-2022-06", "mariupol-ohchr-houses-2022-06")]
    pairs += [("mariupol-hrw-blocks-2024-02", "mariupol-hrw-houses-2024-02")]
    pairs += [("mariupol-mayor-blocks-2022-03", "mariupol-mayor-houses-2022-03")]
    top = shares(t).set_index("id")[["low", "high"]].max(axis=1)
    return [(top[a], top[b]) for a, b in pairs]


def workers(t):
    return claims(t, "workers-russia")


HELD = {
    "houses lower, except for the mayor, who has ninety for both.": Held(
        lambda t: (
            [a > b for a, b in blocks_and_houses(t)] == [True, True, False]
            and set(blocks_and_houses(t)[2]) == {90}
            and shares(t)[["low", "high"]].max().max() == blocks_and_houses(t)[1][0]
        ),
        "estimates",
        "mariupol-mayor-blocks-2022-03",
        {"low": 900},
    ),
    "Where one claimant gives both, destroyed is far below damaged.": Held(
        lambda t: (
            (top := shares(t).set_index("id")[["low", "high"]].max(axis=1)) is not None
            and top["mariupol-mayor-destroyed-2022-03"]
            < 0.5 * top["mariupol-mayor-damaged-2022-03"]
            and top["mariupol-installed-mayor-destroyed-2022-05"]
            < 0.5 * top["mariupol-installed-mayor-damaged-2022"]
        ),
        "estimates",
        "mariupol-mayor-damaged-2022-03",
        {"topic": "other"},
    ),
    "Promised 130,000 roubles and more; some say that they got half": Held(
        lambda t: (
            claims(t, "mariupol-pay-promised")["low"].min() == 130_000
            and claims(t, "mariupol-pay-received")["high"].min() < 0.6 * 130_000
        ),
        "estimates",
        "mariupol-pay-promised-2022",
        {"low": 1_300_000},
    ),
    "Monthly pay of foreign builders in Mariupol in 2022": Held(
        lambda t: (
            set(claims(t, "mariupol-pay-promised", "mariupol-pay-received")["as_of"].str[:4])
            == {"2022"}
            and claims(t, "mariupol-pay-promised", "mariupol-pay-received")["claimant"]
            .str.contains("orker")
            .all()
        ),
        "estimates",
        "mariupol-pay-promised-2022",
        {"claimant": "Putin, in TASS"},
    ),
    "One had more than the least that was promised, for his first month.": Held(
        lambda t: (
            (
                row := claims(t, "mariupol-pay-received")
                .set_index("id")
                .loc["mariupol-pay-first-month-2022"]
            )["low"]
            >= claims(t, "mariupol-pay-promised")["low"].min()
            and "More than" in row["note"]
        ),
        "estimates",
        "mariupol-pay-promised-2022",
        {"low": 1_300_000},
    ),
    "Sappers and builders: acknowledged in Kursk, only reported in Donetsk": Held(
        lambda t: (
            "acknowledged" in set(in_kursk(work(t))["stage"])
            and set(in_donetsk(work(t))["stage"]) == {"forecast", "reported"}
        ),
        "deployments",
        "donbas-builders-suggested",
        {"stage": "seen"},
    ),
    "For Mariupol nothing was found.": Held(
        lambda t: not t["deployments"]["place"].str.contains("Mariupol").any(),
        "deployments",
        "donbas-builders-suggested",
        {"place": "Mariupol"},
    ),
    "From talk of Donetsk to sappers in Kursk, 2022–2026": Held(
        lambda t: (
            years(work(t)) == (2022, 2026)
            and work(t).sort_values("date_start")["place"].iloc[0].startswith("Donetsk")
            and work(t).sort_values("date_start")["place"].iloc[-1].startswith("Kursk")
        ),
        "deployments",
        "governor-sappers-total",
        {"date_start": "2031-05-05"},
    ),
    "Until 2024 only forecasts and reports, all on occupied Ukraine.": Held(
        lambda t: (
            (early := work(t)[work(t)["date_start"] < "2025"]) is not None
            and set(early["stage"]) == {"forecast", "reported"}
            and early["place"].str.contains("occupied Ukraine").all()
        ),
        "deployments",
        "donbas-builders-suggested",
        {"stage": "seen"},
    ),
    "From June 2025 an announcement, then things seen": Held(
        lambda t: (
            (late := work(t)[work(t)["date_start"] >= "2025"].sort_values("date_start")) is not None
            and (late["stage"].iloc[0], late["date"].iloc[0][:7]) == ("announced", "2025-06")
            and {"seen", "acknowledged"} < set(late["stage"])
            and not late["place"].str.contains("Ukraine").any()
        ),
        "deployments",
        "sappers-builders-announced",
        {"stage": "seen"},
    ),
    "Down by two thirds in 2018, says Moscow; after that the claims part": Held(
        lambda t: (
            (said := workers(t)[workers(t)["claimant"].str.contains("ambassador")]) is not None
            and 0.6 < 1 - said["low"].min() / said["low"].max() < 0.72
        ),
        "estimates",
        "workers-2017-ambassador",
        {"low": 340_000},
    ),
    "that of Seoul is of workers sent.": Held(
        lambda t: (
            t["estimates"]
            .set_index("id")
            .loc["workers-2025-nis", "what"]
            .startswith("Workers sent")
        ),
        "estimates",
        "workers-2025-nis",
        {"what": "other"},
    ),
    "lie between about five hundred and twenty thousand.": Held(
        lambda t: (
            ends(workers(t)[workers(t)["as_of_start"].between("2020-01-01", "2022-12-31")])
            == (511, 20_000)
        ),
        "estimates",
        "workers-2022-rfa",
        {"low": 200_000},
    ),
    "went from 85 to 750 billion roubles in under five months.": Held(
        lambda t: (
            ends(claims(t, "kursk-damage-cost")) == (85, 750)
            and (when := claims(t, "kursk-damage-cost")["as_of_start"]) is not None
            and (when.max() - when.min()).days < 150
        ),
        "estimates",
        "kursk-damage-smirnov-2024-09",
        {"low": 850},
    ),
    "Damage, cost, promises, payments and pay:": Held(
        lambda t: (
            {
                "kursk-damage-cost",
                "mariupol-rebuilding-cost",
                "annexed-regions-promised",
                "annexed-regions-paid",
                "engineer-pay",
            }
            <= set(t["estimates"]["topic"])
        ),
        "estimates",
        "engineer-pay-chosun",
        {"topic": "other"},
    ),
    "Builders were expected first; soldiers came first": Held(
        lambda t: (
            deployed(t, "construction")["stage"].iloc[0] == "forecast"
            and deployed(t, "construction")["date_start"].iloc[0]
            < soldiers(t)["date_start"].iloc[0]
            and soldiers(t).query("stage == 'seen'")["date_start"].min()
            < deployed(t, "engineers")
            .query("stage in ['seen', 'acknowledged']")["date_start"]
            .min()
        ),
        "deployments",
        "donbas-builders-suggested",
        {"stage": "seen"},
    ),
    "Builders are forecast and reported from 2022, never seen.": Held(
        lambda t: (
            set(deployed(t, "construction")["stage"]) == {"forecast", "reported"}
            and years(deployed(t, "construction"))[0] == 2022
        ),
        "deployments",
        "donbas-builders-suggested",
        {"stage": "seen"},
    ),
    "Soldiers are seen from October 2024, sappers from 2025.": Held(
        lambda t: (
            soldiers(t).query("stage == 'seen'")["date"].min()[:7] == "2024-10"
            and deployed(t, "engineers").query("stage == 'seen'")["date"].min()[:4] == "2025"
        ),
        "deployments",
        "sappers-filmed",
        {"date": "2024-05-01"},
    ),
    "The announcement for both stands with the sappers.": Held(
        lambda t: (
            t["deployments"].query("stage == 'announced'")["role"].tolist() == ["engineers"]
            and "builders" in t["deployments"].query("stage == 'announced'")["title"].iloc[0]
        ),
        "deployments",
        "sappers-builders-announced",
        {"stage": "seen"},
    ),
}

"""What the captions of lesson 05 say of the data: see `captions.py`."""

from __future__ import annotations

from tests.data.captions import Held, claims, ends, named, on, years

PARTIES = "Russian|North Korean|Kremlin|KCNA|Putin|Kim"


def shells(t, since):
    rows = claims(t, "shells-delivered")
    return rows[rows["as_of_end"] >= since]


def deployed(t, *roles):
    rows = t["deployments"]
    return rows[rows["role"].isin(roles)].sort_values("date_start")


def in_donetsk(rows):
    return rows[rows["place"].str.startswith("Donetsk")]


def in_kursk(rows):
    return rows[rows["place"].str.contains("Kursk|Bolshesoldatsky")]


def room(t):
    return claims(t, "shells-container-capacity")


def before_june_2024(rows):
    return rows[rows["public_on"] < "2024-06-20"]


def troops_sent(t):
    rows = claims(t, "kursk-troops-sent")
    return rows[rows["as_of_start"] < "2024-10-25"]


def portraits(t):
    rows = claims(t, "kursk-deaths")
    return rows[rows["claimant"].str.contains("portraits")]


HELD = {
    "Two partners in the war years: words first, then arms, then a text": Held(
        lambda t: (
            named(t, "russia-recognises-donetsk-luhansk")["date"].iloc[0]
            < named(t, "alleged-arms-to-wagner")["date"].iloc[0]
            < named(t, "treaty-2024-signed")["date"].iloc[0]
        ),
        "events",
        "russia-recognises-donetsk-luhansk",
        {"date": "2031-05-05"},
    ),
    "reports of arms from late 2022, the end of the UN panel": Held(
        lambda t: (
            named(t, "russia-recognises-donetsk-luhansk")["date"].iloc[0][:4] == "2022"
            and "2022-09" < named(t, "alleged-arms-to-wagner")["date"].iloc[0] < "2023"
            and {
                named(t, i)["date"].iloc[0][:4]
                for i in ("panel-of-experts-ends", "treaty-2024-signed")
            }
            == {"2024"}
        ),
        "events",
        "russia-recognises-donetsk-luhansk",
        {"date": "2031-05-05"},
    ),
    "On 26 February 2024 one minister gave two figures for the same boxes": Held(
        lambda t: (
            len(rows := room(t)[room(t)["as_of"] == "2023-08/2024-02-26"]) == 2
            and set(rows["claimant"]) == {"South Korean defence minister"}
        ),
        "estimates",
        "shell-room-152-2024-02",
        {"claimant": "Putin, in TASS"},
    ),
    "from hundreds of thousands to almost five million rounds.": Held(
        lambda t: (
            before_june_2024(room(t))["low"].min() == 100_000
            and ends(before_june_2024(room(t)))[1] == 5_000_000
        ),
        "estimates",
        "shell-room-mnd-2023-10",
        {"low": 1_000_000},
    ),
    "as delivered, in figures, is one to one and a half million;": Held(
        lambda t: ends(before_june_2024(claims(t, "shells-delivered"))) == (1_000_000, 1_500_000),
        "estimates",
        "shells-hur-2024-02",
        {"low": 15_000_000},
    ),
    "North Korean missions before 2024: mostly pilots, instructors and advisers": Held(
        lambda t: (
            t["precedents"]["role"]
            .str.partition(":")[0]
            .isin(["pilots", "instructors", "advisers"])
            .mean()
            > 0.7
            and t["precedents"]["date_end"].max().year < 2024
        ),
        "precedents",
        "",
        {"role": "supply: arms"},
    ),
    "claimed for Syria in 2016, by one side only, and for Angola": Held(
        lambda t: (
            (rows := t["precedents"].set_index("id")) is not None
            and list(rows.index[rows["role"].str.startswith("troops")]) == ["syria-units-2016"]
            and "opposition" in rows.loc["syria-units-2016", "what"]
            and "ncyclop"
            in rows.loc["angola-cold-war", "what"] + rows.loc["angola-cold-war", "note"]
        ),
        "precedents",
        "angola-cold-war",
        {"note": "other"},
    ),
    "From the Pacific coast to Kursk: reports and acknowledgements, 2022 to 2026": Held(
        lambda t: (
            years(t["deployments"]) == (2022, 2026)
            and t["deployments"]["lon"].max() > 130
            and {"reported", "acknowledged"} < set(t["deployments"]["stage"])
        ),
        "deployments",
        "donbas-builders-suggested",
        {"date_start": "2031-05-05"},
    ),
    "combat and later guard duty and mine clearing in Kursk.": Held(
        lambda t: (
            (deployed(t, "training")["lon"] > 130).sum() >= 4
            and set(in_kursk(t["deployments"])["role"]) >= {"combat", "guard", "engineers"}
            and deployed(t, "combat")["date_start"].min() < deployed(t, "guard")["date_start"].min()
        ),
        "deployments",
        "guard-duty",
        {"date_start": "1941-01-01"},
    ),
    "Donetsk has forecasts, and reports that neither government confirmed.": Held(
        lambda t: (
            set(in_donetsk(t["deployments"])["stage"]) == {"forecast", "reported"}
            and (
                in_donetsk(t["deployments"]).query("stage == 'reported'")["official_confirmation"]
                == "none"
            ).all()
        ),
        "deployments",
        "donbas-builders-suggested",
        {"stage": "seen"},
    ),
    "Sent: about 15,000 by spring 2025.": Held(
        lambda t: ends(claims(t, "kursk-troops-sent"))[1] == 15_000,
        "estimates",
        "troops-nis-2025-04-30",
        {"high": 150_000},
    ),
    "Present at one time: 8,000 to 11,000": Held(
        lambda t: ends(claims(t, "kursk-troops-present")) == (8_000, 11_000),
        "estimates",
        "",
        {"low": 9_000, "high": 9_000},
    ),
    "rise from 1,500 to 12,000 within a week.": Held(
        lambda t: (
            ends(troops_sent(t)) == (1_500, 12_000)
            and (when := troops_sent(t)["public_on_start"]) is not None
            and (when.max() - when.min()).days <= 7
        ),
        "estimates",
        "troops-nis-2024-10-18",
        {"low": 15_000},
    ),
    "None of them is from Moscow or Pyongyang.": Held(
        lambda t: (
            not claims(t, "kursk-troops-sent", "kursk-troops-present")["claimant"]
            .str.contains(PARTIES)
            .any()
        ),
        "estimates",
        "troops-nis-2024-10-18",
        {"claimant": "Putin, in TASS"},
    ),
    "on 23 December 2024 one count was almost three times the other": Held(
        lambda t: (
            2.5
            < on(claims(t, "kursk-casualties"), "President of Ukraine", "2024-12-23")["low"]
            / on(claims(t, "kursk-casualties"), "Joint Chiefs", "2024-12-23")["high"]
            < 3
        ),
        "estimates",
        "casualties-zelensky-2024-12",
        {"low": 30_000},
    ),
    "From about 1,000 in December 2024 to 6,000 and more in 2025 and 2026.": Held(
        lambda t: (
            ends(claims(t, "kursk-casualties")) == (1_000, 6_000)
            and set(claims(t, "kursk-casualties").query("low == 6000")["as_of"].str[:4])
            == {"2025", "2026"}
        ),
        "estimates",
        "casualties-nis-2024-12",
        {"low": 10_000},
    ),
    "Neither Moscow nor Pyongyang is among the claimants.": Held(
        lambda t: not claims(t, "kursk-casualties")["claimant"].str.contains(PARTIES).any(),
        "estimates",
        "casualties-nis-2024-12",
        {"claimant": "Putin, in TASS"},
    ),
    "Deaths only: outsiders estimate, Pyongyang shows portraits": Held(
        lambda t: 0 < len(portraits(t)) < len(claims(t, "kursk-deaths")),
        "estimates",
        "",
        {"claimant": "South Korean intelligence"},
    ),
    "Estimates run from 100 in December 2024 to 2,000 in September 2025.": Held(
        lambda t: ends(claims(t, "kursk-deaths")) == (100, 2_000),
        "estimates",
        "deaths-nis-2024-12",
        {"low": 1_000},
    ),
    "The portraits give lower bounds of 101 and 250.": Held(
        lambda t: sorted(portraits(t)["low"]) == [101, 250] and portraits(t)["high"].isna().all(),
        "estimates",
        "deaths-dprk-portraits-2025-08",
        {"low": 1_010},
    ),
    "Shells: the claims of 2025 lie far apart, and the room is larger still": Held(
        lambda t: (
            ends(shells(t, "2025"))[1] > 2 * ends(shells(t, "2025"))[0]
            and room(t)["low"].max() > ends(shells(t, "2025"))[1]
        ),
        "estimates",
        "shells-osc-2025-04",
        {"low": 40_000_000},
    ),
    "Deliveries by 2025 are put at four to more than ten million.": Held(
        lambda t: (
            ends(shells(t, "2025")) == (4_000_000, 10_000_000)
            and shells(t, "2025").query("low == 10000000")["high"].isna().all()
        ),
        "estimates",
        "shells-osc-2025-04",
        {"low": 40_000_000},
    ),
    "The room in the containers rises to twelve million.": Held(
        lambda t: (
            room(t)[["low", "high"]].max().max() == 12_000_000
            and room(t).sort_values("as_of_end")["low"].iloc[-1] == 12_000_000
        ),
        "estimates",
        "shell-room-dia-2025-07",
        {"low": 120_000_000},
    ),
    "Containers: from 1,000 to 28,000, with different beginnings": Held(
        lambda t: (
            ends(claims(t, "containers-to-russia")) == (1_000, 28_000)
            and claims(t, "containers-to-russia")["as_of_start"].nunique() > 2
        ),
        "estimates",
        "containers-kirby-2023-10",
        {"low": 10_000},
    ),
    "The count of Reuters rests on images of four ships.": Held(
        lambda t: (
            claims(t, "containers-to-russia")
            .set_index("id")
            .loc["containers-osc-2025-04", "evidence"]
            == "imagery"
            and t["estimates"].set_index("id").loc["voyages-osc-2025-04", "what"]
            == "Voyages of four ships from Rajin"
        ),
        "estimates",
        "containers-osc-2025-04",
        {"evidence": "other"},
    ),
    "Most others rest on governments.": Held(
        lambda t: (
            claims(t, "containers-to-russia")["evidence"].isin(["official", "intelligence"]).mean()
            > 0.5
        ),
        "estimates",
        "",
        {"evidence": "imagery"},
    ),
    "at most hundreds; thousands only in the article": Held(
        lambda t: (
            (
                rows := t["estimates"][
                    t["estimates"]["topic"].str.contains(
                        "^missiles-|guns$|^rocket-launchers|^rajin-voy"
                    )
                ]
            )
            is not None
            and rows[rows["evidence"] != "unsourced"][["low", "high"]].max().max() < 1_000
            and (rows[rows["evidence"] == "unsourced"]["low"] >= 1_000).all()
            and (rows["evidence"] == "unsourced").any()
        ),
        "estimates",
        "missiles-article",
        {"low": -1},
    ),
}

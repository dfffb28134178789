"""A copy of the module in which every text holds a script that would tell if it ever ran.

Texts are all that no program reads: no id, date, number, allowed value, file name or condition.
What is left as it is has to be named here; whatever is new counts as a text.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from alliance import texts
from alliance.journal import Journal
from tests.places import NOTEBOOKS

# Keys of YAML files whose values programs read.
READ = {
    "id", "ids", "source_ids", "where", "correct", "compute", "file", "value", "low", "high",
    "others", "same_words", "sections", "start", "types", "when",
}  # fmt: skip
WATCH = """() => {
    window.ran = [];
    window.probed = (number) => { window.ran.push(number); top.ran?.push(number); };
    window.alert = window.confirm = window.prompt = () => window.probed(-1);
}"""


class Probes:
    """Scripts for texts, each with a number of its own.

    Attributes:
        places: where each number stands.
    """

    def __init__(self) -> None:
        self.places: list[str] = []

    def after(self, text: str, place: str) -> str:
        """Return a text with a script after it."""
        self.places.append(place)
        call = f"probed({len(self.places)})"
        return (
            f"{text} \"'><img src=x onerror={call}></script><script>{call}</script>"
            f"[a](javascript:{call})"
        )


def probe_tables(folder: Path, probes: Probes, kept: set[str]) -> None:
    """Put scripts into all texts of tables, and into addresses what is no address."""
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        path, schema = folder / resource["path"], resource.get("schema", {})
        if path.suffix != ".csv":
            continue
        read = {*schema.get("primaryKey", [])}
        for kind in ("foreignKeys", "foreignKeysOfLists"):
            read |= {column for key in schema.get(kind, []) for column in key["fields"]}
        free = {
            field["name"]
            for field in schema["fields"]
            if field["type"] == "string"
            and not {"enum", "pattern"} & field.get("constraints", {}).keys()
            and not field.get("edtf")
            and field["name"] not in read
        }
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            for column in sorted(free):
                if not row[column] or row[column] in kept:
                    continue
                place = f"{path.name}, row {number + 2}, {column}"
                if column == "url":
                    row[column] = probes.after(row[column].replace(" ", ""), place).replace(" ", "")
                else:
                    row[column] = probes.after(row[column], place)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def changed(value: Any, probe: Callable[[str, str], str], place: str, read: set[str]) -> Any:
    """Return a value of a YAML or JSON file with its texts changed."""
    if isinstance(value, dict):
        return {
            k: v if k in read else changed(v, probe, f"{place}.{k}", read) for k, v in value.items()
        }
    if isinstance(value, list):
        return [changed(v, probe, place, read) for v in value]
    return probe(value, place) if isinstance(value, str) and " " in value else value


def probe_yaml(path: Path, probes: Probes) -> None:
    """Put scripts into all texts of a YAML file: values that have a blank in them.

    What says the same gets the same script, since a category is named by its words.
    """
    said = {text: text for text in texts.catalogue("en").values()}  # such as “Not adopted”

    def probe(text: str, place: str) -> str:
        if text not in said:
            said[text] = probes.after(text, f"{path.name}{place}")
        return said[text]

    content = changed(yaml.safe_load(path.read_text("utf-8")), probe, "", READ)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def probe_areas(path: Path, probes: Probes) -> None:
    """Put scripts into the names and notes of areas."""
    areas = json.loads(path.read_text("utf-8"))
    for area in areas["features"]:
        for key in {"name", "note"} & area["properties"].keys():
            text = area["properties"][key]
            area["properties"][key] = probes.after(text, f"{path.name}, {key}")
    path.write_text(json.dumps(areas), "utf-8")


def probe_texts(folder: Path, probes: Probes) -> None:
    """Lay texts of the module with scripts over those that it comes with."""
    (folder / "texts" / "en").mkdir(parents=True, exist_ok=True)
    for file in (texts.words.HERE / "en").glob("*.yml"):
        words = yaml.safe_load(file.read_text("utf-8"))
        probed = {
            key: probes.after(text, key) for key, text in words.items() if isinstance(text, str)
        }
        own = folder / "texts" / "en" / file.name
        own.write_text(yaml.safe_dump(probed, allow_unicode=True), "utf-8")


def probe_journal(folder: Path, probes: Probes, questions: list[str]) -> None:
    """Write records of all kinds with scripts in what a learner can write or an import may hold."""
    journal = Journal(folder)

    def say(place: str) -> str:
        return probes.after("said", f"journal, {place}")

    journal.append("learner", learner=say("learner"))
    for name in questions:
        journal.append("answer", question=name, answer=say(name), attempt=1)
    journal.append("hint", question=say("hint"))
    journal.append("answer", question=say("question"), answer={say("key"): [say("value")]})
    journal.append("practice", name=say("practice"), round=1, questions=[say("made")])
    journal.append("forecast", question=say("forecast"), probability=0.5)
    journal.append("tree", parent=say("parent"), shares={say("outcome"): 0.5})
    journal.append("crisis", act="class", mode="class", names=[say("name")] * 2, groups=2)
    for act in ("role", "choice"):
        given = {
            key: say(f"crisis {key}") for key in ("scenario", "group", "role", "option", "reason")
        }
        journal.append("crisis", act=act, mode="class", **given)
    journal.append("coding-dispute", act=say("act"), text=say("dispute"))
    journal.append("claim", claim=say("claim"), verdict=say("verdict"), error_kind=say("kind"))
    four = ("implication", "card", "side", "weight")
    journal.append("weigh", **{key: say(f"weigh {key}") for key in four})


def asked_for(notebooks: Path) -> set[str]:
    """Return the texts that cells name in quotation marks: rows are chosen by them."""
    found: set[str] = set()
    for path in notebooks.glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        found |= quoted(code)
    return found


def quoted(text: str) -> set[str]:
    """Return what stands in quotation marks of either kind."""
    return {found for mark in "\"'" for found in re.findall(f"{mark}([^{mark}\\n]+){mark}", text)}


def probe(data: Path, notebooks: Path = NOTEBOOKS) -> Probes:
    """Put scripts into all texts of a copy of the data."""
    probes = Probes()
    kept = asked_for(notebooks)
    for file in sorted((data / "questions").glob("*.yml")):
        kept |= quoted(file.read_text("utf-8"))
    probe_tables(data, probes, kept)
    for file in [*sorted((data / "questions").glob("*.yml")), *sorted(data.glob("*.yml"))]:
        probe_yaml(file, probes)
    # To this exercise texts that share a script look too much alike.
    path = data / "questions" / "practice.yml"
    made = yaml.safe_load(path.read_text("utf-8"))
    made["practice"] = [one for one in made["practice"] if one["id"] != "practice-match-missions"]
    path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), "utf-8")
    probe_areas(data / "boundaries.geojson", probes)
    probe_texts(data, probes)
    return probes

"""What platforms and mail deliver: who is who, and what is refused."""

from __future__ import annotations

import os
import random
import zipfile

import pytest

from alliance.journal.lines import parse
from alliance.problems import AllianceError
from alliance.teach.marks.files import Limits, handed_in
from alliance.teach.marks.gather import gather
from alliance.teach.marks.reading import read_file
from tests.class_made_up import HEAD, START, Writer, zipped

OWN = "some-module"


def journal(seed: int, answers: int = 2) -> Writer:
    chance = random.Random(seed)
    writer = Writer(f"{chance.getrandbits(48):012x}", START)
    writer.add("learner", learner=f"{chance.getrandbits(128):032x}")
    for k in range(answers):
        writer.add("answer", question=f"q{k}", answer="né “x” € 北", attempt=1, score=1.0,
                   correct=True, hint=False)  # fmt: skip
    return writer


def hand_in(folder, *paths, zip_as=""):
    """Write a journal of its own to each path; return the names of the learners found."""
    files = {path: journal(k).text.encode() for k, path in enumerate(paths)}
    if zip_as:
        place = zipped(folder / zip_as, files)
    else:
        place = folder / "in"
        for path, raw in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(raw)
    learners, _ = gather([place], OWN)
    assert sum(len(one.files) for one in learners) == len(paths)
    return [one.name for one in learners]


@pytest.mark.parametrize("zip_as", ["", "class.zip"])
@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["ana.txt", "ben-progress.txt"], ["ana", "ben"]),
        (["ana-progress.txt", "ana-progress (1).txt"], ["ana"]),
        (["ana/x.txt", "ben/x.txt"], ["ana", "ben"]),
        (["ana/pc.txt", "ana/laptop.txt", "ben/pc.txt"], ["ana", "ben"]),
        (["ana/pc/x.txt", "ana/laptop/x.txt", "ben/laptop/x.txt"], ["ana", "ben"]),
        (["a/ana/x.txt", "a/ben/x.txt", "b/cem/1/x.txt"], ["a/ana", "a/ben", "b/cem"]),
        (["a/ana.txt", "a/ben.txt", "b/cem.txt", "b/dua.txt"],
         ["a/ana", "a/ben", "b/cem", "b/dua"]),
        (["in/ana.txt", "in/ben.txt"], ["ana", "ben"]),
        (["Ana Li_81_assignsubmission_file_/e.txt", "Ben_82_assignsubmission_file_e.txt"],
         ["Ana Li", "Ben"]),
        (["Kim_81_assignsubmission_file_/e.txt", "Kim_82_assignsubmission_file_/e.txt"],
         ["Kim (81)", "Kim (82)"]),
        (["liana_81_991_e.txt", "benno_LATE_82_992_e.txt", "benno_82_992_e-1.txt"],
         ["benno", "liana"]),
        (["Essay_ana.li_attempt_2026-10-01-09-30-00_e.txt"], ["ana.li"]),
        (["81234-990011 - Ana Li - Oct 1, 2026 930 AM/e.txt"], ["Ana Li"]),
    ],
)  # fmt: skip
def test_learners_are_named_by_platform_folder_or_file(tmp_path, paths, names, zip_as):
    assert hand_in(tmp_path, *paths, zip_as=zip_as) == names


def test_an_export_that_nobody_renamed_is_named_by_its_journal(tmp_path):
    names = hand_in(tmp_path, "some-module-progress.txt", "some-module-progress (1).txt")
    assert len(names) == 2 and all(name.startswith("learner ") for name in names)


def test_files_of_one_learner_are_joined_and_copies_count_once(tmp_path):
    one, other = journal(1), journal(2)
    place = zipped(tmp_path / "c.zip", {
        "ana/a.txt": one.text.encode(), "ana/b.txt": other.text.encode(),
        "ana/c.txt": (one.text + other.text).encode(), "ben/a.txt": journal(3).text.encode(),
    })  # fmt: skip
    (ana, _), found = gather([place], OWN)
    assert len(ana.records) == 6 and len(ana.files) == 3 and not found


def test_a_reset_hides_what_is_older_in_its_own_file_alone(tmp_path):
    one, other = journal(1), journal(2)
    one.add("reset")
    one.add("answer", question="after", answer="a", attempt=1, score=0.0, correct=False)
    files = {"ana/e.txt": one, "ana/e (1).txt": other, "ben/e.txt": journal(3)}
    raw = {name: writer.text.encode() for name, writer in files.items()}
    place = zipped(tmp_path / "c.zip", raw)
    (ana, _), found = gather([place], OWN)
    names = [r["question"] for r in ana.records if r["kind"] == "answer"]
    assert sorted(names) == ["after", "q0", "q1"] and ana.hidden == 2
    assert any("started again" in f.words for f in found)


@pytest.mark.parametrize("way", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "crlf", "cr",
                                 "quoted", "wrapped", "cut", "html"])  # fmt: skip
def test_what_programs_on_the_way_do_is_undone(way):
    text = journal(3, 4).text
    whole = [line[-1] for line in parse(text.encode()).found]
    name = "x.txt"
    if way.startswith("utf"):
        raw = text.encode(way)
    elif way in ("crlf", "cr"):
        raw = text.replace("\n", {"crlf": "\r\n", "cr": "\r"}[way]).encode()
    elif way == "quoted":
        raw = "".join(f"> {line}\n" for line in text.splitlines()).encode()
    elif way == "html":
        raw, name = f"<p>{'<br>'.join(text.splitlines())}</p>".replace('"', "&quot;"), "online.html"
        raw = raw.encode()
    else:  # broken after 70 characters: at blanks, or anywhere
        blank = way == "wrapped"
        lines = []
        for line in text.splitlines():
            while len(line) > 70:
                cut = line.rindex(" ", 1, 70) if blank else 70
                lines.append(line[:cut])
                line = line[cut + blank :]
            lines.append(line)
        raw = "\n".join(lines).encode()
    reading = read_file(raw, name)
    assert reading.records == whole and not reading.altered
    assert reading.mended == (len(whole) if way in ("wrapped", "cut") else 0)


def test_damaged_and_changed_lines_are_told_apart():
    writer = journal(4, 4)
    writer.lines[2] = writer.lines[2].replace(b'"correct": true', b'"correct": false')
    writer.lines[3] = writer.lines[3][:80] + b"\n"
    reading = read_file(writer.text.encode())
    assert [n for n, _ in reading.altered] == [4] and reading.damaged == [5]
    assert len(reading.found) == 3


def test_no_byte_of_a_journal_can_be_changed_unseen():
    writer = journal(5, 3)
    raw, chance = writer.text.encode(), random.Random(1)
    for _ in range(300):
        place = chance.randrange(len(HEAD) + 1, len(raw) - 1)
        if raw[place : place + 1] == b"\n":
            continue
        spoiled = bytearray(raw)
        spoiled[place] ^= 1 << chance.randrange(7)
        reading = read_file(bytes(spoiled))
        assert reading.altered or reading.damaged or len(reading.found) < 4


def test_a_mail_is_opened_and_its_sender_is_the_learner(tmp_path):
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"] = "Ana Lí <ana@example.org>", "t@example.org"
    mail.set_content("Here it is.")
    mail.add_attachment(journal(6).text.encode(), maintype="text", subtype="plain",
                        filename="some-module-progress.txt")  # fmt: skip
    (tmp_path / "m.eml").write_bytes(bytes(mail))
    (ana,), found = gather([tmp_path], OWN)
    assert ana.name == "Ana Lí" and len(ana.records) == 3 and not found


# --- what is refused ------------------------------------------------------------------------------


def told(place, limits=None):
    limits = limits or Limits()
    names = [file.name for file in handed_in(place, limits)]
    return names, " ".join(map(str, limits.found))


def test_links_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text(journal(1).text)
    folder = tmp_path / "in"
    folder.mkdir()
    os.symlink(tmp_path / "secret.txt", folder / "ana.txt")
    os.symlink(tmp_path, folder / "all")
    names, words = told(folder)
    assert names == [] and words.count("links are not followed") == 2
    info = zipfile.ZipInfo("ana.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert told(tmp_path / "l.zip") == ([], "ana.txt: it is a link to another place; links are "
                                            "not followed.")  # fmt: skip


def test_a_bomb_is_not_opened(tmp_path):
    bomb = zipped(tmp_path / "b.zip", {"ana.txt": b"0" * 30_000_000})
    assert bomb.stat().st_size < 40_000
    names, words = told(bomb, Limits(file=1_000_000))
    assert names == [] and "larger than 1 MB" in words
    many = zipped(tmp_path / "m.zip", {f"{k}.txt": b"0" * 900_000 for k in range(9)})
    with pytest.raises(AllianceError, match="too much for one go"):
        told(many, Limits(total=5_000_000))
    with pytest.raises(AllianceError, match="too much for one go"):
        told(many, Limits(files=5))


def test_a_zip_that_lies_about_its_sizes_is_not_believed(tmp_path):
    raw = bytearray(zipped(tmp_path / "z.zip", {"ana.txt": b"0" * 100_000}).read_bytes())
    size = (100_000).to_bytes(4, "little")
    for _ in range(2):
        place = raw.index(size)
        raw[place : place + 4] = (10).to_bytes(4, "little")
    (tmp_path / "z.zip").write_bytes(raw)
    limits = Limits()
    assert all(len(file.raw) <= 10 for file in handed_in(tmp_path / "z.zip", limits))


def test_zips_in_zips_and_damaged_ones(tmp_path):
    inner = zipped(tmp_path / "i.zip", {"e.txt": journal(1).text.encode()}).read_bytes()
    for k in range(2):
        inner = zipped(tmp_path / f"{k}.zip", {"ana.zip": inner}).read_bytes()
    assert told(tmp_path / "1.zip")[0] == ["ana/ana/e.txt"]
    deeper = zipped(tmp_path / "2.zip", {"x.zip": inner})
    assert told(deeper) == ([], "x/ana/ana.zip: it is a zip in a zip in a zip; unpack it and try "
                                "again.")  # fmt: skip
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04 damaged")
    assert "the zip is damaged" in told(tmp_path / "d.zip")[1]
    outside = zipped(tmp_path / "o.zip", {"../../ana.txt": b"x"})
    assert told(outside)[0] == ["ana.txt"]
    with pytest.raises(AllianceError, match="is not there"):
        told(tmp_path / "nowhere")

"""The whole site: all lessons run and exported, written beside its place, then put there.

A folder that holds anything but a site of ours is never touched. The same files give the same
bytes: nothing depends on the day, on the folder, or on the order in which the lessons were done.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import dates
from ..lesson.laying import lay
from ..lesson.ways import NOTEBOOKS, paths
from ..library import Library, open_library
from ..library.settings import notebooks_of
from ..page import assemble
from ..problems import AllianceError
from ..texts import count, language, page_texts, say
from .assets import Assets, digest, script_text
from .exporter import PageFrame, landing_html, lesson_html
from .lab import put_lab
from .lesson_page import LessonPage, make_page
from .links import Links
from .notes import notes_of
from .output import Pictures, Shared
from .panels import Panels, SharedModels
from .run import RunNotebook, run_notebook
from .runtime import put_runtime

__all__ = ["MARK", "build_site"]

MARK = "alliance-site.json"  # the file by which a site of ours is known
HERE = Path(__file__).parent
# Stands for the number of the build until it is known: it is made of all files.
NUMBER = "\x00site\x00"
Say = Callable[[str], None]


def build_site(
    out: str | Path,
    *,
    data: str | Path | None = None,
    notebooks: str | Path | None = None,
    marking: bool = False,
    pyodide: str | Path | None = None,
    stick: bool = False,
    lab: bool = False,
    only: Collection[str] = (),
    notes: bool = False,
    tell: Say = print,
) -> Path:
    """Build the web edition and return its folder.

    Args:
        out: the folder; it may not exist, be empty, or hold an earlier site.
        data, notebooks: the folders of both; without them, those of the module.
        marking: bring the Python that marks behind the pages; without it they can only be read.
        pyodide: where Pyodide is; see `distribution.find`.
        stick: for pages that are opened from a disk.
        lab: JupyterLite beside the pages, for those who want the notebooks; see `lab`.
        only: ids of the lessons to build; without them, all.
        notes: bring the notes for teachers, which their second window shows; never for learners.
        tell: takes a line of progress.

    Raises:
        AllianceError: the folder holds something else, a notebook is missing or fails, or there is
            no Pyodide.
    """
    out = Path(out).expanduser().resolve()
    check_place(out)
    if lab and (stick or not marking):
        raise AllianceError(say("site.lab_alone"))
    library = open_library(data)
    folder = guide = Path(notebooks).resolve() if notebooks else NOTEBOOKS
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=_parent(out)) as room:
        fresh = Path(room) / "site"
        if library.course:  # the lessons as the course has them
            lay(library, Path(room) / "lessons", folder, tell)
            folder = Path(room) / "lessons"
        lessons = [e for e in taught(library, folder) if not only or e["id"] in only]
        runtime = None
        if marking:
            runtime = _runtime(fresh, library, folder, pyodide, stick, lab, tell)
        ran = run_all(lessons, folder, library, Path(room), tell)
        site = _Site(library, lessons, runtime, guide if notes else None)
        _write(site.files(ran), fresh)
        put_in_place(fresh, out)
    return out


def _write(files: dict[str, str], folder: Path) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _runtime(
    fresh: Path,
    library: Library,
    folder: Path,
    pyodide: Any,
    stick: bool,
    lab: bool,
    tell: Say,
) -> dict[str, Any]:
    """Write what marks behind the pages, and JupyterLite if it is wanted; see `put_runtime`."""
    page = put_runtime(
        fresh,
        data=library.folder,
        notebooks=folder,
        course=library.course.folder if library.course else None,
        name=str(library.setting("name", "alliance-module")),
        pyodide=Path(pyodide) if pyodide else None,
        stick=stick,
        lab=lab,
        say=tell,
    )
    if lab:
        tell(say("site.lab"))
        put_lab(fresh, page, folder)
    return page


# --- the folder -----------------------------------------------------------------------------------


def check_place(out: Path) -> None:
    """Refuse a place that holds anything but a site of ours.

    Raises:
        AllianceError: it is a file, or a folder with other things in it.
    """
    if out.is_dir() and not out.is_symlink():
        if not any(out.iterdir()) or (out / MARK).is_file():
            return
        raise AllianceError(
            f"{out} holds files that are no site of this module (there is no {MARK} in it), and "
            "nothing there will be deleted; name a folder that is new or empty."
        )
    if out.exists() or out.is_symlink():
        raise AllianceError(f"{out} is no folder; name a folder that is new or empty.")


def _parent(out: Path) -> Path:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AllianceError(f"{out.parent} cannot be made ({error.strerror}).") from None
    return out.parent


def put_in_place(fresh: Path, out: Path) -> None:
    """Put a finished site into its place; what stood there before goes only when it is there."""
    os.chmod(fresh, 0o755)
    check_place(out)  # somebody may have put something there meanwhile
    if not out.exists():
        fresh.rename(out)
        return
    old = fresh.with_name("old")
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


# --- running the lessons --------------------------------------------------------------------------


def taught(library: Library, folder: Path) -> list[dict[str, Any]]:
    """Return the entries of the lessons that the site has, in order.

    Raises:
        AllianceError: there is none, or a notebook is not there.
    """
    lessons = [entry for entry in library.settings.get("lessons", []) if entry.get("built")]
    if not lessons:
        raise AllianceError("module.yml names no lesson that is built: there is nothing to show.")
    for entry in lessons:
        for file in notebooks_of(entry):
            if not (folder / file).is_file():
                raise AllianceError(
                    f"module.yml, lesson “{entry['id']}”: there is no notebook "
                    f"{folder / file}; restore it, or take the lesson out of module.yml."
                )
    return lessons


def run_all(
    lessons: list[dict[str, Any]], folder: Path, library: Library, room: Path, tell: Say
) -> dict[str, RunNotebook]:
    """Run all notebooks, as many at once as there are cores, and tell how far it is.

    Raises:
        AllianceError: one fails; the others that wait are not begun.
    """

    def run(entry: dict[str, Any]) -> RunNotebook:
        progress = room / f"journal-{entry['id']}"
        progress.mkdir()
        course = library.course.folder if library.course else None
        first, *rest = [folder / file for file in notebooks_of(entry)]
        return run_notebook(first, library.folder, progress, course, *rest)

    done: dict[str, RunNotebook] = {}
    tell(count("site.running", len(lessons)))
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        waiting = {pool.submit(run, entry): entry for entry in lessons}
        try:
            for ready in as_completed(waiting):
                entry = waiting[ready]
                done[entry["id"]] = ready.result()
                tell(say("site.ran", n=len(done), of=len(lessons), title=entry["title"]))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


# --- the files ------------------------------------------------------------------------------------


@dataclass
class _Site:
    """The files of a site, on the way."""

    library: Library
    lessons: list[dict[str, Any]]
    runtime: dict[str, Any] | None
    guide: Path | None = None  # the folder of the instructor's guide, if its notes come along
    assets: Assets = field(default_factory=Assets)
    pictures: Pictures = field(default_factory=Pictures)
    models: SharedModels = field(default_factory=SharedModels)
    drawn: dict[str, list[str]] = field(default_factory=dict)

    def files(self, ran: dict[str, RunNotebook]) -> dict[str, str]:
        """Return all files by their paths."""
        where = {file: _href(entry) for entry in self.lessons for file in notebooks_of(entry)}
        links = Links(where)
        made = [self._make(entry, ran[entry["id"]], links) for entry in self.lessons]
        numbers = self.models.write(self.assets)
        self.drawn = self.pictures.write(self.assets)
        pages = {}
        for lesson in made:
            lesson.panels.finish(numbers)
            frame = self._lesson_frame(lesson, numbers)
            pages[_href(lesson.entry)] = lesson_html(lesson, frame, links)
        pages["index.html"] = landing_html(self._landing_frame(links))
        return self._numbered(pages | self.assets.files)

    def _make(self, entry: dict[str, Any], ran: RunNotebook, links: Links) -> LessonPage:
        panels = Panels(self.models, self.assets)
        return make_page(entry, ran, panels, Shared(self.assets, self.pictures), links)

    def _numbered(self, files: dict[str, str]) -> dict[str, str]:
        """Write the number of the build, which names all of it, into the files."""
        number = digest("".join(f"{path}\0{files[path]}\0" for path in sorted(files)))
        told = {"name": self.library.settings.get("name", ""), "site": number}
        kept = {path: text.replace(NUMBER, number) for path, text in files.items()}
        return kept | {MARK: json.dumps(told, ensure_ascii=False, indent=1) + "\n"}

    def _common(self, **given: Any) -> PageFrame:
        settings = self.library.settings
        day = self.library.known_on or str(settings.get("data_as_of", ""))
        listed = [
            {
                "id": entry["id"],
                "title": entry["title"],
                "href": _href(entry),
                "teaser": entry.get("teaser", ""),
                "minutes": int(entry["minutes"]),
            }
            for entry in self.lessons
        ]
        return PageFrame(
            module=settings.get("title", ""),
            subtitle=" · ".join(
                filter(None, (settings.get("subtitle"), settings.get("institution")))
            ),
            language=language().replace("_", "-"),
            site=NUMBER,
            early=assemble("web/early.js"),
            lessons=listed,
            data_day=say("site.as_of", day=dates.words(day)) if dates.is_valid(day) else "",
            **given,
        )

    def _scripts(self) -> tuple[str, list[str]]:
        """Return the page's own script, and that of the host of its panels if there is one."""
        page = self.assets.put("page", assemble("web/page.js"), "js")
        host = HERE / "host.js"
        return page, [
            self.assets.put("host", assemble("web/host.js"), "js")
        ] if host.exists() else []

    def _present(self, entry: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Return the script that presents a lesson, and what it is told: sheet and notes."""
        told = {"sheet": self._sheet()}
        notes = notes_of(entry["file"], self.guide) if self.guide else ""
        if notes:
            text = f"(window.alliance??={{}}).notes={script_text(notes)};"
            told["notes"] = self.assets.put("notes", text, "js")
        return self.assets.put("present", assemble("web/present.js"), "js"), told

    def _sheet(self) -> str:
        return self.assets.put("page", assemble("web/page.css"), "css")

    def _data(self, **own: Any) -> list[tuple[str, str]]:
        """Return what stands on a page as JSON, by id of its element."""
        texts = page_texts(["web.", "host.", "present."])
        own |= {"runtime": self.runtime} if self.runtime else {}
        return [(f"al-{name}", script_text(value)) for name, value in own.items()] + [
            ("al-texts", script_text(texts))
        ]

    def _lesson_frame(self, made: LessonPage, numbers: dict[str, tuple[str, str]]) -> PageFrame:
        entry, place = made.entry, self.lessons.index(made.entry)
        page, host = self._scripts()
        present, told = self._present(entry)
        models = [numbers[name][1] for name in made.panels.used]
        frame = self._common(
            title=entry["title"],
            short=entry["title"],
            about=entry.get("teaser", ""),
            lesson=entry["id"],
            color=str(entry.get("color", "")),
            sheets=[self._sheet(), *made.shared.sheets],
            # The first picture is there with the page; the others come when they are near.
            scripts=[
                *self.drawn.get(made.first_picture, []),
                page,
                present,
                *made.shared.scripts,
                *made.panels.sources,
                *models,
                *host,
            ],
            sections=made.sections,
            data=self._data(
                panels=made.panels.listed, tasks=made.tasks, cells=made.run, present=told
            ),
        )
        if self.runtime and self.runtime.get("lab"):
            frame.notebook = f"lab/lab/index.html?path={entry['file']}"
        frame.before = frame.lessons[place - 1] if place else None
        frame.after = frame.lessons[place + 1] if place + 1 < len(self.lessons) else None
        return frame

    def _landing_frame(self, links: Links) -> PageFrame:
        page, host = self._scripts()
        shared = Shared(self.assets, self.pictures)
        ways = shared.settle(links.settle(paths(self.library)._repr_html_()))
        return self._common(
            title=self.library.settings.get("title", ""),
            about=self.library.settings.get("subtitle", ""),
            sheets=[self._sheet(), *shared.sheets],
            scripts=[page, *host],
            paths=ways if self.library.settings.get("paths") else "",
            data=self._data(),
        )


def _href(entry: dict[str, Any]) -> str:
    """Return the file of a lesson's page: the name of its notebook."""
    return f"{Path(entry['file']).stem}.html"

"""Every file in what was handed in: folders, zips and mails, opened in memory and within bounds.

Nothing is unpacked to the disk and nothing is run. A link is not followed, because it may point
anywhere; a zip is read up to a size, because a few kilobytes can hold terabytes.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path, PurePosixPath

from ...problems import AllianceError, left_behind

__all__ = ["Finding", "Handed", "Limits", "handed_in"]

MAIL = ".eml"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
# Files of an office suite are zips inside, and hold no export.
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pages", ".epub", ".apkg", ".jar")


@dataclass(frozen=True)
class Finding:
    """One sentence about what was handed in.

    Attributes:
        file: path of the file from the place given; "" where it is about no single file.
        words: what was found, a sentence.
        learner: whom it concerns, "" where that is not known.
        grave: it throws doubt on a mark, or something could not be read; else it is only told.
    """

    file: str
    words: str
    learner: str = ""
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.words}" if self.file else self.words


@dataclass(frozen=True)
class Handed:
    """A file that was handed in: its path from the place given, and its bytes."""

    path: tuple[str, ...]
    raw: bytes

    @property
    def name(self) -> str:
        """The path as a text."""
        return "/".join(self.path)


@dataclass
class Limits:
    """How much is read: of one file, of all together, how many, how deep zips may lie in zips."""

    file: int = 100_000_000
    total: int = 2_000_000_000
    files: int = 50_000
    deep: int = 3
    found: list[Finding] = field(default_factory=list)
    read: int = 0
    count: int = 0

    def tell(self, path: tuple[str, ...], words: str, grave: bool = True) -> None:
        """Note what was left out and why."""
        self.found.append(Finding("/".join(path), words, grave=grave))

    def take(self, path: tuple[str, ...], size: int) -> bool:
        """Tell whether one more file of so many bytes may be read, and count it."""
        if size > self.file:
            limit = self.file // 1_000_000
            self.tell(path, f"it is larger than {limit} MB, which no journal is; it was not read.")
            return False
        self.count += 1
        self.read += size
        if self.count > self.files or self.read > self.total:
            raise AllianceError(
                f"What was handed in is too much for one go (more than {self.files:,} files or "
                f"{self.total // 1_000_000:,} MB); give the folders one at a time."
            )
        return True


def handed_in(place: str | Path, limits: Limits) -> Iterator[Handed]:
    """Give every file in a folder, a zip or a mail, in the order of their paths.

    Args:
        place: a folder, a zip, a mail or a single file.
        limits: bounds; what is left out is noted in `limits.found`.

    Raises:
        AllianceError: the place is not there, or holds too much.
    """
    place = Path(place)
    if not place.exists():
        raise AllianceError(f"“{place}” is not there; name a folder, a zip, or an export.")
    if place.is_dir():
        yield from _folder(place, (), limits)
        return
    try:
        raw = place.read_bytes() if place.stat().st_size <= limits.total else b""
    except OSError as error:
        raise AllianceError(f"“{place}” cannot be read ({error.strerror}).") from None
    if _is_zip(place.name, raw):
        yield from _zip((), raw, limits, 1)
    else:
        yield from _opened((place.name,), raw, limits, 0)


def _folder(folder: Path, above: tuple[str, ...], limits: Limits) -> Iterator[Handed]:
    """Give the files of a folder and of those in it; links are told, not followed."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        limits.tell((*above, folder.name), f"the folder cannot be read ({error.strerror}).")
        return
    for path in inside:
        here = (*above, path.name)
        if path.is_symlink():
            limits.tell(here, "it is a link to another place; links are not followed.")
        elif _of_system(here):
            continue
        elif path.is_dir():
            yield from _folder(path, here, limits)
        elif path.is_file():
            yield from _file(path, here, limits)
        else:
            limits.tell(here, "it is no file that can be read.")


def _file(path: Path, here: tuple[str, ...], limits: Limits) -> Iterator[Handed]:
    try:
        if limits.take(here, path.stat().st_size):
            yield from _opened(here, path.read_bytes(), limits, 0)
    except OSError as error:
        limits.tell(here, f"it cannot be read ({error.strerror}).")


def _of_system(path: tuple[str, ...]) -> bool:
    """Tell whether a system wrote a file for itself, as macOS does into its zips."""
    return path[-1] == "__MACOSX" or left_behind(PurePosixPath(path[-1])) == "system"


def _is_zip(name: str, raw: bytes) -> bool:
    return raw[:4] in (ZIP, EMPTY_ZIP) and not name.lower().endswith(OFFICE)


def _opened(path: tuple[str, ...], raw: bytes, limits: Limits, deep: int) -> Iterator[Handed]:
    """Give a file, or what is in it if it is a zip or a mail."""
    name = path[-1]
    if _is_zip(name, raw):
        inside = (*path[:-1], PurePosixPath(name).stem)
        if deep >= limits.deep:
            limits.tell(path, "it is a zip in a zip in a zip; unpack it and try again.")
        else:
            yield from _zip(inside, raw, limits, deep + 1)
    elif name.lower().endswith(MAIL):
        yield from _mail(path, raw, limits, deep)
    else:
        yield Handed(path, raw)


def _zip(above: tuple[str, ...], raw: bytes, limits: Limits, deep: int) -> Iterator[Handed]:
    """Give the files in a zip."""
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError):
        limits.tell(above, "the zip is damaged; ask for it again.")
        return
    with archive:
        for info in sorted(archive.infolist(), key=lambda one: one.filename):
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            path = (*above, *(part for part in parts if part not in ("/", "..", ".")))
            if info.is_dir() or not parts or "__MACOSX" in path or _of_system(path):
                continue
            found = _member(archive, info, path, limits)
            if found is not None:
                yield from _opened(path, found, limits, deep)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: tuple[str, ...], limits: Limits
) -> bytes | None:
    """Return the bytes of one file of a zip, None if they cannot or may not be read."""
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        limits.tell(path, "it is a link to another place; links are not followed.")
        return None
    if info.flag_bits & 1:
        limits.tell(path, "it is locked with a password; ask for it without one.")
        return None
    if not limits.take(path, info.file_size):
        return None
    try:
        with archive.open(info) as file:
            # The size stated may be a lie: never more than that is read.
            return file.read(info.file_size)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        limits.tell(path, "it is damaged in the zip; ask for it again.")
        return None


def _mail(path: tuple[str, ...], raw: bytes, limits: Limits, deep: int) -> Iterator[Handed]:
    """Give the attachments and the text of a mail, as if in a folder named by its sender."""
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        sender = (
            " ".join(filter(None, parseaddr(str(mail.get("From", "")))[:1]))
            or (parseaddr(str(mail.get("From", "")))[1])
        )
        parts = [
            (part.get_filename() or f"text-{k}.txt", part.get_payload(decode=True))
            for k, part in enumerate(mail.walk(), 1)
            if not part.is_multipart()
        ]
    except (MessageError, LookupError, ValueError, KeyError, TypeError, AttributeError):
        limits.tell(path, "the mail cannot be read; save its attachment by itself.")
        return
    above = (*path[:-1], sender.replace("/", " ").strip() or PurePosixPath(path[-1]).stem)
    for name, inside in parts:
        # The text of a mail is only looked at where an export may have been pasted into it.
        if not isinstance(inside, bytes) or (name.startswith("text-") and b'"kind"' not in inside):
            continue
        if limits.take((*above, name), len(inside)):
            yield from _opened((*above, name), inside, limits, deep)

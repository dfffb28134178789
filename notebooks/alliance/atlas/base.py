"""A folium map that needs no network, and the picture that holds it.

Stock folium maps fetch ten files from other hosts. Here Leaflet stands in the page itself,
taken from the installed package `django-js-lib-leaflet`; land is drawn from the data package, not
from tiles. This file imports folium (0.3 s), so it is itself imported only when a map is drawn.
"""

from __future__ import annotations

import base64
import re
import zlib
from functools import lru_cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, Link
from folium.template import Template

from ..page import Picture, assemble, esc, packed, words
from ..problems import AllianceError
from ..texts import language
from .land import Rect

__all__ = ["Call", "MapPicture", "OfflineMap", "Raw"]

LEAFLET = "django-js-lib-leaflet"
# The texts that map.js and items.js say.
ON_PAGE = [
    *(f"map.{name}" for name in ("help", "in", "out", "whole", "close", "place", "kinds")),
    *(f"map.{name}" for name in ("move", "west", "north", "south", "east")),
    *("map.and_", "map.source", "map.shown", "map.told"),
]


@lru_cache
def _leaflet_file(name: str) -> Path:
    """Return a file of the installed Leaflet package.

    Raises:
        AllianceError: the package is not installed.
    """
    try:
        found = [f for f in files(LEAFLET) or [] if f.name == name]
        return Path(found[0].locate())
    except (ModuleNotFoundError, IndexError):
        raise AllianceError(
            f"Maps need the package {LEAFLET}; install it with “pip install {LEAFLET}”."
        ) from None


def leaflet_script() -> str:
    """Return Leaflet's script without the pointer to its source map, which would be fetched."""
    return re.sub(r"\n//# sourceMappingURL.*", "", _leaflet_file("leaflet.js").read_text("utf-8"))


@lru_cache
def _leaflet_packed() -> str:
    """Return Leaflet's script as unpack.js takes it, a third as long: each map carries it."""
    return base64.b64encode(zlib.compress(leaflet_script().encode(), 9)).decode()


@lru_cache
def _leaflet_sheet() -> str:
    """Return Leaflet's sheet, small, with the one picture it needs in place of addresses."""
    layers = base64.b64encode(_leaflet_file("layers.png").read_bytes()).decode()
    sheet = _leaflet_file("leaflet.css").read_text("utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"url\(images/layers[^)]*\)", f"url(data:image/png;base64,{layers})", sheet)
    sheet = re.sub(r"[\w-]+: url\((?!data:)[^)]*\);", "", sheet)
    return re.sub(r"\s+", " ", sheet)


def _frame_text(document: str) -> str:
    """Escape a document for an attribute in single quotes: scripts hold far fewer of those."""
    return document.replace("&", "&amp;").replace("'", "&#39;")


class Raw(Element):
    """Text that goes into the page as it stands; branca's Element would read it as Jinja."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


class Call(Element):
    """A call of one of the functions in map.js on the map that it is added to."""

    def __init__(self, function: str, data: dict[str, Any]) -> None:
        super().__init__()
        self._name = function
        self._id = "alliance"
        self.function = function
        self.data = data

    def render(self, **kwargs: Any) -> None:
        """Put the call into the script of the page, with its data as JSON that HTML cannot end."""
        text = f"alliance.{self.function}({self._parent.get_name()},{packed(self.data)});"
        self.get_root().script.add_child(Raw(text), name=self.get_name())


class OfflinePage(Figure):
    """The page around a map: title, language, theme, and everything that the map needs."""

    def __init__(self, title: str, height: int) -> None:
        super().__init__(title=title)
        self.frame_height = height

    def render(self, **kwargs: Any) -> str:
        """Return the page as HTML.

        Raises:
            AllianceError: something added to the map would have to be fetched from the network.
        """
        for child in self._children.values():
            child.render(**kwargs)
        for link in self.header._children.values():
            if isinstance(link, Link):
                raise AllianceError(
                    "This map works without the internet, but something added to it needs "
                    f"{link.url}; leave that out, or draw it on a plain folium.Map of your own."
                )
        return (
            f'<!DOCTYPE html><html lang="{esc(language())}"><head><meta charset="utf-8">'
            f"<title>{esc(self.title)}</title>"
            '<meta name="viewport" content="width=device-width"><base target="_blank">'
            f"<style>{_leaflet_sheet()}{assemble('atlas/map.css')}</style>"
            f'{self.header.render(**kwargs)}</head><body><main class="al">'
            f'<h1 class="al-hidden" aria-level="3">{esc(self.title)}</h1>'
            f"{self.html.render(**kwargs)}</main><script>{assemble('page/theme.js')}</script>"
            f"{words(ON_PAGE)}"
            f'<script type="text/plain" id="al-leaflet">{_leaflet_packed()}</script>'
            f'<script type="text/plain" class="al-after">{assemble("atlas/page.js")}</script>'
            f'<script type="text/plain" class="al-after">{self.script.render(**kwargs)}</script>'
            f"<script>{assemble('atlas/unpack.js')}</script></body></html>"
        )

    def _repr_html_(self, **kwargs: Any) -> str:
        return (
            f'<iframe title="{esc(self.title)}" style="height:{self.frame_height}px;width:100%;'
            f"border:0\" srcdoc='{_frame_text(self.render(**kwargs))}'></iframe>"
        )


class OfflineMap(folium.Map):
    """A folium map whose page needs no other file. Folium layers can be added as usual.

    Args:
        title: names the page for screen readers.
        view: (west, south, east, north) in degrees, what is shown at first.
        limit: the same, beyond which nobody can move.
        height: of the map in CSS pixels.
        controls: height of what stands above the map in its page, in CSS pixels.
        above: HTML of that.
        options: options of Leaflet's map, in folium's spelling.
    """

    default_js: list = []  # noqa: RUF012  (folium declares them so)
    default_css: list = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="al-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = alliance.map("{{ this.get_name() }}",
            {{ this.box|tojson }}, {{ this.limit|tojson }}, {{ this.options|tojavascript }});
        {%- if this.control_scale %}L.control.scale().addTo({{ this.get_name() }});{% endif %}
        {% endmacro %}
        """
    )

    def __init__(
        self,
        title: str,
        view: Rect,
        limit: Rect | None = None,
        height: int = 440,
        controls: int = 0,
        above: str = "",
        **options: Any,
    ) -> None:
        west, south, east, north = view
        middle = [(south + north) / 2, (west + east) / 2]
        super().__init__(location=middle, tiles=None, **options)
        self._id = "alliance"  # not a new one each time: the same table gives the same page
        self.box = self._corners(view)
        self.limit = self._corners(limit or view)
        page = OfflinePage(title, height + controls)
        page.add_child(self)
        if above:
            page.html.add_child(Raw(above), name="above")

    @staticmethod
    def _corners(rect: Rect) -> list[list[float]]:
        """Return a rectangle the way Leaflet writes it: latitude first."""
        west, south, east, north = (round(edge, 3) for edge in rect)
        return [[south, west], [north, east]]


class MapPicture(Picture):
    """A picture whose drawing is a folium map, made anew each time it is shown.

    So a layer added to `picture.extra` (the folium map) is seen:

        picture = atlas.points(frame, title="…")
        folium.CircleMarker([39, 125.7]).add_to(picture.extra)
        picture
    """

    above = ""
    below = ""

    @property
    def body(self) -> str:
        """The key, the map in its frame, and what is said below it."""
        return self.above + self.extra.get_root()._repr_html_() + self.below

    @body.setter
    def body(self, html: str) -> None:
        # The dataclass assigns its field; what it is given is the part below the map.
        self.below = html

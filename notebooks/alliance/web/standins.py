"""Light stand-ins for anywidget, ipywidgets and traitlets, for the kernel in a page's background.

To load the real ones takes seconds there, and of all they can do panels need little: traits whose
changes are told, messages both ways, and an id. `put_in` makes modules of these names out of the
classes below; what a page shows is the same (a test holds the two against each other).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

__all__ = ["HTML", "AnyWidget", "Layout", "Trait", "VBox", "Widget", "put_in", "reference"]

Hear = Callable[["Widget", str, Any], None]
NOT_SENT = ("layout",)  # how a notebook places a widget; a page does so itself


class Trait:
    """A value of a widget that the page knows, if it is tagged `sync=True`."""

    empty: Callable[[], Any] = lambda: None

    def __init__(self, default: Any = None, *_: Any, **__: Any) -> None:
        self.default = default
        self.sync = False

    def tag(self, sync: bool = False, **_: Any) -> Trait:
        """Mark as known to the page."""
        self.sync = sync
        return self

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, widget: Any, owner: type | None = None) -> Any:
        if widget is None:
            return self
        if self.name not in widget.values:
            widget.values[self.name] = type(self).empty() if self.default is None else self.default
        return widget.values[self.name]

    def __set__(self, widget: Any, value: Any) -> None:
        old = self.__get__(widget)
        widget.values[self.name] = value
        if type(old) is not type(value) or old != value:
            widget.changed(self.name, old, value)


def _trait(name: str, empty: Callable[[], Any]) -> type[Trait]:
    return type(name, (Trait,), {"empty": staticmethod(empty)})


TRAITS = {
    "Any": _trait("Any", lambda: None),
    "Bool": _trait("Bool", bool),
    "Dict": _trait("Dict", dict),
    "Float": _trait("Float", float),
    "Int": _trait("Int", int),
    "List": _trait("List", list),
    "Tuple": _trait("Tuple", tuple),
    "Unicode": _trait("Unicode", str),
}
List, Unicode = TRAITS["List"], TRAITS["Unicode"]


class Widget:
    """A widget: its traits, who hears of their changes, and messages.

    Attributes:
        model_id: names it, in the order in which widgets are made.
        comm: not None, as long as the page can be reached: always.
        hear: called with (widget, “update”, {name: value}) and (widget, “custom”, content); one
            for all widgets.
        made: every widget by its id.
    """

    hear: Hear = staticmethod(lambda widget, kind, content: None)
    comm: Any = True
    made: dict[str, Widget] = {}  # noqa: RUF012

    def __init__(self, **traits: Any) -> None:
        self.values: dict[str, Any] = {}
        self._observers: list[tuple[Callable[[Any], None], set[str]]] = []
        self._callbacks: list[Callable[[Any, Any, Any], None]] = []
        self.model_id = f"w{len(Widget.made) + 1}"
        Widget.made[self.model_id] = self
        for name, value in traits.items():
            if isinstance(getattr(type(self), name, None), Trait):
                self.values[name] = value  # no one can have heard of it before
            elif name not in NOT_SENT:
                setattr(self, name, value)

    @classmethod
    def synced(cls) -> list[str]:
        """Return the names of the traits that the page knows."""
        found = (name for base in cls.__mro__ for name in vars(base))
        return [
            name
            for name in dict.fromkeys(found)
            if isinstance(trait := getattr(cls, name, None), Trait) and trait.sync
        ]

    def state(self) -> dict[str, Any]:
        """Return what the page knows."""
        return {name: reference(getattr(self, name)) for name in self.synced()}

    def changed(self, name: str, old: Any, new: Any) -> None:
        """Tell of a trait that has another value."""
        for observer, names in list(self._observers):
            if name in names:
                observer(SimpleNamespace(name=name, old=old, new=new, owner=self))
        if getattr(type(self), name).sync:
            Widget.hear(self, "update", {name: reference(new)})

    def observe(self, observer: Callable[[Any], None], names: Any) -> None:
        """Call `observer` after a change of a trait, or of several."""
        self._observers.append((observer, {names} if isinstance(names, str) else set(names)))

    def on_msg(self, callback: Callable[[Any, Any, Any], None]) -> None:
        """Call `callback(widget, content, buffers)` with each message of the page."""
        self._callbacks.append(callback)

    def send(self, content: Any, buffers: Any = None) -> None:
        """Send a message to the page."""
        Widget.hear(self, "custom", content)

    def receive_message(self, content: Any) -> None:
        """Take a message of the page."""
        for callback in list(self._callbacks):
            callback(self, content, [])


class AnyWidget(Widget):
    """A widget that brings its own script (`_esm`) and sheet (`_css`)."""

    _esm = _css = ""


class Layout(Widget):
    """How a notebook places a widget; of no use to a page."""


class HTML(Widget):
    """A piece of HTML."""

    value = Unicode().tag(sync=True)


class VBox(Widget):
    """Widgets below one another."""

    children = List().tag(sync=True)


def reference(value: Any) -> Any:
    """Return a value as the page is told it: widgets by their ids."""
    if isinstance(value, Widget):
        return f"IPY_MODEL_{value.model_id}"
    if isinstance(value, list | tuple):
        return [reference(item) for item in value]
    return value


def put_in() -> None:
    """Make the three modules importable, in place of the real ones.

    Call it before a panel is imported; modules that are loaded already stay as they are.
    """
    modules = {
        "anywidget": {"AnyWidget": AnyWidget},
        "ipywidgets": {"HTML": HTML, "Layout": Layout, "VBox": VBox, "Widget": Widget},
        "traitlets": TRAITS,
    }
    for name, content in modules.items():
        if name not in sys.modules:
            module = ModuleType(name, f"A light stand-in for {name}; see alliance.web.standins.")
            vars(module).update(content)
            sys.modules[name] = module

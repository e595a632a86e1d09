"""The composition root: the only room that knows every part and puts them together. Used by window, command, tests."""

from podbridge_desktop.bootstrap.container import Container, open_container

__all__ = ["Container", "open_container"]

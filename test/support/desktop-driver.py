"""Reads and uses the windows of a desktop as screen readers do: `read`, `press PATH`, `write PATH TEXT`. A path is indices of children, from the desktop on."""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib


def describe(widget, path):
    try:
        size = widget.get_extents(Atspi.CoordType.SCREEN) if widget.get_component_iface() else None
        states = widget.get_state_set()
        return dict(
            path=path,
            role=widget.get_role_name(),
            name=widget.get_name(),
            description=widget.get_description(),
            text=Atspi.Text.get_text(widget, 0, -1) if widget.get_text_iface() else "",
            isVisible=states.contains(Atspi.StateType.VISIBLE),
            isShowing=states.contains(Atspi.StateType.SHOWING),
            at=[size.x + size.width // 2, size.y + size.height // 2] if size else None,
        )
    except GLib.Error:
        return None


def walk(widget, path):
    """What goes away meanwhile is left out."""
    try:
        children = [widget.get_child_at_index(index) for index in range(widget.get_child_count())]
    except GLib.Error:
        return
    for index, child in enumerate(children):
        if child and (description := describe(child, [*path, index])):
            yield description
            yield from walk(child, [*path, index])


def find(path):
    widget = Atspi.get_desktop(0)
    for index in path:
        widget = widget.get_child_at_index(index)
    return widget


command, *arguments = sys.argv[1:]
if command == "read":
    print(json.dumps(list(walk(Atspi.get_desktop(0), []))))
if command == "press":
    Atspi.Action.do_action(find(json.loads(arguments[0])), 0)
if command == "write":
    Atspi.EditableText.set_text_contents(find(json.loads(arguments[0])), arguments[1])

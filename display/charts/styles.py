"""The roles of a chart as CSS classes, from the same table that the PDF paints by."""

from __future__ import annotations

from .paint import PAINTS, Paint, Role


def css() -> str:
    """Returns the classes of every role, in the layer `components`."""
    rules = "\n".join(f"  .chart .{css_class(role)} {{ {_declarations(paint)} }}" for role, paint in PAINTS.items())
    return (
        f"/* Written by `manage.py build_tokens` from display/charts/paint.py. */\n@layer components {{\n{rules}\n}}\n"
    )


def css_class(role: Role) -> str:
    return f"c-{role.value}"


def _declarations(paint: Paint) -> str:
    parts = [f"fill: {_variable(paint.fill)}"]
    if paint.stroke:
        parts += [f"stroke: {_variable(paint.stroke)}", f"stroke-width: {paint.stroke_width}"]
    if paint.dash:
        parts.append("stroke-dasharray: " + " ".join(f"{length:g}" for length in paint.dash))
    if paint.opacity != 1:
        parts.append(f"opacity: {paint.opacity}")
    if paint.is_text:
        parts += [f"font-size: {paint.size:g}px", f"font-weight: {paint.weight}"]
    if paint.halo:
        parts += ["paint-order: stroke", "stroke: var(--surface)", "stroke-width: 3", "stroke-linejoin: round"]
    return "; ".join(parts) + ";"


def _variable(name: str | None) -> str:
    return f"var(--{name.replace('_', '-')})" if name else "none"

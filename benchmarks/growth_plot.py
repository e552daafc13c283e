"""The growth that `bench_growth.py` measured: `growth_plot.py FIGURES.json IMAGE.svg` draws it, and
prints the tables of docs/scale.md.

Both axes are logarithmic, so whatever grows as history does rises by one step a step.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, GAP = 340, 300, 56, 34, 70

#: Step -> its name beside its line and its colour, told apart by people who see no red as well.
STEPS = {
    "load": ("load", "#0072b2"),
    "core": ("core", "#009e73"),
    "analytics": ("analytics", "#d55e00"),
    "precompute": ("precompute", "#cc79a7"),
    "night: all layers": ("one night", "#000000"),
    "nothing to do": ("nothing to do", "#7f7f7f"),
}


#: In the place of all features, where those of all seasons would take too long.
NEWEST = "precompute, newest season"

#: Lines of the tables that are named otherwise than their step.
NAMES = {
    "load": "landing read into raw",
    "night: all layers": "one night more, all layers",
    "night: load": "that night's files read into raw",
    "grid": "the grid, as a process",
    "cells": "cells of it",
    "judged_seconds": "seconds to judge them all, warm",
}


def powers(values: Sequence[float]) -> range:
    """The powers of ten between which all values lie, both ends among them."""
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return range(low, max(high, low + 1) + 1)


def placed(value: float, ends: range, begin: float, size: float) -> float:
    """Where a value lies on an axis of so many powers of ten."""
    return round(begin + (math.log10(value) - ends[0]) / (ends[-1] - ends[0]) * size, 1)


def words(power: int) -> str:
    """A power of ten as it is written at an axis."""
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def apart(heights: Mapping[str, float], least: float = 13) -> dict[str, float]:
    """Heights of words so that none stands on another, in the order of their lines."""
    found: dict[str, float] = {}
    last = -math.inf
    for name, height in sorted(heights.items(), key=lambda one: one[1]):
        last = found[name] = max(height, last + least)
    return found


def panel(
    title: str, lines: Mapping[str, Sequence[tuple[int, float]]], left: float, seasons: range
) -> list[str]:
    """One pair of axes with its lines.

    Args:
        lines: step -> (seasons, value) of each size.
        left: pixels across where its axis stands.
        seasons: the powers of ten of the axis across.
    """
    ends = powers([value for points in lines.values() for _, value in points])
    bottom = TOP + HEIGHT

    def across(value: float) -> float:
        return placed(value, seasons, left, WIDTH)

    def down(value: float) -> float:
        return placed(value, ends, bottom, -HEIGHT)

    parts = [f'<text class="title" x="{left}" y="{TOP - 14}">{title}</text>']
    for power in ends:
        y = down(10.0**power)
        parts.append(f'<line class="grid" x1="{left}" y1="{y}" x2="{left + WIDTH}" y2="{y}"/>')
        parts.append(f'<text class="end" x="{left - 6}" y="{y + 4}">{words(power)}</text>')
    for power in seasons:
        x = across(10.0**power)
        parts.append(f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}"/>')
        parts.append(f'<text class="mid" x="{x}" y="{bottom + 16}">{words(power)}</text>')
    parts.append(f'<text class="mid" x="{left + WIDTH / 2}" y="{bottom + 34}">seasons</text>')
    heights = apart({step: down(points[-1][1]) + 4 for step, points in lines.items()})
    for step, points in lines.items():
        name, colour = STEPS[step]
        path = " ".join(f"{across(size)},{down(value)}" for size, value in points)
        parts.append(f'<polyline points="{path}" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{across(size)}" cy="{down(value)}" r="3" fill="{colour}"/>'
            for size, value in points
        ]
        x = across(points[-1][0]) + 7
        parts.append(f'<text x="{x}" y="{heights[step]:.1f}" fill="{colour}">{name}</text>')
    return parts


def drawn(figures: Mapping[str, Any]) -> str:
    """The picture as SVG: the cores' seconds on the left, peak memory on the right."""
    sizes = sorted(figures["sizes"], key=lambda one: one["seasons"])
    seasons = powers([one["seasons"] for one in sizes])

    def lines(what: str) -> dict[str, list[tuple[int, float]]]:
        measured = {
            step: [
                (one["seasons"], one["steps"][step][what]) for one in sizes if step in one["steps"]
            ]
            for step in STEPS
        }
        return {step: points for step, points in measured.items() if points}

    second = LEFT + WIDTH + 2 * GAP + 30
    width, height = second + WIDTH + 96, TOP + HEIGHT + 44
    parts = [
        *panel("Seconds of both cores", lines("cpu_seconds"), LEFT, seasons),
        *panel("Peak memory, MiB", lines("peak_mebibytes"), second, seasons),
    ]
    style = (
        "text{font:12px sans-serif}.title{font-weight:bold}.end{text-anchor:end}"
        ".mid{text-anchor:middle}.grid{stroke:#ddd}polyline{fill:none;stroke-width:2}"
    )
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            "<title>Time and memory of each layer by seasons of history</title>",
            f"<style>{style}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def figure(step: Mapping[str, Any] | None) -> str:
    """A step as a cell of the table: the cores' seconds and the peak memory."""
    if step is None:
        return "not measured"
    return f"{step['cpu_seconds']:,.1f} s, {step['peak_mebibytes']:,} MiB"


def tables(figures: Mapping[str, Any]) -> list[str]:
    """The lines of both tables of docs/scale.md, a column for each size."""
    sizes = sorted(figures["sizes"], key=lambda one: one["seasons"])
    head = "".join(f" {one['seasons']} |" for one in sizes)
    rule = "---|" * len(sizes)
    lines = [f"| Seasons |{head}", f"|---|{rule}"]
    for step in [*STEPS, NEWEST, "night: load", "grid"]:
        if step == NEWEST and not any(step in one["steps"] for one in sizes):
            continue
        cells = "".join(f" {figure(one['steps'].get(step))} |" for one in sizes)
        lines.append(f"| {NAMES.get(step, step)} |{cells}")
    for what in ("cells", "judged_seconds"):
        told = [one["steps"].get("grid", {}).get(what) for one in sizes]
        cells = "".join(f" {each:,} |" if each is not None else " not measured |" for each in told)
        lines.append(f"| {NAMES[what]} |{cells}")
    lines += ["", f"| Seasons |{head}", f"|---|{rule}"]
    for layer in ("raw", "core", "analytics", "precompute"):
        told = [one["sizes"]["rows"].get(layer) if "sizes" in one else None for one in sizes]
        cells = "".join(f" {each:,} |" if each is not None else " not measured |" for each in told)
        lines.append(f"| rows of {layer} |{cells}")
    for part in ("warehouse_bytes", "snapshot_bytes", "landing_bytes", "ledger_bytes"):
        told = [one["sizes"][part] / 2**20 if "sizes" in one else None for one in sizes]
        cells = "".join(
            f" {each:,.1f} MiB |" if each is not None else " not measured |" for each in told
        )
        lines.append(f"| {part.removesuffix('_bytes')} |{cells}")
    return lines


def main(figures: str, image: str) -> None:
    found = json.loads(Path(figures).read_text())
    Path(image).write_text(drawn(found))
    print("\n".join(tables(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])

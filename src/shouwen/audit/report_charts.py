"""The charts of the report, as SVG to stand inside a page: text stays text, colours are the page's own."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from io import StringIO
from math import sqrt
from typing import Any, NamedTuple

import matplotlib
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from shouwen.audit.report import Figures

# What matplotlib draws in these stand-ins, the page colours by its own variables, for light, dark and print.
_INK, _MUTED, _RULE, _KEPT, _BROKEN = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {_INK: "--ink", _MUTED: "--muted", _RULE: "--rule", _KEPT: "--kept", _BROKEN: "--broken"}
_STYLE: Any = {
    "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10.5, "text.color": _INK, "axes.edgecolor": _RULE,
    "axes.labelcolor": _MUTED, "xtick.color": _RULE, "ytick.color": _RULE, "xtick.labelcolor": _MUTED,
    "ytick.labelcolor": _INK, "axes.spines.top": False, "axes.spines.right": False, "grid.color": _RULE,
    "grid.linewidth": 0.6,
}  # fmt: skip
_WIDTH = 5.0


class Bar(NamedTuple):
    """A part of a bar: the name of its colour, where it begins and how long it is, of 100."""

    name: str
    start: float
    length: float


def bar(figures: Figures) -> list[Bar]:
    """How all occasions ended, as parts of one bar."""
    parts = {
        "kept": figures.kept, "reported": figures.reported_kept, "broken": figures.all_broken,
        "open": figures.open, "unjudged": figures.not_judged,
    }  # fmt: skip
    bars, start = [], 0.0
    for name, count in parts.items():
        if count:
            # What there is can be seen, however little of it there is.
            length = max(100 * count / figures.occasions, 1.2)
            bars.append(Bar(name, round(start, 2), round(length, 2)))
            start += length
    return [Bar(name, round(begin * 100 / start, 2), round(length * 100 / start, 2)) for name, begin, length in bars]


def sparkline(shares: Sequence[float | None], *, width: int = 72, height: int = 18) -> list[str]:
    """The points of the lines through the shares, from lowest to highest; a gap where there is none."""
    known = [share for share in shares if share is not None]
    if not known:
        return []
    low, span = min(known), max(max(known) - min(known), 0.02)
    lines: list[list[str]] = [[]]
    for place, share in enumerate(shares):
        if share is None:
            lines.append([])
            continue
        x = 2 + place * (width - 4) / max(len(shares) - 1, 1)
        y = height - 3 - (share - low) / span * (height - 6)
        lines[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(line) for line in lines if line]


def months_chart(months: Sequence[tuple[str, float | None, int]], *, measured: str, label: str) -> Markup:
    """The score of each month as a line, and under it how many occasions were measured."""
    with matplotlib.rc_context(_STYLE | {"svg.hashsalt": "months"}):
        figure = Figure(figsize=(_WIDTH, 3.0), layout="constrained")
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        places = range(len(months))
        values = [float("nan") if value is None else 100 * value for _, value, _ in months]
        upper.plot(places, values, color=_KEPT, linewidth=2, marker="o", markersize=4.5, clip_on=False)
        known = [value for value in values if value == value]
        low = min(known, default=0.0)
        upper.set_ylim(max(0.0, low - max(2.0, (100 - low) * 0.25)), 100.6)
        if known and values[-1] == values[-1]:
            upper.annotate(
                f"{values[-1]:.1f}", (places[-1], values[-1]), xytext=(0, 7), textcoords="offset points", ha="center"
            )
        upper.grid(axis="y")
        upper.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
        upper.yaxis.set_major_locator(MaxNLocator(4))
        lower.bar(places, [count for _, _, count in months], color=_MUTED, width=0.62)
        lower.set_title(measured, loc="left", fontsize=10, color=_MUTED)
        lower.yaxis.set_major_locator(MaxNLocator(2, integer=True))
        lower.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        step = max(1, -(-len(months) // 8))
        lower.set_xticks(places[::step], [month for month, _, _ in months][::step])
        _calm(upper, lower)
        upper.spines.left.set_visible(False)
        lower.spines.left.set_visible(False)
        return _svg(figure, label)


def weakest_chart(clauses: Sequence[tuple[str, Figures]], *, label: str) -> Markup:
    """The measured share of some clauses, each with the range in which chance alone would leave it."""
    with matplotlib.rc_context(_STYLE | {"svg.hashsalt": "weakest"}):
        figure = Figure(figsize=(_WIDTH, 0.6 + 0.3 * len(clauses)), layout="constrained")
        axes = figure.subplots()
        lowest = 1.0
        for place, (_, figures) in enumerate(clauses):
            share, (low, high) = figures.share or 0.0, wilson(figures.kept, figures.measured)
            lowest = min(lowest, low)
            axes.plot(
                [100 * low, 100 * high], [place, place], color=_BROKEN, linewidth=5, alpha=0.35, solid_capstyle="round"
            )
            axes.plot([100 * share], [place], color=_BROKEN, marker="o", markersize=6)
        axes.set_yticks(range(len(clauses)), [name for name, _ in clauses])
        axes.set_ylim(len(clauses) - 0.5, -0.5)
        axes.set_xlim(max(0.0, 100 * lowest - 4), 100.8)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        axes.grid(axis="x")
        _calm(axes)
        axes.spines.left.set_visible(False)
        return _svg(figure, label)


def wilson(kept: int, of: int) -> tuple[float, float]:
    """The range that holds the true share in 95 of 100 cases (Wilson 1927), if occasions are independent; `of` > 0."""
    z, share = 1.96, kept / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def _calm(*of: Axes) -> None:
    for axes in of:
        axes.tick_params(length=0)
        axes.set_axisbelow(True)


def _svg(figure: Figure, label: str) -> Markup:
    file = StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # matplotlib measures with its own font, the page has another
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", text, flags=re.DOTALL)
    for stand_in, variable in _VARIABLES.items():
        text = text.replace(stand_in, f"var({variable})")
    text = re.sub(
        r' id="(?:figure|axes|patch|matplotlib|xtick|ytick|text|line2d|PolyCollection|LineCollection)[^"]*"', "", text
    )
    text = re.sub(r"font: ([\d.]+)px[^;\"]*", r"font-size: \1px", text)
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert size is not None
    opening = f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {size[1]} {size[2]}"'
    opening += ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    return Markup(opening + text[text.index(">") + 1 :])  # matplotlib has escaped what it wrote

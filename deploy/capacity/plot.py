"""Plots as SVG, readable on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.capacity.cluster import Moment
from deploy.capacity.load import DAY_S, Day
from deploy.capacity.planning import Served, Work

ORANGE, BLUE, GREEN = "#d55e00", "#0c8fd6", "#00a077"  # as in the benchmark's plots
_INK = "#808080"
_LEFT, _GAP = 52, 46  # pixels

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """One line of a panel.

    Attributes:
        steps: whether a value holds until the next one.
    """

    label: str
    colour: str
    points: Points
    steps: bool = False


@dataclass(frozen=True)
class Panel:
    """One field of lines over the same axis.

    Attributes:
        across: what is marked on the x axis: place and label.
        x_label: below the axis.
    """

    title: str
    lines: tuple[Line, ...]
    across: Sequence[tuple[float, str]]
    x_label: str = ""


def latency(served: Sequence[tuple[float, Served]], work: Work) -> str:
    """What becomes of first tokens and speed where one replica is asked more.

    Args:
        served: requests a second, and what became of them.
    """
    highest = 60 * served[-1][0]
    across = [(tick, f"{tick:g}") for tick in _scale(highest)[1] if tick <= highest] + [(highest, "")]

    def line(label: str, colour: str, of: Callable[[Served], float]) -> Line:
        return Line(label, colour, [(60 * rate, of(each)) for rate, each in served])

    first = line("95 of 100 come within", ORANGE, lambda each: each.first_token_s[1])
    speed = line("95 of 100 answers are faster", ORANGE, lambda each: each.tokens_per_s)
    return _picture(
        (
            Panel("First token, s", (first, _level("asked for", work.first_token_s, highest)), across),
            Panel(
                "Tokens a second", (speed, _level("asked for", work.least_tokens_per_s, highest)), across, "requests a minute"
            ),
        ),
        width=820,
        height=120,
    )


def _level(label: str, value: float, until: float) -> Line:
    return Line(label, GREEN, [(0.0, value), (until, value)])


def day(load: Day, moments: Sequence[Moment], bears_per_s: float) -> str:
    """A day: what came, how many replicas there were, and who waited."""
    hours = [(hour * 3600.0, f"{hour}:00") for hour in range(0, 25, 4)]
    came = [(float(at_s), load.rate_per_s(at_s)) for at_s in range(0, int(DAY_S), 60)]
    borne = [(each.at_s, each.ready * bears_per_s) for each in moments]
    return _picture(
        (
            Panel(
                "Requests a second",
                (Line("that come", ORANGE, came), Line("that the ready replicas bear", BLUE, borne, steps=True)),
                hours,
            ),
            Panel(
                "Replicas",
                (
                    Line("asked for", GREEN, [(each.at_s, each.asked_for) for each in moments], steps=True),
                    Line("ready", BLUE, [(each.at_s, each.ready) for each in moments], steps=True),
                ),
                hours,
            ),
            Panel(
                "Requests in all replicas",
                (
                    Line("answered", BLUE, [(each.at_s, each.running) for each in moments]),
                    Line("waiting for a place", ORANGE, [(each.at_s, each.waiting) for each in moments]),
                ),
                hours,
            ),
        ),
        width=820,
        height=120,
    )


def _picture(panels: Sequence[Panel], *, width: int, height: int) -> str:
    whole = (width + _LEFT + 20, len(panels) * (height + _GAP) + 24)
    drawn = "".join(_panel(panel, width, height, at * (height + _GAP) + 24) for at, panel in enumerate(panels))
    style = f"text {{ font: 11px sans-serif; fill: {_INK} }} path {{ fill: none; stroke-width: 1.6; stroke-linejoin: round }}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" width="{whole[0]}" height="{whole[1]}">'
        f"<style>{style}</style>{drawn}</svg>\n"
    )


def _panel(panel: Panel, width: int, height: int, top: int) -> str:
    most_x = max(place for place, _ in panel.across)
    most_y, ticks = _scale(max(value for line in panel.lines for _, value in line.points))

    def x(value: float) -> float:
        return _LEFT + width * value / most_x

    def y(value: float) -> float:
        return top + height * (1 - value / most_y)

    parts = [f'<text x="{_LEFT}" y="{top - 9}">{panel.title}</text>']
    for tick in ticks:
        parts.append(f'<path d="M{_LEFT} {y(tick):.1f}h{width}" stroke="{_INK}" opacity="0.25"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for place, label in panel.across:
        parts.append(f'<text x="{x(place):.1f}" y="{top + height + 15}" text-anchor="middle">{label}</text>')
    if panel.x_label:
        parts.append(f'<text x="{_LEFT + width / 2:.0f}" y="{top + height + 30}" text-anchor="middle">{panel.x_label}</text>')
    label_x = _LEFT + 160.0
    for line in panel.lines:
        parts.append(f'<path d="{_way(line, x, y)}" stroke="{line.colour}"/>')
        parts.append(f'<path d="M{label_x:.0f} {top - 13}h16" stroke="{line.colour}"/>')
        parts.append(f'<text x="{label_x + 21:.0f}" y="{top - 9}">{line.label}</text>')
        label_x += 40 + 6.2 * len(line.label)
    return "".join(parts)


def _way(line: Line, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """Its path, without the points between two that are as high."""
    points = list(line.points)
    kept = [
        point
        for at, point in enumerate(points)
        if at in (0, len(points) - 1) or point[1] != points[at - 1][1] or (not line.steps and point[1] != points[at + 1][1])
    ]
    begin, *rest = kept
    to = "".join(f"H{x(at):.1f}V{y(value):.1f}" if line.steps else f"L{x(at):.1f} {y(value):.1f}" for at, value in rest)
    return f"M{x(begin[0]):.1f} {y(begin[1]):.1f}{to}"


def _scale(highest: float) -> tuple[float, list[float]]:
    """The top of an axis and its round ticks."""
    step = 10.0**-6
    while highest / step > 5:  # noqa: PLR2004 - at most so many ticks
        step *= 2.5 if f"{step:e}".startswith("2") else 2
    ticks = [step * at for at in range(int(highest / step) + 2)]
    return max(highest * 1.05, step), [tick for tick in ticks if tick <= max(highest * 1.05, step)]

"""The plot of throughput against concurrency, readable on a light and on a dark page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report import Medians

# colours of like weight on white and on near-black, distinct for the colour-blind too (after Okabe and Ito 2008)
_STYLES = {
    "ours": ("#d55e00", "-", "o", 2.6),
    "openvino-int8": ("#0c8fd6", "-", "s", 1.6),
    "openvino-int4": ("#0c8fd6", "--", "s", 1.6),
    "llamacpp-q8_0": ("#00a077", "-", "^", 1.6),
    "llamacpp-q4_0": ("#00a077", "--", "^", 1.6),
    "transformers": ("#b06fb0", "-", "D", 1.6),
    "vllm": ("#a08a00", "-", "v", 1.6),
}
_INK = "#808080"


def throughput(figures: Medians, labels: dict[str, str], file: Path, *, title: str) -> None:
    """Draw all servers' tokens a second against the number of streams, into a transparent PNG."""
    from matplotlib import use

    use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4.5), dpi=144)
    ticks: set[int] = set()
    for name, (colour, line, mark, width) in _STYLES.items():
        points = sorted((int(key[10:]), value) for key, value in figures.get(name, {}).items() if key.startswith("aggregate_"))
        if points:
            streams, rates = zip(*points, strict=True)
            axes.plot(streams, rates, color=colour, linestyle=line, marker=mark, linewidth=width, label=labels[name])
            ticks.update(streams)
    axes.set_xscale("log", base=2)
    axes.set_xticks(sorted(ticks), [str(tick) for tick in sorted(ticks)])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel("streams at the same time", color=_INK)
    axes.set_ylabel("tokens a second, all together", color=_INK)
    axes.set_title(title, color=_INK, fontsize=10)
    axes.tick_params(colors=_INK)
    axes.grid(color=_INK, alpha=0.25, linewidth=0.6)
    for side, spine in axes.spines.items():
        spine.set_visible(side in {"left", "bottom"})
        spine.set_color(_INK)
    axes.legend(frameon=False, labelcolor=_INK)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, transparent=True, bbox_inches="tight")
    plt.close(figure)

"""A report as one HTML file: figures, charts as SVG, their tables, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from desk_gui.domain.workflow import Kind
from desk_gui.reports.about import KINDS, about, left_out, meaning
from desk_gui.reports.charts import CHARTS, Chart
from desk_gui.reports.figures.files import drawing
from desk_gui.reports.headlines import headlines
from desk_gui.reports.report import Report

_STYLE = """
body{font:15px/1.5 Inter,system-ui,sans-serif;color:#1b1f27;background:#fff;margin:0 auto;
max-width:900px;padding:24px}h1{font-size:26px}h2{margin-top:48px}h3{margin:36px 0 4px}
svg{max-width:100%;height:auto}table{border-collapse:collapse;margin:8px 0;font-size:13px}
th,td{padding:3px 0 3px 20px;text-align:right;border-bottom:1px solid #e1e4ea}
th:first-child,td:first-child{padding-left:0;text-align:left;overflow-wrap:anywhere}
.told{display:flex;flex-wrap:wrap;gap:8px 32px;padding:12px 0;border:solid #e1e4ea;
border-width:1px 0}
.told b{display:block;font-size:22px}.told span{color:#5a6372;font-size:13px}
.table{overflow-x:auto}td{font-variant-numeric:tabular-nums}
@media print{section{break-inside:avoid}summary{display:none}}
summary{cursor:pointer;color:#2f5fd0}.soft,pre{color:#5a6372}pre{white-space:pre-wrap;font:inherit}
"""


def to_html(report: Report, title: str = "Report") -> str:
    """The whole report in one file that needs no other; beneath the title what it is about."""
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="soft">{escape(about(report))}</p>']
    for kind in report.kinds:
        parts.append(f"<h2>{KINDS[kind]}</h2>{_headlines(report, kind)}")
        charts = CHARTS.values() if kind in report.charted else ()
        parts += [_chart(report, kind, chart) for chart in charts if kind in chart.kinds]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    body = "".join(parts)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _headlines(report: Report, kind: Kind) -> str:
    figures = headlines(report, kind)
    told = "".join(
        f"<div><span>{one.name}</span><b>{one.value}</b><span>{one.beneath}</span></div>"
        for one in figures
    )
    means = meaning(report, kind, [one.key for one in figures])
    return f'<div class="told">{told}</div>{_folded("What these figures mean", means)}'


def _folded(head: str, means: str) -> str:
    return f"<details><summary>{head}</summary><pre>{escape(means)}</pre></details>"


def _chart(report: Report, kind: Kind, chart: Chart) -> str:
    table = chart.table(report, kind)
    heads = "".join(f"<th scope=col>{escape(head)}</th>" for head in table.heads)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows
    )
    title = escape(chart.titles[kind])
    drawn = drawing(chart.name, report, kind).replace(
        "<svg ", f'<svg role="img" aria-label="{title}; the same stands in the table below" ', 1
    )
    return (
        f"<section><h3>{title}</h3>{drawn}<details><summary>As a table</summary>"
        f'<div class="table"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
        f"{_folded('What it means', chart.definition(report, kind))}</section>"
    )


def sheets(report: Report) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Every chart's table, and the definitions, as sheets of a workbook: (name, rows).

    The definitions begin with what the report is about.
    """
    for kind in report.kinds:
        for chart in CHARTS.values():
            if kind in chart.kinds:
                table = chart.table(report, kind)
                yield f"{kind.value} {chart.name}".replace("_", " "), [table.heads, *table.rows]
    excluded = report.excluded
    meanings = [
        (figure, "\n".join([text, *left_out(excluded.get(figure, {}))]))
        for figure, text in report.definitions.items()
    ]
    yield "definitions", [("Figure", "Definition"), ("Report", about(report)), *meanings]

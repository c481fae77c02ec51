"""The HTML report stands alone, escapes, stays small; figures are those that a reader wants."""

import math
import re
from html.parser import HTMLParser

import pytest

from driftdesk.core.entities import ColumnDrift, Distribution, DriftReport, Kind, MethodResult, Severity, Side
from driftdesk.core.reports import figures
from driftdesk.core.reports.html import render_html
from driftdesk.core.reports.svg import overlay, spark

EVIL = '<script>alert("1")</script>'
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that do not close in order."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(content)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def numeric(name: str = "age", severity: Severity = Severity.CRITICAL, **fields: object) -> ColumnDrift:
    edges = tuple(float(e) for e in range(11))
    return ColumnDrift.model_validate(
        {
            "name": name,
            "kind": Kind.NUMERIC,
            "severity": severity,
            "method": "wasserstein_normed",
            "statistic": 0.62,
            "threshold": 0.1,
            "critical_threshold": 0.25,
            "p_value": 1e-9,
            "strength": 6.2,
            "results": (MethodResult(method="ks", statistic=0.3, threshold=0.05, p_value=0.0),),
            "reference": Distribution(counts=tuple(range(10)), edges=edges, rows=45),
            "current": Distribution(counts=tuple(range(10, 0, -1)), edges=edges, rows=55),
            "moved": ("median 6.4 → 2.1",),
            **fields,
        }
    )


def categorical(labels: tuple[str, ...]) -> ColumnDrift:
    counts = tuple(float(i + 1) for i in range(len(labels)))
    return numeric(
        kind=Kind.CATEGORICAL,
        reference=Distribution(counts=counts, labels=labels),
        current=Distribution(counts=counts[::-1], labels=labels),
    )


def report(*columns: ColumnDrift, **fields: object) -> DriftReport:
    return DriftReport.model_validate(
        {
            "dataset_id": "d",
            "dataset_name": "고객 이탈",
            "reference": Side(version=1, rows=4000),
            "current": Side(file="새 자료.csv", rows=2000),
            "severity": Severity.CRITICAL,
            "summary": "Drifted: 1 of 2 columns changed since v1 (age).",
            "columns": columns,
            **fields,
        }
    )


def test_the_page_stands_alone_and_is_well_formed() -> None:
    page = Page(render_html(report(numeric(), categorical(("서울", "부산")))))
    assert "script" not in page.tags
    assert not [a for a in page.attributes if a[0] in ("src", "href", "onload")]
    assert ("charset", "utf-8") in page.attributes
    assert "url(" not in page.text
    assert "@import" not in page.text


def test_it_says_verdict_sides_columns_and_what_moved() -> None:
    text = re.sub(r"\s+", " ", Page(render_html(report(numeric(), numeric("plan", Severity.NONE)))).text)
    for words in (
        "Critical drift",
        "고객 이탈",
        "새 자료.csv, 2,000 rows",
        "1 of 2",
        "median 6.4 → 2.1",
        "< 0.001",
        "0.62",
    ):
        assert words in text


def test_both_themes_and_paper_are_cared_for() -> None:
    page = render_html(report(numeric()))
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_what_a_user_wrote_is_escaped_everywhere() -> None:
    column = categorical((EVIL, "b")).model_copy(update={"name": EVIL, "moved": (EVIL,)})
    hostile = report(
        column,
        dataset_name=EVIL,
        summary=EVIL,
        schema_changes=(EVIL,),
        created_by=EVIL,
        service=EVIL,
        current=Side(file=EVIL),
    )
    page = render_html(hostile)
    assert EVIL not in page
    assert "script" not in Page(page).tags


def test_a_report_of_five_thousand_columns_stays_under_a_megabyte_and_says_what_it_left_out() -> None:
    columns = [numeric(f"column number {i}") for i in range(5000)]
    page = render_html(report(*columns))
    assert len(page.encode()) < 1_000_000
    assert "4,600 columns that drifted less are not listed" in page
    assert "4,960 more drifted columns stand in the table alone" in page


def test_an_external_verdict_without_columns_has_its_score() -> None:
    page = Page(render_html(report(service="ddoc", computed_from="service", score=0.3075, correction="none")))
    assert "0.3075" in page.text
    assert "ddoc" in page.text
    assert "article" not in page.tags


def test_a_column_that_was_not_judged_or_has_no_picture_is_no_problem() -> None:
    bare = numeric(
        severity=Severity.NONE, statistic=None, threshold=None, p_value=None, reference=None, current=None
    )
    odd = numeric(statistic=math.nan, reference=None)
    page = Page(render_html(report(bare, odd)))
    assert "not judged" in page.text
    assert "No distribution is stored." in page.text


@pytest.mark.parametrize(
    "column",
    [
        numeric(reference=Distribution(counts=(5.0,), edges=(3.0, 3.0)), current=Distribution(counts=(2.0,), edges=(3.0, 3.0))),
        numeric(kind=Kind.DATETIME),
        categorical(tuple(f"region {i}" for i in range(60))),
        numeric(reference=Distribution(counts=(0.0, 0.0), labels=("a", "b")), current=Distribution(counts=(1.0, 2.0), labels=("a", "b"))),
    ],
)  # fmt: skip
def test_pictures_are_drawn_of_every_kind_of_distribution(column: ColumnDrift) -> None:
    for picture in (overlay(column), spark(column)):
        assert Page(picture).tags
        assert "nan" not in picture
        assert "inf" not in picture


def test_where_there_are_many_categories_the_most_changed_are_shown() -> None:
    column = categorical(tuple(f"c{i}" for i in range(40)))
    text = Page(overlay(column)).text
    assert "c0" in text
    assert "c39" in text
    assert "29 others" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (math.nan, "–"),
        (0.0, "0"),
        (12, "12"),
        (0.123456, "0.1235"),
        (12345.6, "12,346"),
        (1e-6, "1.0e-06"),
    ],
)
def test_numbers_have_four_digits(value: float | None, shown: str) -> None:
    assert figures.number(value) == shown


def test_ticks_are_round_and_inside() -> None:
    assert figures.nice_ticks(0.5, 3.5, about=6, least=1.0) == ([1.0, 2.0, 3.0], 1.0)
    values, step = figures.nice_ticks(3299.5, 11500.5)
    assert (values, step) == ([4000.0, 6000.0, 8000.0, 10000.0], 2000.0)
    assert [figures.tick(v, step, 11500.5) for v in values][-1] == "10,000"
    assert figures.tick(2005, 5, 2020) == "2005"
    assert figures.tick(0.30000000000000004, 0.1, 1.0) == "0.3"
    assert figures.tick(1.7e9, 86_400 * 30, 1.8e9, is_time=True) == "2023-11-14"
    assert figures.nice_ticks(5.0, 5.0) == ([5.0], 1.0)


def test_small_p_values_and_shares_and_times_read_well() -> None:
    assert (figures.p_value(1e-200), figures.p_value(0.0443), figures.p_value(None)) == (
        "< 0.001",
        "0.044",
        "–",
    )
    assert (figures.percent(0.0004), figures.percent(0.0443), figures.percent(0.5)) == (
        "< 0.1 %",
        "4.4 %",
        "50 %",
    )
    assert (figures.seconds(0.018), figures.seconds(1.26), figures.seconds(90)) == (
        "18 ms",
        "1.3 s",
        "1.5 min",
    )

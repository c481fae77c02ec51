"""Reports as files: JSON that follows its schema and is read back, PDF of any report, two reports beside each other."""

import json
from pathlib import Path

import pytest

from driftdesk.core.entities import (
    ColumnDrift,
    Distribution,
    DriftReport,
    Explanation,
    JointDrift,
    Kind,
    MethodResult,
    Segment,
    Severity,
    Side,
)
from driftdesk.core.errors import FileError
from driftdesk.core.reports.comparing import compare_reports
from driftdesk.core.reports.document import read_report, schema
from driftdesk.core.reports.writing import FORMATS, write_report

SCHEMA_FILE = Path(__file__).parents[4] / "docs" / "drift-report.schema.json"
EVIL = "<b>&\x00\x1b 한국어 \u202e" + "long " * 500


def column(
    name: str, severity: Severity = Severity.CRITICAL, strength: float = 4.0, **fields: object
) -> ColumnDrift:
    bars = {"labels": ("north", "남쪽", "<b>"), "rows": 6}
    return ColumnDrift.model_validate(
        {
            "name": name,
            "kind": Kind.CATEGORICAL,
            "severity": severity,
            "method": "jensen_shannon",
            "statistic": strength / 10,
            "threshold": 0.1,
            "critical_threshold": 0.2,
            "p_value": 1e-9,
            "strength": strength,
            "results": (MethodResult(method="psi", statistic=float("inf"), p_value=0.0),),
            "reference": Distribution(counts=(1, 2, 3), **bars),
            "current": Distribution(counts=(3, 2, 1), **bars),
            "moved": ("new category 서울 (4 %)",),
            **fields,
        }
    )


def report(*columns: ColumnDrift, **fields: object) -> DriftReport:
    return DriftReport.model_validate(
        {
            "dataset_id": "d",
            "dataset_name": "shop",
            "reference": Side(version=1, rows=1000),
            "current": Side(version=2, rows=900),
            "severity": Severity.CRITICAL,
            "summary": "Drifted: 1 of 2 columns changed since v1 (plan).",
            "columns": columns,
            "together": (
                JointDrift(
                    method="mmd", severity=Severity.WARNING, statistic=0.2, p_value=0.01, moved=("a and b",)
                ),
            ),
            "explanation": Explanation(
                segments=(
                    Segment(rule='plan == "<b>"', reference_share=0.1, current_share=0.2, p_value=1e-4),
                )
            ),
            **fields,
        }
    )


def numeric(name: str) -> ColumnDrift:
    side = {"edges": (0.0, 1.0, 2.0), "rows": 4, "labels": None}
    reference, current = Distribution(counts=(1, 3), **side), Distribution(counts=(3, 1), **side)
    return column(name, kind=Kind.NUMERIC, reference=reference, current=current)


def test_the_schema_of_a_report_is_the_one_in_the_docs() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == schema()


def test_a_report_as_json_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = report(column("plan"), numeric("나이"))
    write_report(made, tmp_path / "r.json")
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert next(iter(content)) == "schema"
    assert content["columns"][0]["results"][0]["statistic"] is None  # no infinity in JSON
    assert read_report(tmp_path / "r.json").columns[1].name == "나이"
    assert read_report(tmp_path / "r.json").id == made.id
    assert set(content) <= set(schema()["properties"])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        '{"schema": "driftdesk.drift-report/9"}',
        '{"schema": "driftdesk.drift-report/1"}',
        "[" * 100_000,
        "\ud800",
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(FileError):
        read_report(path)
    with pytest.raises(FileError):
        read_report(tmp_path / "nothing.json")


@pytest.mark.parametrize("format", FORMATS)
def test_any_report_can_be_written(tmp_path: Path, format: str) -> None:
    many = [column(f"{EVIL}{i}", expected="known" if i % 2 else None) for i in range(300)]
    odd = column(
        "odd", reference=None, current=None, results=(), moved=(EVIL,) * 20, statistic=None, method="schema"
    )
    cases = [
        report(),
        report(column(EVIL), numeric("x"), dataset_name=EVIL, summary=EVIL, schema_changes=(EVIL,)),
        report(odd, *many),
        report(
            severity=Severity.INSUFFICIENT_DATA,
            together=(),
            explanation=None,
            score=0.4,
            computed_from="service",
        ),
    ]
    for i, made in enumerate(cases):
        path = tmp_path / f"{i}.{format}"
        write_report(made, path)
        assert 0 < path.stat().st_size < 1_000_000 or format == "json"
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_a_page_of_paper_is_a_pdf_that_names_no_rows_unless_they_are_asked_for(tmp_path: Path) -> None:
    made = report(column("plan"))
    write_report(made, tmp_path / "without.pdf")
    write_report(made, tmp_path / "with.pdf", [{"plan": "서울", "age": 3.5}])
    without, with_rows = ((tmp_path / n).read_bytes() for n in ("without.pdf", "with.pdf"))
    assert without.startswith(b"%PDF-")
    assert len(with_rows) > len(without)
    write_report(made, tmp_path / "with.html", [{"plan": "a<b", "age": 3.5}])
    page = (tmp_path / "with.html").read_text(encoding="utf-8")
    assert "a&lt;b" in page
    assert "1 rows that were asked for" in page
    with pytest.raises(FileError, match="never holds rows"):
        write_report(made, tmp_path / "r.json", [{"plan": "x"}])


def test_a_file_without_a_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no format"):
        write_report(report(), tmp_path / "r.docx")


def test_two_reports_are_told_apart_column_by_column() -> None:
    before = report(column("a", Severity.WARNING, 1.5), column("b"), column("c"), column("e"))
    after = report(column("a"), column("b", strength=6.0), column("c", Severity.NONE, 0.2), column("d"))
    found = compare_reports(before, after)
    assert [(c.name, c.change) for c in found.columns] == [
        ("a", "graver"),
        ("d", "new"),
        ("b", "further"),
        ("c", "milder"),
        ("e", "gone"),
    ]
    assert found.notes == ()
    assert compare_reports(before, before).count("same") == 4


def test_reports_that_cannot_be_compared_like_for_like_say_so() -> None:
    other = report(reference=Side(version=3, rows=5), service="ddoc", params={"alpha": 0.1})
    assert len(compare_reports(report(), other).notes) == 2
    assert (
        "different datasets" in compare_reports(report(), report(dataset_id="e", dataset_name="f")).notes[0]
    )

"""Stored English is said in the window's language."""

import pytest
from PySide6.QtWidgets import QApplication

from driftdesk.core.entities import Job, JobKind
from driftdesk.ui.language import Language
from driftdesk.ui.stored_words import job_title, stored_word


@pytest.mark.parametrize(
    ("stored", "korean"),
    [
        ("Train churn-model on churn v1", "churn-model 학습 (churn v1)"),
        ("Analyse drift of churn: v1 against v2", "churn 드리프트 분석: v1 대 v2"),
        ("Import a.csv, b.csv into churn", "a.csv, b.csv → churn 가져오기"),
        ("Something else", "Something else"),
    ],
)
def test_titles_of_jobs_are_said_in_korean(themed: QApplication, stored: str, korean: str) -> None:
    job = Job(kind=JobKind.TRAIN, title=stored)
    assert job_title(job) == stored
    language = Language(themed)
    language.use("ko")
    try:
        assert job_title(job) == korean
        assert stored_word("version committed") == "버전 기록"
        assert stored_word("a stage of tomorrow") == "a stage of tomorrow"
    finally:
        language.use("en")

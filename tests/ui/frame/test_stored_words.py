"""Stored English is said in the window's language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from driftdesk.core.entities import Job, JobKind
from driftdesk.ui.data.drift import moved
from driftdesk.ui.language import Language
from driftdesk.ui.stored_words import edit_text, job_title, stored_word, use_text


@pytest.mark.parametrize(
    ("stored", "korean"),
    [
        ("Train churn-model on churn v1", "churn-model 학습 (churn v1)"),
        ("Analyse drift of churn: v1 against v2", "churn 드리프트 분석: v1 대 v2"),
        ("Import a.csv, b.csv into churn", "a.csv, b.csv → churn 가져오기"),
        ("Explain drift of churn: v1 against v2", "churn 드리프트 설명: v1 대 v2"),
        ("Learn thresholds of ddoc for churn", "ddoc의 임곗값 학습 (churn)"),
        ("Watch the streams of churn", "churn 스트림 감시"),
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


@pytest.mark.parametrize(
    ("stored", "korean"),
    [
        ("3 cells of age set", "age의 셀 3개 수정"),
        ("2 rows added", "행 2개 추가"),
        ("total added = price * 2", "컬럼 추가: total = price * 2"),
        ("plan made target", "역할 변경: plan → 타깃"),
        ("age = age + 1 where age > 60", "계산: age = age + 1 (조건: age > 60)"),
        ("age = age + 1", "age = age + 1"),
    ],
)
def test_edits_are_said_in_korean(korean_window: None, stored: str, korean: str) -> None:
    assert edit_text(stored) == korean


def test_what_a_version_is_used_by_is_said_in_korean(korean_window: None) -> None:
    assert use_text("it has the split stratified") == "분할 stratified이(가) 있습니다"
    assert use_text("churn v2 was evaluated on it") == "이 버전으로 churn v2을(를) 평가했습니다"


@pytest.fixture
def korean_window(themed: QApplication) -> Iterator[None]:
    language = Language(themed)
    language.use("ko")
    yield
    language.use("en")


@pytest.mark.parametrize(
    ("stored", "korean"),
    [
        ("prior shift", "타깃 분포 변화(prior shift)"),
        ("category US is gone (was under 0.1 %)", "범주 US 사라짐 (이전 0.1 % 미만)"),
        ("38 % of the shift is in age", "변화의 38 %: age"),
        ("age tells old from new (0.044 of the area)", "age: 이전 행과 새 행을 가름 (AUC 기여 0.044)"),
        ("age and income: 0.10 → 0.60", "age and income: 0.10 → 0.60"),
    ],
)
def test_what_moved_is_said_in_korean(korean_window: None, stored: str, korean: str) -> None:
    assert moved.say(stored) == korean

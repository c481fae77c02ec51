"""Korean film reviews of one or two sentences, put together from many parts.

A past stem takes every ending that is needed (좋았 + 다, 어요, 지만 ...). A review speaks of one or two aspects.
Where they disagree, the verdict is that of the clause after "지만"; under concept drift it is the other one.
Under covariate drift most reviews are of series on streaming services, in that audience's slang.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sample_data.draw import Draw

ASPECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "story": (
        ("이야기", "줄거리", "각본", "전개", "서사", "결말", "후반부", "설정", "구성", "초반 전개"),
        (
            "탄탄했",
            "신선했",
            "흥미로웠",
            "촘촘했",
            "설득력 있었",
            "짜임새 있었",
            "감동적이었",
            "기발했",
            "여운이 남았",
        ),
        ("지루했", "뻔했", "엉성했", "산만했", "억지스러웠", "진부했", "답답했", "허술했", "앞뒤가 안 맞았"),
    ),
    "acting": (
        (
            "주연 배우의 연기",
            "배우들의 호흡",
            "조연들의 연기",
            "아역 배우의 연기",
            "신인 배우의 연기",
            "감정 연기",
            "두 주인공의 호흡",
            "악역의 연기",
        ),
        (
            "훌륭했",
            "인상적이었",
            "자연스러웠",
            "빛났",
            "섬세했",
            "압도적이었",
            "몰입감을 높였",
            "기대 이상이었",
        ),
        ("어색했", "과장됐", "아쉬웠", "밋밋했", "몰입을 깼", "겉돌았", "기대 이하였", "딱딱했"),
    ),
    "direction": (
        ("연출", "감독의 연출", "카메라 워크", "편집", "장면 전환", "완급 조절", "긴장감 조절"),
        ("세련됐", "돋보였", "감각적이었", "치밀했", "노련했", "매끄러웠", "힘이 있었", "과감했"),
        ("촌스러웠", "어수선했", "평범했", "지나쳤", "무난하기만 했", "거칠었", "늘어졌", "성의가 없었"),
    ),
    "music": (
        ("음악", "배경음악", "삽입곡", "주제곡", "음향", "엔딩곡"),
        ("아름다웠", "귀에 맴돌았", "장면과 잘 어울렸", "웅장했", "마음을 울렸", "분위기를 살렸"),
        ("시끄러웠", "장면과 따로 놀았", "과했", "거슬렸", "분위기를 망쳤", "귀가 아팠"),
    ),
    "visuals": (
        ("영상미", "미술", "색감", "특수효과", "액션 장면", "의상", "풍경", "화면"),
        ("눈부셨", "화려했", "볼 만했", "아름다웠", "생생했", "압권이었", "눈이 즐거웠"),
        ("조잡했", "허접했", "어설펐", "어두침침했", "실망스러웠", "볼품없었", "눈에 거슬렸"),
    ),
    "script": (
        ("대사", "유머", "농담", "내레이션", "개그 장면"),
        ("재치 있었", "찰졌", "기억에 남았", "맛깔났", "센스 있었", "유쾌했"),
        ("오글거렸", "유치했", "웃기지 않았", "뜬금없었", "상투적이었", "불쾌했"),
    ),
}
GENRES = ("스릴러", "로맨스", "코미디", "액션", "공포", "가족", "역사", "범죄", "판타지", "음악", "전쟁", "청춘", "SF",
          "다큐멘터리", "애니메이션")  # fmt: skip
OPENINGS = (
    "", "", "", "", "",
    "오랜만에 극장에서 봤는데 ", "친구와 함께 봤는데 ", "주말에 혼자 봤는데 ", "예고편을 보고 골랐는데 ", "별 기대 없이 봤는데 ",
    "{genre} 영화를 좋아해서 봤는데 ", "부모님과 같이 봤는데 ", "개봉 첫 주에 봤는데 ", "원작을 읽고 봤는데 ", "{genre} 영화로서 ",
    "소문을 듣고 봤는데 ", "퇴근길에 봤는데 ", "조조로 봤는데 ", "시사회에서 봤는데 ", "{genre} 장르치고 ",
)  # fmt: skip
ADVERBS = ("", "", "", "정말 ", "꽤 ", "무척 ", "생각보다 ", "전체적으로 ", "확실히 ")
ENDINGS = ("다.", "다.", "어요.", "습니다.", "네요.", "음.")
GOOD_CLOSINGS = (
    "다시 보고 싶은 영화다.", "시간 가는 줄 몰랐다.", "주변에 추천하고 싶어요.", "올해 본 영화 중 손에 꼽습니다.", "표값이 아깝지 않았어요.",
    "극장을 나와서도 생각났다.", "가족과 함께 보기 좋아요.", "한 번 더 볼 생각이에요.", "눈물이 났다.", "끝까지 눈을 뗄 수 없었다.",
    "다음 작품이 기다려집니다.", "추천합니다!", "{genre} 팬이라면 꼭 보세요.", "보길 잘했다.",
)  # fmt: skip
BAD_CLOSINGS = (
    "두 번은 못 보겠다.", "시간이 아까웠다.", "추천하고 싶지 않아요.", "올해 본 영화 중 가장 실망스럽습니다.", "표값이 아까웠어요.",
    "중간에 나오고 싶었다.", "졸음을 참느라 혼났다.", "기대한 만큼 실망도 컸어요.", "하품만 나왔다.", "끝까지 보기 힘들었다.",
    "다음 작품은 기대하지 않습니다.", "비추천합니다.", "{genre} 팬이라도 말리고 싶어요.", "괜히 봤다.",
)  # fmt: skip
NEUTRAL_CLOSINGS = (
    "상영 시간은 두 시간쯤이다.", "평일이라 관객은 많지 않았다.", "자막판으로 봤습니다.", "엔딩 크레딧 뒤에 영상이 하나 더 있어요.",
    "개봉 둘째 주에 관람.", "감독의 두 번째 {genre} 영화다.", "15세 관람가입니다.", "동네 극장에서 봤어요.",
)  # fmt: skip

SERIES_SUBJECTS = (
    "이번 시즌", "시즌2", "후속 시즌", "웹툰 원작 시리즈", "사극 시리즈", "오리지널 시리즈", "새로 올라온 {genre} 시리즈", "8부작 {genre}물",
    "OTT 독점작", "스핀오프", "리부트 시리즈", "요즘 핫한 {genre}물", "알고리즘이 띄워 준 시리즈", "넷플 신작", "티빙 신작",
)  # fmt: skip
SERIES_GOOD = (
    "완전 꿀잼ㅋㅋ", "순삭이었음", "밤새 정주행함", "갓작 인정", "띵작 그 자체", "사이다 전개 미쳤음", "도파민 폭발함", "존잼이라 n차 달리는 중",
    "떡밥 회수 레전드", "과몰입해서 몰아보기 끝냄", "클리프행어 쩔었음", "캐릭터 케미 미침", "스킵 없이 달림", "믿보배 클라스 보여 줌",
)  # fmt: skip
SERIES_BAD = (
    "완전 노잼ㅠㅠ", "3화에서 하차함", "고구마 백 개 먹은 느낌", "망작 그 자체", "1.5배속으로도 못 버팀", "스킵 버튼만 누름", "떡밥만 뿌리고 끝남",
    "구독 해지각", "용두사미 오짐", "분량 늘리기 심함", "발연기에 탈주함", "PPL 범벅이라 꺼 버림", "재탕 느낌 낭낭함", "뇌절 그만 좀",
)  # fmt: skip
SERIES_CLOSINGS = (
    "", "", "", "시즌3 나오려나.", "자막은 무난함.", "더빙판으로 봄.", "이불 속에서 폰으로 봄.", "한 회가 40분쯤 됨.", "계정 공유로 봤음.",
    "배속 없이 봄.", "넷플에 있음.", "웨이브에 올라와 있음.",
)  # fmt: skip

SERIES_SHARE = {"none": 0.01, "covariate": 0.88}
MIXED_SHARE = 0.35


def reviews(draw: Draw, n: int, drift: str) -> pd.DataFrame:
    """``n`` reviews with their sentiment: half of them positive, under prior drift 15 %."""
    positive = draw.flag(n, 0.15 if drift == "prior" else 0.5)
    series = draw.flag(n, SERIES_SHARE.get(drift, SERIES_SHARE["none"]))
    mixed = draw.flag(n, MIXED_SHARE)
    flipped = draw.flag(n, 0.04)
    texts, sentiments = [], []
    for good, is_series, is_mixed, flip in zip(positive, series, mixed, flipped, strict=True):
        if is_series:
            text, verdict = _series(draw, good), good
        elif is_mixed:
            text = _mixed(draw, good)
            verdict = not good if drift == "concept" else good
        else:
            text, verdict = _plain(draw, good), good
        texts.append(text.format(genre=draw.pick(GENRES)))
        sentiments.append("positive" if verdict != flip else "negative")
    users = np.floor(draw.uniform(n) * 900).astype(int) + 1
    return pd.DataFrame(
        {"user_id": [f"u{u:03d}" for u in users], "review_text": texts, "sentiment": sentiments}
    )


def _plain(draw: Draw, good: bool) -> str:
    aspect = draw.pick(tuple(ASPECTS))
    sentence = draw.pick(OPENINGS) + _clause(draw, aspect, good) + draw.pick(ENDINGS)
    closing = draw.pick(("", "verdict", "neutral"))
    if closing == "verdict":
        return f"{sentence} {draw.pick(GOOD_CLOSINGS if good else BAD_CLOSINGS)}"
    return f"{sentence} {draw.pick(NEUTRAL_CLOSINGS)}" if closing else sentence


def _mixed(draw: Draw, good: bool) -> str:
    """One aspect against another; the last one is ``good`` or not."""
    first = draw.pick(tuple(ASPECTS))
    second = draw.pick([a for a in ASPECTS if a != first])
    sentence = (
        f"{_clause(draw, first, not good, topic=True)}지만 {_clause(draw, second, good)}{draw.pick(ENDINGS)}"
    )
    return draw.pick(OPENINGS) + sentence + draw.pick(("", "", " " + draw.pick(NEUTRAL_CLOSINGS)))


def _clause(draw: Draw, aspect: str, good: bool, *, topic: bool = False) -> str:
    """A subject with its particle and a past stem, without an ending."""
    subjects, praise, blame = ASPECTS[aspect]
    stems: Sequence[str] = praise if good else blame
    pair = ("은", "는") if topic or draw.pick(("topic", "subject")) == "topic" else ("이", "가")
    stem = draw.pick(stems)
    subject = draw.pick(subjects)
    # A stem that brings its own subject or object ("여운이 남았") takes the topic particle, and no adverb.
    if " " in stem:
        return f"{subject}{_particle(subject, ('은', '는'))} {stem}"
    return f"{subject}{_particle(subject, pair)} {draw.pick(ADVERBS)}{stem}"


def _series(draw: Draw, good: bool) -> str:
    subject = draw.pick(SERIES_SUBJECTS)
    verdict = draw.pick(SERIES_GOOD if good else SERIES_BAD)
    stop = "" if verdict[-1] in "ㅋㅠ" else "."
    return f"{subject} {verdict}{stop} {draw.pick(SERIES_CLOSINGS)}".strip()


def _particle(word: str, pair: tuple[str, str]) -> str:
    """The particle that fits ``word``: the first of ``pair`` after a final consonant, else the second."""
    last = ord(word[-1]) - 0xAC00
    return pair[0] if 0 <= last < 11172 and last % 28 else pair[1]

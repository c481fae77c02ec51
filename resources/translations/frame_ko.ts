<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>ActivityTab</name>
    <message>
        <source>Stop the chosen job</source>
        <translation>선택한 작업 중지</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>감사 기록</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>활동</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>실행 중인 작업이 없습니다.</translation>
    </message>
    <message>
        <source>{running} running, {waiting} waiting.</source>
        <translation>실행 중 {running}개, 대기 중 {waiting}개</translation>
    </message>
    <message>
        <source>{running} running.</source>
        <translation>실행 중 {running}개</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>What</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Search the audit</source>
        <translation>감사 기록 검색</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>감사 기록</translation>
    </message>
    <message>
        <source>Nothing was recorded yet</source>
        <translation>아직 기록이 없습니다</translation>
    </message>
    <message>
        <source>What changes data or models stands here for good.</source>
        <translation>데이터나 모델을 바꾼 일은 모두 여기에 남습니다.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search datasets, models and jobs, or run an action</source>
        <translation>데이터셋·모델·작업을 찾거나 명령 실행</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>검색 또는 실행</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>찾은 것이 없습니다</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>ConnectionButton</name>
    <message>
        <source>Connecting…</source>
        <translation>연결 중…</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>No database</source>
        <translation>연결 안 됨</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>다시 연결 중…</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Database connection</source>
        <translation>데이터베이스 연결</translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message>
        <source>On this computer</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>Shared MongoDB</source>
        <translation>공유 MongoDB</translation>
    </message>
    <message>
        <source>Where the data is</source>
        <translation>데이터가 있는 곳</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>비밀번호</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>암호화</translation>
    </message>
    <message>
        <source>Authority file</source>
        <translation>인증 기관 파일</translation>
    </message>
    <message>
        <source>kept in the system&apos;s keyring</source>
        <translation>시스템 키링에 보관</translation>
    </message>
    <message>
        <source>the system&apos;s authorities</source>
        <translation>시스템의 인증 기관</translation>
    </message>
    <message>
        <source>Use TLS</source>
        <translation>TLS 사용</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>파일 선택</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>연결 시험</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>A MongoDB replica set that your team shares. Its server must allow transactions; one member is enough.</source>
        <translation>팀이 함께 쓰는 MongoDB 레플리카 셋입니다. 트랜잭션이 되어야 하며 멤버는 하나로 충분합니다.</translation>
    </message>
    <message>
        <source>DriftDesk runs its own MongoDB, only for you, in {folder}.</source>
        <translation>DriftDesk가 {folder}에서 전용 MongoDB를 직접 실행합니다.</translation>
    </message>
    <message>
        <source>Asking the database…</source>
        <translation>데이터베이스에 확인하는 중…</translation>
    </message>
    <message>
        <source>The database answers.</source>
        <translation>데이터베이스가 응답합니다.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>연결 중…</translation>
    </message>
    <message>
        <source>The password is not kept: {why}</source>
        <translation>비밀번호를 보관하지 못했습니다: {why}</translation>
    </message>
</context>
<context>
    <name>ConnectionScreen</name>
    <message>
        <source>The database cannot be opened</source>
        <translation>데이터베이스를 열 수 없습니다</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Use the embedded database</source>
        <translation>내장 데이터베이스 사용</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
</context>
<context>
    <name>DistributionPlot</name>
    <message>
        <source>new</source>
        <translation>신규</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>사라짐</translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message>
        <source>{n} ms</source>
        <translation>{n} ms</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n}초</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m}분 {s}초</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m}분</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h}시간 {m}분</translation>
    </message>
    <message>
        <source>{n} s left</source>
        <translation>{n}초 남음</translation>
    </message>
    <message>
        <source>{n} min left</source>
        <translation>{n}분 남음</translation>
    </message>
    <message>
        <source>{n} h left</source>
        <translation>{n}시간 남음</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>방금</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n}분 전</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n}시간 전</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M월 d일</translation>
    </message>
</context>
<context>
    <name>Edit</name>
    <message>
        <source>1 cell of {columns} set</source>
        <translation>{columns}의 셀 1개 수정</translation>
    </message>
    <message>
        <source>{n} cells of {columns} set</source>
        <translation>{columns}의 셀 {n}개 수정</translation>
    </message>
    <message>
        <source>1 row added</source>
        <translation>행 1개 추가</translation>
    </message>
    <message>
        <source>{n} rows added</source>
        <translation>행 {n}개 추가</translation>
    </message>
    <message>
        <source>1 row duplicated</source>
        <translation>행 1개 복제</translation>
    </message>
    <message>
        <source>{n} rows duplicated</source>
        <translation>행 {n}개 복제</translation>
    </message>
    <message>
        <source>Rows deleted where {where}</source>
        <translation>행 삭제 (조건: {where})</translation>
    </message>
    <message>
        <source>1 row deleted</source>
        <translation>행 1개 삭제</translation>
    </message>
    <message>
        <source>{n} rows deleted</source>
        <translation>행 {n}개 삭제</translation>
    </message>
    <message>
        <source>{column} added = {expression}</source>
        <translation>컬럼 추가: {column} = {expression}</translation>
    </message>
    <message>
        <source>{column} added</source>
        <translation>컬럼 추가: {column}</translation>
    </message>
    <message>
        <source>{column} renamed to {name}</source>
        <translation>컬럼 이름 변경: {column} → {name}</translation>
    </message>
    <message>
        <source>{column} removed</source>
        <translation>컬럼 삭제: {column}</translation>
    </message>
    <message>
        <source>{column} made numeric</source>
        <translation>종류 변경: {column} → 수치형</translation>
    </message>
    <message>
        <source>{column} made categorical</source>
        <translation>종류 변경: {column} → 범주형</translation>
    </message>
    <message>
        <source>{column} made boolean</source>
        <translation>종류 변경: {column} → 참/거짓</translation>
    </message>
    <message>
        <source>{column} made datetime</source>
        <translation>종류 변경: {column} → 날짜와 시각</translation>
    </message>
    <message>
        <source>{column} made text</source>
        <translation>종류 변경: {column} → 텍스트</translation>
    </message>
    <message>
        <source>{column} made feature</source>
        <translation>역할 변경: {column} → 특성</translation>
    </message>
    <message>
        <source>{column} made target</source>
        <translation>역할 변경: {column} → 타깃</translation>
    </message>
    <message>
        <source>{column} made prediction</source>
        <translation>역할 변경: {column} → 예측값</translation>
    </message>
    <message>
        <source>{column} made prediction_score</source>
        <translation>역할 변경: {column} → 예측 점수</translation>
    </message>
    <message>
        <source>{column} made timestamp</source>
        <translation>역할 변경: {column} → 시각</translation>
    </message>
    <message>
        <source>{column} made id</source>
        <translation>역할 변경: {column} → 식별자</translation>
    </message>
    <message>
        <source>{column} made ignored</source>
        <translation>역할 변경: {column} → 제외</translation>
    </message>
    <message>
        <source>{column} filled with {value} where {where}</source>
        <translation>결측 채우기: {column} ← {value} (조건: {where})</translation>
    </message>
    <message>
        <source>{column} filled with {value}</source>
        <translation>결측 채우기: {column} ← {value}</translation>
    </message>
    <message>
        <source>{column} filled ({how}) where {where}</source>
        <translation>결측 채우기: {column} ({how}, 조건: {where})</translation>
    </message>
    <message>
        <source>{column} filled ({how})</source>
        <translation>결측 채우기: {column} ({how})</translation>
    </message>
    <message>
        <source>{find} replaced by {replacement} in {columns}</source>
        <translation>바꾸기: {find} → {replacement} ({columns})</translation>
    </message>
    <message>
        <source>{column} = {expression} where {where}</source>
        <translation>계산: {column} = {expression} (조건: {where})</translation>
    </message>
    <message>
        <source>{column} made weight</source>
        <translation>{column} 열을 가중치로 지정</translation>
    </message>
</context>
<context>
    <name>ErrorView</name>
    <message>
        <source>Something went wrong in DriftDesk itself.</source>
        <translation>DriftDesk 내부에서 문제가 생겼습니다.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>FrameActions</name>
    <message>
        <source>Go to</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>DriftDesk</source>
        <translation>DriftDesk</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>검색 또는 실행</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Automation</source>
        <translation>자동화</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>활동</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>설정…</translation>
    </message>
    <message>
        <source>Database connection…</source>
        <translation>데이터베이스 연결…</translation>
    </message>
    <message>
        <source>Theme: follow the system</source>
        <translation>테마: 시스템 설정 따름</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>테마: 밝게</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>테마: 어둡게</translation>
    </message>
    <message>
        <source>Hide or show the list</source>
        <translation>목록 숨기기/보이기</translation>
    </message>
    <message>
        <source>About DriftDesk</source>
        <translation>DriftDesk 정보</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>DriftDesk {version}
Keeps models healthy while their data drifts.
Apache-2.0</source>
        <translation>DriftDesk {version}
데이터가 변해도 모델을 건강하게 지킵니다.
Apache-2.0</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>{n} more</source>
        <translation>외 {n}개</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>대기 {n}개</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>실행 중인 작업 없음</translation>
    </message>
    <message>
        <source>Stop {title}</source>
        <translation>{title} 중지</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>중지하는 중…</translation>
    </message>
</context>
<context>
    <name>JobTableModel</name>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Enqueued {at}</source>
        <translation>{at}에 대기열 등록</translation>
    </message>
</context>
<context>
    <name>JobTitle</name>
    <message>
        <source>Import {files} into {dataset}</source>
        <translation>{files} → {dataset} 가져오기</translation>
    </message>
    <message>
        <source>Profile {data}</source>
        <translation>{data} 프로필</translation>
    </message>
    <message>
        <source>Analyse drift of {data}: {reference} against {current}</source>
        <translation>{data} 드리프트 분석: {reference} 대 {current}</translation>
    </message>
    <message>
        <source>Explain drift of {data}: {reference} against {current}</source>
        <translation>{data} 드리프트 설명: {reference} 대 {current}</translation>
    </message>
    <message>
        <source>Clean {data}</source>
        <translation>{data} 정제</translation>
    </message>
    <message>
        <source>Commit edits of {data}</source>
        <translation>{data} 편집 커밋</translation>
    </message>
    <message>
        <source>Split {data}: {split}</source>
        <translation>{data} 분할: {split}</translation>
    </message>
    <message>
        <source>Suggest labels of {data} by {model}</source>
        <translation>{data} 라벨 제안 ({model})</translation>
    </message>
    <message>
        <source>Sweep unreferenced data</source>
        <translation>쓰지 않는 데이터 정리</translation>
    </message>
    <message>
        <source>Recompose {data} by {recipe}</source>
        <translation>{data} 재구성 ({recipe})</translation>
    </message>
    <message>
        <source>Train {model} on {data}</source>
        <translation>{model} 학습 ({data})</translation>
    </message>
    <message>
        <source>Evaluate {model} on {data}</source>
        <translation>{model} 평가 ({data})</translation>
    </message>
    <message>
        <source>Performance of {model} on {data}</source>
        <translation>{model} 성능 점검 ({data})</translation>
    </message>
    <message>
        <source>Predict {file} by {model}</source>
        <translation>{file} 예측 ({model})</translation>
    </message>
    <message>
        <source>Timeline of {data}: {every} against {reference}</source>
        <translation>{data} 타임라인: {every}, 기준 {reference}</translation>
    </message>
    <message>
        <source>Learn thresholds from {data}</source>
        <translation>{data}에서 임곗값 학습</translation>
    </message>
    <message>
        <source>Learn thresholds of {service} for {data}</source>
        <translation>{service}의 임곗값 학습 ({data})</translation>
    </message>
    <message>
        <source>Watch the streams of {data}</source>
        <translation>{data} 스트림 감시</translation>
    </message>
    <message>
        <source>Watch {stream} over {data}</source>
        <translation>{data} 스트림 분석: {stream}</translation>
    </message>
    <message>
        <source>Retrain {model}</source>
        <translation>{model} 재학습</translation>
    </message>
    <message>
        <source>Compare {models} on {data}</source>
        <translation>{data}에서 {models} 비교</translation>
    </message>
    <message>
        <source>Fine-tune {version} of {model} on {data}</source>
        <translation>{data}에서 {model} {version} 미세 조정</translation>
    </message>
    <message>
        <source>Search for parameters of {model}: study {study}</source>
        <translation>{model}의 파라미터 탐색: 탐색 {study}</translation>
    </message>
    <message>
        <source>Train {model} as trial {trial} of study {study}</source>
        <translation>탐색 {study}의 시도 {trial}로 {model} 학습</translation>
    </message>
    <message>
        <source>Trial {trial} of study {study} of {model}</source>
        <translation>{model} 탐색 {study}의 시도 {trial}</translation>
    </message>
</context>
<context>
    <name>JobView</name>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Log of the job</source>
        <translation>작업 로그</translation>
    </message>
    <message>
        <source>Copy log</source>
        <translation>로그 복사</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>{code}, in the log under {id}</source>
        <translation>{code}, 로그 번호 {id}</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>By</source>
        <translation>요청자</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Enqueued</source>
        <translation>등록</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>대기 시간</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>Crashes</source>
        <translation>비정상 종료</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>last heard of {ago}</source>
        <translation>마지막 소식 {ago}</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Kill this job?</source>
        <translation>이 작업을 강제 종료할까요?</translation>
    </message>
    <message>
        <source>{title} was asked to stop and has not ended. Its process will be killed; what it stored so far stays.</source>
        <translation>{title}: 중지를 요청했지만 아직 끝나지 않았습니다. 프로세스를 강제로 종료하며, 지금까지 저장한 내용은 남습니다.</translation>
    </message>
    <message>
        <source>Kill it</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>Stop this job?</source>
        <translation>이 작업을 중지할까요?</translation>
    </message>
    <message>
        <source>{title} will end at the next good moment. Nothing half-done is kept.</source>
        <translation>{title}: 적절한 시점에 멈춥니다. 끝나지 않은 결과는 남지 않습니다.</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>계속 실행</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>중지 중</translation>
    </message>
    <message>
        <source>Heartbeat lost</source>
        <translation>응답 끊김</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Drift analysis</source>
        <translation>드리프트 분석</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>정제</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>커밋</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>정리</translation>
    </message>
    <message>
        <source>Recomposition</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Explain drift</source>
        <translation>드리프트 설명</translation>
    </message>
    <message>
        <source>Stream study</source>
        <translation>스트림 분석</translation>
    </message>
    <message>
        <source>Watch streams</source>
        <translation>스트림 감시</translation>
    </message>
    <message>
        <source>Suggest labels</source>
        <translation>라벨 제안</translation>
    </message>
    <message>
        <source>Make timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>Learn thresholds</source>
        <translation>임곗값 학습</translation>
    </message>
    <message>
        <source>Learn thresholds of a service</source>
        <translation>서비스 임곗값 학습</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>성능 점검</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Retraining</source>
        <translation>재학습</translation>
    </message>
    <message>
        <source>window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>headless</source>
        <translation>헤드리스</translation>
    </message>
    <message>
        <source>command</source>
        <translation>명령줄</translation>
    </message>
    <message>
        <source>Attempt {n} started on {worker}</source>
        <translation>{n}번째 시도 시작 ({worker})</translation>
    </message>
    <message>
        <source>Epoch {epoch}: {values}</source>
        <translation>에포크 {epoch}: {values}</translation>
    </message>
    <message>
        <source>Comparison of models</source>
        <translation>모델 비교</translation>
    </message>
    <message>
        <source>Export of a model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>마무리 중</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>중도 포기</translation>
    </message>
    <message>
        <source>Import of a model</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>Lost contact</source>
        <translation>연락 끊김</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 중지됨</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>일시 중지하는 중</translation>
    </message>
    <message>
        <source>Prediction of a version</source>
        <translation>버전 예측</translation>
    </message>
    <message>
        <source>Question to a model</source>
        <translation>모델에 질문</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>파라미터 탐색</translation>
    </message>
    <message>
        <source>Waiting for its jobs</source>
        <translation>하위 작업을 기다리는 중</translation>
    </message>
</context>
<context>
    <name>JobsPage</name>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Search jobs</source>
        <translation>작업 검색</translation>
    </message>
    <message>
        <source>Kind of job</source>
        <translation>작업 종류</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>모든 종류</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>No job fits</source>
        <translation>조건에 맞는 작업이 없습니다</translation>
    </message>
    <message>
        <source>Other filters may find some.</source>
        <translation>필터를 바꿔 보세요.</translation>
    </message>
    <message>
        <source>Show all jobs</source>
        <translation>모든 작업 보기</translation>
    </message>
    <message>
        <source>Imports, analyses and trainings stand here while they run and after, wherever they run.</source>
        <translation>가져오기, 분석, 학습이 어디에서 실행되든 진행 상황과 결과를 여기에서 봅니다.</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>아직 작업이 없습니다</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>데이터로 가기</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Jobs are running in this window.</source>
        <translation>이 창에서 작업이 실행 중입니다.</translation>
    </message>
    <message>
        <source>Given back, they go on from their last checkpoint when a worker or this window is next there.</source>
        <translation>작업을 돌려주면 다른 워커나 다음에 연 창이 마지막 체크포인트부터 이어서 실행합니다.</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>창을 닫지 않기</translation>
    </message>
    <message>
        <source>Stop them</source>
        <translation>작업 중지</translation>
    </message>
    <message>
        <source>Give them back</source>
        <translation>작업 돌려주기</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Opening the database…</source>
        <translation>데이터베이스 여는 중…</translation>
    </message>
    <message>
        <source>Embedded database</source>
        <translation>내장 데이터베이스</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>끝났습니다.</translation>
    </message>
    <message>
        <source>{title} failed: {why}</source>
        <translation>{title} 실패: {why}</translation>
    </message>
    <message>
        <source>New alarms in {dataset}: {watches}</source>
        <translation>{dataset}의 새 경보: {watches}</translation>
    </message>
    <message>
        <source>Look at the streams in its Drift tab.</source>
        <translation>드리프트 탭의 스트림에서 확인하세요.</translation>
    </message>
    <message>
        <source>The database is back.</source>
        <translation>데이터베이스가 다시 연결되었습니다.</translation>
    </message>
    <message>
        <source>DriftDesk goes on by itself as soon as it is back; jobs resume where they were.</source>
        <translation>다시 연결되는 대로 알아서 이어 갑니다. 작업은 멈춘 곳부터 계속됩니다.</translation>
    </message>
    <message>
        <source>The database does not answer.</source>
        <translation>데이터베이스가 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>As columns: {names}.</source>
        <translation>열: {names}.</translation>
    </message>
    <message>
        <source>Imported: {model} v{n}</source>
        <translation>가져옴: {model} v{n}</translation>
    </message>
    <message>
        <source>{data} v{n} has the predictions of {model} v{m}</source>
        <translation>{data} v{n}에 {model} v{m}의 예측이 있습니다</translation>
    </message>
</context>
<context>
    <name>NotificationCentre</name>
    <message>
        <source>Notifications</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>Nothing to report</source>
        <translation>새 소식이 없습니다</translation>
    </message>
    <message>
        <source>Errors and finished work will stand here.</source>
        <translation>오류와 끝난 작업이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message>
        <source>Something went wrong in DriftDesk itself.</source>
        <translation>DriftDesk 내부에서 문제가 생겼습니다.</translation>
    </message>
    <message>
        <source>The details are in the log under {id}.</source>
        <translation>자세한 내용은 로그에서 {id}로 찾을 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Drift report</source>
        <translation>드리프트 보고서</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>정책</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
</context>
<context>
    <name>Params</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Largest upload (MB)</source>
        <translation>최대 업로드(MB)</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA 파일</translation>
    </message>
    <message>
        <source>Fall back to built-in</source>
        <translation>내장 엔진으로 대체</translation>
    </message>
    <message>
        <source>Largest size of one side as CSV</source>
        <translation>한쪽 데이터의 CSV 최대 크기</translation>
    </message>
    <message>
        <source>Certificates (PEM) that its https is also checked by, such as those of your company</source>
        <translation>https 연결을 확인할 때 추가로 쓸 인증서(PEM). 예: 회사 자체 인증서</translation>
    </message>
    <message>
        <source>Where the service fails, let the built-in engine answer; the report says so</source>
        <translation>서비스가 실패하면 내장 엔진으로 분석하고 보고서에 밝힙니다</translation>
    </message>
    <message>
        <source>Url</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Shared dir</source>
        <translation>공유 폴더</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>탐지기</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>시간 제한</translation>
    </message>
    <message>
        <source>Warning at</source>
        <translation>경고 임곗값</translation>
    </message>
    <message>
        <source>Critical at</source>
        <translation>심각 임곗값</translation>
    </message>
    <message>
        <source>Folder that this machine and the service both see</source>
        <translation>이 컴퓨터와 서비스가 함께 볼 수 있는 폴더</translation>
    </message>
    <message>
        <source>Seconds the service may take</source>
        <translation>서비스를 기다리는 최대 시간(초)</translation>
    </message>
    <message>
        <source>Overall score from which the verdict is a warning</source>
        <translation>종합 점수가 이 값 이상이면 경고</translation>
    </message>
    <message>
        <source>Overall score from which the verdict is critical</source>
        <translation>종합 점수가 이 값 이상이면 심각</translation>
    </message>
    <message>
        <source>A name is needed</source>
        <translation>이름을 입력하세요</translation>
    </message>
    <message>
        <source>This is the name of DriftDesk&apos;s own engine</source>
        <translation>DriftDesk 자체 엔진의 이름이라 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>Write it as http://host:8765 or https://host</source>
        <translation>http://호스트:8765 또는 https://호스트 형식으로 입력하세요</translation>
    </message>
    <message>
        <source>It must be greater than 0</source>
        <translation>0보다 커야 합니다</translation>
    </message>
    <message>
        <source>It must be greater than the score for a warning</source>
        <translation>경고 임곗값보다 커야 합니다</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>구간 수</translation>
    </message>
    <message>
        <source>CLASS=WEIGHT, several separated by commas; a class that is not named has 1</source>
        <translation>클래스=가중치, 여러 개는 쉼표로 구분. 적지 않은 클래스는 1</translation>
    </message>
    <message>
        <source>Characters are hashed into so many</source>
        <translation>글자를 해시할 칸의 수</translation>
    </message>
    <message>
        <source>Characters that a filter sees at once</source>
        <translation>필터가 한 번에 보는 글자 수</translation>
    </message>
    <message>
        <source>Columns that a split may choose from; 0: the square root of their number for classes, a third of them for values</source>
        <translation>분할에서 고를 수 있는 열의 비율. 0: 분류는 열 개수의 제곱근, 회귀는 3분의 1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Filters of each window</source>
        <translation>창마다의 필터 수</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>기울기 자르기</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>평가용으로 남기는 방법</translation>
    </message>
    <message>
        <source>How much a row counts by its class: none (all alike), balanced (rare classes count as much as frequent ones) or given (as the weights of classes say)</source>
        <translation>클래스에 따라 행을 얼마나 세는지: none(모두 같게), balanced(드문 클래스도 흔한 클래스만큼), given(클래스 가중치대로)</translation>
    </message>
    <message>
        <source>How the learning rate goes on after its peak: along a cosine down to 1 %, constant, one-cycle (up for 30 % of the steps, then down to nearly 0), or plateau (to 30 % whenever the validation loss no longer falls)</source>
        <translation>정점 이후 학습률의 변화: 코사인을 따라 1 %까지(cosine), 일정하게(constant), one-cycle(단계의 30 % 동안 올린 뒤 거의 0까지 내림), plateau(검증 손실이 줄지 않을 때마다 30 %로)</translation>
    </message>
    <message>
        <source>Largest norm of the gradient of a step, longer ones are shortened to it; 0 takes them as they are</source>
        <translation>한 단계의 기울기 노름의 상한이며 넘으면 줄입니다. 0이면 그대로 둡니다</translation>
    </message>
    <message>
        <source>Leaves of a tree, at most: what bounds the size of the model</source>
        <translation>트리 하나의 잎 수 상한. 모델 크기를 제한합니다</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>구성원 수</translation>
    </message>
    <message>
        <source>Numbers that stand for one character</source>
        <translation>글자 하나를 나타내는 수의 개수</translation>
    </message>
    <message>
        <source>Numbers that stand for one value of a column</source>
        <translation>열의 값 하나를 나타내는 수의 개수</translation>
    </message>
    <message>
        <source>Numbers that steps calculate in: full (32 bits), or mixed (16 bits where that does little harm; faster on most accelerators and some processors)</source>
        <translation>계산에 쓰는 수의 정밀도: full(32비트), mixed(해가 적은 곳은 16비트. 대부분의 가속기와 일부 프로세서에서 더 빠름)</translation>
    </message>
    <message>
        <source>Perceptrons that share their weights and are averaged</source>
        <translation>가중치를 공유하며 평균을 내는 퍼셉트론의 수</translation>
    </message>
    <message>
        <source>Pieces into which the values of a number are cut, at most</source>
        <translation>수치 값을 나누는 구간 수의 상한</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도(비트)</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>학습률 일정</translation>
    </message>
    <message>
        <source>Share of columns</source>
        <translation>열의 비율</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises to its peak; one-cycle has its own</source>
        <translation>학습률이 정점까지 오르는 단계의 비율. one-cycle은 자체 값을 씁니다</translation>
    </message>
    <message>
        <source>Step size of AdamW at its peak</source>
        <translation>AdamW의 정점 학습률</translation>
    </message>
    <message>
        <source>Steps of the solver, at most</source>
        <translation>해법의 단계 수 상한</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>트리 수</translation>
    </message>
    <message>
        <source>Trees in the forest</source>
        <translation>숲의 트리 수</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>예열</translation>
    </message>
    <message>
        <source>Weighing of classes</source>
        <translation>클래스 가중 방식</translation>
    </message>
    <message>
        <source>Weights of classes</source>
        <translation>클래스 가중치</translation>
    </message>
    <message>
        <source>Where to train: auto takes CUDA, else MPS, else the CPU; only on the CPU are runs promised to repeat bit for bit</source>
        <translation>학습할 장치: auto는 CUDA, 없으면 MPS, 없으면 CPU. 비트 단위 재현은 CPU에서만 보장됩니다</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>창 크기</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>코사인</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>cuda</source>
        <translation>CUDA</translation>
    </message>
    <message>
        <source>full</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>given</source>
        <translation>지정</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>혼합</translation>
    </message>
    <message>
        <source>mps</source>
        <translation>MPS</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>one-cycle</source>
        <translation>원 사이클</translation>
    </message>
    <message>
        <source>plateau</source>
        <translation>정체 시 감소</translation>
    </message>
</context>
<context>
    <name>Performance</name>
    <message>
        <source>rows of {data} held out for the model&apos;s test</source>
        <translation>모델 테스트용으로 떼어 둔 {data}의 행</translation>
    </message>
    <message>
        <source>the first {n} rows</source>
        <translation>처음 {n}행</translation>
    </message>
    <message>
        <source>the part {part} of the split {split}</source>
        <translation>분할 {split}의 {part} 파트</translation>
    </message>
    <message>
        <source>The reference has {n} labelled rows: what is expected of the model is known only roughly.</source>
        <translation>기준에 라벨 있는 행이 {n}개뿐이라 기대 범위가 부정확합니다.</translation>
    </message>
    <message>
        <source>{n} rows have no prediction or a score that is no number: they were left out.</source>
        <translation>예측이 없거나 예측 점수가 숫자가 아닌 {n}행을 제외했습니다.</translation>
    </message>
    <message>
        <source>The scores leave 0 to 1: there is no Brier score and no log loss of them.</source>
        <translation>예측 점수가 0~1을 벗어나 브라이어 점수와 로그 손실은 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>Without scores nothing can be estimated: only what is measured is shown.</source>
        <translation>예측 점수가 없어 추정할 수 없습니다. 실측만 표시합니다.</translation>
    </message>
    <message>
        <source>In {n} of {all} chunks what was measured is far from what was estimated: features tell another target there than before (concept drift), which no estimate can see.</source>
        <translation>구간 {all}개 중 {n}개에서 실측이 추정과 크게 다릅니다. 특성과 타깃의 관계가 달라진 것(개념 드리프트)이며, 추정만으로는 알 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Copy data</source>
        <translation>데이터 복사</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>PNG로 저장…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>SVG로 저장…</translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation>그림 저장</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>run {number}</source>
        <translation>실행 {number}</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접 승격</translation>
    </message>
    <message>
        <source>rolled back by hand</source>
        <translation>직접 되돌림</translation>
    </message>
    <message>
        <source>{metric} {before} → {after} on {rows} rows that neither has seen: as good as the champion, {rule}</source>
        <translation>둘 다 보지 않은 {rows}행에서 {metric} {before} → {after} (챔피언과 같음)</translation>
    </message>
    <message>
        <source>{metric} {before} → {after} on {rows} rows that neither has seen: {gain} better than the champion, {rule}</source>
        <translation>둘 다 보지 않은 {rows}행에서 {metric} {before} → {after} (챔피언보다 {gain} 나음)</translation>
    </message>
    <message>
        <source>{metric} {before} → {after} on {rows} rows that neither has seen: {loss} worse than the champion, {rule}</source>
        <translation>둘 다 보지 않은 {rows}행에서 {metric} {before} → {after} (챔피언보다 {loss} 못함)</translation>
    </message>
    <message>
        <source>forked from {source}</source>
        <translation>{source}에서 갈라냄</translation>
    </message>
    <message>
        <source>imported from {model} v{number}</source>
        <translation>{model} v{number}에서 가져옴</translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>segments</source>
        <translation>세그먼트</translation>
    </message>
    <message>
        <source>summary</source>
        <translation>요약</translation>
    </message>
    <message>
        <source>study</source>
        <translation>스트림 분석</translation>
    </message>
    <message>
        <source>alarms</source>
        <translation>경보</translation>
    </message>
    <message>
        <source>timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>points</source>
        <translation>지점</translation>
    </message>
    <message>
        <source>artifacts</source>
        <translation>산출물</translation>
    </message>
    <message>
        <source>based_on</source>
        <translation>이어받은 버전</translation>
    </message>
    <message>
        <source>days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>description</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>적용하지 못한 편집</translation>
    </message>
    <message>
        <source>dry_run</source>
        <translation>모의 실행</translation>
    </message>
    <message>
        <source>events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>file</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>leaks</source>
        <translation>누수</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>파트</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>라벨 없음</translation>
    </message>
    <message>
        <source>versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>바이트</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>바뀐 값</translation>
    </message>
    <message>
        <source>chunks</source>
        <translation>청크</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>excluded_training_rows</source>
        <translation>제외한 학습 행</translation>
    </message>
    <message>
        <source>files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>model_version</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>거부된 행</translation>
    </message>
    <message>
        <source>rejects_file</source>
        <translation>거부된 행 파일</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>제거됨</translation>
    </message>
    <message>
        <source>report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>심각도</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>trainer</source>
        <translation>트레이너</translation>
    </message>
    <message>
        <source>version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>champion</source>
        <translation>챔피언</translation>
    </message>
    <message>
        <source>challenger</source>
        <translation>챌린저</translation>
    </message>
    <message>
        <source>model_id</source>
        <translation>모델 ID</translation>
    </message>
    <message>
        <source>run_id</source>
        <translation>실행 ID</translation>
    </message>
    <message>
        <source>action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>operation</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>why</source>
        <translation>이유</translation>
    </message>
</context>
<context>
    <name>ServicesForm</name>
    <message>
        <source>Add a service</source>
        <translation>서비스 추가</translation>
    </message>
    <message>
        <source>Remove this service</source>
        <translation>이 서비스 삭제</translation>
    </message>
    <message>
        <source>Detection service</source>
        <translation>탐지 서비스</translation>
    </message>
    <message>
        <source>Drift is analysed by DriftDesk itself. Add a service to have it done elsewhere as well.</source>
        <translation>드리프트는 DriftDesk가 직접 분석합니다. 다른 곳에서도 분석하려면 서비스를 추가하세요.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 키</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Remove the key from the system&apos;s keyring</source>
        <translation>시스템 키링에서 키를 삭제합니다</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>연결 테스트</translation>
    </message>
    <message>
        <source>taken from {variable}</source>
        <translation>환경 변수 {variable}에서 가져옴</translation>
    </message>
    <message>
        <source>kept in the keyring</source>
        <translation>키링에 저장됨</translation>
    </message>
    <message>
        <source>only where the service asks for one</source>
        <translation>서비스가 요구할 때만 입력</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>{name}에 확인하는 중…</translation>
    </message>
    <message>
        <source>Version {version}, answered within {time}.</source>
        <translation>버전 {version}, 응답 시간 {time}.</translation>
    </message>
    <message>
        <source>Detectors: {detectors}</source>
        <translation>탐지기: {detectors}</translation>
    </message>
    <message>
        <source>{name} is ready</source>
        <translation>{name} 사용 가능</translation>
    </message>
    <message>
        <source>There are two services named {name}.</source>
        <translation>이름이 {name}인 서비스가 둘입니다.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>System</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Detection services</source>
        <translation>탐지 서비스</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>사용자 이름</translation>
    </message>
    <message>
        <source>Jobs at once</source>
        <translation>동시 작업 수</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>0: this window runs no jobs, others do. Holds from the next start on.</source>
        <translation>0이면 이 창은 작업을 실행하지 않습니다. 다음 시작부터 적용됩니다.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>변경…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Your name is empty.</source>
        <translation>사용자 이름을 입력하세요.</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>No drift</source>
        <translation>드리프트 없음</translation>
    </message>
    <message>
        <source>Too little data</source>
        <translation>데이터 부족</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>심각</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>불러오는 중</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Language: switch to {name}</source>
        <translation>언어: {name}(으)로 바꾸기</translation>
    </message>
    <message>
        <source>Where the data is</source>
        <translation>데이터가 있는 곳</translation>
    </message>
</context>
<context>
    <name>Stored</name>
    <message>
        <source>choosing rows</source>
        <translation>행 고르는 중</translation>
    </message>
    <message>
        <source>edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>predict</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>revert</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>평가하는 중</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>게이트</translation>
    </message>
    <message>
        <source>looking for references</source>
        <translation>참조 찾는 중</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>비교하는 중</translation>
    </message>
    <message>
        <source>reading rows</source>
        <translation>행 읽는 중</translation>
    </message>
    <message>
        <source>comparing versions</source>
        <translation>버전 비교 중</translation>
    </message>
    <message>
        <source>looking for segments</source>
        <translation>집중된 곳 찾는 중</translation>
    </message>
    <message>
        <source>looking for typical rows</source>
        <translation>대표 행 찾는 중</translation>
    </message>
    <message>
        <source>training classifiers</source>
        <translation>분류기 학습 중</translation>
    </message>
    <message>
        <source>uploading</source>
        <translation>올리는 중</translation>
    </message>
    <message>
        <source>comparing all pairs of rows</source>
        <translation>모든 행 쌍 비교 중</translation>
    </message>
    <message>
        <source>comparing features of rows</source>
        <translation>행의 특성 비교 중</translation>
    </message>
    <message>
        <source>sending rows</source>
        <translation>행 보내는 중</translation>
    </message>
    <message>
        <source>asking</source>
        <translation>요청하는 중</translation>
    </message>
    <message>
        <source>reading the stream</source>
        <translation>스트림 읽는 중</translation>
    </message>
    <message>
        <source>deciding</source>
        <translation>판정하는 중</translation>
    </message>
    <message>
        <source>storing</source>
        <translation>저장하는 중</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>측정하는 중</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>예측하는 중</translation>
    </message>
    <message>
        <source>profiling</source>
        <translation>프로필하는 중</translation>
    </message>
    <message>
        <source>reading the reference</source>
        <translation>기준 읽는 중</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>보정하는 중</translation>
    </message>
    <message>
        <source>learning losses</source>
        <translation>손실 학습 중</translation>
    </message>
    <message>
        <source>promote</source>
        <translation>승격</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>recompose</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>registering</source>
        <translation>등록하는 중</translation>
    </message>
    <message>
        <source>checking values</source>
        <translation>값 확인하는 중</translation>
    </message>
    <message>
        <source>counting changes</source>
        <translation>변경 세는 중</translation>
    </message>
    <message>
        <source>looking for leaks</source>
        <translation>누수 찾는 중</translation>
    </message>
    <message>
        <source>looking for rows</source>
        <translation>행 찾는 중</translation>
    </message>
    <message>
        <source>looking for rows without a label</source>
        <translation>라벨 없는 행 찾는 중</translation>
    </message>
    <message>
        <source>removing chunks</source>
        <translation>청크 삭제 중</translation>
    </message>
    <message>
        <source>removing files</source>
        <translation>파일 삭제 중</translation>
    </message>
    <message>
        <source>removing pages</source>
        <translation>페이지 삭제 중</translation>
    </message>
    <message>
        <source>removing profiles</source>
        <translation>프로필 삭제 중</translation>
    </message>
    <message>
        <source>train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습하는 중</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>쓰는 중</translation>
    </message>
    <message>
        <source>dataset created</source>
        <translation>데이터셋 만듦</translation>
    </message>
    <message>
        <source>dataset deleted</source>
        <translation>데이터셋 삭제</translation>
    </message>
    <message>
        <source>dataset described</source>
        <translation>데이터셋 설명 변경</translation>
    </message>
    <message>
        <source>dataset renamed</source>
        <translation>데이터셋 이름 변경</translation>
    </message>
    <message>
        <source>dataset restored</source>
        <translation>데이터셋 복원</translation>
    </message>
    <message>
        <source>dataset tagged</source>
        <translation>데이터셋 태그 변경</translation>
    </message>
    <message>
        <source>dataset trashed</source>
        <translation>데이터셋 휴지통으로 이동</translation>
    </message>
    <message>
        <source>drift alerted</source>
        <translation>드리프트 알림</translation>
    </message>
    <message>
        <source>drift observed</source>
        <translation>드리프트 관찰</translation>
    </message>
    <message>
        <source>file removed</source>
        <translation>파일 삭제</translation>
    </message>
    <message>
        <source>model created</source>
        <translation>모델 만듦</translation>
    </message>
    <message>
        <source>model promoted</source>
        <translation>모델 승격</translation>
    </message>
    <message>
        <source>model rolled back</source>
        <translation>모델 되돌림</translation>
    </message>
    <message>
        <source>model version registered</source>
        <translation>모델 버전 등록</translation>
    </message>
    <message>
        <source>policy changed</source>
        <translation>정책 변경</translation>
    </message>
    <message>
        <source>policy created</source>
        <translation>정책 만듦</translation>
    </message>
    <message>
        <source>policy fired</source>
        <translation>정책 발동</translation>
    </message>
    <message>
        <source>policy removed</source>
        <translation>정책 삭제</translation>
    </message>
    <message>
        <source>policy switched on</source>
        <translation>정책 켬</translation>
    </message>
    <message>
        <source>policy switched off</source>
        <translation>정책 끔</translation>
    </message>
    <message>
        <source>retention forgotten</source>
        <translation>보존 정책 해제</translation>
    </message>
    <message>
        <source>retention set</source>
        <translation>보존 정책 설정</translation>
    </message>
    <message>
        <source>rules deleted</source>
        <translation>규칙 삭제</translation>
    </message>
    <message>
        <source>rules saved</source>
        <translation>규칙 저장</translation>
    </message>
    <message>
        <source>split removed</source>
        <translation>분할 삭제</translation>
    </message>
    <message>
        <source>version committed</source>
        <translation>버전 기록</translation>
    </message>
    <message>
        <source>version removed</source>
        <translation>버전 삭제</translation>
    </message>
    <message>
        <source>version split</source>
        <translation>버전 분할</translation>
    </message>
    <message>
        <source>version tagged</source>
        <translation>버전 태그 지정</translation>
    </message>
    <message>
        <source>version untagged</source>
        <translation>버전 태그 해제</translation>
    </message>
    <message>
        <source>watch removed</source>
        <translation>감시 삭제</translation>
    </message>
    <message>
        <source>watch added</source>
        <translation>감시 추가</translation>
    </message>
    <message>
        <source>policy added</source>
        <translation>정책 추가</translation>
    </message>
    <message>
        <source>import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>retrain</source>
        <translation>재학습</translation>
    </message>
    <message>
        <source>append</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>정제</translation>
    </message>
    <message>
        <source>drawing samples</source>
        <translation>표본을 뽑는 중</translation>
    </message>
    <message>
        <source>looking for duplicates</source>
        <translation>중복을 찾는 중</translation>
    </message>
    <message>
        <source>preset removed</source>
        <translation>프리셋 삭제됨</translation>
    </message>
    <message>
        <source>preset saved</source>
        <translation>프리셋 저장됨</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>탐색하는 중</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Automation</source>
        <translation>자동화</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>활동</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>검색 또는 실행</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
</context>
<context>
    <name>Use</name>
    <message>
        <source>it is the latest version</source>
        <translation>최신 버전입니다</translation>
    </message>
    <message>
        <source>it is tagged {tag}</source>
        <translation>{tag} 태그가 달려 있습니다</translation>
    </message>
    <message>
        <source>it has the split {split}</source>
        <translation>분할 {split}이(가) 있습니다</translation>
    </message>
    <message>
        <source>a draft of {user} edits it</source>
        <translation>{user} 님의 초안이 이 버전을 편집하고 있습니다</translation>
    </message>
    <message>
        <source>the job {title} works on it</source>
        <translation>작업 {title}이(가) 이 버전을 쓰고 있습니다</translation>
    </message>
    <message>
        <source>the last drift report compares with it</source>
        <translation>마지막 드리프트 보고서의 기준입니다</translation>
    </message>
    <message>
        <source>run {number} of {name} learned from it</source>
        <translation>{name}의 실행 {number}이(가) 이 버전으로 학습했습니다</translation>
    </message>
    <message>
        <source>{name} was evaluated on it</source>
        <translation>이 버전으로 {name}을(를) 평가했습니다</translation>
    </message>
    <message>
        <source>{version}, which {name} learned from, is made of it</source>
        <translation>{name}이(가) 학습한 {version}을(를) 이 버전으로 만들었습니다</translation>
    </message>
</context>
<context>
    <name>WorkersPage</name>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>슬롯</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Search workers</source>
        <translation>워커 검색</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Jobs wait until a worker takes them: this window (see Settings), or `driftdesk worker` on any machine.</source>
        <translation>작업은 워커가 맡을 때까지 기다립니다. 이 창(설정 참고)이나 다른 컴퓨터의 `driftdesk worker`가 워커입니다.</translation>
    </message>
    <message>
        <source>No worker is running</source>
        <translation>실행 중인 워커가 없습니다</translation>
    </message>
    <message>
        <source>Last seen {ago}</source>
        <translation>{ago} 응답</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>작업 중</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>대기</translation>
    </message>
</context>
</TS>

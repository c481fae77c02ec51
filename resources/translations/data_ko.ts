<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name>AllDatasets</name>
    <message>
        <source>{n} in the trash</source>
        <translation>휴지통에 {n}개</translation>
    </message>
    <message>
        <source>{n} found</source>
        <translation>{n}개 찾음</translation>
    </message>
    <message>
        <source>1 dataset</source>
        <translation>데이터셋 1개</translation>
    </message>
    <message>
        <source>{n} datasets</source>
        <translation>데이터셋 {n}개</translation>
    </message>
    <message>
        <source>No favourite any more</source>
        <translation>즐겨찾기에서 빼기</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>즐겨찾기에 추가</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>휴지통이 비어 있습니다</translation>
    </message>
    <message>
        <source>Show all datasets</source>
        <translation>모든 데이터셋 보기</translation>
    </message>
    <message>
        <source>No favourites</source>
        <translation>즐겨찾기가 없습니다</translation>
    </message>
    <message>
        <source>Ctrl+D makes the chosen dataset a favourite.</source>
        <translation>데이터셋을 고르고 Ctrl+D를 누르면 즐겨찾기에 추가됩니다.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>찾은 것이 없습니다</translation>
    </message>
    <message>
        <source>No dataset has all of this in its name, description or tags.</source>
        <translation>이름, 설명, 태그에 검색어가 모두 들어 있는 데이터셋이 없습니다.</translation>
    </message>
    <message>
        <source>All datasets</source>
        <translation>모든 데이터셋</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>카드</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Cards or table</source>
        <translation>카드 또는 표</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>저장 공간</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>New dataset…</source>
        <translation>새 데이터셋…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>편집…</translation>
    </message>
    <message>
        <source>Import into it…</source>
        <translation>이 데이터셋에 가져오기…</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>영구 삭제…</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>Accept {label}</source>
        <translation>{label} 수락</translation>
    </message>
    <message>
        <source>Add “{name}” (Ctrl+Enter)</source>
        <translation>‘{name}’ 추가 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>your answer</source>
        <translation>내 답</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>Accept (Enter)</source>
        <translation>수락 (Enter)</translation>
    </message>
    <message>
        <source>Find or add a class ( / )</source>
        <translation>클래스 찾기 또는 추가 ( / )</translation>
    </message>
    <message>
        <source>Find or add a class</source>
        <translation>클래스 찾기 또는 추가</translation>
    </message>
</context>
<context>
    <name>CellDetail</name>
    <message>
        <source>{n} characters</source>
        <translation>{n}자</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>{column}, row {row} · {about}</source>
        <translation>{column}, {row}행 · {about}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close the cell</source>
        <translation>셀 닫기</translation>
    </message>
    <message>
        <source>Whole text of the cell</source>
        <translation>셀의 전체 내용</translation>
    </message>
</context>
<context>
    <name>CellPainter</name>
    <message>
        <source>missing</source>
        <translation>결측</translation>
    </message>
</context>
<context>
    <name>ChangesDialog</name>
    <message>
        <source>Changes</source>
        <translation>변경 내용</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>{text} (undone)</source>
        <translation>{text} (취소됨)</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Edits ({n})</source>
        <translation>편집 ({n})</translation>
    </message>
    <message>
        <source>New rows ({n})</source>
        <translation>새 행 ({n})</translation>
    </message>
    <message>
        <source>Deleted rows ({n})</source>
        <translation>삭제한 행 ({n})</translation>
    </message>
</context>
<context>
    <name>ChooseReport</name>
    <message>
        <source>Compare with</source>
        <translation>보고서 비교</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>This report: {report}</source>
        <translation>이 보고서: {report}</translation>
    </message>
    <message>
        <source>Other reports of this dataset</source>
        <translation>이 데이터셋의 다른 보고서</translation>
    </message>
    <message>
        <source>There is no other report of this dataset yet.</source>
        <translation>아직 이 데이터셋의 다른 보고서가 없습니다.</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>파일에서…</translation>
    </message>
    <message>
        <source>A report that was exported as JSON</source>
        <translation>JSON으로 내보낸 보고서</translation>
    </message>
</context>
<context>
    <name>CleanDialog</name>
    <message>
        <source>Clean {name} v{number}</source>
        <translation>{name} v{number} 정제</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예</translation>
    </message>
    <message>
        <source>Kept rules</source>
        <translation>저장된 규칙</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리 보기</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>정제</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Makes a new version of {rows}; v{number} stays as it is. Each rule sees what those above have left.</source>
        <translation>{rows}으로 새 버전을 만듭니다. v{number}은(는) 그대로 남습니다. 규칙은 위에서부터 차례로 적용됩니다.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Row id</source>
        <translation>행 ID</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Add a rule to begin with.</source>
        <translation>먼저 규칙을 추가하세요.</translation>
    </message>
    <message>
        <source>Goes, for example: {row}</source>
        <translation>제거되는 행의 예: {row}</translation>
    </message>
    <message>
        <source>A rule is not whole yet.</source>
        <translation>아직 완성되지 않은 규칙이 있습니다.</translation>
    </message>
    <message>
        <source>Looking at the rows …</source>
        <translation>행을 살펴보는 중…</translation>
    </message>
    <message>
        <source>No row would be left.</source>
        <translation>남는 행이 없습니다.</translation>
    </message>
    <message>
        <source>{left} of {rows} would be left, {values} changed.</source>
        <translation>{rows} 중 {left}행이 남고, {values}가 바뀝니다.</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>정제할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Keep these rules as…</source>
        <translation>이 규칙을 다음 이름으로 저장…</translation>
    </message>
    <message>
        <source>Keep rules</source>
        <translation>규칙 저장</translation>
    </message>
    <message>
        <source>Name of the set (one that is there is replaced)</source>
        <translation>규칙 모음의 이름 (같은 이름이 있으면 바꿉니다)</translation>
    </message>
    <message>
        <source>Kept the rules as {name}</source>
        <translation>규칙을 {name}(으)로 저장했습니다</translation>
    </message>
</context>
<context>
    <name>ColumnChoices</name>
    <message>
        <source>New in the files: {names}</source>
        <translation>파일에 새로 있는 컬럼: {names}</translation>
    </message>
    <message>
        <source>The files lack: {names}</source>
        <translation>파일에 없는 컬럼: {names}</translation>
    </message>
    <message>
        <source>Of another kind: {names}</source>
        <translation>종류가 다른 컬럼: {names}</translation>
    </message>
    <message>
        <source> and {n} more</source>
        <translation> 외 {n}개</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>Add them</source>
        <translation>추가하기</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>제외하기</translation>
    </message>
    <message>
        <source>Take them as missing values</source>
        <translation>결측값으로 채우기</translation>
    </message>
    <message>
        <source>Reject rows that do not fit</source>
        <translation>맞지 않는 행 제외</translation>
    </message>
    <message>
        <source>Take such values as missing</source>
        <translation>맞지 않는 값은 결측으로</translation>
    </message>
    <message>
        <source>Make the column text</source>
        <translation>컬럼을 텍스트로 바꾸기</translation>
    </message>
</context>
<context>
    <name>ColumnChooser</name>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Find a column</source>
        <translation>컬럼 찾기</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보이기</translation>
    </message>
    <message>
        <source>Hide all</source>
        <translation>모두 숨기기</translation>
    </message>
</context>
<context>
    <name>ColumnDetail</name>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>length in characters</source>
        <translation>글자 수</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>고유값</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>최솟값</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최댓값</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>표준편차</translation>
    </message>
    <message>
        <source>Skewness</source>
        <translation>왜도</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>0의 비율</translation>
    </message>
    <message>
        <source>Most frequent words</source>
        <translation>자주 나온 단어</translation>
    </message>
    <message>
        <source>Most frequent values</source>
        <translation>자주 나온 값</translation>
    </message>
</context>
<context>
    <name>CommitDialog</name>
    <message>
        <source>Commit edits of {name}</source>
        <translation>{name} 편집 커밋</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>커밋</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>This makes a new version; older ones stay as they are.</source>
        <translation>새 버전을 만듭니다. 이전 버전은 그대로 남습니다.</translation>
    </message>
</context>
<context>
    <name>ComparedReports</name>
    <message>
        <source>Two reports on {name}</source>
        <translation>{name} 보고서 비교</translation>
    </message>
    <message>
        <source>Columns before and after</source>
        <translation>컬럼 이전과 이후</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변화</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>v{head} was committed meanwhile</source>
        <translation>그사이 v{head}이(가) 커밋되었습니다</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>커밋</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>초안 유지</translation>
    </message>
    <message>
        <source>Has no place any more: {text}</source>
        <translation>적용할 곳이 없어짐: {text}</translation>
    </message>
    <message>
        <source>No cell was changed by both.</source>
        <translation>양쪽에서 모두 바꾼 셀은 없습니다.</translation>
    </message>
    <message>
        <source>1 cell was changed by both:</source>
        <translation>양쪽에서 모두 바꾼 셀 1개:</translation>
    </message>
    <message>
        <source>{n} cells were changed by both:</source>
        <translation>양쪽에서 모두 바꾼 셀 {n}개:</translation>
    </message>
    <message>
        <source>Where both changed a cell, mine counts</source>
        <translation>양쪽에서 바꾼 셀은 내 값으로</translation>
    </message>
    <message>
        <source>Where both changed a cell, theirs counts</source>
        <translation>양쪽에서 바꾼 셀은 상대 값으로</translation>
    </message>
    <message>
        <source>Put my edits upon theirs</source>
        <translation>상대의 버전 위에 내 편집 적용</translation>
    </message>
    <message>
        <source>v{number} by {who}: {message}</source>
        <translation>v{number} ({who}): {message}</translation>
    </message>
    <message>
        <source>Since v{base}: {cells} cells changed, {added} rows added, {removed} removed.</source>
        <translation>v{base} 이후: 셀 {cells}개 변경, {added}행 추가, {removed}행 삭제.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Row id</source>
        <translation>행 ID</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>내 값</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>상대 값</translation>
    </message>
    <message>
        <source>Cells that both changed</source>
        <translation>양쪽에서 바꾼 셀</translation>
    </message>
</context>
<context>
    <name>DataTab</name>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>Import from MongoDB…</source>
        <translation>MongoDB에서 가져오기…</translation>
    </message>
    <message>
        <source>All datasets</source>
        <translation>모든 데이터셋</translation>
    </message>
    <message>
        <source>New dataset…</source>
        <translation>새 데이터셋…</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>저장 공간</translation>
    </message>
    <message>
        <source>Add the sample data</source>
        <translation>샘플 데이터 추가</translation>
    </message>
    <message>
        <source>Analyse drift</source>
        <translation>드리프트 분석</translation>
    </message>
    <message>
        <source>Recompose…</source>
        <translation>재구성…</translation>
    </message>
    <message>
        <source>Clean…</source>
        <translation>정제…</translation>
    </message>
    <message>
        <source>Search datasets</source>
        <translation>데이터셋 검색</translation>
    </message>
    <message>
        <source>Show {panel}</source>
        <translation>{panel} 보기</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>아직 데이터가 없습니다</translation>
    </message>
    <message>
        <source>Drop CSV, JSON or Parquet files anywhere here. The sample data are four small datasets with batches that are known to drift.</source>
        <translation>CSV, JSON, Parquet 파일을 이곳에 끌어다 놓으세요. 샘플 데이터는 드리프트가 알려진 배치를 포함한 작은 데이터셋 네 개입니다.</translation>
    </message>
</context>
<context>
    <name>DatasetChanges</name>
    <message>
        <source>{name} is in the trash</source>
        <translation>{name}을(를) 휴지통으로 옮겼습니다</translation>
    </message>
    <message>
        <source>{name} is back</source>
        <translation>{name}을(를) 복원했습니다</translation>
    </message>
    <message>
        <source>{name} is deleted</source>
        <translation>{name}을(를) 삭제했습니다</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>영구 삭제</translation>
    </message>
    <message>
        <source>Delete {name} for good?</source>
        <translation>{name}을(를) 영구 삭제할까요?</translation>
    </message>
    <message>
        <source>Its {n} versions and reports are gone at once, its data with the next sweep.</source>
        <translation>버전 {n}개와 보고서는 바로 삭제되고, 데이터는 다음 정리 때 삭제됩니다.</translation>
    </message>
</context>
<context>
    <name>DatasetDialog</name>
    <message>
        <source>Edit {name}</source>
        <translation>{name} 편집</translation>
    </message>
    <message>
        <source>New dataset</source>
        <translation>새 데이터셋</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>쉼표로 구분</translation>
    </message>
    <message>
        <source>In use: {tags}</source>
        <translation>쓰이는 태그: {tags}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Choose one…</source>
        <translation>고르세요…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
</context>
<context>
    <name>DatasetModel</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Last verdicts</source>
        <translation>최근 판정</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>변경</translation>
    </message>
</context>
<context>
    <name>DatasetPanel</name>
    <message>
        <source>No rows yet</source>
        <translation>아직 행이 없습니다</translation>
    </message>
    <message>
        <source>The first import makes the first version of this dataset.</source>
        <translation>처음 가져온 파일이 이 데이터셋의 첫 버전이 됩니다.</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
</context>
<context>
    <name>DatasetSide</name>
    <message>
        <source>{n} more</source>
        <translation>외 {n}개</translation>
    </message>
    <message>
        <source>All tasks</source>
        <translation>모든 과제</translation>
    </message>
    <message>
        <source>Search datasets</source>
        <translation>데이터셋 검색</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>파일 가져오기…</translation>
    </message>
    <message>
        <source>All datasets</source>
        <translation>모든 데이터셋</translation>
    </message>
    <message>
        <source>Filter by task</source>
        <translation>과제로 거르기</translation>
    </message>
</context>
<context>
    <name>DatasetView</name>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>레코드</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>통계</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Recompose and retrain</source>
        <translation>재구성 후 재학습</translation>
    </message>
    <message>
        <source>Recompose</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>{task}, {rows}, not analysed yet</source>
        <translation>{task}, {rows}, 아직 분석하지 않음</translation>
    </message>
    <message>
        <source>Retrain {model}</source>
        <translation>{model} 재학습</translation>
    </message>
    <message>
        <source>Recompose…</source>
        <translation>재구성…</translation>
    </message>
    <message>
        <source>Clean…</source>
        <translation>정제…</translation>
    </message>
    <message>
        <source>Train a model…</source>
        <translation>모델 학습…</translation>
    </message>
    <message>
        <source>Imported {rows} as v{number}</source>
        <translation>{rows}을 v{number}으로 가져왔습니다</translation>
    </message>
    <message>
        <source>{rows} of the last import were rejected.</source>
        <translation>방금 가져온 데이터에서 {rows}이 제외되었습니다.</translation>
    </message>
    <message>
        <source>Save rejected rows…</source>
        <translation>제외된 행 저장…</translation>
    </message>
    <message>
        <source>Save rejected rows</source>
        <translation>제외된 행 저장</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} 저장함</translation>
    </message>
    <message>
        <source>Parts of the dataset</source>
        <translation>데이터셋의 화면</translation>
    </message>
    <message>
        <source>Import more…</source>
        <translation>더 가져오기…</translation>
    </message>
    <message>
        <source>Analyse drift</source>
        <translation>드리프트 분석</translation>
    </message>
</context>
<context>
    <name>DetectorParams</name>
    <message>
        <source>Parameters of the detectors</source>
        <translation>탐지기 파라미터</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
</context>
<context>
    <name>DiffRowModel</name>
    <message>
        <source>Row id</source>
        <translation>행 ID</translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>셀</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>고유값</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>{first} – {last} of {total}</source>
        <translation>{total} 중 {first} – {last}</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>비교하는 중…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>중지했습니다.</translation>
    </message>
    <message>
        <source>The two versions hold the same rows and columns.</source>
        <translation>두 버전의 행과 컬럼이 같습니다.</translation>
    </message>
    <message>
        <source>{rows} changed</source>
        <translation>변경 {rows}</translation>
    </message>
    <message>
        <source>{rows} added</source>
        <translation>추가 {rows}</translation>
    </message>
    <message>
        <source>{rows} removed</source>
        <translation>삭제 {rows}</translation>
    </message>
    <message>
        <source>{rows} the same</source>
        <translation>동일 {rows}</translation>
    </message>
    <message>
        <source>{columns} differ in the schema</source>
        <translation>스키마가 다른 {columns}</translation>
    </message>
    <message>
        <source>Changed {n}</source>
        <translation>변경 {n}</translation>
    </message>
    <message>
        <source>Added {n}</source>
        <translation>추가 {n}</translation>
    </message>
    <message>
        <source>Removed {n}</source>
        <translation>삭제 {n}</translation>
    </message>
    <message>
        <source>Back to the versions</source>
        <translation>버전 목록으로</translation>
    </message>
    <message>
        <source>Swap before and after</source>
        <translation>이전과 이후 바꾸기</translation>
    </message>
    <message>
        <source>Previous rows</source>
        <translation>이전 행</translation>
    </message>
    <message>
        <source>Next rows</source>
        <translation>다음 행</translation>
    </message>
    <message>
        <source>Tell rows apart by</source>
        <translation>행을 맞추는 기준</translation>
    </message>
    <message>
        <source>Row ids</source>
        <translation>행 ID</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Key column</source>
        <translation>키 컬럼</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>스키마</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Changes of the schema</source>
        <translation>스키마 변경</translation>
    </message>
    <message>
        <source>Columns before and after</source>
        <translation>컬럼 이전과 이후</translation>
    </message>
    <message>
        <source>Rows that differ</source>
        <translation>서로 다른 행</translation>
    </message>
</context>
<context>
    <name>DistributionView</name>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>ECDF</source>
        <translation>ECDF</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>분위수</translation>
    </message>
    <message>
        <source>How to draw</source>
        <translation>그리는 방식</translation>
    </message>
    <message>
        <source>times in 100 texts</source>
        <translation>텍스트 100개당 횟수</translation>
    </message>
    <message>
        <source>words that moved most</source>
        <translation>가장 많이 달라진 단어</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>로그 눈금</translation>
    </message>
    <message>
        <source>Reference and current distribution</source>
        <translation>기준과 현재의 분포</translation>
    </message>
    <message>
        <source>No distribution to show</source>
        <translation>보여 줄 분포가 없습니다</translation>
    </message>
    <message>
        <source>share of rows</source>
        <translation>행 비율</translation>
    </message>
    <message>
        <source>Nearly every row has a value of its own</source>
        <translation>거의 모든 행의 값이 서로 다릅니다</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>단어</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>No values</source>
        <translation>값이 없습니다</translation>
    </message>
</context>
<context>
    <name>DraftAsking</name>
    <message>
        <source>Discard edits</source>
        <translation>편집 버리기</translation>
    </message>
    <message>
        <source>Discard {n} edits?</source>
        <translation>편집 {n}개를 버릴까요?</translation>
    </message>
    <message>
        <source>Discard 1 edit?</source>
        <translation>편집 1개를 버릴까요?</translation>
    </message>
    <message>
        <source>This cannot be undone. The committed versions stay as they are.</source>
        <translation>이 동작은 취소할 수 없습니다. 커밋된 버전은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Committed v{number}</source>
        <translation>v{number} 커밋함</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>커밋함</translation>
    </message>
</context>
<context>
    <name>DraftBar</name>
    <message>
        <source>Committing…</source>
        <translation>커밋하는 중…</translation>
    </message>
    <message>
        <source>1 edit, not committed</source>
        <translation>커밋하지 않은 편집 1개</translation>
    </message>
    <message>
        <source>{n} edits, not committed</source>
        <translation>커밋하지 않은 편집 {n}개</translation>
    </message>
    <message>
        <source>v{head} was committed since</source>
        <translation>그사이 v{head} 커밋됨</translation>
    </message>
    <message>
        <source>{who} is editing too</source>
        <translation>{who}도 편집 중</translation>
    </message>
    <message>
        <source>{who} are editing too</source>
        <translation>{who}도 편집 중</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>바뀐 내용…</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>내 편집 보기</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>버리기…</translation>
    </message>
    <message>
        <source>Commit…</source>
        <translation>커밋…</translation>
    </message>
</context>
<context>
    <name>DriftAnalysis</name>
    <message>
        <source>The analysis failed.</source>
        <translation>분석에 실패했습니다.</translation>
    </message>
</context>
<context>
    <name>DriftColumns</name>
    <message>
        <source>{n} of {total}</source>
        <translation>{total}개 중 {n}개</translation>
    </message>
    <message>
        <source>Most drifted first</source>
        <translation>드리프트 큰 순</translation>
    </message>
    <message>
        <source>Drift × importance</source>
        <translation>드리프트 × 중요도</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>Columns, most drifted first</source>
        <translation>드리프트가 큰 순서의 컬럼</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>다변량</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>표시할 내용</translation>
    </message>
    <message>
        <source>Search columns</source>
        <translation>컬럼 검색</translation>
    </message>
    <message>
        <source>Order of the columns</source>
        <translation>컬럼 정렬</translation>
    </message>
</context>
<context>
    <name>DriftControls</name>
    <message>
        <source>A file…</source>
        <translation>파일…</translation>
    </message>
    <message>
        <source>Thresholds: {preset}</source>
        <translation>임곗값: {preset}</translation>
    </message>
    <message>
        <source>Compare with a file</source>
        <translation>파일과 비교</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>By</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Detection service</source>
        <translation>탐지 서비스</translation>
    </message>
    <message>
        <source>Computed from</source>
        <translation>계산 근거</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>From stored statistics: fast, whatever the number of rows</source>
        <translation>저장된 통계로 계산합니다. 행 수와 관계없이 빠릅니다.</translation>
    </message>
    <message>
        <source>From every row: exact</source>
        <translation>모든 행으로 계산합니다. 정확합니다.</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>What makes a verdict: try other thresholds and presets</source>
        <translation>판정에 쓰는 임곗값과 프리셋을 바꿔 봅니다</translation>
    </message>
</context>
<context>
    <name>DriftDetail</name>
    <message>
        <source>Expected: {note}</source>
        <translation>예상됨: {note}</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>예상 취소</translation>
    </message>
    <message>
        <source>Expect…</source>
        <translation>예상으로 표시…</translation>
    </message>
    <message>
        <source>length in characters</source>
        <translation>글자 수</translation>
    </message>
    <message>
        <source>most frequent words</source>
        <translation>자주 나온 단어</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>달라진 점</translation>
    </message>
</context>
<context>
    <name>DriftPanel</name>
    <message>
        <source>{service} failed, and the built-in engine answered: {why}</source>
        <translation>{service}에서 실패해 내장 엔진으로 분석했습니다: {why}</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>다시 요청</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>아직 비교할 것이 없습니다</translation>
    </message>
    <message>
        <source>Choose two different versions, or a file as the current side.</source>
        <translation>서로 다른 두 버전을 고르거나, 현재 쪽에 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation>아직 분석하지 않았습니다</translation>
    </message>
    <message>
        <source>{current} has not been compared with {reference}.</source>
        <translation>{current}을(를) {reference}와(과) 비교한 적이 없습니다.</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Its answer comes as a whole.</source>
        <translation>결과는 한꺼번에 나옵니다.</translation>
    </message>
    <message>
        <source>The next analyses of {name} use these thresholds.</source>
        <translation>{name}의 다음 분석부터 이 임곗값을 씁니다.</translation>
    </message>
    <message>
        <source>{service} was not asked</source>
        <translation>{service}에 분석을 요청하지 않았습니다</translation>
    </message>
    <message>
        <source>Each side needs {n} rows or more; there are {reference} and {current}.</source>
        <translation>양쪽 모두 {n}행 이상이어야 합니다. 기준은 {reference}행, 현재는 {current}행입니다.</translation>
    </message>
    <message>
        <source>{service} is analysing</source>
        <translation>{service}에서 분석하는 중</translation>
    </message>
</context>
<context>
    <name>DriftScore</name>
    <message>
        <source>Compared</source>
        <translation>비교한 컬럼</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>비교하지 않은 컬럼</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Score of the service</source>
        <translation>서비스의 점수</translation>
    </message>
    <message>
        <source>This service gives one score for all columns together. Analyse with the built-in engine to see which columns moved.</source>
        <translation>이 서비스는 모든 컬럼을 합쳐 점수 하나만 제공합니다. 어느 컬럼이 달라졌는지는 내장 엔진으로 분석해 확인하세요.</translation>
    </message>
</context>
<context>
    <name>DriftStreams</name>
    <message>
        <source>row, by {column}</source>
        <translation>행 ({column} 순)</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>No detector has seen this stream of v{n} yet.</source>
        <translation>v{n}의 이 스트림은 아직 탐지기로 살펴보지 않았습니다.</translation>
    </message>
    <message>
        <source>Choose what is watched: a column, a condition, or the errors of a model.</source>
        <translation>감시할 컬럼, 조건, 모델 오류 중 하나를 고르세요.</translation>
    </message>
    <message>
        <source>Remove a watch</source>
        <translation>감시 삭제</translation>
    </message>
    <message>
        <source>Remove the watch {name}?</source>
        <translation>감시 {name}을(를) 삭제할까요?</translation>
    </message>
    <message>
        <source>Its alarms go with it.</source>
        <translation>경보도 함께 삭제됩니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>The stream and the alarms of each detector</source>
        <translation>스트림과 탐지기별 경보</translation>
    </message>
</context>
<context>
    <name>DriftTimeline</name>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>All columns</source>
        <translation>모든 컬럼</translation>
    </message>
    <message>
        <source>This timeline has not been made yet.</source>
        <translation>아직 이 타임라인을 만들지 않았습니다.</translation>
    </message>
    <message>
        <source>One column</source>
        <translation>한 컬럼</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>스트림</translation>
    </message>
    <message>
        <source>What is shown over time</source>
        <translation>시간에 따라 표시할 것</translation>
    </message>
    <message>
        <source>What the timeline shows</source>
        <translation>타임라인 표시</translation>
    </message>
    <message>
        <source>Drift of columns over time</source>
        <translation>시간에 따른 컬럼 드리프트</translation>
    </message>
    <message>
        <source>Drift of one column over time</source>
        <translation>시간에 따른 한 컬럼의 드리프트</translation>
    </message>
    <message>
        <source>The timeline begins with the first version after the reference.</source>
        <translation>기준 다음 버전부터 타임라인이 그려집니다.</translation>
    </message>
</context>
<context>
    <name>DriftTogether</name>
    <message>
        <source>Severity</source>
        <translation>심각도</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>비교 방법</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>효과</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임곗값</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>근거</translation>
    </message>
    <message>
        <source>All methods</source>
        <translation>모든 방법</translation>
    </message>
    <message>
        <source>Old rows are told from new ones by: {columns}</source>
        <translation>이전 행과 새 행을 가르는 컬럼: {columns}</translation>
    </message>
    <message>
        <source>a sample</source>
        <translation>표본</translation>
    </message>
    <message>
        <source>all rows</source>
        <translation>전체 행</translation>
    </message>
    <message>
        <source>Columns together</source>
        <translation>다변량 드리프트</translation>
    </message>
    <message>
        <source>Compare them by</source>
        <translation>다른 방법으로 비교</translation>
    </message>
    <message>
        <source>Analyse again, with another method for all columns together</source>
        <translation>모든 컬럼을 함께 보는 다른 방법으로 다시 분석합니다</translation>
    </message>
</context>
<context>
    <name>DriftVerdict</name>
    <message>
        <source>Recompose and retrain…</source>
        <translation>재구성 후 재학습…</translation>
    </message>
    <message>
        <source>Recompose…</source>
        <translation>재구성…</translation>
    </message>
    <message>
        <source>The analysis failed: there is no verdict</source>
        <translation>분석에 실패해 판정이 없습니다</translation>
    </message>
    <message>
        <source>Comparing {current} with v{reference}</source>
        <translation>{current}을(를) v{reference}와(과) 비교하는 중</translation>
    </message>
    <message>
        <source>Columns appear as they are analysed</source>
        <translation>분석이 끝난 컬럼부터 나타납니다</translation>
    </message>
    <message>
        <source>{service} answers as a whole</source>
        <translation>{service}에서 한꺼번에 응답합니다</translation>
    </message>
    <message>
        <source>{done} of {total} columns</source>
        <translation>컬럼 {total}개 중 {done}개</translation>
    </message>
    <message>
        <source>Past reports</source>
        <translation>지난 보고서</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>With example rows (HTML, PDF)</source>
        <translation>예시 행 포함(HTML, PDF)</translation>
    </message>
    <message>
        <source>The rows that are typical of what is new; else no row is in the file</source>
        <translation>대표적인 새 행을 넣습니다. 끄면 파일에 행이 들어가지 않습니다</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>다른 보고서와 비교…</translation>
    </message>
    <message>
        <source>As if</source>
        <translation>가정</translation>
    </message>
    <message>
        <source>As it would read under the thresholds that you are trying</source>
        <translation>지금 시험하는 임곗값을 적용했을 때의 판정입니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
</context>
<context>
    <name>DriftWhere</name>
    <message>
        <source>Looking for the rows in which it concentrates</source>
        <translation>드리프트가 집중된 행을 찾는 중</translation>
    </message>
    <message>
        <source>It does not concentrate in any part of the rows: it is everywhere alike.</source>
        <translation>특정 행에 몰려 있지 않고 전체에 고르게 나타납니다.</translation>
    </message>
    <message>
        <source>Show these rows</source>
        <translation>이 행 보기</translation>
    </message>
    <message>
        <source>Show the rows where {rule}</source>
        <translation>조건에 맞는 행 보기: {rule}</translation>
    </message>
    <message>
        <source>{before} → {after} of the rows</source>
        <translation>행 비율 {before} → {after}</translation>
    </message>
    <message>
        <source>distance {inside} here, {outside} elsewhere</source>
        <translation>거리 {inside}, 나머지 {outside}</translation>
    </message>
    <message>
        <source>Where it concentrates</source>
        <translation>집중된 곳</translation>
    </message>
    <message>
        <source>Find where</source>
        <translation>집중된 곳 찾기</translation>
    </message>
    <message>
        <source>Show typical new rows</source>
        <translation>대표적인 새 행 보기</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop to import</source>
        <translation>놓으면 가져옵니다</translation>
    </message>
</context>
<context>
    <name>ExampleRows</name>
    <message>
        <source>Typical new rows</source>
        <translation>대표적인 새 행</translation>
    </message>
    <message>
        <source>Rows of the current side that are typical of what is new, different from one another.</source>
        <translation>현재 데이터에서 달라진 점을 잘 보여 주는, 서로 다른 행입니다.</translation>
    </message>
</context>
<context>
    <name>ExpectDialog</name>
    <message>
        <source>Drift of this column against v{reference} will be shown, but not count, neither for the verdict nor for policies, up to: {severity}. Graver drift counts.</source>
        <translation>v{reference} 대비 이 컬럼의 드리프트를 계속 보여 주되, 심각도 ‘{severity}’까지는 판정과 정책에 반영하지 않습니다. 더 심각해지면 반영합니다.</translation>
    </message>
    <message>
        <source>Expect drift of {column}</source>
        <translation>{column}의 드리프트를 예상으로 표시</translation>
    </message>
    <message>
        <source>Expect it</source>
        <translation>예상으로 표시</translation>
    </message>
    <message>
        <source>Why it is no surprise</source>
        <translation>예상한 이유</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
</context>
<context>
    <name>Expecting</name>
    <message>
        <source>Drift of {column} is expected from now on.</source>
        <translation>이제 {column}의 드리프트를 예상된 변화로 봅니다.</translation>
    </message>
    <message>
        <source>Drift of {column} counts again.</source>
        <translation>{column}의 드리프트를 다시 판정에 반영합니다.</translation>
    </message>
</context>
<context>
    <name>Explaining</name>
    <message>
        <source>The search was stopped.</source>
        <translation>찾기를 중지했습니다.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>{rows} as they are filtered and sorted now.</source>
        <translation>지금 필터하고 정렬한 {rows}을 내보냅니다.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Arrow</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Hidden columns too ({n})</source>
        <translation>숨긴 컬럼도 ({n})</translation>
    </message>
    <message>
        <source>Exported {rows} to {name}</source>
        <translation>{rows}을 {name}(으)로 내보냈습니다</translation>
    </message>
    <message>
        <source>A folder that mlflow.pyfunc.load_model and MLflow's servers read.</source>
        <translation>mlflow.pyfunc.load_model과 MLflow 서버가 읽는 폴더입니다.</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>번들</translation>
    </message>
    <message>
        <source>Choose one that is there.</source>
        <translation>있는 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Export {ref}</source>
        <translation>{ref} 내보내기</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>MLflow folder</source>
        <translation>MLflow 폴더</translation>
    </message>
    <message>
        <source>MLflow folder (*)</source>
        <translation>MLflow 폴더 (*)</translation>
    </message>
    <message>
        <source>Name a file in it.</source>
        <translation>그 안의 파일 이름을 적으세요.</translation>
    </message>
    <message>
        <source>Name a folder that is not there yet.</source>
        <translation>아직 없는 폴더의 이름을 적으세요.</translation>
    </message>
    <message>
        <source>No file is named.</source>
        <translation>파일 이름이 없습니다.</translation>
    </message>
    <message>
        <source>One signed file. Python with numpy and onnxruntime predicts with it; DriftDesk imports it again.</source>
        <translation>서명된 파일 하나입니다. numpy와 onnxruntime만 있으면 Python에서 예측할 수 있고, DriftDesk로 다시 가져올 수 있습니다.</translation>
    </message>
    <message>
        <source>Say where the model goes.</source>
        <translation>모델을 저장할 곳을 정하세요.</translation>
    </message>
    <message>
        <source>The file that is there will be replaced.</source>
        <translation>이미 있는 파일을 바꿉니다.</translation>
    </message>
    <message>
        <source>The model with its preprocessing as one graph, for any runtime of ONNX.</source>
        <translation>전처리까지 포함한 그래프 하나입니다. 어떤 ONNX 런타임에서나 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>{folder} 폴더가 없습니다.</translation>
    </message>
    <message>
        <source>This trainer has no ONNX: only DriftDesk can use the bundle.</source>
        <translation>이 트레이너는 ONNX를 지원하지 않아 번들을 DriftDesk에서만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name}은(는) 폴더입니다.</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name}이(가) 이미 있습니다.</translation>
    </message>
</context>
<context>
    <name>ExportTasksDialog</name>
    <message>
        <source>Export for Label Studio</source>
        <translation>Label Studio로 내보내기</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Tasks with labels and suggestions, and beside them (.xml) the labelling configuration.</source>
        <translation>라벨과 제안이 담긴 태스크를 내보내고, 라벨링 설정(.xml)을 함께 저장합니다.</translation>
    </message>
    <message>
        <source>Without a label</source>
        <translation>라벨 없는 행</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>모든 행</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Exported {n} tasks to {name}</source>
        <translation>태스크 {n}개를 {name}(으)로 내보냈습니다</translation>
    </message>
    <message>
        <source>Labelling configuration: {name}</source>
        <translation>라벨링 설정: {name}</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>FileList</name>
    <message>
        <source>Looking at the files…</source>
        <translation>파일을 살펴보는 중…</translation>
    </message>
    <message>
        <source>{n} files, {size}</source>
        <translation>파일 {n}개, {size}</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>FilePanel</name>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Uploaded by</source>
        <translation>올린 사람</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>removed {when}</source>
        <translation>{when} 삭제</translation>
    </message>
    <message>
        <source>{rows} into v{version}</source>
        <translation>{rows} → v{version}</translation>
    </message>
    <message>
        <source>with others</source>
        <translation>다른 파일과 함께</translation>
    </message>
    <message>
        <source>{n} bytes</source>
        <translation>{n}바이트</translation>
    </message>
    <message>
        <source>{n} rejected</source>
        <translation>{n}행 제외</translation>
    </message>
    <message>
        <source>content removed by {who}, {when}</source>
        <translation>{who} 님이 {when}에 내용을 삭제함</translation>
    </message>
    <message>
        <source>Download the original</source>
        <translation>원본 내려받기</translation>
    </message>
    <message>
        <source>Save rejected rows</source>
        <translation>제외된 행 저장</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} 저장함</translation>
    </message>
    <message>
        <source>Remove the original</source>
        <translation>원본 삭제</translation>
    </message>
    <message>
        <source>Remove the content of {name}?</source>
        <translation>{name}의 내용을 삭제할까요?</translation>
    </message>
    <message>
        <source>It cannot be downloaded any more. Its rows stay in the versions, and what it was stays known.</source>
        <translation>더는 내려받을 수 없습니다. 버전의 행과 파일 정보는 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Removed {name}</source>
        <translation>{name} 삭제함</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>The files as they were uploaded, byte for byte.</source>
        <translation>올린 그대로의 원본 파일입니다.</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>내려받기…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Rejected rows…</source>
        <translation>제외된 행…</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>저장 공간</translation>
    </message>
    <message>
        <source>About the chosen file</source>
        <translation>고른 파일 정보</translation>
    </message>
    <message>
        <source>No files</source>
        <translation>파일이 없습니다</translation>
    </message>
    <message>
        <source>The versions of this dataset were not made from uploaded files.</source>
        <translation>이 데이터셋의 버전은 올린 파일에서 만들어지지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>FillDialog</name>
    <message>
        <source>Fill missing values</source>
        <translation>결측값 채우기</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Fill with</source>
        <translation>채울 값</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Only in the filtered rows</source>
        <translation>필터된 행에만</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>값 입력</translation>
    </message>
    <message>
        <source>the median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>the mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>the most frequent value</source>
        <translation>최빈값</translation>
    </message>
    <message>
        <source>the value of the row before</source>
        <translation>앞 행의 값</translation>
    </message>
    <message>
        <source>the value of the row after</source>
        <translation>뒤 행의 값</translation>
    </message>
    <message>
        <source>{n} of {all} values are missing in the committed version.</source>
        <translation>커밋된 버전의 값 {all}개 중 {n}개가 결측입니다.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{n} of {all}</source>
        <translation>{all} 중 {n}행</translation>
    </message>
    <message>
        <source>{n} hidden</source>
        <translation>{n}개 숨김</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>기록 지우기</translation>
    </message>
    <message>
        <source>No filters used yet</source>
        <translation>아직 쓴 필터가 없습니다</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Filter, such as age &gt; 30 and plan == &quot;free&quot;</source>
        <translation>필터, 예: age &gt; 30 and plan == &quot;free&quot;</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>전체에서 검색</translation>
    </message>
    <message>
        <source>Filters used before</source>
        <translation>최근 필터</translation>
    </message>
    <message>
        <source>Filter and sort again: rows were edited (F5)</source>
        <translation>다시 필터·정렬: 편집된 행이 있습니다 (F5)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
</context>
<context>
    <name>FirstRows</name>
    <message>
        <source>First rows</source>
        <translation>처음 행</translation>
    </message>
    <message>
        <source>First {n} rows</source>
        <translation>처음 {n}행</translation>
    </message>
</context>
<context>
    <name>FormulaDialog</name>
    <message>
        <source>Add a column</source>
        <translation>컬럼 추가</translation>
    </message>
    <message>
        <source>Compute {column}</source>
        <translation>{column} 계산</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>By its values</source>
        <translation>값에 맞게</translation>
    </message>
    <message>
        <source>Such as amount / duration; empty: all missing</source>
        <translation>예: amount / duration. 비우면 모두 결측</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Only in the filtered rows</source>
        <translation>필터된 행에만</translation>
    </message>
    <message>
        <source>First values</source>
        <translation>처음 값</translation>
    </message>
    <message>
        <source>New column</source>
        <translation>새 컬럼</translation>
    </message>
    <message>
        <source>There is a column of this name already.</source>
        <translation>같은 이름의 컬럼이 이미 있습니다.</translation>
    </message>
    <message>
        <source>The first values</source>
        <translation>처음 값</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Choose files</source>
        <translation>파일 고르기</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>모든 파일</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>폴더 고르기</translation>
    </message>
    <message>
        <source> and {n} more</source>
        <translation> 외 {n}개</translation>
    </message>
    <message>
        <source>Columns of the files differ from those that are there.</source>
        <translation>파일의 컬럼이 기존 컬럼과 다릅니다.</translation>
    </message>
    <message>
        <source>Choose at the right what becomes of them.</source>
        <translation>오른쪽에서 처리 방법을 고르세요.</translation>
    </message>
    <message>
        <source>Kinds and roles as chosen before, for {dataset}</source>
        <translation>{dataset}에서 골랐던 종류와 역할을 적용했습니다</translation>
    </message>
    <message>
        <source>Take them as found</source>
        <translation>찾은 대로 쓰기</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 고르기…</translation>
    </message>
    <message>
        <source>Drop files or folders here</source>
        <translation>파일이나 폴더를 여기에 놓으세요</translation>
    </message>
    <message>
        <source>CSV, Excel, JSON, JSON lines, Parquet, Arrow or Feather, also compressed (gzip, zstd, zip).</source>
        <translation>CSV, Excel, JSON, JSON Lines, Parquet, Arrow, Feather. 압축 파일(gzip, zstd, zip)도 됩니다.</translation>
    </message>
    <message>
        <source>Uploading</source>
        <translation>올리는 중</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>가져오는 중</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>파일 가져오기</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>A bundle that DriftDesk exported becomes a version of a model of yours.</source>
        <translation>DriftDesk에서 내보낸 번들을 내 모델의 버전으로 만듭니다.</translation>
    </message>
    <message>
        <source>A file that ends in .zip</source>
        <translation>.zip으로 끝나는 파일</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>DriftDesk bundle (*.zip)</source>
        <translation>DriftDesk 번들 (*.zip)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>I know where it comes from: import it without a signature</source>
        <translation>출처를 알고 있으므로 서명 없이 가져옵니다</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>Its author told me this fingerprint: trust it</source>
        <translation>만든 사람에게 이 지문을 확인했으므로 신뢰합니다</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Nobody: it may come from anyone.</source>
        <translation>없음: 누가 만들었는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>서명</translation>
    </message>
    <message>
        <source>You ({fingerprint})</source>
        <translation>나 ({fingerprint})</translation>
    </message>
    <message>
        <source>a key that is not known here</source>
        <translation>여기에 알려지지 않은 키</translation>
    </message>
</context>
<context>
    <name>ImportFooter</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>백그라운드에서 계속</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Becomes v{number}. Its columns keep their kinds and roles.</source>
        <translation>v{number}이 됩니다. 컬럼의 종류와 역할은 그대로입니다.</translation>
    </message>
    <message>
        <source>A new dataset</source>
        <translation>새 데이터셋</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Its rows</source>
        <translation>기존 행</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>타깃</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Name of a new or existing dataset</source>
        <translation>새 데이터셋 또는 기존 데이터셋 이름</translation>
    </message>
    <message>
        <source>Append or replace</source>
        <translation>추가 또는 교체</translation>
    </message>
    <message>
        <source>Append</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>교체</translation>
    </message>
    <message>
        <source>The new version holds the rows that are there, and these</source>
        <translation>새 버전에 기존 행과 이 행이 함께 들어갑니다</translation>
    </message>
    <message>
        <source>The new version holds these rows alone</source>
        <translation>새 버전에 이 행만 들어갑니다</translation>
    </message>
</context>
<context>
    <name>ImportSettings</name>
    <message>
        <source>All {n} files</source>
        <translation>파일 {n}개 모두</translation>
    </message>
    <message>
        <source>How it is read</source>
        <translation>읽는 방법</translation>
    </message>
    <message>
        <source>As found</source>
        <translation>자동 감지로</translation>
    </message>
    <message>
        <source>First row is the header</source>
        <translation>첫 행이 머리글</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>인코딩</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>구분자</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>숫자</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>따옴표</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>주석</translation>
    </message>
    <message>
        <source>Rows at</source>
        <translation>행 위치</translation>
    </message>
    <message>
        <source>Nested objects</source>
        <translation>중첩 객체</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>Lines before</source>
        <translation>앞의 줄</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>시트</translation>
    </message>
    <message>
        <source>Files of the archive</source>
        <translation>압축 안의 파일</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>columns (a.b)</source>
        <translation>컬럼 (a.b)</translation>
    </message>
    <message>
        <source>JSON text</source>
        <translation>JSON 텍스트</translation>
    </message>
    <message>
        <source>number of elements</source>
        <translation>원소 수</translation>
    </message>
</context>
<context>
    <name>ImportTasksDialog</name>
    <message>
        <source>Import labels from Label Studio</source>
        <translation>Label Studio에서 라벨 가져오기</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>JSON or JSON-MIN. The labels become edits of your draft, which can be undone.</source>
        <translation>JSON 또는 JSON-MIN. 라벨은 초안의 편집이 되며 실행 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>found out</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>컨트롤</translation>
    </message>
    <message>
        <source>{n} labels set in your draft</source>
        <translation>초안에 라벨 {n}개를 넣었습니다</translation>
    </message>
    <message>
        <source>{rows} had another label</source>
        <translation>라벨이 바뀐 {rows}</translation>
    </message>
    <message>
        <source>{rows} had it already</source>
        <translation>이미 같은 라벨 {rows}</translation>
    </message>
    <message>
        <source>{rows} with different labels: ground truth, else the latest counts</source>
        <translation>라벨이 엇갈린 {rows}: 정답(ground truth), 없으면 최근 라벨을 씁니다</translation>
    </message>
    <message>
        <source>{rows} without a label</source>
        <translation>라벨 없는 {rows}</translation>
    </message>
    <message>
        <source>{rows} are gone</source>
        <translation>없어진 {rows}</translation>
    </message>
    <message>
        <source>{rows} are of another origin</source>
        <translation>출처가 다른 {rows}</translation>
    </message>
    <message>
        <source>{rows} cannot be used</source>
        <translation>쓸 수 없는 {rows}</translation>
    </message>
    <message>
        <source>new class: {name}</source>
        <translation>새 클래스: {name}</translation>
    </message>
</context>
<context>
    <name>KeepWatching</name>
    <message>
        <source>Keep watching {stream}</source>
        <translation>{stream} 계속 감시</translation>
    </message>
    <message>
        <source>Keep watching</source>
        <translation>계속 감시</translation>
    </message>
    <message>
        <source>errors of {model}</source>
        <translation>{model}의 오류</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>탐지기</translation>
    </message>
    <message>
        <source>It sees the rows from the first version on, then those of each import, and tells you of new alarms.</source>
        <translation>첫 버전의 행부터 살펴보고, 이후 가져올 때마다 새 행을 이어서 보며 새 경보를 알립니다.</translation>
    </message>
    <message>
        <source>There is a watch of this name already.</source>
        <translation>같은 이름의 감시가 이미 있습니다.</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>No target column</source>
        <translation>타깃 컬럼이 없습니다</translation>
    </message>
    <message>
        <source>Labels are the values of the target. In Records, open the menu of a column&apos;s header and choose its role Target; a new column can be added there too.</source>
        <translation>라벨은 타깃 컬럼의 값입니다. 레코드 탭에서 컬럼 머리글 메뉴를 열어 역할을 타깃으로 바꾸세요. 새 컬럼도 그곳에서 추가할 수 있습니다.</translation>
    </message>
    <message>
        <source>Go to Records</source>
        <translation>레코드로 이동</translation>
    </message>
    <message>
        <source>{at} of {n} · row id {id}</source>
        <translation>{n} 중 {at} · 행 ID {id}</translation>
    </message>
    <message>
        <source>{model} suggests</source>
        <translation>{model}의 제안</translation>
    </message>
    <message>
        <source>{model} suggests, {share} sure</source>
        <translation>{model}의 제안, 확신도 {share}</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>{n} of {rows} labelled</source>
        <translation>{rows} 중 {n}행 라벨 있음</translation>
    </message>
    <message>
        <source>{n} a minute</source>
        <translation>분당 {n}개</translation>
    </message>
    <message>
        <source>Every row has a label</source>
        <translation>모든 행에 라벨이 있습니다</translation>
    </message>
    <message>
        <source>Commit your labels, then train a model on all of them.</source>
        <translation>라벨을 커밋한 뒤 전체로 모델을 학습하세요.</translation>
    </message>
    <message>
        <source>Train a model on all of them, or import more rows.</source>
        <translation>전체로 모델을 학습하거나 행을 더 가져오세요.</translation>
    </message>
    <message>
        <source>Commit…</source>
        <translation>커밋…</translation>
    </message>
    <message>
        <source>That was the last of these rows</source>
        <translation>이 순서의 마지막 행이었습니다</translation>
    </message>
    <message>
        <source>{rows} have no label yet, among them those you skipped.</source>
        <translation>건너뛴 행을 포함해 {rows}에 아직 라벨이 없습니다.</translation>
    </message>
    <message>
        <source>Go on with them</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Enter accepts the suggestion · S or → skip · U unsure, later · ← back · Ctrl+Z undo</source>
        <translation>Enter 제안 수락 · S 또는 → 건너뛰기 · U 보류 · ← 이전 · Ctrl+Z 실행 취소</translation>
    </message>
    <message>
        <source>Type a number, Enter</source>
        <translation>숫자 입력 후 Enter</translation>
    </message>
    <message>
        <source>1–9 answer</source>
        <translation>1–9 답</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
</context>
<context>
    <name>MethodResults</name>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation>통계량</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임곗값</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Computed from rows: exact</source>
        <translation>행으로 계산, 오차 없음</translation>
    </message>
    <message>
        <source>Undecided: the profiles&apos; error straddles a threshold, so the verdict may be either side&apos;s</source>
        <translation>판정 보류: 프로필의 오차 범위가 임곗값에 걸쳐 있어 어느 쪽인지 알 수 없습니다</translation>
    </message>
    <message>
        <source>Computed from profiles, error at most {x}</source>
        <translation>프로필로 계산, 오차 {x} 이내</translation>
    </message>
    <message>
        <source>Computed from profiles, which hold these values exactly</source>
        <translation>프로필로 계산, 오차 없음</translation>
    </message>
    <message>
        <source>Results of all methods</source>
        <translation>모든 방법의 결과</translation>
    </message>
    <message>
        <source>Read rows</source>
        <translation>행으로 계산</translation>
    </message>
</context>
<context>
    <name>MongoImportDialog</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>About</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Choose a database</source>
        <translation>데이터베이스 고르기</translation>
    </message>
    <message>
        <source>This server has several.</source>
        <translation>이 서버에는 데이터베이스가 여럿입니다.</translation>
    </message>
    <message>
        <source>Datasets of the reference platform</source>
        <translation>참조 플랫폼의 데이터셋</translation>
    </message>
    <message>
        <source>This database is empty</source>
        <translation>빈 데이터베이스입니다</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>다른 데이터베이스를 고르세요.</translation>
    </message>
    <message>
        <source>Their own names</source>
        <translation>원래 이름 그대로</translation>
    </message>
    <message>
        <source>Import from MongoDB</source>
        <translation>MongoDB에서 가져오기</translation>
    </message>
    <message>
        <source>Address, with user@ where there is one</source>
        <translation>주소. 사용자가 있으면 사용자@주소</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>비밀번호</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Filter, as JSON</source>
        <translation>필터(JSON)</translation>
    </message>
    <message>
        <source>A password is kept in the system&apos;s keyring, for the worker that imports; no job carries it.</source>
        <translation>비밀번호는 가져오기를 맡은 워커가 쓰도록 시스템 키링에 보관합니다. 작업에는 담지 않습니다.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>Connect to a MongoDB</source>
        <translation>MongoDB에 연결하세요</translation>
    </message>
    <message>
        <source>Its collections are listed here, or the datasets that the reference platform keeps in it.</source>
        <translation>컬렉션 또는 참조 플랫폼의 데이터셋이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Name of the dataset</source>
        <translation>데이터셋 이름</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>What can be imported</source>
        <translation>가져올 수 있는 것</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Others</name>
    <message>
        <source>Train a model on the rows that have a label first.</source>
        <translation>먼저 라벨이 있는 행으로 모델을 학습하세요.</translation>
    </message>
    <message>
        <source>Suggesting…</source>
        <translation>제안하는 중…</translation>
    </message>
    <message>
        <source>Suggest with model…</source>
        <translation>모델로 제안…</translation>
    </message>
    <message>
        <source>Tasks of another origin</source>
        <translation>출처가 다른 태스크</translation>
    </message>
    <message>
        <source>Some tasks name no row of {name}.</source>
        <translation>{name}의 행이 아닌 태스크가 있습니다.</translation>
    </message>
    <message>
        <source>They can be imported as new rows, with their labels.</source>
        <translation>라벨과 함께 새 행으로 가져올 수 있습니다.</translation>
    </message>
    <message>
        <source>Import as rows</source>
        <translation>행으로 가져오기</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>제외하기</translation>
    </message>
    <message>
        <source>Label Studio</source>
        <translation>Label Studio</translation>
    </message>
    <message>
        <source>Export tasks…</source>
        <translation>태스크 내보내기…</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>라벨 가져오기…</translation>
    </message>
</context>
<context>
    <name>OverviewPanel</name>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>고유값</translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation>참고</translation>
    </message>
    <message>
        <source>Columns of v{number}</source>
        <translation>v{number}의 컬럼</translation>
    </message>
    <message>
        <source>Never analysed. Compare two versions, or the latest with a file.</source>
        <translation>분석한 적이 없습니다. 두 버전을, 또는 최신 버전을 파일과 비교해 보세요.</translation>
    </message>
    <message>
        <source>Nothing to compare yet: import newer data, or compare with a file.</source>
        <translation>아직 비교할 것이 없습니다. 새 데이터를 가져오거나 파일과 비교하세요.</translation>
    </message>
    <message>
        <source>No model learns from it yet.</source>
        <translation>아직 이 데이터로 학습하는 모델이 없습니다.</translation>
    </message>
    <message>
        <source>champion v{n}</source>
        <translation>챔피언 v{n}</translation>
    </message>
    <message>
        <source>no version yet</source>
        <translation>아직 버전 없음</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Latest verdict</source>
        <translation>최근 판정</translation>
    </message>
    <message>
        <source>Go to drift</source>
        <translation>드리프트 보기</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>All versions</source>
        <translation>모든 버전</translation>
    </message>
    <message>
        <source>Models that learn from it</source>
        <translation>이 데이터로 학습하는 모델</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation>{total}개 중 {first}–{last}</translation>
    </message>
    <message>
        <source>{n} a page</source>
        <translation>{n}개씩</translation>
    </message>
    <message>
        <source>Datasets a page</source>
        <translation>한 쪽의 데이터셋 수</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>이전 쪽</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>다음 쪽</translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message>
        <source>With</source>
        <translation>상대 컬럼</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>척도</translation>
    </message>
    <message>
        <source>from {n} rows that have both</source>
        <translation>두 값이 모두 있는 {n}행으로 계산</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>순위</translation>
    </message>
    <message>
        <source>Spearman&apos;s rank correlation of two numbers</source>
        <translation>두 수치형 컬럼의 스피어만 순위 상관</translation>
    </message>
    <message>
        <source>All {rows} rows</source>
        <translation>{rows}행 전체</translation>
    </message>
    <message>
        <source>A sample of {sampled} of {rows} rows</source>
        <translation>{rows}행 중 {sampled}행 표본</translation>
    </message>
    <message>
        <source>{n} more such pairs.</source>
        <translation>이런 쌍이 {n}개 더 있습니다.</translation>
    </message>
    <message>
        <source>No gaps in common</source>
        <translation>함께 결측인 컬럼이 없습니다</translation>
    </message>
    <message>
        <source>Fewer than two columns to compare</source>
        <translation>비교할 컬럼이 두 개보다 적습니다</translation>
    </message>
    <message>
        <source>{column} (the target)</source>
        <translation>{column} (타깃)</translation>
    </message>
    <message>
        <source>Go together</source>
        <translation>연관성</translation>
    </message>
    <message>
        <source>Missing together</source>
        <translation>동시 결측</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>비교 대상</translation>
    </message>
    <message>
        <source>Pairs of columns</source>
        <translation>컬럼 쌍</translation>
    </message>
    <message>
        <source>Columns that go with the chosen one</source>
        <translation>고른 컬럼과 연관된 컬럼</translation>
    </message>
</context>
<context>
    <name>PolicyForm</name>
    <message>
        <source>All versions are kept.</source>
        <translation>모든 버전을 보존합니다.</translation>
    </message>
    <message>
        <source>Versions that are not among the newest {n} go.</source>
        <translation>최신 {n}개를 뺀 버전을 삭제합니다.</translation>
    </message>
    <message>
        <source>Versions older than {days} days go.</source>
        <translation>{days}일이 지난 버전을 삭제합니다.</translation>
    </message>
    <message>
        <source>Versions older than {days} days go, but for the newest {n}.</source>
        <translation>{days}일이 지난 버전을 삭제하되, 최신 {n}개는 남깁니다.</translation>
    </message>
    <message>
        <source>The latest one, tagged ones and those in use always stay.</source>
        <translation>최신 버전, 태그가 달린 버전, 쓰이는 버전은 항상 남습니다.</translation>
    </message>
    <message>
        <source>Retention of {name}</source>
        <translation>{name} 보존 정책</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>보존 정책</translation>
    </message>
    <message>
        <source>Holds for all datasets that have no policy of their own.</source>
        <translation>자체 정책이 없는 모든 데이터셋에 적용됩니다.</translation>
    </message>
    <message>
        <source>This dataset has a policy of its own.</source>
        <translation>이 데이터셋에는 자체 정책이 있습니다.</translation>
    </message>
    <message>
        <source>The policy of all datasets holds; saving makes one of its own.</source>
        <translation>전체 정책이 적용됩니다. 저장하면 자체 정책이 됩니다.</translation>
    </message>
    <message>
        <source>Keep the newest</source>
        <translation>최신 버전 보존</translation>
    </message>
    <message>
        <source>versions</source>
        <translation>개</translation>
    </message>
    <message>
        <source>Keep what is younger than</source>
        <translation>최근 버전 보존</translation>
    </message>
    <message>
        <source>days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>Keep what jobs said for</source>
        <translation>작업 기록 보존</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>As all datasets</source>
        <translation>전체 정책 따르기</translation>
    </message>
    <message>
        <source>Keep models in the trash for</source>
        <translation>휴지통의 모델 보관 기간</translation>
    </message>
</context>
<context>
    <name>PresetDialog</name>
    <message>
        <source>Everybody who works on this database can choose it.</source>
        <translation>이 데이터베이스를 쓰는 모두가 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>프리셋으로 저장</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
</context>
<context>
    <name>RecomposeDialog</name>
    <message>
        <source>Recompose {name}</source>
        <translation>{name} 재구성</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>New rows with replay</source>
        <translation>새 행 + 리플레이</translation>
    </message>
    <message>
        <source>Recent window</source>
        <translation>최근 윈도우</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Share of new rows, per cent</source>
        <translation>새 행의 비율(%)</translation>
    </message>
    <message>
        <source>Rows of the window</source>
        <translation>윈도우의 행 수</translation>
    </message>
    <message>
        <source>Recompose</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>New rows</source>
        <translation>새 행</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Reference and current are the same version: nothing is new.</source>
        <translation>기준과 현재가 같은 버전이라 새 행이 없습니다.</translation>
    </message>
    <message>
        <source>Counting rows…</source>
        <translation>행을 세는 중…</translation>
    </message>
    <message>
        <source>The {n} most recent of {total} rows of {old} and {new}.</source>
        <translation>{old}와 {new}의 {total}행 중 가장 최근 {n}행입니다.</translation>
    </message>
    <message>
        <source>No row of {new} is new since {old}.</source>
        <translation>{old} 이후 {new}에 새로 들어온 행이 없습니다.</translation>
    </message>
    <message>
        <source>{n} rows: all {new} new ones of {current}, and {drawn} of the {old} old ones, drawn so that the shares of the target stay.</source>
        <translation>모두 {n}행: {current}의 새 행 {new}개 전부와, 타깃 비율을 지켜 뽑은 기존 행 {old}개 중 {drawn}개입니다.</translation>
    </message>
    <message>
        <source>There are no more old rows: the new ones are {share} of all.</source>
        <translation>기존 행이 더 없어 새 행이 전체의 {share}입니다.</translation>
    </message>
    <message>
        <source> days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>Days after which a row weighs half</source>
        <translation>행의 가중치가 절반이 되는 일수</translation>
    </message>
    <message>
        <source>New rows weigh</source>
        <translation>새 행의 가중치</translation>
    </message>
    <message>
        <source>Rows weigh half after</source>
        <translation>가중치가 절반이 되는 기간</translation>
    </message>
    <message>
        <source>Weight of new rows in training</source>
        <translation>학습에서 새 행의 가중치</translation>
    </message>
    <message>
        <source>age does not matter</source>
        <translation>기간을 따지지 않음</translation>
    </message>
</context>
<context>
    <name>RecordActions</name>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Sort rising</source>
        <translation>오름차순 정렬</translation>
    </message>
    <message>
        <source>Sort falling</source>
        <translation>내림차순 정렬</translation>
    </message>
    <message>
        <source>Do not sort</source>
        <translation>정렬 해제</translation>
    </message>
    <message>
        <source>Only missing values</source>
        <translation>결측값만</translation>
    </message>
    <message>
        <source>No missing values</source>
        <translation>결측값 제외</translation>
    </message>
    <message>
        <source>Select column</source>
        <translation>컬럼 선택</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>통계</translation>
    </message>
    <message>
        <source>Freeze up to here</source>
        <translation>여기까지 고정</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>고정 해제</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>너비 맞춤</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>넓게</translation>
    </message>
    <message>
        <source>Narrower</source>
        <translation>좁게</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>왼쪽으로</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>오른쪽으로</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>이름 변경…</translation>
    </message>
    <message>
        <source>Change kind…</source>
        <translation>종류 변경…</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Compute…</source>
        <translation>계산…</translation>
    </message>
    <message>
        <source>Fill missing values…</source>
        <translation>결측값 채우기…</translation>
    </message>
    <message>
        <source>Remove column</source>
        <translation>컬럼 삭제</translation>
    </message>
    <message>
        <source>Add a column…</source>
        <translation>컬럼 추가…</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>잘라내기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy with column names</source>
        <translation>컬럼 이름과 함께 복사</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Clear to missing</source>
        <translation>결측으로 지우기</translation>
    </message>
    <message>
        <source>Edit cell</source>
        <translation>셀 편집</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>아래로 채우기</translation>
    </message>
    <message>
        <source>Find and replace…</source>
        <translation>찾아 바꾸기…</translation>
    </message>
    <message>
        <source>Add row</source>
        <translation>행 추가</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>행 복제</translation>
    </message>
    <message>
        <source>Delete rows</source>
        <translation>행 삭제</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>이 값으로 필터</translation>
    </message>
    <message>
        <source>Exclude this value</source>
        <translation>이 값 제외</translation>
    </message>
    <message>
        <source>Show the whole cell</source>
        <translation>셀 전체 보기</translation>
    </message>
    <message>
        <source>Statistics of the column</source>
        <translation>컬럼 통계</translation>
    </message>
    <message>
        <source>Filter and sort again</source>
        <translation>다시 필터·정렬</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>필터로 이동</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Go to row</source>
        <translation>행으로 이동</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
</context>
<context>
    <name>RecordCommands</name>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>{rows} of what is pasted go beyond the last row.</source>
        <translation>붙여넣을 내용 중 {rows}이 마지막 행을 넘어갑니다.</translation>
    </message>
    <message>
        <source>Add them as new rows</source>
        <translation>새 행으로 추가</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>제외하기</translation>
    </message>
</context>
<context>
    <name>RecordHeader</name>
    <message>
        <source>{n} rows</source>
        <translation>{n}행</translation>
    </message>
    <message>
        <source>{shown} of {n} rows</source>
        <translation>{n}행 중 {shown}행</translation>
    </message>
    <message>
        <source>{share} missing</source>
        <translation>결측 {share}</translation>
    </message>
</context>
<context>
    <name>RecordPanel</name>
    <message>
        <source>Your edits on v{number}</source>
        <translation>v{number}에 대한 내 편집</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>레코드</translation>
    </message>
</context>
<context>
    <name>RecordToolbar</name>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Histograms in the header</source>
        <translation>머리글에 히스토그램</translation>
    </message>
    <message>
        <source>Bars in numeric cells</source>
        <translation>수치 셀에 막대</translation>
    </message>
    <message>
        <source>Statistics of the column</source>
        <translation>컬럼 통계</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Go to row</source>
        <translation>행으로 이동</translation>
    </message>
</context>
<context>
    <name>Registry</name>
    <message>
        <source>Not analysed yet</source>
        <translation>아직 분석하지 않았습니다</translation>
    </message>
    <message>
        <source>{last}; {n} of the last {total} analyses found drift</source>
        <translation>{last}. 최근 분석 {total}회 중 {n}회 드리프트</translation>
    </message>
</context>
<context>
    <name>RegistryFilters</name>
    <message>
        <source>All tags</source>
        <translation>모든 태그</translation>
    </message>
    <message>
        <source>Greatest first</source>
        <translation>내림차순</translation>
    </message>
    <message>
        <source>Least first</source>
        <translation>오름차순</translation>
    </message>
    <message>
        <source>Search name, description and tags</source>
        <translation>이름, 설명, 태그 검색</translation>
    </message>
    <message>
        <source>Search all datasets</source>
        <translation>모든 데이터셋 검색</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>즐겨찾기</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>Which datasets</source>
        <translation>데이터셋 범위</translation>
    </message>
    <message>
        <source>Filter by task</source>
        <translation>과제로 거르기</translation>
    </message>
    <message>
        <source>Filter by tag</source>
        <translation>태그로 거르기</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>정렬 기준</translation>
    </message>
    <message>
        <source>All tasks</source>
        <translation>모든 과제</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Share labelled</source>
        <translation>라벨 비율</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Rename column</source>
        <translation>컬럼 이름 변경</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>There is a column of this name already.</source>
        <translation>같은 이름의 컬럼이 이미 있습니다.</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Find and replace</source>
        <translation>찾아 바꾸기</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>모두 바꾸기</translation>
    </message>
    <message>
        <source>selected: {names}</source>
        <translation>선택: {names}</translation>
    </message>
    <message>
        <source>all columns of text</source>
        <translation>모든 텍스트 컬럼</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>찾을 내용</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>바꿀 내용</translation>
    </message>
    <message>
        <source>In</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>대소문자 구분</translation>
    </message>
    <message>
        <source>Whole cells</source>
        <translation>셀 전체 일치</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>Only in the filtered rows</source>
        <translation>필터된 행에만</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>First changes</source>
        <translation>처음 변경 내용</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Nothing is found.</source>
        <translation>찾은 것이 없습니다.</translation>
    </message>
    <message>
        <source>1 cell will change.</source>
        <translation>셀 1개가 바뀝니다.</translation>
    </message>
    <message>
        <source>{n} cells will change.</source>
        <translation>셀 {n}개가 바뀝니다.</translation>
    </message>
</context>
<context>
    <name>ReportDoing</name>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>ReportExport</name>
    <message>
        <source>Export the report</source>
        <translation>보고서 내보내기</translation>
    </message>
    <message>
        <source>Exported {name}</source>
        <translation>{name} 내보냄</translation>
    </message>
</context>
<context>
    <name>RetrainDialog</name>
    <message>
        <source>Recompose and retrain</source>
        <translation>재구성 후 재학습</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>A new training version is composed of the new rows and of as many old ones, or by the recipe of the model’s policy. The model is trained on it and compared with the one in use, which it replaces only if it is not worse.</source>
        <translation>새 행과 같은 수의 기존 행으로, 또는 모델 정책의 레시피대로 새 학습 버전을 만들어 모델을 재학습합니다. 지금 쓰는 모델과 비교해 나빠지지 않았을 때만 교체합니다.</translation>
    </message>
</context>
<context>
    <name>RetypeDialog</name>
    <message>
        <source>{column} is {kind} now.</source>
        <translation>{column}의 현재 종류: {kind}</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>종류 변경</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>refuse: change nothing</source>
        <translation>거부: 아무것도 바꾸지 않음</translation>
    </message>
    <message>
        <source>make them missing</source>
        <translation>결측으로 바꾸기</translation>
    </message>
    <message>
        <source>New kind</source>
        <translation>새 종류</translation>
    </message>
    <message>
        <source>Values that do not fit</source>
        <translation>맞지 않는 값</translation>
    </message>
</context>
<context>
    <name>RowView</name>
    <message>
        <source>missing</source>
        <translation>결측</translation>
    </message>
</context>
<context>
    <name>RuleList</name>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>규칙 추가</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>규칙 삭제</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>효과</translation>
    </message>
</context>
<context>
    <name>ServicePicker</name>
    <message>
        <source>{name} is ready</source>
        <translation>{name} 사용 가능</translation>
    </message>
    <message>
        <source>{name} cannot be used: {message}</source>
        <translation>{name} 사용 불가: {message}</translation>
    </message>
    <message>
        <source>{message}</source>
        <translation>{message}</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>내장 엔진</translation>
    </message>
    <message>
        <source>Asking {name} how it is…</source>
        <translation>{name} 상태 확인 중…</translation>
    </message>
</context>
<context>
    <name>SideParts</name>
    <message>
        <source>Filtered: {rows}</source>
        <translation>필터됨: {rows}</translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message>
        <source>Split {name} v{number}</source>
        <translation>{name} v{number} 분할</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Train, validation, test</source>
        <translation>학습, 검증, 테스트</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>폴드</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>나누기</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>No column of this version is of a kind that fits.</source>
        <translation>이 버전에는 알맞은 종류의 컬럼이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is left to learn from.</source>
        <translation>학습할 행이 남지 않습니다.</translation>
    </message>
    <message>
        <source>Give the split a name.</source>
        <translation>분할 이름을 입력하세요.</translation>
    </message>
    <message>
        <source>This version has a split of this name already.</source>
        <translation>이 버전에 같은 이름의 분할이 이미 있습니다.</translation>
    </message>
    <message>
        <source>Each row falls by lot.</source>
        <translation>행마다 무작위로 나눕니다.</translation>
    </message>
    <message>
        <source>Each class has its share in every part.</source>
        <translation>클래스 비율을 지켜 나눕니다.</translation>
    </message>
    <message>
        <source>The oldest rows come first, the newest are the last part.</source>
        <translation>시간 순으로 나누고, 가장 최근 행이 마지막에 들어갑니다.</translation>
    </message>
    <message>
        <source>Rows with one value of the column are all in one part.</source>
        <translation>컬럼의 값이 같은 행은 한쪽에만 들어갑니다.</translation>
    </message>
    <message>
        <source>{n} parts of about {rows}</source>
        <translation>{n}개, 각각 약 {rows}</translation>
    </message>
    <message>
        <source>{what} About: {sizes}. The parts are stored with the version.</source>
        <translation>{what} 예상: {sizes}. 결과는 버전과 함께 저장됩니다.</translation>
    </message>
</context>
<context>
    <name>SplitView</name>
    <message>
        <source>Part</source>
        <translation>파트</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>타깃</translation>
    </message>
    <message>
        <source>No leak between the parts was found.</source>
        <translation>파트 사이에 누수가 없습니다.</translation>
    </message>
    <message>
        <source>Splits</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Not split yet. A split says which rows a model learns from and which test it.</source>
        <translation>아직 분할하지 않았습니다. 분할은 어느 행으로 학습하고 어느 행으로 평가할지 정합니다.</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>분할…</translation>
    </message>
    <message>
        <source>Remove this split</source>
        <translation>이 분할 삭제</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>분할 파트</translation>
    </message>
</context>
<context>
    <name>StatisticsDrawer</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close the statistics</source>
        <translation>통계 닫기</translation>
    </message>
</context>
<context>
    <name>StatisticsPanel</name>
    <message>
        <source>Mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>최솟값</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최댓값</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>분포</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>고유값</translation>
    </message>
    <message>
        <source>Statistics of columns</source>
        <translation>컬럼 통계</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>컬럼 쌍</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>통계</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>단독 사용</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>공유</translation>
    </message>
    <message>
        <source>{name} (in the trash)</source>
        <translation>{name} (휴지통)</translation>
    </message>
    <message>
        <source>{total} in all</source>
        <translation>모두 {total}</translation>
    </message>
    <message>
        <source>Shared by several datasets</source>
        <translation>여러 데이터셋이 공유</translation>
    </message>
    <message>
        <source>Unreferenced</source>
        <translation>쓰이지 않음</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>그 밖의 파일</translation>
    </message>
    <message>
        <source>Models and checkpoints</source>
        <translation>모델과 체크포인트</translation>
    </message>
    <message>
        <source>The next sweep goes by this policy</source>
        <translation>다음 정리부터 이 정책이 적용됩니다</translation>
    </message>
    <message>
        <source>The sweep was stopped.</source>
        <translation>정리를 중지했습니다.</translation>
    </message>
    <message>
        <source>There is nothing to remove.</source>
        <translation>삭제할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Would free {size}:</source>
        <translation>확보할 공간 {size}:</translation>
    </message>
    <message>
        <source>Freed {size}:</source>
        <translation>확보한 공간 {size}:</translation>
    </message>
    <message>
        <source>versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>chunks of values</source>
        <translation>값 청크</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>프로필</translation>
    </message>
    <message>
        <source>files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>events of jobs</source>
        <translation>작업 이벤트</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>저장 공간</translation>
    </message>
    <message>
        <source>All datasets</source>
        <translation>모든 데이터셋</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>다시 계산</translation>
    </message>
    <message>
        <source>What datasets take</source>
        <translation>데이터셋별 저장 공간</translation>
    </message>
    <message>
        <source>Show the policy of all datasets</source>
        <translation>전체 정책 보기</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>정리</translation>
    </message>
    <message>
        <source>Removes versions that the policies let go, and data that nothing refers to and nobody touched for an hour.</source>
        <translation>보존 정책에 따라 버전을 삭제하고, 한 시간 넘게 쓰이지 않은 데이터를 지웁니다.</translation>
    </message>
    <message>
        <source>What would go?</source>
        <translation>삭제 대상 확인</translation>
    </message>
    <message>
        <source>Sweep now</source>
        <translation>지금 정리</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>정리 진행</translation>
    </message>
</context>
<context>
    <name>StreamBar</name>
    <message>
        <source>the rows</source>
        <translation>행 순서</translation>
    </message>
    <message>
        <source>Parameters…</source>
        <translation>파라미터…</translation>
    </message>
    <message>
        <source>Detectors: {names}</source>
        <translation>탐지기: {names}</translation>
    </message>
    <message>
        <source>Values of</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Errors of</source>
        <translation>모델 오류</translation>
    </message>
    <message>
        <source>in the order of</source>
        <translation>순서</translation>
    </message>
    <message>
        <source>A number or a condition</source>
        <translation>수 또는 조건</translation>
    </message>
    <message>
        <source>What is watched</source>
        <translation>감시 대상</translation>
    </message>
    <message>
        <source>Expression that is watched</source>
        <translation>감시할 수식</translation>
    </message>
    <message>
        <source>Model whose errors are watched</source>
        <translation>오류를 감시할 모델</translation>
    </message>
    <message>
        <source>Order of the stream</source>
        <translation>스트림의 순서</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>살펴보기</translation>
    </message>
    <message>
        <source>Let the detectors see the stream</source>
        <translation>탐지기로 스트림을 살펴봅니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
</context>
<context>
    <name>StreamTables</name>
    <message>
        <source>Detector</source>
        <translation>탐지기</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>경보</translation>
    </message>
    <message>
        <source>Change there</source>
        <translation>변화량</translation>
    </message>
    <message>
        <source>Mean change of the level at the alarms, in standard deviations. Detectors that point at nothing have that of Always.</source>
        <translation>경보 시점의 평균 수준 변화(표준편차 단위). ‘항상 경보’와 비슷하면 아무것도 짚어내지 못한 것입니다.</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>감시</translation>
    </message>
    <message>
        <source>Latest alarm</source>
        <translation>최근 경보</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>No stream of this dataset is watched.</source>
        <translation>감시 중인 스트림이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>아직 표시할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation>탐지기</translation>
    </message>
    <message>
        <source>Watches ({n})</source>
        <translation>감시 ({n})</translation>
    </message>
    <message>
        <source>Watches</source>
        <translation>감시</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>표시할 목록</translation>
    </message>
    <message>
        <source>Keep watching…</source>
        <translation>계속 감시…</translation>
    </message>
    <message>
        <source>Let a detector see this stream of every import from now on</source>
        <translation>앞으로 가져올 때마다 이 스트림을 탐지기로 살펴봅니다</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>What the detectors found</source>
        <translation>탐지기가 찾은 것</translation>
    </message>
    <message>
        <source>Watches of this dataset</source>
        <translation>이 데이터셋의 감시</translation>
    </message>
</context>
<context>
    <name>SuggestDialog</name>
    <message>
        <source>Suggest labels with a model</source>
        <translation>모델로 라벨 제안</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>The model predicts every row without a label. The rows that it would learn most from come first.</source>
        <translation>라벨 없는 모든 행을 모델로 예측합니다. 학습에 가장 도움이 될 행이 먼저 나옵니다.</translation>
    </message>
    <message>
        <source>Torn between two classes (margin)</source>
        <translation>두 클래스 사이에서 망설이는 행 (margin)</translation>
    </message>
    <message>
        <source>Torn between all classes (entropy)</source>
        <translation>여러 클래스 사이에서 망설이는 행 (entropy)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>First</source>
        <translation>먼저 볼 행</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Usual method</source>
        <translation>기본 방법</translation>
    </message>
    <message>
        <source>{method}: warning</source>
        <translation>{method}: 경고</translation>
    </message>
    <message>
        <source>{method}: critical</source>
        <translation>{method}: 심각</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>심각</translation>
    </message>
    <message>
        <source>Only {column}</source>
        <translation>{column}에만 적용</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>임곗값</translation>
    </message>
    <message>
        <source>The verdict follows. Nothing is computed again, and the report stays as it is.</source>
        <translation>바꾸면 판정이 바로 따라갑니다. 다시 계산하지 않으며 보고서는 그대로입니다.</translation>
    </message>
    <message>
        <source>Warning and critical, by method</source>
        <translation>방법별 경고·심각 임곗값</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close the thresholds</source>
        <translation>임곗값 닫기</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Evidence: p at most</source>
        <translation>근거: p값 상한</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>다중 비교 보정</translation>
    </message>
    <message>
        <source>A verdict needs</source>
        <translation>판정 조건</translation>
    </message>
    <message>
        <source>Fewest rows</source>
        <translation>최소 행 수</translation>
    </message>
    <message>
        <source>Method of this column</source>
        <translation>이 컬럼의 방법</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
    <message>
        <source>As computed</source>
        <translation>원래 값으로</translation>
    </message>
    <message>
        <source>Use from now on</source>
        <translation>앞으로 사용</translation>
    </message>
    <message>
        <source>Benjamini–Hochberg</source>
        <translation>벤저미니–호크버그</translation>
    </message>
    <message>
        <source>Bonferroni</source>
        <translation>본페로니</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>An effect and evidence</source>
        <translation>효과와 근거 모두</translation>
    </message>
    <message>
        <source>An effect alone</source>
        <translation>효과만</translation>
    </message>
    <message>
        <source>Evidence alone</source>
        <translation>근거만</translation>
    </message>
    <message>
        <source>What the method says</source>
        <translation>방법별 규칙</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>a tenth</source>
        <translation>10분의 1</translation>
    </message>
    <message>
        <source>the first ones</source>
        <translation>처음 구간</translation>
    </message>
    <message>
        <source>the last ones before</source>
        <translation>직전 구간</translation>
    </message>
    <message>
        <source>all before</source>
        <translation>이전 전체</translation>
    </message>
    <message>
        <source>a day before</source>
        <translation>하루 전</translation>
    </message>
    <message>
        <source>a week before</source>
        <translation>한 주 전</translation>
    </message>
    <message>
        <source>a year before</source>
        <translation>한 해 전</translation>
    </message>
    <message>
        <source>version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>등분</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>day</source>
        <translation>일</translation>
    </message>
    <message>
        <source>week</source>
        <translation>주</translation>
    </message>
    <message>
        <source>month</source>
        <translation>월</translation>
    </message>
    <message>
        <source>quarter</source>
        <translation>분기</translation>
    </message>
    <message>
        <source>year</source>
        <translation>연</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>against</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>What the points of the timeline are</source>
        <translation>타임라인의 단위</translation>
    </message>
    <message>
        <source>What points are compared with</source>
        <translation>비교 기준</translation>
    </message>
    <message>
        <source>Rows of a chunk, or number of parts</source>
        <translation>구간의 행 수 또는 구간 수</translation>
    </message>
    <message>
        <source>Number of chunks of the reference</source>
        <translation>기준 구간 수</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>Saved the preset {name}</source>
        <translation>프리셋 {name} 저장함</translation>
    </message>
</context>
<context>
    <name>VersionCommands</name>
    <message>
        <source>Tag version {number}</source>
        <translation>버전 {number} 태그</translation>
    </message>
    <message>
        <source>A short name, such as golden or before-campaign. It moves if it is taken.</source>
        <translation>golden, before-campaign 같은 짧은 이름입니다. 이미 쓰이고 있으면 이 버전으로 옮겨집니다.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Makes a new version with the rows of v{number}; all others stay. Why?</source>
        <translation>v{number}의 행으로 새 버전을 만듭니다. 다른 버전은 모두 그대로입니다. 되돌리는 이유는 무엇인가요?</translation>
    </message>
    <message>
        <source>Go back to v{number}</source>
        <translation>v{number}(으)로 되돌리기</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>v{new} has the rows of v{old} again</source>
        <translation>v{new}에 v{old}의 행을 되돌렸습니다</translation>
    </message>
    <message>
        <source>Remove v{number}</source>
        <translation>v{number} 삭제</translation>
    </message>
    <message>
        <source>Remove v{number} for good?</source>
        <translation>v{number}을(를) 영구 삭제할까요?</translation>
    </message>
    <message>
        <source>What was made from it stays. Its number is not given again, and there is no way back.</source>
        <translation>이 버전으로 만든 것은 남습니다. 번호는 다시 쓰이지 않으며 복구할 수 없습니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>v{number} is in use and stays.</source>
        <translation>v{number}은(는) 쓰이고 있어 남습니다.</translation>
    </message>
</context>
<context>
    <name>VersionDetail</name>
    <message>
        <source>This version was removed.</source>
        <translation>삭제된 버전입니다.</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>만든 작업</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>From</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>작성자</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Version in detail</source>
        <translation>버전 상세</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>별칭</translation>
    </message>
    <message>
        <source>By</source>
        <translation>작성자</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Data made by</source>
        <translation>데이터를 만든 작업</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>환경</translation>
    </message>
    <message>
        <source>Forked from {model} v{n}</source>
        <translation>{model} v{n}에서 갈라냄</translation>
    </message>
    <message>
        <source>In the trash since</source>
        <translation>휴지통에 넣은 시각</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>만든 과정</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Model version in detail</source>
        <translation>모델 버전 상세</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>쉼표로 구분</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>트레이너</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>더는 없음</translation>
    </message>
    <message>
        <source>Imported from {model} v{n}</source>
        <translation>{model} v{n}에서 가져옴</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>서명 없음</translation>
    </message>
    <message>
        <source>signed by {fingerprint}</source>
        <translation>{fingerprint} 서명</translation>
    </message>
</context>
<context>
    <name>VersionPanel</name>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>만든 작업</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>작성자</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>삭제됨</translation>
    </message>
    <message>
        <source>{operation}, from v{parent}</source>
        <translation>{operation}, v{parent}에서</translation>
    </message>
    <message>
        <source>v{a} against v{b}</source>
        <translation>v{a}와 v{b} 비교</translation>
    </message>
    <message>
        <source>Select two versions to compare them</source>
        <translation>두 버전을 선택하면 비교할 수 있습니다</translation>
    </message>
    <message>
        <source>Tag as golden</source>
        <translation>golden 태그 달기</translation>
    </message>
    <message>
        <source>Other tag…</source>
        <translation>다른 태그…</translation>
    </message>
    <message>
        <source>Remove tag {tag}</source>
        <translation>{tag} 태그 떼기</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Compare drift</source>
        <translation>드리프트 비교</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>태그…</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>분할…</translation>
    </message>
    <message>
        <source>Go back to this version…</source>
        <translation>이 버전으로 되돌리기…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Open records</source>
        <translation>레코드 열기</translation>
    </message>
    <message>
        <source>Clean…</source>
        <translation>정제…</translation>
    </message>
    <message>
        <source>Recompose…</source>
        <translation>재구성…</translation>
    </message>
</context>
<context>
    <name>_FactsRow</name>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>타깃</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>변경</translation>
    </message>
</context>
<context>
    <name>clean</name>
    <message>
        <source>Remove duplicates</source>
        <translation>중복 제거</translation>
    </message>
    <message>
        <source>Missing values</source>
        <translation>결측값</translation>
    </message>
    <message>
        <source>Values out of range</source>
        <translation>범위를 벗어난 값</translation>
    </message>
    <message>
        <source>Allowed values</source>
        <translation>허용 값</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>이상값</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>표기 통일</translation>
    </message>
    <message>
        <source>Read as dates</source>
        <translation>날짜로 변환</translation>
    </message>
    <message>
        <source>Convert by expression</source>
        <translation>수식으로 변환</translation>
    </message>
    <message>
        <source>Remove rows by filter</source>
        <translation>필터로 행 제거</translation>
    </message>
    <message>
        <source>Remove constant columns</source>
        <translation>값이 모두 같은 컬럼 제거</translation>
    </message>
    <message>
        <source>Remove leaking columns</source>
        <translation>타깃 누수 컬럼 제거</translation>
    </message>
    <message>
        <source>Rows that equal an earlier one in every column but ids; or in the key; or whose text is near an earlier one.</source>
        <translation>식별자를 뺀 모든 컬럼 또는 키가 앞의 행과 같은 행, 또는 텍스트가 앞의 행과 비슷한 행을 제거합니다.</translation>
    </message>
    <message>
        <source>Gaps are filled, or their rows go. Without columns: features; a target is never made up.</source>
        <translation>결측값을 채우거나 그 행을 제거합니다. 컬럼을 비우면 특성에 적용하며, 타깃은 채우지 않습니다.</translation>
    </message>
    <message>
        <source>Numbers or times below the minimum or above the maximum.</source>
        <translation>최솟값보다 작거나 최댓값보다 큰 수와 시각.</translation>
    </message>
    <message>
        <source>Values that are none of these.</source>
        <translation>목록에 없는 값.</translation>
    </message>
    <message>
        <source>Numbers far from the rest. Without columns: all numeric features.</source>
        <translation>나머지와 동떨어진 수. 컬럼을 비우면 모든 수치형 특성에 적용합니다.</translation>
    </message>
    <message>
        <source>White space around words goes; spellings that differ in case alone become the most frequent one. The map gives values other names.</source>
        <translation>앞뒤 공백을 없애고, 대소문자만 다른 표기는 가장 흔한 것으로 통일합니다. 대응표로 값을 다른 이름으로 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>A column of words becomes one of times. Without format it is found out.</source>
        <translation>문자열 컬럼을 시각 컬럼으로 바꿉니다. 형식을 비우면 자동으로 알아냅니다.</translation>
    </message>
    <message>
        <source>The column becomes what the expression gives, such as weight / 2.2046.</source>
        <translation>컬럼을 수식의 결과로 바꿉니다. 예: weight / 2.2046</translation>
    </message>
    <message>
        <source>Rows that the filter lets through go, such as age &lt; 0.</source>
        <translation>필터에 맞는 행을 제거합니다. 예: age &lt; 0</translation>
    </message>
    <message>
        <source>Features whose values are all the same say nothing.</source>
        <translation>값이 모두 같은 특성은 정보가 없습니다.</translation>
    </message>
    <message>
        <source>Features that alone tell the target with at least this strength.</source>
        <translation>혼자서 타깃을 이 강도 이상으로 맞히는 특성을 제거합니다.</translation>
    </message>
    <message>
        <source>{rows} go</source>
        <translation>{rows} 제거</translation>
    </message>
    <message>
        <source>{values} changed</source>
        <translation>{values} 변경</translation>
    </message>
    <message>
        <source>{columns} go</source>
        <translation>{columns} 제거</translation>
    </message>
    <message>
        <source>nothing to do</source>
        <translation>해당 없음</translation>
    </message>
</context>
<context>
    <name>data</name>
    <message>
        <source>missing {before} → {after}</source>
        <translation>결측 {before} → {after}</translation>
    </message>
    <message>
        <source>{low} – {high}: {before} → {after}</source>
        <translation>{low} – {high}: {before} → {after}</translation>
    </message>
    <message>
        <source>Too few values to decide anything</source>
        <translation>값이 너무 적어 판단할 수 없습니다</translation>
    </message>
    <message>
        <source>Compared, but not judged: its role cannot drift</source>
        <translation>비교만 하고 판정하지 않습니다. 역할상 드리프트 대상이 아닙니다</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>심각도</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>컬럼</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>근거</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>예상됨</translation>
    </message>
    <message>
        <source>{method}: {figure}, threshold {threshold}</source>
        <translation>{method}: {figure}, 임곗값 {threshold}</translation>
    </message>
    <message>
        <source>Expected: {note}</source>
        <translation>예상됨: {note}</translation>
    </message>
    <message>
        <source>Exact to ±{x}</source>
        <translation>오차 ±{x} 이내</translation>
    </message>
    <message>
        <source>{rows} with a value</source>
        <translation>값이 있는 {rows}</translation>
    </message>
    <message>
        <source>, against {reference} ({rows})</source>
        <translation>, 기준 {reference} ({rows})</translation>
    </message>
    <message>
        <source>part of the reference</source>
        <translation>기준에 포함</translation>
    </message>
    <message>
        <source>nothing to compare it with</source>
        <translation>비교할 기준 없음</translation>
    </message>
    <message>
        <source>{verdict} (undecided from profiles)</source>
        <translation>{verdict} (프로필로는 판정 보류)</translation>
    </message>
    <message>
        <source>(threshold {x})</source>
        <translation>(임곗값 {x})</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>쉼표</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>세미콜론</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>세로줄</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>결측</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예</translation>
    </message>
    <message>
        <source>As chosen before</source>
        <translation>이전에 고른 값</translation>
    </message>
    <message>
        <source>prior shift</source>
        <translation>타깃 분포 변화(prior shift)</translation>
    </message>
    <message>
        <source>prediction drift</source>
        <translation>예측 드리프트</translation>
    </message>
    <message>
        <source>score drift</source>
        <translation>예측 점수 드리프트</translation>
    </message>
    <message>
        <source>median length {0}</source>
        <translation>길이 중앙값 {0}</translation>
    </message>
    <message>
        <source>mean length {0}</source>
        <translation>평균 길이 {0}</translation>
    </message>
    <message>
        <source>deviation of length {0}</source>
        <translation>길이 표준편차 {0}</translation>
    </message>
    <message>
        <source>median {0}</source>
        <translation>중앙값 {0}</translation>
    </message>
    <message>
        <source>mean {0}</source>
        <translation>평균 {0}</translation>
    </message>
    <message>
        <source>deviation {0}</source>
        <translation>표준편차 {0}</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>마지막 {0}</translation>
    </message>
    <message>
        <source>missing {0}</source>
        <translation>결측 {0}</translation>
    </message>
    <message>
        <source>new category {0} ({1})</source>
        <translation>새 범주 {0} ({1})</translation>
    </message>
    <message>
        <source>{0} more new categories</source>
        <translation>그 밖의 새 범주 {0}개</translation>
    </message>
    <message>
        <source>category {0} is gone (was {1})</source>
        <translation>범주 {0} 사라짐 (이전 {1})</translation>
    </message>
    <message>
        <source>{0} more categories are gone</source>
        <translation>그 밖에 사라진 범주 {0}개</translation>
    </message>
    <message>
        <source>new word {0} ({1} in 100 texts)</source>
        <translation>새 단어 {0} (텍스트 100개당 {1}회)</translation>
    </message>
    <message>
        <source>{0} characters {1}</source>
        <translation>{0} 문자 {1}</translation>
    </message>
    <message>
        <source>{0} of the shift is in {1}</source>
        <translation>변화의 {0}: {1}</translation>
    </message>
    <message>
        <source>{0} tells old from new ({1} of the area)</source>
        <translation>{0}: 이전 행과 새 행을 가름 (AUC 기여 {1})</translation>
    </message>
    <message>
        <source>how columns go together, rather than any by itself</source>
        <translation>개별 컬럼보다 컬럼 간 관계가 달라짐</translation>
    </message>
    <message>
        <source>column {0} is now called {1}</source>
        <translation>컬럼 {0}의 이름이 {1}(으)로 바뀜</translation>
    </message>
    <message>
        <source>column {0} is gone</source>
        <translation>컬럼 {0} 없어짐</translation>
    </message>
    <message>
        <source>column {0} is new</source>
        <translation>새 컬럼 {0}</translation>
    </message>
    <message>
        <source>column {0}: {1}</source>
        <translation>컬럼 {0}: {1}</translation>
    </message>
    <message>
        <source>under {0}</source>
        <translation>{0} 미만</translation>
    </message>
    <message>
        <source>The sample data is here already</source>
        <translation>샘플 데이터가 이미 있습니다</translation>
    </message>
    <message>
        <source>Adding the sample data: {n} datasets</source>
        <translation>샘플 데이터를 추가하는 중: 데이터셋 {n}개</translation>
    </message>
    <message>
        <source>The sample data is here</source>
        <translation>샘플 데이터를 추가했습니다</translation>
    </message>
    <message>
        <source>Numeric</source>
        <translation>수치형</translation>
    </message>
    <message>
        <source>Categorical</source>
        <translation>범주형</translation>
    </message>
    <message>
        <source>Boolean</source>
        <translation>참/거짓</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>날짜와 시각</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>타깃</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측값</translation>
    </message>
    <message>
        <source>Prediction score</source>
        <translation>예측 점수</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>식별자</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>No task</source>
        <translation>과제 없음</translation>
    </message>
    <message>
        <source>Binary classification</source>
        <translation>이진 분류</translation>
    </message>
    <message>
        <source>Multiclass classification</source>
        <translation>다중 분류</translation>
    </message>
    <message>
        <source>Regression</source>
        <translation>회귀</translation>
    </message>
    <message>
        <source>Text classification</source>
        <translation>텍스트 분류</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>이진 분류</translation>
    </message>
    <message>
        <source>Multiclass</source>
        <translation>다중 분류</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1행</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n}행</translation>
    </message>
    <message>
        <source>1 version</source>
        <translation>버전 1개</translation>
    </message>
    <message>
        <source>{n} versions</source>
        <translation>버전 {n}개</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>컬럼 1개</translation>
    </message>
    <message>
        <source>{n} columns</source>
        <translation>컬럼 {n}개</translation>
    </message>
    <message>
        <source>1 value</source>
        <translation>값 1개</translation>
    </message>
    <message>
        <source>{n} values</source>
        <translation>값 {n}개</translation>
    </message>
    <message>
        <source>All rows replaced</source>
        <translation>모든 행 교체</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>가져옴</translation>
    </message>
    <message>
        <source>Rows appended</source>
        <translation>행 추가</translation>
    </message>
    <message>
        <source>Cleaned</source>
        <translation>정제</translation>
    </message>
    <message>
        <source>Recomposed: recent window</source>
        <translation>재구성: 최근 윈도우</translation>
    </message>
    <message>
        <source>Recomposed: new rows with replay</source>
        <translation>재구성: 새 행 + 리플레이</translation>
    </message>
    <message>
        <source>Recomposed</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Back to v{number}</source>
        <translation>v{number}(으)로 되돌림</translation>
    </message>
    <message>
        <source>Too few rows in {current} to say whether it drifted from {reference}</source>
        <translation>{current}의 행이 너무 적어 {reference}에서 드리프트했는지 알 수 없습니다</translation>
    </message>
    <message>
        <source>No drift but the expected: {current} against {reference}</source>
        <translation>예상된 드리프트뿐입니다 ({reference} 대비 {current})</translation>
    </message>
    <message>
        <source>{current} looks like {reference}</source>
        <translation>{current}의 분포가 {reference}와(과) 같습니다</translation>
    </message>
    <message>
        <source>Drifted: {service} scores {current} against {reference} at {score}</source>
        <translation>드리프트: {service}의 점수 {score} ({reference} 대비 {current})</translation>
    </message>
    <message>
        <source>Drifted: columns of {current} go together otherwise than in {reference}</source>
        <translation>드리프트: {current}의 컬럼 간 관계가 {reference}와(과) 다릅니다</translation>
    </message>
    <message>
        <source>Drifted since {reference}: {n} of {total} columns, and how they go together</source>
        <translation>드리프트: {reference} 이후 컬럼 {total}개 중 {n}개와 컬럼 간 관계가 달라졌습니다</translation>
    </message>
    <message>
        <source>Drifted: {column} changed since {reference}</source>
        <translation>드리프트: {reference} 이후 {column}이(가) 달라졌습니다</translation>
    </message>
    <message>
        <source>Drifted: {n} of {total} columns changed since {reference}</source>
        <translation>드리프트: {reference} 이후 컬럼 {total}개 중 {n}개가 달라졌습니다</translation>
    </message>
    <message>
        <source>1 more drifted as expected</source>
        <translation>그 밖에 예상된 드리프트 1개</translation>
    </message>
    <message>
        <source>{n} more drifted as expected</source>
        <translation>그 밖에 예상된 드리프트 {n}개</translation>
    </message>
    <message>
        <source>by this dataset&apos;s thresholds {warning} / {critical}</source>
        <translation>이 데이터셋의 임곗값 {warning} / {critical}</translation>
    </message>
    <message>
        <source>by learned thresholds {warning} / {critical}</source>
        <translation>학습한 임곗값 {warning} / {critical}</translation>
    </message>
    <message>
        <source>greatest shift of a mean {score} σ</source>
        <translation>가장 큰 평균 이동 {score} σ</translation>
    </message>
    <message>
        <source>from profiles</source>
        <translation>프로필로 계산</translation>
    </message>
    <message>
        <source>from rows</source>
        <translation>행으로 계산</translation>
    </message>
    <message>
        <source>by {service}</source>
        <translation>{service}에서 계산</translation>
    </message>
    <message>
        <source>Every value is missing.</source>
        <translation>모든 값이 결측입니다.</translation>
    </message>
    <message>
        <source>Most values are missing.</source>
        <translation>대부분의 값이 결측입니다.</translation>
    </message>
    <message>
        <source>Many values are missing.</source>
        <translation>결측값이 많습니다.</translation>
    </message>
    <message>
        <source>All values are the same.</source>
        <translation>모든 값이 같습니다.</translation>
    </message>
    <message>
        <source>Nearly all values are the same.</source>
        <translation>거의 모든 값이 같습니다.</translation>
    </message>
    <message>
        <source>Looks like an identifier.</source>
        <translation>식별자로 보입니다.</translation>
    </message>
    <message>
        <source>Too many values for categories.</source>
        <translation>범주로 보기에는 값이 너무 많습니다.</translation>
    </message>
    <message>
        <source>Has infinite values; they count as missing.</source>
        <translation>무한대 값이 있어 결측으로 셉니다.</translation>
    </message>
    <message>
        <source>A few extreme values outweigh the rest.</source>
        <translation>극단적인 값 몇 개가 전체를 좌우합니다.</translation>
    </message>
    <message>
        <source>Many texts are empty.</source>
        <translation>빈 텍스트가 많습니다.</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>상관계수</translation>
    </message>
    <message>
        <source>Cramér&apos;s V</source>
        <translation>크라메르 V</translation>
    </message>
    <message>
        <source>Correlation ratio</source>
        <translation>상관비</translation>
    </message>
    <message>
        <source>{first} alone tells the target {second}: does it leak what is to be predicted?</source>
        <translation>{first}만으로 타깃 {second}을(를) 맞힙니다. 타깃 누수가 아닌지 확인하세요.</translation>
    </message>
    <message>
        <source>{first} and {second} say the same.</source>
        <translation>{first}와(과) {second}은(는) 같은 정보를 담고 있습니다.</translation>
    </message>
    <message>
        <source>{first} and {second} are missing in the same rows.</source>
        <translation>{first}와(과) {second}은(는) 같은 행에서 결측입니다.</translation>
    </message>
    <message>
        <source>Overall score of {service}</source>
        <translation>{service} 종합 점수</translation>
    </message>
    <message>
        <source>by your thresholds {warning} / {critical}</source>
        <translation>설정한 임곗값 {warning} / {critical}</translation>
    </message>
    <message>
        <source>overall score {score}</source>
        <translation>종합 점수 {score}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>적합</translation>
    </message>
    <message>
        <source>comments {sign}</source>
        <translation>주석 {sign}</translation>
    </message>
    <message>
        <source>rows at {key}</source>
        <translation>행 위치 {key}</translation>
    </message>
    <message>
        <source>1 line before the table</source>
        <translation>표 앞에 1줄</translation>
    </message>
    <message>
        <source>{n} lines before the table</source>
        <translation>표 앞에 {n}줄</translation>
    </message>
    <message>
        <source>no header</source>
        <translation>머리글 없음</translation>
    </message>
    <message>
        <source>lacks {names}</source>
        <translation>{names} 없음</translation>
    </message>
    <message>
        <source>also has {names}</source>
        <translation>{names} 더 있음</translation>
    </message>
    <message>
        <source>other kinds in {names}</source>
        <translation>{names}의 종류가 다름</translation>
    </message>
    <message>
        <source>{n} rows/s</source>
        <translation>{n}행/초</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/초</translation>
    </message>
    <message>
        <source>{n} labelled</source>
        <translation>라벨 {n}</translation>
    </message>
    <message>
        <source>Export as {format}…</source>
        <translation>{format} 내보내기…</translation>
    </message>
    <message>
        <source>DriftDesk’s</source>
        <translation>DriftDesk 기본</translation>
    </message>
    <message>
        <source>Evidently’s</source>
        <translation>Evidently 기본</translation>
    </message>
    <message>
        <source>NannyML’s</source>
        <translation>NannyML 기본</translation>
    </message>
    <message>
        <source>Correlations</source>
        <translation>상관관계</translation>
    </message>
    <message>
        <source>Maximum mean discrepancy</source>
        <translation>최대 평균 불일치(MMD)</translation>
    </message>
    <message>
        <source>Energy distance</source>
        <translation>에너지 거리</translation>
    </message>
    <message>
        <source>Centroid</source>
        <translation>중심점</translation>
    </message>
    <message>
        <source>Domain classifier</source>
        <translation>도메인 분류기</translation>
    </message>
    <message>
        <source>PCA reconstruction</source>
        <translation>PCA 복원 오차</translation>
    </message>
    <message>
        <source>graver</source>
        <translation>더 심각</translation>
    </message>
    <message>
        <source>milder</source>
        <translation>덜 심각</translation>
    </message>
    <message>
        <source>further</source>
        <translation>커짐</translation>
    </message>
    <message>
        <source>less far</source>
        <translation>작아짐</translation>
    </message>
    <message>
        <source>same</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>only after</source>
        <translation>이후에만</translation>
    </message>
    <message>
        <source>only before</source>
        <translation>이전에만</translation>
    </message>
    <message>
        <source>They are of different datasets: {before} and {after}.</source>
        <translation>데이터셋이 다릅니다: {before}, {after}.</translation>
    </message>
    <message>
        <source>Their references differ: {before} and {after}.</source>
        <translation>기준이 다릅니다: {before}, {after}.</translation>
    </message>
    <message>
        <source>Different services made them: {before} and {after}.</source>
        <translation>분석한 서비스가 다릅니다: {before}, {after}.</translation>
    </message>
    <message>
        <source>They were judged by different parameters.</source>
        <translation>판정 파라미터가 다릅니다.</translation>
    </message>
    <message>
        <source>{n} {change}</source>
        <translation>{change} {n}</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>경보 없음</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상 경보</translation>
    </message>
    <message>
        <source>Every N rows</source>
        <translation>N행마다 경보</translation>
    </message>
    <message>
        <source>Cuts its window of values where two parts have different means</source>
        <translation>윈도우 안에서 앞뒤 평균이 달라지는 곳을 찾습니다</translation>
    </message>
    <message>
        <source>Compares recent values with earlier ones; slow, and alarms often</source>
        <translation>최근 값을 이전 값과 비교합니다. 느리고 경보가 잦습니다</translation>
    </message>
    <message>
        <source>Sums up how far values lie from their mean; set its threshold</source>
        <translation>평균에서 벗어난 정도를 누적합니다. 임곗값을 맞춰 주세요</translation>
    </message>
    <message>
        <source>The error rate rises above its lowest. Only for conditions and errors</source>
        <translation>오류율이 최저치보다 올라가는지 봅니다. 조건과 오류에만 씁니다</translation>
    </message>
    <message>
        <source>Errors come closer together. Only for conditions and errors</source>
        <translation>오류 간격이 짧아지는지 봅니다. 조건과 오류에만 씁니다</translation>
    </message>
    <message>
        <source>The average of errors rises. Only for conditions and errors</source>
        <translation>오류 평균이 올라가는지 봅니다. 조건과 오류에만 씁니다</translation>
    </message>
    <message>
        <source>As HDDM-A, with late errors weighing more. Only for conditions and errors</source>
        <translation>HDDM-A와 같지만 최근 오류를 더 크게 봅니다. 조건과 오류에만 씁니다</translation>
    </message>
    <message>
        <source>Baseline: no alarm</source>
        <translation>비교용: 경보 없음</translation>
    </message>
    <message>
        <source>Baseline: an alarm at every row</source>
        <translation>비교용: 행마다 경보</translation>
    </message>
    <message>
        <source>Baseline: an alarm by the clock</source>
        <translation>비교용: 일정한 간격으로 경보</translation>
    </message>
    <message>
        <source>errors of {model}</source>
        <translation>{model}의 오류</translation>
    </message>
    <message>
        <source>{stream} by {column}</source>
        <translation>{stream} ({column} 순)</translation>
    </message>
    <message>
        <source>row {n}</source>
        <translation>{n}행</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
</context>
<context>
    <name>drafts</name>
    <message>
        <source>{rows} new</source>
        <translation>새 행 {rows}</translation>
    </message>
    <message>
        <source>{rows} deleted</source>
        <translation>{rows} 삭제</translation>
    </message>
    <message>
        <source>new columns: {names}</source>
        <translation>새 컬럼: {names}</translation>
    </message>
    <message>
        <source>columns removed: {names}</source>
        <translation>삭제한 컬럼: {names}</translation>
    </message>
    <message>
        <source>changed: {names}</source>
        <translation>변경: {names}</translation>
    </message>
</context>
<context>
    <name>versions</name>
    <message>
        <source>Added</source>
        <translation>추가됨</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>삭제됨</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>Kind changed</source>
        <translation>종류 변경</translation>
    </message>
    <message>
        <source>Role changed</source>
        <translation>역할 변경</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Stratified</source>
        <translation>층화</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>시간 순</translation>
    </message>
    <message>
        <source>By group</source>
        <translation>그룹별</translation>
    </message>
    <message>
        <source>seed {n}</source>
        <translation>시드 {n}</translation>
    </message>
    <message>
        <source>rows keep their parts from v{number}</source>
        <translation>v{number}의 분할을 이어받음</translation>
    </message>
    <message>
        <source>all parts</source>
        <translation>모든 파트</translation>
    </message>
    <message>
        <source>{rows} of {part} equal rows of other parts in every feature.</source>
        <translation>{part}의 {rows}이 다른 파트의 행과 모든 특성이 같습니다.</translation>
    </message>
    <message>
        <source>{rows} of {part} have nearly the same {column} as rows of other parts.</source>
        <translation>{part}의 {rows}이 다른 파트의 행과 {column} 값이 거의 같습니다.</translation>
    </message>
    <message>
        <source>{values} values of {column} occur in several parts, in {rows}.</source>
        <translation>{column}의 값 {values}개가 여러 파트에 걸쳐 {rows}에 나타납니다.</translation>
    </message>
    <message>
        <source>{rows} of {part} are older than the newest row of the first part, by {column}.</source>
        <translation>{part}의 {rows}이 {column} 기준으로 첫 파트의 가장 최근 행보다 오래되었습니다.</translation>
    </message>
</context>
</TS>

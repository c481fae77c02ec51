<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
  <context>
    <name>CleanDialog</name>
    <message>
      <source>Clean {name} v{number}</source>
      <translation>{name} v{number} 정제</translation>
    </message>
    <message>
      <source>Remove duplicate rows</source>
      <translation>중복 행 제거</translation>
    </message>
    <message>
      <source>Missing values</source>
      <translation>결측값</translation>
    </message>
    <message>
      <source>remove their rows</source>
      <translation>결측이 있는 행 제거</translation>
    </message>
    <message>
      <source>fill with median or most frequent value</source>
      <translation>중앙값 또는 최빈값으로 채우기</translation>
    </message>
    <message>
      <source>fill with most frequent value</source>
      <translation>최빈값으로 채우기</translation>
    </message>
    <message>
      <source>What to do with missing values</source>
      <translation>결측값 처리 방법</translation>
    </message>
    <message>
      <source>Remove constant columns</source>
      <translation>값이 모두 같은 컬럼 제거</translation>
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
      <source>Makes a new version of {rows}; v{number} stays as it is.</source>
      <translation>{rows}으로 새 버전을 만듭니다. v{number}은 그대로 남습니다.</translation>
    </message>
    <message>
      <source>Rows that equal an earlier one in every column but ids.</source>
      <translation>식별자를 뺀 모든 컬럼이 앞의 행과 같은 행입니다.</translation>
    </message>
    <message>
      <source>{n} values are missing, most in {names}.</source>
      <translation>결측값 {n}개, 주로 {names}에 있습니다.</translation>
    </message>
    <message>
      <source>No feature has missing values.</source>
      <translation>결측값이 있는 특성이 없습니다.</translation>
    </message>
    <message>
      <source>These are constant: {names}.</source>
      <translation>값이 모두 같은 컬럼: {names}</translation>
    </message>
    <message>
      <source>No feature is constant.</source>
      <translation>값이 모두 같은 특성이 없습니다.</translation>
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
    <name>DataTab</name>
    <message>
      <source>Import files…</source>
      <translation>파일 가져오기…</translation>
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
      <source>Datasets</source>
      <translation>데이터셋</translation>
    </message>
    <message>
      <source>Filter by task</source>
      <translation>과제로 거르기</translation>
    </message>
    <message>
      <source>No data yet</source>
      <translation>아직 데이터가 없습니다</translation>
    </message>
    <message>
      <source>Drop CSV, JSON or Parquet files anywhere here. The sample data are four small datasets with batches that are known to drift.</source>
      <translation>CSV, JSON, Parquet 파일을 이곳에 끌어다 놓으세요. 샘플 데이터는 드리프트가 알려진 배치를 포함한 작은 데이터셋 네 개입니다.</translation>
    </message>
    <message>
      <source>No dataset is open</source>
      <translation>열린 데이터셋이 없습니다</translation>
    </message>
    <message>
      <source>Choose one at the left.</source>
      <translation>왼쪽에서 하나를 고르세요.</translation>
    </message>
    <message>
      <source>All tasks</source>
      <translation>모든 과제</translation>
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
    <name>DriftControls</name>
    <message>
      <source>A file…</source>
      <translation>파일…</translation>
    </message>
    <message>
      <source>Built-in</source>
      <translation>내장 엔진</translation>
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
      <source>Distribution</source>
      <translation>분포</translation>
    </message>
    <message>
      <source>No values</source>
      <translation>값이 없습니다</translation>
    </message>
  </context>
  <context>
    <name>DriftDetail</name>
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
      <source>The analysis failed.</source>
      <translation>분석에 실패했습니다.</translation>
    </message>
    <message>
      <source>Export the report</source>
      <translation>보고서 내보내기</translation>
    </message>
    <message>
      <source>Exported {name}</source>
      <translation>{name} 내보냄</translation>
    </message>
    <message>
      <source>Columns, most drifted first</source>
      <translation>드리프트가 큰 순서의 컬럼</translation>
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
    <message>
      <source>It gives one score for all columns together.</source>
      <translation>모든 컬럼을 합쳐 점수 하나를 제공합니다.</translation>
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
    <name>DriftTimeline</name>
    <message>
      <source>Every version against v{number}</source>
      <translation>v{number} 대비 모든 버전</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>타임라인</translation>
    </message>
    <message>
      <source>All columns</source>
      <translation>모든 컬럼</translation>
    </message>
    <message>
      <source>One column</source>
      <translation>한 컬럼</translation>
    </message>
    <message>
      <source>What the timeline shows</source>
      <translation>타임라인 표시</translation>
    </message>
    <message>
      <source>Click a cell to make its version the current side</source>
      <translation>칸을 누르면 그 버전이 현재가 됩니다</translation>
    </message>
    <message>
      <source>The timeline begins with the first version after the reference.</source>
      <translation>기준 다음 버전부터 타임라인이 그려집니다.</translation>
    </message>
    <message>
      <source>Drift of columns by version</source>
      <translation>버전별 컬럼 드리프트</translation>
    </message>
    <message>
      <source>Drift of one column by version</source>
      <translation>버전별 한 컬럼의 드리프트</translation>
    </message>
    <message>
      <source>statistic / threshold</source>
      <translation>통계량 / 임곗값</translation>
    </message>
    <message>
      <source>threshold</source>
      <translation>임곗값</translation>
    </message>
  </context>
  <context>
    <name>DriftVerdict</name>
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
      <source>{done} of {total} columns</source>
      <translation>컬럼 {total}개 중 {done}개</translation>
    </message>
    <message>
      <source>Past reports</source>
      <translation>지난 보고서</translation>
    </message>
    <message>
      <source>Export HTML…</source>
      <translation>HTML 내보내기…</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>중지</translation>
    </message>
    <message>
      <source>{service} answers with one score</source>
      <translation>{service}에서 점수 하나로 응답합니다</translation>
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
      <source>Download the original</source>
      <translation>원본 내려받기</translation>
    </message>
    <message>
      <source>Saved {name}</source>
      <translation>{name} 저장함</translation>
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
      <source>No files</source>
      <translation>파일이 없습니다</translation>
    </message>
    <message>
      <source>The versions of this dataset were not made from uploaded files.</source>
      <translation>이 데이터셋의 버전은 올린 파일에서 만들어지지 않았습니다.</translation>
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
      <source> and {n} more</source>
      <translation> 외 {n}개</translation>
    </message>
    <message>
      <source>Encoding: {name}</source>
      <translation>인코딩: {name}</translation>
    </message>
    <message>
      <source>Delimiter: {name}</source>
      <translation>구분자: {name}</translation>
    </message>
    <message>
      <source>The dataset also has: {names}</source>
      <translation>데이터셋에만 있는 컬럼: {names}</translation>
    </message>
    <message>
      <source>New in this file: {names}</source>
      <translation>이 파일에 새로 있는 컬럼: {names}</translation>
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
      <source>Columns</source>
      <translation>컬럼</translation>
    </message>
    <message>
      <source>Drop files here</source>
      <translation>파일을 여기에 놓으세요</translation>
    </message>
    <message>
      <source>CSV, JSON, JSON lines or Parquet, also compressed with gzip.</source>
      <translation>CSV, JSON, JSON Lines, Parquet. gzip 압축도 됩니다.</translation>
    </message>
      <message>
            <source>The file has other columns than the dataset.</source>
            <translation>파일의 컬럼이 데이터셋과 다릅니다.</translation>
        </message>
        <message>
            <source>Choose another dataset or file, or take other columns.</source>
            <translation>다른 데이터셋이나 파일을 고르거나, 다른 컬럼도 받아들이세요.</translation>
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
      <message>
            <source>Take other columns</source>
            <translation>다른 컬럼도 받아들이기</translation>
        </message>
        <message>
            <source>Columns that the file lacks become missing values; its new ones are added.</source>
            <translation>파일에 없는 컬럼은 결측값이 되고, 새 컬럼은 추가됩니다.</translation>
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
      <source>Cancel</source>
      <translation>취소</translation>
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
  </context>
  <context>
    <name>RecordPanel</name>
    <message>
      <source>Records</source>
      <translation>레코드</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>버전</translation>
    </message>
    <message>
      <source>Go to row</source>
      <translation>행으로 이동</translation>
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
      <source>Versions</source>
      <translation>버전</translation>
    </message>
    <message>
      <source>Open records</source>
      <translation>레코드 열기</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>비교</translation>
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
    <name>_CellDelegate</name>
    <message>
      <source>missing</source>
      <translation>결측</translation>
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
    <name>data</name>
    <message>
      <source>missing {before} → {after}</source>
      <translation>결측 {before} → {after}</translation>
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
      <source>{method}: {figure}, threshold {threshold}</source>
      <translation>{method}: {figure}, 임곗값 {threshold}</translation>
    </message>
    <message>
      <source>Exact to ±{x}</source>
      <translation>오차 ±{x} 이내</translation>
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
      <source>Kolmogorov–Smirnov</source>
      <translation>콜모고로프–스미르노프</translation>
    </message>
    <message>
      <source>Wasserstein, normed</source>
      <translation>바서슈타인(정규화)</translation>
    </message>
    <message>
      <source>Population stability index</source>
      <translation>PSI(모집단 안정성 지수)</translation>
    </message>
    <message>
      <source>Jensen–Shannon</source>
      <translation>젠슨–섀넌</translation>
    </message>
    <message>
      <source>Chi-square</source>
      <translation>카이제곱</translation>
    </message>
    <message>
      <source>N-gram profile</source>
      <translation>N-그램 프로필</translation>
    </message>
    <message>
      <source>Share missing</source>
      <translation>결측 비율</translation>
    </message>
    <message>
      <source>Schema</source>
      <translation>스키마</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>길이</translation>
    </message>
    <message>
      <source>Scripts</source>
      <translation>문자 종류</translation>
    </message>
    <message>
      <source>Not judged</source>
      <translation>판정 제외</translation>
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
      <source>Too few rows in {current} to say whether it drifted from {reference}</source>
      <translation>{current}의 행이 너무 적어 {reference}에서 드리프트했는지 알 수 없습니다</translation>
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
      <source>Drifted: {column} changed since {reference}</source>
      <translation>드리프트: {reference} 이후 {column}이(가) 달라졌습니다</translation>
    </message>
    <message>
      <source>Drifted: {n} of {total} columns changed since {reference}</source>
      <translation>드리프트: {reference} 이후 컬럼 {total}개 중 {n}개가 달라졌습니다</translation>
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
      <source>Overall score of {service}</source>
      <translation>{service} 종합 점수</translation>
    </message>
    <message>
      <source>by your thresholds {warning} / {critical}</source>
      <translation>설정한 임계값 {warning} / {critical}</translation>
    </message>
    <message>
      <source>overall score {score}</source>
      <translation>종합 점수 {score}</translation>
    </message>
  </context>
</TS>

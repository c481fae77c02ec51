<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>AutomationTab</name>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Set off by</source>
        <translation>시작 원인</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>a policy</source>
        <translation>정책</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>New policy…</source>
        <translation>새 정책…</translation>
    </message>
    <message>
        <source>{on} of {n} policies are on</source>
        <translation>정책 {n}개 중 {on}개 켜짐</translation>
    </message>
    <message>
        <source>Train a model first: a policy retrains one.</source>
        <translation>먼저 모델을 학습하세요. 정책은 모델을 재학습합니다.</translation>
    </message>
    <message>
        <source>Automation</source>
        <translation>자동화</translation>
    </message>
    <message>
        <source>New policy</source>
        <translation>새 정책</translation>
    </message>
    <message>
        <source>Runs of the loop</source>
        <translation>루프 실행 기록</translation>
    </message>
    <message>
        <source>No policies yet</source>
        <translation>아직 정책이 없습니다</translation>
    </message>
    <message>
        <source>A policy watches a dataset. When it drifts, the training data is recomposed, the model is retrained and compared, and the better one is promoted. You can also be asked first.</source>
        <translation>정책은 데이터셋을 지켜봅니다. 드리프트가 생기면 학습 데이터를 재구성하고, 모델을 재학습해 비교한 뒤 더 나은 쪽을 승격합니다. 승격 전에 먼저 확인을 받을 수도 있습니다.</translation>
    </message>
</context>
<context>
    <name>ConfusionPlot</name>
    <message>
        <source>Confusion matrix</source>
        <translation>혼동 행렬</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>{truth} predicted as {prediction}: {n} ({share})</source>
        <translation>실제 {truth} → 예측 {prediction}: {n}건 ({share})</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>false positive rate</source>
        <translation>거짓 양성률</translation>
    </message>
    <message>
        <source>true positive rate</source>
        <translation>참 양성률</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>실제값</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측값</translation>
    </message>
</context>
<context>
    <name>EvaluatePanel</name>
    <message>
        <source>champion</source>
        <translation>챔피언</translation>
    </message>
    <message>
        <source>challenger</source>
        <translation>챌린저</translation>
    </message>
    <message>
        <source>Model version</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>on data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Data version</source>
        <translation>데이터 버전</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>평가 기록</translation>
    </message>
    <message>
        <source>No evaluations yet</source>
        <translation>아직 평가가 없습니다</translation>
    </message>
    <message>
        <source>Test a version on any data version; rows that it was trained on are left out.</source>
        <translation>모델 버전을 원하는 데이터 버전으로 평가해 보세요. 학습에 쓰인 행은 제외됩니다.</translation>
    </message>
</context>
<context>
    <name>EvaluationView</name>
    <message>
        <source>v{model} on data v{data}</source>
        <translation>모델 v{model}, 데이터 v{data}</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n}행</translation>
    </message>
    <message>
        <source>{n} rows left out because the model was trained on them</source>
        <translation>학습에 쓰인 {n}행 제외</translation>
    </message>
</context>
<context>
    <name>NewModelDialog</name>
    <message>
        <source>New model</source>
        <translation>새 모델</translation>
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
        <source>Dataset</source>
        <translation>데이터셋</translation>
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
        <source>Target</source>
        <translation>타깃</translation>
    </message>
    <message>
        <source>Give the model a name.</source>
        <translation>모델 이름을 입력하세요.</translation>
    </message>
    <message>
        <source>There is a model of this name already.</source>
        <translation>같은 이름의 모델이 이미 있습니다.</translation>
    </message>
    <message>
        <source>Choose the column that is to be learned.</source>
        <translation>학습할 컬럼을 고르세요.</translation>
    </message>
</context>
<context>
    <name>PerformancePanel</name>
    <message>
        <source>predictions in the data</source>
        <translation>데이터에 있는 예측</translation>
    </message>
    <message>
        <source>10 parts</source>
        <translation>10등분</translation>
    </message>
    <message>
        <source>30 parts</source>
        <translation>30등분</translation>
    </message>
    <message>
        <source>1,000 rows</source>
        <translation>1,000행</translation>
    </message>
    <message>
        <source>5,000 rows</source>
        <translation>5,000행</translation>
    </message>
    <message>
        <source>data versions</source>
        <translation>데이터 버전</translation>
    </message>
    <message>
        <source>days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>주</translation>
    </message>
    <message>
        <source>months</source>
        <translation>월</translation>
    </message>
    <message>
        <source>{model} on data v{data}</source>
        <translation>{model} · 데이터 v{data}</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>실측</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>추정</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>기대 범위</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>{metric} over time</source>
        <translation>시간에 따른 {metric}</translation>
    </message>
    <message>
        <source>Nothing to judge yet</source>
        <translation>아직 점검할 것이 없습니다</translation>
    </message>
    <message>
        <source>Train the model, or import data with predictions in columns of the roles prediction and prediction score.</source>
        <translation>모델을 학습하거나, 역할이 예측값과 예측 점수인 컬럼이 있는 데이터를 가져오세요.</translation>
    </message>
    <message>
        <source>Is the model still healthy?</source>
        <translation>모델이 아직 제 성능을 내나요?</translation>
    </message>
    <message>
        <source>Its performance on each part of the data: measured where labels are known, estimated where they are not, against what it did on rows held out of its training.</source>
        <translation>데이터 구간마다 모델의 성능을 봅니다. 라벨이 있으면 실측하고 없으면 추정해, 학습에 쓰지 않은 행에서의 성능과 비교합니다.</translation>
    </message>
    <message>
        <source>Check performance</source>
        <translation>성능 점검</translation>
    </message>
    <message>
        <source>Model version</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>on data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>by</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Data version</source>
        <translation>데이터 버전</translation>
    </message>
    <message>
        <source>Chunks</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
</context>
<context>
    <name>PolicyCard</name>
    <message>
        <source>Remove policy</source>
        <translation>정책 삭제</translation>
    </message>
    <message>
        <source>Remove this policy?</source>
        <translation>이 정책을 삭제할까요?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>There is no later version to try it on yet.</source>
        <translation>시험해 볼 이후 버전이 아직 없습니다.</translation>
    </message>
    <message>
        <source>would fire</source>
        <translation>발동함</translation>
    </message>
    <message>
        <source>would not fire</source>
        <translation>발동하지 않음</translation>
    </message>
    <message>
        <source>Policy is on</source>
        <translation>정책 켜짐</translation>
    </message>
    <message>
        <source>On or off</source>
        <translation>켜기/끄기</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>모의 실행</translation>
    </message>
    <message>
        <source>What it would have done on the versions that are there</source>
        <translation>지금까지의 버전에서 어떻게 동작했을지 확인합니다</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
</context>
<context>
    <name>PolicyDialog</name>
    <message>
        <source>Change policy</source>
        <translation>정책 변경</translation>
    </message>
    <message>
        <source>New policy</source>
        <translation>새 정책</translation>
    </message>
    <message>
        <source>critically</source>
        <translation>심각</translation>
    </message>
    <message>
        <source>at least noticeably</source>
        <translation>경고 이상</translation>
    </message>
    <message>
        <source>any column; or names, separated by commas</source>
        <translation>아무 컬럼, 또는 쉼표로 구분한 컬럼 이름</translation>
    </message>
    <message>
        <source>recompose and retrain</source>
        <translation>재구성 후 재학습</translation>
    </message>
    <message>
        <source>alert me</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>note it</source>
        <translation>기록만</translation>
    </message>
    <message>
        <source>replay: new rows and a stratified sample of old ones</source>
        <translation>리플레이: 새 행 + 기존 행의 층화 표본</translation>
    </message>
    <message>
        <source>window: the latest rows</source>
        <translation>윈도우: 최근 행</translation>
    </message>
    <message>
        <source>promote by itself</source>
        <translation>자동 승격</translation>
    </message>
    <message>
        <source>ask me first</source>
        <translation>먼저 확인</translation>
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
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>When its data drifts</source>
        <translation>드리프트 수준</translation>
    </message>
    <message>
        <source>On</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Not worse by more than</source>
        <translation>허용 하락폭</translation>
    </message>
    <message>
        <source>Better by at least</source>
        <translation>최소 향상폭</translation>
    </message>
    <message>
        <source>If it passes</source>
        <translation>통과하면</translation>
    </message>
    <message>
        <source>Share of new rows</source>
        <translation>새 행 비율</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Run #{n}</source>
        <translation>실행 #{n}</translation>
    </message>
    <message>
        <source>epoch {n}</source>
        <translation>에포크 {n}</translation>
    </message>
    <message>
        <source>best {value} at {epoch}</source>
        <translation>최고 {value} (에포크 {epoch})</translation>
    </message>
    <message>
        <source>last {value}</source>
        <translation>최근 {value}</translation>
    </message>
    <message>
        <source>{n} rows/s</source>
        <translation>{n}행/초</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>즉시 중지</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Ask the run to stop; press again to stop it at once</source>
        <translation>실행에 중지를 요청합니다. 한 번 더 누르면 즉시 중지합니다</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>{metric}, validation</source>
        <translation>{metric} (검증)</translation>
    </message>
    <message>
        <source>Select several runs to compare them</source>
        <translation>여러 실행을 선택하면 비교합니다</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
        <source>Every training leaves a run here, with its parameters, curves and result.</source>
        <translation>학습할 때마다 파라미터, 곡선, 결과가 여기에 실행으로 남습니다.</translation>
    </message>
</context>
<context>
    <name>TrainingForm</name>
    <message>
        <source>Usual: by row ids</source>
        <translation>없음 (행 ID 기준)</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>기본값</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>프리셋 저장</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>프리셋 이름</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>트레이너</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>저장된 분할</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>The same seed, data and parameters give the same model</source>
        <translation>시드, 데이터, 파라미터가 같으면 같은 모델이 나옵니다</translation>
    </message>
    <message>
        <source>Save these parameters as a preset</source>
        <translation>이 파라미터를 프리셋으로 저장</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
</context>
<context>
    <name>TrainingTab</name>
    <message>
        <source>New model…</source>
        <translation>새 모델…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Run the loop now</source>
        <translation>지금 루프 실행</translation>
    </message>
    <message>
        <source>Promote the challenger</source>
        <translation>챌린저 승격</translation>
    </message>
    <message>
        <source>Promote v{n}</source>
        <translation>v{n} 승격</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>승격</translation>
    </message>
    <message>
        <source>trained on {data} v{n}</source>
        <translation>{data} v{n}로 학습</translation>
    </message>
    <message>
        <source>challenger v{n} {metric} {value}</source>
        <translation>챌린저 v{n} {metric} {value}</translation>
    </message>
    <message>
        <source>{model} v{n} is champion now</source>
        <translation>이제 {model} v{n}이 챔피언입니다</translation>
    </message>
    <message>
        <source>Import a dataset first: models learn from one.</source>
        <translation>먼저 데이터셋을 가져오세요. 모델은 데이터셋으로 학습합니다.</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>모델 검색</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>새 모델</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>성능 점검</translation>
    </message>
    <message>
        <source>Run the loop</source>
        <translation>루프 실행</translation>
    </message>
    <message>
        <source>Drift, recompose, retrain, compare, and promote if better</source>
        <translation>드리프트 분석, 재구성, 재학습, 비교 후 더 나으면 승격합니다</translation>
    </message>
    <message>
        <source>Make the challenger champion</source>
        <translation>챌린저를 챔피언으로 올립니다</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>아직 모델이 없습니다</translation>
    </message>
    <message>
        <source>A model learns one column of a dataset. Train it, compare its versions, and promote the best.</source>
        <translation>모델은 데이터셋의 한 컬럼을 학습합니다. 학습하고, 버전을 비교하고, 가장 좋은 것을 승격하세요.</translation>
    </message>
</context>
<context>
    <name>VersionsPanel</name>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>별칭</translation>
    </message>
    <message>
        <source>Moved to</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>By</source>
        <translation>작업자</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Promote v{n}</source>
        <translation>v{n} 승격</translation>
    </message>
    <message>
        <source>Model versions</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>History of aliases</source>
        <translation>별칭 이력</translation>
    </message>
    <message>
        <source>History</source>
        <translation>이력</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Make the champion before this one champion again</source>
        <translation>이전 챔피언으로 되돌립니다</translation>
    </message>
    <message>
        <source>No versions yet</source>
        <translation>아직 버전이 없습니다</translation>
    </message>
    <message>
        <source>A training that ends well registers a version here.</source>
        <translation>학습이 성공하면 여기에 버전이 등록됩니다.</translation>
    </message>
</context>
<context>
    <name>automation</name>
    <message>
        <source>recompose from the latest {n} rows</source>
        <translation>최근 {n}행으로 재구성</translation>
    </message>
    <message>
        <source>recompose with replay ({n} % new rows)</source>
        <translation>리플레이로 재구성(새 행 {n} %)</translation>
    </message>
    <message>
        <source>critically</source>
        <translation>심각</translation>
    </message>
    <message>
        <source>noticeably</source>
        <translation>경고 이상의</translation>
    </message>
    <message>
        <source>at all</source>
        <translation>모든</translation>
    </message>
    <message>
        <source>{metric} improves by {n}</source>
        <translation>{metric} 기준으로 {n} 이상 나아지면</translation>
    </message>
    <message>
        <source>{metric} is not worse by more than {n}</source>
        <translation>{metric} 기준으로 {n} 넘게 나빠지지 않으면</translation>
    </message>
    <message>
        <source>{metric} is not worse</source>
        <translation>{metric} 기준으로 나빠지지 않으면</translation>
    </message>
    <message>
        <source>any column</source>
        <translation>아무 컬럼</translation>
    </message>
    <message>
        <source>When &lt;b&gt;{dataset}&lt;/b&gt; drifts &lt;b&gt;{severity}&lt;/b&gt; on &lt;b&gt;{columns}&lt;/b&gt;</source>
        <translation>&lt;b&gt;{dataset}&lt;/b&gt;의 &lt;b&gt;{columns}&lt;/b&gt;에서 &lt;b&gt;{severity}&lt;/b&gt; 드리프트가 나타나면</translation>
    </message>
    <message>
        <source>{when}, note it.</source>
        <translation>{when} 기록합니다.</translation>
    </message>
    <message>
        <source>{when}, alert me.</source>
        <translation>{when} 알립니다.</translation>
    </message>
    <message>
        <source>{when}, &lt;b&gt;{recipe}&lt;/b&gt; and &lt;b&gt;retrain {model}&lt;/b&gt;; promote if &lt;b&gt;{gate}&lt;/b&gt;{ask}.</source>
        <translation>{when} &lt;b&gt;{recipe}&lt;/b&gt;하고 &lt;b&gt;{model} 모델을 재학습&lt;/b&gt;합니다. &lt;b&gt;{gate}&lt;/b&gt; 승격합니다{ask}.</translation>
    </message>
    <message>
        <source>, but ask me first</source>
        <translation>(먼저 확인)</translation>
    </message>
    <message>
        <source>No drift since the champion was trained: nothing to do</source>
        <translation>챔피언을 학습한 뒤로 드리프트가 없어 할 일이 없습니다</translation>
    </message>
    <message>
        <source>{metric} {before} → {after} on {n} unseen rows</source>
        <translation>학습에 쓰지 않은 {n}행에서 {metric} {before} → {after}</translation>
    </message>
    <message>
        <source>v{n} promoted</source>
        <translation>v{n} 승격</translation>
    </message>
    <message>
        <source>v{n} not promoted</source>
        <translation>v{n} 승격하지 않음</translation>
    </message>
    <message>
        <source>v{n} waits for you to promote it</source>
        <translation>v{n} 승격 대기 중</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>트레이너</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>최근</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>시작</translation>
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
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>별칭</translation>
    </message>
    <message>
        <source>By</source>
        <translation>작업자</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>로그 손실</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>F1 (mean of classes)</source>
        <translation>F1(클래스 평균)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>특이도</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>브라이어 점수</translation>
    </message>
    <message>
        <source>Score bias (mean score − share of positives)</source>
        <translation>점수 편향(평균 점수 − 양성 비율)</translation>
    </message>
    <message>
        <source>True positives, share of rows</source>
        <translation>참 양성(행 비율)</translation>
    </message>
    <message>
        <source>False positives, share of rows</source>
        <translation>거짓 양성(행 비율)</translation>
    </message>
    <message>
        <source>True negatives, share of rows</source>
        <translation>참 음성(행 비율)</translation>
    </message>
    <message>
        <source>False negatives, share of rows</source>
        <translation>거짓 음성(행 비율)</translation>
    </message>
    <message>
        <source>Too few rows in each chunk to say how well the model does.</source>
        <translation>구간마다 행이 너무 적어 성능을 판단할 수 없습니다.</translation>
    </message>
    <message>
        <source>{metric} is {value} in {chunk}; on the reference it was {reference}.</source>
        <translation>{chunk} 구간의 {metric} 실측값은 {value}, 기준에서는 {reference}입니다.</translation>
    </message>
    <message>
        <source>{metric} is estimated at {value} in {chunk}; on the reference it was {reference}.</source>
        <translation>{chunk} 구간의 {metric} 추정값은 {value}, 기준에서는 {reference}입니다.</translation>
    </message>
    <message>
        <source>As expected. {now}</source>
        <translation>기대한 수준입니다. {now}</translation>
    </message>
    <message>
        <source>Worse than expected in {n} of {all} chunks, first in {first}. {now}</source>
        <translation>구간 {all}개 중 {n}개에서 기대보다 나쁩니다(처음: {first}). {now}</translation>
    </message>
    <message>
        <source>now {value} on v{n}</source>
        <translation>실측 {value} (v{n})</translation>
    </message>
    <message>
        <source>estimated {value} on v{n}</source>
        <translation>추정 {value} (v{n})</translation>
    </message>
    <message>
        <source>Reference: {words} ({n} rows).</source>
        <translation>기준: {words} ({n}행).</translation>
    </message>
    <message>
        <source>Estimated from calibrated scores (CBPE).</source>
        <translation>보정한 예측 점수로 추정했습니다(CBPE).</translation>
    </message>
    <message>
        <source>Estimated from the scores as they are (CBPE).</source>
        <translation>예측 점수를 그대로 써서 추정했습니다(CBPE).</translation>
    </message>
    <message>
        <source>Estimated by a model of the losses (DLE).</source>
        <translation>손실 모델로 추정했습니다(DLE).</translation>
    </message>
    <message>
        <source>{n} rows left out because the model was trained on them.</source>
        <translation>학습에 쓰인 {n}행은 제외했습니다.</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation>아직 학습하지 않음</translation>
    </message>
    <message>
        <source>champion v{n}</source>
        <translation>챔피언 v{n}</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>낮을수록 좋음</translation>
    </message>
    <message>
        <source>higher is better</source>
        <translation>높을수록 좋음</translation>
    </message>
    <message>
        <source>Gradient boosting</source>
        <translation>그래디언트 부스팅</translation>
    </message>
    <message>
        <source>Neural network (MLP)</source>
        <translation>신경망(MLP)</translation>
    </message>
    <message>
        <source>Neural text classifier</source>
        <translation>신경망 텍스트 분류기</translation>
    </message>
    <message>
        <source>Linear model</source>
        <translation>선형 모델</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n}행</translation>
    </message>
</context>
</TS>

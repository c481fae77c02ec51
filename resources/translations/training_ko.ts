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
    <message>
        <source>true</source>
        <translation>실제</translation>
    </message>
</context>
<context>
    <name>EvaluatePanel</name>
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
        <source>No evaluations yet</source>
        <translation>아직 평가가 없습니다</translation>
    </message>
    <message>
        <source>Columns or filters, separated by semicolons: rows to be judged by themselves. The worst are found anyway.</source>
        <translation>열이나 필터를 세미콜론으로 구분해 적으면 그 행들을 따로 평가합니다. 가장 나쁜 부분은 따로 적지 않아도 찾습니다.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Evaluations and comparisons</source>
        <translation>평가와 비교</translation>
    </message>
    <message>
        <source>Model version to compare with</source>
        <translation>비교할 모델 버전</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>부분 집합</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Test a version on any data version, or against another one; rows that it was trained on are left out.</source>
        <translation>아무 데이터 버전에서나, 또는 다른 버전과 견주어 평가합니다. 학습에 쓴 행은 제외합니다.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>against</source>
        <translation>비교 대상</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>slices: plan; age &gt; 60</source>
        <translation>부분 집합: plan; age &gt; 60</translation>
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
    <message>
        <source>95 % interval, by drawing the rows again (bootstrap)</source>
        <translation>95 % 구간, 행을 다시 뽑아 계산(부트스트랩)</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>외 {n}개</translation>
    </message>
    <message>
        <source>equal to a training row: {n}</source>
        <translation>학습 행과 같음: {n}</translation>
    </message>
    <message>
        <source>{n} rows left out at random, as there are too many</source>
        <translation>행이 너무 많아 {n}개를 무작위로 제외</translation>
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
    <message>
        <source>Sleeps: the model is in the trash</source>
        <translation>쉬는 중: 모델이 휴지통에 있습니다</translation>
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
    <message>
        <source>Better than chance</source>
        <translation>우연을 넘는 개선</translation>
    </message>
    <message>
        <source>by the paired test on the same rows</source>
        <translation>같은 행에 대한 대응 검정으로</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>시작점</translation>
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
        <source>days</source>
        <translation>일</translation>
    </message>
    <message>
        <source>never</source>
        <translation>안 함</translation>
    </message>
    <message>
        <source>new weights</source>
        <translation>새 가중치</translation>
    </message>
    <message>
        <source>the champion's weights, where its trainer can</source>
        <translation>챔피언의 가중치(트레이너가 지원하면)</translation>
    </message>
    <message>
        <source>times as much as old ones</source>
        <translation>배(옛 행 기준)</translation>
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
        <source>{n} rows/s</source>
        <translation>{n}행/초</translation>
    </message>
    <message>
        <source>Back to the whole run. In a plot: wheel or + and − zoom, drag or arrows move, Home goes back</source>
        <translation>실행 전체 보기. 그래프에서: 휠이나 + − 확대·축소, 끌기나 화살표로 이동, Home으로 되돌리기</translation>
    </message>
    <message>
        <source>Choose which plots are shown</source>
        <translation>보여 줄 그래프 선택</translation>
    </message>
    <message>
        <source>Its worker has not been heard of; it goes on when one takes it up.</source>
        <translation>작업자의 소식이 없습니다. 다른 작업자가 맡으면 이어집니다.</translation>
    </message>
    <message>
        <source>Its worker was last heard of {ago}; it goes on when one takes it up.</source>
        <translation>작업자의 마지막 소식은 {ago}입니다. 다른 작업자가 맡으면 이어집니다.</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Train, and its curves grow here.</source>
        <translation>학습을 시작하면 곡선이 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>Waiting for the first figures…</source>
        <translation>첫 수치를 기다리는 중…</translation>
    </message>
    <message>
        <source>drawn: lowest and highest of each pixel; zoom for all</source>
        <translation>화소마다 최솟값과 최댓값을 그림. 모두 보려면 확대</translation>
    </message>
    <message>
        <source>smoothed over {n} steps</source>
        <translation>{n}스텝에 걸쳐 평활</translation>
    </message>
    <message>
        <source>{n} points</source>
        <translation>점 {n}개</translation>
    </message>
    <message>
        <source>Nothing runs and nothing is lost: Resume goes on where it stood, in any worker.</source>
        <translation>실행 중인 것도, 잃은 것도 없습니다. [이어서 실행]를 누르면 어느 워커에서든 멈춘 곳부터 이어집니다.</translation>
    </message>
    <message>
        <source>Resume goes on from its last checkpoint.</source>
        <translation>[이어서 실행]를 누르면 마지막 체크포인트부터 이어집니다.</translation>
    </message>
    <message>
        <source>Stopped without a version or a checkpoint. Resume begins again from the seed.</source>
        <translation>버전도 체크포인트도 없이 멈췄습니다. [이어서 실행]를 누르면 시드부터 다시 시작합니다.</translation>
    </message>
    <message>
        <source>Stopped without a version. Resume goes on; Register best makes a version of what it kept.</source>
        <translation>버전 없이 멈췄습니다. [이어서 실행]로 계속하거나, [최선 등록]으로 남은 상태를 버전으로 만드세요.</translation>
    </message>
    <message>
        <source>Waits for a free slot of a worker; Activity shows what runs before it.</source>
        <translation>워커의 빈 슬롯을 기다립니다. 먼저 실행 중인 작업은 [활동]에서 볼 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
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
    <message>
        <source>Duplicate with changes…</source>
        <translation>바꿔서 복제…</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>실행 거르기</translation>
    </message>
    <message>
        <source>Filter runs: failed, v3, mlp, learning_rate=0.001</source>
        <translation>실행 거르기: failed, v3, mlp, learning_rate=0.001</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Leave the selected runs out of table and plot</source>
        <translation>선택한 실행을 표와 그래프에서 숨깁니다</translation>
    </message>
    <message>
        <source>Open live</source>
        <translation>실시간 탭에서 열기</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보이기</translation>
    </message>
    <message>
        <source>Show {n} hidden</source>
        <translation>숨긴 {n}개 보기</translation>
    </message>
    <message>
        <source>darker where more of them lie; select runs to see them in colour</source>
        <translation>많이 겹칠수록 진합니다. 실행을 선택하면 색으로 보입니다</translation>
    </message>
    <message>
        <source>of {n} selected the first {m}</source>
        <translation>선택한 {n}개 가운데 처음 {m}개</translation>
    </message>
    <message>
        <source>smoothed over {n} steps</source>
        <translation>{n}스텝에 걸쳐 평활</translation>
    </message>
    <message>
        <source>{n} curves</source>
        <translation>곡선 {n}개</translation>
    </message>
    <message>
        <source>{n} in colour, the others faint: darker where more of them lie</source>
        <translation>{n}개는 색으로, 나머지는 흐리게: 많이 겹칠수록 진함</translation>
    </message>
    <message>
        <source>{n} runs</source>
        <translation>실행 {n}개</translation>
    </message>
    <message>
        <source>{n} sampled: lowest and highest of each stretch</source>
        <translation>{n}개는 구간마다 최솟값과 최댓값만 표시</translation>
    </message>
    <message>
        <source>{n} without this series</source>
        <translation>이 계열이 없는 실행 {n}개</translation>
    </message>
    <message>
        <source>{shown} of {n} runs</source>
        <translation>실행 {n}개 중 {shown}개</translation>
    </message>
    <message>
        <source>{runs}  ·  the same in all: {what}</source>
        <translation>{runs}  ·  모두 같음: {what}</translation>
    </message>
    <message>
        <source>1 curve</source>
        <translation>곡선 1개</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>실행 1개</translation>
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
    <message>
        <source>Balanced</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <source>Name of the preset; one that is there gets a new version</source>
        <translation>프리셋 이름. 이미 있으면 새 버전이 됩니다</translation>
    </message>
    <message>
        <source>Nothing: new weights</source>
        <translation>없음: 새 가중치</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>프로세스 수</translation>
    </message>
    <message>
        <source>Run #{n}</source>
        <translation>실행 #{n}</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>프리셋으로 저장</translation>
    </message>
    <message>
        <source>Several learn together, each from its own part of the rows (networks only)</source>
        <translation>여러 프로세스가 행을 나누어 함께 학습합니다(신경망만)</translation>
    </message>
    <message>
        <source>That was left out; look at the others before you train.</source>
        <translation>그것은 제외했습니다. 학습하기 전에 나머지를 살펴보세요.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>철저하게</translation>
    </message>
    <message>
        <source>v{n}: fine-tune it</source>
        <translation>v{n}: 미세 조정</translation>
    </message>
    <message>
        <source>{source} sets what this trainer no longer has: {names}</source>
        <translation>{source}에 이 트레이너에 더는 없는 값이 있습니다: {names}</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Learning</source>
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
    <message>
        <source>Playground</source>
        <translation>플레이그라운드</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>탐색</translation>
    </message>
    <message>
        <source>Empty the trash of models…</source>
        <translation>모델 휴지통 비우기…</translation>
    </message>
    <message>
        <source>Import a model…</source>
        <translation>모델 가져오기…</translation>
    </message>
    <message>
        <source>{model} v{n} is champion again</source>
        <translation>{model} v{n}이 다시 챔피언입니다</translation>
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
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>All versions or the trash</source>
        <translation>모든 버전 또는 휴지통</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>영구 삭제…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Fork…</source>
        <translation>포크…</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>계보</translation>
    </message>
    <message>
        <source>Make it the challenger</source>
        <translation>챌린저로 지정</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>모델 카드…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>No versions in the trash</source>
        <translation>휴지통에 버전이 없습니다</translation>
    </message>
    <message>
        <source>Other alias…</source>
        <translation>다른 별칭…</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>승격</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Select several versions to compare them on the same rows</source>
        <translation>버전을 여러 개 선택하면 같은 행에서 비교합니다</translation>
    </message>
    <message>
        <source>Show all versions</source>
        <translation>모든 버전 보기</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Versions or lineage</source>
        <translation>버전 또는 계보</translation>
    </message>
    <message>
        <source>Export {v}…</source>
        <translation>{v} 내보내기…</translation>
    </message>
    <message>
        <source>Fork {v}…</source>
        <translation>{v} 포크…</translation>
    </message>
    <message>
        <source>Give {v} an alias…</source>
        <translation>{v}에 별칭 붙이기…</translation>
    </message>
    <message>
        <source>Lineage of {v}</source>
        <translation>{v}의 계보</translation>
    </message>
    <message>
        <source>Model card of {v}…</source>
        <translation>{v}의 모델 카드…</translation>
    </message>
    <message>
        <source>Predict a data version by {v}…</source>
        <translation>{v}으로 데이터 버전 예측…</translation>
    </message>
    <message>
        <source>Predict a data version…</source>
        <translation>데이터 버전 예측…</translation>
    </message>
    <message>
        <source>Remove the alias</source>
        <translation>별칭 없애기</translation>
    </message>
    <message>
        <source>Remove the alias {names}</source>
        <translation>별칭 {names} 없애기</translation>
    </message>
    <message>
        <source>Roll back to v{n}</source>
        <translation>v{n}으로 되돌리기</translation>
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
    <message>
        <source>, new rows weighing {n} times as much</source>
        <translation>, 새 행은 {n}배로 세고</translation>
    </message>
    <message>
        <source>, rows weighing half after {n} days</source>
        <translation>, {n}일이 지난 행은 절반으로 세고</translation>
    </message>
    <message>
        <source>{metric} improves by more than chance</source>
        <translation>{metric}이(가) 우연을 넘어 나아지면</translation>
    </message>
    <message>
        <source>{metric} improves by {n} and by more than chance</source>
        <translation>{metric}이(가) {n} 이상, 우연을 넘어 나아지면</translation>
    </message>
    <message>
        <source>{when}, &lt;b&gt;{recipe}&lt;/b&gt; and &lt;b&gt;fine-tune {model}&lt;/b&gt;; promote if &lt;b&gt;{gate}&lt;/b&gt;{ask}.</source>
        <translation>{when}, &lt;b&gt;{recipe}&lt;/b&gt; 후 &lt;b&gt;{model} 미세 조정&lt;/b&gt;; &lt;b&gt;{gate}&lt;/b&gt;이면 승격{ask}.</translation>
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
    <message>
        <source>95 % interval</source>
        <translation>95 % 구간</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>평균 정밀도</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Convolutional text network</source>
        <translation>합성곱 텍스트 신경망</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Ensemble of networks (TabM)</source>
        <translation>신경망 앙상블(TabM)</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>찾은 방법</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Random forest</source>
        <translation>랜덤 포레스트</translation>
    </message>
    <message>
        <source>Rows per second</source>
        <translation>초당 행 수</translation>
    </message>
    <message>
        <source>Rows where</source>
        <translation>행의 조건</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Support vector machine</source>
        <translation>서포트 벡터 머신</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>검정</translation>
    </message>
    <message>
        <source>To the others</source>
        <translation>나머지 행 대비</translation>
    </message>
    <message>
        <source>alias</source>
        <translation>별칭</translation>
    </message>
    <message>
        <source>all rows {value}</source>
        <translation>모든 행 {value}</translation>
    </message>
    <message>
        <source>appended</source>
        <translation>추가됨</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>지정함</translation>
    </message>
    <message>
        <source>average precision {value}</source>
        <translation>평균 정밀도 {value}</translation>
    </message>
    <message>
        <source>best F1 at {value}</source>
        <translation>{value}에서 F1 최고</translation>
    </message>
    <message>
        <source>best {value} at step {step}, last {last}</source>
        <translation>최고 {value}({step}스텝), 마지막 {last}</translation>
    </message>
    <message>
        <source>by chance {share}</source>
        <translation>무작위일 때 {share}</translation>
    </message>
    <message>
        <source>calibration error {value}</source>
        <translation>보정 오차 {value}</translation>
    </message>
    <message>
        <source>cleaned</source>
        <translation>정제됨</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>보정한 p</translation>
    </message>
    <message>
        <source>data version</source>
        <translation>데이터 버전</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>편집됨</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>false positive rate</source>
        <translation>거짓 양성률</translation>
    </message>
    <message>
        <source>file</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>forked</source>
        <translation>포크됨</translation>
    </message>
    <message>
        <source>found</source>
        <translation>찾아냄</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>가져옴</translation>
    </message>
    <message>
        <source>last {value}</source>
        <translation>최근 {value}</translation>
    </message>
    <message>
        <source>lift (times the share of all)</source>
        <translation>향상도(전체 비율의 배수)</translation>
    </message>
    <message>
        <source>mean error, ± one deviation</source>
        <translation>평균 오차, ± 표준편차</translation>
    </message>
    <message>
        <source>mean {value}</source>
        <translation>평균 {value}</translation>
    </message>
    <message>
        <source>model version</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>new rows</source>
        <translation>새 행</translation>
    </message>
    <message>
        <source>old rows</source>
        <translation>이전 행</translation>
    </message>
    <message>
        <source>on {data}</source>
        <translation>{data}에서</translation>
    </message>
    <message>
        <source>over {data}</source>
        <translation>{data} 기준</translation>
    </message>
    <message>
        <source>paired bootstrap</source>
        <translation>대응 부트스트랩</translation>
    </message>
    <message>
        <source>performance</source>
        <translation>성능</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>predicted probability (mean of the bin)</source>
        <translation>예측 확률(구간 평균)</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>예측값</translation>
    </message>
    <message>
        <source>prediction (tenths of the rows)</source>
        <translation>예측값(행을 10등분)</translation>
    </message>
    <message>
        <source>predictions</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>quantile of the normal law</source>
        <translation>정규 분포의 분위수</translation>
    </message>
    <message>
        <source>quantiles 1 to 99 %</source>
        <translation>분위수 1~99 %</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>recomposed</source>
        <translation>재구성됨</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>제거됨</translation>
    </message>
    <message>
        <source>residual (prediction less truth)</source>
        <translation>잔차(예측값 − 실제값)</translation>
    </message>
    <message>
        <source>reverted</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>run {n}</source>
        <translation>실행 {n}</translation>
    </message>
    <message>
        <source>search (one half)</source>
        <translation>탐색(절반의 행)</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>share of rows, the highest scores first</source>
        <translation>점수가 높은 순서의 행 비율</translation>
    </message>
    <message>
        <source>share of the class that is found</source>
        <translation>찾아낸 클래스의 비율</translation>
    </message>
    <message>
        <source>share that came true</source>
        <translation>실제로 맞은 비율</translation>
    </message>
    <message>
        <source>standardised residual</source>
        <translation>표준화 잔차</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>임곗값</translation>
    </message>
    <message>
        <source>true positive rate</source>
        <translation>참 양성률</translation>
    </message>
    <message>
        <source>truth ({n} rows, sampled)</source>
        <translation>실제값(표본 {n}행)</translation>
    </message>
    <message>
        <source>{metric} (training)</source>
        <translation>{metric}(학습)</translation>
    </message>
    <message>
        <source>{metric}, best</source>
        <translation>{metric} 최고</translation>
    </message>
    <message>
        <source>{metric}, last</source>
        <translation>{metric} 마지막</translation>
    </message>
    <message>
        <source>{metric}, test</source>
        <translation>{metric} 시험</translation>
    </message>
    <message>
        <source>{value} times in the first tenth</source>
        <translation>처음 10 %에서 {value}배</translation>
    </message>
    <message>
        <source>{v}, other dataset</source>
        <translation>{v}, 다른 데이터셋</translation>
    </message>
    <message>
        <source>Among the rows with the highest scores the class is so many times as frequent as among all.</source>
        <translation>점수가 높은 행들에서 이 클래스가 전체보다 몇 배 자주 나오는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Errors against those of the normal law: ends that leave the dashed line are large errors, more of them than it has.</source>
        <translation>오차를 정규 분포와 견줍니다. 양 끝이 점선을 벗어나면 정규 분포보다 큰 오차가 많은 것입니다.</translation>
    </message>
    <message>
        <source>How many of the rows taken for the class are of it (precision), the more of the class is found (recall).</source>
        <translation>클래스를 더 많이 찾을수록(재현율), 찾은 행 중 실제 그 클래스의 비율(정밀도)이 어떻게 되는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>How much of the class is found (up) for how many false alarms (across). The further above the dashed line of guessing, the better.</source>
        <translation>오경보(가로)에 견줘 클래스를 얼마나 찾는지(세로) 보여 줍니다. 추측을 뜻하는 점선보다 위로 멀수록 좋습니다.</translation>
    </message>
    <message>
        <source>How much of the class is found by looking only at the rows with the highest scores. Dashed: at random.</source>
        <translation>점수가 높은 행만 볼 때 클래스를 얼마나 찾는지 보여 줍니다. 점선은 무작위입니다.</translation>
    </message>
    <message>
        <source>Most often: {pairs}.</source>
        <translation>가장 잦은 것: {pairs}.</translation>
    </message>
    <message>
        <source>On the dashed line, 70 % predicted comes true in 70 % of the rows. Below it the model promises too much, above too little. The band: 95 % intervals.</source>
        <translation>점선 위에서는 70 %라고 예측한 행의 70 %가 실제로 맞습니다. 점선 아래는 과신, 위는 과소평가입니다. 띠는 95 % 구간입니다.</translation>
    </message>
    <message>
        <source>On the dashed line, the prediction is what was true.</source>
        <translation>점선 위에서는 예측이 실제 값과 같습니다.</translation>
    </message>
    <message>
        <source>Precision: how many taken for the class are of it. Recall: how many of the class are found. F1: both in one. In brackets: 95 % intervals.</source>
        <translation>정밀도: 그 클래스로 본 것 중 맞은 비율. 재현율: 그 클래스 중 찾은 비율. F1: 둘을 합친 값. 괄호: 95 % 구간.</translation>
    </message>
    <message>
        <source>Prediction less truth, in how many rows. A middle away from 0: predicted too high or too low on the whole.</source>
        <translation>예측에서 실제를 뺀 값의 행 수입니다. 가운데가 0에서 벗어나면 전체적으로 높거나 낮게 예측한 것입니다.</translation>
    </message>
    <message>
        <source>Rows judged by themselves against all others. Those that were searched for were found in one half of the rows and are told from the other; p is corrected for all slices.</source>
        <translation>각 부분 집합을 나머지 행과 견줍니다. 찾아낸 부분 집합은 행의 절반에서 찾고 다른 절반으로 확인했으며, p는 모든 부분 집합에 대해 보정했습니다.</translation>
    </message>
    <message>
        <source>Rows: what was true; columns: what the model said; on the diagonal it was right.</source>
        <translation>행은 실제, 열은 모델의 답입니다. 대각선이 맞힌 것입니다.</translation>
    </message>
    <message>
        <source>The error along what was predicted: where it leaves 0, the model is too high or too low there.</source>
        <translation>예측값에 따른 오차입니다. 0에서 벗어난 곳에서는 모델이 높거나 낮게 예측합니다.</translation>
    </message>
    <message>
        <source>The metric period by period, with 95 % intervals: where they lie apart, something changed.</source>
        <translation>기간별 지표와 95 % 구간입니다. 서로 떨어진 곳에서 무언가 달라졌습니다.</translation>
    </message>
    <message>
        <source>What comes of it when a row counts as the class from this probability on. The best F1 is chosen on these rows, so it flatters here.</source>
        <translation>이 확률부터 그 클래스로 볼 때의 결과입니다. 최선의 F1은 이 행들에서 골랐으므로 실제보다 좋아 보입니다.</translation>
    </message>
    <message>
        <source>data v{n}</source>
        <translation>데이터 v{n}</translation>
    </message>
    <message>
        <source>seed {n}</source>
        <translation>시드 {n}</translation>
    </message>
    <message>
        <source>{p} before the correction, by {test}</source>
        <translation>보정 전 {p}, {test} 검정</translation>
    </message>
    <message>
        <source>{truth} taken for {prediction} ({n})</source>
        <translation>{truth}을(를) {prediction}(으)로 ({n})</translation>
    </message>
</context>
<context>
    <name>AliasDialog</name>
    <message>
        <source>Alias</source>
        <translation>별칭</translation>
    </message>
    <message>
        <source>Alias for {ref}</source>
        <translation>{ref}의 별칭</translation>
    </message>
    <message>
        <source>An alias names one version at a time and can be moved, such as staging.</source>
        <translation>별칭은 한 번에 버전 하나를 가리키며 옮길 수 있습니다. 예: staging.</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>지정</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>영향</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>영향</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>What led to it: without knowing anything of the row, the model would on average say {base}; each line says what it adds to that.</source>
        <translation>이 답의 근거: 행을 전혀 모를 때 모델의 평균은 {base}이며, 각 줄은 거기에 얼마를 더하는지 나타냅니다.</translation>
    </message>
    <message>
        <source>{name}: {effect} ± {error} (sampling)</source>
        <translation>{name}: {effect} ± {error} (표본 추출 오차)</translation>
    </message>
</context>
<context>
    <name>ComparePlot</name>
    <message>
        <source>step {n}</source>
        <translation>{n}스텝</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>No difference beyond chance: {metric} {difference} ({interval}) from {first} to {second}, {p}.</source>
        <translation>우연을 넘는 차이가 없습니다: {first}에서 {second}(으)로 {metric} {difference} ({interval}), {p}.</translation>
    </message>
    <message>
        <source>Which two</source>
        <translation>비교할 두 버전</translation>
    </message>
    <message>
        <source>p is corrected for all differences (Holm)</source>
        <translation>p는 모든 차이에 대해 보정했습니다(Holm)</translation>
    </message>
    <message>
        <source>{models} on data v{data}</source>
        <translation>{models}, 데이터 v{data}</translation>
    </message>
    <message>
        <source>{n} rows that none of them was trained on</source>
        <translation>어느 모델도 학습하지 않은 행 {n}개</translation>
    </message>
    <message>
        <source>{second} is better than {first}: {metric} {difference} ({interval}), {p}.</source>
        <translation>{second}이(가) {first}보다 낫습니다: {metric} {difference} ({interval}), {p}.</translation>
    </message>
    <message>
        <source>{second} is worse than {first}: {metric} {difference} ({interval}), {p}.</source>
        <translation>{second}이(가) {first}보다 못합니다: {metric} {difference} ({interval}), {p}.</translation>
    </message>
    <message>
        <source>right alone: {a} {first}, {b} {second}</source>
        <translation>한쪽만 맞음: {a} {first}, {b} {second}</translation>
    </message>
</context>
<context>
    <name>CurveOptions</name>
    <message>
        <source>Along</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>An exponential mean over this share of the run's steps, from all points. It does not change with how often a run recorded.</source>
        <translation>실행 단계의 이 비율에 걸친 지수 이동 평균이며, 모든 점으로 계산합니다. 기록 빈도에 따라 달라지지 않습니다.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Date and time (UTC)</source>
        <translation>날짜와 시각(UTC)</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Epochs since the run began</source>
        <translation>실행을 시작한 뒤의 에포크</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>가로축을 로그로</translation>
    </message>
    <message>
        <source>Logarithmic y axis; what is not positive leaves a gap</source>
        <translation>세로축을 로그로. 양수가 아닌 곳은 비워 둡니다</translation>
    </message>
    <message>
        <source>Not smoothed</source>
        <translation>평활 없음</translation>
    </message>
    <message>
        <source>Smooth {n} %</source>
        <translation>평활 {n} %</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>평활</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Steps since the run began</source>
        <translation>실행을 시작한 뒤의 스텝</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Time since the run began</source>
        <translation>실행을 시작한 뒤의 시간</translation>
    </message>
    <message>
        <source>log x</source>
        <translation>가로 로그</translation>
    </message>
    <message>
        <source>log y</source>
        <translation>세로 로그</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Along predictions</source>
        <translation>예측값에 따라</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>Class or metric</source>
        <translation>클래스 또는 지표</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>혼동 행렬</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>이득</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>향상도</translation>
    </message>
    <message>
        <source>Normal quantiles</source>
        <translation>정규 분위수</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>정밀도와 재현율</translation>
    </message>
    <message>
        <source>Residuals</source>
        <translation>잔차</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>부분 집합</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>임곗값</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Truth and prediction</source>
        <translation>실제값과 예측값</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>class {name}</source>
        <translation>클래스 {name}</translation>
    </message>
</context>
<context>
    <name>ForkDialog</name>
    <message>
        <source>A model of its own begins with a copy of this version. It may learn from another dataset from then on, whose columns fit.</source>
        <translation>이 버전의 사본으로 시작하는 독립된 모델입니다. 이후에는 열이 맞는 다른 데이터셋으로 학습해도 됩니다.</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>포크</translation>
    </message>
    <message>
        <source>Fork {ref}</source>
        <translation>{ref} 포크</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
</context>
<context>
    <name>LineageGraph</name>
    <message>
        <source>Lineage: {node}</source>
        <translation>계보: {node}</translation>
    </message>
</context>
<context>
    <name>LineageView</name>
    <message>
        <source>It is drawn from a model's files to its champion, once it is trained.</source>
        <translation>학습을 마치면 모델의 파일에서 챔피언까지 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>No lineage yet</source>
        <translation>아직 계보가 없습니다</translation>
    </message>
    <message>
        <source>{n} earlier data versions are not drawn</source>
        <translation>이전 데이터 버전 {n}개는 그리지 않았습니다</translation>
    </message>
</context>
<context>
    <name>LivePlot</name>
    <message>
        <source>step {n}</source>
        <translation>{n}스텝</translation>
    </message>
</context>
<context>
    <name>ModelSide</name>
    <message>
        <source>Delete for good…</source>
        <translation>영구 삭제…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>편집…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Models in the trash</source>
        <translation>휴지통의 모델</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>새 모델</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>모델 검색</translation>
    </message>
    <message>
        <source>Trash ({n})</source>
        <translation>휴지통 ({n})</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>휴지통 비우기…</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>Models, versions and runs, of all models</source>
        <translation>모든 모델의 모델, 버전, 실행</translation>
    </message>
</context>
<context>
    <name>NotesDialog</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>쉼표로 구분</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
</context>
<context>
    <name>PlaygroundPanel</name>
    <message>
        <source>Ask</source>
        <translation>질문하기</translation>
    </message>
    <message>
        <source>Change the values, then ask: the prediction, how sure the model is, and what led to it stand here.</source>
        <translation>값을 바꾸고 질문하세요. 예측, 모델의 확신, 그 근거가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Columns that the model does not know: {names}.</source>
        <translation>모델이 모르는 열: {names}.</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>예시</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Model version</source>
        <translation>모델 버전</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>아직 질문하지 않았습니다</translation>
    </message>
    <message>
        <source>Nothing to ask</source>
        <translation>질문할 것이 없습니다</translation>
    </message>
    <message>
        <source>Paste rows</source>
        <translation>행 붙여넣기</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측값</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Rows and answers</source>
        <translation>행과 답</translation>
    </message>
    <message>
        <source>The first {most} of {n} rows; import them to predict all.</source>
        <translation>{n}행 가운데 처음 {most}행. 모두 예측하려면 가져오세요.</translation>
    </message>
    <message>
        <source>The next row of the data that the model learned from</source>
        <translation>모델이 학습한 데이터의 다음 행</translation>
    </message>
    <message>
        <source>There is nothing to paste: copy rows of a table, with its header or without.</source>
        <translation>붙여넣을 것이 없습니다. 표의 행을 머리글과 함께, 또는 머리글 없이 복사하세요.</translation>
    </message>
    <message>
        <source>Train the model first: every version can be asked here.</source>
        <translation>먼저 모델을 학습하세요. 모든 버전에 여기서 질문할 수 있습니다.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>What the model says of the row (Ctrl+Enter)</source>
        <translation>이 행에 대한 모델의 답(Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Rows of a table, or texts line by line, from the clipboard (Ctrl+V in the table)</source>
        <translation>클립보드의 표 행 또는 한 줄에 하나씩 적힌 텍스트 (표에서 Ctrl+V)</translation>
    </message>
</context>
<context>
    <name>RegistryCommands</name>
    <message>
        <source>Delete for good</source>
        <translation>영구 삭제</translation>
    </message>
    <message>
        <source>Delete {name} for good?</source>
        <translation>{name}을(를) 영구 삭제할까요?</translation>
    </message>
    <message>
        <source>Deleted: {size} are free</source>
        <translation>삭제됨: {size} 확보</translation>
    </message>
    <message>
        <source>Edit {name}</source>
        <translation>{name} 편집</translation>
    </message>
    <message>
        <source>It is {aliases}, and will not be any more.</source>
        <translation>현재 {aliases}이며, 더는 아니게 됩니다.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>모델 카드</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Move {name} to the trash?</source>
        <translation>{name}을(를) 휴지통으로 옮길까요?</translation>
    </message>
    <message>
        <source>With its weights, checkpoints, curves and evaluations. Forks keep their own copies.</source>
        <translation>가중치, 체크포인트, 곡선, 평가도 함께 지워집니다. 포크한 모델에는 사본이 남습니다.</translation>
    </message>
    <message>
        <source>Written: {name}</source>
        <translation>저장됨: {name}</translation>
    </message>
    <message>
        <source>v{n} is {alias} now</source>
        <translation>이제 v{n}이(가) {alias}입니다</translation>
    </message>
    <message>
        <source>{name} begins with {ref}</source>
        <translation>{name}이(가) {ref}에서 시작합니다</translation>
    </message>
    <message>
        <source>{name} is back</source>
        <translation>{name}을(를) 복원했습니다</translation>
    </message>
    <message>
        <source>{name} is in the trash</source>
        <translation>{name}을(를) 휴지통으로 옮겼습니다</translation>
    </message>
    <message>
        <source>{n} of {model}</source>
        <translation>{model}의 {n}개</translation>
    </message>
    <message>
        <source>Alias removed: {names}</source>
        <translation>별칭을 없앰: {names}</translation>
    </message>
    <message>
        <source>Deleting {name}…</source>
        <translation>{name} 삭제 중…</translation>
    </message>
</context>
<context>
    <name>RowInputs</name>
    <message>
        <source>Text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>Type or paste a text</source>
        <translation>텍스트를 입력하거나 붙여넣으세요</translation>
    </message>
    <message>
        <source>Values of the row</source>
        <translation>행의 값</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>End with the epoch (or block of trees) under way, and register the best state so far</source>
        <translation>진행 중인 에포크(또는 트리 묶음)까지만 하고 지금까지 가장 좋은 상태를 등록합니다</translation>
    </message>
    <message>
        <source>End without a version; press again to kill the process</source>
        <translation>버전 없이 끝냅니다. 다시 누르면 프로세스를 강제로 종료합니다</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>마무리 중…</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint; without one, again from the seed</source>
        <translation>마지막 체크포인트부터 이어서, 없으면 시드부터 다시 시작합니다</translation>
    </message>
    <message>
        <source>Keep a checkpoint and free the worker; any worker can go on later</source>
        <translation>체크포인트를 남기고 작업자를 비웁니다. 나중에 어느 작업자든 이어갈 수 있습니다</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>Make a version of the best state that this run has kept</source>
        <translation>이 실행이 남긴 가장 좋은 상태를 버전으로 만듭니다</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>일시 중지하는 중…</translation>
    </message>
    <message>
        <source>Register best</source>
        <translation>최선 등록</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>Stop after epoch</source>
        <translation>에포크 뒤 중지</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>즉시 중지</translation>
    </message>
</context>
<context>
    <name>RunTrash</name>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Notes and tags…</source>
        <translation>메모와 태그…</translation>
    </message>
    <message>
        <source>Runs in the trash…</source>
        <translation>휴지통의 실행…</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source> min</source>
        <translation>분</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>동시 실행</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Best by (validation)</source>
        <translation>최선의 기준(검증)</translation>
    </message>
    <message>
        <source>By successive halving (Hyperband)</source>
        <translation>연속 반감(Hyperband)</translation>
    </message>
    <message>
        <source>Choose at least one parameter.</source>
        <translation>파라미터를 하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Give up early</source>
        <translation>일찍 포기</translation>
    </message>
    <message>
        <source>Learns from trials (TPE)</source>
        <translation>시도에서 배움(TPE)</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Nothing varies.</source>
        <translation>바뀌는 파라미터가 없습니다.</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>표본 추출 방법</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>탐색</translation>
    </message>
    <message>
        <source>Search for parameters</source>
        <translation>파라미터 탐색</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Those worse than the median</source>
        <translation>중앙값보다 나쁜 시도</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>제한 시간</translation>
    </message>
    <message>
        <source>Train with the best at the end, and register that</source>
        <translation>끝나면 최선의 값으로 학습해 등록</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>시도 수</translation>
    </message>
    <message>
        <source>Choose at least one trainer.</source>
        <translation>트레이너를 하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>No trial begins after so many minutes; those under way end</source>
        <translation>이 시간(분)이 지나면 새 시도를 시작하지 않고, 진행 중인 시도는 끝까지 합니다</translation>
    </message>
    <message>
        <source>So many trainings at a time, where workers have slots free</source>
        <translation>워커에 빈 슬롯이 있을 때 동시에 실행할 학습 수</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Trainers</source>
        <translation>트레이너</translation>
    </message>
    <message>
        <source>Usual: by row ids</source>
        <translation>없음 (행 ID 기준)</translation>
    </message>
    <message>
        <source>What varies: 1e-4..1e-1:log is a range by orders of magnitude, a|b are choices. What does not vary keeps the trainer's own value, or the one that you type.</source>
        <translation>바꿀 값: 1e-4..1e-1:log는 로그 범위, a|b는 선택지입니다. 바꾸지 않는 값은 트레이너의 기본값이나 입력한 값을 그대로 씁니다.</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>A study tries parameters in many trainings, gives up those that do worse, and says what is best.</source>
        <translation>탐색은 여러 번 학습하며 파라미터를 시험하고, 뒤처지는 시도는 포기하며, 무엇이 가장 좋은지 알려 줍니다.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Curves of the trials</source>
        <translation>시도의 곡선</translation>
    </message>
    <message>
        <source>Further trials</source>
        <translation>추가 시도</translation>
    </message>
    <message>
        <source>Go on with study {n}</source>
        <translation>탐색 {n} 이어가기</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>이어가기…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>이력</translation>
    </message>
    <message>
        <source>Importance of the parameters</source>
        <translation>파라미터 중요도</translation>
    </message>
    <message>
        <source>Keep the best trial's parameters as a preset</source>
        <translation>최선 시도의 파라미터를 프리셋으로 저장</translation>
    </message>
    <message>
        <source>Known after four trials that came to their end.</source>
        <translation>시도 네 개가 끝나면 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Metric by trial</source>
        <translation>시도별 지표</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>프리셋 이름</translation>
    </message>
    <message>
        <source>No studies yet</source>
        <translation>아직 탐색이 없습니다</translation>
    </message>
    <message>
        <source>Parallel coordinates of the trials</source>
        <translation>시도의 평행 좌표</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Save as preset…</source>
        <translation>프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Save the best as preset</source>
        <translation>최선을 프리셋으로 저장</translation>
    </message>
    <message>
        <source>Saved as preset {name}, version {n}</source>
        <translation>프리셋 {name}의 버전 {n}(으)로 저장했습니다</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>탐색…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>탐색</translation>
    </message>
    <message>
        <source>Study {n}: {state}</source>
        <translation>탐색 {n}: {state}</translation>
    </message>
    <message>
        <source>The best of study {n}</source>
        <translation>탐색 {n}의 최선</translation>
    </message>
    <message>
        <source>Train once more with the best trial's parameters, and register that</source>
        <translation>최선 시도의 파라미터로 한 번 더 학습해 등록합니다</translation>
    </message>
    <message>
        <source>Train with best</source>
        <translation>최선으로 학습</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>시도 수</translation>
    </message>
    <message>
        <source>What matters: share of the metric's variance</source>
        <translation>무엇이 중요한가: 지표 분산에서 차지하는 비율</translation>
    </message>
</context>
<context>
    <name>SpaceEditor</name>
    <message>
        <source>What to try of {name}</source>
        <translation>{name}에 시도할 값</translation>
    </message>
    <message>
        <source>always {value}</source>
        <translation>항상 {value}</translation>
    </message>
</context>
<context>
    <name>TrashedRuns</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>영구 삭제…</translation>
    </message>
    <message>
        <source>In the trash since</source>
        <translation>휴지통에 넣은 시각</translation>
    </message>
    <message>
        <source>No runs are in the trash.</source>
        <translation>휴지통에 실행이 없습니다.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Runs of {model} in the trash</source>
        <translation>휴지통에 있는 {model}의 실행</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>트레이너</translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>Feature</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Epoch, or trees</source>
        <translation>에포크 또는 트리 수</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>지금까지 최선</translation>
    </message>
    <message>
        <source>best {metric} {value}, trial {n}</source>
        <translation>최선 {metric} {value}, 시도 {n}</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>중도 포기</translation>
    </message>
    <message>
        <source>registered as v{n}</source>
        <translation>v{n}으로 등록됨</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>실패 {n}</translation>
    </message>
    <message>
        <source>{n} given up</source>
        <translation>중도 포기 {n}</translation>
    </message>
    <message>
        <source>{n} of {total} trials</source>
        <translation>시도 {total}개 중 {n}개</translation>
    </message>
    <message>
        <source>A line a trial: the stronger, the better. Faint grey ones came to no end. A click selects.</source>
        <translation>선 하나가 시도 하나입니다. 진할수록 좋고, 옅은 회색은 끝까지 가지 못한 시도입니다. 클릭하면 선택됩니다.</translation>
    </message>
    <message>
        <source>As the pruner saw them; the best one is coloured.</source>
        <translation>가지치기가 본 그대로입니다. 가장 좋은 시도만 색이 있습니다.</translation>
    </message>
    <message>
        <source>Drawn: the last {m} of {n}.</source>
        <translation>{n}개 중 마지막 {m}개를 그렸습니다.</translation>
    </message>
    <message>
        <source>Outside of the picture, as they lie far off: {n} given up. The table has them.</source>
        <translation>멀리 떨어져 그림 밖에 있는 것: 중단된 시도 {n}개. 표에는 있습니다.</translation>
    </message>
</context>
<context>
    <name>EmptyTrashDialog</name>
    <message>
        <source> days or longer</source>
        <translation>일 이상</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>세는 중…</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>영구 삭제</translation>
    </message>
    <message>
        <source>Deleted: {size} are free</source>
        <translation>삭제됨: {size} 확보</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>휴지통 비우기</translation>
    </message>
    <message>
        <source>In the trash for</source>
        <translation>휴지통에 있던 기간</translation>
    </message>
    <message>
        <source>In use, and staying:</source>
        <translation>사용 중이어서 남는 것:</translation>
    </message>
    <message>
        <source>Models, versions and runs in the trash go, with their weights, checkpoints, curves and evaluations. This cannot be undone.</source>
        <translation>휴지통에 있는 모델, 버전, 실행이 가중치, 체크포인트, 곡선, 평가와 함께 삭제됩니다. 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Models: {models}, versions: {versions}, runs: {runs}. {size} will be free.</source>
        <translation>모델 {models}개, 버전 {versions}개, 실행 {runs}개. {size}가 비워집니다.</translation>
    </message>
    <message>
        <source>Nothing in the trash can go.</source>
        <translation>휴지통에서 삭제할 수 있는 것이 없습니다.</translation>
    </message>
    <message>
        <source>any time</source>
        <translation>전체 기간</translation>
    </message>
</context>
<context>
    <name>ExchangeCommands</name>
    <message>
        <source>Exported: {name}</source>
        <translation>내보냄: {name}</translation>
    </message>
    <message>
        <source>Import a dataset first: a model belongs to one.</source>
        <translation>먼저 데이터셋을 가져오세요. 모델은 데이터셋에 속합니다.</translation>
    </message>
    <message>
        <source>Not signed: this system has no keyring.</source>
        <translation>서명하지 않음: 이 시스템에는 키링이 없습니다.</translation>
    </message>
    <message>
        <source>ONNX differs from the model by at most {difference} on {n} rows.</source>
        <translation>{n}행에서 ONNX와 모델의 차이는 최대 {difference}입니다.</translation>
    </message>
    <message>
        <source>Signed by you ({fingerprint}).</source>
        <translation>내 키로 서명함 ({fingerprint}).</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
</context>
<context>
    <name>PredictDialog</name>
    <message>
        <source>Data version</source>
        <translation>데이터 버전</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Predict by {model} v{n}</source>
        <translation>{model} v{n}으로 예측</translation>
    </message>
    <message>
        <source>Reading the versions…</source>
        <translation>버전을 읽는 중…</translation>
    </message>
    <message>
        <source>The data lacks columns that the model needs: {names}.</source>
        <translation>모델에 필요한 열이 데이터에 없습니다: {names}.</translation>
    </message>
    <message>
        <source>The predictions of {n} rows become columns of the dataset's next version: {columns}.</source>
        <translation>{n}행의 예측이 데이터셋 다음 버전의 열이 됩니다: {columns}.</translation>
    </message>
    <message>
        <source>They replace those that are there.</source>
        <translation>이미 있는 열을 바꿉니다.</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
    <context>
        <name>Params</name>
        <message>
            <source>Split</source>
            <translation>분할</translation>
        </message>
        <message>
            <source>How 10 % of the rows each are held out for validation and test: random (stable: a row once held out for the test stays so in later versions) or time (the latest rows by the timestamp column)</source>
            <translation>검증과 테스트에 각각 10 %를 떼어 두는 방법. random: 무작위(한 번 테스트에 쓰인 행은 이후 버전에서도 테스트에 남음), time: 시각 컬럼 기준 가장 최근 행</translation>
        </message>
        <message>
            <source>Early stopping</source>
            <translation>조기 종료</translation>
        </message>
        <message>
            <source>Stop when the validation loss no longer falls, and keep the best state</source>
            <translation>검증 손실이 더 내려가지 않으면 멈추고 가장 좋은 상태를 남깁니다</translation>
        </message>
        <message>
            <source>Hidden layers</source>
            <translation>은닉층</translation>
        </message>
        <message>
            <source>Units of each hidden layer</source>
            <translation>은닉층마다의 유닛 수</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>학습률</translation>
        </message>
        <message>
            <source>Peak step size of AdamW; it decays by a cosine</source>
            <translation>AdamW의 최대 학습률. 코사인으로 줄어듭니다</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>배치 크기</translation>
        </message>
        <message>
            <source>Rows per step; 0 chooses it from the number of rows</source>
            <translation>한 스텝의 행 수. 0이면 행 수에 맞춰 정합니다</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>에포크</translation>
        </message>
        <message>
            <source>Passes over the training part, at most</source>
            <translation>학습 데이터를 도는 최대 횟수</translation>
        </message>
        <message>
            <source>Dropout</source>
            <translation>드롭아웃</translation>
        </message>
        <message>
            <source>Share of units dropped while training</source>
            <translation>학습 중 끄는 유닛의 비율</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>가중치 감쇠</translation>
        </message>
        <message>
            <source>Shrinkage of the weights</source>
            <translation>가중치를 줄이는 정도</translation>
        </message>
        <message>
            <source>Embedding size</source>
            <translation>임베딩 크기</translation>
        </message>
        <message>
            <source>Numbers that stand for one category</source>
            <translation>범주 하나를 나타내는 숫자의 개수</translation>
        </message>
        <message>
            <source>Patience</source>
            <translation>인내</translation>
        </message>
        <message>
            <source>Epochs without a better validation loss before stopping</source>
            <translation>검증 손실이 나아지지 않아도 기다리는 에포크 수</translation>
        </message>
        <message>
            <source>Texts per step; 0 chooses it from the number of texts</source>
            <translation>한 스텝의 텍스트 수. 0이면 텍스트 수에 맞춰 정합니다</translation>
        </message>
        <message>
            <source>Numbers that stand for one n-gram</source>
            <translation>n-gram 하나를 나타내는 숫자의 개수</translation>
        </message>
        <message>
            <source>Hash buckets</source>
            <translation>해시 버킷</translation>
        </message>
        <message>
            <source>Character n-grams are hashed into so many</source>
            <translation>문자 n-gram을 이 개수로 해시합니다</translation>
        </message>
        <message>
            <source>Longest n-gram</source>
            <translation>최대 n-gram</translation>
        </message>
        <message>
            <source>Characters in the longest n-gram</source>
            <translation>가장 긴 n-gram의 글자 수</translation>
        </message>
        <message>
            <source>Share of text features dropped in training</source>
            <translation>학습 중 끄는 텍스트 특징의 비율</translation>
        </message>
        <message>
            <source>Longest text</source>
            <translation>최대 텍스트 길이</translation>
        </message>
        <message>
            <source>Characters read of each text, from its start</source>
            <translation>텍스트마다 앞에서부터 읽는 글자 수</translation>
        </message>
        <message>
            <source>Iterations</source>
            <translation>반복</translation>
        </message>
        <message>
            <source>Boosting rounds, at most</source>
            <translation>최대 부스팅 횟수</translation>
        </message>
        <message>
            <source>Shrinkage of each tree</source>
            <translation>트리마다의 축소율</translation>
        </message>
        <message>
            <source>Leaves</source>
            <translation>잎 수</translation>
        </message>
        <message>
            <source>Leaves of a tree, at most</source>
            <translation>트리 하나의 최대 잎 수</translation>
        </message>
        <message>
            <source>Rows per leaf</source>
            <translation>잎당 행</translation>
        </message>
        <message>
            <source>Rows in a leaf, at least</source>
            <translation>잎 하나의 최소 행 수</translation>
        </message>
        <message>
            <source>L2 penalty</source>
            <translation>L2 벌점</translation>
        </message>
        <message>
            <source>Shrinkage of leaf values</source>
            <translation>잎 값을 줄이는 정도</translation>
        </message>
        <message>
            <source>Rounds without a better validation loss before stopping</source>
            <translation>검증 손실이 나아지지 않아도 기다리는 횟수</translation>
        </message>
        <message>
            <source>Regularization</source>
            <translation>정규화</translation>
        </message>
        <message>
            <source>Strength of the L2 penalty on the coefficients</source>
            <translation>계수에 대한 L2 벌점의 세기</translation>
        </message>
        <message>
            <source>Steps of the solver (L-BFGS), at most; regression is exact</source>
            <translation>풀이(L-BFGS)의 최대 스텝. 회귀는 정확해를 구합니다</translation>
        </message>
        <message>
            <source>Text only: characters in the longest n-gram</source>
            <translation>텍스트만: 가장 긴 n-gram의 글자 수</translation>
        </message>
        <message>
            <source>random</source>
            <translation>무작위</translation>
        </message>
        <message>
            <source>time</source>
            <translation>시간 순</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>키</translation>
        </message>
        <message>
            <source>Near</source>
            <translation>비슷한 텍스트</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>임곗값</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>남길 행</translation>
        </message>
        <message>
            <source>first</source>
            <translation>처음</translation>
        </message>
        <message>
            <source>last</source>
            <translation>마지막</translation>
        </message>
        <message>
            <source>How</source>
            <translation>방법</translation>
        </message>
        <message>
            <source>drop</source>
            <translation>행 제거</translation>
        </message>
        <message>
            <source>constant</source>
            <translation>지정한 값</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>평균</translation>
        </message>
        <message>
            <source>median</source>
            <translation>중앙값</translation>
        </message>
        <message>
            <source>mode</source>
            <translation>최빈값</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>컬럼</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>값</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>컬럼</translation>
        </message>
        <message>
            <source>Minimum</source>
            <translation>최솟값</translation>
        </message>
        <message>
            <source>Maximum</source>
            <translation>최댓값</translation>
        </message>
        <message>
            <source>Then</source>
            <translation>처리</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>결측으로</translation>
        </message>
        <message>
            <source>clip</source>
            <translation>경계값으로</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>값</translation>
        </message>
        <message>
            <source>replace</source>
            <translation>바꾸기</translation>
        </message>
        <message>
            <source>Replacement</source>
            <translation>바꿀 값</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>방법</translation>
        </message>
        <message>
            <source>iqr</source>
            <translation>사분위 범위(IQR)</translation>
        </message>
        <message>
            <source>mad</source>
            <translation>중앙값 절대 편차(MAD)</translation>
        </message>
        <message>
            <source>deviation</source>
            <translation>표준편차</translation>
        </message>
        <message>
            <source>Factor</source>
            <translation>배수</translation>
        </message>
        <message>
            <source>Case</source>
            <translation>대소문자</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>그대로</translation>
        </message>
        <message>
            <source>lower</source>
            <translation>소문자</translation>
        </message>
        <message>
            <source>upper</source>
            <translation>대문자</translation>
        </message>
        <message>
            <source>title</source>
            <translation>단어 첫 글자만 대문자</translation>
        </message>
        <message>
            <source>unify</source>
            <translation>흔한 표기로 통일</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>대응표</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>형식</translation>
        </message>
        <message>
            <source>Bad</source>
            <translation>맞지 않는 값</translation>
        </message>
        <message>
            <source>refuse</source>
            <translation>거부</translation>
        </message>
        <message>
            <source>Expression</source>
            <translation>수식</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>조건</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>자동</translation>
        </message>
        <message>
            <source>old: new, old: new</source>
            <translation>이전: 새 값, 이전: 새 값</translation>
        </message>
        <message>
            <source>Field required</source>
            <translation>값을 입력하세요</translation>
        </message>
        <message>
            <source>duplicates are found by key or by near text, not by both</source>
            <translation>키와 비슷한 텍스트 중 하나만 쓸 수 있습니다</translation>
        </message>
        <message>
            <source>a value belongs to missing=constant, and to nothing else</source>
            <translation>값은 방법이 지정한 값일 때만 씁니다</translation>
        </message>
        <message>
            <source>a range needs a minimum, a maximum, or both</source>
            <translation>최솟값이나 최댓값을 입력하세요</translation>
        </message>
        <message>
            <source>Wasserstein, normed</source>
            <translation>바서슈타인(정규화)</translation>
        </message>
        <message>
            <source>Wasserstein</source>
            <translation>바서슈타인</translation>
        </message>
        <message>
            <source>Kolmogorov–Smirnov</source>
            <translation>콜모고로프–스미르노프</translation>
        </message>
        <message>
            <source>Cramér–von Mises</source>
            <translation>크라메르–폰 미제스</translation>
        </message>
        <message>
            <source>Anderson–Darling</source>
            <translation>앤더슨–달링</translation>
        </message>
        <message>
            <source>Energy distance</source>
            <translation>에너지 거리</translation>
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
            <source>Jensen–Shannon, natural logarithms</source>
            <translation>젠슨–섀넌(자연로그)</translation>
        </message>
        <message>
            <source>Jensen–Shannon, bins of one width</source>
            <translation>젠슨–섀넌(등폭 구간)</translation>
        </message>
        <message>
            <source>Hellinger</source>
            <translation>헬링거</translation>
        </message>
        <message>
            <source>Kullback–Leibler</source>
            <translation>쿨백–라이블러</translation>
        </message>
        <message>
            <source>Mean shift</source>
            <translation>평균 이동</translation>
        </message>
        <message>
            <source>Variance shift</source>
            <translation>분산 변화</translation>
        </message>
        <message>
            <source>Out of range</source>
            <translation>범위 이탈</translation>
        </message>
        <message>
            <source>Gaps</source>
            <translation>시각 간격</translation>
        </message>
        <message>
            <source>Hours of the day</source>
            <translation>시간대</translation>
        </message>
        <message>
            <source>Weekdays</source>
            <translation>요일</translation>
        </message>
        <message>
            <source>Total variation</source>
            <translation>총변동 거리</translation>
        </message>
        <message>
            <source>L-infinity</source>
            <translation>L-무한대</translation>
        </message>
        <message>
            <source>Chi-square</source>
            <translation>카이제곱</translation>
        </message>
        <message>
            <source>Chi-square, reference fixed</source>
            <translation>카이제곱(기준 고정)</translation>
        </message>
        <message>
            <source>G-test</source>
            <translation>G-검정</translation>
        </message>
        <message>
            <source>Fisher's exact test</source>
            <translation>피셔 정확 검정</translation>
        </message>
        <message>
            <source>New categories</source>
            <translation>새 범주</translation>
        </message>
        <message>
            <source>Vanished categories</source>
            <translation>사라진 범주</translation>
        </message>
        <message>
            <source>Share of true</source>
            <translation>참의 비율</translation>
        </message>
        <message>
            <source>N-gram profile</source>
            <translation>N-그램 프로필</translation>
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
            <source>New vocabulary</source>
            <translation>새 어휘</translation>
        </message>
        <message>
            <source>N-gram classifier</source>
            <translation>N-그램 분류기</translation>
        </message>
        <message>
            <source>Share missing</source>
            <translation>결측 비율</translation>
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
            <source>Centroid</source>
            <translation>중심점</translation>
        </message>
        <message>
            <source>Domain classifier</source>
            <translation>도메인 분류기</translation>
        </message>
        <message>
            <source>Reconstruction error</source>
            <translation>PCA 복원 오차</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>스키마</translation>
        </message>
        <message>
            <source>Not judged</source>
            <translation>판정 제외</translation>
        </message>
        <message>
            <source>Too few values</source>
            <translation>값 부족</translation>
        </message>
        <message>
            <source>Nothing to compare</source>
            <translation>비교할 것 없음</translation>
        </message>
        <message>
            <source>Delta</source>
            <translation>델타</translation>
        </message>
        <message>
            <source>Chance of a false alarm, roughly</source>
            <translation>오경보 확률(대략)</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>검사 간격</translation>
        </message>
        <message>
            <source>Look for change every so many values</source>
            <translation>이 개수의 값마다 변화를 찾습니다</translation>
        </message>
        <message>
            <source>Alpha</source>
            <translation>유의수준</translation>
        </message>
        <message>
            <source>Level of the Kolmogorov-Smirnov test at each value</source>
            <translation>값마다 하는 콜모고로프–스미르노프 검정의 유의수준</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>윈도우</translation>
        </message>
        <message>
            <source>Values that are remembered</source>
            <translation>기억하는 값의 수</translation>
        </message>
        <message>
            <source>Recent values</source>
            <translation>최근 값</translation>
        </message>
        <message>
            <source>Compared with as many earlier ones</source>
            <translation>같은 수의 이전 값과 비교합니다</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>시드</translation>
        </message>
        <message>
            <source>Of the earlier values that are drawn</source>
            <translation>이전 값을 뽑을 때 씁니다</translation>
        </message>
        <message>
            <source>Fewest values</source>
            <translation>최소 값 수</translation>
        </message>
        <message>
            <source>Before the first alarm</source>
            <translation>첫 경보까지 필요한 수</translation>
        </message>
        <message>
            <source>Change that is tolerated, in the stream's unit</source>
            <translation>허용하는 변화(스트림의 단위)</translation>
        </message>
        <message>
            <source>Of the summed change, in the stream's unit</source>
            <translation>누적 변화의 임곗값(스트림의 단위)</translation>
        </message>
        <message>
            <source>Forgetting</source>
            <translation>망각 계수</translation>
        </message>
        <message>
            <source>Weight of the sum so far at each value</source>
            <translation>값마다 지금까지의 누적에 곱하는 가중치</translation>
        </message>
        <message>
            <source>Direction</source>
            <translation>방향</translation>
        </message>
        <message>
            <source>Of the change that counts</source>
            <translation>어느 방향의 변화를 볼지</translation>
        </message>
        <message>
            <source>up</source>
            <translation>증가</translation>
        </message>
        <message>
            <source>down</source>
            <translation>감소</translation>
        </message>
        <message>
            <source>both</source>
            <translation>양쪽</translation>
        </message>
        <message>
            <source>In standard deviations above the lowest error rate</source>
            <translation>최저 오류율 위로 표준편차의 몇 배</translation>
        </message>
        <message>
            <source>Fewest errors</source>
            <translation>최소 오류 수</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>경고</translation>
        </message>
        <message>
            <source>Alarm</source>
            <translation>경보</translation>
        </message>
        <message>
            <source>Share of the largest distance between errors</source>
            <translation>오류 간 최대 거리에 대한 비율</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>신뢰도</translation>
        </message>
        <message>
            <source>Chance of a false alarm at a cut</source>
            <translation>분할점마다의 오경보 확률</translation>
        </message>
        <message>
            <source>Lambda</source>
            <translation>람다</translation>
        </message>
        <message>
            <source>Weight of the latest value</source>
            <translation>최근 값의 가중치</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>행</translation>
        </message>
        <message>
            <source>From one alarm to the next</source>
            <translation>경보 사이의 행 수</translation>
        </message>
    </context>
</TS>
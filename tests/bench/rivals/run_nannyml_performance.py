"""NannyML's estimates of performance on its own data: ``run_nannyml_performance.py FOLDER``. Prints, by data set and metric,
the mean absolute error of the estimates against the truth over the chunks."""

import json
import sys
from pathlib import Path

import nannyml
import numpy as np
import pandas as pd

FOLDER = Path(sys.argv[1])


def read(name):
    return pd.read_csv(FOLDER / f"{name}.csv")


def error(estimator, reference, analysis, truth, calculator, metrics):  # noqa: PLR0917 the two pairs of a comparison
    estimator.fit(reference)
    told = estimator.estimate(analysis).filter(period="analysis").to_df()
    calculator.fit(reference)
    real = calculator.calculate(truth).filter(period="analysis").to_df()
    return {m: float(np.abs(told[(m, "value")] - real[(m, "value")]).mean()) for m in metrics}


def classes(names, problem, scores, target, *, chunk):
    metrics = ["roc_auc", "f1", "accuracy"]
    reference, analysis, truth = read(names[0]), read(names[1]), read(names[2])
    common = {
        "y_true": target, "y_pred": "y_pred", "y_pred_proba": scores, "metrics": metrics,
        "chunk_size": chunk, "problem_type": problem,
    }  # fmt: skip
    joined = analysis.assign(**{target: truth[target].to_numpy()})
    return error(
        nannyml.CBPE(**common), reference, analysis, joined, nannyml.PerformanceCalculator(**common), metrics
    )


def values():
    reference, analysis = read("regression_synthetic_reference"), read("regression_synthetic_analysis")
    truth = read("regression_synthetic_analysis_targets")
    metrics = ["mae", "rmse", "mape"]
    features = ["car_age", "km_driven", "price_new", "accident_count", "door_count", "fuel", "transmission"]
    common = {"y_true": "y_true", "y_pred": "y_pred", "metrics": metrics, "chunk_size": 6000}
    joined = analysis.assign(y_true=truth["y_true"].to_numpy())
    return error(
        nannyml.DLE(feature_column_names=features, tune_hyperparameters=False, **common),
        reference,
        analysis,
        joined,
        nannyml.PerformanceCalculator(problem_type="regression", **common),
        metrics,
    )


car = ("synthetic_car_loan_reference", "synthetic_car_loan_analysis", "synthetic_car_loan_analysis_target")
cards = {c: f"y_pred_proba_{c}" for c in ("prepaid_card", "highstreet_card", "upmarket_card")}
many = ("mc_reference", "mc_analysis", "mc_analysis_gt")
print(
    json.dumps(
        {
            "car loans": classes(car, "classification_binary", "y_pred_proba", "repaid", chunk=5000),
            "credit cards": classes(many, "classification_multiclass", cards, "y_true", chunk=6000),
            "car prices": values(),
        }
    )
)

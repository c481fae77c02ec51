"""How metrics are called in sentences that are stored. The window says them in its language."""

METRIC_TITLES = {
    "roc_auc": "ROC AUC",
    "accuracy": "Accuracy",
    "f1": "F1 (mean of classes)",
    "positive_f1": "F1",
    "precision": "Precision",
    "recall": "Recall",
    "specificity": "Specificity",
    "brier": "Brier score",
    "log_loss": "Log loss",
    "score_bias": "Score bias",
    "true_positives": "True positives",
    "false_positives": "False positives",
    "true_negatives": "True negatives",
    "false_negatives": "False negatives",
    "rmse": "RMSE",
    "mae": "MAE",
    "mse": "MSE",
    "mape": "MAPE",
    "r2": "R²",
}


def metric_title(name: str) -> str:
    return METRIC_TITLES.get(name, name)

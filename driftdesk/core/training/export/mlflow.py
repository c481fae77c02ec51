"""A model as a folder in MLflow's format, with the flavour ``python_function`` (and no pickle in it).

The files are those of MLflow's documentation of the "MLflow model" format: ``MLmodel``, ``conda.yaml``,
``python_env.yaml``, ``requirements.txt``; ``code/`` holds what predicts, ``data/`` the bundle, unpacked. JSON is YAML.
"""

import json
from collections.abc import Mapping
from typing import Any

_LOADER = "driftdesk_mlflow"
_CODE = '''"""Lets MLflow load the model: see driftdesk_model.py."""

import pandas as pd
from driftdesk_model import Model


class _Predictor:
    def __init__(self, model):
        self._model = model

    def predict(self, model_input, params=None):
        if not isinstance(model_input, pd.DataFrame):
            model_input = pd.DataFrame(model_input)
        columns = {n: [None if pd.isna(v) else v for v in model_input[n]] for n in model_input.columns}
        return pd.DataFrame(self._model.decide(self._model.predict(columns)))


def _load_pyfunc(data_path):
    return _Predictor(Model(data_path))
'''
_TYPES = {"numeric": "double", "boolean": "boolean", "datetime": "datetime"}


def folder(manifest: Mapping[str, Any], bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the folder by their names. ``bundle``: the entries of a bundle with ONNX."""
    versions = manifest["environment"]
    needs = [f"{name}=={versions[name]}" for name in ("numpy", "onnxruntime")] + ["pandas"]
    code = {"driftdesk_model.py", "ngrams.py"}
    files = {
        "MLmodel": _json(_description(manifest)),
        "requirements.txt": "\n".join(needs).encode() + b"\n",
        "python_env.yaml": _json(
            {
                "python": versions["python"],
                "build_dependencies": ["pip"],
                "dependencies": ["-r requirements.txt"],
            }
        ),
        "conda.yaml": _json(
            {
                "name": "driftdesk",
                "channels": ["conda-forge"],
                "dependencies": [f"python={versions['python']}", "pip", {"pip": needs}],
            }
        ),
        f"code/{_LOADER}.py": _CODE.encode(),
    }
    for name, content in bundle.items():
        if name == "__main__.py":
            continue  # what it would run stands in code/
        files[("code/" if name in code else "data/") + name] = content
    return files


def _description(manifest: Mapping[str, Any]) -> dict[str, Any]:
    inputs = [
        {"type": _TYPES.get(i["kind"], "string"), "name": i["name"], "required": True}
        for i in manifest["serving"]["inputs"]
    ]
    classes = manifest["problem"]["classes"]
    outputs = [{"type": "string" if classes else "double", "name": "prediction", "required": True}]
    outputs += [{"type": "double", "name": f"probability_{c}", "required": True} for c in classes]
    return {
        "flavors": {
            "python_function": {
                "loader_module": _LOADER,
                "code": "code",
                "data": "data",
                "env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"},
                "python_version": manifest["environment"]["python"],
            },
        },
        "model_uuid": manifest["id"],
        "utc_time_created": manifest["created_at"].replace("T", " ").split("+")[0].rstrip("Z"),
        "metadata": {"model": manifest["model"], "version": manifest["version"], "producer": "driftdesk"},
        "signature": {"inputs": json.dumps(inputs), "outputs": json.dumps(outputs), "params": None},
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"

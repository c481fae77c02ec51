"""Models for elsewhere: as ONNX, as a signed bundle that predicts by itself and can be imported again, as a folder in
MLflow's format."""

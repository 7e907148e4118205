# What MLflow's own client makes of the experiment of argument 1: its runs with all that is logged, the oldest first.
import json, sys, mlflow
from mlflow import MlflowClient
client = MlflowClient()
experiment = client.get_experiment_by_name(sys.argv[1])
runs = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
print(json.dumps([{
    "runId": run.info.run_id, "name": run.info.run_name, "status": run.info.status,
    "metrics": run.data.metrics, "params": run.data.params, "tags": run.data.tags,
    "points": {key: len(client.get_metric_history(run.info.run_id, key)) for key in list(run.data.metrics)[:10]},
    "artifacts": {file.path: mlflow.artifacts.load_text(run.info.artifact_uri + "/" + file.path)
                  for file in client.list_artifacts(run.info.run_id)},
} for run in runs]))

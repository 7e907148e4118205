"""Prints what inspect-ai itself says of its logs in the folders in FOLDER, as JSON: python tell-inspect.py FOLDER"""

import json
import sys
from pathlib import Path

from inspect_ai.log import read_eval_log
from inspect_ai.scorer import value_to_float


def tell_score(score):
    return {
        "scorer": score.scorer,
        "name": score.name,
        "reducer": score.reducer,
        "scored": score.scored_samples,
        "metrics": [
            {"key": key, "name": metric.name, "value": metric.value, "grouped": metric.group is not None}
            for key, metric in score.metrics.items()
        ],
    }


def tell_samples(samples):
    to_float = value_to_float()
    sums = {}
    for sample in samples:
        for scorer, score in (sample.scores or {}).items():
            fields = score.value.items() if isinstance(score.value, dict) else [(None, score.value)]
            for field, value in fields:
                metric = scorer if field is None else f"{scorer}/{field}"
                count, total = sums.get(metric, (0, 0.0))
                sums[metric] = (count + 1, total + to_float(value))
    return [{"metric": metric, "count": count, "sum": total} for metric, (count, total) in sums.items()]


def tell_log(path):
    log = read_eval_log(str(path))
    return {
        "folder": path.parent.name,
        "file": path.name,
        "status": log.status,
        "version": log.eval.packages["inspect_ai"],
        "model": log.eval.model,
        "task": log.eval.task,
        "fewshot": log.eval.task_args.get("fewshot"),
        "available": log.eval.dataset.samples,
        "scores": [tell_score(score) for score in (log.results.scores if log.results else [])],
        "samples": tell_samples(log.samples or []),
    }


print(json.dumps([tell_log(path) for path in sorted(Path(sys.argv[1]).glob("*/*"))]))

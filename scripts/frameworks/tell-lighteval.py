"""Prints what the details of lighteval in FOLDER hold, as JSON: python tell-lighteval.py FOLDER"""

import json
import sys
from pathlib import Path

import pyarrow.parquet


def tell_file(path, folder):
    rows = pyarrow.parquet.read_table(path).to_pylist()
    (task,) = {row["doc"]["task_name"] for row in rows}
    sums = {}
    for row in rows:
        for metric, value in row["metric"].items():
            if value is not None:
                count, total = sums.get(metric, (0, 0.0))
                sums[metric] = (count + 1, total + value)
    file = path.relative_to(folder).as_posix()
    return [
        {"file": file, "task": task, "metric": metric, "count": count, "sum": total}
        for metric, (count, total) in sums.items()
    ]


folder = Path(sys.argv[1])
print(json.dumps([sums for path in sorted(folder.rglob("*.parquet")) for sums in tell_file(path, folder)]))

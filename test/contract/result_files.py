"""Lets hf-eval write scores of a results file into a card: numbers and names that readers of YAML may take for others."""

import json
import subprocess
from pathlib import Path

import clients
from samples import REPO

NUMBERS = [1e-7, 5e-324, 1e21, 1.5e300, 123456789.123, 1e-5, 1e16, 0.1, 3.0]
NAMES = ["\u202eevil\u2066", "##[error]x", "\x1b[31m", "1e-7", "no"]
READS = "PyYAML reads the numbers and names of a results file as they are there"


def results_of(values: dict[str, float]) -> dict[str, object]:
    """A results file of lm-evaluation-harness."""
    return {
        "results": {name: {"alias": name, "word_perplexity,none": value} for name, value in values.items()},
        "configs": {
            name: {"task": name, "dataset_path": f"org/{at}", "dataset_name": name} for at, name in enumerate(values)
        },
        "group_subtasks": {name: [] for name in values},
        "versions": {name: 1 for name in values},
        "n-shot": {name: 0 for name in values},
        "n-samples": {name: {"original": 100, "effective": 100} for name in values},
        "config": {"model": "hf", "model_args": {"pretrained": REPO}, "limit": None},
        "date": 1772625600.0,
        "lm_eval_version": "0.4.9",
    }


def problem_in(folder: Path, command: list[str]) -> str | None:
    """What is not as promised, if anything is."""
    values = {f"task {value}": value for value in NUMBERS} | {name: at + 0.25 for at, name in enumerate(NAMES)}
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# Kestrel 7B\n", encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(results_of(values)), encoding="utf-8")
    args = ["collect", "--card", "README.md", "--repo-id", REPO, "--results", "results.json", "--metrics", "all"]
    args = [*command, *args, "--write"]
    done = subprocess.run(args, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)
    if done.returncode != 0:
        return done.stdout + done.stderr
    results = clients.read_metadata(folder / "README.md")["model-index"][0]["results"]
    found = {one["dataset"]["config"]: metric["value"] for one in results for metric in one["metrics"]}
    return None if found == values else f"expected: {values!r}\n  found:    {found!r}"

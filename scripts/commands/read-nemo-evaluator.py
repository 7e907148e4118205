"""Gives command lines to NeMo Evaluator's launcher, as a dry run: python read-nemo-evaluator.py [COMMANDS.json] ANSWERS.json

COMMANDS is a list of {argv, folder}; the answers say what each of them means, or why it is refused. Without COMMANDS,
they say what is known of its tasks. Nothing is evaluated.
"""

import functools
import json
import logging
import os
import shutil
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)
os.environ.update({"NEMO_EVALUATOR_TELEMETRY_LEVEL": "0", "HF_TOKEN": "hf_none", "OPENAI_API_KEY": "none"})

import yaml
from nemo_evaluator_launcher.cli.main import main as launcher
from nemo_evaluator_launcher.common.mapping import load_tasks_mapping
from nemo_evaluator_launcher.executors.local import executor

# Its tasks are the same each time.
executor.load_tasks_mapping = functools.cache(load_tasks_mapping)
# A dry run warns of tasks that it does not know; a real one refuses them.
SAFEGUARD = executor.check_unlisted_tasks_safeguard
executor.check_unlisted_tasks_safeguard = lambda names, dry_run: SAFEGUARD(names, dry_run=False)


def read(argv):
    program, *args = argv
    if program != "nemo-evaluator-launcher":
        raise ValueError(f"{program} is another program")
    shutil.rmtree("results", ignore_errors=True)
    sys.argv = [program, *args, "--dry-run"]
    launcher()
    (script,) = Path("results").glob("*/run_all.sequential.sh")
    text = script.read_text()
    lines = text.splitlines()
    config = yaml.safe_load(
        "\n".join(line.strip().removeprefix("#")[1:] for line in lines[config_start(lines) :][: config_length(lines)])
    )
    server = [lines[at + 1].strip() for at, line in enumerate(lines) if line.strip().startswith("vllm/")]
    return {"config": config, "server": server, "jobs": text.count("Docker run with eval factory command")}


def config_start(lines):
    return next(at for at, line in enumerate(lines) if "Contents of config_ef.yaml" in line) + 1


def config_length(lines):
    rest = lines[config_start(lines) :]
    return next(at for at, line in enumerate(rest) if not line.strip().startswith("#") or "# Contents of " in line)


def registry():
    harnesses, likelihood, trusting = {}, [], []
    for (harness, name), task in load_tasks_mapping().items():
        kind = task["endpoint_type"] if task["endpoint_type"] in ("chat", "completions") else "other"
        harnesses.setdefault(harness, {"chat": [], "completions": [], "other": []})[kind].append(name)
        config = task["defaults"]["config"]
        if "logprobs" in (config.get("required_capabilities") or []):
            likelihood.append(f"{harness}.{name}")
        if "trust_remote_code" in str(config.get("params", {}).get("extra", {}).get("args")):
            trusting.append(f"{harness}.{name}")
    return {
        "harnesses": {
            harness: {kind: " ".join(sorted(names)) for kind, names in kinds.items()}
            for harness, kinds in sorted(harnesses.items())
        },
        "likelihood": " ".join(sorted(likelihood)),
        "trusting": " ".join(sorted(trusting)),
    }


def main():
    if not COMMANDS:
        return registry()
    answers = []
    for one in json.loads(Path(COMMANDS[0]).read_text()):
        os.chdir(one["folder"])
        try:
            answers.append({"said": read(one["argv"])})
        except (Exception, SystemExit) as error:
            answers.append({"refused": f"{type(error).__name__}: {error}"[:300]})
    return answers


*COMMANDS, ANSWERS = sys.argv[1:]
answer = main()
Path(ANSWERS).write_text(json.dumps(answer, default=str))

"""Gives command lines to lm-eval's own parser and its task manager: python read-lm-eval.py [COMMANDS.json] ANSWERS.json

COMMANDS is a list of {argv, folder}; the answers say what each of them means, or why it is refused. Without COMMANDS,
they say what is known of its tasks. Nothing is evaluated.
"""

import ast
import functools
import json
import logging
import os
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)

import lm_eval.tasks
from lm_eval._cli.harness import HarnessCLI
from lm_eval.config.evaluate_config import EvaluatorConfig

MODELS = {
    "hf": [("huggingface", "HFLM")],
    "vllm": [("vllm_causallms", "VLLM")],
    "local-completions": [("openai_completions", "LocalCompletionsAPI"), ("api_models", "TemplateAPI")],
}
# What its class for vLLM passes on, and vLLM 0.19.1 has (`engine/arg_utils.py`, EngineArgs).
PASSED_ON = {"vllm": {"gpu_memory_utilization", "max_num_seqs", "enforce_eager"}, "hf": set(), "local-completions": set()}


@functools.cache
def arguments_of(model):
    """Names that a class of models takes: by its source, since its packages need not be here."""
    names = set(PASSED_ON[model])
    for module, wanted in MODELS[model]:
        tree = ast.parse((Path(lm_eval.tasks.__file__).parents[1] / "models" / f"{module}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == wanted:
                (made,) = [f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"]
                names |= {argument.arg for argument in made.args.args + made.args.kwonlyargs}
    return names


# Its tasks are the same each time, and are 14,000.
MANAGER = lm_eval.tasks.TaskManager


@functools.cache
def manager(path):
    return MANAGER(include_path=path)


lm_eval.tasks.TaskManager = lambda include_path=None, metadata=None: manager(
    include_path and str(Path(include_path).absolute())
)


def without_launcher(argv):
    return [given for given in argv[argv.index("-m") + 1 :]] if argv[:2] == ["accelerate", "launch"] else argv


def read(argv):
    sys.argv = without_launcher(argv)
    if sys.argv[0] != "lm_eval":
        raise ValueError(f"{sys.argv[0]} is another program")
    config = EvaluatorConfig.from_cli(HarnessCLI().parse_args())
    unknown = set(config.model_args) - arguments_of(config.model)
    if unknown:
        raise ValueError(f"{config.model} has no argument {', '.join(sorted(unknown))}")
    config.process_tasks({})
    return {
        "backend": config.model,
        "model": config.model_args,
        "tasks": config.tasks,
        "shots": config.num_fewshot,
        "limit": config.limit,
        "output": config.output_path,
        "samples": config.log_samples,
        "system": config.system_instruction,
        "template": config.apply_chat_template,
        "push": config.hf_hub_log_args,
        "wandb": config.wandb_args,
        "batch": config.batch_size,
    }


def main():
    if not COMMANDS:
        tasks = manager(None).all_tasks
        unsafe = [
            name
            for name in manager(None).all_subtasks
            if (entry := manager(None).task_index[name]).yaml_path and is_unsafe(entry.yaml_path)
        ]
        return {"names": tasks, "unsafe": unsafe}
    answers = []
    for one in json.loads(Path(COMMANDS[0]).read_text()):
        os.chdir(one["folder"])
        try:
            answers.append({"said": read(one["argv"])})
        except (Exception, SystemExit) as error:
            answers.append({"refused": f"{type(error).__name__}: {error}"[:300]})
    return answers


@functools.cache
def is_unsafe(path):
    if not Path(path).is_file():
        return False
    text = Path(path).read_text()
    if "unsafe_code: true" in text:
        return True
    included = [line.split(":", 1)[1].strip().strip("\"'") for line in text.splitlines() if line.startswith("include:")]
    return any(is_unsafe((Path(path).parent / name).resolve()) for name in included)


*COMMANDS, ANSWERS = sys.argv[1:]
answer = main()
Path(ANSWERS).write_text(json.dumps(answer, default=str))

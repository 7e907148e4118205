"""Gives command lines to lighteval's own parser, models and registry: python read-lighteval.py [COMMANDS.json] ANSWERS.json

COMMANDS is a list of {argv, folder}; the answers say what each of them means, or why it is refused. Without COMMANDS,
they say what is known of its tasks. Nothing is evaluated.
"""

import functools
import json
import logging
import os
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)

import lighteval.__main__ as program
from lighteval.models.abstract_model import ModelConfig
from lighteval.models.endpoints.inference_providers_model import InferenceProvidersModelConfig
from lighteval.models.endpoints.litellm_model import LiteLLMModelConfig
from lighteval.models.transformers.transformers_model import TransformersModelConfig
from lighteval.models.vllm.vllm_model import VLLMModelConfig
from lighteval.tasks.registry import Registry
from typer.main import get_command

CONFIGS = {
    "vllm": VLLMModelConfig,
    "accelerate": TransformersModelConfig,
    "litellm": LiteLLMModelConfig,
    "inference-providers": InferenceProvidersModelConfig,
}

# Its tasks are the same each time.
Registry.load_all_task_configs = staticmethod(functools.cache(Registry.load_all_task_configs))


def silence(command):
    """A command that says what it was given, and does nothing."""
    for name, inner in getattr(command, "commands", {}).items():
        silence(inner)
        if not hasattr(inner, "commands"):
            inner.callback = functools.partial(lambda name, **given: (name, given), name)
    return command


def without_launcher(argv):
    if argv[:2] != ["accelerate", "launch"]:
        return argv
    from accelerate.commands.launch import launch_command_parser

    given = launch_command_parser().parse_args(argv[2:])
    if not (given.module and given.multi_gpu and given.num_processes > 1):
        raise ValueError("accelerate launches one process")
    return [given.training_script, *given.training_script_args]


def read_model(name, text):
    config = CONFIGS[name]
    if name == "accelerate" and not text.endswith(".yaml"):
        return config(**ModelConfig._parse_args(text))
    return config.from_path(text) if text.endswith(".yaml") else config.from_args(text)


def read(command, argv):
    program_name, *args = without_launcher(argv)
    if program_name != "lighteval":
        raise ValueError(f"{program_name} is another program")
    name, given = command.main(args, prog_name="lighteval", standalone_mode=False)
    model = read_model(name, given["model_args"])
    registry = Registry(
        tasks=given["tasks"],
        custom_tasks=given["custom_tasks"],
        load_multilingual=given.get("load_tasks_multilingual", False),
    )
    shots = sorted({(task, config.num_fewshots) for task, all in registry.task_to_configs.items() for config in all})
    return {
        "model": model.model_dump(mode="json"),
        "tasks": shots,
        "limit": given["max_samples"],
        "output": given["output_dir"],
        "details": given["save_details"],
        "push": given["results_org"] if given["push_to_hub"] else None,
        "wandb": given["wandb"],
    }


def names_of_tasks():
    kinds = {"generative": [], "likelihood": []}
    for name, config in Registry.load_all_task_configs(custom_tasks=None, load_multilingual=False).items():
        asked = {metric.category.name for metric in config.metrics}
        kinds["generative" if asked == {"GENERATIVE"} else "likelihood"].append(name)
    return {kind: " ".join(sorted(names)) for kind, names in kinds.items()}


def main():
    if not COMMANDS:
        return names_of_tasks()
    command = silence(get_command(program.app))
    answers = []
    for one in json.loads(Path(COMMANDS[0]).read_text()):
        os.chdir(one["folder"])
        try:
            answers.append({"said": read(command, one["argv"])})
        except (Exception, SystemExit) as error:
            answers.append({"refused": f"{type(error).__name__}: {error}"[:300]})
    return answers


*COMMANDS, ANSWERS = sys.argv[1:]
answer = main()
Path(ANSWERS).write_text(json.dumps(answer, default=str))

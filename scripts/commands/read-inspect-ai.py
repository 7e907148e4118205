"""Gives command lines to inspect-ai's own parser, providers and registry: python read-inspect-ai.py [COMMANDS.json] ANSWERS.json

COMMANDS is a list of {argv, folder}; the answers say what each of them means, or why it is refused. Without COMMANDS,
they say what is known of its tasks. Nothing is evaluated.
"""

import json
import os
import sys
import types
from pathlib import Path

import inspect_evals._registry  # noqa: F401
import yaml
from inspect_ai._cli.eval import eval_command
from inspect_ai._eval.loader import _load_task_specs
from inspect_ai._eval.task.hf import parse_task_spec
from inspect_ai._eval.task.util import split_spec
from inspect_ai._util import local_server
from inspect_ai._util.config import parse_cli_args
from inspect_ai._util.registry import registry_find, registry_info, registry_lookup
from inspect_ai.model import get_model
from inspect_ai.model._providers import vllm as provider

# What the server of vLLM 0.19.1 is started with, and knows (`vllm serve --help`).
SERVER_FLAGS = {
    *("--host", "--port", "--api-key", "--revision", "--dtype", "--trust-remote-code", "--tensor-parallel-size"),
    *("--data-parallel-size", "--gpu-memory-utilization", "--max-model-len", "--chat-template", "--enforce-eager"),
}
# What `from_pretrained` of transformers takes, beside what inspect-ai's own provider does.
PRETRAINED = {"revision", "dtype"}

eval_command.callback = lambda **given: given
os.environ["HF_TOKEN"] = "hf_none"
sys.modules["vllm"] = types.ModuleType("vllm")


def server_command(api):
    """The command that a server would be started with."""
    seen = []

    def launch(command, host, port, env):
        seen.extend(command)
        return None, 1, command

    local_server.launch_server_cmd = launch
    local_server.wait_for_server = lambda *args, **rest: None
    api._start_server(api.base_model)
    return seen


def read_model(name, args):
    kind = name.split("/")[0]
    if kind == "hf":
        source = Path(provider.__file__).with_name("hf.py").read_text()
        unknown = {key for key in args if f'collect_model_arg("{key}")' not in source} - PRETRAINED
        if unknown:
            raise ValueError(f"from_pretrained has no {', '.join(sorted(unknown))}")
        return None
    provider._vllm_servers.clear()
    api = get_model(name, memoize=False, **args).api
    if kind != "vllm":
        return None
    command = server_command(api)
    unknown = {word for word in command if word.startswith("--")} - SERVER_FLAGS
    if unknown:
        raise ValueError(f"vllm serve has no {', '.join(sorted(unknown))}")
    return command


def read_task(spec, args):
    if spec.startswith("hf/"):
        parse_task_spec(split_spec(spec.replace("hf/", ""))[0])
        return
    file, name = split_spec(spec)
    if name is not None:
        if name not in _load_task_specs(Path(file)):
            raise ValueError(f"{file} has no task {name}")
        return
    task = registry_lookup("task", spec)
    if task is None:
        raise ValueError(f"there is no task {spec}")
    return set(args) & set(registry_info(task).metadata["params"])


def read(argv):
    if argv[:2] != ["inspect", "eval"]:
        raise ValueError(f"{argv[:2]} is another program")
    given = eval_command.main(list(argv[2:]), prog_name="inspect eval", standalone_mode=False)
    args, task_args = parse_cli_args(given["m"]), parse_cli_args(given["t"])
    used = [read_task(spec, task_args) or set() for spec in given["tasks"]]
    if set(task_args) - set().union(*used):
        raise ValueError(f"no task takes {', '.join(task_args)}")
    server = read_model(given["model"], args)
    return {
        "name": given["model"],
        "model": args,
        "server": server,
        "tasks": given["tasks"],
        "args": task_args,
        "limit": given["limit"],
        "output": given["log_dir"],
        "system": given["system_message"],
        "temperature": given["temperature"],
        "format": given["log_format"],
        "connections": given["max_connections"],
    }


def registry():
    package = Path(inspect_evals.__file__).parent
    about = {}
    for path in package.glob("**/eval.yaml"):
        data = yaml.safe_load(path.read_text())
        for task in data.get("tasks", []):
            about[task["name"]] = data
    known = {}
    for task in registry_find(lambda info: info.type == "task" and info.name.startswith("inspect_evals/")):
        info = registry_info(task)
        known[info.name.split("/")[1]] = info.metadata["params"]

    def join(names):
        return " ".join(sorted(names))

    shots = {key: join(n for n, params in known.items() if key in params) for key in ("fewshot", "few_shot", "num_shots")}
    extras = {}
    for name in known:
        extra = about.get(name, {}).get("dependency")
        if extra:
            extras.setdefault(extra, []).append(name)
    return {
        "names": join(known),
        "docker": join(n for n in known if (about.get(n, {}).get("metadata") or {}).get("sandbox")),
        "shots": shots,
        "extras": {extra: join(names) for extra, names in sorted(extras.items())},
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

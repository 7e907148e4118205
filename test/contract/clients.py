"""What huggingface_hub and PyYAML make of the files of a model repo. Nothing here uses a network."""

import os
import socket
from dataclasses import asdict
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import yaml  # noqa: E402
from huggingface_hub import (  # noqa: E402
    EvalResult,
    ModelCard,
    eval_result_entries_to_yaml,
    metadata_load,
    metadata_save,
    metadata_update,
    parse_eval_result_entries,
    repocard,
)
from huggingface_hub.utils import logging  # noqa: E402

logging.set_verbosity_error()


def refuse_network(*_: Any, **__: Any) -> None:
    raise AssertionError("a client asked for the network")


socket.socket.connect = refuse_network  # type: ignore[method-assign]
socket.getaddrinfo = refuse_network  # type: ignore[assignment]


def fields_of(record: Any) -> dict[str, Any]:
    """The parts of a client's record that are there."""
    return {key: value for key, value in asdict(record).items() if value is not None}


def read_scores(card: Path) -> list[dict[str, Any]]:
    return [fields_of(result) for result in ModelCard.load(card).data.eval_results or []]


def read_body(card: Path) -> str:
    return ModelCard.load(card).text


def read_metadata(card: Path) -> dict[str, Any]:
    return metadata_load(card) or {}


def read_entries(file: Path) -> list[dict[str, Any]]:
    return [fields_of(item) for item in parse_eval_result_entries(load_yaml(file))]


def dump_entries(file: Path) -> str:
    return yaml.dump(eval_result_entries_to_yaml(parse_eval_result_entries(load_yaml(file))))


def parse_entries(text: str) -> list[dict[str, Any]]:
    return [fields_of(item) for item in parse_eval_result_entries(yaml.safe_load(text))]


def load_yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_bytes())


def update(card: Path, model_index: list[dict[str, Any]], *, overwrite: bool = False) -> list[dict[str, Any]]:
    """The scores that a card would hold after metadata_update; raises ValueError where it finds a conflict."""
    pushed: list[ModelCard] = []
    download, push = repocard.hf_hub_download, ModelCard.push_to_hub
    repocard.hf_hub_download = lambda *_, **__: str(card)
    ModelCard.push_to_hub = lambda self, *_, **__: pushed.append(self)
    try:
        metadata_update("harbor-labs/not-a-file", {"model-index": model_index}, overwrite=overwrite)
    finally:
        repocard.hf_hub_download, ModelCard.push_to_hub = download, push
    return [fields_of(result) for result in pushed[0].data.eval_results]


def to_model_index(scores: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return repocard.eval_results_to_model_index("Kestrel-7B", [EvalResult(**fields) for fields in scores])


def from_model_index(text: str) -> list[dict[str, Any]]:
    """The scores of a printed model-index block."""
    _, results = repocard.model_index_to_eval_results(yaml.safe_load(text)["model-index"])
    return [fields_of(result) for result in results]


def save_again(card: Path) -> None:
    """Writes a card as the client does, its front matter dumped anew."""
    ModelCard.load(card).save(card)


def write_result(card: Path, **result: Any) -> None:
    """Puts a result into the front matter of a card as metadata_eval_result and metadata_save do."""
    metadata_save(card, {**read_metadata(card), **repocard.metadata_eval_result(**result)})

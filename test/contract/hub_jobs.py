"""What huggingface_hub makes of the jobs, schedules and buckets of a local Hub, and its command line as a process."""

import json
import os
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Any

from hub_world import HUB, NOBODY, READER, STRANGER, check, equal, raises

# After the module that tells the client where its Hub is.
from huggingface_hub import HfApi, JobStage, Volume  # isort: skip
from huggingface_hub.errors import HfHubHTTPError, JobNotFoundError  # isort: skip

RUNNER = HfApi(token=HUB["tokens"]["runner"])
IMAGE = "python:3.12"


def bash(script: str, **more: Any) -> Any:
    """Starts a job and waits for its end."""
    job = RUNNER.run_job(image=IMAGE, command=["bash", "-c", script], **more)
    return RUNNER.wait_for_job(job.id, namespace=job.owner.name, poll_interval=0.05)


def logs_of(job: Any, **more: Any) -> list[str]:
    return list(RUNNER.fetch_job_logs(job_id=job.id, namespace=job.owner.name, **more))


@check
def run_job() -> None:
    """run_job starts a process with its environment and secrets; wait_for_job and inspect_job tell how it ends"""
    script = "echo $NAME $TOKEN $ACCELERATOR $JOB_ID; echo oops >&2"
    made = RUNNER.run_job(
        image=IMAGE, command=["bash", "-c", script], env={"NAME": "ü"}, secrets={"TOKEN": "t"}, flavor="t4-small", timeout="2h"
    )
    equal((made.status.stage, made.docker_image, made.command, made.retry), ("SCHEDULING", IMAGE, ["bash", "-c", script], None))
    equal((made.environment, made.secrets, made.flavor), ({"NAME": "ü"}, ["TOKEN"], "t4-small"))
    equal((made.owner.name, made.owner.type, made.initiator.name), ("runner", "user", "runner"))
    equal(made.url, f"{HUB['url']}/jobs/runner/{made.id}")
    # The client names jobs by image and command.
    equal(made.labels["name"].rpartition("-")[0], "python-3-12")
    ended = RUNNER.wait_for_job(made.id, poll_interval=0.05)
    equal((ended.status.stage, ended.status.message), ("COMPLETED", None))
    equal(ended.finished_at >= ended.started_at >= ended.created_at, True)
    equal(ended.durations.running_secs, 0)
    equal(sorted(logs_of(ended)), sorted([f"ü t t4-small {made.id}", "oops"]))
    equal(RUNNER.inspect_job(job_id=made.id).status.stage, "COMPLETED")


@check
def job_ends() -> None:
    """a job that fails, or takes too long, is in stage ERROR and says why; attempts are counted"""
    failed = bash("exit 3")
    equal((failed.status.stage, failed.status.message), ("ERROR", "Job failed with exit code: 3. Reason: Error"))
    late = bash("sleep 60", timeout=1)
    equal((late.status.stage, late.status.message), ("ERROR", "Job timeout"))
    again = bash("echo again; exit 1", attempts=2)
    equal((again.retry, logs_of(again)), (1, ["again", "again"]))


@check
def job_logs() -> None:
    """fetch_job_logs follows a job to its end, reads what is there, and the last lines"""
    job = RUNNER.run_job(image=IMAGE, command=["bash", "-c", "for i in 1 2 3; do echo $i; sleep 0.2; done"])
    RUNNER.wait_for_job(job.id, stages=[JobStage.RUNNING], poll_interval=0.05)
    equal(logs_of(job, follow=True), ["1", "2", "3"])
    equal(RUNNER.inspect_job(job_id=job.id).status.stage, "COMPLETED")
    equal(logs_of(job, tail=2), ["2", "3"])
    equal(logs_of(job, follow=True, tail=1), ["3"])


@check
def job_list() -> None:
    """list_jobs reads all pages, newest first, by stages and labels"""
    made = [bash("true", namespace="list", labels={"kind": kind, "env": "test"}) for kind in "abababa"]
    last = RUNNER.run_job(image=IMAGE, command=["sleep", "60"], namespace="list", name="sleeper")
    numbers = lambda **filters: [job.id for job in RUNNER.list_jobs(namespace="list", **filters)]  # noqa: E731
    newest = [job.id for job in reversed(made)]
    equal(numbers(), [last.id, *newest])
    equal(numbers(status="completed"), newest)
    equal(numbers(status=[JobStage.RUNNING, "SCHEDULING"]), [last.id])
    equal(numbers(labels={"kind": "b", "env": "test"}), [newest[at] for at in (1, 3, 5)])
    equal(numbers(labels={"name": "sleeper"}), [last.id])
    RUNNER.cancel_job(job_id=last.id, namespace="list")


@check
def job_changes() -> None:
    """cancel_job, rerun_job, update_job_labels and update_job_expose"""
    job = RUNNER.run_job(image=IMAGE, command=["sleep", "60"], labels={"a": "1"}, name="old", secrets={"KEY": "x"}, ssh=True)
    equal(job.status.ssh_url, f"ssh://{job.id}@ssh.hf.jobs")
    RUNNER.wait_for_job(job.id, stages=[JobStage.RUNNING], poll_interval=0.05)
    equal(RUNNER.update_job_labels(job_id=job.id, labels={"name": "new"}).labels, {"name": "new"})
    exposed = RUNNER.update_job_expose(job_id=job.id, expose=[8000], expose_public=[9000])
    equal((exposed.expose, exposed.expose_public), ([8000, 9000], [9000]))
    equal(exposed.status.expose_urls[0], f"https://{job.id}--8000.hf.jobs")
    again = RUNNER.rerun_job(job_id=job.id)
    equal((again.labels, again.secrets, again.initiator.type, again.initiator.id), ({"name": "new"}, ["KEY"], "duplicated-job", job.id))
    for one in (job, again):
        RUNNER.cancel_job(job_id=one.id)
        equal(RUNNER.inspect_job(job_id=one.id).status.stage, "CANCELED")
    raises(HfHubHTTPError, lambda: RUNNER.update_job_labels(job_id=job.id, labels={"name": "a/b"}), 400, "name")


@check
def job_refusals() -> None:
    """jobs are refused without a token, without the right, without credit, and where something is wrong with them"""
    run = lambda api, **more: api.run_job(**{"image": IMAGE, "command": ["true"], "namespace": "runner", **more})  # noqa: E731
    raises(HfHubHTTPError, lambda: run(NOBODY), 401)
    raises(HfHubHTTPError, lambda: run(READER, namespace="org"), 403)
    raises(HfHubHTTPError, lambda: run(STRANGER), 403)
    raises(HfHubHTTPError, lambda: run(RUNNER, namespace="broke"), 402, "Pre-paid credit balance is insufficient")
    raises(HfHubHTTPError, lambda: run(RUNNER, flavor="none"), 400, "flavor")
    raises(HfHubHTTPError, lambda: run(RUNNER, volumes=[Volume(type="bucket", source="runner/none", mount_path="/x")]), 404)
    raises(JobNotFoundError, lambda: RUNNER.inspect_job(job_id="0" * 24))
    raises(JobNotFoundError, lambda: RUNNER.cancel_job(job_id="0" * 24))
    list(READER.list_jobs(namespace="org"))
    raises(HfHubHTTPError, lambda: list(STRANGER.list_jobs(namespace="org")), 403)


@check
def job_hardware() -> None:
    """list_jobs_hardware tells machines and prices to everybody"""
    hardware = {one.name: one for one in NOBODY.list_jobs_hardware()}
    small = hardware["a10g-small"]
    equal((small.pretty_name, small.cpu, small.ram, small.ephemeral_storage), ("Nvidia A10G - small", "4 vCPU", "15 GB", "110 GB"))
    equal((small.accelerator.model, small.accelerator.quantity, small.accelerator.vram), ("A10G", "1", "24 GB"))
    equal((small.unit_cost_micro_usd, small.unit_cost_usd, small.unit_label), (16667, 0.016667, "minute"))
    equal(hardware["cpu-basic"].accelerator, None)


@check
def job_metrics() -> None:
    """fetch_job_metrics gives the present ones of a job that runs, and none of one that ended"""
    job = RUNNER.run_job(image=IMAGE, command=["sleep", "60"], flavor="a100x4")
    (metrics,) = RUNNER.fetch_job_metrics(job_id=job.id)
    equal((metrics["cpu_millicores"], len(metrics["gpus"])), (48000, 4))
    RUNNER.cancel_job(job_id=job.id)
    equal(list(RUNNER.fetch_job_metrics(job_id=job.id)), [])


@check
def job_volumes() -> None:
    """volumes: a job reads a model and a bucket, and what it writes to a bucket can be downloaded"""
    RUNNER.create_bucket("runner/results", private=True)
    RUNNER.batch_bucket_files("runner/results", add=[(b"before", "in/a.txt")])
    volumes = [
        Volume(type="model", source="org/files", mount_path="/model"),
        Volume(type="bucket", source="runner/results", mount_path="/in", path="in", read_only=True),
        Volume(type="bucket", source="runner/results", mount_path="/out"),
    ]
    job = bash("cat /in/a.txt; mkdir $TO; cp /model/README.md $TO/card.md", env={"TO": "/out/new"}, volumes=volumes)
    equal((job.status.stage, logs_of(job)), ("COMPLETED", ["before"]))
    equal([(one.type, one.source, one.mount_path, one.path) for one in job.volumes][1], ("bucket", "runner/results", "/in", "in"))
    equal([one.path for one in RUNNER.list_bucket_tree("runner/results", recursive=True)], ["in/a.txt", "new/card.md"])
    with tempfile.TemporaryDirectory() as folder:
        RUNNER.download_bucket_files("runner/results", [("new/card.md", f"{folder}/card.md")])
        equal(Path(folder, "card.md").read_text().endswith("# Card\n"), True)


@check
def buckets() -> None:
    """create_bucket, bucket_info, list_buckets, uploads, folders, downloads and delete_bucket"""
    url = RUNNER.create_bucket("org/things")
    equal((url.bucket_id, url.url), ("org/things", f"{HUB['url']}/buckets/org/things"))
    equal(RUNNER.create_bucket("org/things", exist_ok=True).bucket_id, "org/things")
    raises(HfHubHTTPError, lambda: RUNNER.create_bucket("org/things"), 409)
    raises(HfHubHTTPError, lambda: STRANGER.create_bucket("org/more"), 403)
    # Random bytes, text and numbers, which clients pack in different ways.
    contents = {
        "a/random.bin": os.urandom(200_000),
        "a/b/text.txt": b"line after line\n" * 20_000,
        "numbers.bin": b"".join(number.to_bytes(4, "little") for number in range(50_000)),
        "empty": b"",
    }
    RUNNER.batch_bucket_files("org/things", add=[(content, path) for path, content in contents.items() if content])
    info = RUNNER.bucket_info("org/things")
    equal((info.private, info.total_files, info.size), (False, 3, sum(map(len, contents.values()))))
    equal([one.id for one in STRANGER.list_buckets("org")], ["org/things"])
    equal([(one.type, one.path) for one in NOBODY.list_bucket_tree("org/things", recursive=False)], [("directory", "a"), ("file", "numbers.bin")])
    equal([one.path for one in NOBODY.list_bucket_tree("org/things", "a", recursive=True)], ["a/b/text.txt", "a/random.bin"])
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        STRANGER.download_bucket_files("org/things", [(path, f"{folder}/{path}") for path in contents])
        equal({path: Path(folder, path).read_bytes() == content for path, content in contents.items() if content}, dict.fromkeys(contents.keys() - {"empty"}, True))
    RUNNER.batch_bucket_files("org/things", delete=["a/random.bin"])
    equal(RUNNER.bucket_info("org/things").total_files, 2)
    RUNNER.delete_bucket("org/things")
    raises(HfHubHTTPError, lambda: RUNNER.bucket_info("org/things"), 404)


@check
def schedules() -> None:
    """scheduled jobs: create, list, inspect, suspend, resume, run, schedule, labels, delete"""
    made = RUNNER.create_scheduled_job(image=IMAGE, command=["sleep", "60"], schedule="@hourly", timeout="1h", secrets={"KEY": "x"}, labels={"env": "test"})
    equal((made.schedule, made.suspend, made.job_spec.timeout, made.job_spec.secrets, made.status.last_job), ("@hourly", False, 3600, ["KEY"], None))
    equal(made.status.next_job_run_at.minute, 0)
    equal([one.id for one in RUNNER.list_scheduled_jobs(labels={"env": "test"})], [made.id])
    RUNNER.suspend_scheduled_job(scheduled_job_id=made.id)
    equal(RUNNER.inspect_scheduled_job(scheduled_job_id=made.id).suspend, True)
    RUNNER.resume_scheduled_job(scheduled_job_id=made.id)
    job = RUNNER.trigger_scheduled_job(scheduled_job_id=made.id)
    equal((job.initiator.type, job.initiator.id), ("scheduled-job", made.id))
    raises(HfHubHTTPError, lambda: RUNNER.trigger_scheduled_job(scheduled_job_id=made.id), 409, "Another job is already running")
    RUNNER.cancel_job(job_id=job.id)
    equal(RUNNER.inspect_scheduled_job(scheduled_job_id=made.id).status.last_job.id, job.id)
    equal(RUNNER.update_scheduled_job_schedule(scheduled_job_id=made.id, schedule="0 9 * * 1").schedule, "0 9 * * 1")
    equal(RUNNER.update_scheduled_job_labels(scheduled_job_id=made.id, labels={"env": "new"}).job_spec.labels, {"env": "new"})
    RUNNER.delete_scheduled_job(scheduled_job_id=made.id)
    raises(JobNotFoundError, lambda: RUNNER.inspect_scheduled_job(scheduled_job_id=made.id))


if HUB["uv"]:

    @check
    def run_uv_job() -> None:
        """run_uv_job uploads a local script with its files to a bucket, from which uv runs it in the job"""
        with tempfile.TemporaryDirectory() as folder:
            script, data = Path(folder, "my script.py"), Path(folder, "data.yaml")
            script.write_text("# /// script\n# dependencies = []\n# ///\nimport sys\nprint(sys.argv[2], open(sys.argv[1]).read())\n")
            data.write_text("x: 1")
            job = RUNNER.run_uv_job(str(script), script_args=[str(data), "--flag"], namespace="org")
        ended = RUNNER.wait_for_job(job.id, namespace="org", poll_interval=0.05)
        equal((ended.status.stage, logs_of(ended)[-1:]), ("COMPLETED", ["--flag x: 1"]))
        equal((job.docker_image, job.command), ("ghcr.io/astral-sh/uv:python3.12-bookworm", ["uv", "run", "/data/my_script.py", "/data/data.yaml", "--flag"]))
        equal((job.volumes[0].source, job.volumes[0].mount_path), ("org/jobs-artifacts", "/data"))
        equal(RUNNER.bucket_info("org/jobs-artifacts").private, True)
        equal(job.labels["name"].rpartition("-")[0], "my-script")

    @check
    def run_uv_command() -> None:
        """run_uv_job runs a command, too, for which nothing is uploaded"""
        job = RUNNER.run_uv_job("python", script_args=["-c", "print(6 * 7)"])
        equal(RUNNER.wait_for_job(job.id, poll_interval=0.05).status.stage, "COMPLETED")
        equal((logs_of(job)[-1:], job.volumes), (["42"], None))


def hf(*args: str, code: int = 0) -> str:
    """The client's command line as a process of its own."""
    env = {**os.environ, "HF_ENDPOINT": HUB["url"], "HF_TOKEN": HUB["tokens"]["runner"], "NO_COLOR": "1"}
    done = subprocess.run([HUB["hf"], *args], capture_output=True, text=True, env=env, timeout=120)
    assert done.returncode == code, f"hf {' '.join(args)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout if code == 0 else done.stdout + done.stderr


@check
def command_line() -> None:
    """hf jobs run, ps, logs, inspect, labels, cancel, wait and hardware, as processes"""
    told = hf("jobs", "run", "-e", "NAME=cli", "-s", "KEY=secret", "--label", "env=cli", IMAGE, "bash", "-c", "echo hello $NAME $KEY")
    assert "hello cli secret" in told, told
    failed = hf("jobs", "run", IMAGE, "bash", "-c", "exit 7", code=1)
    assert "Job failed with exit code: 7. Reason: Error" in failed, failed
    job = json.loads(hf("jobs", "run", "--detach", "--json", "--name", "sleeper", IMAGE, "bash", "-c", "echo up; sleep 60"))
    listed = json.loads(hf("jobs", "ps", "--json"))
    equal([(one["id"], one["name"]) for one in listed if one["name"] == "sleeper"], [(job["id"], "sleeper")])
    equal(len(json.loads(hf("jobs", "ps", "-a", "--json", "--label", "env=cli"))), 1)
    RUNNER.wait_for_job(job["id"], stages=[JobStage.RUNNING], poll_interval=0.05)
    equal(hf("jobs", "logs", job["id"]).split(), ["up"])
    hf("jobs", "labels", job["id"], "--label", "env=new")
    (inspected,) = json.loads(hf("jobs", "inspect", job["id"], "--json"))
    equal((inspected["labels"], inspected["status"]["stage"]), ({"env": "new"}, "RUNNING"))
    hf("jobs", "cancel", job["id"])
    assert "CANCELED" in hf("jobs", "wait", job["id"], code=1)
    assert "a10g-small" in hf("jobs", "hardware")


@check
def command_line_volumes() -> None:
    """hf jobs run mounts buckets and local folders, and hf jobs scheduled makes, lists and deletes schedules"""
    RUNNER.create_bucket("runner/cli")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in.txt").write_text("from here\n")
        volumes = ["-v", f"{folder}:/in", "-v", "hf://buckets/runner/cli:/out"]
        assert "from here" in hf("jobs", "run", *volumes, IMAGE, "bash", "-c", "cat /in/in.txt; echo x > /out/x.txt")
    equal([one.path for one in RUNNER.list_bucket_tree("runner/cli", recursive=True)], ["x.txt"])
    made = json.loads(hf("jobs", "scheduled", "run", "--json", "@daily", IMAGE, "true"))
    assert made["id"] in hf("jobs", "scheduled", "ps", "--json")
    hf("jobs", "scheduled", "delete", made["id"])
    assert made["id"] not in hf("jobs", "scheduled", "ps", "--json")

"""Runs one evaluation where it was rented, and brings home what it left. Standard library alone, Python 3.10 or newer.

Started as `python3 -c <this text>`, the same for every evaluation. All else comes from the environment: HF_EVAL_PLAN (what
to run, JSON), HF_EVAL_RUN (32 hex digits that no text of a model can guess), HF_EVAL_OUT (a folder in one that is mounted,
`{job}` in it being JOB_ID; without it, the log takes files home). Exit code: the program's own; 3: it ended well and left
no file; 4: it could not be installed; 5: the parameters are wrong."""
import base64, gzip, hashlib, io, json, os, re, shutil, signal, stat, subprocess, sys, tempfile
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path

MOST_FILES, MOST_BYTES = 10_000, 2_000_000_000
MOST_LOGGED_FILES, MOST_LOGGED_BYTES, MOST_PACKED = 2_000, 200_000_000, 8_000_000
MOST_PATH, MOST_NAME, MOST_LEFT_OUT = 1_000, 255, 1_000
CHUNK = 2_940  # As base64, with its mark, less than the 4,096 bytes that a pipe takes in one piece.
UNSAFE = re.compile(r'[%:|"<>*?\\\x00-\x1f\x7f\ud800-\udfff]')  # What archives, and actions/upload-artifact, refuse.
SAMPLES, RESULTS = re.compile(r"^(samples|details)_|\.(parquet|jsonl)$"), re.compile(r"\.(json|ya?ml|eval)$")
PACKAGE = re.compile(r"([A-Za-z0-9][\w.-]{0,99})(?:==([\w.+!-]{1,100}))?")
RUN, JOB = os.environ.get("HF_EVAL_RUN", ""), re.fullmatch(r"[\w-]{1,64}", os.environ.get("JOB_ID", ""), re.ASCII)
STOP = {"signal": 0, "group": 0}

def write_line(line):
    with suppress(OSError):  # When nobody reads any more, a mounted folder may still take the files.
        sys.stdout.buffer.write((line + "\n").encode("utf-8", "replace"))
        sys.stdout.buffer.flush()

def tell(text):
    write_line("hf-eval: " + re.sub(r"[\x00-\x1f\x7f]", " ", text)[:500])

def parts_of(path):
    parts = path.split("/")
    if any(part in ("", ".", "..") or re.search(r"[\x00-\x1f\\]", part) for part in parts):
        raise ValueError("a path is not relative, or leads out")
    return parts

def read_plan():
    """The parameters; none when they are wrong."""
    try:
        plan = {"environment": {}, "files": {}, "about": {}, **json.loads(os.environ.get("HF_EVAL_PLAN", ""))}
        files = [(parts_of(path), base64.b64decode(text, validate=True)) for path, text in plan["files"].items()]
        output, argv, needs = parts_of(plan["output"]), list(plan["argv"]), list(plan["requirements"])
        texts, names = [*argv, *needs, *plan["environment"].values()], [*plan["environment"]]
        checks = {
            "HF_EVAL_RUN": re.fullmatch(r"[0-9a-f]{32}", RUN),
            "python": re.fullmatch(r"3\.\d+(\.\d+)?", plan["python"]),
            "resolvedUntil": re.fullmatch(r"\d{4}-\d\d-\d\d", plan["resolvedUntil"]),
            "texts": argv and all(isinstance(text, str) and "\0" not in text for text in texts),
            # An option of the installer, or a second requirement in another line, is none.
            "requirements": all(re.fullmatch(r"[A-Za-z0-9].*", need) for need in needs),
            "environment": all(map(str.isidentifier, names)) and not any(name.startswith("HF_EVAL_") for name in names),
            "files": all(parts[: len(output)] != output for parts, _ in files),
        }
        wrong = [name for name, is_right in checks.items() if not is_right]
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        wrong = [f"HF_EVAL_PLAN ({error!r})"]
    if wrong:
        return tell(f"parameters are not what they must be: {', '.join(wrong)}")
    return {**plan, "output": output, "files": files, "argv": argv, "requirements": needs}

def signal_group(number):
    with suppress(OSError):  # It may have ended.
        if STOP["group"]:
            os.killpg(STOP["group"], number)

def on_stop(number, _frame=None):
    """Hands the signal on to what runs, which then has five seconds."""
    STOP["signal"] = STOP["signal"] or number
    signal_group(number)
    if STOP["group"] and not signal.getitimer(signal.ITIMER_REAL)[0]:
        signal.alarm(5)

def run(argv, environment, folder):
    """The exit code of a program that has a process group of its own; nothing of the group is left behind."""
    if STOP["signal"]:
        return 128 + STOP["signal"]
    child = subprocess.Popen(argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    STOP["group"] = child.pid
    if STOP["signal"]:  # It came while the program was being started.
        on_stop(STOP["signal"])
    code = child.wait()
    signal.alarm(0)
    signal_group(signal.SIGKILL)
    STOP["group"] = 0
    return code if code >= 0 else 128 - code

def install(plan, base, environment):
    """Makes the Python environment `base`/env; the exit code of what failed, or 0."""
    python, tools = f"{base}/env/bin/python", f"{base}/tools/bin"
    uv = shutil.which("uv") or f"{tools}/uv"
    until = ["--exclude-newer", plan["resolvedUntil"], "--"]
    first = [sys.executable, "-m", "venv", f"{base}/tools"], [f"{tools}/python", "-m", "pip", "install", "uv"]
    code = next((code for step in first if uv.startswith(tools) and (code := run(step, environment, base))), 0)
    venv = [uv, "venv", f"{base}/env", "--python"]
    if not code and run([*venv, plan["python"]], environment, base):
        tell(f"Python {plan['python']} cannot be had here: {sys.version.split()[0]} takes its place")
        code = run([*venv, sys.executable], environment, base)
    return code or run([uv, "pip", "install", "--python", python, *until, *plan["requirements"]], environment, base)

def run_plan(plan, base, enter):
    """The exit code of the program; none when it was not started."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_EVAL_")}
    enter("install")
    try:
        for parts, data in plan["files"]:
            Path(base, "work", *parts).parent.mkdir(parents=True, exist_ok=True)
            Path(base, "work", *parts).write_bytes(data)
        if code := install(plan, base, environment):
            return tell(f"the environment could not be made: exit code {code}")
    except OSError as error:
        return tell(f"the environment could not be made: {error}")
    enter("run")
    variables = {"PYTHONUNBUFFERED": "1", **environment, **plan["environment"], "VIRTUAL_ENV": f"{base}/env"}
    variables["PATH"] = f"{base}/env/bin:{variables.get('PATH', os.defpath)}"
    try:
        return run(plan["argv"], variables, f"{base}/work")
    except OSError as error:
        return tell(f"the program cannot be started: {error}") or 127

def ask(*argv):
    """What a program prints; empty when it cannot say."""
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60).stdout.strip()
    return ""

def describe(base):
    """What ran, on what. Of packages the version alone: where one came from may be an address with a password."""
    uv, python = shutil.which("uv") or f"{base}/tools/bin/uv", f"{base}/env/bin/python"
    listed = [PACKAGE.match(line) for line in ask(uv, "pip", "freeze", "--python", python).splitlines()[:2_000]]
    return {
        "python": ask(python, "-I", "-c", "import platform; print(platform.python_version())")[:100],
        "packages": {found[1]: found[2] or "" for found in listed if found},
        "gpus": [gpu[:100] for gpu in ask("nvidia-smi", "--query-gpu=name", "--format=csv,noheader").splitlines()[:64]],
        "jobId": JOB[0] if JOB else "",
        "accelerator": os.environ.get("ACCELERATOR", "")[:100],
    }

def find_files(root):
    """The files below a folder, results first, samples last, small ones before; and what is left out, with the reason."""
    found, left = [], []
    for folder, folders, names in os.walk(root) if os.path.realpath(root) == root else []:
        for name in [*folders, *names]:
            source = os.path.join(folder, name)
            info = os.lstat(source)
            shown = "output/" + os.path.relpath(source, root)
            path = UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in os.fsencode(match[0])), shown)
            entry = {"path": path, "original": os.fsencode(shown).decode("utf-8", "replace"), "size": info.st_size}
            entry["open"] = lambda source=source: open(source, "rb")
            is_long = len(path) > MOST_PATH or max(len(os.fsencode(part)) for part in path.split("/")) > MOST_NAME
            if stat.S_ISREG(info.st_mode) and not is_long and os.access(source, os.R_OK):
                rank = 2 if SAMPLES.search(name) else 0 if RESULTS.search(name) else 1
                found.append((rank, info.st_size, path, entry))
            elif not stat.S_ISDIR(info.st_mode):
                left.append({**entry, "why": "its path is too long" if is_long else "it is no file that can be read"})
    return [entry for *_, entry in sorted(found, key=lambda item: item[:3])], left

def take(entries, left, most_files, most_bytes, keep):
    """Those of the files that the bounds allow and `keep` takes; the others join `left`."""
    taken, total = [], 0
    for entry in entries:
        has_room = len(taken) < most_files and total + entry["size"] <= most_bytes
        if kept := has_room and keep(entry):
            taken.append({"path": entry["path"], "original": entry["original"], **kept})
            total += kept["size"]
        else:
            left.append({**entry, "why": "there is no room for it"})
    return taken

def manifest_of(code, taken, left):
    shown = [{key: item[key] for key in ("path", "original", "size", "why")} for item in left[:MOST_LEFT_OUT]]
    manifest = {"version": 1, "run": RUN, "exitCode": code, "files": taken, "leftOut": shown, "leftOutCount": len(left)}
    return json.dumps(manifest).encode() + b"\n"

def save_to_folder(out, code, entries, left):
    """Copies files to the mounted folder, the manifest last: a folder that has one is whole."""
    def keep(entry):
        target, digest, size = Path(out, entry["path"]), hashlib.sha256(), 0
        target.parent.mkdir(parents=True, exist_ok=True)
        with entry["open"]() as source, open(target, "wb") as copy:
            while piece := source.read(1 << 20):
                digest.update(piece)
                size += copy.write(piece)
        return {"size": size, "sha256": digest.hexdigest()}

    taken = take(entries, left, MOST_FILES, MOST_BYTES, keep)
    Path(out, "manifest.json.part").write_bytes(manifest_of(code, taken, left))
    os.replace(f"{out}/manifest.json.part", f"{out}/manifest.json")

def save_to_log(code, entries, left):
    """Prints files as blocks: gzip of the manifest in one line, and of each file; joined, they are one gzip."""
    members = []
    def keep(entry):
        with entry["open"]() as source:
            data = source.read()
        member = gzip.compress(data, mtime=0)
        if sum(map(len, members)) + len(member) > MOST_PACKED:
            return None
        members.append(member)
        return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    taken = take(entries, left, MOST_LOGGED_FILES, MOST_LOGGED_BYTES, keep)
    whole = b"".join([gzip.compress(manifest_of(code, taken, left), mtime=0), *members])
    chunks = [whole[at:at + CHUNK] for at in range(0, len(whole), CHUNK)]
    about = f"{len(chunks)} {len(whole)} {hashlib.sha256(whole).hexdigest()}"
    write_line(f"hf-eval {RUN} blocks begin {about}")
    for index, chunk in enumerate(chunks, 1):
        check, text = hashlib.sha256(chunk).hexdigest()[:8], base64.b64encode(chunk).decode()
        write_line(f"hf-eval {RUN} block {index}/{len(chunks)} {check} {text}")
    write_line(f"hf-eval {RUN} blocks end {about}")

def save(out, code, entries, left):
    """Files go to the mounted folder; where there is none, or it takes nothing, through the log."""
    try:
        if out:
            Path(out).mkdir(exist_ok=True)  # What it is in has to be there: else nothing was mounted.
            return save_to_folder(out, code, entries, list(left))
    except OSError as error:
        tell(f"HF_EVAL_OUT cannot be written: files go home through the log ({error})")
    save_to_log(code, entries, left)

def main(plan):
    out, base, phases = os.environ.get("HF_EVAL_OUT"), os.path.realpath(tempfile.mkdtemp(prefix="hf-eval-")), {}
    if out and "{job}" in out:  # What is started again and again leaves a folder each time.
        out = out.replace("{job}", JOB[0]) if JOB else tell("JOB_ID names no job: files go home through the log")
    os.mkdir(f"{base}/work")
    with suppress(OSError, TypeError):
        Path(out, "manifest.json").unlink()  # Of an earlier attempt, which this one replaces.
    signal.signal(signal.SIGTERM, on_stop)
    signal.signal(signal.SIGINT, on_stop)
    signal.signal(signal.SIGALRM, lambda *_: signal_group(signal.SIGKILL))
    def enter(phase):
        phases[phase] = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        write_line(f"\nhf-eval {RUN} phase {phase} {phases[phase]}")  # Progress bars leave their line open.

    program = run_plan(plan, base, enter)
    code = program if program is not None else 128 + STOP["signal"] if STOP["signal"] else 4
    sidecar = {"version": 1, "run": RUN, "about": plan["about"], "argv": plan["argv"], "phase": [*phases][-1]}
    enter("save")
    entries, left = find_files("/".join([base, "work", *plan["output"]]))
    if code == 0 and not entries:
        code = tell("the program ended with exit code 0 and left no file where its results should be") or 3
    sidecar.update(phases=phases, exitCode=code, programExitCode=program, stoppedBy=STOP["signal"] or None)
    data = json.dumps({**sidecar, **describe(base)}).encode()
    entries.insert(0, {"path": "run.json", "original": "run.json", "size": len(data), "open": lambda: io.BytesIO(data)})
    save(out, code, entries, left)
    shutil.rmtree(base, ignore_errors=True)
    return code

CODE = main(PLAN) if (PLAN := read_plan()) else 5
write_line(f"hf-eval {RUN} end {CODE}")
os._exit(CODE)  # Not sys.exit: where nobody reads the log, it would make the code another one.

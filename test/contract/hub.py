"""
Lets huggingface_hub work with a local Hub: what its unchanged functions return, and what lies in the git repos then.

    python hub.py REPORT HUB

HUB is JSON as `contract-hub.ts` has it: the Hub's URL, tokens by user, the folders of the bare repos by id, and more. REPORT, where it is not empty, is a
file that gets the results as vitest's JSON reporter writes them. The exit code is 1 when something is not as expected.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import hub_jobs  # noqa: F401  its checks are among CHECKS
from hub_world import CHECKS, HUB, NOBODY, OWNER, READER, STRANGER, add, check, equal, git, raises

# After the module that tells the client where its Hub is.
from huggingface_hub import (  # isort: skip
    CommitOperationDelete,
    HfApi,
    ModelCard,
    hf_hub_download,
    metadata_update,
)
from huggingface_hub.errors import (  # isort: skip
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)


@check
def commits() -> None:
    """create_commit commits to main: files, deletions, folders, with the user as author"""
    repo = "org/commits"
    operations = [add("README.md", "# New\n"), add("a/b/c.yaml", "x: ü\n"), CommitOperationDelete("data/", is_folder=True)]
    info = OWNER.create_commit(repo, operations, commit_message="Title", commit_description="Body")
    equal(info.oid, git(repo, "rev-parse", "main").strip())
    equal(info.pr_url, None)
    equal(git(repo, "show", "main:a/b/c.yaml"), "x: ü\n")
    equal(git(repo, "ls-tree", "-r", "--name-only", "main").split(), ["README.md", "a/b/c.yaml"])
    equal(git(repo, "log", "-1", "--format=%an|%s|%b", "main").strip(), "owner|Title|Body")
    equal(OWNER.create_commit(repo, [add("README.md", "# New\n")], commit_message="Nothing").oid, info.oid)
    equal([one.title for one in OWNER.list_repo_commits(repo)], ["Title", "initial commit"])


@check
def commit_with_lock() -> None:
    """create_commit with a parent that is not the head any more is refused with 412, and one with the head is not"""
    repo = "org/locks"
    head = git(repo, "rev-parse", "main").strip()
    first = OWNER.create_commit(repo, [add("a", "1")], commit_message="First", parent_commit=head)
    stale = lambda: OWNER.create_commit(repo, [add("a", "2")], commit_message="Second", parent_commit=head)  # noqa: E731
    raises(HfHubHTTPError, stale, 412, "The branch was updated since you opened this page")
    equal(git(repo, "rev-parse", "main").strip(), first.oid)


@check
def commit_refusals() -> None:
    """create_commit is refused for strangers, read tokens, broken cards, missing repos and revisions"""
    repo = "org/refusals"
    head = git(repo, "rev-parse", "main")
    push = lambda api, **more: api.create_commit(**{"repo_id": repo, "operations": [add("a", "1")], "commit_message": "No", **more})  # noqa: E731, E501
    raises(HfHubHTTPError, lambda: push(STRANGER), 403, "create_pr=1")
    raises(HfHubHTTPError, lambda: push(READER), 403)
    raises(HfHubHTTPError, lambda: push(READER, create_pr=True), 403)
    raises(RepositoryNotFoundError, lambda: push(OWNER, repo_id="org/none"))
    raises(RevisionNotFoundError, lambda: push(OWNER, revision="none"))
    raises(ValueError, lambda: push(OWNER, operations=[add("README.md", "---\nmodel-index: 1\n---\n")]), says="model-index")
    equal(git(repo, "rev-parse", "main"), head)


@check
def pull_requests() -> None:
    """create_commit with create_pr opens a pull request, which a second commit to its ref updates"""
    repo = "org/proposals"
    head = git(repo, "rev-parse", "main")
    info = STRANGER.create_commit(
        repo, [add("new.txt", "1\n")], commit_message="Add results", commit_description="Why", create_pr=True
    )
    equal((info.pr_num, info.pr_revision, git(repo, "rev-parse", "main")), (1, "refs/pr/1", head))
    equal(git(repo, "rev-parse", "refs/pr/1").strip(), info.oid)
    again = STRANGER.create_commit(repo, [add("new.txt", "2\n")], commit_message="More", revision="refs/pr/1")
    equal((again.pr_url, git(repo, "show", "refs/pr/1:new.txt")), (None, "2\n"))
    details = OWNER.get_discussion_details(repo, 1)
    equal((details.title, details.status, details.author, details.is_pull_request), ("Add results", "open", "stranger", True))
    equal((details.conflicting_files, details.target_branch, details.merge_commit_oid), ([], "refs/heads/main", None))
    equal([event.type for event in details.events], ["comment", "commit", "commit"])
    equal(details.events[0].content, "Why")
    equal(details.events[2].oid, again.oid)
    equal(details.diff.splitlines()[-1], "+2")
    equal(OWNER.list_repo_files(repo, revision="refs/pr/1"), ["README.md", "data/x.bin", "new.txt"])
    equal(Path(hf_hub_download(repo, "new.txt", revision="refs/pr/1", token=False)).read_text(), "2\n")
    equal([one.ref for one in OWNER.list_repo_refs(repo, include_pull_requests=True).pull_requests], ["refs/pr/1"])
    # Owners may work on it too, other strangers may not.
    OWNER.create_commit(repo, [add("more.txt", "1")], commit_message="Owner's", revision="refs/pr/1")
    other = HfApi(token=HUB["tokens"]["other"])
    no = lambda: other.create_commit(repo, [add("m", "1")], commit_message="No", revision="refs/pr/1")  # noqa: E731
    raises(HfHubHTTPError, no, 403)
    OWNER.merge_pull_request(repo, 1, comment="Thanks")
    details = OWNER.get_discussion_details(repo, 1)
    equal((details.status, details.merge_commit_oid), ("merged", git(repo, "rev-parse", "main").strip()))
    equal(git(repo, "show", "main:new.txt"), "2\n")
    raises(HfHubHTTPError, lambda: OWNER.merge_pull_request(repo, 1), 400)


@check
def conflicts() -> None:
    """a pull request that changes what main changed tells its conflicts and is not merged"""
    repo = "org/conflicts"
    STRANGER.create_commit(repo, [add("README.md", "# Theirs\n")], commit_message="Theirs", create_pr=True)
    OWNER.create_commit(repo, [add("README.md", "# Ours\n")], commit_message="Ours")
    equal(OWNER.get_discussion_details(repo, 1).conflicting_files, ["README.md"])
    raises(HfHubHTTPError, lambda: OWNER.merge_pull_request(repo, 1), 409)
    STRANGER.create_commit(repo, [add("other.txt", "1")], commit_message="Else", create_pr=True)
    OWNER.create_commit(repo, [add("third.txt", "1")], commit_message="Third")
    OWNER.merge_pull_request(repo, 2)
    equal(OWNER.list_repo_files(repo), ["README.md", "data/x.bin", "other.txt", "third.txt"])


@check
def discussions() -> None:
    """discussions: create, comment, edit, hide, rename, close, open; one sequence of numbers with pull requests"""
    repo = "org/discussions"
    made = STRANGER.create_discussion(repo, "A question", description="What?")
    draft = STRANGER.create_pull_request(repo, "A draft", description="Later")
    equal((made.num, made.status, draft.num, draft.status, draft.diff), (1, "open", 2, "draft", ""))
    equal(git(repo, "rev-parse", "refs/pr/2"), git(repo, "rev-parse", "main"))
    comment = OWNER.comment_discussion(repo, 1, comment="This!")
    equal((comment.type, comment.author, comment.content, comment.edited), ("comment", "owner", "This!", False))
    edited = OWNER.edit_discussion_comment(repo, 1, comment.id, new_content="That!")
    equal((edited.id, edited.content, edited.edited), (comment.id, "That!", True))
    raises(HfHubHTTPError, lambda: STRANGER.edit_discussion_comment(repo, 1, comment.id, new_content="x"), 403)
    equal(OWNER.hide_discussion_comment(repo, 1, comment.id).hidden, True)
    renamed = STRANGER.rename_discussion(repo, 1, new_title="Another question")
    equal((renamed.old_title, renamed.new_title), ("A question", "Another question"))
    closed = OWNER.change_discussion_status(repo, 1, new_status="closed", comment="Done")
    equal(closed.new_status, "closed")
    details = NOBODY.get_discussion_details(repo, 1)
    equal((details.title, details.status), ("Another question", "closed"))
    equal([one.type for one in details.events], ["comment", "comment", "title-change", "comment", "status-change"])
    equal(OWNER.change_discussion_status(repo, 1, new_status="open").new_status, "open")
    raises(HfHubHTTPError, lambda: OWNER.merge_pull_request(repo, 2), 400, "draft")
    equal(STRANGER.change_discussion_status(repo, 2, new_status="open").new_status, "open")
    raises(HfHubHTTPError, lambda: NOBODY.comment_discussion(repo, 1, comment="x"), 401)
    raises(HfHubHTTPError, lambda: OWNER.comment_discussion("org/locked", 1, comment="x"), 403, "locked")
    raises(HfHubHTTPError, lambda: list(OWNER.get_repo_discussions("org/disabled")), 403, "disabled")


@check
def discussion_list() -> None:
    """get_repo_discussions reads all pages, newest first, with filters; deleted authors are called so"""
    repo = "org/list"
    numbers = lambda **filters: [one.num for one in NOBODY.get_repo_discussions(repo, **filters)]  # noqa: E731
    equal(numbers(), list(range(11, 0, -1)))
    equal(numbers(discussion_type="pull_request"), [11, 9, 7, 5, 3, 1])
    equal(numbers(discussion_type="discussion"), [10, 8, 6, 4, 2])
    equal(numbers(discussion_status="closed"), [11])
    equal(numbers(discussion_status="open", discussion_type="pull_request"), [9, 7, 5, 3, 1])
    equal(numbers(author="gone"), [10, 8, 6, 4, 2])
    first = next(iter(NOBODY.get_repo_discussions(repo, author="gone")))
    equal((first.author, first.repo_id, first.repo_type, first.url), ("deleted", repo, "model", f"{HUB['url']}/{repo}/discussions/10"))


@check
def cards() -> None:
    """ModelCard.load, push_to_hub and metadata_update, on main and as pull requests"""
    repo = "org/cards"
    card = ModelCard.load(repo, token=False)
    equal((card.data.license, card.text), ("mit", "# Card\n"))
    card.data.license = "apache-2.0"
    card.push_to_hub(repo, token=HUB["tokens"]["owner"], commit_message="New license")
    equal(git(repo, "show", "main:README.md"), "---\nlicense: apache-2.0\n---\n# Card\n")
    card.text += "More\n"
    url = card.push_to_hub(repo, token=HUB["tokens"]["stranger"], create_pr=True)
    equal(url.pr_num, 1)
    equal(git(repo, "show", "refs/pr/1:README.md").endswith("# Card\nMore\n"), True)
    result = {
        "name": "Card",
        "results": [
            {
                "task": {"type": "text-generation"},
                "dataset": {"type": "cais/mmlu", "name": "MMLU"},
                "metrics": [{"type": "acc", "value": 70.5}],
            }
        ],
    }
    metadata_update(repo, {"model-index": [result]}, token=HUB["tokens"]["owner"])
    metadata_update(repo, {"language": "en"}, token=HUB["tokens"]["stranger"], create_pr=True)
    equal(OWNER.model_info(repo).card_data.eval_results[0].metric_value, 70.5)
    equal("language: en" in git(repo, "show", "refs/pr/2:README.md"), True)
    equal(OWNER.get_discussion_details(repo, 2).title, "Update metadata with huggingface_hub")
    card.data["model-index"] = 1
    raises(ValueError, lambda: card.push_to_hub(repo, token=HUB["tokens"]["owner"]), says="must be an array")


@check
def eval_results() -> None:
    """model_info with expand=evalResults: main and open pull requests, until they close"""
    repo = "org/results"
    text = '- dataset: {id: cais/hle, task_id: hle}\n  value: 20.9\n  notes: "With tools"\n'
    OWNER.create_commit(repo, [add(".eval_results/hle.yaml", text)], commit_message="Own")
    STRANGER.create_commit(repo, [add(".eval_results/gsm8k.yaml", text.replace("20.9", "71"))], commit_message="Else", create_pr=True)
    results = lambda: [(one.dataset_id, one.value, one.notes) for one in OWNER.model_info(repo, expand=["evalResults"]).eval_results or []]  # noqa: E731, E501
    equal(results(), [("cais/hle", 20.9, "With tools"), ("cais/hle", 71, "With tools")])
    board = OWNER.get_dataset_leaderboard("cais/hle")
    equal([(one.rank, one.model_id, one.value, one.pull_request) for one in board], [(1, repo, 71, 1), (2, repo, 20.9, None)])
    OWNER.change_discussion_status(repo, 1, new_status="closed")
    equal(results(), [("cais/hle", 20.9, "With tools")])
    info = OWNER.model_info(repo, expand=["sha", "gated"])
    equal((info.sha, info.gated), (git(repo, "rev-parse", "main").strip(), False))


@check
def files() -> None:
    """list_repo_tree, get_paths_info, file_exists, hf_hub_download and their errors"""
    repo = "org/files"
    tree = list(NOBODY.list_repo_tree(repo, recursive=True, expand=True))
    equal([one.path for one in tree], ["README.md", "data", "data/x.bin"])
    equal((tree[2].size, tree[2].blob_id), (2, git(repo, "rev-parse", "main:data/x.bin").strip()))
    equal(tree[2].last_commit["title"], "initial commit")
    equal([one.path for one in NOBODY.get_paths_info(repo, ["README.md", "none"])], ["README.md"])
    equal((NOBODY.file_exists(repo, "README.md"), NOBODY.file_exists(repo, "none")), (True, False))
    equal(Path(hf_hub_download(repo, "data/x.bin", token=False)).read_bytes(), b"\0\xff")
    raises(EntryNotFoundError, lambda: hf_hub_download(repo, "none", token=False))
    raises(RevisionNotFoundError, lambda: hf_hub_download(repo, "README.md", revision="none", token=False))
    raises(RepositoryNotFoundError, lambda: hf_hub_download("org/none", "README.md", token=False))
    raises(GatedRepoError, lambda: hf_hub_download("org/gated", "README.md", token=HUB["tokens"]["stranger"]))
    equal(Path(hf_hub_download("cais/hle", "eval.yaml", repo_type="dataset", token=False)).read_text()[:5], "name:")


@check
def accounts() -> None:
    """whoami and auth_check, for reading and for writing"""
    me = OWNER.whoami()
    equal((me["name"], me["auth"]["accessToken"]["role"], [org["name"] for org in me["orgs"]]), ("owner", "write", ["org"]))
    raises(HfHubHTTPError, lambda: HfApi(token="hf_nobody").whoami(), 401)
    OWNER.auth_check("org/files", write=True)
    STRANGER.auth_check("org/files")
    raises(HfHubHTTPError, lambda: STRANGER.auth_check("org/files", write=True), 403)
    raises(GatedRepoError, lambda: STRANGER.auth_check("org/gated"))
    raises(RepositoryNotFoundError, lambda: STRANGER.auth_check("org/none"))
    HfApi(token=HUB["tokens"]["scoped"]).auth_check("org/files", write=True)
    raises(HfHubHTTPError, lambda: HfApi(token=HUB["tokens"]["scoped"]).auth_check("org/cards", write=True), 403)


@check
def keyless() -> None:
    """a job of a CI exchanges its identity for a token, and commits with it to its repo alone"""
    os.environ |= {**HUB["oidc"], "GITHUB_ACTIONS": "true", "HF_OIDC_RESOURCE": "org/keyless"}
    try:
        info = HfApi().create_commit("org/keyless", [add("a", "1")], commit_message="By CI")
        raises(HfHubHTTPError, lambda: HfApi().create_commit("org/files", [add("a", "1")], commit_message="No"), 403)
    finally:
        del os.environ["HF_OIDC_RESOURCE"]
    equal((info.oid, git("org/keyless", "log", "-1", "--format=%an").strip()), (git("org/keyless", "rev-parse", "main").strip(), "[OIDC]"))


@check
def sound_repos() -> None:
    """git finds nothing wrong with any repo afterwards"""
    for repo in HUB["dirs"]:
        git(repo, "fsck", "--full", "--strict")


def run(name: str, function: Callable[[], None]) -> dict[str, str]:
    try:
        function()
        print(f"good    {name}", flush=True)
        status = "passed"
    except Exception:
        print(f"BROKEN  {name}\n  {traceback.format_exc().rstrip()}", flush=True)
        status = "failed"
    return {"fullName": f"huggingface_hub: {name}", "status": status}


if __name__ == "__main__":
    report = sys.argv[1]
    tests = [run(name, function) for name, function in CHECKS.items()]
    bad = any(test["status"] == "failed" for test in tests)
    if report:
        result = {"name": "hub", "status": "failed" if bad else "passed", "assertionResults": tests}
        Path(report).write_text(json.dumps({"testResults": [result]}), encoding="utf-8")
    sys.exit(1 if bad else 0)

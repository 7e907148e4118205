# shellcheck shell=bash
# Installs the pinned tools of .ci/run, which sources this file, into a cache that outlives the run.

declare -A versions=([actionlint]=1.7.12 [act]=0.2.89 [zizmor]=1.32.0 [hf]=2.4.0 [uv]=0.13.9)
tools=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/hf-eval-ci

# need NAME: puts the path of a tool into $tool, installing it first where that is necessary. When it cannot be
# had, counts its check as skipped and fails.
need() {
  local dir version=${versions[$1]} start=$SECONDS
  dir=$tools/$1-$version
  tool=$dir/bin/$1
  [ -x "$tool" ] && return
  printf '\n==> installing %s %s\n' "$1" "$version"
  if "install_$1" "$version" "$dir" </dev/null && [ -x "$tool" ]; then
    printf '==> installed %s %s, %d s\n' "$1" "$version" $((SECONDS - start))
  else
    rm -rf "$dir"
    skip "$1" "version $version could not be installed"
    return 1
  fi
}

install_actionlint() { GOBIN=$2/bin timeout 10m go install "github.com/rhysd/actionlint/cmd/actionlint@v$1"; }

install_act() { GOBIN=$2/bin timeout 10m go install "github.com/nektos/act@v$1"; }

install_zizmor() { install_python "zizmor==$1" "$2"; }

install_uv() { install_python "uv==$1" "$2"; }

install_hf() { install_python "huggingface_hub==$1" "$2"; }

# install_python PACKAGE FOLDER: some systems have pip but not the parts of Python that make a virtual environment.
install_python() {
  local pip=(-m pip install --quiet --disable-pip-version-check "$1")
  { python3 -m venv "$2" && timeout 5m "$2/bin/python" "${pip[@]}"; } ||
    { rm -rf "$2" && timeout 5m python3 "${pip[@]}" --target "$2"; }
}

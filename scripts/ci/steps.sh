# shellcheck shell=bash
# Runs, names, times and counts the checks of .ci/run, which sources this file.

passed=0
failed=0
skipped=0
child=

# The count is the last line whatever ends the run.
finish() {
  local line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
  printf '\n%s\n' "$line"
  [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT
trap 'failed=$((failed + 1)); [ -z "$child" ] || kill "$child"; exit 1' HUP INT TERM

# attempt NAME LIMIT COMMAND...: runs one check without counting it; its status is the command's.
attempt() {
  local name=$1 limit=$2 start=$SECONDS status=0
  shift 2
  printf '\n==> %s: %s\n' "$name" "$*"
  # In the background, because bash answers a signal only between two commands or in a `wait`.
  timeout --kill-after=30s "$limit" "$@" </dev/null &
  child=$!
  wait "$child" || status=$?
  child=
  case $status in
    0) printf '==> %s: ok, %d s\n' "$name" $((SECONDS - start)) ;;
    124 | 137) printf '==> %s: FAILED, stopped after %s\n' "$name" "$limit" ;;
    *) printf '==> %s: FAILED with %d, %d s\n' "$name" "$status" $((SECONDS - start)) ;;
  esac
  return "$status"
}

# step NAME LIMIT COMMAND...: one check, counted as one.
step() {
  if attempt "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    return 1
  fi
}

# test_step NAME LIMIT COMMAND...: a run of vitest, counted as its tests.
test_step() {
  local dir status=0 good=0 bad=0 left=0
  dir=$(mktemp -d)
  HF_EVAL_TEST_REPORT=$dir/report.json attempt "$@" || status=$?
  read -r good bad left < <(PATH="$PWD/node_modules/.bin:$PATH" node scripts/ci/count-tests.ts "$dir/report.json")
  rm -rf "$dir"
  # A run can fail in other ways than by a test, such as an error outside of all tests or the time limit.
  if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
  # And no counted test is no success.
  if [ "$((${good:-0} + ${bad:-0}))" -eq 0 ]; then bad=1; fi
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  skipped=$((skipped + ${left:-0}))
  [ "${bad:-0}" -eq 0 ]
}

# skip NAME REASON: a check that cannot be made here.
skip() {
  skipped=$((skipped + 1))
  printf '\n!!!! SKIPPED: %s: %s !!!!\n' "$1" "$2"
}

#!/usr/bin/env bash
# Runs every test: unit, integration on SQLite and PostgreSQL, browser. Ends with a line "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"

# What the tests need beside the .NET SDK and Node.js, as Debian packages.
packages=()
command -v chromium >/dev/null || packages+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
command -v pdftotext >/dev/null || packages+=(poppler-utils)
command -v qpdf >/dev/null || packages+=(qpdf)
command -v zbarimg >/dev/null || packages+=(zbar-tools)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || packages+=(fonts-noto-cjk fontconfig)
ldconfig -p | grep -q 'libsqlite3.so.0' || packages+=(libsqlite3-0)
if [ ${#packages[@]} -gt 0 ]; then
  echo "Installing: ${packages[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    echo "These Debian packages are missing and only root can install them: apt-get install ${packages[*]}" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "${packages[@]}" >/dev/null || exit 1
fi

# The tests commit many thousand small transactions. Where memory has room for their folders, none waits for a disk that the others keep busy.
if [ "$(df --output=avail -B1G /dev/shm 2>/dev/null | tail -1)" -ge 4 ] 2>/dev/null; then
  TMPDIR=$(mktemp -d /dev/shm/traininghub-XXXXXX) && chmod 755 "$TMPDIR" || exit 1
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
fi

# CI=true turns the analyzers on; warnings are errors.
CI=true dotnet build TrainingHub.sln -v minimal -p:ContinuousIntegrationBuild=true || exit 1

passed=0; failed=0; skipped=0; status=0; names=()
for project in tests/TrainingHub.Tests tests/TrainingHub.BrowserTests; do
  log=$(mktemp)
  dotnet test --project "$project" --no-build 2>&1 | tee "$log"
  [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
  passed=$((passed + $(grep -oP '^\s*succeeded: \K\d+' "$log" | tail -1 || echo 0)))
  failed=$((failed + $(grep -oP '^\s*failed: \K\d+' "$log" | tail -1 || echo 0)))
  skipped=$((skipped + $(grep -oP '^\s*skipped: \K\d+' "$log" | tail -1 || echo 0)))
  mapfile -t -O "${#names[@]}" names < <(grep -P '^\s*failed \S+ \(' "$log")
  rm -f "$log"
done
# Once more at the end, where one looks first.
[ ${#names[@]} -eq 0 ] || printf '%s\n' "${names[@]}"
# A run that found no test, or died before its summary, is no success.
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status

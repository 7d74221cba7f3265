#!/usr/bin/env bash
# Simulates one organisation again and again, its process killed about every K commits, and prints per K how often it was killed and whether the result is
# the same as without kills. Usage: benchmarks/kill-sweep.sh [K …]   (default: 200 down to 1; PEOPLE=20 MONTHS=2 SEED=1 LANES=2)
# OUT=DIR keeps the results; what lies there already is not run again.
set -euo pipefail
cd "$(dirname "$0")/.."
people=${PEOPLE:-20} months=${MONTHS:-2} seed=${SEED:-1} lanes=${LANES:-2}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
out=${OUT:-$work/results}; mkdir -p "$out"; out=$(cd "$out" && pwd)

dotnet publish src/TrainingHub.Web -c Release -o "$work/bin" -v quiet >&2
export people months seed out run="$work/bin/TrainingHub.Web"
[ -s "$out/whole.json" ] || "$run" simulate --people "$people" --months "$months" --seed "$seed" --json > "$out/whole.json"

one() {
  local k=$1
  [ -s "$out/$k.json" ] && return
  # A run that ends badly leaves its reason beside an empty result, and the table says so.
  "$run" simulate --people "$people" --months "$months" --seed "$seed" --json --kill-every "$k" --reference "$out/whole.json" > "$out/$k.tmp" 2> "$out/$k.err" || true
  mv "$out/$k.tmp" "$out/$k.json"
  echo "K = $k: $(grep -oE '"sameWithoutKills": [a-z]+' "$out/$k.json" || cat "$out/$k.err")" >&2
}
export -f one
printf '%s\n' "${@:-$(seq 200 -1 1)}" | tr ' ' '\n' | xargs -P "$lanes" -I{} bash -c 'one {}'

field() { grep -oE "\"$2\": [^,]+" "$1" | head -1 | cut -d' ' -f2; }
echo "| K | kills | mails in doubt | same | invariants broken |"
echo "|--:|--:|--:|---|--:|"
status=0
for file in $(ls "$out" | grep -E '^[0-9]+\.json$' | sort -n); do
  same=$(field "$out/$file" sameWithoutKills || true); broken=$(grep -c '"holds": false' "$out/$file" || true)
  [ "$same" = true ] && [ "$broken" -eq 0 ] || status=1
  echo "| ${file%.json} | $(field "$out/$file" kills || echo -) | $(field "$out/$file" uncertainMails || echo -) | ${same:-no result} | $broken |"
done
exit $status

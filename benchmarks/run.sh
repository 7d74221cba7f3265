#!/usr/bin/env bash
# Publishes the site, fills a scratch database and measures; prints the table of figures. Options go on to the program, as: benchmarks/run.sh --databases sqlite --rounds 3
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet publish src/TrainingHub.Web -c Release -o "$out/site" -v q --nologo
dotnet publish benchmarks/BarePage -c Release -o "$out/bare" -v q --nologo
dotnet build benchmarks/TrainingHub.Benchmarks -c Release -v q --nologo
uptime
dotnet benchmarks/TrainingHub.Benchmarks/bin/Release/net10.0/TrainingHub.Benchmarks.dll --site "$out/site" --bare "$out/bare" "$@"
uptime

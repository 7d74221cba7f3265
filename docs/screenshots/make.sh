#!/usr/bin/env bash
# Takes the pictures in this folder anew, with the demo organisation, in Debian's Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SCREENSHOTS="$PWD/docs/screenshots"
dotnet run --project tests/TrainingHub.BrowserTests -- --filter-class "TrainingHub.BrowserTests.MainPagesTests" --filter-class "TrainingHub.BrowserTests.FirstCertificateTests"

#!/usr/bin/env bash
# Measures a scan of 20,000 files made for it, and checks every verdict against how they were made. scan.sh [INDEX]
# Needs jq, GNU time and some 500 MB of disk (in TMPDIR; the files are sparse). REAL=FOLDER has real PE files for two
# thirds of the set, such as those of Debian's libwine for i386 (dpkg -x); it is then some 2 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
index=${1:-${KBFIX_INDEX:-index}}
count=${COUNT:-20000}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cargo build --quiet --release --bin kbfix --example scan_set
kbfix=$PWD/target/release/kbfix

target/release/examples/scan_set "$index" "$work/set" "$count" ${REAL:+"$REAL"} | sort -u > "$work/expected"
for run in 1 2 3; do
  /usr/bin/time -f '%e s, %M kB' "$kbfix" scan --index "$index" "$work/set" --format csv 2>"$work/time" >"$work/report.csv" || true
  echo "$count files: $(tail -1 "$work/time")"
done
"$kbfix" scan --index "$index" "$work/set" --format json > "$work/report.json" || true
jq -r '.articles[] | .id as $id | .files[] | "\(.path),\($id),\(.answer),\(.strength // "")"' "$work/report.json" |
  sort -u > "$work/told"
# What must not be compared must not be told; all else must be told as expected.
grep -v ',-$' "$work/expected" | comm -23 - "$work/told" > "$work/wrong" || true
grep ',-$' "$work/expected" | cut -d, -f1,2 | sort -u > "$work/silent"
cut -d, -f1,2 "$work/told" | sort -u | comm -12 "$work/silent" - | sed 's/$/ was compared/' >> "$work/wrong"
echo "$(wc -l < "$work/expected") verdicts expected, $(wc -l < "$work/wrong") wrong"
head -20 "$work/wrong"
[ ! -s "$work/wrong" ]

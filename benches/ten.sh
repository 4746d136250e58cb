#!/usr/bin/env bash
# Measures how index and search grow: the texts of the archive once, and ten times under new numbers. ten.sh [ARCHIVE]
# Needs perl, jq and some 8 GB of disk (in TMPDIR).
set -euo pipefail
cd "$(dirname "$0")/.."
archive=${1:-${KBFIX_ARCHIVE:-$(../shared/bin/unpack-archive)}}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
kbfix=$PWD/target/release/kbfix
cargo build --quiet --release --bin kbfix
queries=${QUERIES:-tests/labels/queries-dev.jsonl}
jq -r .query "$queries" > "$work/queries.txt"

cp -r "$archive/txt" "$work/1"
mkdir "$work/10"
for copy in $(seq 0 9); do
  cp -r "$archive/txt" "$work/10/$copy"
  find "$work/10/$copy" -type f -print0 |
    COPY=$copy xargs -0 perl -pi -e 's/^(DOCUMENT:\s*Q)(\d+)/$1 . ($2 + 400000 * $ENV{COPY})/e if $. == 1; close ARGV if eof'
done

seconds() { /usr/bin/time -f %e "$@" 2>&1 >/dev/null | tail -1; }
query() { RAYON_NUM_THREADS=1 $kbfix search --index "$1" --batch "$work/queries.txt" | jq .took_ms | sort -n; }
for size in 1 10; do
  find "$work/$size" -type f -print0 | xargs -0 cat >/dev/null
  echo "articles × $size: indexed in $(seconds $kbfix index --index "$work/index$size" "$work/$size") s" \
    "($(du -sm "$work/index$size" | cut -f1) MB)"
  query "$work/index$size" >/dev/null
  query "$work/index$size" | awk '{all[NR]=$1} END {printf "  a query: median %.1f ms, 99th percentile %.1f ms\n", all[int((NR+1)/2)], all[int(NR*.99)]}'
done

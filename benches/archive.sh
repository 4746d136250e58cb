#!/usr/bin/env bash
# Measures kbfix on the whole archive and prints a table: archive.sh [ARCHIVE]
# RUNS is how often each is run. Needs hyperfine, jq and GNU time; the floor (tantivy alone) is measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
archive=${1:-${KBFIX_ARCHIVE:-$(../shared/bin/unpack-archive)}}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
runs=${RUNS:-5}
index=$work/index
kbfix=target/release/kbfix
floor=target/release/examples/bare_tantivy
cargo build --quiet --release --bin kbfix --example bare_tantivy

mean() { jq -r '.results[0].mean' "$work/$1.json"; }
median() { jq -r '.results[0].median * 1000' "$work/$1.json"; }
peak() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1; }
row() { printf '| %-62s | %22s | %-26s |\n' "$@"; }

echo "Warming the page cache …" >&2
find "$archive" -type f -print0 | xargs -0 cat >/dev/null
bytes=$(find "$archive" -type f -printf '%s\n' | awk '{s+=$1} END {print s}')

hyperfine -N -w1 -r"$runs" --export-json "$work/floor.json" --prepare "rm -rf $work/floor" "$floor $archive $work/floor" >&2
hyperfine -N -r"$runs" --export-json "$work/build.json" --prepare "rm -rf $index" "$kbfix index --index $index $archive" >&2
rm -rf "$index"; build_peak=$(peak $kbfix index --index "$index" "$archive")
hyperfine -N -w1 -r"$runs" --export-json "$work/idle.json" "$kbfix index --index $index" >&2
mkdir -p "$work/more"; cp corpus/txt/186/Q186401.TXT "$work/more/Q999001.TXT"
sed -i 's/Q186401/Q999001/' "$work/more/Q999001.TXT"
$kbfix index --index "$index" "$work/more" 2>/dev/null >&2
hyperfine -r"$runs" --export-json "$work/one.json" --prepare "echo >> $work/more/Q999001.TXT" "$kbfix index --index $index" >&2
hyperfine -w1 -r"$runs" --export-json "$work/parse.json" "$kbfix parse $archive > /dev/null" >&2
hyperfine -w1 -r"$runs" --export-json "$work/jsonl.json" "$kbfix export --index $index > /dev/null" >&2
for format in csv sqlite parquet; do
  hyperfine -N -r"$runs" --export-json "$work/$format.json" --prepare "rm -rf $work/out" \
    "$kbfix export --index $index --format $format --output $work/out" >&2
done
export_peak=0
for format in jsonl csv sqlite parquet; do
  rm -rf "$work/out"; used=$(peak $kbfix export --index "$index" --format $format --output "$work/out")
  export_peak=$((used > export_peak ? used : export_peak))
done
hyperfine -N -w3 -r40 --export-json "$work/search.json" "$kbfix search --index $index memory leak after password change" >&2
query() { jq -r .query tests/labels/queries-dev.jsonl | RAYON_NUM_THREADS=1 $kbfix search --index "$index" --batch - | jq .took_ms | sort -n; }
query >/dev/null; query >"$work/took"
part() { awk -v part="$1" '{all[NR]=$1} END {printf "%.1f ms", all[int((NR-1)*part)+1]}' "$work/took"; }
search_peak=$(peak $kbfix search --index "$index" memory leak after password change)

echo
row what measured bar
row '---' '---' '---'
row 'bare tantivy, one stemmed field, two writer threads' "$(mean floor | xargs printf '%.1f s')" 'the floor'
row 'kbfix index, both formats' "$(jq -n "$(mean build)" | xargs printf '%.1f s') ($(jq -n "$(mean build) / $(mean floor) * 100 | round / 100")×)" 'at most 1.5 × the floor'
row 'peak memory of both' "$((build_peak / 1024)) MB" 'under 1,024 MB'
row 'size of the index' "$(du -sm "$index" | cut -f1) MB" 'under 250 MB'
row 'index again, nothing changed' "$(mean idle | xargs printf '%.2f s')" 'under 1 s'
row 'index again, one article changed' "$(mean one | xargs printf '%.2f s')" 'under 2 s'
row 'kbfix parse, all files' "$(jq -n "$bytes / 1e6 / $(mean parse) | round") MB/s" 'at least 200 MB/s'
row 'kbfix export, JSON Lines' "$(mean jsonl | xargs printf '%.1f s')" 'at most 6 s'
row 'kbfix export, CSV' "$(mean csv | xargs printf '%.1f s')" ''
row 'kbfix export, SQLite' "$(mean sqlite | xargs printf '%.1f s')" 'at most 40 s'
row 'kbfix export, Parquet' "$(mean parquet | xargs printf '%.1f s')" 'at most 30 s'
row 'peak memory of the largest of them' "$((export_peak / 1024)) MB" 'at most 500 MB'
row 'kbfix search, whole process, median' "$(median search | xargs printf '%.1f ms')" 'at most 40 ms'
row 'judged queries in process, one core, median / 99th percentile' "$(part .5) / $(part .99)" 'at most 4 ms / 20 ms'
row 'peak memory of it' "$((search_peak / 1024)) MB" 'under 200 MB'

#!/usr/bin/env bash
# Measures `kbfix serve` on an index, with the load beside it, and prints a table: serve.sh [INDEX]
# SECONDS_EACH is how long each load lasts. Needs wrk, curl and jq.
set -euo pipefail
cd "$(dirname "$0")/.."
index=${1:-${KBFIX_INDEX:-index}}
each=${SECONDS_EACH:-20}
kbfix=target/release/kbfix
[[ -x $kbfix && ${KEEP_BUILD:-} ]] || cargo build --quiet --release --bin kbfix
work=$(mktemp -d)
finish() { if [[ ${server:-} ]]; then kill "$server"; wait "$server" || true; fi; rm -rf "$work"; }
trap finish EXIT

# Queries that no other run has had: three to five words of each title. Every article by its number.
$kbfix export --index "$index" | jq -r '[.id, .title] | @tsv' | shuf >"$work/titles"
cut -f2 "$work/titles" | tr -cd 'A-Za-z0-9.\n ' |
  awk 'BEGIN {srand()} NF > 3 {n = 3 + int(rand() * 3); s = $1; for (i = 2; i <= n && i <= NF; i++) s = s "+" $i; print "/search?q=" s}' |
  sort -u | shuf >"$work/searches"
cut -f1 "$work/titles" | sed 's|^|/kb/|; s|$|'"${SUFFIX:-}"'|' >"$work/articles"
head -200 "$work/articles" >"$work/favourites"
sed 's|^/search|/api/v1/search|' "$work/searches" >"$work/api"

$kbfix serve --index "$index" --addr 127.0.0.1:0 2>"$work/log" &
server=$!
until grep -q listening "$work/log"; do sleep 0.1; done
url=$(grep -o 'http://[0-9.:]*' "$work/log")

memory() { awk '/^Vm(RSS|HWM)|^Rss(Anon|File)/ {printf "%s %.0f MB  ", $1, $2 / 1024} END {print ""}' "/proc/$server/status"; }
load() { # paths, connections, pause
  PATHS=$work/$1 WAIT=${3:-0} wrk -t1 -c"$2" -d"${each}s" --latency -H 'Accept-Encoding: gzip' -s benches/serve.lua "$url" | grep ^RESULT
}
row() { printf '| %-50s | %-44s | %-20s |\n' "$@"; }
said() { # what, bar, then the result of a load
  row "$1" "$4/s; median $5 ms, 99 % $6 ms; $7 bad; $8 B" "$2"
}

head -300 "$work/searches" | sed "s|^|url = $url|; s|\$|\noutput = /dev/null|" >"$work/curl"
first=$(curl -s -K "$work/curl" -w '%{time_starttransfer}\n' | sort -n | awk '{all[NR] = $1 * 1000} END {printf "%.1f ms", all[int((NR + 1) / 2)]}')

row what measured bar
row '---' '---' '---'
row 'first byte of a search page, one client' "$first" 'at most 8 ms'
said 'search page, all different, 16 connections' 'at least 250/s' $(load searches 16)
said 'search page, all different, half of that' '99 % at most 60 ms' $(load searches 16 115)
said 'search by the API, all different' '' $(load api 16)
said 'article page, 200 again and again' 'at least 4,000/s' $(load favourites 16)
said 'article page, all different' '' $(load articles 16)
row 'memory' "$(memory)" 'flat, under 300 MB'
said 'search page again' '' $(load searches 16)
row 'memory' "$(memory)" 'flat, under 300 MB'

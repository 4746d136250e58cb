# The commands of the project; `just` lists them.

_default:
    @just --list --unsorted

# a first search, of the samples
demo *words:
    cargo run --release -- demo {{words}}

# the index of a folder (the archive, or corpus), in index/
index folder *args:
    cargo run --release -- --index index index {{folder}} {{args}}

# a search of the index in index/
run *words='memory leak after password change':
    cargo run --release -- --index index search {{words}}

# all tests; those of the whole archive where it is at hand
test *args:
    cargo test --all-features {{args}}

# a Debian package with completions and man pages, in target/package-files (cargo install cargo-deb)
deb target=`rustc -vV | sed -n 's/^host: //p'`:
    cargo build --profile dist --features full --target {{target}}
    .ci/pack --deb {{target}}

# that package installed, used and removed in a Debian of nothing else (as root; apt install debootstrap)
deb-try:
    .ci/deb

# what CI asks for besides the tests
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo clippy --all-targets --all-features -- -D warnings

# the handbook, in target/book
book:
    .ci/docs

# all that CI does
ci:
    .ci/run

# criterion: parse, index, search
bench *args:
    cargo bench {{args}}

# the whole archive against the bars, with the floor in the same run
bench-archive *archive:
    benches/archive.sh {{archive}}

# how index and search grow with ten times the articles
bench-ten *archive:
    benches/ten.sh {{archive}}

# the server under load, on an index of the whole archive (apt install wrk)
bench-serve *index:
    benches/serve.sh {{index}}

# the API against its description (pip install schemathesis)
contract:
    cargo build
    .ci/contract

# 20,000 files made for it, every verdict checked, time and memory against the bars
bench-scan *index:
    benches/scan.sh {{index}}

# look at changed snapshots and take them over (cargo install cargo-insta)
review:
    cargo insta review

# pictures of the pages for the README, of the samples (wants chromium, chromedriver and pngquant)
screenshots:
    cargo test --all-features --test main browser::pictures -- --ignored
    pngquant --force --ext .png --skip-if-larger docs/src/pictures/*.png

# labelled records and judged queries, with what is wrong
score index='index':
    cargo build --quiet --release
    target/release/kbfix export --index {{index}} | tests/labels/score-records tests/labels/records-dev.jsonl --wrong 10
    tests/labels/score-search tests/labels/queries-dev.jsonl --wrong 30 -- target/release/kbfix search --index {{index}} --format json --limit 10 --

# a minute of each fuzz target (cargo install cargo-fuzz; it wants a nightly tool chain, or this one told to be one)
fuzz seconds='60':
    RUSTC_BOOTSTRAP=1 cargo fuzz run parse --sanitizer none fuzz/corpus/parse corpus tests/articles -- -max_total_time={{seconds}} -timeout=1 -max_len=1000000
    RUSTC_BOOTSTRAP=1 cargo fuzz run decode --sanitizer none fuzz/corpus/decode corpus tests/articles -- -max_total_time={{seconds}} -timeout=1 -max_len=1000000
    RUSTC_BOOTSTRAP=1 cargo fuzz run query --sanitizer none -- -max_total_time={{seconds}} -timeout=1 -max_len=100000
    RUSTC_BOOTSTRAP=1 cargo fuzz run binary --sanitizer none fuzz/corpus/binary -- -max_total_time={{seconds}} -timeout=1 -max_len=20000

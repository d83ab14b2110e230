# What `.ci/run` runs, in parts. `just` lists it.

_:
    @just --list

# all that CI does: the parts below that this machine can run, and in the end what was skipped
ci:
    .ci/run

# format and lints
lint: format clippy

# whether the format is rustfmt's
format:
    cargo fmt --all -- --check

# lints
clippy:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# the documentation of the crates, without a warning
documentation:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

# the files that each package holds
packages:
    cargo package --workspace --exclude planwright-wasm-test --no-verify --list --locked --allow-dirty

# licences and sources of dependencies, and crates that are not allowed; needs cargo-deny
deny:
    cargo deny --offline check licenses bans sources

# the library for the browser
wasm:
    cargo check -p planwright --target wasm32-unknown-unknown --locked

# what the test of the page of `plan report` needs
browser:
    npm ci --prefix tests/browser --no-audit --no-fund

# the tests
test *ARGS:
    cargo test --locked {{ARGS}}

# the generated pages of docs/reference, written anew
reference:
    UPDATE_EXPECT=1 cargo test -p planwright-cli --test tests --locked reference

# how many crates a program builds with the library
crates:
    tests/figures/crates.sh

# what two builds of `plan` print, byte by byte
outputs BEFORE AFTER:
    tests/figures/outputs.sh {{BEFORE}} {{AFTER}}

# what building and testing costs, in CPU seconds; ROOT is a copy
cpu ROOT *STEPS:
    tests/figures/cpu.sh {{ROOT}} {{STEPS}}

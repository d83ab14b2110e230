# What `.ci/run` runs, in parts. `just` lists it.

_:
    @just --list

# format, lints, documentation, packages, wasm32, tests: all that CI does
ci:
    .ci/run

# the tests
test *ARGS:
    cargo test --locked {{ARGS}}

# format and lints
lint:
    cargo fmt --all -- --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# the library for the browser
wasm:
    cargo check -p planwright --target wasm32-unknown-unknown --locked

# how many crates a program builds with the library
crates:
    tests/figures/crates.sh

# what two builds of `plan` print, byte by byte
outputs BEFORE AFTER:
    tests/figures/outputs.sh {{BEFORE}} {{AFTER}}

# what building and testing costs, in CPU seconds; ROOT is a copy
cpu ROOT *STEPS:
    tests/figures/cpu.sh {{ROOT}} {{STEPS}}

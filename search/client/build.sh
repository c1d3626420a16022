#!/usr/bin/env bash
# Compiles the browser's search engine into src/index/engine.wasm, the same bytes on every
# machine: the compiler is pinned, and no path of this machine is left in the file.
#
#   search/client/build.sh          writes src/index/engine.wasm
#   search/client/build.sh --check  fails when src/index/engine.wasm is not what this writes
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
cargo_home=${CARGO_HOME:-$HOME/.cargo}
sysroot=$(rustc --print sysroot)

cargo fetch --quiet --locked --target wasm32-unknown-unknown
flags="--cfg getrandom_backend=\"custom\" --remap-path-prefix=$root=/yunji"
flags+=" --remap-path-prefix=$sysroot/lib/rustlib/src/rust=/rust"
for sources in "$cargo_home"/registry/src/*/; do
    flags+=" --remap-path-prefix=${sources%/}=/crates"
done
export RUSTFLAGS=$flags
cargo build --quiet --locked --profile wasm --target wasm32-unknown-unknown \
    --target-dir target/wasm -p yunji-search-client
built=target/wasm/wasm32-unknown-unknown/wasm/yunji_search_client.wasm

if [ "${1:-}" = --check ]; then
    cmp "$built" src/index/engine.wasm || {
        echo "src/index/engine.wasm is not what its source compiles to: run search/client/build.sh" >&2
        exit 1
    }
else
    cp "$built" src/index/engine.wasm
    ls -l src/index/engine.wasm
fi

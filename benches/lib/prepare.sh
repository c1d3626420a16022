# Sourced by the run of each benchmark: gets ready what it measures.
#
# YUNJI names a ready binary; without it, one is compiled.

# prepare FOLDER: installs the npm packages of the benchmark in FOLDER, and sees to YUNJI.
prepare() {
    local repository
    repository=$(cd "$1/../.." && pwd)
    "$repository/.ci/npm-install" "$1"
    if [ -z "${YUNJI:-}" ]; then
        command -v cargo >/dev/null || { echo "$1: install Rust, or set YUNJI to a yunji binary" >&2; exit 2; }
        (cd "$repository" && cargo build --release --locked >&2)
        export YUNJI="$repository/target/release/yunji"
    fi
}

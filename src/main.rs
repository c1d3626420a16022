//! The `yunji` program.

use std::process::ExitCode;

/// Reading notes is a great many short allocations on all threads, of which the C library's
/// allocator makes a sixth of a build's time.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The allocator's settings: memory that is free for a second goes back to the system, and not
/// after ten, in which a build of a large site grows by a tenth.
#[cfg(not(target_env = "msvc"))]
#[allow(unsafe_code, reason = "the allocator finds its settings by their name; nothing else has it")]
#[unsafe(export_name = "_rjem_malloc_conf")]
static ALLOCATOR_SETTINGS: &[u8; 37] = b"dirty_decay_ms:1000,muzzy_decay_ms:0\0";

fn main() -> ExitCode {
    yunji::cli::run()
}

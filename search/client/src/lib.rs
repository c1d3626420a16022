//! The browser's face of `yunji-search`: a handful of functions over two buffers.
//!
//! The host writes its argument into the buffer that [`input`] returns, calls a function,
//! and finds the result, JSON in UTF-8, at [`output`]; the function returns its length.
//! Nothing is decided here: what is searched and how is `yunji-search`'s alone.
//!
//! | call | input | output |
//! |---|---|---|
//! | [`open`] | the boot file | `{}` |
//! | [`supply`] | path of a file in the search folder, then its content | `{}` |
//! | [`search`] | `{"query": …, "limit": …, "kinds": […], "tags": […]}` | `{"answer": …}` or `{"missing": [path, …]}` |
//!
//! Any of them may put out `{"error": message}` instead.

#![expect(unsafe_code, reason = "exporting a function by its name is unsafe in itself")]

use std::cell::RefCell;

use yunji_search::{Engine, Request};

#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    engine: Option<Engine>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Makes room for an argument of `length` bytes and returns where to write it. The address
/// is valid until the next call of any function.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.input.clear();
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Where the result of the last call begins.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    STATE.with_borrow(|state| state.output.as_ptr())
}

/// Opens the index whose boot file is the input. An index that was open is closed.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> usize {
    call(|state| {
        let boot = std::mem::take(&mut state.input);
        state.engine = None;
        state.engine = Some(Engine::open(boot).map_err(|error| error.to_string())?);
        Ok("{}".into())
    })
}

/// Hands in a file that [`search`] named missing. The first `path_length` bytes of the
/// input are its path.
#[unsafe(no_mangle)]
pub extern "C" fn supply(path_length: usize) -> usize {
    call(|state| {
        let mut path = std::mem::take(&mut state.input);
        let content = path.split_off(path_length.min(path.len()));
        let path = String::from_utf8(path).map_err(|error| error.to_string())?;
        engine(state)?.supply(&path, content);
        Ok("{}".into())
    })
}

/// Answers the request that is the input, or names the files to supply first.
#[unsafe(no_mangle)]
pub extern "C" fn search() -> usize {
    call(|state| {
        let request: Request = serde_json::from_slice(&state.input).map_err(|error| error.to_string())?;
        let outcome = engine(state)?.search(&request).map_err(|error| error.to_string())?;
        serde_json::to_vec(&outcome).map_err(|error| error.to_string())
    })
}

fn engine(state: &State) -> Result<&Engine, String> {
    state.engine.as_ref().ok_or_else(|| "no index is open".to_owned())
}

/// Runs `work` and puts its result, or its error, where [`output`] points.
fn call(work: impl FnOnce(&mut State) -> Result<Vec<u8>, String>) -> usize {
    STATE.with_borrow_mut(|state| {
        state.output = work(state)
            .unwrap_or_else(|message| serde_json::json!({ "error": message }).to_string().into_bytes());
        state.output.len()
    })
}

/// tantivy draws random numbers when it writes an index. Nothing here writes one.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    _destination: *mut u8,
    _length: usize,
) -> Result<(), getrandom::Error> {
    Err(getrandom::Error::UNSUPPORTED)
}

//! A site's form for a disk. Pages opened from a file may fetch nothing and start no worker
//! from a file, but any page may load a script: so what the search box fetches elsewhere is
//! put into scripts, each of which hands one file over in base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::OfflineError;
use crate::index;
use crate::output::{Content, Output, SitePath, Store};
use crate::render::Theme;

/// Puts what pages fetch into scripts, each at the address of its file with `.js` behind it.
pub(super) fn with_scripts(output: Output, theme: &Theme, store: &dyn Store) -> Result<Output, OfflineError> {
    let worker = theme.asset("search-worker.js");
    output.try_map(|path, content| {
        let name = path.as_str();
        let is_fetched = name == worker || (name.starts_with(index::FOLDER) && !name.ends_with(".html"));
        match content {
            _ if is_for_servers(name) => Ok(None),
            Content::Stored(_) if is_fetched => {
                let address = SitePath::parse(&format!("{name}.js"))?;
                let stored = store.put(&address, None, script(name, &store.read(&path)?)?);
                Ok(Some((address, Content::Stored(stored))))
            }
            content => Ok(Some((path, content))),
        }
    })
}

/// Whether a file is there for those who ask a server.
fn is_for_servers(path: &str) -> bool {
    matches!(path, "404.html" | "robots.txt")
}

/// A script that hands a file over to `disk.js`.
fn script(path: &str, bytes: &[u8]) -> Result<Vec<u8>, OfflineError> {
    let path = serde_json::to_string(path)?;
    Ok(format!("yunjiDisk({path},\"{}\");\n", STANDARD.encode(bytes)).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_holds_what_the_file_held() {
        let text = String::from_utf8(script("search/a.bin", "容器\0".as_bytes()).unwrap()).unwrap();
        assert_eq!(text, "yunjiDisk(\"search/a.bin\",\"5a655ZmoAA==\");\n");
    }
}

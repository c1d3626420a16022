//! The search folder compressed ahead, for hosts that send `.br` and `.gz` files as they are.

use std::io::Write;

use rayon::prelude::*;

use super::MakeError;
use crate::output::{Content, Output, SitePath, Store, Stored};

/// The highest qualities: time is spent once, bytes with every visit.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Adds to each file of `output` a `.br` and a `.gz` beside it, as far as they are smaller.
///
/// # Errors
///
/// When a name grows too long to be a path, or a file cannot be read back.
pub(super) fn precompress(output: &mut Output, store: &dyn Store) -> Result<(), MakeError> {
    let paths: Vec<&SitePath> = output.files().map(|(path, _)| path).collect();
    let compressed: Result<Vec<Vec<(SitePath, Stored)>>, MakeError> =
        paths.par_iter().map(|path| forms(path, store)).collect();
    for (path, stored) in compressed?.into_iter().flatten() {
        output.insert(path, Content::Stored(stored), "the search index, compressed");
    }
    Ok(())
}

/// The smaller forms of the file at `path`, in the store.
fn forms(path: &SitePath, store: &dyn Store) -> Result<Vec<(SitePath, Stored)>, MakeError> {
    let bytes = store.read(path)?;
    let mut stored = Vec::new();
    for (extension, smaller) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
        if smaller.len() < bytes.len() {
            let path = SitePath::parse(&format!("{path}.{extension}"))?;
            let form = store.put(&path, None, smaller);
            stored.push((path, form));
        }
    }
    Ok(stored)
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
    // Writing to memory cannot fail.
    let _ = writer.write_all(bytes);
    writer.into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The header holds no time and no name: the same bytes give the same bytes.
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::output::Memory;

    #[test]
    fn both_forms_hold_what_the_file_holds() {
        let text = "容器内存限制 ".repeat(100).into_bytes();
        let (mut output, store) = (Output::default(), Memory::default());
        for (path, bytes) in [("search/a.bin", text.clone()), ("search/tiny", vec![7])] {
            let path = SitePath::parse(path).unwrap();
            let stored = store.put(&path, None, bytes);
            output.insert(path, Content::Stored(stored), "test");
        }
        precompress(&mut output, &store).unwrap();
        let bytes = |path: &str| store.read(&SitePath::parse(path).unwrap()).unwrap();
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::Decompressor::new(bytes("search/a.bin.br").as_slice(), 4096)
            .read_to_end(&mut from_brotli)
            .unwrap();
        flate2::read::GzDecoder::new(bytes("search/a.bin.gz").as_slice())
            .read_to_end(&mut from_gzip)
            .unwrap();
        assert_eq!((from_brotli, from_gzip), (text.clone(), text));
        assert!(output.get("search/tiny.gz").is_none() && output.get("search/tiny.br").is_none());
    }
}

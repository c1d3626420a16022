//! The search folder compressed ahead, for hosts that send `.br` and `.gz` files as they are.

use std::io::Write;

use rayon::prelude::*;

use crate::output::{Content, Output, PathError, SitePath};

/// The highest qualities: time is spent once, bytes with every visit.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Adds to each file of `output` a `.br` and a `.gz` beside it, as far as they are smaller.
///
/// # Errors
///
/// When a name grows too long to be a path.
pub(super) fn precompress(output: &mut Output) -> Result<(), PathError> {
    let files: Vec<(String, &[u8])> = output
        .files()
        .filter_map(|(path, content)| match content {
            Content::Bytes(bytes) => Some((path.as_str().to_owned(), bytes.as_slice())),
            Content::Copy(_) => None,
        })
        .collect();
    let compressed: Vec<(String, Vec<u8>)> = files
        .par_iter()
        .flat_map_iter(|(path, bytes)| {
            let forms = [(format!("{path}.br"), brotli(bytes)), (format!("{path}.gz"), gzip(bytes))];
            forms.into_iter().filter(|(_, smaller)| smaller.len() < bytes.len())
        })
        .collect();
    for (path, bytes) in compressed {
        output.insert(SitePath::parse(&path)?, Content::Bytes(bytes), "the search index, compressed");
    }
    Ok(())
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

    #[test]
    fn both_forms_hold_what_the_file_holds() {
        let text = "容器内存限制 ".repeat(100).into_bytes();
        let mut output = Output::default();
        for (path, bytes) in [("search/a.bin", text.clone()), ("search/tiny", vec![7])] {
            output.insert(SitePath::parse(path).unwrap(), Content::Bytes(bytes), "test");
        }
        precompress(&mut output).unwrap();
        let bytes = |path: &str| match output.get(path) {
            Some(Content::Bytes(bytes)) => bytes.clone(),
            _ => Vec::new(),
        };
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

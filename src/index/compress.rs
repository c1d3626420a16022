//! The search folder compressed ahead, for hosts that send `.br` and `.gz` files as they are.

use std::io::Write;

use rayon::prelude::*;

use crate::output::{PathError, SitePath};

/// The highest qualities: time is spent once, bytes with every visit.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Files that are compressed at once.
const BATCH: usize = 64;

/// Hands files on, and beside each a `.br` and a `.gz` as far as they are wanted and smaller.
pub(super) struct Compressor<S> {
    wanted: bool,
    /// Files that wait until there are as many as are compressed at once.
    waiting: Vec<(SitePath, Vec<u8>)>,
    sink: S,
}

impl<S: FnMut(SitePath, Vec<u8>)> Compressor<S> {
    pub(super) fn new(wanted: bool, sink: S) -> Compressor<S> {
        Compressor { wanted, waiting: Vec::new(), sink }
    }

    /// Takes a file.
    ///
    /// # Errors
    ///
    /// When a name grows too long to be a path.
    pub(super) fn push(&mut self, path: SitePath, bytes: Vec<u8>) -> Result<(), PathError> {
        if !self.wanted {
            (self.sink)(path, bytes);
            return Ok(());
        }
        self.waiting.push((path, bytes));
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush() }
    }

    /// Hands on what still waits.
    ///
    /// # Errors
    ///
    /// As [`Compressor::push`].
    pub(super) fn finish(mut self) -> Result<(), PathError> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), PathError> {
        let forms: Vec<[Vec<u8>; 2]> =
            self.waiting.par_iter().map(|(_, bytes)| [brotli(bytes), gzip(bytes)]).collect();
        for ((path, bytes), forms) in self.waiting.drain(..).zip(forms) {
            for (form, extension) in forms.into_iter().zip(["br", "gz"]) {
                if form.len() < bytes.len() {
                    (self.sink)(SitePath::parse(&format!("{path}.{extension}"))?, form);
                }
            }
            (self.sink)(path, bytes);
        }
        Ok(())
    }
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
    use std::collections::BTreeMap;
    use std::io::Read;

    use super::*;

    #[test]
    fn both_forms_hold_what_the_file_holds() {
        let text = "容器内存限制 ".repeat(100).into_bytes();
        let mut files = BTreeMap::new();
        let mut compressor = Compressor::new(true, |path: SitePath, bytes| {
            files.insert(path.to_string(), bytes);
        });
        for (path, bytes) in [("search/a.bin", text.clone()), ("search/tiny", vec![7])] {
            compressor.push(SitePath::parse(path).unwrap(), bytes).unwrap();
        }
        compressor.finish().unwrap();
        assert_eq!(files["search/tiny"], [7]);
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::Decompressor::new(files["search/a.bin.br"].as_slice(), 4096)
            .read_to_end(&mut from_brotli)
            .unwrap();
        flate2::read::GzDecoder::new(files["search/a.bin.gz"].as_slice())
            .read_to_end(&mut from_gzip)
            .unwrap();
        assert_eq!((&from_brotli, &from_gzip), (&text, &text));
        assert_eq!((files.len(), &files["search/a.bin"]), (4, &text));
    }
}

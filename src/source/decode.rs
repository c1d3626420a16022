//! Bytes into text.

#![expect(clippy::disallowed_methods, reason = "this room reads the content")]

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;
use super::walk::disk;
use crate::diagnostic::{Diagnostic, Report, SourceFile};

/// Reads a file as text: UTF-8, or UTF-16 with a byte order mark, or what Chinese systems
/// wrote before, GBK and GB18030. Line ends become line feeds.
///
/// A file that is none of these comes back with what could be read, beside an error.
pub(super) fn read(path: &Path, folder: &str, name: &str) -> Result<(Arc<SourceFile>, Report), ReadError> {
    let bytes = bytes(path)?;
    Ok(decode(&bytes, folder, name))
}

/// Reads a file as bytes.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|error| disk(path, error))
}

fn decode(bytes: &[u8], folder: &str, name: &str) -> (Arc<SourceFile>, Report) {
    let mut report = Report::default();
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (guess(bytes), bytes),
    };
    let valid = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let broken = valid.is_none() || valid.as_ref().is_some_and(|text| text.contains('\0'));
    let text = valid.unwrap_or_else(|| UTF_8.decode_without_bom_handling(bytes).0);
    let file = SourceFile::within(folder, name, unix_lines(text));
    if broken {
        report.push(undecodable(&file));
    } else if encoding != UTF_8 {
        let message = format!("read as {}", encoding.name());
        let help = format!("save it as UTF-8, for example with `iconv -f {} -t UTF-8`", encoding.name());
        report.push(Diagnostic::warning("encoding", message).at(&file, 0..0).help(help));
    }
    (file, report)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() || !is_foreign(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // GB18030 reads everything that GBK does.
    let wide = [UTF_16LE, UTF_16BE].contains(&guessed);
    if guessed.name() == "GBK" || wide { GB18030 } else { UTF_8 }
}

/// Whether bytes are in another encoding than UTF-8, and not UTF-8 with a few bytes
/// damaged: text in another encoding has hardly any sequence that UTF-8 allows. In a few
/// words such sequences may prevail by chance, so text of everyday Chinese is believed too.
fn is_foreign(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|ch| !ch.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken > valid || (broken > 0 && is_everyday_chinese(bytes))
}

/// Whether bytes are GB18030 and nearly all of it everyday characters: the punctuation and
/// the 3755 most used Han of GB 2312, which damaged UTF-8 hits only now and then.
fn is_everyday_chinese(bytes: &[u8]) -> bool {
    let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) else { return false };
    let wide = text.chars().filter(|ch| !ch.is_ascii()).count();
    let mut everyday = 0;
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (0xa1..=0xa3 | 0xb0..=0xd7, [0xa1..=0xfe, tail @ ..]) => {
                everyday += 1;
                tail
            }
            (0x80.., [_, tail @ ..]) | (_, tail) => tail,
        };
    }
    everyday * 10 >= wide * 9
}

fn undecodable(file: &Arc<SourceFile>) -> Diagnostic {
    let at = file.text.find(['\u{fffd}', '\0']).unwrap_or(0);
    let length = file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Diagnostic::error("encoding", "this is no text: neither UTF-8, UTF-16 nor GB18030")
        .at(file, at..at + length)
        .help("save the file as UTF-8, or move it out of the notes if it is no note")
}

fn unix_lines(text: Cow<'_, str>) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_byte_order_marks_do_not_matter() {
        let (file, report) = decode("\u{feff}一\r\n二\r三\n".as_bytes(), "", "x.md");
        assert_eq!(file.text, "一\n二\n三\n");
        assert_eq!(report, Report::default());
    }

    #[test]
    fn old_chinese_encodings_are_read_with_a_warning() {
        let (bytes, _, _) = GB18030.encode("# 排查记录\n\n磁盘写满之后，服务无法启动。\n");
        let (file, report) = decode(&bytes, "", "x.md");
        assert!(file.text.contains("磁盘写满"), "{}", file.text);
        assert!(!report.has_errors());
        assert_eq!(report.sorted()[0].message, "read as gb18030");
    }

    #[test]
    fn a_few_words_in_an_old_encoding_are_read() {
        for text in ["内存", "# 内存\n\n内存不足。\n", "echo 已停止；", "磁盘：100%\n"] {
            let (bytes, _, _) = GB18030.encode(text);
            assert_eq!(decode(&bytes, "", "x.md").0.text, text);
        }
    }

    #[test]
    fn a_few_damaged_words_are_no_other_encoding() {
        for text in ["重启服务后恢复。", "内存不足", "- 镜像"] {
            let first = text.find(|ch: char| !ch.is_ascii()).unwrap();
            for at in first..text.len() {
                let mut bytes = text.as_bytes().to_vec();
                bytes.remove(at);
                assert!(decode(&bytes, "", "x.md").1.has_errors(), "{text} without byte {at}");
            }
        }
    }

    #[test]
    fn a_damaged_byte_is_no_other_encoding() {
        let mut bytes = "# 好的\n\n正常文字正常文字".as_bytes().to_vec();
        bytes.extend(b"\xe4\xb8\n");
        let (file, report) = decode(&bytes, "", "x.md");
        assert!(report.has_errors());
        assert_eq!(report.sorted()[0].place.as_ref().unwrap().position().line, 3);
        assert!(file.text.contains("正常文字"));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{feff}备份".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes, "", "x.md").0.text, "备份");
    }

    #[test]
    fn what_is_no_text_is_an_error_at_its_place() {
        let (_, report) = decode(b"# ok\nbad \xff\xfe\xfd\x00 bytes", "", "x.md");
        let place = report.sorted()[0].place.clone().unwrap();
        assert!(report.has_errors());
        assert_eq!((place.position().line, place.position().column), (2, 5));
    }
}

//! Pages in a form that can be kept, so that a note that did not change is not read again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Page;
use crate::cache::Pack;
use crate::diagnostic::{Checked, KeptReport};
use crate::output::Digest;
use crate::source::NoteFile;

/// A page with what was found in its note. Owned when it is read, borrowed when it is written.
#[derive(Serialize, Deserialize)]
struct Kept<P> {
    page: P,
    report: KeptReport,
}

/// Keeps a page and its findings in `pack`, but for the text of the note. Where that worked, the
/// page's HTML is there from now on and no longer in memory.
pub fn keep(page: &mut Checked<Page>, key: Digest, pack: &Arc<Pack>) {
    page.value.body.keep(pack, of_html(key));
    if let Ok(kept) = rmp_serde::to_vec(&Kept { page: &page.value, report: KeptReport::of(&page.report) }) {
        pack.put(key, &kept);
    }
}

/// The page again that was kept when it was read from a note like this. None when there is none.
pub fn restore(note: &NoteFile, key: Digest, pack: &Arc<Pack>) -> Option<Checked<Page>> {
    let Kept { page, report } = rmp_serde::from_slice::<Kept<Page>>(&pack.get(key)?).ok()?;
    let own = |folder: &str, path: &str| {
        (folder == note.file.folder && path == note.file.path).then(|| Arc::clone(&note.file))
    };
    let report = report.restore(own)?;
    let mut page = Page { file: Arc::clone(&note.file), ..page };
    page.body.take_from(pack, of_html(key)).then_some(Checked { value: page, report })
}

/// The key of a page's HTML.
fn of_html(key: Digest) -> Digest {
    Digest::of_all([key.as_bytes(), b"html"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::config::{Config, Strings};
    use crate::diagnostic::SourceFile;
    use crate::source::{FrontMatter, Source};

    #[test]
    fn a_page_is_the_same_again() {
        let text = "# 甲\n\n链接 [乙](b.md) 和 **词**。\n\n## 一\n\n- [ ] 待办\n\n`docker ps`\n";
        let extra = vec![("层".to_owned(), serde_json::json!({"数": [1, 2.5, null, "三"]}))];
        let source = Source {
            file: SourceFile::within("content/", "a.md", text),
            front: FrontMatter { extra, title: Some("标题".into()), ..FrontMatter::default() },
            body: 0..text.len(),
            committed: None,
        };
        let parsed = super::super::parse(&source, &Config::new("x".into()), &Strings::default());
        let folder = tempfile::tempdir().unwrap();
        let pack = Arc::new(Cache::in_folder(folder.path()).pack("pages"));
        let key = Digest::of(b"a");
        let mut kept = parsed.clone();
        keep(&mut kept, key, &pack);
        let note = NoteFile { file: Arc::clone(&source.file), committed: None };
        let restored = restore(&note, key, &pack).unwrap();
        assert_eq!(restored, kept);
        let gaps: Vec<String> = parsed.value.body.gaps().map(|gap| format!("{gap:?}")).collect();
        assert_eq!(restored.value.body.filled(&gaps), parsed.value.body.filled(&gaps));
        assert_eq!(restored.value.body.digest(), parsed.value.body.digest());
        assert_eq!(restored.value.front, parsed.value.front);
        assert!(restore(&note, Digest::of(b"b"), &pack).is_none());
        pack.tidy();
        assert_eq!(restored.value.body.filled(&gaps), None, "what is lost is not shown as empty");
    }
}

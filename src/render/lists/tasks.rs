//! What is to be done and what was, over all notes.

use std::cmp::Reverse;

use serde::Serialize;

use super::super::{RenderError, Renderer};
use crate::markdown::{Task, is_done};
use crate::output::Output;
use crate::site::Note;

#[derive(Serialize)]
struct Tasks<'a> {
    heading: &'a str,
    open: Tally,
    done: Tally,
}

/// Tasks by the note they stand in.
#[derive(Default, Serialize)]
struct Tally {
    count: usize,
    notes: Vec<NoteTasks>,
}

#[derive(Serialize)]
struct NoteTasks {
    title: String,
    url: String,
    tasks: Vec<TaskView>,
}

#[derive(Serialize)]
struct TaskView {
    /// As it was written.
    state: String,
    /// What readers call it.
    state_title: String,
    /// `A` is the most urgent.
    priority: Option<char>,
    text: String,
    url: String,
}

impl Renderer<'_> {
    pub(in super::super) fn tasks(&self, output: &mut Output) -> Result<(), RenderError> {
        let Some((path, page)) = self.list_page("tasks")? else { return Ok(()) };
        let own = Tasks {
            heading: &page.page_title,
            open: self.tally(|task| !is_done(&task.state)),
            done: self.tally(|task| is_done(&task.state)),
        };
        let file = path.file();
        let content = self.html(&file, "tasks.html", &page, &own)?;
        output.insert(file, content, "the list of tasks");
        Ok(())
    }

    fn tally(&self, wanted: impl Fn(&Task) -> bool) -> Tally {
        let mut tally = Tally::default();
        for note in self.site.notes.iter().filter(|note| !note.page.front.hidden) {
            // A template's empty box is nothing to do.
            let tasks = note.page.tasks.iter().filter(|task| !task.text.is_empty() && wanted(task));
            let mut tasks: Vec<TaskView> = tasks.map(|task| self.task(note, task)).collect();
            tasks.sort_by_key(|task| Reverse(task.priority.map(Reverse)));
            if !tasks.is_empty() {
                tally.count += tasks.len();
                let (title, url) = (note.page.title.clone(), note.path.href());
                tally.notes.push(NoteTasks { title, url, tasks });
            }
        }
        tally
    }

    fn task(&self, note: &Note, task: &Task) -> TaskView {
        let key = format!("state_{}", task.state.to_ascii_lowercase());
        let title = self.theme.string(&key);
        let (priority, text) = priority(&task.text);
        TaskView {
            state: task.state.clone(),
            // A state that has no name in the theme is shown as it was written.
            state_title: if title == key { task.state.clone() } else { title },
            priority,
            text: text.to_owned(),
            url: format!("{}#{}", note.path.href(), task.id),
        }
    }
}

/// The priority that a task begins with, as outlines write it, and the text without it.
fn priority(text: &str) -> (Option<char>, &str) {
    let found = text.strip_prefix("[#").and_then(|rest| rest.split_once(']'));
    match found.map(|(mark, rest)| (mark.as_bytes(), rest)) {
        Some(([letter @ b'A'..=b'C'], rest)) => (Some(char::from(*letter)), rest.trim_start()),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::priority;

    #[test]
    fn a_priority_stands_before_the_text() {
        assert_eq!(priority("[#A] 扩容"), (Some('A'), "扩容"));
        for text in ["[#D] 扩容", "扩容 [#A]", "[#A 扩容", "[#] x"] {
            assert_eq!(priority(text), (None, text));
        }
    }
}

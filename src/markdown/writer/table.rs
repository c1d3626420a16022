//! Tables.

use pulldown_cmark::Alignment;

use super::Writer;

/// The table being written.
#[derive(Debug, Default)]
pub(super) struct State {
    columns: Vec<Alignment>,
    column: usize,
    head: bool,
    open: bool,
}

impl State {
    /// Whether a table is at hand.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }
}

impl Writer<'_> {
    /// A table scrolls in a box of its own, so that a wide one does not widen the page.
    pub(super) fn start_table(&mut self, columns: &[Alignment]) {
        self.table = State { columns: columns.to_vec(), column: 0, head: false, open: true };
        self.body.push("<div class=\"table-wrap\" tabindex=\"0\"><table>\n");
    }

    pub(super) fn end_table(&mut self) {
        self.table.open = false;
        self.end_block("</tbody></table></div>\n");
    }

    pub(super) fn start_row(&mut self, head: bool) {
        self.table.head = head;
        self.table.column = 0;
        self.body.push(if head { "<thead><tr>" } else { "<tr>" });
    }

    pub(super) fn end_row(&mut self, head: bool) {
        self.end_block(if head { "</tr></thead><tbody>\n" } else { "</tr>\n" });
    }

    pub(super) fn start_cell(&mut self) {
        let class = match self.table.columns.get(self.table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        let open =
            if self.table.head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.body.push(&open);
        self.table.column += 1;
    }

    pub(super) fn end_cell(&mut self) {
        self.body.push(if self.table.head { "</th>" } else { "</td>" });
        self.outline.end_cell();
    }
}

//! Markdown, with the names of others kept from meaning anything in it.

/// A page as it is written.
#[derive(Default)]
pub struct Page(String);

impl Page {
    /// A heading of a level, 1 the highest.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    /// A paragraph of sentences; nothing where all are empty.
    pub fn paragraph(&mut self, sentences: &[String]) {
        let said: Vec<&str> = sentences
            .iter()
            .map(|sentence| sentence.trim())
            .filter(|sentence| !sentence.is_empty())
            .collect();
        if !said.is_empty() {
            self.block(&said.join(" "));
        }
    }

    /// A list; nothing where it has no items.
    pub fn list(&mut self, items: &[String]) {
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
            self.block(&items.join("\n"));
        }
    }

    /// A notice that stands apart.
    pub fn notice(&mut self, text: &str) {
        self.block(&format!("> {text}"));
    }

    /// A table of which the columns from `numbers` on hold numbers; nothing where it has no rows.
    pub fn table(&mut self, head: &[&str], numbers: usize, rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
        let rule = (0..head.len())
            .map(|column| if column < numbers { "---" } else { "---:" })
            .collect();
        let mut lines = vec![line(head.to_vec()), line(rule)];
        lines.extend(
            rows.iter()
                .map(|row| line(row.iter().map(String::as_str).collect())),
        );
        self.block(&lines.join("\n"));
    }

    fn block(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// A text of somebody else's as it may stand in a sentence or a cell: on one line, and every sign that Markdown or HTML would
/// read is told to be just a sign.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars().filter(|letter| !letter.is_control()) {
            if "\\`*_[]<>|#~&!".contains(letter) {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_blocks_with_a_blank_line_between() {
        let mut page = Page::default();
        page.heading(1, "Libraries");
        page.paragraph(&["One.".to_owned(), String::new(), "Two.".to_owned()]);
        page.paragraph(&[String::new()]);
        page.list(&["a".to_owned(), "b".to_owned()]);
        page.table(&["Name", "People"], 1, &[vec!["A".to_owned(), "5".to_owned()]]);
        page.table(&["Name"], 1, &[]);
        assert_eq!(
            page.into_text(),
            "# Libraries\n\nOne. Two.\n\n- a\n- b\n\n| Name | People |\n| --- | ---: |\n| A | 5 |\n"
        );
    }

    #[test]
    fn names_mean_nothing_in_markdown() {
        assert_eq!(plain("a|b\n\n# <script>"), "a\\|b \\# \\<script\\>");
        assert_eq!(plain("[De *Hoek*](http://x)"), "\\[De \\*Hoek\\*\\](http://x)");
    }
}

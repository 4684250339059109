//! The stylesheet: plain files, joined and made small.

/// The files in the order in which they are joined; `layers.css` fixes which one wins.
const FILES: [&str; 9] = [
    include_str!("../style/layers.css"),
    include_str!("../style/tokens.css"),
    include_str!("../style/base.css"),
    include_str!("../style/page.css"),
    include_str!("../style/forms.css"),
    include_str!("../style/content.css"),
    include_str!("../style/office.css"),
    include_str!("../style/utilities.css"),
    include_str!("../style/media.css"),
];

/// The whole stylesheet.
pub(crate) fn stylesheet() -> String {
    FILES.map(minified).concat()
}

/// Takes away comments and white space that says nothing. Strings stay as they are.
fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if first == '"' || first == '\'' {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| *c == first)
                .map_or(rest.len(), |(at, _)| at + 1);
            let (string, after) = rest.split_at(end);
            out.push_str(string);
            rest = after;
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            let joins = |c: char| "{};,>".contains(c);
            let before = out.chars().next_back();
            if before.is_some_and(|c| !joins(c) && c != ':') && !rest.starts_with(joins) {
                out.push(' ');
            }
        } else {
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_that_says_nothing_is_taken_away() {
        let css = "/* a\n note */ a > b ,\n c:not(.d) .e {\n  margin: 0 calc(1px + 2px) ;\n  content: \" ( ; \";\n}\n";
        assert_eq!(
            minified(css),
            "a>b,c:not(.d) .e{margin:0 calc(1px + 2px);content:\" ( ; \"}"
        );
        assert_eq!(
            minified("@media (min-width: 40rem) { a :hover { b: c } }"),
            "@media (min-width:40rem){a :hover{b:c}}"
        );
    }

    #[test]
    fn the_stylesheet_asks_for_nothing_and_is_balanced() {
        let css = stylesheet();
        assert!(!css.contains("url(") && !css.contains("@import") && !css.contains("!important"));
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}

//! Writes the style guide and sample pages into a folder, to be looked at in a browser:
//!
//! ```text
//! cargo run -p design --example guide -- target/guide
//! python3 -m http.server --directory target/guide
//! ```

mod citizen;
mod official;

use std::path::Path;
use std::{env, fs, io};

use design::page::{Page, Shell, Viewer};
use text::Lang;

/// A page with the name of its file and of whoever sees it.
struct Sample {
    file: &'static str,
    viewer: Viewer,
    page: Page,
}

fn main() -> io::Result<()> {
    let folder = env::args()
        .nth(1)
        .unwrap_or_else(|| "target/guide".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("a"))?;
    if let Some(css) = design::asset(design::stylesheet_path()) {
        fs::write(
            folder.join(design::stylesheet_path().trim_start_matches('/')),
            css.bytes,
        )?;
        println!(
            "css {} bytes, brotli {}, gzip {}",
            css.bytes.len(),
            css.brotli.len(),
            css.gzip.len()
        );
    }
    for (file, lang) in [("guia", Lang::Es), ("guide", Lang::En)] {
        let page = Page::new(design::guide::title(lang)).body(design::guide::page(lang));
        write(folder, file, lang, Viewer::Anonymous, &page)?;
    }
    for sample in citizen::samples().into_iter().chain(official::samples()) {
        write(folder, sample.file, Lang::Es, sample.viewer, &sample.page)?;
    }
    Ok(())
}

fn write(folder: &Path, file: &str, lang: Lang, viewer: Viewer, page: &Page) -> io::Result<()> {
    let shell = Shell {
        lang,
        path: format!("/{file}.html"),
        site_name: "Ventanilla".to_owned(),
        help_phone: "147".to_owned(),
        viewer,
        demonstration: true,
    };
    fs::write(
        folder.join(format!("{file}.html")),
        page.render(&shell).into_string(),
    )
}

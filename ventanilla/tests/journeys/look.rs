//! The one door: every page that somebody comes to is judged here, and its picture kept.

use std::fs;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::axe;
use crate::browser::Browser;
use crate::page::Window;
use crate::weight::{self, Weight};
use crate::world::{World, artefacts};

/// Twice the size that browsers give to letters by themselves.
const LETTERS_TWICE: u32 = 32;
const LETTERS_ONCE: u32 = 16;
/// The page that shows every component, also those that are the heading of a page.
const STYLE_GUIDE: &str = "/guia-de-estilo";
/// Pages are shorter; a picture of one that is not shows its beginning.
const PICTURE_HEIGHT_MAX: f64 = 12_000.0;

impl Browser {
    /// Judges the page that is there.
    pub(crate) fn look(&self) {
        let number = self.pages.get() + 1;
        self.pages.set(number);
        let facts = self.facts();
        let path = facts["path"].as_str().unwrap();
        let name = format!("{}/{number:02}-{}", self.journey, plain(path));
        self.picture(&name);
        let weight = Weight::of_last_page(&self.tab.log("performance"));
        let mut faults = self.faults(&facts);
        if self.light {
            weight::note(&name, &weight);
            faults.extend(weight.faults());
        }
        assert!(faults.is_empty(), "{name}: {}", faults.join("\n  "));
    }

    /// What the page says of itself.
    fn facts(&self) -> Value {
        self.tab
            .evaluate(&format!("facts({})", self.window.width()))
    }

    /// All that is wrong with the page, but for its weight.
    fn faults(&self, facts: &Value) -> Vec<String> {
        let mut faults = faults_of(facts);
        faults.extend(self.console(facts));
        faults.extend(axe::violations(&self.tab));
        faults
    }

    /// What the console says against a page. That a page answers with a status of its own is no fault.
    fn console(&self, facts: &Value) -> Vec<String> {
        let own_status = format!(
            "{} - Failed to load resource: the server responded with a status of 4",
            facts["url"].as_str().unwrap()
        );
        self.tab
            .log("browser")
            .into_iter()
            .filter(|(level, message)| {
                matches!(level.as_str(), "SEVERE" | "WARNING") && !message.starts_with(&own_status)
            })
            .map(|(level, message)| format!("the console: {level} {message}"))
            .collect()
    }

    /// Keeps pictures of the page as those see it who set up their machine otherwise, on a phone and at
    /// a desk; with letters twice as large it must still fit.
    pub(crate) fn portray(&self, name: &str) {
        let name = format!("portraits/{name}");
        for window in [Window::Phone, Window::Desk] {
            self.tab.resize(window);
            let width = if window == Window::Phone {
                "phone"
            } else {
                "desk"
            };
            self.picture(&format!("{name}-{width}-light"));
            let ways: [(&str, Value); 3] = [
                (
                    "dark",
                    json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
                ),
                (
                    "forced",
                    json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
                ),
                ("print", json!({ "media": "print" })),
            ];
            for (way, media) in ways {
                self.tab.command("Emulation.setEmulatedMedia", media);
                self.picture(&format!("{name}-{width}-{way}"));
                if way == "dark" {
                    let faults = axe::violations(&self.tab);
                    assert!(
                        faults.is_empty(),
                        "{name}-{width}-{way}: {}",
                        faults.join("\n  ")
                    );
                }
            }
            self.tab.command(
                "Emulation.setEmulatedMedia",
                json!({ "media": "", "features": [] }),
            );
        }
        self.tab.resize(Window::Phone);
        self.letters(LETTERS_TWICE);
        self.picture(&format!("{name}-phone-twice"));
        let facts = self
            .tab
            .evaluate(&format!("facts({})", Window::Phone.width()));
        let too_wide = too_wide(&facts);
        self.letters(LETTERS_ONCE);
        self.tab.resize(self.window);
        assert!(
            too_wide.is_none(),
            "{name} with letters twice as large: {too_wide:?}"
        );
    }

    fn letters(&self, size: u32) {
        let sizes = json!({ "fontSizes": { "standard": size, "fixed": size * 13 / 16 } });
        self.tab.command("Page.setFontSizes", sizes);
    }

    /// Keeps a picture of the whole page.
    fn picture(&self, name: &str) {
        let metrics = self.tab.command("Page.getLayoutMetrics", json!({}));
        let size = &metrics["cssContentSize"];
        let height = size["height"].as_f64().unwrap().min(PICTURE_HEIGHT_MAX);
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.tab.command("Page.captureScreenshot", wanted);
        let bytes = BASE64_STANDARD
            .decode(answer["data"].as_str().unwrap())
            .unwrap();
        let file = artefacts().join("journeys").join(format!("{name}.png"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// What is wrong with a page by what it says of itself.
fn faults_of(facts: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let text = |name: &str| facts[name].as_str().unwrap();
    let headings = facts["headings"].as_array().unwrap();
    if text("language") != "es" {
        faults.push(format!("its language is {:?}", text("language")));
    }
    if text("title").trim().is_empty() {
        faults.push("it has no title".to_owned());
    }
    let has_one = headings.len() == 1 || text("path") == STYLE_GUIDE;
    if !has_one || headings.contains(&json!("")) {
        faults.push(format!("its headings of the first level are {headings:?}"));
    }
    if facts["scripts"] != 0 || facts["handlers"] != 0 {
        faults.push("it holds scripts".to_owned());
    }
    faults.extend(too_wide(facts));
    faults
}

fn too_wide(facts: &Value) -> Option<String> {
    let wide = facts["too_wide"].as_array().unwrap();
    (!wide.is_empty()).then(|| format!("it is {} wide: {wide:?}", facts["scroll_width"]))
}

/// A path as the name of a file, without what is another one each time.
fn plain(path: &str) -> String {
    let stable = |part: &&str| {
        let parts: Vec<&str> = part.split('-').collect();
        let is_id = part.len() == 36 && parts.len() == 5;
        let is_number = part.chars().any(|sign| sign.is_ascii_uppercase());
        !part.is_empty() && !is_id && !is_number
    };
    let parts: Vec<&str> = path.split('/').filter(stable).collect();
    if parts.is_empty() {
        return "inicio".to_owned();
    }
    parts.join("-").replace(
        |sign: char| !sign.is_ascii_alphanumeric() && sign != '-',
        "-",
    )
}

#[test]
fn what_is_wrong_with_a_page_is_found() {
    let Some(world) = World::open() else { return };
    let visitor = Browser::citizen(&world, "puerta").without_scripts();
    visitor.visit("/");
    let frames = visitor.tab.command("Page.getFrameTree", json!({}));
    let long = "largo".repeat(50);
    let page = json!({
        "frameId": frames["frameTree"]["frame"]["id"],
        "html": format!(
            "<html lang=en><title> </title><main><h1>Uno</h1><h1>Dos</h1><script>alert(1)</script>
                <table><tr><td>{long}</td></tr></table><input name=q><img src='data:,'></main>"
        ),
    });
    visitor.tab.command("Page.setDocumentContent", page);
    let found = visitor.faults(&visitor.facts()).join("\n");
    let ours = [
        "its language is",
        "it has no title",
        "its headings",
        "it holds scripts",
        " wide: ",
    ];
    let of_axe = ["label: ", "image-alt: ", "document-title: "];
    for fault in ours.iter().chain(of_axe.iter().filter(|_| axe::is_there())) {
        assert!(found.contains(fault), "{fault:?} is not found: {found}");
    }
}

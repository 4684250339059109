//! A person at a browser, in the words of what people do: visit, follow, fill in, choose, send.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::page::{Key, Tab, Window};
use crate::world::World;

/// How long what the State does behind a page may take, and a download.
const WAIT_MAX: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// More stops than any page has for the Tab key.
const STOPS_MAX: usize = 150;

/// Somebody on their way through a journey.
pub(crate) struct Browser {
    pub(crate) tab: Tab,
    pub(crate) window: Window,
    /// Names the pictures of this journey.
    pub(crate) journey: &'static str,
    pub(crate) pages: Cell<usize>,
    /// Whether the law of weight holds: it does for citizens.
    pub(crate) light: bool,
    downloads: TempDir,
    world: Arc<World>,
}

impl Browser {
    /// A citizen with a phone.
    pub(crate) fn citizen(world: &Arc<World>, journey: &'static str) -> Self {
        Self::open(world, journey, Window::Phone, true)
    }

    /// An official at a desk.
    pub(crate) fn official(world: &Arc<World>, journey: &'static str) -> Self {
        Self::open(world, journey, Window::Desk, false)
    }

    fn open(world: &Arc<World>, journey: &'static str, window: Window, light: bool) -> Self {
        let downloads = tempfile::tempdir().unwrap();
        let tab = Tab::open(world, downloads.path());
        tab.resize(window);
        Self {
            tab,
            window,
            journey,
            pages: Cell::new(0),
            light,
            downloads,
            world: world.clone(),
        }
    }

    /// An official who has signed in and sees the desk.
    pub(crate) fn at_the_desk(world: &Arc<World>, journey: &'static str, account: &str) -> Self {
        let official = Self::official(world, journey);
        official.visit("/oficina");
        official.sign_in(account);
        official.expect("Mi escritorio");
        official
    }

    /// Without the scripts of pages.
    pub(crate) fn without_scripts(mut self) -> Self {
        self.tab.forbid_scripts();
        self
    }

    /// On a line of the second generation: 35 kbit/s each way, and 800 ms until anything comes.
    pub(crate) fn on_slow_line(self) -> Self {
        let line = json!({
            "offline": false, "latency": 800,
            "downloadThroughput": 35_000 / 8, "uploadThroughput": 35_000 / 8,
        });
        self.tab.command("Network.emulateNetworkConditions", line);
        self
    }

    /// Goes to an address.
    pub(crate) fn visit(&self, path: &str) {
        let url = format!("http://{}{path}", self.world.address());
        self.arrive(|| {
            self.tab.command("Page.navigate", json!({ "url": url }));
        });
    }

    /// Follows a link.
    pub(crate) fn follow(&self, link: &str) {
        self.arrive(|| self.tab.click(&format!("link({link:?})")));
    }

    /// Presses a button that leads to another page.
    pub(crate) fn press(&self, button: &str) {
        self.arrive(|| self.tab.click(&format!("button({button:?})")));
    }

    /// Opens what a page holds folded.
    pub(crate) fn unfold(&self, summary: &str) {
        self.tab.click(&format!("button({summary:?})"));
    }

    /// Does what leads to another page, and looks at that.
    fn arrive(&self, doing: impl FnOnce()) {
        self.tab.leave(doing);
        self.look();
    }

    /// Writes into the box of a label, instead of what is there.
    pub(crate) fn fill(&self, label: &str, text: &str) {
        self.tab.click(&format!("field({label:?})"));
        self.tab.select_all();
        self.tab
            .command("Input.insertText", json!({ "text": text }));
        let written = self.tab.evaluate(&format!("field({label:?}).value"));
        assert_eq!(written, text, "{label}");
    }

    /// Chooses an answer of a question.
    pub(crate) fn choose(&self, question: &str, answer: &str) {
        let answer = format!("choice({question:?}, {answer:?})");
        self.tab.click(&answer);
        assert_eq!(
            self.tab.evaluate(&format!("{answer}.control.checked")),
            true
        );
    }

    /// Whether a question with answers to choose from is asked.
    pub(crate) fn asks(&self, question: &str) -> bool {
        self.tab.evaluate(&format!("!!choice({question:?}, '')")) == true
    }

    /// Ticks a box.
    pub(crate) fn tick(&self, label: &str) {
        let field = format!("field({label:?})");
        self.tab.click(&field);
        assert_eq!(self.tab.evaluate(&format!("{field}.checked")), true);
    }

    /// Gives a file to the box of a label and sends it.
    pub(crate) fn send_file(&self, label: &str, file: &Path) {
        self.give(label, file);
        self.arrive(|| {
            self.tab.click(&attach_button(label));
        });
    }

    /// Gives a file to the box of a label, as the system's dialog does once a file is chosen in it.
    pub(crate) fn give(&self, label: &str, file: &Path) {
        let object = self.tab.object(&format!("field({label:?})"));
        let chosen = json!({ "objectId": object, "files": [file] });
        self.tab.command("DOM.setFileInputFiles", chosen);
    }

    /// Signs in with an account of the demonstration, on the page that asks for it.
    pub(crate) fn sign_in(&self, account: &str) {
        self.fill("Correo o número de cédula", account);
        self.fill("Contraseña", &format!("demostracion-{account}"));
        self.press("Ingresar");
    }

    /// Signs in by keyboard.
    pub(crate) fn sign_in_by_keys(&self, account: &str) {
        self.fill_by_keys("Correo o número de cédula", account);
        self.fill_by_keys("Contraseña", &format!("demostracion-{account}"));
        self.press_by_keys("Ingresar");
    }

    /// Follows a link to a file and returns where it was saved.
    pub(crate) fn download(&self, link: &str) -> PathBuf {
        self.saved(link, || self.tab.click(&format!("link({link:?})")))
    }

    /// Follows a link to a file by keyboard and returns where it was saved.
    pub(crate) fn download_by_keys(&self, link: &str) -> PathBuf {
        self.tab_to(&format!("link({link:?})"));
        self.saved(link, || self.tab.press(Key::Enter))
    }

    fn saved(&self, link: &str, doing: impl FnOnce()) -> PathBuf {
        let before = self.downloaded();
        doing();
        let begun = Instant::now();
        loop {
            let found = self.downloaded();
            if let Some(new) = found.iter().find(|file| !before.contains(file)) {
                return new.clone();
            }
            assert!(
                begun.elapsed() < WAIT_MAX,
                "{link} was not saved: {found:?}"
            );
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Files saved whole.
    fn downloaded(&self) -> Vec<PathBuf> {
        fs::read_dir(self.downloads.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|file| {
                let name = file.file_name().unwrap().to_str().unwrap();
                !name.starts_with('.') && !name.ends_with(".crdownload")
            })
            .collect()
    }

    /// Asks for the same page again until it says something, as people do who wait.
    pub(crate) fn wait_until_it_says(&self, words: &str) {
        if self.says(words) {
            return;
        }
        let begun = Instant::now();
        while !self.says(words) {
            assert!(
                begun.elapsed() < WAIT_MAX,
                "{words} never came: {}",
                self.text()
            );
            std::thread::sleep(LOOK_AGAIN);
            self.tab.leave(|| {
                self.tab.command("Page.reload", json!({}));
            });
        }
        self.look();
    }

    /// Whether the page shows these words.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Insists that the page shows these words.
    pub(crate) fn expect(&self, words: &str) {
        assert!(self.says(words), "{words:?} is not in: {}", self.text());
    }

    /// All that the page shows, in one line.
    pub(crate) fn text(&self) -> String {
        let text = self.tab.evaluate("document.body.innerText");
        let words: Vec<&str> = text.as_str().unwrap().split_whitespace().collect();
        words.join(" ")
    }

    /// The path of the page.
    pub(crate) fn path(&self) -> String {
        let path = self.tab.evaluate("location.pathname");
        path.as_str().unwrap().to_owned()
    }

    /// The paths of this site that the page links to, without the places within a page.
    pub(crate) fn links(&self) -> Vec<String> {
        let links = self.tab.evaluate(
            "[...document.querySelectorAll('a[href]')].map((a) => new URL(a.href))
                .filter((url) => url.origin === location.origin).map((url) => url.pathname + url.search)",
        );
        let links = links.as_array().unwrap().iter();
        links
            .map(|link| link.as_str().unwrap().to_owned())
            .collect()
    }

    /// What stands beside a name in a list of facts.
    pub(crate) fn fact(&self, name: &str) -> String {
        let fact = self.tab.evaluate(&format!(
            "words(named(document.querySelectorAll('dt'), {name:?}).nextElementSibling)"
        ));
        fact.as_str().unwrap().to_owned()
    }

    /// Goes by the Tab key until something has the keyboard. Whatever gets it on the way must show it.
    pub(crate) fn tab_to(&self, element: &str) {
        for _ in 0..STOPS_MAX {
            self.tab.press(Key::Tab);
            let focused: Value = self.tab.evaluate("focused()");
            if focused.is_null() {
                continue;
            }
            assert_eq!(
                focused["visible"], true,
                "one does not see that this has the keyboard: {focused}"
            );
            if self
                .tab
                .evaluate(&format!("{element} === document.activeElement"))
                == true
            {
                return;
            }
        }
        panic!("the Tab key does not come to {element} on {}", self.path());
    }

    /// Follows a link by keyboard.
    pub(crate) fn follow_by_keys(&self, link: &str) {
        self.tab_to(&format!("link({link:?})"));
        self.arrive(|| self.tab.press(Key::Enter));
    }

    /// Presses a button by keyboard.
    pub(crate) fn press_by_keys(&self, button: &str) {
        self.tab_to(&format!("button({button:?})"));
        self.arrive(|| self.tab.press(Key::Space));
    }

    /// Writes into a box by keyboard, instead of what is there.
    pub(crate) fn fill_by_keys(&self, label: &str, text: &str) {
        self.tab_to(&format!("field({label:?})"));
        self.tab.select_all();
        self.tab.type_keys(text);
    }

    /// Chooses an answer by keyboard: to the question by Tab, to the answer by the arrow.
    pub(crate) fn choose_by_keys(&self, question: &str, answer: &str) {
        let inside = format!(
            "(group({question:?}).contains(document.activeElement) && document.activeElement)"
        );
        self.tab_to(&inside);
        self.tab.press(Key::Space);
        let chosen = format!("choice({question:?}, {answer:?}).control.checked");
        for _ in 0..STOPS_MAX {
            if self.tab.evaluate(&chosen) == true {
                return;
            }
            self.tab.press(Key::Down);
        }
        panic!("the arrow does not come to {answer}");
    }

    /// Ticks a box by keyboard.
    pub(crate) fn tick_by_keys(&self, label: &str) {
        self.tab_to(&format!("field({label:?})"));
        self.tab.press(Key::Space);
        assert_eq!(
            self.tab.evaluate(&format!("field({label:?}).checked")),
            true
        );
    }

    /// Gives a file to the box of a label and sends it, by keyboard but for the system's own dialog.
    pub(crate) fn send_file_by_keys(&self, label: &str, file: &Path) {
        self.tab_to(&format!("field({label:?})"));
        self.give(label, file);
        self.tab_to(&attach_button(label));
        self.arrive(|| self.tab.press(Key::Space));
    }

    /// What stands in the box of a label.
    pub(crate) fn written(&self, label: &str) -> String {
        let written = self.tab.evaluate(&format!("field({label:?}).value"));
        written.as_str().unwrap().to_owned()
    }
}

/// The button that attaches a file: the first one after its box that sends the form elsewhere.
fn attach_button(label: &str) -> String {
    let follows = "box.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING";
    format!(
        "(box => [...box.form.querySelectorAll('button[formaction]')].find(button => {follows}))(field({label:?}))"
    )
}

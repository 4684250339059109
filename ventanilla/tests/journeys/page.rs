//! A tab of Chromium, spoken to by the DevTools protocol through chromedriver.
//!
//! WebDriver's own commands run scripts in the page and would not work where scripts are switched off;
//! these do, and the mouse and the keys are those that a hand would use.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::Session;
use crate::world::World;

/// Functions for expressions in the page.
const PAGE: &str = include_str!("page.js");
/// How long a page may take to come; on the slowest line of the journeys it takes some seconds.
const LOAD_MAX: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(15);
/// How Chromium is started.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    // Chromium refuses to run its sandbox for root, as which CI machines work.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-prefers-reduced-motion",
    // It asks for English by itself.
    "--lang=es",
];

/// The size of a window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    /// The narrowest phone that WCAG asks pages to fit on.
    Phone,
    /// A table in an office.
    Desk,
}

impl Window {
    pub(crate) const fn width(self) -> u32 {
        match self {
            Self::Phone => 320,
            Self::Desk => 1280,
        }
    }

    const fn height(self) -> u32 {
        match self {
            Self::Phone => 640,
            Self::Desk => 900,
        }
    }
}

/// A key of the keyboard that is no letter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Tab,
    Enter,
    Space,
    Down,
}

/// One tab in a browser of its own, with nothing remembered.
pub(crate) struct Tab {
    session: Session,
    scripts: bool,
}

impl Tab {
    /// Opens a browser that saves what is downloaded in a folder.
    pub(crate) fn open(world: &World, downloads: &Path) -> Self {
        let wanted = json!({
            "browserName": "chrome",
            "pageLoadStrategy": "none",
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "binary": world.browser(),
                "args": ARGUMENTS,
                "prefs": {
                    "intl.accept_languages": "es",
                    "download.default_directory": downloads,
                    "download.prompt_for_download": false,
                    "plugins.always_open_pdf_externally": true,
                },
            },
        });
        let tab = Self {
            session: Session::open(world.driver_address(), &wanted),
            scripts: true,
        };
        // Every page is met as by somebody who was never here.
        tab.command("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        tab
    }

    /// Sends a command of the DevTools protocol.
    pub(crate) fn command(&self, method: &str, parameters: Value) -> Value {
        self.try_command(method, parameters)
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_command(&self, method: &str, parameters: Value) -> Result<Value, String> {
        self.session.command(method, &parameters)
    }

    /// Sets the size of the window.
    pub(crate) fn resize(&self, window: Window) {
        let metrics = json!({
            "width": window.width(),
            "height": window.height(),
            "deviceScaleFactor": 1,
            "mobile": window == Window::Phone,
        });
        self.command("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Switches the scripts of pages off for good.
    pub(crate) fn forbid_scripts(&mut self) {
        self.scripts = false;
        self.switch_scripts(false);
    }

    fn switch_scripts(&self, on: bool) {
        self.command(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !on }),
        );
    }

    /// Does something that needs scripts, also where pages may have none.
    pub(crate) fn with_scripts<T>(&self, work: impl FnOnce() -> T) -> T {
        if self.scripts {
            return work();
        }
        self.switch_scripts(true);
        let done = work();
        self.switch_scripts(false);
        done
    }

    /// The value of an expression in the page.
    pub(crate) fn evaluate(&self, expression: &str) -> Value {
        self.try_evaluate(&in_page(expression), false)
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// What a program in the page promises.
    pub(crate) fn evaluate_later(&self, program: &str) -> Value {
        self.try_evaluate(program, true)
            .unwrap_or_else(|error| panic!("a program in the page: {error}"))
    }

    fn try_evaluate(&self, expression: &str, later: bool) -> Result<Value, String> {
        let parameters = json!({
            "expression": expression,
            "returnByValue": true,
            "awaitPromise": later,
        });
        let mut answer = self.try_command("Runtime.evaluate", parameters)?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(thrown.to_string()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Names what is on the page, for commands that want it by itself.
    pub(crate) fn object(&self, expression: &str) -> String {
        let parameters = json!({ "expression": in_page(expression) });
        let answer = self.command("Runtime.evaluate", parameters);
        answer["result"]["objectId"]
            .as_str()
            .unwrap_or_else(|| panic!("there is no {expression}"))
            .to_owned()
    }

    /// Does what leads to another page, and waits until that is whole.
    pub(crate) fn leave(&self, doing: impl FnOnce()) {
        self.evaluate("(window.left = true)");
        doing();
        let begun = Instant::now();
        let arrived = in_page("document.readyState === 'complete' && !window.left");
        // While one page goes and the next one comes there is nothing to ask.
        while self.try_evaluate(&arrived, false) != Ok(Value::Bool(true)) {
            assert!(
                begun.elapsed() < LOAD_MAX,
                "no other page came after {}",
                self.evaluate("location.href")
            );
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Presses the mouse on something, which must be in view and under nothing else.
    pub(crate) fn click(&self, element: &str) {
        self.click_times(1, element);
    }

    /// Presses the mouse twice, as an unsure finger does, on the spot where something is found at the first
    /// time: at the second one the next page may already be there.
    pub(crate) fn click_twice(&self, element: &str) {
        self.click_times(2, element);
    }

    fn click_times(&self, times: u32, element: &str) {
        let spot = self.evaluate(&format!("spot({element})"));
        assert!(spot["covered"].is_null(), "{element} is covered: {spot}");
        for time in 1..=times {
            for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
                let event = json!({
                    "type": kind, "x": spot["x"], "y": spot["y"],
                    "button": "left", "buttons": buttons, "clickCount": time,
                });
                self.command("Input.dispatchMouseEvent", event);
            }
        }
    }

    /// Presses a key and lets it go.
    pub(crate) fn press(&self, key: Key) {
        let (name, code, number, text) = match key {
            Key::Tab => ("Tab", "Tab", 9, None),
            Key::Enter => ("Enter", "Enter", 13, Some("\r")),
            Key::Space => (" ", "Space", 32, Some(" ")),
            Key::Down => ("ArrowDown", "ArrowDown", 40, None),
        };
        let mut event = json!({
            "type": if text.is_some() { "keyDown" } else { "rawKeyDown" },
            "key": name, "code": code,
            "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
        });
        if let Some(text) = text {
            event["text"] = text.into();
        }
        self.command("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.command("Input.dispatchKeyEvent", event);
    }

    /// Types letters, key by key.
    pub(crate) fn type_keys(&self, text: &str) {
        for letter in text.chars() {
            let letter = letter.to_string();
            for kind in ["keyDown", "keyUp"] {
                let mut event = json!({ "type": kind, "key": letter });
                if kind == "keyDown" {
                    event["text"] = letter.clone().into();
                }
                self.command("Input.dispatchKeyEvent", event);
            }
        }
    }

    /// Takes what is in the focused box, so that typing replaces it.
    pub(crate) fn select_all(&self) {
        let event = json!({
            "type": "rawKeyDown", "key": "a", "code": "KeyA", "modifiers": 2,
            "windowsVirtualKeyCode": 65, "commands": ["selectAll"],
        });
        self.command("Input.dispatchKeyEvent", event);
        let event = json!({ "type": "keyUp", "key": "a", "code": "KeyA", "modifiers": 2 });
        self.command("Input.dispatchKeyEvent", event);
    }

    /// What a log of the driver gathered since it was last asked.
    pub(crate) fn log(&self, kind: &str) -> Vec<(String, String)> {
        self.session.log(kind)
    }
}

/// An expression that may use what the page's functions find.
fn in_page(expression: &str) -> String {
    format!("(() => {{ {PAGE}\n return ({expression}); }})()")
}

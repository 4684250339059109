// What a person finds on a page: things by the words they show. Run in the page by the tests, never served.
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
// The very words first, then what begins with them, then what holds them: people skim too.
const named = (elements, name) => {
  const shown = [...elements].filter(isShown);
  return shown.find((e) => words(e) === name)
    ?? shown.find((e) => words(e).startsWith(name))
    ?? shown.find((e) => words(e).includes(name));
};
const link = (name) => named(document.querySelectorAll("a[href]"), name);
const button = (name) => named(document.querySelectorAll("button, summary"), name);
// "Niño 2 / ¿Cómo se llama?" is looked for within the group that is called so.
const placed = (name) => {
  const at = name.indexOf(" / ");
  return at < 0 ? [document, name] : [group(name.slice(0, at)), name.slice(at + 3)];
};
const label = (name) => { const [where, what] = placed(name); return named(where?.querySelectorAll("label") ?? [], what); };
const field = (name) => label(name)?.control;
const group = (name) => {
  const [where, what] = placed(name);
  return [...(where?.querySelectorAll("fieldset") ?? [])].filter(isShown)
    .find((e) => words(e.querySelector("legend")).startsWith(what));
};
const choice = (question, name) => named(group(question)?.querySelectorAll("label") ?? [], name);

// Where to put the finger on something, once it is in view; or who lies over it.
const spot = (element) => {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const box = element.getClientRects()[0];
  const x = box.left + Math.min(box.width / 2, 40);
  const y = box.top + box.height / 2;
  const there = document.elementFromPoint(x, y);
  const reached = there && (element.contains(there) || there.contains(element) || there.closest("label")?.control === element);
  return { x, y, covered: reached ? null : (there?.outerHTML ?? "the edge of the window").slice(0, 200) };
};

// What can be said of the page as a whole.
const widest = (width) => [...document.body.querySelectorAll("*")]
  .filter((e) => isShown(e) && e.getBoundingClientRect().right > width + 1)
  .map((e) => e.outerHTML.slice(0, 160))
  .slice(-3);
const facts = (width) => ({
  url: location.href,
  path: location.pathname,
  language: document.documentElement.lang,
  title: document.title,
  headings: [...document.querySelectorAll("h1")].map(words),
  scripts: document.scripts.length,
  handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).length,
  scroll_width: document.documentElement.scrollWidth,
  too_wide: document.documentElement.scrollWidth > width ? widest(width) : [],
});

// What has the keyboard now, and whether one can see that it has.
const focused = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const there = document.elementFromPoint(
    Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1),
    Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
  const uncovered = there && (element.contains(there) || there.contains(element) || there.closest("label")?.control === element);
  const marked = element.matches(":focus-visible") && (ring || style.boxShadow !== "none");
  return {
    path: location.pathname,
    html: element.outerHTML.slice(0, 200),
    marked,
    inside,
    covered: uncovered ? null : (there?.outerHTML ?? "nothing").slice(0, 200),
    visible: marked && inside && Boolean(uncovered),
  };
};

// Single keys: ? / j k and g with a letter. They never fire in a field, and can be switched off (WCAG 2.1.4).
const SETTING = "single-keys";
const WAITS = 1200;
const FIELDS = "input, select, textarea, [contenteditable], [role=combobox]";

let goes = 0;

function isOn() {
  return localStorage.getItem(SETTING) !== "off";
}

function focusSearch() {
  const search = document.querySelector("[data-search]");
  search?.focus();
  return Boolean(search);
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  if (!rows.length) return false;
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(current + by, 0), rows.length - 1)];
  (next.matches("a, button") ? next : next.querySelector("a, button") ?? next).focus();
  return true;
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function act(key) {
  if (Date.now() - goes < WAITS) {
    goes = 0;
    return go(key);
  }
  const actions = {
    "?": () => document.getElementById("shortcuts")?.showModal() ?? true,
    "/": focusSearch,
    j: () => step(1),
    k: () => step(-1),
    g: () => Boolean((goes = Date.now())),
    c: () => go("create"),
  };
  return actions[key]?.() ?? false;
}

document.addEventListener("keydown", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  const elsewhere = event.target.closest?.(FIELDS) || document.querySelector("dialog:modal");
  if (plain && !elsewhere && isOn() && act(event.key)) event.preventDefault();
});

const box = document.querySelector("[data-single-keys]");
if (box) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
}

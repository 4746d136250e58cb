// Only adds: every page works without it. Results while one types, keys, sorted tables.
"use strict";

const box = document.getElementById("q");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const titles = () => [...document.querySelectorAll(".hit h2 a")];

// Results while one types: the page of the form's own address, of which only the results are taken.

let asked = null;
let timer = 0;

function address(form) {
  const data = new URLSearchParams(new FormData(form));
  return `${form.action}?${data}`;
}

async function refresh(form) {
  asked?.abort();
  if (!box.value.trim()) return;
  const mine = (asked = new AbortController());
  const main = document.getElementById("main");
  main.classList.add("results-busy");
  try {
    const url = address(form);
    const answer = await fetch(url, { signal: mine.signal });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    // A number leads to its article; only Enter goes there. What is half typed may be no query yet.
    if (!answer.ok || !page.getElementById("count")) return;
    show(page, url);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  } finally {
    if (asked === mine) main.classList.remove("results-busy");
  }
}

function show(page, url) {
  const count = document.getElementById("count");
  const main = document.getElementById("main");
  const fresh = page.getElementById("main");
  if (count) {
    // The live region stays the same element, or nobody would be told.
    const said = page.getElementById("count");
    count.textContent = said.textContent;
    said.replaceWith(count);
  }
  main.replaceChildren(...fresh.childNodes);
  document.title = page.title;
  history.replaceState(null, "", url);
}

if (box && document.body.classList.contains("searching")) {
  const form = box.form;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(form), 180);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
  });
}

// Where one left off, not at the beginning.
function resume() {
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  return true;
}

// Keys: / to the box, j and k or the arrows from title to title, Esc back to the box.

function step(by) {
  const all = titles();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  return next;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) return;
  const onTitle = titles().includes(document.activeElement);
  const done =
    (event.key === "/" && box && (box.focus(), box.select(), true)) ||
    (event.key === "j" && step(1)) ||
    (event.key === "k" && step(-1)) ||
    (onTitle && event.key === "ArrowDown" && step(1)) ||
    (onTitle && event.key === "ArrowUp" && step(-1)) ||
    (onTitle && event.key === "Escape" && box && resume());
  if (done) event.preventDefault();
});

// Beside an article: those that are like it, which take longer to find than the article.

async function similar(place) {
  const link = place.querySelector("a");
  const answer = await fetch(link.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = document.createElement("ul");
  list.className = "others";
  for (const title of [...page.querySelectorAll(".hit h2 a")].slice(0, 5)) {
    const other = document.createElement("a");
    const number = document.createElement("span");
    number.className = "id";
    number.textContent = title.pathname.split("/").pop();
    other.href = title.href;
    other.append(number, " ", title.textContent);
    const item = document.createElement("li");
    item.append(other);
    list.append(item);
  }
  link.parentElement.before(list);
  link.textContent = "More like this one";
}

const alike = document.getElementById("similar");
if (alike) similar(alike).catch(() => {});

// Tables of files: a click on a column's name sorts by it.

function sort(table, at, header) {
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const key = (row) => row.cells[at].dataset.key ?? row.cells[at].textContent;
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const rows = [...table.tBodies[0].rows].sort((a, b) => compare(key(a), key(b)) * (ascending ? 1 : -1));
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll("table.files")) {
  if (table.tBodies[0].rows.length < 2) continue;
  for (const [at, header] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(table, at, header));
    header.append(button);
  }
}

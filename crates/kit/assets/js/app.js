// What every page does beyond plain HTML: command box, «показать» at passwords, one submit per press, a word about the
// network, counting times. Each part is an improvement; the page works without it.

/** @param {string} name @returns {string} */
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
const lang = document.documentElement.lang;

// The token of forms goes with every htmx request too.
document.addEventListener("htmx:configRequest", (event) => {
  /** @type {CustomEvent} */ (event).detail.headers["X-CSRF-Token"] = meta("csrf");
});

// After a swap of <main>: say where we are to the places, the head and the screen reader.
document.addEventListener("htmx:afterSettle", (event) => {
  const main = /** @type {HTMLElement | null} */ (document.getElementById("main"));
  if (!main || /** @type {CustomEvent} */ (event).detail.elt !== main) return;
  document.querySelector('meta[name="page"]')?.setAttribute("content", main.dataset.page ?? "");
  for (const link of document.querySelectorAll(".places [data-place]")) {
    if (link.getAttribute("data-place") === main.dataset.place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const next of document.querySelectorAll('.language [name="next"]')) {
    /** @type {HTMLInputElement} */ (next).value = location.pathname + location.search;
  }
  main.focus({ preventScroll: true });
});

// «показать» at passwords, «отменить» at questions: they need a script, so they appear with it.
/** @param {ParentNode} root */
const reveal = (root) => {
  for (const button of root.querySelectorAll("[data-show][hidden], [data-close][hidden]")) button.removeAttribute("hidden");
};
reveal(document);
document.addEventListener("htmx:load", (event) => reveal(/** @type {HTMLElement} */ (event.target)));

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const show = /** @type {HTMLElement | null} */ (target.closest("[data-show]"));
  if (show) {
    const input = /** @type {HTMLInputElement} */ (document.getElementById(show.dataset.show ?? ""));
    const open = input.type === "password";
    input.type = open ? "text" : "password";
    show.setAttribute("aria-pressed", String(open));
    const words = show.dataset.hide ?? "";
    show.dataset.hide = show.textContent ?? "";
    show.textContent = words;
  }
  target.closest("[data-close]")?.closest("details")?.removeAttribute("open");
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open], details.confirm[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
});

// A form that came back: what is wrong with it stands in a summary, and that is where the keyboard and the screen reader begin.
/** @param {ParentNode} root */
const refused = (root) => {
  const summary = /** @type {HTMLElement | null} */ (root.querySelector(".summary"));
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
};
refused(document);
document.addEventListener("htmx:load", (event) => refused(/** @type {HTMLElement} */ (event.target)));

// One press, one submit. A form with data-confirm asks first.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.busy || (form.dataset.confirm && !confirm(form.dataset.confirm))) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "1";
  /** @type {SubmitEvent} */ (event).submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), 10000);
});
/** @param {HTMLFormElement} form */
const free = (form) => {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};
addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => free(/** @type {HTMLFormElement} */ (form))));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = /** @type {CustomEvent} */ (event).detail.elt.closest("form");
  if (form) free(form);
});

// A word about the network.
const net = document.getElementById("net");
const network = () => {
  if (!net) return;
  const was = net.className.includes("off");
  net.classList.toggle("off", !navigator.onLine);
  net.textContent = navigator.onLine ? (was ? (net.dataset.online ?? "") : "") : (net.dataset.offline ?? "");
  if (navigator.onLine && was) setTimeout(() => navigator.onLine && (net.textContent = ""), 4000);
};
addEventListener("online", network);
addEventListener("offline", network);
network();

// «5 минут назад» goes on counting. Elapsed time, not clock time: the server's «now» is not the browser's.
const words = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
const started = performance.now();
setInterval(() => {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ago]"))) {
    node.dataset.start ??= String(performance.now() - (node.closest("#main") ? 0 : started));
    const minutes = Math.floor((Number(node.dataset.ago) + performance.now() - Number(node.dataset.start)) / 60000);
    if (minutes < 1) continue;
    node.textContent =
      minutes < 60 ? words.format(-minutes, "minute")
      : minutes < 1440 ? words.format(-Math.floor(minutes / 60), "hour")
      : words.format(-Math.floor(minutes / 1440), "day");
  }
}, 30000);

// The command box: a combobox over GET /search/?q=… that answers {items: [{label, hint, href}]}.
const find = /** @type {HTMLFormElement | null} */ (document.querySelector("form.find"));
if (find) {
  const input = /** @type {HTMLInputElement} */ (find.elements.namedItem("q"));
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
  said.className = "vh";
  said.setAttribute("role", "status");
  find.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }
  let at = -1;
  let asked = 0;
  let timer = 0;

  /** @param {boolean} open */
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  /** @param {number} index */
  const choose = (index) => {
    at = index;
    const options = [...list.querySelectorAll("a")];
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const item = options[at];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  /** @param {{label: string, hint: string, href: string}[]} items */
  const draw = (items) => {
    list.replaceChildren(
      ...items.map(({ label, hint, href }, i) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const note = document.createElement("small");
        // The link itself is the option: an option may hold nothing that can be pressed.
        item.setAttribute("role", "presentation");
        link.id = `found-${i}`;
        link.setAttribute("role", "option");
        link.href = href;
        link.tabIndex = -1;
        link.textContent = label;
        note.textContent = hint;
        link.append(note);
        item.append(link);
        return item;
      }),
    );
    said.textContent = String(items.length);
    if (items.length) show(true);
    else tell(find.dataset.none ?? "");
  };
  /** @param {string} text */
  const tell = (text) => {
    const item = document.createElement("li");
    item.className = "none";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = said.textContent = text;
    list.replaceChildren(item);
    show(true);
  };
  const ask = async () => {
    const turn = ++asked;
    const q = input.value.trim();
    if (!q) return show(false);
    try {
      const answer = await fetch(`/search/?q=${encodeURIComponent(q)}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { items } = await answer.json();
      if (turn === asked) draw(items);
    } catch {
      if (turn === asked) tell(find.dataset.failed ?? "");
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" && !list.hidden) choose(at < last ? at + 1 : 0);
    else if (event.key === "ArrowUp" && !list.hidden) choose(at > 0 ? at - 1 : last);
    else if (event.key === "Enter" && list.children[at]?.querySelector("a")) list.children[at].querySelector("a")?.click();
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
  });
  find.addEventListener("focusout", (event) => {
    if (!find.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}

// Who works here goes on without a network.
if (document.body.classList.contains("staff")) import("./offline.js");

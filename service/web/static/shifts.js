// Logging a shift: − and +, what was told last, and entries that wait in the browser until they are sent, each once.
"use strict";
(function () {
  const form = document.getElementById("log"), words = document.getElementById("words");
  document.querySelectorAll("[data-step], [data-day]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const input = document.getElementById(button.dataset.of);
    const wanted = (parseInt(input.value, 10) || 0) + Number(button.dataset.step);
    input.value = String(Math.min(Number(input.max), Math.max(Number(input.min), wanted)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (!form || !words) return;

  const told = document.getElementById("told"), section = document.getElementById("waiting");
  const agreement = form.dataset.agreement, who = form.dataset.who;
  const LAST = "overens-last:" + agreement + ":" + who, ENTRY = "overens-shift:", WAIT = 15000, AGAIN = 30000;
  let sending = false, loggedOut = false, mending = null;

  const two = (n) => String(n).padStart(2, "0");
  const dayOf = (date) => date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate());
  const daysAgo = (n) => { const day = new Date(); day.setDate(day.getDate() + n); return dayOf(day); };

  document.querySelectorAll("[data-day]").forEach((button) => button.addEventListener("click", () => {
    form.elements.day.value = daysAgo(Number(button.dataset.day));
  }));

  // ---- what was told last ----
  function remember() {
    const chosen = [...form.querySelectorAll("[name=places]:checked")].map((one) => one.value);
    try {
      localStorage.setItem(LAST, JSON.stringify({ start: form.elements.start.value, end: form.elements.end.value, staff: form.elements.staff.value, places: chosen }));
    } catch { localStorage.removeItem(LAST); }
  }

  function recall() {
    const last = JSON.parse(localStorage.getItem(LAST) || "null");
    if (!last) return;
    ["start", "end", "staff"].forEach((name) => { if (last[name]) form.elements[name].value = last[name]; });
    form.querySelectorAll("[name=places]").forEach((one) => { one.checked = last.places.includes(one.value); });
    const night = new Date().getHours() < 12 && Number(last.start.slice(0, 2)) >= 15;
    form.elements.day.value = daysAgo(night ? -1 : 0);
  }

  // ---- entries ----
  function entries() {
    const found = [];
    for (let n = 0; n < localStorage.length; n += 1) {
      const name = localStorage.key(n);
      if (name.startsWith(ENTRY)) found.push(JSON.parse(localStorage.getItem(name)));
    }
    return found.filter((one) => one.agreement === agreement).sort((a, b) => a.at - b.at);
  }
  const mine = () => entries().filter((one) => one.who === who);
  const put = (entry) => localStorage.setItem(ENTRY + entry.key, JSON.stringify(entry));
  const drop = (entry) => localStorage.removeItem(ENTRY + entry.key);

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  function fieldsOf() {
    const given = new FormData(form);
    ["csrf_token", "once", "sure", "entry"].forEach((name) => given.delete(name));
    return [...given.entries()].map(([name, value]) => [name, String(value)]);
  }

  const valueOf = (entry, name) => (entry.fields.find((one) => one[0] === name) || ["", ""])[1];
  // The day as it is said, in the language of the page; as it was typed if it is no day.
  const tongue = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const said = (day) => {
    const date = new Date(day + "T12:00:00");
    return isNaN(date) ? day : date.toLocaleDateString(tongue, { weekday: "short", day: "numeric", month: "short" }).replace(/\.$/, "");
  };
  const named = (entry) => said(valueOf(entry, "day")) + " " + valueOf(entry, "start") + "–" + valueOf(entry, "end");

  // ---- what is shown ----
  function button(text, look, act) {
    const made = document.createElement("button");
    made.type = "button"; made.textContent = text; made.className = look;
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const all = entries(), own = mine(), list = document.getElementById("waiting-list");
    section.hidden = all.length === 0;
    document.getElementById("waiting-head").textContent = own.length === 1 ? words.dataset.waitingOne : words.dataset.waiting.replace("{n}", String(own.length));
    document.getElementById("waiting-head").hidden = own.length === 0;
    document.getElementById("waiting-other").hidden = all.length === own.length;
    document.getElementById("waiting-other").textContent = words.dataset.other;
    list.replaceChildren(...own.map((entry) => {
      const item = document.createElement("li"), name = document.createElement("strong");
      name.textContent = named(entry);
      item.append(name);
      if (entry.refused) {
        const why = document.createElement("p"), row = document.createElement("p");
        why.textContent = words.dataset.refused + " " + entry.refused;
        row.className = "buttons";
        if (entry.asks) row.append(button(words.dataset.sure, "", () => { put({ ...entry, sure: true, refused: "", asks: false }); flush(); }));
        row.append(button(words.dataset.mend, "second", () => mend(entry)));
        row.append(button(words.dataset.drop, "danger", () => { if (window.confirm(words.dataset.dropAsk)) { drop(entry); show(); } }));
        item.append(why, row);
      }
      return item;
    }));
  }

  function why(text, link) {
    const place = document.getElementById("waiting-why");
    place.hidden = !text;
    place.textContent = text || "";
    if (link) {
      const way = document.createElement("a");
      way.href = link; way.textContent = words.dataset.loginLink;
      place.append(" ", way);
    }
  }

  function tell(text, link) {
    const note = document.createElement("p");
    note.textContent = text + " ";
    if (link) {
      const way = document.createElement("a");
      way.href = link; way.textContent = words.dataset.see;
      note.append(way);
    }
    told.replaceChildren(note);
  }

  function mend(entry) {
    mending = entry.key;
    form.querySelectorAll("input[type=number], textarea").forEach((one) => { one.value = ""; });
    form.querySelectorAll("[name=places]").forEach((one) => { one.checked = false; });
    entry.fields.forEach(([name, value]) => {
      if (name === "places") form.querySelectorAll("[name=places]").forEach((one) => { one.checked = one.checked || one.value === value; });
      else if (form.elements[name]) form.elements[name].value = value;
    });
    form.querySelectorAll("details").forEach((one) => { one.open = Boolean(form.elements.note.value); });
    form.scrollIntoView();
    form.elements.day.focus();
  }

  // ---- sending ----
  async function within(address, options) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), WAIT);
    try { return await fetch(address, { redirect: "manual", cache: "no-store", signal: stop.signal, ...options }); } finally { clearTimeout(timer); }
  }

  async function ticket() {
    const answer = await within(form.dataset.ticket);
    if (answer.type === "opaqueredirect" || answer.status === 401) return null;
    if (!answer.ok) throw new Error("ticket " + answer.status);
    return answer.json();
  }

  async function deliver(entry, token) {
    const body = new URLSearchParams(entry.fields);
    body.set("entry", entry.key);
    if (entry.sure) body.set("sure", "yes");
    const answer = await within(form.dataset.send, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.ok) {
      const kept = await answer.json();
      drop(entry);
      tell(words.dataset.kept + " " + named(entry), kept.kept);
    } else if ((answer.headers.get("Content-Type") || "").includes("json")) {
      const refused = await answer.json();
      put({ ...entry, sure: false, refused: refused.refused, asks: refused.asks });
    } else if (answer.status === 403 || answer.status === 404) put({ ...entry, refused: words.dataset.forbidden, asks: false });
    else throw new Error("send " + answer.status);
  }

  async function sendAll() {
    const fresh = await ticket();
    loggedOut = fresh === null || String(fresh.who) !== who;
    if (loggedOut) return;
    for (const entry of mine().filter((one) => !one.refused)) await deliver(entry, fresh.token);
  }

  async function flush() {
    if (sending) return;
    show();
    if (!mine().some((one) => !one.refused)) { why(""); return; }
    sending = true;
    try {
      if (navigator.locks) await navigator.locks.request("overens-shifts", sendAll); else await sendAll();
      why(loggedOut ? words.dataset.login : "", loggedOut ? form.dataset.login : "");
    } catch {
      // It waits: the network went, or the answer did; the same entry is sent again and counts once.
      why(words.dataset.offline);
    } finally {
      sending = false;
      show();
    }
  }

  function clear() {
    form.querySelectorAll("fieldset input[type=number], textarea").forEach((one) => { one.value = ""; });
    form.querySelectorAll("details").forEach((one) => { one.open = false; });
    mending = null;
    window.scrollTo(0, 0);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.querySelector("[name=places]:checked")) {
      tell(words.dataset.noPlace);
      form.querySelector("[name=places]").focus();
      return;
    }
    const sure = form.elements.sure ? form.elements.sure.checked : false;
    try {
      put({ key: mending || newKey(), agreement, who, at: Math.max(Date.now(), ...entries().map((one) => one.at + 1)), fields: fieldsOf(), sure, refused: "", asks: false });
    } catch {
      tell(words.dataset.full);
      return;
    }
    remember();
    clear();
    told.replaceChildren();
    flush();
  });

  if (form.dataset.shell) recall();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.here, updateViaCache: "none" }).catch(() => { document.documentElement.dataset.worker = "none"; });
  }
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(() => { if (!document.hidden) flush(); }, AGAIN);
  flush();
})();

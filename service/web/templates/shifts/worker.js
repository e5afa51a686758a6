// Keeps the page where shifts are logged, with what it needs to be shown, and opens it when there is no network.
"use strict";
{% set address = url_for("shift_log.show", agreement_id=agreement_id) %}
const CACHE = "overens-shifts-{{ agreement_id }}";
const PAGE = {{ address | tojson }};
const SHELL = {{ url_for("shift_log.shell", agreement_id=agreement_id) | tojson }};
const ASSETS = [{% for one in assets %}{{ asset(one) | tojson }}{{ ", " if not loop.last }}{% endfor %}];
const PATIENCE = 5000;

async function keepShell() {
  const answer = await fetch(SHELL, { redirect: "manual", cache: "no-store" });
  if (answer.ok) await (await caches.open(CACHE)).put(SHELL, answer);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  const known = (await cache.keys()).map((one) => new URL(one.url)).map((one) => one.pathname + one.search);
  await Promise.all(known.filter((one) => one !== SHELL && !ASSETS.includes(one)).map((one) => cache.delete(one)));
  await cache.addAll(ASSETS.filter((one) => !known.includes(one)));
  await keepShell();
}

async function shellOrFail(error) {
  const kept = await (await caches.open(CACHE)).match(SHELL);
  if (kept) return kept;
  throw error;
}

async function open(event) {
  const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));
  try {
    const answer = await Promise.race([fetch(event.request), late]);
    // What stands on the lists may have changed: the page without network is to have the same.
    if (answer.ok && answer.type !== "opaqueredirect") event.waitUntil(keepShell().catch(() => undefined));
    return answer;
  } catch (error) {
    return shellOrFail(error);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(open(event));
  else if (ASSETS.includes(address.pathname + address.search)) {
    event.respondWith(caches.open(CACHE).then((cache) => cache.match(event.request)).then((kept) => kept || fetch(event.request)));
  }
});

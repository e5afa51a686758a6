// At log-out what a phone keeps for logging shifts without network goes; entries that still wait are told of, and stay.
"use strict";
(function () {
  const form = document.querySelector("form[data-leave]");
  if (!form) return;

  const names = (mark) => Object.keys(localStorage).filter((one) => one.startsWith(mark));

  async function forget() {
    names("overens-last:").forEach((one) => localStorage.removeItem(one));
    if (!("serviceWorker" in navigator)) return;
    const kept = (await caches.keys()).filter((one) => one.startsWith("overens-shifts-"));
    const workers = (await navigator.serviceWorker.getRegistrations()).filter((one) => one.scope.endsWith("/pass/nytt"));
    await Promise.all([...kept.map((one) => caches.delete(one)), ...workers.map((one) => one.unregister())]);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const waiting = names("overens-shift:").length;
    if (waiting && !window.confirm(form.dataset.leave)) return;
    forget().finally(() => form.submit());
  });
})();

// The parts of a page are folded on a narrow screen and open on a wide one and on paper; the one that is led to opens.
"use strict";
(function () {
  const parts = document.querySelectorAll("details[data-part]");
  const unfold = () => parts.forEach((one) => { one.open = true; });

  function lead() {
    const place = location.hash && document.getElementById(location.hash.slice(1));
    if (!place || !place.closest("details[data-part]")) return;
    for (let one = place.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    place.scrollIntoView();
  }

  if (window.matchMedia("(min-width: 901px)").matches) unfold();
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("hashchange", lead);
  lead();
})();

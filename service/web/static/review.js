// The review of terms: the sentence that a field rests on is lit in the text. While a file is read, the page says so.
"use strict";
(function () {
  var lit = null;
  document.documentElement.classList.add("lights");

  function light(anchor) {
    var mark = document.getElementById(anchor), box = mark && mark.closest(".text");
    if (!box) return false;
    if (lit) lit.classList.remove("lit");
    lit = mark;
    mark.classList.add("lit");
    if (getComputedStyle(box.closest(".paper")).position !== "sticky") return false;
    var place = mark.getBoundingClientRect(), room = box.getBoundingClientRect();
    if (place.top < room.top + 24 || place.bottom > room.bottom - 24) {
      box.scrollTop += place.top - room.top - Math.max(24, (room.height - place.height) / 3);
    }
    return true;
  }

  document.addEventListener("focusin", function (event) {
    var field = event.target.closest("[data-rests]");
    if (field) light(field.dataset.rests);
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#text-']");
    if (link && light(link.hash.slice(1))) event.preventDefault();
  });

  var forms = document.querySelectorAll("form[data-reading]");
  forms.forEach(function (form) {
    form.addEventListener("submit", function (event) {
      var input = form.querySelector("[type=file]"), file = input.files[0], wrong = form.querySelector(".wrong[data-too-large]");
      if (wrong && file && file.size > Number(form.dataset.reading)) {
        event.preventDefault();
        wrong.textContent = wrong.dataset.tooLarge;
        wrong.hidden = false;
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", input.id + "-hint " + wrong.id);
        input.focus();
        return;
      }
      var told = form.querySelector(".reading");
      setTimeout(function () {
        told.hidden = false;
        told.textContent = told.dataset.says;
        form.setAttribute("aria-busy", "true");
      }, 1000);
    });
  });
  window.addEventListener("pageshow", function () {
    forms.forEach(function (form) {
      form.removeAttribute("aria-busy");
      form.querySelector(".reading").hidden = true;
    });
  });
})();

// What every page does: the reader's light or dark, times in the reader's zone, and documents that
// come as scripts.
(function () {
  "use strict";

  var KEY = "boxline-theme";
  var root = document.documentElement;

  function stored() {
    try { return window.localStorage.getItem(KEY); } catch (refused) { return null; }
  }

  function isDark() {
    var chosen = root.getAttribute("data-theme");
    if (chosen) { return chosen === "dark"; }
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  var chosen = stored();
  if (chosen === "dark" || chosen === "light") { root.setAttribute("data-theme", chosen); }

  function tellTheme(button) {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", "Switch to " + (isDark() ? "light" : "dark") + " colours");
  }

  function switchTheme(event) {
    var next = isDark() ? "light" : "dark";
    root.setAttribute("data-theme", next);
    try { window.localStorage.setItem(KEY, next); } catch (refused) { /* chosen for this page only */ }
    tellTheme(event.currentTarget);
  }

  function localTimes(within) {
    var styles = {
      clock: { hour: "numeric", minute: "2-digit" },
      instant: { dateStyle: "medium", timeStyle: "short" }
    };
    within.querySelectorAll("time[data-style]").forEach(function (element) {
      var instant = new Date(element.getAttribute("datetime"));
      if (isNaN(instant)) { return; }
      element.textContent = instant.toLocaleString([], styles[element.getAttribute("data-style")]);
      element.title = instant.toISOString();
    });
  }

  // Tables whose heads have `data-sort` are sorted by them: `number` or `text`.
  function sortable(table) {
    table.querySelectorAll("th[data-sort]").forEach(function (head) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, head); });
    });
  }

  function sortBy(table, head) {
    var place = Array.prototype.indexOf.call(head.parentNode.children, head);
    var isNumber = head.getAttribute("data-sort") === "number";
    var isDown = head.getAttribute("aria-sort") !== (isNumber ? "descending" : "ascending");
    var sign = (isNumber ? isDown : !isDown) ? -1 : 1;
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    function value(row) {
      var cell = row.cells[place];
      var text = cell.getAttribute("data-value");
      if (text === null) { text = cell.textContent.trim(); }
      return isNumber ? parseFloat(text) : text.toLowerCase();
    }
    rows.sort(function (one, other) {
      var a = value(one), b = value(other);
      if (isNumber) {
        if (isNaN(a)) { return isNaN(b) ? 0 : 1; }
        if (isNaN(b)) { return -1; }
      }
      return a < b ? -sign : a > b ? sign : 0;
    });
    rows.forEach(function (row) { body.appendChild(row); });
    table.querySelectorAll("th[aria-sort]").forEach(function (each) { each.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
  }

  // A field with `data-search="#table"` hides the rows that do not hold what is typed.
  function searchable(field) {
    var table = document.querySelector(field.getAttribute("data-search"));
    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLowerCase();
      Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
        row.hidden = wanted !== "" && row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  }

  var waiting = {};
  window.boxline = {
    localTimes: localTimes,
    documents: {},
    receive: function (path, content) {
      window.boxline.documents[path] = content;
      (waiting[path] || []).forEach(function (use) { use(content); });
    },
    whenReceived: function (path, use) {
      if (window.boxline.documents[path]) { use(window.boxline.documents[path]); return; }
      (waiting[path] = waiting[path] || []).push(use);
    }
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
      button.hidden = false;
      tellTheme(button);
      button.addEventListener("click", switchTheme);
    });
    localTimes(document);
    document.querySelectorAll("table[data-sortable]").forEach(sortable);
    document.querySelectorAll("[data-search]").forEach(searchable);
  });
}());

// The health page: what a square of the grid says, the graph, and how long ago documents were made.
(function () {
  "use strict";

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function cellsOf(content) {
    var found = {};
    content.datasets.forEach(function (dataset) {
      dataset.cells.forEach(function (cell) { found[dataset.name + " " + cell.day] = [dataset, cell]; });
    });
    return found;
  }

  function tell(place, dataset, cell) {
    place.textContent = "";
    place.appendChild(element("h3", dataset.name + " on " + cell.day));
    place.appendChild(element("p", cell.state + ": " + cell.games + " of " + cell.of_games + " games" + (cell.cause ? ". " + cell.cause : "")));
    if (cell.next_step) { place.appendChild(element("p", cell.next_step)); }
    if (cell.run_id) {
      var run = element("p", "Committed by run ");
      var link = element("a", cell.run_id);
      link.href = "#run-" + cell.run_id;
      run.appendChild(link);
      place.appendChild(run);
    }
    place.appendChild(element("code", "boxline explain " + dataset.name + " --date " + cell.day));
  }

  function grid(content) {
    var table = document.getElementById("heat"), place = document.getElementById("cell");
    var cells = cellsOf(content), chosen = null;
    var every = Array.prototype.slice.call(table.querySelectorAll("td[data-cell]"));
    if (!every.length) { return; }
    every.forEach(function (td) { td.tabIndex = -1; });
    every[0].tabIndex = 0;

    function choose(td) {
      if (chosen) { chosen.tabIndex = -1; chosen.removeAttribute("aria-selected"); }
      every[0].tabIndex = -1;
      chosen = td;
      td.tabIndex = 0;
      td.setAttribute("aria-selected", "true");
      var found = cells[td.getAttribute("data-cell")];
      if (found) { tell(place, found[0], found[1]); }
    }

    function beside(td, down, right) {
      var row = td.parentNode, column = td.cellIndex;
      do {
        if (down) { row = down > 0 ? row.nextElementSibling : row.previousElementSibling; }
        column += right;
        var next = row && row.cells[column];
        if (next && next.hasAttribute("data-cell")) { return next; }
      } while (row && column > 0 && column < row.cells.length);
      return null;
    }

    table.addEventListener("click", function (event) {
      var td = event.target.closest("td[data-cell]");
      if (td) { td.focus(); choose(td); }
    });
    table.addEventListener("focusin", function (event) {
      if (event.target.hasAttribute("data-cell")) { choose(event.target); }
    });
    table.addEventListener("keydown", function (event) {
      var steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      var step = steps[event.key], td = event.target.closest("td[data-cell]");
      if (!step || !td) { return; }
      event.preventDefault();
      var next = beside(td, step[0], step[1]);
      if (next) { next.focus(); }
    });
  }

  function graph() {
    var drawing = document.getElementById("lineage");
    var nodes = Array.prototype.slice.call(drawing.querySelectorAll("[data-node]"));

    function show(name) {
      var near = {};
      drawing.querySelectorAll("path").forEach(function (path) {
        var from = path.getAttribute("data-from"), to = path.getAttribute("data-to");
        var isNear = name === from || name === to;
        path.classList.toggle("near", isNear);
        if (isNear) { near[from] = near[to] = true; }
      });
      nodes.forEach(function (node) {
        node.classList.toggle("near", Boolean(near[node.getAttribute("data-node")]));
      });
    }

    nodes.forEach(function (node, place) {
      node.addEventListener("mouseenter", function () { show(node.getAttribute("data-node")); });
      node.addEventListener("focus", function () { show(node.getAttribute("data-node")); });
      node.addEventListener("keydown", function (event) {
        var step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        var next = step && nodes[place + step];
        if (!next) { return; }
        event.preventDefault();
        node.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  }

  function ages() {
    document.querySelectorAll("[data-ago]").forEach(function (cell) {
      var minutes = Math.max(0, Math.round((Date.now() - new Date(cell.getAttribute("data-ago"))) / 60000));
      cell.textContent = minutes < 120 ? minutes + " min" : minutes < 2880 ? Math.round(minutes / 60) + " h" : Math.round(minutes / 1440) + " days";
    });
  }

  window.boxline.whenReceived("v1/health.json", grid);
  graph();
  ages();
}());

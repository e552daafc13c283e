// The slate: the document of tonight as a table that can be filtered and sorted.
(function () {
  "use strict";

  var SHOWN_AT_ONCE = 60;
  var SVG = "http://www.w3.org/2000/svg";
  var WIDTH = 220, HEIGHT = 30, EDGE = 8;

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function shape(name, attributes) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  function percent(share) { return share === null ? "-" : Math.round(100 * share) + " %"; }
  function number(value, places) { return value === null ? "-" : value.toFixed(places); }
  // Some sources name a bookmaker by a number of theirs.
  function book(name) { return name ? (/^\d+$/.test(name) ? "book " + name : name.replace(/_/g, " ")) : ""; }

  // Decimal odds as American ones, which the market here quotes.
  function american(price) {
    if (price === null) { return "-"; }
    return price >= 2 ? "+" + Math.round(100 * (price - 1)) : "-" + Math.round(100 / (price - 1));
  }

  function bestPrices(prop) {
    if (prop.line === null) { return "-"; }
    if (prop.over_price === null && prop.under_price === null) { return "no price"; }
    return "over " + american(prop.over_price) + " " + book(prop.over_bookmaker) +
      ", under " + american(prop.under_price) + " " + book(prop.under_bookmaker);
  }

  // The 80 % interval as a bar, the forecast as a dot, the line as a tick, on one scale per prop.
  function strip(prop, most) {
    var said = "forecast " + number(prop.forecast, 1);
    if (prop.low_80 !== null) { said += ", 80 % between " + prop.low_80 + " and " + prop.high_80; }
    if (prop.line !== null) { said += ", line " + prop.line; }
    var drawing = shape("svg", {
      viewBox: "0 0 " + WIDTH + " " + HEIGHT, width: WIDTH, height: HEIGHT, role: "img",
      "aria-label": said, "class": "strip"
    });
    function at(value) { return EDGE + (WIDTH - 2 * EDGE) * Math.min(value / most, 1); }
    drawing.appendChild(shape("line", { x1: EDGE, x2: WIDTH - EDGE, y1: 15, y2: 15, "class": "axis" }));
    if (prop.low_80 !== null) {
      drawing.appendChild(shape("rect", {
        x: at(prop.low_80), y: 10, height: 10, rx: 3, "class": "interval",
        width: Math.max(at(prop.high_80) - at(prop.low_80), 2)
      }));
    }
    if (prop.line !== null) {
      drawing.appendChild(shape("line", { x1: at(prop.line), x2: at(prop.line), y1: 3, y2: 27, "class": "line" }));
    }
    if (prop.forecast !== null) {
      drawing.appendChild(shape("circle", { cx: at(prop.forecast), cy: 15, r: 4.5, "class": "forecast" }));
    }
    return drawing;
  }

  function rowsOf(content) {
    var rows = [];
    content.games.forEach(function (game) {
      game.players.forEach(function (player) {
        player.props.forEach(function (prop) {
          rows.push({ game: game, player: player, prop: prop });
        });
      });
    });
    return rows;
  }

  var ORDERS = {
    edge: function (row) { return row.prop.edge === null ? -9 : row.prop.edge; },
    chance: function (row) {
      return row.prop.chance_over === null ? -9 : Math.abs(row.prop.chance_over - 0.5);
    },
    forecast: function (row) { return row.prop.forecast === null ? -9 : row.prop.forecast; }
  };

  function compare(order) {
    if (order === "name") {
      return function (a, b) { return (a.player.name || "").localeCompare(b.player.name || ""); };
    }
    if (order === "tip") {
      return function (a, b) {
        var one = a.game.tipped_off_at || "", other = b.game.tipped_off_at || "";
        return one < other ? -1 : one > other ? 1 : 0;
      };
    }
    var value = ORDERS[order];
    return function (a, b) { return value(b) - value(a); };
  }

  function details(row) {
    var prop = row.prop, cell = element("td", { colspan: 6 });
    if (prop.not_made_reason) { cell.appendChild(element("p", {}, "No forecast: " + prop.not_made_reason + ".")); }
    if (prop.why.length) {
      var list = element("ul", { "class": "why" });
      prop.why.forEach(function (reason) { list.appendChild(element("li", {}, reason)); });
      cell.appendChild(list);
    }
    if (prop.recommendation_reason) {
      cell.appendChild(element("p", { "class": "soft" }, prop.recommendation + ": " + prop.recommendation_reason + "."));
    }
    if (prop.books.length) {
      var table = element("table", { "class": "books" });
      table.appendChild(element("caption", {}, "Books side by side"));
      var head = element("tr");
      ["Book", "Line", "Over", "Under", "Since"].forEach(function (word) {
        head.appendChild(element("th", { scope: "col" }, word));
      });
      table.appendChild(element("thead")).appendChild(head);
      var body = table.appendChild(element("tbody"));
      prop.books.forEach(function (each) {
        var line = body.appendChild(element("tr"));
        line.appendChild(element("th", { scope: "row" }, book(each.bookmaker)));
        line.appendChild(element("td", { "class": "num" }, each.line));
        line.appendChild(element("td", { "class": "num" }, american(each.over)));
        line.appendChild(element("td", { "class": "num" }, american(each.under)));
        var since = line.appendChild(element("td"));
        since.appendChild(element("time", { datetime: each.known_at, "data-style": "instant" }, each.known_at));
      });
      cell.appendChild(table);
      window.boxline.localTimes(cell);
    } else {
      cell.appendChild(element("p", { "class": "soft" }, "No bookmaker's line is known."));
    }
    var made = element("tr", { "class": "details" });
    made.appendChild(cell);
    return made;
  }

  function drawn(row, most) {
    var prop = row.prop, player = row.player, made = element("tr");
    var name = made.appendChild(element("th", { scope: "row" }));
    name.appendChild(element("a", { href: "players/" + player.player_id + ".html" }, player.name || "Player " + player.player_id));
    var where = (player.team || "?") + (player.is_home ? " v " + (row.game.away_team || "?") : " @ " + (row.game.home_team || "?"));
    name.appendChild(element("span", { "class": "soft where" }, where));
    if (player.injury_status && player.injury_status !== "Available") {
      name.appendChild(element("span", { "class": "stamp" }, player.injury_status));
    }
    var chart = made.appendChild(element("td"));
    chart.appendChild(strip(prop, most));
    chart.appendChild(element("span", { "class": "said" }, number(prop.forecast, 1)));
    made.appendChild(element("td", { "class": "num" }, prop.line === null ? "-" : prop.line));
    made.appendChild(element("td", { "class": "num" }, percent(prop.chance_over)));
    made.appendChild(element("td", { "class": "prices" }, bestPrices(prop)));
    var bet = made.appendChild(element("td"));
    var isTaken = prop.recommendation === "OVER" || prop.recommendation === "UNDER";
    var button = element("button", { type: "button", "class": "why-switch" + (isTaken ? " taken" : ""), "aria-expanded": "false" },
      isTaken ? prop.recommendation + (prop.edge === null ? "" : " " + (100 * prop.edge).toFixed(1) + " %") : prop.recommendation === "PASS" ? "Pass" : "No line");
    button.appendChild(element("span", { "class": "hidden" }, ": why, and all books"));
    button.addEventListener("click", function () {
      var isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!isOpen));
      if (isOpen) { made.nextSibling.remove(); } else { made.after(details(row)); }
    });
    bet.appendChild(button);
    return made;
  }

  function start(content) {
    var form = document.getElementById("filters");
    var body = document.querySelector("#slate tbody");
    var found = document.getElementById("found");
    var more = document.getElementById("more");
    var every = rowsOf(content), shown = SHOWN_AT_ONCE, game = "";

    function chosen() {
      var prop = form.prop.value, show = form.show.value, part = form.name.value.trim().toLowerCase();
      return every.filter(function (row) {
        if (row.prop.prop_type !== prop) { return false; }
        if (game && row.game.game_id !== game) { return false; }
        if (show === "line" && row.prop.line === null) { return false; }
        if (show === "bet" && row.prop.recommendation !== "OVER" && row.prop.recommendation !== "UNDER") { return false; }
        return !part || (row.player.name || "").toLowerCase().indexOf(part) >= 0;
      }).sort(compare(form.sort.value));
    }

    function show() {
      var rows = chosen();
      var most = every.reduce(function (top, row) {
        if (row.prop.prop_type !== form.prop.value) { return top; }
        return Math.max(top, row.prop.high_80 || 0, row.prop.line || 0, row.prop.forecast || 0);
      }, 1);
      body.textContent = "";
      rows.slice(0, shown).forEach(function (row) { body.appendChild(drawn(row, most)); });
      found.textContent = rows.length + (rows.length === 1 ? " player" : " players");
      more.hidden = rows.length <= shown;
    }

    form.addEventListener("input", function () { shown = SHOWN_AT_ONCE; show(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    more.addEventListener("click", function () { shown += SHOWN_AT_ONCE; show(); });
    document.querySelectorAll("[data-game]").forEach(function (button) {
      button.addEventListener("click", function () {
        game = game === button.getAttribute("data-game") ? "" : button.getAttribute("data-game");
        document.querySelectorAll("[data-game]").forEach(function (each) {
          each.setAttribute("aria-pressed", String(each.getAttribute("data-game") === game));
        });
        show();
      });
    });
    show();
  }

  window.boxline.whenReceived("v1/tonight/all-players.json", start);
}());

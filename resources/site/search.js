// Search over the index of this site: rare words tell more, and a title more than a text.
(function () {
  "use strict";
  var index = window.deskSearch;
  var box = document.getElementById("main-search");
  var found = document.getElementById("found");
  var all = document.getElementById("all");
  var told = document.getElementById("told");
  if (!index || !box || !String.prototype.normalize) { return; }

  function words(text) {
    var plain = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]+/g, "");
    return plain.match(/[\p{L}\p{N}]+/gu) || [];
  }
  var articles = index.articles.map(function (row) {
    return {
      page: row[0], number: row[1], title: row[2], category: row[3], summary: row[5],
      head: words(row[2]), tags: words(row[1] + " " + row[3] + " " + row[4]), text: row[6].split(" ")
    };
  });
  var known = {};
  articles.forEach(function (one) {
    one.head.concat(one.tags, one.text).forEach(function (word) { known[word] = true; });
  });
  var vocabulary = Object.keys(known);
  var same = index.same.map(function (group) {
    return group.map(function (phrase) { return words(phrase).join(" "); });
  });

  function stem(word) {
    var cut = word.replace(/(ings|ing|ies|ied|es|ed|en|er|s|e|n)$/, "");
    return cut.length >= 4 ? cut : word;
  }
  function holds(list, way) {
    if (way.indexOf(" ") >= 0) { return (" " + list.join(" ") + " ").indexOf(" " + way + " ") >= 0 ? 1 : 0; }
    if (list.indexOf(way) >= 0) { return 1; }
    var begin = stem(way);
    return begin.length >= 3 && list.some(function (word) { return word.indexOf(begin) === 0; }) ? 0.7 : 0;
  }
  function best(list, ways) {
    return Math.max.apply(null, ways.map(function (way, at) { return holds(list, way) * (at ? 0.8 : 1); }));
  }
  function worth(one, ways) {
    return 3 * best(one.head, ways) + 1.5 * best(one.tags, ways) + best(one.text, ways);
  }
  function distance(a, b) {
    var before = [], row = [], next, i, j;
    for (j = 0; j <= b.length; j += 1) { row[j] = j; }
    for (i = 1; i <= a.length; i += 1) {
      next = [i];
      for (j = 1; j <= b.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      before = row;
      row = next;
    }
    return row[b.length];
  }
  function corrected(word) {
    var far = word.length >= 8 ? 2 : 1, chosen = null;
    if (word.length < 4) { return null; }
    vocabulary.forEach(function (other) {
      if (Math.abs(other.length - word.length) > far) { return; }
      var apart = distance(word, other);
      if (apart <= far) { far = apart - 0.5; chosen = other; }
    });
    return chosen;
  }
  function waysOf(word) {
    var ways = [word];
    same.forEach(function (group) {
      if (group.indexOf(word) >= 0) { ways = ways.concat(group.filter(function (w) { return w !== word; })); }
    });
    return ways;
  }
  function phrases(typed) {
    var rest = " " + typed.join(" ") + " ", taken = [];
    same.forEach(function (group) {
      group.forEach(function (phrase) {
        if (phrase.indexOf(" ") > 0 && rest.indexOf(" " + phrase + " ") >= 0) {
          taken.push(phrase);
          rest = rest.replace(" " + phrase + " ", " ");
        }
      });
    });
    return taken.concat(rest.trim() ? rest.trim().split(" ") : []);
  }
  function search(typed) {
    var instead = [], scores = articles.map(function () { return 0; });
    var held = articles.map(function () { return 0; }), whole = 0;
    phrases(words(typed)).slice(0, 12).forEach(function (word) {
      var ways = waysOf(word);
      var values = articles.map(function (one) { return worth(one, ways); });
      var holders = values.filter(Boolean).length;
      var other = holders ? null : corrected(word);
      if (other) {
        instead.push([word, other]);
        values = articles.map(function (one) { return worth(one, waysOf(other)); });
        holders = values.filter(Boolean).length;
      }
      var tells = Math.log(1 + articles.length / (1 + holders));
      whole += tells;
      values.forEach(function (value, at) {
        scores[at] += value * tells;
        held[at] += value ? tells : 0;
      });
    });
    var hits = articles.map(function (one, at) {
      var share = whole ? held[at] / whole : 0;
      return { article: one, score: share < 0.3 ? 0 : scores[at] * (0.3 + 0.7 * share) };
    }).filter(function (hit) { return hit.score > 0; });
    hits.sort(function (a, b) { return b.score - a.score; });
    return { hits: hits.slice(0, 30), instead: instead };
  }

  function marked(parent, text, begins) {
    text.split(/([\p{L}\p{N}]+)/u).forEach(function (part) {
      var plain = words(part)[0] || "";
      var hit = plain && begins.some(function (begin) { return plain.indexOf(begin) === 0; });
      var node = hit ? document.createElement("mark") : document.createTextNode(part);
      if (hit) { node.textContent = part; }
      parent.appendChild(node);
    });
  }
  function line(hit, begins) {
    var item = document.createElement("li"), link = document.createElement("a");
    var about = document.createElement("p");
    link.href = hit.article.page;
    about.className = "soft";
    marked(link, hit.article.title, begins);
    marked(about, hit.article.summary, begins);
    item.appendChild(link);
    item.appendChild(about);
    return item;
  }
  function show() {
    var typed = box.value.trim();
    var asking = words(typed).length > 0;
    found.hidden = !asking;
    all.hidden = asking;
    found.textContent = "";
    if (!asking) { told.textContent = "All articles by title."; return; }
    var result = search(typed);
    var begins = words(typed).map(stem).concat(result.instead.map(function (pair) { return pair[1]; }));
    result.hits.forEach(function (hit) { found.appendChild(line(hit, begins)); });
    var count = result.hits.length;
    var said = count === 0 ? "Nothing found. Try other words." :
      count + (count === 1 ? " article" : " articles");
    if (count && result.instead.length) {
      said += " for " + result.instead.map(function (pair) { return "“" + pair[1] + "” instead of “" + pair[0] + "”"; }).join(", ");
    }
    told.textContent = said;
  }
  var pause;
  box.addEventListener("input", function () { clearTimeout(pause); pause = setTimeout(show, 120); });
  box.form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
  box.value = new URLSearchParams(location.search).get("q") || "";
  show();
}());

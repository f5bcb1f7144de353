/* Guichet: one plain script. Pages work without it; with it they count down, take keys and
   warn before a second send. Written for Firefox 78 and Safari 14: no later syntax. */
(function () {
  'use strict';

  var doc = document, root = doc.documentElement;
  var french = (root.lang || 'fr').slice(0, 2) === 'fr';
  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  function one(selector, within) { return (within || doc).querySelector(selector); }

  /* ------------------------------------------------------- deadline chips */
  /* The server knows calendars. It sends the seconds left and the next open intervals; this
     only takes away the open time that has passed since the page was made. */
  var loaded = Date.now();
  function passed(open, now) {
    if (open === null) { return (now - loaded) / 1000; }
    var sum = 0;
    open.split(',').forEach(function (pair) {
      var ends = pair.split('-'), from = ends[0] * 1000, to = ends[1] * 1000;
      if (from && to) { sum += Math.max(0, Math.min(now, to) - Math.max(loaded, from)); }
    });
    return sum / 1000;
  }
  function amount(seconds, business) {
    var s = Math.floor(Math.abs(seconds)), h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60), nb = '\u00a0';
    if (!business && s >= 172800) {
      var d = Math.floor(s / 86400), over = h % 24;
      return d + nb + (french ? 'j' : 'd') + (over ? ' ' + over + nb + 'h' : '');
    }
    if (h) { return h + nb + 'h' + (m ? nb + (m < 10 ? '0' : '') + m : ''); }
    return m ? m + nb + 'min' : s + nb + 's';
  }
  function turn(chip, state, icon) {
    if (chip.classList.contains('chip-' + state)) { return; }
    chip.classList.remove('chip-run', 'chip-soon', 'chip-late');
    chip.classList.add('chip-' + state);
    var use = one('use', chip);
    if (use) { use.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#i-' + icon)); }
  }
  function tick() {
    var now = Date.now(), soonest = 60;
    all('.chip[data-left]').forEach(function (chip) {
      var open = chip.getAttribute('data-open');
      var gone = passed(open, now);
      if (gone === 0 && open !== null) { return; }
      var left = chip.getAttribute('data-left') - gone;
      var soon = chip.getAttribute('data-soon');
      var say = 'data-say';
      if (left < 0) { turn(chip, 'late', 'late'); say = 'data-say-late'; }
      else if (chip.classList.contains('chip-soon') || (soon !== null && left <= soon)) { turn(chip, 'soon', 'soon'); say = 'data-say-soon'; }
      if (Math.abs(left) < 300) { soonest = 1; }
      var text = chip.getAttribute(say).replace('##', amount(left, open !== null));
      var place = one('.left', chip);
      if (place && place.textContent !== text) { place.textContent = text; }
    });
    window.setTimeout(tick, soonest * 1000);
  }
  if (one('.chip[data-left]')) { window.setTimeout(tick, 1000); }

  /* ----------------------------------------------------------------- forms */
  var summary = one('[data-focus]');
  if (summary) { summary.focus(); }

  /* Sending twice files once on the server; this only shows that something is under way. */
  doc.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') { return; }
    if (form.getAttribute('aria-busy') === 'true') { event.preventDefault(); return; }
    form.setAttribute('aria-busy', 'true');
    window.setTimeout(function () { form.removeAttribute('aria-busy'); }, 8000);
  });
  window.addEventListener('pageshow', function () {
    all('form[aria-busy]').forEach(function (form) { form.removeAttribute('aria-busy'); });
  });

  all('[data-count]').forEach(function (place) {
    var field = doc.getElementById(place.getAttribute('data-count'));
    var most = +place.getAttribute('data-most');
    if (!field) { return; }
    function count() {
      var left = most - Array.from(field.value).length;
      var words = place.getAttribute(left < 0 ? 'data-over' : 'data-left');
      place.textContent = words.replace('##', Math.abs(left));
      place.classList.toggle('over', left < 0);
    }
    field.addEventListener('input', count);
    count();
  });

  /* A file that the server would not take is said before it has travelled. */
  all('[data-most-bytes]').forEach(function (field) {
    var most = +field.getAttribute('data-most-bytes');
    field.addEventListener('change', function () {
      var over = Array.from(field.files).some(function (file) { return file.size > most; });
      field.nextElementSibling.hidden = !over;
      if (over) { field.value = ''; }
    });
  });

  /* ---------------------------------------------------- look: dark, density */
  doc.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('[data-set]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    var pair = link.getAttribute('data-set').split('=');
    doc.cookie = pair[0] + '=' + pair[1] + ';path=/;max-age=31536000;samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
    if (pair[1] === 'system') { root.removeAttribute('data-' + pair[0]); } else { root.setAttribute('data-' + pair[0], pair[1]); }
    event.preventDefault();
  });

  /* ------------------------------------------------------ what is new here */
  /* The queue asks now and then whether anything changed, and says so. Rows never move by
     themselves: the reader decides when. */
  var fresh = one('[data-changes]');
  function look() {
    if (doc.hidden) { window.setTimeout(look, 10000); return; }
    fetch(fresh.getAttribute('data-changes'), { credentials: 'same-origin', redirect: 'error' }).then(function (answer) {
      if (!answer.ok) { throw new Error('no answer'); }
      return answer.json();
    }).then(function (told) {
      var said = one('span', fresh);
      if (told.words && said.textContent !== told.words) {
        said.textContent = told.words;
        fresh.hidden = false;
        var aloud = one('[data-changes-told]');
        if (aloud) { aloud.textContent = told.words; }
      }
      window.setTimeout(look, 10000);
    }).catch(function () { window.setTimeout(look, 60000); });
  }
  if (fresh && window.fetch) { window.setTimeout(look, 10000); }

  /* ------------------------------------------------------------------ keys */
  /* The server writes the table of keys into the page; the bindings, the cheat sheet and the
     help page are all made from it. Keys are compared by what they write, so AZERTY works;
     none fires in a field, and all can be switched off. */
  var sheetWords = doc.getElementById('keys');
  var keys = sheetWords ? all('dt[data-act]', sheetWords.content) : [];
  var acts = {
    next: function () { move(1); },
    previous: function () { move(-1); },
    open: function () { follow('.subj'); },
    why: function () { if (row) { follow('a.chip'); } else { go(one('[data-key="d"]') || one('a.chip')); } },
    search: function () { var field = one('input[type="search"]'); if (field) { field.focus(); field.select(); } },
    back: function () { go(one('a.back')); },
    sheet: function () { sheet(); },
    send: function () { /* a field has it: see below */ },
    press: function (key) { press(one('[data-key="' + key + '"]')); }
  };
  var row = null;
  function rows() { return all('table.queue tr.t'); }
  function move(by) {
    var list = rows();
    if (!list.length) { return; }
    var at = list.indexOf(row);
    if (row) { row.classList.remove('cursor'); }
    row = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + by))];
    row.classList.add('cursor');
    var link = one('.subj', row);
    if (link) { link.focus({ preventScroll: true }); }
    row.scrollIntoView({ block: 'nearest' });
  }
  function go(link) { if (link) { link.click(); } }
  function follow(selector) { if (row) { go(one(selector, row)); } }
  doc.addEventListener('focusin', function (event) {
    var here = event.target.closest && event.target.closest('table.queue tr.t');
    if (here && here !== row) { if (row) { row.classList.remove('cursor'); } row = here; }
  });
  function off() { try { return localStorage.getItem('keys') === 'off'; } catch (e) { return false; } }
  function inField(target) {
    var name = target.tagName;
    return target.isContentEditable || name === 'TEXTAREA' || name === 'SELECT' ||
      (name === 'INPUT' && ['checkbox', 'radio', 'button', 'submit'].indexOf(target.type) < 0);
  }
  doc.addEventListener('keydown', function (event) {
    var target = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && target.tagName === 'TEXTAREA' && target.form) {
      var button = all('button', target.form).filter(function (b) { return b.classList.contains('btn-main') && b.offsetParent !== null && !b.disabled; })[0];
      event.preventDefault();
      if (button) { button.click(); }
      return;
    }
    if (event.key === 'Escape' && dialog) { close(); return; }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(target) || off()) { return; }
    var name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    var bound = keys.filter(function (key) { return key.getAttribute('data-name') === name; })[0];
    if (!bound) { return; }
    if (name === 'Enter' && (/^(A|BUTTON|SUMMARY|INPUT)$/.test(target.tagName) || !row)) { return; }
    var act = bound.getAttribute('data-act');
    if (act === 'press' && !one('[data-key="' + name + '"]')) { return; }
    event.preventDefault();
    acts[act](name);
  });
  function press(there) {
    if (!there) { return; }
    if (there.type !== 'radio' && /^(INPUT|TEXTAREA|SELECT)$/.test(there.tagName)) { there.focus(); return; }
    there.click();
    var area = there.type === 'radio' && there.form && all('textarea', there.form).filter(function (a) { return a.offsetParent !== null; })[0];
    if (area) { area.focus(); }
    var box = there.tagName === 'SUMMARY' && there.parentNode.open && one('input, select, textarea', there.parentNode);
    if (box) { box.focus(); }
  }

  /* The cheat sheet: a dialog made from the table of the page. */
  var dialog = null, before = null;
  function close() { if (dialog) { dialog.parentNode.removeChild(dialog); dialog = null; if (before) { before.focus(); } } }
  function sheet() {
    if (dialog) { close(); return; }
    if (!sheetWords) { return; }
    before = doc.activeElement;
    dialog = doc.createElement('div');
    dialog.className = 'veil';
    dialog.appendChild(doc.importNode(sheetWords.content, true));
    dialog.addEventListener('click', function (event) {
      var button = event.target.closest('button');
      if (event.target === dialog || (button && button.hasAttribute('data-close'))) { close(); }
      if (button && button.hasAttribute('data-keys-off')) {
        try { localStorage.setItem('keys', 'off'); } catch (e) { /* a private window forgets it */ }
        close();
      }
    });
    dialog.addEventListener('keydown', function (event) {
      if (event.key !== 'Tab') { return; }
      var stops = all('button', dialog), first = stops[0], last = stops[stops.length - 1];
      if (event.shiftKey && doc.activeElement === first) { event.preventDefault(); last.focus(); }
      else if (!event.shiftKey && doc.activeElement === last) { event.preventDefault(); first.focus(); }
    });
    doc.body.appendChild(dialog);
    one('button', dialog).focus();
  }
  all('[data-show-keys]').forEach(function (link) {
    link.addEventListener('click', function (event) { event.preventDefault(); sheet(); });
  });
  all('[data-keys-on]').forEach(function (button) {
    button.hidden = !off();
    button.addEventListener('click', function () { localStorage.removeItem('keys'); button.hidden = true; });
  });

  /* Printing, where a button for it is of use only with a script. */
  all('[data-print]').forEach(function (b) { b.hidden = false; b.addEventListener('click', function () { window.print(); }); });
}());

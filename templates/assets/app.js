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
  function passed(open, now, made) {
    if (open === null) { return (now - made) / 1000; }
    var sum = 0;
    open.split(',').forEach(function (pair) {
      var ends = pair.split('-'), from = ends[0] * 1000, to = ends[1] * 1000;
      if (from && to) { sum += Math.max(0, Math.min(now, to) - Math.max(made, from)); }
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
      var gone = passed(open, now, +chip.getAttribute('data-made') || loaded);
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
  if (one('.chip[data-left], [data-live]')) { window.setTimeout(tick, 1000); }

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
      place.textContent = words.replace('##', String(Math.abs(left)).replace(/\B(?=(\d{3})+(?!\d))/g, french ? '\u202f' : ','));
      place.classList.toggle('over', left < 0);
    }
    field.addEventListener('input', count);
    count();
  });

  /* ---------------------------------------------------------------- drafts */
  /* What is typed is kept in this browser until the server has it, a week at most. The hidden
     id of a form says that it has: the confirmation or the message bears it. An id that was taken
     is exchanged on the way; so a confirmation that comes next in this tab says it, too. */
  var WEEK = 604800000;
  function kept(name) { try { return JSON.parse(localStorage.getItem(name)); } catch (e) { return null; } }
  function keep(name, draft) {
    try { if (draft) { localStorage.setItem(name, JSON.stringify(draft)); } else { localStorage.removeItem(name); } } catch (e) { /* a private window forgets it */ }
  }
  function names() {
    try { return Object.keys(localStorage).filter(function (name) { return name.indexOf('draft:') === 0; }); } catch (e) { return []; }
  }
  function leaving(name) {
    var left = '';
    try {
      left = sessionStorage.getItem('sent') || '';
      if (name) { sessionStorage.setItem('sent', name); } else { sessionStorage.removeItem('sent'); }
    } catch (e) { /* no storage, no drafts */ }
    return left;
  }
  var left = leaving(''), confirmed = /^\/requests\/[^\/]+\/filed$/.test(location.pathname);
  names().forEach(function (name) {
    var draft = kept(name), sent = draft && draft.sent;
    var there = sent && ((confirmed && name === left) || location.pathname.indexOf('/requests/' + sent) === 0 || one('[data-m="' + sent + '"]'));
    if (!draft || there || Date.now() - draft.at > WEEK) { keep(name, null); }
  });
  /* What only some natures are asked is shown as the nature is chosen. */
  all('[data-nature]').forEach(function (question) {
    function show() {
      var chosen = one('input:checked', question);
      all('[data-for-nature]').forEach(function (part) {
        part.hidden = !chosen || part.getAttribute('data-for-nature') !== chosen.value;
      });
    }
    all('[data-scriptless]', question).forEach(function (button) { button.hidden = true; });
    question.addEventListener('change', show);
    window.addEventListener('pageshow', show);
    show();
  });
  all('form[data-draft]').forEach(function (form) {
    var name = 'draft:' + form.getAttribute('data-draft'), later = null;
    var hidden = one('input[name="key"], input[name="message"]', form), id = hidden ? hidden.value : '';
    var note = one('[data-draft-note]', form);
    var fields = Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== 'website' && (/^(TEXTAREA|SELECT)$/.test(field.tagName) || /^(text|email|radio|checkbox)$/.test(field.type));
    });
    function values() { return fields.map(function (field) { return [field.name, field.value, !!field.checked]; }); }
    function same(one, other) { return JSON.stringify(one) === JSON.stringify(other); }
    var first = values(), draft = kept(name);
    if (draft && draft.sent !== id && draft.values.length === first.length && !same(draft.values, first)) {
      fields.forEach(function (field, at) {
        var value = draft.values[at];
        if (value[0] !== field.name) { return; }
        if (/^(radio|checkbox)$/.test(field.type)) { field.checked = value[2]; } else { field.value = value[1]; }
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
      if (note) { note.hidden = false; }
    }
    function save(sent) {
      var now = values();
      window.clearTimeout(later);
      keep(name, same(now, first) && !sent ? null : { at: Date.now(), values: now, sent: sent || '' });
    }
    form.addEventListener('input', function () { window.clearTimeout(later); later = window.setTimeout(save, 300); });
    form.addEventListener('submit', function () { save(id); leaving(name); });
    window.addEventListener('pagehide', function () { if (later) { save((kept(name) || {}).sent); } });
    if (note) {
      one('[data-draft-drop]', note).addEventListener('click', function () {
        form.reset();
        keep(name, null);
        note.hidden = true;
        fields[0].focus();
      });
    }
  });

  /* What the desk writes is kept on the server within a second of the last key, and here as long as
     the server does not have it. A page left open elsewhere never overwrites what is newer: both
     texts are shown, and their writer chooses. */
  all('form[data-drafts]').forEach(function (form) {
    var where = form.getAttribute('data-drafts'), message = form.elements.message.value, leaving = false;
    all('[data-scriptless]', form).forEach(function (button) { button.hidden = true; });
    var other = one('[data-other]', form);
    all('textarea[data-kind]', form).forEach(function (area) {
      var kind = area.getAttribute('data-kind'), rests = form.elements['rests-' + kind], said = one('[data-saved="' + kind + '"]', form);
      var name = 'draft:' + form.getAttribute('data-drafts-of') + ' ' + kind;
      var last = said.textContent || !area.value ? area.value : null, later = null, busy = false, choosing = false;
      function tell(words) { if (said.textContent !== words) { said.textContent = words; } }
      function here(sent) { keep(name, { at: Date.now(), value: area.value, rests: rests.value, sent: sent || '' }); }
      function body() {
        var sent = new URLSearchParams();
        [['kind', kind], ['text', area.value], ['rests-on', rests.value], ['message', message]].forEach(function (pair) { sent.append(pair[0], pair[1]); });
        return sent;
      }
      function soon(after) { window.clearTimeout(later); later = window.setTimeout(save, after); }
      function save() {
        var value = area.value;
        if (leaving || choosing || value === last) { return; }
        if (busy) { soon(300); return; }
        busy = true;
        fetch(where, { method: 'POST', credentials: 'same-origin', redirect: 'manual', body: body() }).then(function (answer) {
          if (answer.type === 'opaqueredirect') { tell(form.getAttribute('data-signed-out')); return null; }
          if (!answer.ok) { throw new Error(); }
          return answer.json().then(function (news) {
            if (news.became === 'overtaken') { choose(news.version, news.text, news.said, true); return; }
            tell(news.said);
            if (news.became === 'sent') { keep(name, null); last = value; }
            if (news.version === undefined) { return; }
            rests.value = news.version;
            last = value;
            if (area.value === value) { keep(name, null); } else { here(); soon(700); }
          });
        }).catch(function () { tell(form.getAttribute('data-local')); soon(10000); }).then(function () { busy = false; });
      }
      /* Two texts, and the writer of both. */
      function choose(version, text, words, newer) {
        choosing = true;
        one('[data-other-saved]', other).textContent = words;
        one('[data-other-text]', other).textContent = text;
        other.hidden = false;
        one('[data-other-take]', other).onclick = function () { area.value = text; done(); };
        one('[data-other-drop]', other).onclick = done;
        function done() {
          choosing = false;
          other.hidden = true;
          if (newer) { rests.value = version; last = text; }
          area.focus();
          here();
          save();
        }
      }
      var draft = kept(name);
      if (draft && draft.value !== undefined && draft.value !== area.value) {
        if (draft.rests === rests.value) { area.value = draft.value; soon(0); }
        else { choose(0, draft.value, '', false); }
      } else { keep(name, null); if (last === null) { here(); soon(0); } }
      area.addEventListener('input', function () { here(); soon(700); });
      form.addEventListener('submit', function () { leaving = true; window.clearTimeout(later); if (area.value) { here(message); } });
      /* What was typed in the last second goes out with the page. */
      doc.addEventListener('visibilitychange', function () { if (doc.hidden) { save(); } });
      window.addEventListener('pagehide', function () {
        if (!leaving && !choosing && area.value !== last && navigator.sendBeacon) { navigator.sendBeacon(where, body()); }
      });
    });
    window.addEventListener('pageshow', function (event) { if (event.persisted) { leaving = false; } });
  });

  /* « @ » in a note offers the colleagues: the focus stays in the text, the list is gone through
     with the arrows, Enter or Tab takes a name, Escape closes. */
  all('textarea[data-calls]').forEach(function (area) {
    var source = doc.getElementById(area.getAttribute('data-calls'));
    var people = all('option', source).map(function (option) { return { calls: option.value, name: option.textContent || option.value }; });
    var list = doc.createElement('ul'), from = -1, at = 0, found = [];
    if (!people.length) { return; }
    list.className = 'calls';
    list.id = area.id + '-calls';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', area.getAttribute('data-calls-label'));
    list.hidden = true;
    area.parentNode.insertBefore(list, area.nextSibling);
    area.setAttribute('aria-autocomplete', 'list');
    function plain(text) { return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }
    function close() { list.hidden = true; from = -1; area.removeAttribute('aria-activedescendant'); area.removeAttribute('aria-controls'); }
    function mark() {
      all('li', list).forEach(function (item, rank) { item.setAttribute('aria-selected', rank === at ? 'true' : 'false'); if (rank === at) { area.setAttribute('aria-activedescendant', item.id); item.scrollIntoView({ block: 'nearest' }); } });
    }
    function look() {
      var before = area.value.slice(0, area.selectionStart), begun = /(^|[^\w@\u00c0-\u024f])@([^@\n]{0,40})$/.exec(before);
      var wanted = begun ? plain(begun[2]) : '';
      found = begun ? people.filter(function (one) {
        var name = plain(one.name);
        return name.indexOf(wanted) === 0 || name.indexOf(' ' + wanted) >= 0;
      }).slice(0, 8) : [];
      if (!found.length || (found.length === 1 && wanted === plain(found[0].calls))) { close(); return; }
      from = before.length - begun[2].length;
      at = 0;
      list.textContent = '';
      found.forEach(function (one, rank) {
        var item = doc.createElement('li');
        item.id = list.id + rank;
        item.setAttribute('role', 'option');
        item.textContent = one.name === one.calls ? one.name : one.name + ' (' + one.calls + ')';
        item.addEventListener('mousedown', function (event) { event.preventDefault(); at = rank; take(); });
        list.appendChild(item);
      });
      list.hidden = false;
      area.setAttribute('aria-controls', list.id);
      mark();
    }
    function take() {
      var until = area.selectionStart;
      area.setRangeText(found[at].calls + ' ', from, until, 'end');
      close();
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }
    area.addEventListener('input', look);
    area.addEventListener('blur', close);
    area.addEventListener('click', look);
    area.addEventListener('keydown', function (event) {
      if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { at = (at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length; mark(); }
      else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) { take(); }
      else if (event.key === 'Escape') { close(); }
      else { return; }
      event.preventDefault();
      event.stopPropagation();
    });
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

  /* A file can be read into a field, in the place of pasting it. */
  all('[data-into]').forEach(function (place) {
    var field = doc.getElementById(place.getAttribute('data-into')), file = place.querySelector('input');
    place.hidden = false;
    file.addEventListener('change', function () {
      var reader = new FileReader();
      reader.onload = function () { field.value = reader.result; field.focus(); };
      if (file.files[0]) { reader.readAsText(file.files[0]); }
    });
  });

  /* A password can be looked at before it is sent, and goes out as a password all the same. */
  all('[data-reveal]').forEach(function (button) {
    var field = doc.getElementById(button.getAttribute('data-reveal')), show = button.textContent;
    function turned(kind) {
      field.type = kind;
      button.textContent = kind === 'text' ? button.getAttribute('data-hide') : show;
    }
    button.hidden = false;
    button.addEventListener('click', function () { turned(field.type === 'password' ? 'text' : 'password'); field.focus(); });
    if (field.form) { field.form.addEventListener('submit', function () { turned('password'); }); }
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

  /* -------------------------------------------------------- the live queue */
  /* The server tells which rows changed, which are new and in which order they stand. A row
     changes where it is. New rows wait until the reader asks for them; the others take their
     places only while nothing in the list has the focus, the pointer or the selection. */
  function followQueue(bar) {
    var address = bar.getAttribute('data-live'), table = one('table.queue');
    var pill = one('[data-pill]', bar), said = one('[data-said]', bar), hold = one('[data-hold]', bar);
    var source = null, tries = 0, again = null, watch = null, notice = null, away = null, over = false;
    var waiting = {}, unread = {}, filed = {}, order = null, sayings = {}, saying = null;

    /* what is shown */
    function ticket(tr) { var link = one('.subj', tr); return link ? link.getAttribute('href').split('/').pop() : ''; }
    function shown() {
      var found = {};
      all('tr.t', table || bar).forEach(function (tr) { found[ticket(tr)] = tr; });
      return found;
    }
    function made(html) {
      var holder = doc.createElement('template');
      holder.innerHTML = html;
      var tr = doc.importNode(holder.content.firstElementChild, true);
      all('.chip', tr).forEach(function (chip) { chip.setAttribute('data-made', Date.now()); });
      return tr;
    }
    function chosen(node) {
      var selection = window.getSelection();
      return !!selection && !selection.isCollapsed && selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(node);
    }
    function calm() {
      return !!table && !table.contains(doc.activeElement) && !table.matches(':hover') && !chosen(table);
    }
    /* Turns one node into another without replacing it, so that the focus stays. */
    function become(here, there) {
      if (here.nodeName !== there.nodeName) { here.parentNode.replaceChild(there.cloneNode(true), here); return; }
      if (here.nodeType !== 1) { if (here.nodeValue !== there.nodeValue) { here.nodeValue = there.nodeValue; } return; }
      Array.prototype.slice.call(here.attributes).forEach(function (one) { if (!there.hasAttribute(one.name)) { here.removeAttribute(one.name); } });
      Array.prototype.slice.call(there.attributes).forEach(function (one) { if (here.getAttribute(one.name) !== one.value) { here.setAttribute(one.name, one.value); } });
      var old = Array.prototype.slice.call(here.childNodes), young = Array.prototype.slice.call(there.childNodes);
      young.forEach(function (child, at) { if (old[at]) { become(old[at], child); } else { here.appendChild(child.cloneNode(true)); } });
      old.slice(young.length).forEach(function (child) { here.removeChild(child); });
    }
    function light(tr) {
      tr.classList.add('lit');
      window.setTimeout(function () { tr.classList.remove('lit'); }, 2500);
    }
    function renew(tr, fresh, quietly) {
      become(tr, fresh);
      if (tr === row) { tr.classList.add('cursor'); }
      if (!quietly) { light(tr); }
    }

    /* words */
    function words(name, count) { return pill.getAttribute('data-' + name + (count === 1 ? '-one' : '')).replace('##', count); }
    function say(name, count) {
      if (!count) { return; }
      sayings[name] = count;
      window.clearTimeout(saying);
      saying = window.setTimeout(function () {
        said.textContent = Object.keys(sayings).map(function (one) { return words(one, sayings[one]); }).join(' · ');
        sayings = {};
      }, 700);
    }
    function tell(why) {
      all('[data-why]').forEach(function (one) { one.hidden = one.getAttribute('data-why') !== why; });
    }
    function stand(on) {
      one('[data-live-on]', bar).hidden = !on;
      one('[data-refresh]', bar).hidden = on;
    }

    /* order */
    function standing() {
      var rows = shown(), ids = [];
      order.forEach(function (group) { ids = ids.concat(group[2]); });
      var last = -1;
      ids.forEach(function (id, at) { if (rows[id]) { last = at; } });
      var held = [], after = [];
      ids.forEach(function (id, at) {
        if (rows[id] || !waiting[id]) { return; }
        /* What only moved up from the next page pushes nothing away. */
        if (at > last && !filed[id] && last >= 0) { after.push(id); } else { held.push(id); }
      });
      return { rows: rows, ids: ids, held: held, after: after };
    }
    function settle() {
      if (!order) { return; }
      var now = standing(), left = 0, fresh = 0;
      Object.keys(waiting).forEach(function (id) { if (now.ids.indexOf(id) < 0) { delete waiting[id]; } });
      var list = all('tr.t', table || bar), end = -1;
      list.forEach(function (tr, at) { if (now.ids.indexOf(ticket(tr)) >= 0) { end = at; } });
      list.forEach(function (tr, at) {
        var here = now.ids.indexOf(ticket(tr)) >= 0, pushed = !here && at > end && end >= 0;
        if (!here && !pushed && !tr.classList.contains('gone')) {
          left += 1;
          tr.classList.add('gone');
          tr.title = pill.getAttribute('data-gone');
        } else if (here && tr.classList.contains('gone')) { tr.classList.remove('gone'); tr.removeAttribute('title'); }
      });
      say('left', left);
      now.held.forEach(function (id) { if (filed[id]) { fresh += 1; } });
      var count = now.held.length, kind = fresh === count ? 'filed' : 'more', text = one('span', pill);
      if (count && text.textContent !== words(kind, count)) { say(kind, count); text.textContent = words(kind, count); }
      pill.hidden = !count;
      if (calm()) { arrange(now, false); }
    }
    function arrange(now, everything) {
      var come = everything ? now.held.concat(now.after) : now.after, found = [];
      come.forEach(function (id) { now.rows[id] = waiting[id]; found.push(waiting[id]); delete waiting[id]; });
      var groups = order.map(function (group) { return [group[0], group[1], group[2].filter(function (id) { return now.rows[id]; })]; })
        .filter(function (group) { return group[2].length; });
      if (!groups.length) { return found; }
      function print(list) { return JSON.stringify(list); }
      var was = Array.prototype.map.call(table.tBodies, function (body) {
        return [body.rows[0].className.replace(/^grp/, ''), one('th', body).firstChild.nodeValue, all('tr.t', body).map(ticket)];
      });
      if (print(was) === print(groups)) { return found; }
      var head = table.tBodies[0].rows[0], old = Array.prototype.slice.call(table.tBodies);
      groups.forEach(function (group) {
        var body = old[0].cloneNode(false), top = head.cloneNode(true);
        top.className = 'grp' + group[0];
        one('th', top).firstChild.nodeValue = group[1];
        one('.n', top).textContent = group[2].length;
        body.appendChild(top);
        group[2].forEach(function (id) { body.appendChild(now.rows[id]); });
        table.appendChild(body);
      });
      old.forEach(function (body) { table.removeChild(body); });
      if (row && !doc.contains(row)) { row = null; }
      return found;
    }
    pill.addEventListener('click', function (event) {
      if (!table || !order || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      var found = arrange(standing(), true);
      pill.hidden = true;
      one('span', pill).textContent = '';
      found.forEach(light);
      var first = all('tr.t', table).filter(function (tr) { return found.indexOf(tr) >= 0; })[0];
      if (!first) { return; }
      if (event.detail === 0) { one('.subj', first).focus({ preventScroll: true }); first.classList.add('cursor'); }
      first.scrollIntoView({ block: 'nearest' });
    });

    /* what the server says */
    function hear(event) {
      var news = JSON.parse(event.data), rows = shown(), changed = 0;
      address = address.replace(/since=-?\d+/, 'since=' + event.lastEventId);
      alive();
      tell('');
      Object.keys(news.rows || {}).forEach(function (id) {
        var fresh = made(news.rows[id]), tr = rows[id];
        if (!tr) { waiting[id] = fresh; return; }
        var same = tr.getAttribute('data-v') === fresh.getAttribute('data-v');
        if (same && !news.all) { return; }
        if (!same) { changed += 1; }
        if (chosen(tr)) { unread[id] = fresh; } else { renew(tr, fresh, same); }
      });
      say('changed', changed);
      if (news.told !== undefined) { one('[data-told]').textContent = news.told; }
      if (news.title !== undefined) { doc.title = news.title; }
      if (news.computed !== undefined) { one('[data-computed]', bar).textContent = news.computed; }
      if (news.day) { var day = one('svg.day'), holder = doc.createElement('template'); holder.innerHTML = news.day; if (day) { day.parentNode.replaceChild(doc.importNode(holder.content, true), day); } }
      if (news.rail) { rail(news.rail); }
      if (news.filed) { filed = {}; news.filed.forEach(function (id) { filed[id] = true; }); }
      if (news.groups) { order = news.groups; }
      settle();
    }
    function rail(numbers) {
      all('.rail .views ul:first-of-type .go').concat(all('.rail .nav-main .go')).forEach(function (link, at) {
        if (!numbers[at]) { return; }
        var place = one('.n', link), count = numbers[at][0];
        if (!place && count !== null) { place = doc.createElement('span'); link.appendChild(place); }
        if (!place) { return; }
        place.className = numbers[at][1] ? 'n n-hot' : 'n';
        place.textContent = count === null ? '' : count;
      });
    }
    function release() {
      var rows = shown();
      Object.keys(unread).forEach(function (id) {
        if (rows[id] && chosen(rows[id])) { return; }
        if (rows[id]) { renew(rows[id], unread[id], true); }
        delete unread[id];
      });
      if (order && calm()) { arrange(standing(), false); }
    }
    if (table) {
      table.addEventListener('mouseleave', release);
      table.addEventListener('focusout', function () { window.setTimeout(release, 0); });
      doc.addEventListener('selectionchange', function () { window.setTimeout(release, 0); });
    }

    /* the connection */
    function held() { try { return localStorage.getItem('live') === 'off'; } catch (e) { return false; } }
    function stop() {
      window.clearTimeout(again); window.clearTimeout(watch);
      if (source) { source.close(); source = null; }
    }
    function alive() {
      window.clearTimeout(watch); window.clearTimeout(notice); notice = null;
      watch = window.setTimeout(fail, 45000);
      tries = 0;
      stand(true);
    }
    function fail() {
      stop();
      stand(false);
      if (!notice) { notice = window.setTimeout(function () { tell('lost'); }, 3000); }
      /* Pages that lost the same server do not all come back at the same moment. */
      again = window.setTimeout(connect, Math.min(30000, 500 * Math.pow(2, tries)) * (0.5 + Math.random()));
      tries += 1;
      if (tries % 4 === 2) { ask(); }
    }
    /* A stream cannot say that the session is over: a page can. */
    function ask() {
      fetch('/queue', { method: 'HEAD', credentials: 'same-origin', redirect: 'manual' }).then(function (answer) {
        if (answer.type === 'opaqueredirect') { end('signed-out'); }
      }).catch(function () { /* it is tried again */ });
    }
    function end(why) {
      stop();
      window.clearTimeout(notice);
      over = true;
      stand(false);
      tell(why);
    }
    function connect() {
      stop();
      if (over || doc.hidden || held()) { return; }
      source = new EventSource(address);
      source.onerror = fail;
      source.addEventListener('queue', hear);
      source.addEventListener('beat', function () { alive(); if (!one('[data-why="stale"]:not([hidden])')) { tell(''); } });
      source.addEventListener('stale', function () { alive(); stand(false); tell('stale'); });
      source.addEventListener('end', function (event) { if (event.data === 'stopping') { fail(); } else { end(event.data); } });
    }
    function showHold() { hold.hidden = false; hold.setAttribute('aria-pressed', held() ? 'true' : 'false'); }
    hold.addEventListener('click', function () {
      try { if (held()) { localStorage.removeItem('live'); } else { localStorage.setItem('live', 'off'); } } catch (e) { /* a private window forgets it */ }
      showHold();
      if (held()) { stop(); stand(false); window.clearTimeout(notice); notice = null; tell(''); } else { over = false; tries = 0; connect(); }
    });
    /* Only a window that is seen holds a connection: a browser has six for a host. */
    doc.addEventListener('visibilitychange', function () {
      window.clearTimeout(away);
      if (doc.hidden) { away = window.setTimeout(stop, 5000); } else if (!source) { tries = 0; connect(); }
    });
    window.addEventListener('online', function () { if (!source) { connect(); } });
    window.addEventListener('pagehide', stop);
    window.addEventListener('pageshow', function (event) { if (event.persisted) { connect(); } });
    showHold();
    connect();
  }

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
    if (!list.length) { round(by); return; }
    var at = list.indexOf(row);
    if (row) { row.classList.remove('cursor'); }
    row = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + by))];
    row.classList.add('cursor');
    var link = one('.subj', row);
    if (link) { link.focus({ preventScroll: true }); }
    row.scrollIntoView({ block: 'nearest' });
  }
  /* On a ticket, the next one is that of the list one came from. */
  function round(by) {
    var list = [];
    try { list = JSON.parse(sessionStorage.getItem('round')) || []; } catch (e) { /* there is none */ }
    var at = list.indexOf(location.pathname);
    if (at >= 0 && list[at + by]) { location.assign(list[at + by]); }
  }
  window.addEventListener('pagehide', function () {
    var list = rows().map(function (tr) { var link = one('.subj', tr); return link ? link.getAttribute('href') : ''; });
    try { if (list.length) { sessionStorage.setItem('round', JSON.stringify(list)); } } catch (e) { /* a private window forgets it */ }
  });
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
    var box = there.tagName === 'SUMMARY' && there.parentNode.open && one('input:not([type="hidden"]), select, textarea', there.parentNode);
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

  if (one('[data-live]') && window.EventSource) { followQueue(one('[data-live]')); }

  /* Copying, where the browser lets a page do so. */
  all('[data-copy]').forEach(function (b) {
    if (!navigator.clipboard) { return; }
    b.hidden = false;
    b.addEventListener('click', function () {
      navigator.clipboard.writeText(doc.getElementById(b.getAttribute('data-copy')).innerText.trim() + '\n').then(function () {
        one('[role=status]', b.parentNode).textContent = b.getAttribute('data-copied');
      });
    });
  });

  /* Printing, where a button for it is of use only with a script. */
  all('[data-print]').forEach(function (b) { b.hidden = false; b.addEventListener('click', function () { window.print(); }); });
}());

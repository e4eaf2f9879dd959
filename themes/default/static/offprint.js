// Keyboard shortcuts, the reading list, read marks, sorting and filtering of lists, the theme switch. Every page works without this script.
// Its data stays in the browser, and it makes requests to this site only.
(() => {
  'use strict';

  // RIS and CSL-JSON, byte for byte as in Offprint's own files. A value is always one line: a line break could start another record.
  const line = (text) => text.replace(/[\p{White_Space}\p{Cc}]+/gu, ' ').replace(/^ | $/g, '');
  const split = (text) => text.split(' ').filter(Boolean);
  const join = (list) => list.filter(Boolean).join(' ');
  const isSuffix = (word) => /^([JS]r\.?|I{2,3}|IV|V)$/.test(word);
  const isParticle = (word) => /^\p{Lowercase}/u.test(word);
  const GROUP = /^(and|teams?|collaboration|consortium|group|labs?|project|initiative|community|university|institute),*$/i;
  const CJK = /^[々〇\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]+$/u;
  /** Reads a name. `as` says what the page knows of it: that it is a group, or that commas separate its parts. */
  const person = (name, as) => {
    if (as === 'group') return { literal: name };
    if (as) {
      const [family, given, suffix] = name.split(', ');
      return { family, given, suffix };
    }
    const parts = name.split(',').map((part) => join(split(part)));
    const isList = parts.length > (parts.some(isSuffix) ? 3 : 2);
    if (isList || /[=@;]/.test(name) || split(name).some((word) => GROUP.test(word))) return { literal: name };
    const [one, two, three] = parts.filter(Boolean);
    if (two && (three || !isSuffix(two))) {
      const [family, given, suffix] = [split(one), split(isSuffix(three) || !three ? two : three), isSuffix(three) ? three : three && two];
      const start = family.findIndex((word, at) => at === family.length - 1 || !isParticle(word));
      let end = given.length;
      while (end > 1 && isParticle(given[end - 1])) end -= 1;
      return { family: join(family.slice(start)), given: join(given.slice(0, end)), particle: join([...given.slice(end), ...family.slice(0, start)]), suffix };
    }
    const all = split(two ? `${one} ${two}` : name).map((word) => word.replace(/,+$/, '')).filter(Boolean);
    const suffix = all.length > 2 && isSuffix(all.at(-1)) ? all.pop() : '';
    const last = all.length - 1;
    if (last === 1 && !suffix && all.every((word) => CJK.test(word))) return { family: all[0], given: all[1] };
    if (last < 1) return { literal: join(all) };
    const first = all.findIndex((word, at) => at === last || (at > 0 && isParticle(word)));
    let end = last;
    while (end > first && !isParticle(all[end - 1])) end -= 1;
    return { family: join(all.slice(end)), given: join(all.slice(0, first)), particle: join(all.slice(first, end)), suffix };
  };
  const fieldsOf = (facts) => {
    const [title = '', date = '', doi, arxiv, journal, conference] = ['title', 'publication_date', 'doi', 'arxiv_id', 'journal_title', 'conference_title']
      .map((name) => facts[name][0] && line(facts[name][0]));
    const people = facts.author.map((name, at) => person(line(name), facts.as?.[at])).filter(({ literal }) => literal !== '');
    const [note] = facts.withdrawn.map((reason) => `Withdrawn: ${line(reason)}`);
    return { note, title, date, doi, arxiv, journal, people, venue: journal ?? conference, more: JSON.parse(facts.more || '{}'), url: arxiv ? `https://arxiv.org/abs/${arxiv}` : line(facts.url) };
  };
  // `2026/04/15`, `2026/04//`, or nothing for a year alone.
  const whole = (date) => date.includes('/') && date.replace(/\b\d\b/g, '0$&').replace(/^\d+\/\d+$/, '$&//');
  const ris = (facts) => {
    const { note, title, date, doi, journal, venue, url, people, more: { ty, others, ris: more = [] } } = fieldsOf(facts);
    const lines = [['TY', ty ?? (journal ? 'JOUR' : venue ? 'CONF' : 'UNPB')], ['ID', facts.id], ['TI', title],
      ...people.map(({ literal, family, given, particle, suffix }) => ['AU', literal ?? [join([particle, family]), given, suffix].filter(Boolean).join(', ')]),
      ['N1', others && 'Authors: and others'], ['PY', date.split('/')[0]], ['DA', whole(date)], ['T2', venue], ...more.map(([tag, value]) => [tag, line(value)]), ['DO', doi], ['UR', url],
      ...facts.keywords.map((word) => ['KW', line(word)]), ['N1', note && line(note)]];
    return `${lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}\r\n`).join('')}ER  - \r\n\r\n`;
  };
  const csl = (facts) => {
    const { note, title, date, doi, arxiv, journal, venue, url, people, more: { type, others, csl: more } } = fieldsOf(facts);
    // By the key that BibTeX has, as in the files of days and topics.
    const [, id = facts.id] = /\{\s*([^,\s]+)/.exec(facts.bibtex) ?? [];
    const author = people.map(({ literal, family, given, particle, suffix }) => (literal === undefined
      ? { family, given: given || undefined, 'non-dropping-particle': particle || undefined, suffix: suffix || undefined } : { literal }));
    if (others) author.push({ literal: 'others' });
    const item = {
      id, type: type ?? (journal ? 'article-journal' : venue ? 'paper-conference' : 'article'), title, author: author.length ? author : undefined,
      issued: { 'date-parts': [date.split('/').map(Number)] }, 'container-title': venue, ...more,
      number: type ? more?.number : arxiv && !venue ? `arXiv:${arxiv}` : undefined, DOI: doi, URL: url, note,
    };
    return `${JSON.stringify([item])}\n`;
  };
  /** Returns saved data by id. It is a Map because an id may be `constructor`. Earlier versions saved an object; invalid values are dropped. */
  const mapOf = (saved, fits) => new Map((Array.isArray(saved) ? saved : Object.entries(saved)).filter((pair) => Array.isArray(pair) && fits(pair[1])));
  const fitsKept = (paper) => typeof paper?.title === 'string';
  // Outside a browser, tests use these functions.
  if (typeof document === 'undefined') { globalThis.offprint = { ris, csl, mapOf, fitsKept }; return; }

  const script = document.currentScript;
  // The texts `script_…` of i18n/. Changes by another language or by the site are in `data-words` of the script element.
  const words = {
    keep: 'Save', kept: 'Saved', copy: 'Copy', copied: 'Copied', read: 'read', unread: 'unread', new: 'new since your last visit',
    votes: 'Votes', newest: 'Newest', filter: 'Filter', close: 'Close', theme: 'Switch between light and dark', ...JSON.parse(script.dataset.words ?? '{}'),
  };
  // The script is in the site's folder `assets`.
  const root = new URL('..', script.src).pathname;
  const $ = (css, from = document) => from.querySelector(css);
  const $$ = (css, from = document) => [...from.querySelectorAll(css)];
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const label = (element, text) => { element.setAttribute('aria-label', text); element.title = text; };

  // Storage. Sites on one host share it, so keys contain the site's path. If it is blocked or full, nothing is saved.
  const key = (name) => `offprint${root}${name}`;
  const load = (name, otherwise) => {
    try { return JSON.parse(localStorage.getItem(key(name))) ?? otherwise; } catch { return otherwise; }
  };
  const save = (name, value) => {
    try { localStorage.setItem(key(name), JSON.stringify(value)); } catch { /* Lost when the page closes. */ }
  };
  const loadMap = (name, fits, otherwise) => {
    const saved = load(name, null);
    return saved ? mapOf(saved, fits) : otherwise;
  };
  const saveMap = (name, map) => save(name, [...map]);
  /** Papers on the reading list, by id: {title, by}. */
  let kept = new Map();
  const loadKept = () => loadMap('kept', fitsKept, kept);
  kept = loadKept();
  /** Read papers, by id: the days they were featured on. */
  let read = new Map();
  const loadRead = () => loadMap('read', Array.isArray, read);
  read = loadRead();

  const idOf = (link) => link?.pathname.startsWith(`${root}papers/`) ? decodeURIComponent(link.pathname.slice(root.length + 7, -1)) : '';
  const dayOf = (link) => link?.pathname.startsWith(`${root}days/`) ? link.pathname.slice(root.length + 5, -1) : '';
  const plainText = (element) => {
    // Formulas become their source, if they have one.
    const copy = element.cloneNode(true);
    for (const math of $$('math', copy)) math.replaceWith($('annotation', math)?.textContent ?? math.textContent);
    for (const hidden of $$('.sr, bdi.gone', copy)) hidden.remove();
    return copy.textContent.trim().replace(/\s+/g, ' ');
  };

  /** The papers of this page: `own` on the page of a paper, else `items` of lists. */
  const article = $('article.paper');
  const own = article && $('.cite') ? { box: $('.head', article), title: $('h1', article), id: idOf(location), by: $('.by', article) } : null;

  // Old links to headings have no prefix.
  const findHeading = () => {
    if (location.hash.length < 2 || $(':target')) return;
    try {
      const name = decodeURIComponent(location.hash.slice(1)).normalize().toLowerCase();
      const heading = ['page', `${own?.id}-notes`, `${own?.id}-abstract`].map((prefix) => document.getElementById(`${prefix}-${name}`)).find(Boolean);
      if (heading) location.replace(`#${encodeURIComponent(heading.id)}`);
    } catch { /* The address is not valid. */ }
  };
  findHeading();
  addEventListener('hashchange', findHeading);

  const pageDay = () => $('h1 time, .h time')?.dateTime ?? '';
  const items = $$('.card, .rows li').map((box) => {
    const link = $('h2 a, h3 a, h4 a', box) ?? $('a', box);
    const group = box.closest('section');
    const day = dayOf(group && $('h2 a', group)) || pageDay();
    return { box, link, title: link, id: idOf(link), by: $('.by, .rows p:not(.meta)', box), day };
  }).filter((item) => item.id);
  const all = own ? [own] : items;

  // Read marks
  const showRead = (item) => {
    const is = read.has(item.id);
    item.box.classList.toggle('read', is);
    const note = $('.sr.is', item.title);
    if (is && !note && !own) item.title.append(make('span', { className: 'sr is', textContent: ` (${words.read})` }));
    if (!is) note?.remove();
  };
  const showUnread = () => {
    for (const small of $$('a[href*="/days/"] + small')) {
      const day = dayOf(small.previousElementSibling);
      small.dataset.all ??= small.textContent;
      const done = [...read.values()].filter((days) => days.includes(day)).length;
      const left = Math.max(parseInt(small.dataset.all, 10) - done, 0);
      small.textContent = done ? `${small.dataset.all}, ${left} ${words.unread}` : small.dataset.all;
    }
    const status = $('[data-for=unread]');
    if (status) {
      const left = items.filter((item) => !read.has(item.id)).length;
      status.textContent = left < items.length ? `${left} ${words.unread}` : '';
    }
  };
  const setRead = (item, is, days) => {
    read = loadRead();
    if (is) read.set(item.id, days); else read.delete(item.id);
    saveMap('read', read);
    showRead(item);
    showUnread();
  };

  /** The link to the reading list, if the site has one. */
  const reading = $(`.foot a[href="${root}reading/"]`);
  /** The link to the search page, if the site has one. */
  const search = $(`.top a[href="${root}search/"]`);
  const readingLink = reading && make('a', { href: reading.href });
  const themeButton = make('button', { type: 'button', textContent: '◐' });
  label(themeButton, words.theme);
  $('.top')?.append(make('p', { className: 'my' }, ...(readingLink ? [readingLink] : []), themeButton));

  // The reading list
  const showKept = () => {
    const number = kept.size;
    if (readingLink) {
      readingLink.textContent = number ? `★ ${number}` : '☆';
      label(readingLink, number ? `${reading.textContent}: ${number}` : reading.textContent);
    }
    for (const { id, star, title } of all) {
      if (!star) continue;
      const is = kept.has(id);
      star.textContent = is ? '★' : '☆';
      star.setAttribute('aria-pressed', is);
      label(star, `${is ? words.kept : words.keep}: ${plainText(title)}`);
    }
  };
  const toggleKept = (item) => {
    kept = loadKept();
    if (!kept.delete(item.id)) kept.set(item.id, { title: plainText(item.title), by: item.by ? plainText(item.by) : '' });
    saveMap('kept', kept);
    showKept();
  };
  for (const item of all) {
    item.star = make('button', { type: 'button', className: 'star', onclick: () => toggleKept(item) });
    item.box.append(item.star);
    if (item !== own) showRead(item);
  }
  showKept();

  /** Returns the BibTeX of a paper, from its page. */
  const bibtex = async (id) => {
    const page = own?.id === id ? document : await fetched(`papers/${encodeURIComponent(id)}/`);
    return $('.cite code', page)?.textContent.trim() ?? '';
  };
  const fetched = async (path) => {
    const answer = await fetch(root + path);
    return new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html');
  };
  const copy = async (item, button) => {
    try {
      await navigator.clipboard.writeText(await bibtex(item.id));
      if (!button) return;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    } catch { $('.cite')?.setAttribute('open', ''); }
  };
  /** Downloads a text as a file. */
  const download = (name, text) => {
    const link = make('a', { download: name, href: URL.createObjectURL(new Blob([text], { type: 'text/plain' })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  // Citation formats of this page's paper: file name extension and content.
  const formats = {
    BibTeX: ['bib', ({ bibtex }) => `${bibtex}\n`],
    RIS: ['ris', ris],
    'CSL-JSON': ['csl.json', csl],
  };
  // Topics and keywords follow a `dt` with `data-kw`. Collapsed ones are not cited.
  const LISTED_KEYWORDS = 100;
  const keywords = (term) => {
    const all = [];
    for (let next = term.nextElementSibling; next?.localName === 'dd'; next = next.nextElementSibling) {
      const copy = next.cloneNode(true);
      for (const border of $$('wbr', copy)) border.replaceWith('\n');
      if (!$('details', copy)) all.push(...copy.textContent.split(', \n'));
    }
    return all.slice(0, LISTED_KEYWORDS);
  };
  const facts = () => {
    const named = (name) => [name, $$(`meta[name=citation_${name}]`).map((meta) => meta.content)];
    const names = ['title', 'author', 'publication_date', 'doi', 'arxiv_id', 'journal_title', 'conference_title'];
    const gone = $('.gone[role=note]', article);
    return {
      id: own.id, bibtex: $('.cite code').textContent.trim(), url: $('link[rel=canonical]')?.getAttribute('href') ?? location.href,
      as: $$('meta[name=citation_author]').map((meta) => meta.dataset.as), more: $('.cite').dataset.more,
      keywords: $$('dt[data-kw]', article).flatMap(keywords), withdrawn: gone ? [$('span', gone)?.textContent ?? ''] : [],
      ...Object.fromEntries(names.map(named)),
    };
  };
  if (own) {
    const cite = $('.cite');
    const button = make('button', { type: 'button', className: 'copy', textContent: words.copy, onclick: () => copy(own, button) });
    // The button is beside the collapsed part, not in it.
    const box = make('div', { className: 'citing' });
    $('.cite').replaceWith(box);
    box.append(cite, button);
    cite.append(make('p', { className: 'links' }, ...Object.entries(formats).map(([textContent, [end, text]]) => {
      const save = make('button', { type: 'button', textContent, onclick: () => download(`${own.id}.${end}`, text(facts())) });
      save.dataset.save = end;
      return save;
    })));
    setRead(own, true, $$('.side a[href*="/days/"]').map(dayOf));
  }

  // Papers that are new since the last visit. A visit ends when the browser tab is closed.
  const day = pageDay();
  const visit = () => {
    const seen = load('seen', null);
    try {
      const before = sessionStorage.getItem(key('before'));
      if (before) return { seen, before: JSON.parse(before) };
      sessionStorage.setItem(key('before'), JSON.stringify(seen));
    } catch { /* Without storage, every visit is the first. */ }
    return { seen, before: seen };
  };
  const { seen, before } = visit();
  const isNew = (date, id) => before && (date > before.day || (date === before.day && id && !before.ids.includes(id)));
  let news = 0;
  for (const item of items) {
    if (!item.day || !isNew(item.day, item.id)) continue;
    item.box.classList.add('new');
    news += 1;
  }
  for (const link of $$('.names a[href*="/days/"]')) link.parentElement.classList.toggle('new', Boolean(isNew(dayOf(link))));
  if (day && items.length && !(seen?.day > day)) save('seen', { day, ids: items.map((item) => item.id) });

  // Sorting and filtering of lists
  const tools = $('.tools');
  const lists = [...new Set(items.map((item) => item.box.parentElement))];
  const votes = ({ box }) => parseInt($('.up, .meta b', box)?.textContent ?? '', 10) || 0;
  const dateOf = ({ box }) => $('.meta time', box)?.dateTime ?? '';
  items.forEach((item, at) => { item.at = at; item.votes = votes(item); item.date = dateOf(item); });
  const orders = {
    votes: (a, b) => b.votes - a.votes || a.at - b.at,
    newest: (a, b) => (a.date < b.date) - (a.date > b.date) || a.at - b.at,
  };
  const sort = (order) => {
    for (const list of lists) {
      const inside = items.filter((item) => item.box.parentElement === list).sort(orders[order]);
      // There are other elements between cards, so each card moves to the place of another card.
      const places = inside.map(() => document.createComment(''));
      [...inside].sort((a, b) => (a.box.compareDocumentPosition(b.box) & 4 ? -1 : 1)).forEach(({ box }, at) => box.before(places[at]));
      places.forEach((place, at) => place.replaceWith(inside[at].box));
    }
    items.sort((a, b) => (a.box.compareDocumentPosition(b.box) & 4 ? -1 : 1));
  };
  let filter;
  if (tools && items.length > 1) {
    const voted = items.filter((item) => item.votes).length > 1;
    const dated = new Set(items.map((item) => item.date)).size > 1;
    if (voted && dated) {
      const buttons = [[words.votes, 'votes'], [words.newest, 'newest']].map(([text, order], at) => {
        const button = make('button', { type: 'button', textContent: text, onclick: () => {
          for (const other of buttons) other.setAttribute('aria-pressed', other === button);
          sort(order);
        } });
        button.setAttribute('aria-pressed', at === 0);
        return button;
      });
      tools.append(...buttons);
    }
    filter = make('input', { type: 'search', placeholder: words.filter, oninput: () => {
      const typed = filter.value.toLowerCase().split(/\s+/);
      for (const { box } of items) box.hidden = !typed.every((word) => box.textContent.toLowerCase().includes(word));
    } });
    label(filter, words.filter);
    const status = make('span');
    status.dataset.for = 'unread';
    status.setAttribute('role', 'status');
    const fresh = make('span', { className: 'news', textContent: news ? `● ${news}` : '' });
    fresh.setAttribute('role', 'img');
    if (news) label(fresh, `${news} ${words.new}`);
    tools.append(filter, status, ...(news ? [fresh] : []));
  }
  showUnread();
  // A list that is complete on this page is sorted in place, without loading the other page.
  const other = $('[data-for=orders]');
  if (other && lists.length < 2 && !$('.pager') && items.every((item) => item.votes)) {
    other.onclick = (event) => {
      const link = event.target.closest('a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      for (const each of $$('a', other)) each.toggleAttribute('aria-current', false);
      link.setAttribute('aria-current', 'page');
      const isVotes = link.pathname.endsWith('/votes/');
      const startedByVotes = location.pathname.endsWith('/votes/');
      if (isVotes) sort('votes');
      else if (startedByVotes) location = link.href;
      else { items.sort((a, b) => a.at - b.at); orders.given = (a, b) => a.at - b.at; sort('given'); }
    };
  }

  // Long formulas scroll. Not every browser makes scrollable elements focusable, so this does.
  const makeFocusable = () => {
    for (const box of $$('main :is(h1, p, math)')) {
      if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === 'auto') box.tabIndex = 0;
    }
  };
  if ($('main math')) {
    makeFocusable();
    addEventListener('resize', makeFocusable);
  }

  // The theme
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const toggleTheme = () => {
    const html = document.documentElement;
    const now = html.dataset.theme ?? (dark.matches ? 'dark' : 'light');
    const next = now === 'dark' ? 'light' : 'dark';
    // If the choice is the system's own theme, nothing is saved, and the page follows the system again.
    const chosen = next === (dark.matches ? 'dark' : 'light') ? '' : next;
    if (chosen) html.dataset.theme = chosen; else delete html.dataset.theme;
    try {
      if (chosen) localStorage.setItem('offprint-theme', chosen); else localStorage.removeItem('offprint-theme');
    } catch { /* Lost when the page closes. */ }
  };
  themeButton.onclick = toggleTheme;

  // Keyboard shortcuts
  const current = () => items.find((item) => item.box.contains(document.activeElement));
  const step = (by) => {
    const shown = items.filter((item) => !item.box.hidden);
    const at = shown.indexOf(current());
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    next?.link.focus();
    next?.box.scrollIntoView({ block: 'nearest' });
  };
  const help = async () => {
    let dialog = $('dialog');
    if (!dialog) {
      // Without a reading list, they are at the end of each page.
      const keys = $('[data-for=keys]') ?? $('[data-for=keys]', await fetched('reading/'));
      if (!keys) return;
      const [heading, ...list] = document.importNode(keys, true).children;
      const close = make('button', { type: 'button', textContent: words.close, onclick: () => dialog.close() });
      dialog = make('dialog', {}, make('h2', { textContent: heading.textContent }), ...list, close);
      dialog.setAttribute('aria-label', heading.textContent);
      document.body.append(dialog);
      shortcuts();
    }
    dialog.showModal();
  };
  /** Shows on every switch whether keyboard shortcuts are on. */
  const shortcuts = () => {
    for (const box of $$('[data-for=shortcuts]')) {
      box.checked = load('keys', true);
      box.onchange = () => { save('keys', box.checked); shortcuts(); };
    }
  };
  shortcuts();
  const selected = () => current() ?? own;
  const click = (css) => $(css)?.click();
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => (current()?.link ?? (own && $('.links a', article)))?.click(),
    s: () => selected() && toggleKept(selected()),
    m: () => { const item = selected(); if (item) setRead(item, !read.has(item.id), item.day ? [item.day] : $$('.side a[href*="/days/"]').map(dayOf)); },
    c: () => selected() && copy(selected(), $('.copy')),
    n: () => click('[rel=next]:not(link)'),
    p: () => click('[rel=prev]:not(link)'),
    t: toggleTheme,
    f: () => { filter?.scrollIntoView({ block: 'center' }); filter?.focus(); },
    '/': () => {
      const input = $('[data-for=search] input') ?? (search ? null : filter);
      input?.focus();
      if (!input && search) location = search.href;
    },
    '?': help,
  };
  addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (event.key === 'Escape' && isTyping) event.target.blur();
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] || $('dialog[open]')) return;
    if (!load('keys', true) && event.key !== '?') return;
    event.preventDefault();
    keys[event.key]();
  });

  // The page of the reading list
  const list = $('[data-for=list]');
  if (list) {
    const [REMOVE, COUNT] = list.dataset.words.split('|');
    const rows = make('ul', { className: 'rows' });
    list.prepend(rows);
    const showList = () => {
      kept = loadKept();
      rows.replaceChildren(...[...kept].reverse().map(([id, { title, by }]) => {
        const remove = make('button', { type: 'button', className: 'star', textContent: '★', onclick: () => {
          kept.delete(id);
          saveMap('kept', kept);
          showList();
        } });
        label(remove, `${REMOVE}: ${title}`);
        const link = make('a', { href: `${root}papers/${encodeURIComponent(id)}/`, textContent: title });
        return make('li', { className: read.has(id) ? 'read' : '' }, link, ...(by ? [make('p', { textContent: by })] : []), remove);
      }));
      $('[data-for=empty]').hidden = rows.childElementCount > 0;
      $$('[data-do=bib], [data-do=text]').forEach((button) => { button.disabled = !rows.childElementCount; });
      const done = read.size;
      const forget = $('[data-do=forget]');
      forget.disabled = !done;
      label(forget, `${forget.textContent} (${done} ${COUNT})`);
      showKept();
    };
    const actions = {
      bib: async () => {
        const entries = [];
        for (const id of kept.keys()) entries.push(await bibtex(id).catch(() => ''));
        download('reading-list.bib', `${entries.filter(Boolean).join('\n\n')}\n`);
      },
      text: () => download('reading-list.txt', [...kept]
        .map(([id, { title, by }]) => `${title}\n${by ? `${by}\n` : ''}${location.origin}${root}papers/${id}/\n`).join('\n')),
      forget: () => { read = new Map(); saveMap('read', read); showList(); },
    };
    $('[data-for=export]').onclick = (event) => actions[event.target.dataset.do]?.();
    showList();
  }
})();

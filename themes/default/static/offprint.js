// Keyboard shortcuts, saved papers and follows, read marks, sorting and filtering of lists, the theme switch, how much lists show. Every page works
// without this script. Its data stays in the browser, and it makes requests to this site only.
(() => {
  'use strict';

  /** Returns saved data by id. It is a Map because an id may be `constructor`. Earlier versions saved an object; invalid values are dropped. */
  const mapOf = (saved, fits) => new Map((Array.isArray(saved) ? saved : Object.entries(saved)).filter((pair) => Array.isArray(pair) && fits(pair[1])));
  const fitsKept = (paper) => typeof paper?.title === 'string';
  const fitsFollow = (follow) => ['kind', 'name', 'slug'].every((field) => typeof follow?.[field] === 'string');
  // Outside a browser, tests use these functions.
  if (typeof document === 'undefined') { globalThis.offprint = { mapOf, fitsKept, fitsFollow }; return; }

  const script = document.currentScript;
  // The texts `script_…` of i18n/. Changes by another language or by the site are in `data-words` of the script element.
  const words = {
    keep: 'Save', kept: 'Saved', copy: 'Copy', copied: 'Copied', read: 'read', unread: 'unread', new: 'new since your last visit',
    votes: 'Votes', newest: 'Newest', filter: 'Filter', close: 'Close', theme: 'Switch between light and dark',
    order: 'Sort by', some: '{n} of {all}', next: 'Next unread', mark: 'Mark all as read', listed: 'As listed', foryou: 'For you',
    follow: 'Follow', following: 'Following', link: 'Link', share: 'Share',
    why: 'You follow {names}|Near {titles}, which you saved', ...JSON.parse(script.dataset.words ?? '{}'),
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
  /** Followed topics, authors, organizations and words, by kind and name: {kind, name, slug}. */
  const loadFollows = () => loadMap('follows', fitsFollow, new Map());

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
    return { box, link, title: link, id: idOf(link), by: $('.by', box), day };
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
    for (const small of $$(':is(.names, .group h2) a[href*="/days/"] + small')) {
      const day = dayOf(small.previousElementSibling);
      small.dataset.all ??= small.textContent;
      const done = [...read.values()].filter((days) => days.includes(day)).length;
      const left = Math.max(parseInt(small.dataset.all, 10) - done, 0);
      small.textContent = done ? `${small.dataset.all}, ${left} ${words.unread}` : small.dataset.all;
    }
    const left = items.filter((item) => !read.has(item.id)).length;
    for (const status of $$('[data-for=unread]')) status.textContent = `${left} ${words.unread}`;
    for (const act of $$('[data-do=next], [data-do=mark]')) act.disabled = !left;
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
  const readingLink = $('.my a');
  const themeButton = $('.my button');

  // The reading list
  const showKept = () => {
    const number = kept.size;
    if (readingLink) {
      $('b', readingLink).textContent = number || '';
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
    // The reading list shows this until it has the page of the paper.
    if (kept.has(item.id)) saveMap('known', loadMap('known', ({ at }) => at >= 0, new Map()).set(item.id, brief(item)));
    showKept();
  };
  const brief = (item) => {
    const box = item === own ? article : item.box;
    const text = $('.lead, .text, .abs, .whole', box);
    const day = item.day ?? dayOf($('.side a[href*="/days/"]'));
    return { at: 0, day, date: day, text: text ? plainText(text).slice(0, 400) : '', votes: parseInt($('.up b, [data-votes]', box)?.textContent, 10) || 0, topics: $$('.t', box).map(plainText) };
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
  /** Copies a text. Without permission or HTTPS, the older command copies what is selected. */
  const write = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const field = make('textarea', { value: text, className: 'sr' });
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand('copy');
      field.remove();
      if (!isCopied) throw new Error('copy');
    }
  };
  const copy = async (item) => {
    try { await write(await bibtex(item.id)); } catch { $('.cite')?.setAttribute('open', ''); throw new Error('copy'); }
  };
  /** Downloads a text as a file. */
  const download = (name, text) => {
    const link = make('a', { download: name, href: URL.createObjectURL(new Blob([text], { type: 'text/plain' })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  if (own) {
    const cite = $('.cite');
    const url = $('link[rel=canonical]')?.href ?? location.href.split('#')[0];
    const title = plainText(own.title);
    const said = make('span', { className: 'sr', role: 'status' });
    const button = (name, label, act) => {
      const made = make('button', { type: 'button', title: label, textContent: name, onclick: () => act().then(() => {
        // The width stays, so the buttons beside it do not move.
        made.style.width = `${made.getBoundingClientRect().width}px`;
        made.textContent = '✓';
        said.textContent = words.copied;
        setTimeout(() => { made.textContent = name; said.textContent = ''; }, 2000);
      }, () => {}) });
      made.setAttribute('aria-label', label);
      return made;
    };
    const copying = (name, text) => button(name, `${words.copy}: ${name}`, () => write(text));
    const bib = button('BibTeX', `${words.copy}: BibTeX`, () => copy(own));
    bib.classList.add('copy');
    const buttons = make('div', { className: 'copies' }, make('small', { textContent: words.copy, ariaHidden: true }),
      copying(words.link, url), copying('Markdown', `[${title.replace(/[\\`*_[\]<>$]/g, '\\$&')}](${url})`), bib, said);
    if (navigator.share) buttons.append(make('button', { type: 'button', textContent: words.share, onclick: () => navigator.share({ title, url }).catch(() => {}) }));
    // The buttons are beside the collapsed part, not in it.
    const box = make('div', { className: 'citing' });
    $('.cite').replaceWith(box);
    box.append(cite, buttons);
    setRead(own, true, $$('.side a[href*="/days/"]').map(dayOf));
  }

  // Follows
  for (const button of $$('[data-follow]')) {
    const { follow: kind, name } = button.dataset;
    const id = `${kind}:${name.toLowerCase()}`;
    const show = () => {
      const is = loadFollows().has(id);
      button.textContent = is ? words.following : words.follow;
      button.setAttribute('aria-pressed', is);
    };
    button.onclick = () => {
      const follows = loadFollows();
      if (!follows.delete(id)) follows.set(id, { kind, name, slug: decodeURIComponent(location.pathname.slice(root.length).split('/')[1]) });
      saveMap('follows', follows);
      show();
    };
    show();
  }

  // What the script of the reading list and of papers for you uses.
  const parts = globalThis.offprintParts = {
    $, $$, make, label, load, save, loadMap, saveMap, key, root, words, plainText, fetched, dayOf, bibtex, write, download, loadKept, loadRead, loadFollows, fitsKept, fitsFollow,
    reasons: words.why.split('|'),
    showKept: () => { kept = loadKept(); read = loadRead(); showKept(); },
  };

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
  const votes = ({ box }) => parseInt($('.up', box)?.textContent ?? '', 10) || 0;
  const dateOf = ({ box }) => $('.acts time', box)?.dateTime ?? '';
  items.forEach((item, at) => { item.at = at; item.votes = votes(item); item.date = dateOf(item); });
  const orders = {
    votes: (a, b) => b.votes - a.votes || a.at - b.at,
    newest: (a, b) => (a.date < b.date) - (a.date > b.date) || a.at - b.at,
    listed: (a, b) => a.at - b.at,
    foryou: (a, b) => b.score - a.score || a.at - b.at,
  };
  /** Rates the papers of this page by follows and saved papers, with another script, and shows the reasons. */
  const choose = async () => {
    if (!parts.rate) await new Promise((done) => { document.head.append(make('script', { src: script.dataset.more, onload: done, onerror: done })); });
    await parts.rate?.(items.map((item) => ({ item, id: item.id, title: plainText(item.title), topics: topicsOf(item), text: item.box.textContent })), (item, score, why) => {
      item.score = score;
      if (why) item.box.append(make('p', { className: 'by why' }, ...why));
    }).catch(() => {});
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
  let topic;
  const topicsOf = ({ box }) => $$('.t', box).map(({ textContent }) => textContent.trim());
  if (tools && items.length > 1) {
    const status = make('span', { role: 'status' });
    /** Shows the papers that have every word of the filter, and the chosen topic. */
    const narrow = () => {
      const typed = filter.value.toLowerCase().split(/\s+/);
      for (const item of items) {
        item.words ??= item.box.textContent.toLowerCase();
        item.box.hidden = !typed.every((word) => item.words.includes(word)) || (topic && !topicsOf(item).includes(topic));
      }
      const shown = items.filter(({ box }) => !box.hidden).length;
      status.textContent = shown < items.length ? words.some.replace('{n}', shown).replace('{all}', items.length) : '';
    };
    filter = make('input', { type: 'search', placeholder: words.filter, oninput: narrow });
    label(filter, words.filter);
    const extra = make('div', { className: 'extra' });
    const rest = make('div', { className: 'sift' }, extra);
    const voted = items.filter((item) => item.votes).length > 1;
    const dated = new Set(items.map((item) => item.date)).size > 1;
    const forYou = $('.cards') && $(`.foot :is(a[href="${root}reading/"], a[href="${root}for-you/"])`) && load('foryou', true) && (kept.size || loadFollows().size);
    if ((voted && dated) || forYou) {
      const names = voted && dated ? [[words.votes, 'votes'], [words.newest, 'newest']] : [[words.listed, 'listed']];
      if (forYou) names.push([words.foryou, 'foryou']);
      const options = names.map(([textContent, value]) => make('option', { textContent, value }));
      const order = make('select', { autocomplete: 'off', onchange: async () => {
        for (const why of $$('.why')) why.remove();
        if (order.value === 'foryou') await choose();
        sort(order.value);
      } }, ...options);
      label(order, words.order);
      extra.append(order);
    }
    const button = (act, textContent, onclick) => {
      const made = make('button', { type: 'button', textContent, onclick });
      made.dataset.do = act;
      return made;
    };
    const left = make('span');
    left.dataset.for = 'unread';
    const fresh = make('span', { className: 'news', textContent: news ? `● ${news}` : '' });
    fresh.setAttribute('role', 'img');
    if (news) label(fresh, `${news} ${words.new}`);
    extra.append(status, left, ...(news ? [fresh] : []));
    const counts = new Map();
    for (const name of items.flatMap(topicsOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const largest = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]).slice(0, 12);
    if ($('.cards')) {
      extra.append(button('next', words.next, () => follow(1, (item) => !read.has(item.id))), button('mark', words.mark, () => {
        for (const item of items) if (!read.has(item.id)) setRead(item, true, item.day ? [item.day] : []);
      }));
      const chips = make('div', { className: 'chips' }, ...largest.map(([name, count]) => {
        const { className } = $$('.cards .t').find(({ textContent }) => textContent.trim() === name);
        const chip = make('button', { type: 'button', className, onclick: () => {
          topic = topic === name ? null : name;
          for (const each of chips.children) each.setAttribute('aria-pressed', each === chip && topic !== null);
          narrow();
        } }, name, ' ', make('small', { textContent: count }));
        chip.setAttribute('aria-pressed', false);
        return chip;
      }));
      rest.append(chips);
    }
    tools.append(filter, rest);
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
  if (themeButton) themeButton.onclick = toggleTheme;

  // How much lists show
  for (const choice of $$('.density input')) {
    const html = document.documentElement;
    if (html.dataset.density) choice.checked = choice.value === html.dataset.density;
    choice.onchange = () => {
      html.dataset.density = choice.value;
      try { localStorage.setItem('offprint-density', choice.value); } catch { /* Lost when the page closes. */ }
    };
  }

  // Keyboard shortcuts
  /** The paper that has the focus, or had it when the reader left this page. */
  const current = () => items.find((item) => item.box.contains(document.activeElement)) ?? items.find(({ id }) => id === history.state?.at);
  const focus = (item) => {
    item?.link.focus({ preventScroll: true });
    item?.box.scrollIntoView({ block: 'nearest' });
  };
  /** Goes to the next paper that fits, forwards or backwards. */
  const follow = (by, fits = () => true) => {
    const shown = items.filter((item) => !item.box.hidden);
    const at = shown.indexOf(current());
    const rest = by > 0 ? shown.slice(at + 1) : shown.slice(0, at < 0 ? shown.length : at).reverse();
    focus(rest.find(fits));
  };
  addEventListener('focusin', () => {
    const item = items.find(({ box }) => box.contains(document.activeElement));
    if (item) history.replaceState({ ...history.state, at: item.id }, '');
  });
  if (history.state?.at && !location.hash) current()?.link.focus({ preventScroll: true });
  // Saving citations is a script of its own, which few readers need.
  const cite = $('.cite');
  cite?.addEventListener('toggle', () => document.head.append(Object.assign(document.createElement('script'), { src: cite.dataset.script })), { once: true });

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
    j: () => follow(1),
    k: () => follow(-1),
    u: () => follow(1, (item) => !read.has(item.id)),
    o: () => (current()?.link ?? (own && $('.links a', article)))?.click(),
    s: () => selected() && toggleKept(selected()),
    m: () => { const item = selected(); if (item) setRead(item, !read.has(item.id), item.day ? [item.day] : $$('.side a[href*="/days/"]').map(dayOf)); },
    c: () => (own && !current() ? click('.copy') : selected() && copy(selected()).catch(() => {})),
    n: () => click('[rel=next]:not(link)'),
    p: () => click('[rel=prev]:not(link)'),
    t: toggleTheme,
    f: () => { filter?.scrollIntoView({ block: 'center' }); filter?.focus(); },
    '/': () => {
      const input = $('[data-for=search] input') ?? $('.find input') ?? (search ? null : filter);
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

})();

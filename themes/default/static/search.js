'use strict';

(() => {
  const { engine, distances, names, filters } = globalThis.offprint;
  const $ = (css, from = document) => from.querySelector(css);
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const form = $('[data-for=search]');
  if (!form) return;
  const input = $('input[type=search]', form);
  const status = $('[data-for=status]');
  const results = $('[data-for=results]');
  const more = $('[data-for=more]');
  const side = $('[data-for=pages]') ?? make('p');
  const offers = $('[data-for=offers]') ?? make('p', {}, '');
  const start = $('[data-for=start]') ?? make('p');
  const orders = $('[data-for=order]') ?? make('p');
  const followed = $('[data-for=feed]') ?? make('p');
  const recent = $('[data-for=recent]');
  const [FOUND, ONE, NOTHING, PARTLY, INSTEAD, COMMON, BROKEN, AGAIN, NEAR, OTHER, RELOAD, EXACT, MEANT = PARTLY] = form.dataset.words.split('|');
  const [WITH, CHECKED, SUBSCRIBE, FEED] = (form.dataset.moreWords ?? '').split('|');
  const TITLE = document.title;
  const data = form.dataset.index;
  const site = data.replace(/search\/$/, '');
  let cache = 'default';
  const load = async (name) => {
    const answer = await fetch(data + name, { cache });
    if (!answer.ok) throw new Error(answer.status);
    return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());
  };
  const { search, card, root } = engine(load);
  let [words, stem] = [];
  const PAGE = 5;
  /** The papers whose pages are searched for a phrase until the reader asks for more, and how many at once. */
  const MOST_PAGES = 120;
  const AT_ONCE = 20;
  const directory = names({ form, load, root, make });
  const facets = filters({ form, load, root, make, box: $('[data-for=facets]'), change: (name, value, label) => choose(name, value, label) });

  const marked = (source, isHit) => {
    const parts = [];
    let at = 0;
    let mark;
    for (const { word, start, end } of words(source, true)) {
      if (end <= at || !isHit(word)) continue;
      if (mark && start <= at) mark.textContent += source.slice(at, end);
      else parts.push(source.slice(at, start), mark = make('mark', { textContent: source.slice(start, end) }));
      at = end;
    }
    return [...parts, source.slice(at)];
  };
  const snippet = (source, isHit) => {
    const all = words(source, true);
    const found = all.filter(({ word }) => isHit(word));
    let best = { start: 0, worth: 0 };
    for (const [at, { start }] of found.entries()) {
      let to = at;
      while (found[to]?.end <= start + 220) to += 1;
      const near = found.slice(at, to);
      const worth = new Set(near.map(({ word }) => stem(word))).size * 10 + near.length;
      if (worth > best.worth) best = { start, worth };
    }
    const start = best.start < 60 ? 0 : all.find((word) => word.start >= best.start - 60).start;
    const end = all.find((word) => word.end > start + 260 && word.start > start)?.start ?? source.length;
    return [start ? '…' : '', ...marked(source.slice(start, end).trimEnd(), isHit), end < source.length ? '…' : ''];
  };
  const pages = new Map();
  const pageOf = (id) => {
    if (!pages.has(id)) {
      pages.set(id, fetch(`${site}papers/${encodeURIComponent(id)}/`).then(async (answer) => {
        const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html');
        for (const math of page.querySelectorAll('math')) math.replaceWith(math.getAttribute('alttext') ?? $('annotation', math)?.textContent ?? math.textContent);
        const flat = (each) => each?.textContent.trim().replace(/\s+/g, ' ') ?? '';
        const text = (css) => flat($(css, page));
        const shown = ['.abs', 'main .prose', '.lead'].find(text);
        const names = Array.from(page.querySelectorAll('[data-own=name]:not(.org)'), flat).flatMap((list) => list.split(/, | … /));
        const all = Array.from(page.querySelectorAll('[data-own]'), flat);
        return { shown: text(shown), lang: $(shown, page)?.lang, all: all.length ? all : [text('main')], names };
      }).catch(() => ({ shown: '', all: [], names: [] })));
    }
    return pages.get(id);
  };
  const holds = (source, phrase) => ` ${words(source).map(({ word }) => word).join(' ')} `.includes(` ${phrase.join(' ')} `);

  let turn = 0;
  let rest;
  const loader = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) { loader.unobserve(target); target.fill(); }
  }, { rootMargin: '80px' });
  const [order, ...months] = (form.dataset.dates ?? '$&').split('|');
  const written = (iso) => iso.replace(/(\d+)-0?(\d+)-0?(\d+)/, order).replace(/{(\d+)}/, (_, month) => months[month - 1]);
  const cards = document.querySelectorAll('main template');
  const hue = (slug) => (new TextEncoder().encode(slug).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5) >>> 8) % 12;
  const topicOf = (name) => {
    const option = Array.from(form.topic ?? []).find(({ text, value }) => value && text === name);
    return { name, about: option?.dataset.url, hue: option ? hue(option.value) : 12 };
  };
  /** Replaces placeholders in a copy of the theme's card, before it becomes a part of the page. */
  const show = ({ id, title, lang = '', by, org, topics = [], date, at = `days/${date}/`, gone, bare, up, talk, stars, links = [], pic, more: hidden }, isHit, isName) => {
    const box = cards[!!gone * 2 + !!bare].content.cloneNode(true);
    const values = {
      id, title, lang, by: [org, by].filter(Boolean).join(' · '), date: written(date), text: '', pic, talk: talk?.[1],
      url: `${site}papers/${encodeURIComponent(id)}/`, day: site + at, 9001: up?.[0], 9002: talk?.[0], 9003: stars, 9004: hidden,
    };
    const item = (name) => [...box.querySelectorAll('li')].filter((each) => each.textContent.includes(name));
    const repeat = (name, list, fill) => {
      const [first, ...others] = item(name);
      for (const other of others) other.remove();
      first?.replaceWith(...list.map((value) => fill(first.cloneNode(true), value)));
    };
    const link = (box, href, text) => {
      const own = $('a', box);
      if (own && href) own.href = href; else own?.replaceWith(own.textContent);
      for (const walker = document.createTreeWalker(box, 4); walker.nextNode();) walker.currentNode.data = walker.currentNode.data.replace(/\bx-\w+/, () => text);
      return box;
    };
    repeat('x-topic', topics.map(topicOf), (own, { name, about, hue }) => {
      own.className = own.className.replace(/\bh\d+/, `h${hue}`);
      return link(own, about, name);
    });
    const [code] = item('x-code');
    repeat('x-link', links, (own, [label, url, isCode]) => link(isCode && code ? code.cloneNode(true) : own, url, label));
    code?.remove();
    let said;
    const nodes = [];
    for (const walker = document.createTreeWalker(box, 5); walker.nextNode();) nodes.push(walker.currentNode);
    for (const node of nodes) {
      for (const { name, value } of [...node.attributes ?? []]) {
        const filled = value.replace(/(.*\?q=)?\bx-(\w+)/, (all, _, key) => values[key] ?? (key in values ? '' : all));
        if (filled) node.setAttribute(name, filled); else if (value) node.removeAttribute(name);
      }
      const around = node.parentElement;
      const [before, number, after] = node.data?.split(/(900[1-4])/) ?? [];
      if (number) {
        if (values[number] === undefined) (around.closest('.n') ?? around.closest('p, li'))?.remove();
        else if (number === '9002') node.data = values[number];
        else node.data = before + values[number] + after;
        continue;
      }
      const parts = node.data?.split(/\bx-(\w+)/) ?? [];
      if (parts[1] === 'text') said = around;
      if (parts[1]) node.replaceWith(...parts.flatMap((part, at) => (at % 2 ? marked(values[part] ?? `x-${part}`, isHit) : part)));
    }
    for (const own of box.querySelectorAll('a:not([href])')) own.replaceWith(own.textContent);
    const unit = $('.up span', box);
    if (unit && up) unit.textContent = up[1];
    if (!pic) {
      $('img.pic', box)?.remove();
      $('.has-pic', box)?.classList.remove('has-pic');
    }
    const byline = $('.by', box);
    const shown = make('li', {}, box);
    results.append(shown);
    shown.fill = async () => {
      const { shown: text, lang, names } = await pageOf(id);
      if (said && lang) said.lang = lang;
      said?.replaceChildren(...snippet(text, isHit));
      // The author who was searched for is shown, also where a byline is shortened.
      const found = names.filter((name) => isName(name) && !by.includes(name)).slice(0, 2);
      if (byline && found.length) byline.prepend(...found.flatMap((name) => [...marked(name, isHit), ' · ']));
    };
    loader.observe(shown);
  };
  const add = async (own) => {
    const { papers, phrases, isHit, isName } = rest;
    let [shown, looked] = [0, 0];
    while (shown < PAGE && rest.at < papers.length && looked < MOST_PAGES) {
      const some = papers.slice(rest.at, rest.at + (phrases.length ? AT_ONCE : PAGE - shown));
      rest.at += some.length;
      looked += some.length;
      let list = await Promise.all(some.map(card));
      if (phrases.length) {
        const texts = await Promise.all(list.map(({ id }) => pageOf(id)));
        list = list.filter((_, at) => phrases.every((phrase) => texts[at].all.some((source) => holds(source, phrase))));
      }
      if (own !== turn) return shown;
      for (const each of list) show(each, isHit, isName);
      shown += list.length;
    }
    rest.shown = (rest.shown ?? 0) + shown;
    more.hidden = rest.at >= papers.length;
    if (results.children.length < PAGE * 3 && !phrases.length) loader.observe(more);
    return shown;
  };
  const item = (href, parts) => make('li', {}, make('a', { href }, ...parts));
  const wholeOf = (word, other, list) => {
    const apart = (own) => distances(own, word).at(-1);
    const whole = list.flatMap(({ all }) => all.flatMap((source) => words(source))).map((own) => own.word).filter((own) => own === other || stem(own) === other);
    return whole.sort((a, b) => apart(a) - apart(b))[0] ?? other;
  };
  const clear = () => {
    results.replaceChildren();
    more.hidden = side.hidden = offers.hidden = true;
  };
  let last;
  const next = (own) => (last = Promise.resolve(last).then(() => add(own)));
  const fields = () => [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
  const asked = () => fields().filter(([name]) => name !== 'order' && name !== 'exact');
  const address = () => {
    const all = new URLSearchParams(fields());
    return location.pathname + (all.size ? `?${all}` : '');
  };
  /** What is left of the last visit of this address, for the way back. */
  const keep = () => {
    const at = [...results.children].indexOf(document.activeElement?.closest('[data-for=results] > li'));
    history.replaceState({ shown: results.children.length, y: scrollY, at }, '', location.href);
  };
  const say = (answer, shown, list, query) => {
    const { base, limited } = rest;
    const fill = (pairs, words) => pairs.map(([word, other]) => words.replace('{word}', () => word).replace('{other}', () => wholeOf(word, other, list)));
    const notes = [...fill(answer.corrected, INSTEAD), ...fill(answer.near, NEAR)];
    const undo = EXACT && notes.length && make('a', { href: `?${new URLSearchParams([...fields(), ['exact', 1]])}`, textContent: EXACT.replace('{word}', () => query) });
    const isWhole = more.hidden || !answer.phrases.length;
    const count = answer.phrases.length ? rest.shown : limited ? base.length : answer.whole;
    const others = limited || answer.phrases.length ? 0 : answer.papers.length - answer.whole;
    if (!isWhole) notes.push(...(count ? [FOUND.replace('{count}', `${count}+`)] : []), (CHECKED ?? '{n} / {all}').replace('{n}', rest.at).replace('{all}', answer.papers.length));
    else if (shown && !answer.whole) notes.push(answer.isNear ? MEANT : PARTLY, ...(limited ? [count === 1 ? ONE : FOUND.replace('{count}', count)] : []));
    else if (shown) notes.push(WITH && others ? WITH.replace('{count}', count).replace('{others}', others) : count === 1 ? ONE : FOUND.replace('{count}', count));
    else notes.push(answer.common.length && !answer.papers.length ? COMMON.replace('{words}', answer.common.join(' ')) : NOTHING);
    status.replaceChildren(notes.join(' '), ' ', undo || '');
  };
  const run = async (left) => {
    const own = ++turn;
    last = null;
    const query = input.value.trim();
    document.title = query ? `${query} · ${TITLE}` : TITLE;
    const isEmpty = !asked().length;
    start.hidden = !isEmpty;
    const aside = $('[data-for=facets]');
    orders.hidden = isEmpty;
    if (aside) aside.hidden = isEmpty;
    if (isEmpty) {
      clear();
      showRecent();
      followed.replaceChildren();
      status.replaceChildren();
      return;
    }
    results.setAttribute('aria-busy', 'true');
    try {
      const chosen = Object.fromEntries(fields());
      const isOwn = facets.isOwn(chosen);
      const first = asked().every(([name]) => !['q', 'from', 'to', 'topic', 'code'].includes(name)) ? { from: '0001-01-01' } : {};
      const [answer, said] = await Promise.all([search(input.value.trimStart(), { ...chosen, ...first }), directory.look(query)]);
      ({ words, stem } = await root());
      const isHit = (word) => answer.terms.has(stem(word)) || answer.starts.some((start) => word.startsWith(start));
      const matching = await directory.matching(said, isHit);
      const all = answer.all ?? answer.papers;
      let base = all.length ? all : answer.papers;
      if (isOwn || facets.isAuto || chosen.order === 'votes') await facets.prepare(base); else facets.forget();
      if (isOwn) base = base.filter(facets.keeps(chosen));
      if (chosen.order === 'newest') base = base.toSorted((a, b) => b - a);
      if (chosen.order === 'votes') base = base.toSorted((a, b) => facets.votes(b) - facets.votes(a) || b - a);
      const limited = isOwn || chosen.order;
      const papers = limited ? base : answer.papers;
      // Words that were corrected are shown whole, as papers have them.
      const corrected = answer.corrected.length + answer.near.length;
      const list = corrected ? await Promise.all(papers.slice(0, PAGE).map(async (paper) => pageOf((await card(paper)).id))) : [];
      if (own !== turn) return;
      const nameHits = (name) => new Set(words(name).map(({ word }) => word).filter(isHit)).size;
      const isName = (name) => nameHits(name) > 0 && (nameHits(name) >= said.found.length || nameHits(name) === words(name).length);
      rest = { ...answer, papers, base, limited, isHit, isName, at: 0 };
      clear();
      directory.show(offers, matching);
      side.lastElementChild?.replaceChildren(...answer.pages.map(({ title, url, text }) => {
        const box = item(site + url, marked(title, isHit));
        box.append(make('p', { textContent: text }));
        return box;
      }));
      side.hidden = !answer.pages.length;
      (answer.first ? offers : more.parentNode).after(side);
      facets.draw(base, chosen);
      let shown = await next(own);
      while (own === turn && left?.shown > results.children.length && !more.hidden) shown += await next(own);
      if (own !== turn) return;
      say(answer, shown, list, query);
      const feed = await directory.feedOf(said, matching, chosen, facets.topicOf(base));
      if (own !== turn) return;
      followed.replaceChildren(...(feed && SUBSCRIBE ? [make('a', { href: feed.url, textContent: feed.label ? FEED.replace('{title}', () => feed.label) : SUBSCRIBE })] : []));
      if (left) {
        scrollTo(0, left.y);
        $('a', results.children[left.at] ?? make('p'))?.focus({ preventScroll: true });
      }
    } catch (error) {
      if (own !== turn) return;
      if (error.isOther && cache === 'default') { cache = 'reload'; run(left); return; }
      clear();
      const [words, act, onclick] = error.isOther && RELOAD ? [OTHER, RELOAD, () => location.reload()] : [BROKEN, AGAIN, () => run()];
      status.replaceChildren(words, ' ', make('button', { type: 'button', textContent: act, onclick }));
    } finally {
      if (own === turn) results.removeAttribute('aria-busy');
    }
  };
  // Recent searches stay in this browser. Sites on one host share its storage, so the key contains the site's path.
  const KEY = `offprint${new URL(site, location).pathname}searches`;
  const recents = () => {
    try { return JSON.parse(localStorage.getItem(KEY) ?? '[]').filter((each) => typeof each === 'string').slice(0, 8); } catch { return []; }
  };
  const store = (list) => { try { localStorage.setItem(KEY, JSON.stringify(list)); } catch { /* Storage is blocked or full. */ } };
  const remember = () => {
    const query = input.value.trim();
    if (query.length > 1 && query.length < 200) store([query, ...recents().filter((each) => each !== query)].slice(0, 8));
  };
  const showRecent = () => {
    if (!recent) return;
    const list = recents();
    $('ul', recent).replaceChildren(...list.map((query) => item(`?${new URLSearchParams({ q: query })}`, [query])));
    $('button', recent).onclick = () => { store([]); showRecent(); input.focus(); };
    recent.hidden = !list.length;
  };
  const read = (left) => {
    const all = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (!field.name) continue;
      const value = all.get(field.name) ?? '';
      if (field.type === 'radio') field.checked = field.value === value;
      else if (field.type === 'checkbox') field.checked = all.has(field.name);
      else {
        // Topics of an address may be too small for the list.
        if (field.options && value && ![...field.options].some((option) => option.value === value)) field.append(make('option', { value, textContent: value }));
        field.value = value;
      }
    }
    run(left);
  };
  const choose = (name, value, label) => {
    if (name === 'days') form.from.value = form.to.value = '';
    const field = form[name];
    if (field?.type === 'checkbox') field.checked = !!value;
    else if (field) {
      if (field.options && ![...field.options].some((option) => option.value === value)) field.append(make('option', { value, textContent: label }));
      field.value = value;
    }
    history.pushState(null, '', address());
    run();
  };
  let timer = 0;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (address() !== location.pathname + location.search) history.pushState(null, '', address());
    remember();
    run();
  });
  const typed = ({ target }) => {
    if (form.exact && target.name !== 'order') form.exact.value = '';
    clearTimeout(timer);
    timer = setTimeout(() => { history.replaceState(null, '', address()); run(); }, 200);
  };
  form.addEventListener('input', typed);
  orders.addEventListener('input', typed);
  more.fill = () => next(turn).catch(() => run());
  more.addEventListener('click', async () => {
    const end = results.lastElementChild;
    await next(turn).catch(() => run());
    if (rest.phrases.length) say(rest, rest.shown, [], input.value.trim());
    $('a', end?.nextElementSibling ?? results)?.focus();
  });
  addEventListener('popstate', ({ state }) => read(state));
  // The browser cannot restore the place in a list that is not there yet.
  history.scrollRestoration = 'manual';
  let resting = 0;
  addEventListener('scroll', () => {
    clearTimeout(resting);
    resting = setTimeout(() => { if (results.children.length) keep(); }, 250);
  }, { passive: true });
  document.addEventListener('click', ({ target }) => {
    const link = target.closest?.('a');
    if (!link) return;
    if (results.contains(link)) remember();
    if (results.children.length && !link.search.startsWith('?q=')) keep();
  }, true);
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.target !== input || !input.value) return;
    event.preventDefault();
    event.stopPropagation();
    input.value = '';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.activeElement?.closest('[data-for=answer]')) input.focus();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const list = [input, ...Array.from(document.querySelectorAll('[data-for=results] > li, [data-for=pages] li'), (box) => $(':is(h2, h3, h4) a', box) ?? $('a', box))];
    const place = list.indexOf(document.activeElement);
    if (place < 0) return;
    event.preventDefault();
    list[place + step]?.focus();
  });
  read(performance.getEntriesByType('navigation')[0]?.type === 'navigate' ? null : history.state);
  if (!input.value && !history.state) input.focus({ preventScroll: true });
})();

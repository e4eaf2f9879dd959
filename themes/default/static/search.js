'use strict';

(() => {
  const { engine, distances } = globalThis.offprint;
  const $ = (css, from = document) => from.querySelector(css);
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const form = $('[data-for=search]');
  if (!form) return;
  const input = $('input[type=search]', form);
  const status = $('[data-for=status]');
  const results = $('[data-for=results]');
  const more = $('[data-for=more]');
  const side = $('[data-for=pages]') ?? make('p');
  const offers = $('[data-for=offers]') ?? make('p');
  const [FOUND, ONE, NOTHING, PARTLY, INSTEAD, COMMON, BROKEN, AGAIN, NEAR, OTHER, RELOAD, EXACT, MEANT = PARTLY] = form.dataset.words.split('|');
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
        const names = Array.from(page.querySelectorAll('[data-own=name] a:not([aria-label])'), (link) => [flat(link), new URL(link.getAttribute('href'), answer.url).href]);
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
  const show = ({ id, title, lang = '', by, org, topics = [], date, at = `days/${date}/`, gone, bare }, isHit) => {
    const box = make('li');
    box.append(cards[!!gone * 2 + !!bare].content.cloneNode(true));
    const values = {
      id, title, lang, by: [org, by].filter(Boolean).join(' · '), date: written(date), text: '',
      url: `${site}papers/${encodeURIComponent(id)}/`, day: site + at,
    };
    let said;
    const nodes = [];
    for (const walker = document.createTreeWalker(box, 5); walker.nextNode();) nodes.push(walker.currentNode);
    for (const node of nodes) {
      for (const { name, value } of [...node.attributes ?? []]) {
        const filled = value.replace(/(.*\?q=)?\bx-(\w+)/, (all, _, key) => values[key] ?? all);
        if (filled) node.setAttribute(name, filled); else if (value) node.removeAttribute(name);
      }
      const around = node.parentElement;
      const parts = node.data?.split(/\bx-(\w+)/) ?? [];
      if (parts[1] === 'text') said = around;
      if (parts[1] === 'topic') around.replaceWith(...topics.map((textContent) => Object.assign(around.cloneNode(), { textContent })));
      else if (parts[1]) node.replaceWith(...parts.flatMap((part, at) => (at % 2 ? marked(values[part] ?? `x-${part}`, isHit) : part)));
    }
    results.append(box);
    if (!said) return;
    box.fill = async () => {
      const { shown, lang } = await pageOf(id);
      if (lang) said.lang = lang;
      said.replaceChildren(...snippet(shown, isHit));
    };
    loader.observe(box);
  };
  const add = async (own) => {
    const { papers, phrases, isHit } = rest;
    let [shown, looked] = [0, 0];
    while (shown < PAGE && rest.at < papers.length && looked < (shown ? 20 : 40)) {
      const some = papers.slice(rest.at, rest.at + (phrases.length ? 10 : PAGE - shown));
      rest.at += some.length;
      looked += some.length;
      let list = await Promise.all(some.map(card));
      if (phrases.length) {
        const texts = await Promise.all(list.map(({ id }) => pageOf(id)));
        list = list.filter((_, at) => phrases.every((phrase) => texts[at].all.some((source) => holds(source, phrase))));
      }
      if (own !== turn) return shown;
      for (const each of list) show(each, isHit);
      shown += list.length;
    }
    more.hidden = rest.at >= papers.length;
    if (results.children.length < PAGE * 3 && !phrases.length) loader.observe(more);
    return shown;
  };
  const item = (href, parts) => {
    const box = make('li');
    const link = make('a', { href });
    link.append(...parts);
    box.append(link);
    return box;
  };
  const offer = (answer, isHit, list) => {
    const all = Array.from(form.topic ?? [], ({ text, dataset }) => [text, dataset.url]).slice(1);
    const found = new Map();
    for (const [name, url] of [...all, ...list.flatMap(({ names }) => names)]) {
      const hit = ({ word }) => isHit(word);
      const hits = words(name, true).filter(hit).length;
      if (url && hits && (hits >= answer.said || words(name).every(hit))) found.set(url, name);
    }
    offers.lastElementChild?.replaceChildren(...[...found].slice(0, 6).map(([url, name]) => item(url, [name])));
    offers.hidden = !found.size;
  };
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
  const address = () => {
    const all = new URLSearchParams(fields());
    return location.pathname + (all.size ? `?${all}` : '');
  };
  const run = async () => {
    const own = ++turn;
    last = null;
    if (!fields().length) {
      clear();
      status.replaceChildren();
      return;
    }
    results.setAttribute('aria-busy', 'true');
    try {
      const answer = await search(input.value.trimStart(), Object.fromEntries(fields()));
      ({ words, stem } = await root());
      if (own !== turn) return;
      const isHit = (word) => answer.terms.has(stem(word)) || answer.starts.some((start) => word.startsWith(start));
      rest = { ...answer, isHit, at: 0 };
      clear();
      side.lastElementChild?.replaceChildren(...answer.pages.map(({ title, url, text }) => {
        const box = item(site + url, marked(title, isHit));
        box.append(make('p', { textContent: text }));
        return box;
      }));
      side.hidden = !answer.pages.length;
      (answer.first ? status : more.parentNode).after(side);
      const shown = await next(own);
      if (own !== turn) return;
      const number = !answer.phrases.length ? answer.whole : more.hidden ? shown : `${shown}+`;
      const list = await Promise.all(answer.papers.slice(0, PAGE).map(async (paper) => pageOf((await card(paper)).id)));
      if (own !== turn) return;
      offer(answer, isHit, list);
      const fill = (pairs, words) => pairs.map(([word, other]) => words.replace('{word}', () => word).replace('{other}', () => wholeOf(word, other, list)));
      const notes = [...fill(answer.corrected, INSTEAD), ...fill(answer.near, NEAR)];
      const undo = EXACT && notes.length && make('a', { href: `?${new URLSearchParams([...fields(), ['exact', 1]])}`, textContent: EXACT.replace('{word}', () => input.value.trim()) });
      if (shown) notes.push(!number ? (answer.isNear ? MEANT : PARTLY) : number === 1 ? ONE : FOUND.replace('{count}', number));
      else notes.push(answer.common.length && !answer.papers.length ? COMMON.replace('{words}', answer.common.join(' ')) : NOTHING);
      status.replaceChildren(notes.join(' '), ' ', undo || '');
    } catch (error) {
      if (own !== turn) return;
      if (error.isOther && cache === 'default') { cache = 'reload'; run(); return; }
      clear();
      const [words, act, onclick] = error.isOther && RELOAD ? [OTHER, RELOAD, () => location.reload()] : [BROKEN, AGAIN, run];
      status.replaceChildren(words, ' ', make('button', { type: 'button', textContent: act, onclick }));
    } finally {
      if (own === turn) results.removeAttribute('aria-busy');
    }
  };
  const read = () => {
    const all = new URLSearchParams(location.search);
    for (const name of ['q', 'from', 'to', 'topic', 'exact']) if (form[name]) form[name].value = all.get(name) ?? '';
    form.code.checked = all.has('code');
    if (fields().some(([name]) => /^[cft]/.test(name))) $('details', form).open = true;
    run();
  };
  let timer = 0;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (address() !== location.pathname + location.search) history.pushState(null, '', address());
    run();
  });
  form.addEventListener('input', () => {
    if (form.exact) form.exact.value = '';
    clearTimeout(timer);
    timer = setTimeout(() => { history.replaceState(null, '', address()); run(); }, 200);
  });
  more.fill = () => next(turn).catch(run);
  more.addEventListener('click', async () => {
    const end = results.lastElementChild;
    await next(turn).catch(run);
    $('a', end?.nextElementSibling ?? results)?.focus();
  });
  addEventListener('popstate', read);
  addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const list = [input, ...Array.from(document.querySelectorAll('[data-for=results] > li, [data-for=pages] li'), (box) => $('a', box))];
    const place = list.indexOf(document.activeElement);
    if (place < 0) return;
    event.preventDefault();
    list[place + step]?.focus();
  });
  read();
  if (!input.value) input.focus({ preventScroll: true });
})();

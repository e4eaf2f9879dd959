// The pages of the reading list and of papers for you: saved papers, notes, follows, export and import, ratings. The data stays in the browser, and the
// script makes requests to this site only. Lists from files, links and storage are data: this script sets text, never HTML.
(() => {
  'use strict';

  /** The most papers of a file or link, bytes of a file, characters of a link and of a note. Mail programs cut longer links. */
  const [MOST, MOST_BYTES, MOST_LINK, MOST_NOTE] = [1000, 4e6, 2000, 10_000];
  /** The version of saved lists, and of the file of new papers. */
  const VERSION = 1;

  const isText = (value) => typeof value === 'string';
  /** Whether a text can be the id of a paper: one part of an address. */
  const isId = (id) => isText(id) && id.length > 0 && id.length <= 200 && !/[/\\\p{Cc}]|^\.\.?$/u.test(id);
  const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

  /** Writes ids after `#list=`, and reads them. A damaged or hostile list has fewer ids. */
  const written = (ids) => `#list=${ids.map(encodeURIComponent).join(',')}`;
  const listed = (hash) => {
    const [, list] = /^#list=(.*)$/su.exec(hash.slice(0, 10 * MOST_LINK)) ?? [];
    const decode = (part) => { try { return decodeURIComponent(part); } catch { return ''; } };
    return [...new Set((list ?? '').split(',').map(decode).filter(isId))].slice(0, MOST);
  };

  // Each reader returns what names a paper: certain ids, possible ids, title, note.
  const ARXIV = /(?:arxiv\.org\/(?:abs|pdf|html)\/|arxiv[:.])\s*((?:[a-z-]+(?:\.[A-Z]{2})?\/)?\d[\d.]{3,}\d)/iu;
  const record = (title, keys, texts) => {
    const pages = texts.flatMap((text) => /\/papers\/([^/\s?#]+)\/?(?:$|[\s?#])/u.exec(text)?.[1] ?? []);
    const decode = (part) => { try { return decodeURIComponent(part); } catch { return part; } };
    const arxiv = texts.flatMap((text) => ARXIV.exec(text)?.[1] ?? []);
    return { title: isText(title) ? title.slice(0, 2000) : '', certain: [...new Set([...pages.map(decode), ...arxiv.map((id) => id.replace(/\//g, '-')), ...arxiv])].filter(isId), possible: keys.filter(isId), note: '' };
  };
  const fromBibtex = (text) => text.split(/^\s*@/mu).slice(1).flatMap((entry) => {
    const [, type, key] = /^(\w+)\s*[{(]\s*([^,\s]+)\s*,/u.exec(entry) ?? [];
    if (!key || /^(comment|string|preamble)$/i.test(type)) return [];
    const field = (name) => {
      const start = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*([{"])`, 'iu').exec(entry);
      if (!start) return '';
      let [depth, value] = [0, ''];
      for (const char of entry.slice(start.index + start[0].length)) {
        if (depth === 0 && char === (start[1] === '{' ? '}' : '"')) break;
        depth += (char === '{') - (char === '}');
        value += char;
      }
      return value.replace(/[{}\\]/g, '').replace(/\s+/g, ' ').trim();
    };
    return [record(field('title'), [key], [field('url'), field('doi'), field('eprint') && `arxiv:${field('eprint')}`])];
  });
  const fromRis = (text) => text.split(/^ER {2}-.*$/mu).flatMap((entry) => {
    const all = (tag) => [...entry.matchAll(new RegExp(`^${tag} {2}- (.*)$`, 'gmu'))].map(([, value]) => value.trim());
    return /^TY {2}-/mu.test(entry) ? [record(all('T[1I]')[0], all('ID'), [...all('UR'), ...all('DO'), ...all('AN')])] : [];
  });
  const fromJson = (data) => {
    if (Array.isArray(data)) return data.filter(Boolean).map(({ title, id, URL: url, DOI: doi, number }) => record(title, [id], [url, doi, number].filter(isText)));
    if (!Array.isArray(data?.papers)) return null;
    return data.papers.filter((paper) => isId(paper?.id)).map(({ id, title, note }) => ({ title: isText(title) ? title : '', certain: [id], possible: [], note: isText(note) ? note.slice(0, MOST_NOTE) : '' }));
  };
  /** Reads a file of papers: {papers, follows}, or null if it has another format. */
  const parse = (source, fitsFollow) => {
    const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
    if (/^\s*[{[]/.test(text)) {
      let data;
      try { data = JSON.parse(text); } catch { return null; }
      const papers = fromJson(data);
      return papers && { papers: papers.slice(0, MOST), follows: Array.isArray(data.follows) ? data.follows.filter(fitsFollow).slice(0, MOST) : [] };
    }
    const papers = [...fromRis(text), ...fromBibtex(text)].slice(0, MOST);
    return papers.length ? { papers, follows: [] } : null;
  };

  /** Reads a direction: one hexadecimal digit for each of 64 dimensions. */
  const direction = (digits) => {
    if (!isText(digits) || !/^[0-9a-f]{64}$/.test(digits)) return null;
    const all = Array.from(digits, (digit) => parseInt(digit, 16) - 7.5);
    const length = Math.hypot(...all);
    return all.map((number) => number / length);
  };
  const cosine = (a, b) => a.reduce((sum, number, at) => sum + number * b[at], 0);
  /** Papers whose cosine is lower are about other subjects: so are 19 of 20 pairs of papers, but few pairs of related papers. */
  const NEAR = 0.5;
  /** Whether a paper {title, by, authors, org, topics, text} has a followed name. */
  const fits = ({ kind, name }, paper) => {
    const own = fold(name);
    const has = (text) => (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u.test(own) ? fold(text).includes(own) : ` ${fold(text)} `.includes(` ${own}`));
    const isOneOf = (names) => names.some((each) => fold(each) === own);
    if (!own) return false;
    if (kind === 'topic') return isOneOf(paper.topics ?? []);
    if (kind === 'author') return paper.authors ? isOneOf(paper.authors) : has(paper.text ?? '');
    if (kind === 'organization') return isText(paper.org) ? isOneOf([paper.org]) : has(paper.text ?? '');
    return has([paper.title, paper.text, paper.org, ...paper.authors ?? [], ...paper.topics ?? []].filter(isText).join(' '));
  };
  /** Rates a paper: the follows that it fits, the nearest saved papers [{title, direction}], and their sum. */
  const rated = (paper, follows, saved) => {
    const fitting = follows.filter((follow) => fits(follow, paper));
    const own = direction(paper.near);
    const all = own ? saved.map((each) => ({ ...each, cosine: cosine(own, each.direction) })).sort((a, b) => b.cosine - a.cosine) : [];
    const near = all.filter((each) => each.cosine >= NEAR).slice(0, 3);
    // The nearest paper counts most; further ones confirm it.
    const nearness = near.reduce((sum, each, at) => sum + (each.cosine - NEAR) / (at + 1), 0);
    return { fitting, near, score: fitting.length + nearness };
  };
  // Outside a browser, tests use these functions.
  if (typeof document === 'undefined') { globalThis.keeping = { isId, written, listed, parse, direction, cosine, rated }; return; }

  const parts = globalThis.offprintParts;
  const { $, $$, make, label, load, save, loadMap, saveMap, key, root, plainText, dayOf } = parts;
  const pageOf = (id) => `${root}papers/${encodeURIComponent(id)}/`;
  const fitsKnown = (known) => Number.isFinite(known?.at);
  /** What pages of saved papers say, by id. A week later it is read again, since votes change. */
  const loadKnown = () => loadMap('known', fitsKnown, new Map());
  const WEEK = 7 * 864e5;

  const pages = new Map();
  /** Returns the page of a paper; null if this site does not have the paper. */
  const fetchPage = (id) => {
    if (!pages.has(id)) {
      const loading = fetch(pageOf(id)).then(async (answer) => {
        if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html');
        return $('article.paper .cite', page) ? page : null;
      });
      pages.set(id, loading);
      loading.catch(() => pages.delete(id));
    }
    return pages.get(id);
  };
  /** Calls `act` for each item, four at a time; results keep their order. */
  const each = async (list, act) => {
    const results = [];
    const rest = [...list.entries()];
    const work = async () => { for (let next = rest.shift(); next; next = rest.shift()) results[next[0]] = await act(next[1], next[0]); };
    await Promise.all([work(), work(), work(), work()]);
    return results;
  };
  const facts = (page) => {
    const flat = (css) => { const found = $(css, page); return found ? plainText(found) : ''; };
    const day = $('.side a[href*="/days/"]', page);
    const text = flat('.lead') || flat('.abs');
    return {
      at: Date.now(), title: flat('h1'), by: flat('.by:not(.org)'), org: flat('.by.org'), topics: $$('dt[data-kw] ~ dd > .t', page).map(plainText).slice(0, 20),
      day: day ? dayOf(new URL(day.getAttribute('href'), location)) : '', date: day ? plainText(day) : '', votes: parseInt($('[data-votes]', page)?.textContent ?? '', 10) || 0,
      text: text.length > 400 ? `${text.slice(0, 400).replace(/\s+\S*$/u, '')}…` : text, near: $('article.paper', page).dataset.near ?? '',
      links: $$('.acting a[href^="http"]', page).map((link) => [plainText(link), link.getAttribute('href')]).slice(0, 12),
    };
  };
  /** Returns what is known of a paper, from storage or from its page. */
  const knownOf = async (id) => {
    const known = loadKnown().get(id);
    if (known && Date.now() - known.at < WEEK) return known;
    const page = await fetchPage(id).catch(() => null);
    if (!page) return known ?? null;
    const found = facts(page);
    const all = loadKnown();
    const kept = parts.loadKept();
    for (const other of all.keys()) if (!kept.has(other)) all.delete(other);
    saveMap('known', all.set(id, found));
    return found;
  };

  /** The papers of the last two weeks, if the site has their file. */
  const recent = async () => {
    const answer = $(`.foot a[href="${root}for-you/"]`) || $('[data-for=foryou]') ? await fetch(`${root}for-you/papers.json`) : null;
    const { version, papers } = answer?.ok ? await answer.json() : {};
    return version === VERSION && Array.isArray(papers) ? papers : [];
  };
  /** The most saved papers that rate others, newest first. */
  const RATING = 200;
  /** What rates papers: follows, and saved papers with a direction. */
  const profile = async (list) => {
    if (!load('foryou', true)) return { follows: [], saved: [] };
    const given = new Map(list.map(({ id, near }) => [id, near]));
    const unused = new Set(load('unused', []));
    const ids = [...parts.loadKept()].reverse().filter(([id]) => isId(id) && !unused.has(id)).slice(0, RATING);
    const saved = await each(ids, async ([id, { title }]) => ({ id, title, direction: direction(given.get(id) ?? (await knownOf(id))?.near) }));
    return { follows: [...parts.loadFollows().values()], saved: saved.filter((paper) => paper.direction) };
  };
  /** Returns the reasons of a rating as text and links. */
  const reasons = ({ fitting, near }) => {
    const [WHY, NEARBY] = parts.reasons;
    const between = (text, name, inside) => { const [before, after = ''] = text.split(name); return [before, ...inside, after]; };
    const links = near.flatMap(({ id, title }, at) => [at ? ', ' : '', make('a', { href: pageOf(id), title, textContent: title.length > 64 ? `${title.slice(0, 60).trimEnd()}…` : title })]);
    return [...(fitting.length ? [WHY.replace('{names}', () => fitting.map(({ name }) => name).join(', '))] : []),
      ...(fitting.length && near.length ? [' · '] : []), ...(near.length ? between(NEARBY, '{titles}', links) : [])];
  };
  /** Rates the papers of a day, and calls `show` with each item, its rating and the reasons. */
  parts.rate = async (items, show) => {
    const list = await recent();
    const more = new Map(list.map((paper) => [paper.id, paper]));
    const { follows, saved } = await profile(list);
    for (const paper of items) {
      const rating = rated({ ...paper, ...more.get(paper.id), text: paper.text }, follows, saved.filter(({ id }) => id !== paper.id));
      show(paper.item, rating.score, reasons(rating));
    }
  };

  const main = $('[data-for=list], [data-for=foryou], [data-for=follows]') && $('main');
  if (!main) return;
  const said = $('[data-for=said]').dataset.words.split('|');
  const [REMOVE, READ, REMOVED, NOTE, ADDED, MISSING, LONG, UNREADABLE, COPIED, FORGOTTEN, UNFOLLOW, OFFER, LOADING, FAILED, RESET, OFF, NOTHING] = said;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  // Each change can be undone: the last one keeps what was stored before it.
  const NAMES = ['kept', 'follows', 'read', 'notes', 'unused'];
  const [status, undo] = ['status', 'undo'].map((name) => $(`[data-for=said] [data-for=${name}]`));
  let before;
  const tell = (text, stored) => {
    status.textContent = text;
    before = stored;
    undo.hidden = !stored;
  };
  const stored = () => NAMES.map((name) => { try { return [key(name), localStorage.getItem(key(name))]; } catch { return [key(name), null]; } });
  const change = (text, act) => {
    const now = stored();
    act();
    tell(text, now);
    show();
  };
  undo.onclick = () => {
    for (const [name, value] of before ?? []) {
      try { localStorage.setItem(name, value ?? '[]'); } catch { /* Nothing was stored. */ }
    }
    tell('');
    show();
  };

  const fitsNote = isText;
  const loadNotes = () => loadMap('notes', fitsNote, new Map());

  /** Fills a copy of the theme's card: each `x-name` is a placeholder. */
  const card = ({ id, title, by, org, topics = [], date, day, votes, text, links = [] }) => {
    const box = $('template[data-for=card]').content.cloneNode(true).firstElementChild;
    const values = { id, title, by: [org, by].filter(Boolean).join(' · '), date: date ?? '', text: text ?? '', url: pageOf(id), day: day ? `${root}days/${encodeURIComponent(day)}/` : '' };
    const nodes = [];
    for (const walker = document.createTreeWalker(box, 5); walker.nextNode();) nodes.push(walker.currentNode);
    for (const node of nodes) {
      for (const { name, value } of [...node.attributes ?? []]) {
        const filled = value.replace(/(.*\?q=)?\bx-(\w+)/, (all, _, field) => values[field] ?? all);
        if (filled !== value) if (filled) node.setAttribute(name, filled); else node.removeAttribute(name);
      }
      const around = node.parentElement;
      const pieces = node.data?.split(/\bx-(\w+)/) ?? [];
      if (pieces[1] === 'topic') around.replaceWith(...topics.slice(0, 3).map((textContent) => Object.assign(around.cloneNode(), { textContent })));
      else if (pieces[1]) node.data = pieces.map((piece, at) => (at % 2 ? values[piece] ?? `x-${piece}` : piece)).join('');
    }
    for (const empty of $$('.text, .by', box)) if (!empty.textContent.trim()) empty.remove();
    if (votes) box.prepend(make('p', { className: 'up' }, make('b', { textContent: votes })));
    const isWeb = (href) => { try { return /^https?:$/.test(new URL(href).protocol); } catch { return false; } };
    const acts = $('.acts .meta', box) ?? $('.acts', box);
    for (const [textContent, href] of [...links].reverse()) if (isText(href) && isWeb(href)) acts?.prepend(make('li', {}, make('a', { href, textContent })));
    box.classList.toggle('read', parts.loadRead().has(id));
    return box;
  };

  // The reading list
  const list = $('[data-for=list]');
  const shown = new Map();
  const visible = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) { visible.unobserve(target); target.fill(); }
  }, { rootMargin: '600px' });
  const noteOf = (id) => {
    const field = make('textarea', { rows: 1, maxLength: MOST_NOTE, placeholder: NOTE, value: loadNotes().get(id) ?? '', className: 'own', oninput: () => {
      const notes = loadNotes();
      if (field.value.trim()) notes.set(id, field.value); else notes.delete(id);
      saveMap('notes', notes);
    } });
    return field;
  };
  const entry = (id, { title, by }) => {
    const box = make('li');
    const set = (known) => {
      const made = card({ ...known, id, title, ...(by ? { by, org: '' } : {}) });
      const field = $('.own', box) ?? noteOf(id);
      field.setAttribute('aria-label', `${NOTE}: ${title}`);
      const remove = make('button', { type: 'button', className: 'star', textContent: '★', onclick: () => {
        const next = box.nextElementSibling ?? box.previousElementSibling;
        change(fill(REMOVED, { title }), () => { const kept = parts.loadKept(); kept.delete(id); saveMap('kept', kept); });
        ($('.star', next ?? list) ?? undo).focus();
      } });
      label(remove, `${REMOVE}: ${title}`);
      made.append(field, remove);
      box.replaceChildren(made);
    };
    const known = loadKnown().get(id);
    // A card that has its text keeps it, so nothing moves; what its page adds is shown the next time.
    box.fill = async () => { const found = await knownOf(id); if (!known && found && !box.contains(document.activeElement)) set(found); };
    box.classList.toggle('bare', !known);
    set(known);
    visible.observe(box);
    return box;
  };
  const showList = () => {
    const kept = parts.loadKept();
    for (const id of shown.keys()) if (!kept.has(id)) shown.delete(id);
    const boxes = [...kept].reverse().map(([id, paper]) => {
      if (!shown.has(id)) shown.set(id, entry(id, paper));
      return shown.get(id);
    });
    const box = $('[data-for=kept]');
    for (const old of [...box.children]) if (!boxes.includes(old)) old.remove();
    boxes.forEach((own, at) => { if (box.children[at] !== own) box.insertBefore(own, box.children[at] ?? null); });
    $('[data-for=empty]').hidden = boxes.length > 0;
    for (const button of $$('[data-for=export] button')) button.disabled = !boxes.length;
    const done = parts.loadRead().size;
    const forget = $('[data-do=forget]');
    forget.disabled = !done;
    label(forget, `${forget.textContent} (${done} ${READ})`);
  };

  // Follows
  const showFollows = () => {
    const box = $('[data-for=follows] ul');
    const all = [...parts.loadFollows()];
    box.replaceChildren(...all.map(([id, { kind, name, slug }]) => {
      const remove = make('button', { type: 'button', textContent: '×', onclick: () => change(`${UNFOLLOW}: ${name}`, () => {
        const follows = parts.loadFollows();
        follows.delete(id);
        saveMap('follows', follows);
      }) });
      label(remove, `${UNFOLLOW}: ${name}`);
      const address = { topic: 'topics/', author: 'authors/', organization: 'organizations/' }[kind];
      return make('li', {}, address && isId(slug) ? make('a', { href: `${root}${address}${encodeURIComponent(slug)}/`, textContent: name }) : make('b', { textContent: name }), remove);
    }));
    box.hidden = !all.length;
  };
  const form = $('[data-for=follows] form');
  if (form) form.onsubmit = (event) => {
    event.preventDefault();
    const name = form.word.value.trim().replace(/\s+/g, ' ').slice(0, 200);
    if (!fold(name)) return;
    form.reset();
    change('', () => saveMap('follows', parts.loadFollows().set(`word:${name.toLowerCase()}`, { kind: 'word', name, slug: '' })));
  };

  // Papers for you
  const forYou = $('[data-for=foryou]');
  let turn = 0;
  const SHOWN = 60;
  const showForYou = async () => {
    const own = ++turn;
    const isOn = load('foryou', true);
    const [results, note] = ['results', 'note'].map((name) => $(`[data-for=${name}]`, forYou));
    $('[data-do=use]').checked = isOn;
    if (!isOn) { results.replaceChildren(); note.textContent = OFF; return; }
    const papers = await recent();
    const { follows, saved } = await profile(papers);
    if (own !== turn) return;
    const kept = parts.loadKept();
    const all = papers.filter(({ id }) => isId(id) && !kept.has(id)).map((paper) => ({ paper, ...rated(paper, follows, saved) })).filter(({ score }) => score > 0);
    all.sort((a, b) => b.score - a.score);
    results.replaceChildren(...all.slice(0, SHOWN).map((rating) => {
      const { paper } = rating;
      const made = card({ ...paper, day: paper.day, links: [] });
      const star = make('button', { type: 'button', className: 'star', textContent: '☆', onclick: () => {
        const kept = parts.loadKept();
        if (!kept.delete(paper.id)) kept.set(paper.id, { title: paper.title, by: paper.by ?? '' });
        saveMap('kept', kept);
        star.textContent = kept.has(paper.id) ? '★' : '☆';
        star.setAttribute('aria-pressed', kept.has(paper.id));
        parts.showKept();
      } });
      star.setAttribute('aria-pressed', false);
      label(star, `${parts.words.keep}: ${paper.title}`);
      made.append(make('p', { className: 'by why' }, ...reasons(rating)), star);
      return make('li', {}, made);
    }));
    note.textContent = all.length ? '' : NOTHING;
  };

  const show = () => {
    parts.showKept();
    if (list) showList();
    if ($('[data-for=follows]')) showFollows();
    const done = () => main.classList.add('ready');
    if (forYou) showForYou().catch(() => tell(FAILED)).finally(done); else done();
  };

  // Export
  const cite = () => globalThis.cite ?? new Promise((done, fail) => {
    document.head.append(make('script', { src: list.dataset.cite, onload: () => done(globalThis.cite), onerror: fail }));
  });
  const cited = async (join) => {
    const ids = [...parts.loadKept().keys()];
    const { ris, csl, facts: read } = await cite();
    let done = 0;
    const all = await each(ids, async (id) => {
      const page = await fetchPage(id);
      tell(fill(LOADING, { at: done += 1, n: ids.length }));
      return page && { id, facts: read(page, id) };
    });
    const gone = ids.filter((_, at) => !all[at]);
    tell(gone.length ? fill(MISSING, { titles: gone.map((id) => parts.loadKept().get(id)?.title || id).join(', ') }) : '');
    return join(all.filter(Boolean).map((paper) => paper.facts), { ris, csl });
  };
  const FILES = {
    bib: () => cited((all) => `${all.map(({ bibtex }) => bibtex).join('\n\n')}\n`),
    ris: () => cited((all, { ris }) => all.map(ris).join('')),
    'csl.json': () => cited((all, { csl }) => `[${all.map((one) => csl(one).slice(1, -2)).join()}]\n`),
    json: () => {
      const notes = loadNotes();
      const papers = [...parts.loadKept()].map(([id, { title, by }]) => ({ id, title, by, note: notes.get(id), url: location.origin + pageOf(id) }));
      return `${JSON.stringify({ offprint: 'reading-list', version: VERSION, site: location.origin + root, papers, follows: [...parts.loadFollows().values()] }, null, 2)}\n`;
    },
    txt: () => {
      const notes = loadNotes();
      return [...parts.loadKept()].map(([id, { title, by }]) => [title, by, notes.get(id), location.origin + pageOf(id), ''].filter(isText).filter((line, at) => line || at > 3).join('\n')).join('\n');
    },
  };

  // Import
  const titleOf = (page) => fold(plainText($('h1', page)));
  /** Finds the paper of a record: by its address or arXiv id, by its key if the title fits, then by a search for the title. */
  const find = async ({ certain, possible, title }) => {
    for (const id of certain) { const page = await fetchPage(id); if (page) return { id, page }; }
    for (const id of possible) { const page = await fetchPage(id); if (page && (!title || titleOf(page) === fold(title))) return { id, page }; }
    if (!title || !list.dataset.index) return null;
    for (const id of await searched(title)) { const page = await fetchPage(id); if (page && titleOf(page) === fold(title)) return { id, page }; }
    return null;
  };
  let engine;
  const searched = async (title) => {
    if (!engine) {
      await new Promise((done) => { document.head.append(make('script', { src: list.dataset.engine, onload: done, onerror: done })); });
      engine = globalThis.offprint?.engine?.(async (name) => {
        const answer = await fetch(list.dataset.index + name);
        if (!answer.ok) throw new Error(answer.status);
        return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());
      }) ?? {};
    }
    try {
      const { papers } = await engine.search(title.slice(0, 300), {});
      return (await Promise.all(papers.slice(0, 3).map(engine.card))).map(({ id }) => id);
    } catch { return []; }
  };
  const merge = async ({ papers, follows }) => {
    let done = 0;
    const found = await each(papers, async (paper) => {
      const one = await find(paper);
      tell(fill(LOADING, { at: done += 1, n: papers.length }));
      return one;
    });
    const missing = papers.filter((_, at) => !found[at]).map(({ title, certain, possible }) => title || certain[0] || possible[0]);
    let added = 0;
    change('', () => {
      const [kept, notes, all] = [parts.loadKept(), loadNotes(), parts.loadFollows()];
      found.forEach((one, at) => {
        if (!one) return;
        if (papers[at].note && !notes.has(one.id)) notes.set(one.id, papers[at].note);
        if (kept.has(one.id)) return;
        const { title, by } = facts(one.page);
        kept.set(one.id, { title, by });
        added += 1;
      });
      for (const { kind, name, slug } of follows) all.set(`${kind}:${name.toLowerCase()}`, { kind, name, slug });
      saveMap('kept', kept);
      saveMap('notes', notes);
      saveMap('follows', all);
    });
    const names = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '');
    tell([fill(ADDED, { n: added, all: papers.length }), ...(missing.length ? [fill(MISSING, { titles: names })] : [])].join(' '), before);
  };
  const failed = () => tell(FAILED);

  if (list) {
    $('[data-for=export]').onclick = async ({ target }) => {
      const act = target.dataset.do;
      if (FILES[act]) {
        try { parts.download(`reading-list.${act}`, await FILES[act]()); } catch { failed(); }
      } else if (act === 'link') {
        const link = `${location.origin}${location.pathname}${written([...parts.loadKept().keys()])}`;
        if (link.length > MOST_LINK) tell(fill(LONG, { n: link.length, most: MOST_LINK }));
        else await parts.write(link).then(() => tell(COPIED), () => tell(link));
      }
    };
    $('[data-do=forget]').onclick = () => change(FORGOTTEN, () => saveMap('read', new Map()));
    $('[data-do=import]').onchange = async ({ target }) => {
      const [file] = target.files;
      const data = file && file.size <= MOST_BYTES ? parse(await file.text(), parts.fitsFollow) : null;
      target.value = '';
      if (data) await merge(data).catch(failed); else tell(UNREADABLE);
    };
    // A link with a list changes nothing before the reader agrees.
    const offer = $('[data-for=offer]');
    const showOffer = () => {
      const ids = listed(location.hash);
      offer.hidden = !ids.length;
      $('p', offer).textContent = fill(OFFER, { n: ids.length });
      $('ul', offer).replaceChildren(...ids.slice(0, 10).map((id) => make('li', {}, make('a', { href: pageOf(id), textContent: id }))), ...(ids.length > 10 ? ['…'] : []));
      const done = () => { history.replaceState(history.state, '', location.pathname); offer.hidden = true; };
      $('[data-do=accept]', offer).onclick = () => { done(); merge({ papers: ids.map((id) => ({ certain: [id], possible: [], title: '', note: '' })), follows: [] }).catch(failed); };
      $('[data-do=refuse]', offer).onclick = done;
    };
    addEventListener('hashchange', showOffer);
    showOffer();
  }
  if (forYou) {
    $('[data-do=use]').onchange = ({ target }) => { save('foryou', target.checked); show(); };
    $('[data-do=reset]').onclick = () => change(RESET, () => { save('unused', [...parts.loadKept().keys()]); saveMap('follows', new Map()); });
  }
  // Another tab, or a page that the browser kept for Back, may have changed the list.
  addEventListener('storage', show);
  addEventListener('pageshow', ({ persisted }) => { if (persisted) show(); });
  show();
})();

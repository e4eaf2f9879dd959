'use strict';

// The names of the archive that a query names, and the feed that follows it.
globalThis.offprint.names = ({ form, load, root, make }) => {
  const FOLDERS = { t: 'topics', a: 'authors', o: 'organizations', v: 'venues', l: 'lists' };
  const MOST_FILES = 6;
  const MOST_NAMES = 8;
  const site = form.dataset.index.replace(/search\/$/, '');
  const feeds = Object.fromEntries((form.dataset.feeds ?? '').split(' ').filter(Boolean).map((pair) => pair.split(':')));
  const files = new Map();
  const file = (number) => {
    if (!files.has(number)) {
      files.set(number, load(`names/${number}.bin`).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)).map(([kind, slug, name, ...rest]) => [kind, slug || name.toLowerCase().split(/[^a-z\d]+/).filter(Boolean).join('-'), name, ...rest])).catch(() => {
        files.delete(number);
        return [];
      }));
    }
    return files.get(number);
  };
  const letter = (code = 0) => (code >= 97 && code <= 122 ? code - 96 : code >= 48 && code <= 57 ? 27 : 0);
  const classOf = (word) => {
    const [first, second] = new TextEncoder().encode(word).subarray(0, 2);
    return [0, letter(first), letter(first) * 7 + letter(second) % 7][form.dataset.names];
  };
  /** Returns the words of a query that may be names, and whether the last one is unfinished. */
  const wordsOf = async (query) => {
    const { words } = await root();
    const said = query.replace(/(^|\s)-("[^"]*"?|\S+)/g, ' ').replace(/\b(topic|org|year|has):("[^"]*"?|\S+)/gi, ' ').replace(/\bauthor:/gi, ' ');
    const found = words(said).map(({ word }) => word);
    return { found: [...new Set(found)], end: /[\s"]$/.test(query) ? '' : found.at(-1) ?? '' };
  };
  /** Returns the rows of names that share a word with a query. It loads a file per word. */
  const look = async (query) => {
    if (form.dataset.names === undefined) return { rows: [], found: [] };
    const said = await wordsOf(query);
    const numbers = [...new Set(said.found.slice(0, MOST_FILES).map(classOf))];
    const rows = new Map((await Promise.all(numbers.map(file))).flat().map((row) => [row[0] + row[1], row]));
    return { rows: [...rows.values()], ...said };
  };
  /** Returns the names that are in the query, and those that have all of its words; best first. */
  const matching = async ({ rows, found, end }, isHit) => {
    const { words, stem } = await root();
    const all = [];
    for (const [kind, slug, name, count, also] of rows) {
      let best = 0;
      for (const each of [name, ...also ?? []]) {
        const own = [...new Set(words(each).map(({ word }) => word))];
        const isSame = (word) => own.includes(word) || own.some((other) => stem(other) === stem(word));
        const isBegun = (word) => word === end && word.length > 2 && own.some((other) => other.startsWith(word));
        const isWhole = own.every((word) => found.includes(word) || isHit(word));
        const has = found.length && found.every((word) => isSame(word) || isBegun(word));
        const hits = own.filter((word) => isHit(word)).length;
        best = Math.max(best, isWhole && has ? 3 : has ? 2 : isWhole || (hits && hits >= found.length) ? 1 : 0);
      }
      if (best && kind !== 'l') all.push({ kind, slug, name, count, best, url: `${site}${FOLDERS[kind]}/${slug}/` });
    }
    return all.sort((a, b) => b.best - a.best || b.count - a.count || (a.slug < b.slug ? -1 : 1)).slice(0, MOST_NAMES);
  };
  /** Shows matching names in a list. */
  const show = (box, names) => {
    const kinds = (box.dataset.words ?? '').split('|');
    box.lastElementChild.replaceChildren(...names.map(({ kind, name, url, count }) => {
      const item = make('li');
      item.append(make('a', { href: url, textContent: name }), ' ', make('small', { textContent: `${kinds['taov'.indexOf(kind)] ?? ''} · ${count}` }));
      return item;
    }));
    box.hidden = !names.length;
  };
  /** Returns the feed of a query: that of a list with the same words, else of the topic it is about. `near` is the topic of most results. */
  const feedOf = async ({ rows, found }, names, chosen, near) => {
    const { words } = await root();
    const others = Object.keys(chosen).filter((name) => !['q', 'topic', 'code', 'exact', 'order'].includes(name));
    const link = (kind, slug, label) => feeds[kind] && { url: `${site}${FOLDERS[kind]}/${slug}/${feeds[kind]}`, label };
    const isCode = !others.length && !chosen.topic && (chosen.code ? !chosen.q : chosen.q === 'has:code');
    if (isCode && form.dataset.code && feeds.l) return { url: form.dataset.code + feeds.l };
    const isPlain = !others.length && !chosen.topic && !chosen.code && !/[-:"]/.test(chosen.q ?? '');
    const key = (list) => [...new Set(list)].sort().join(' ');
    const same = isPlain && rows.find(([kind, , name, , also]) => kind === 'l' && [name, ...also ?? []].some((each) => key(words(each).map(({ word }) => word)) === key(found)));
    if (same) return link('l', same[1]);
    if (chosen.topic) return link('t', chosen.topic, $name('topic', chosen.topic));
    const exact = names.find(({ best }) => best === 3);
    if (exact) return link(exact.kind, exact.slug, exact.name);
    const topic = names.find(({ kind }) => kind === 't') ?? near;
    return topic && link('t', topic.slug, topic.name);
  };
  const $name = (field, slug) => Array.from(form[field]?.options ?? []).find(({ value }) => value === slug)?.text ?? slug;
  return { look, matching, show, feedOf };
};

'use strict';

globalThis.offprint = (() => {
  const pairs = (list) => list.map((pair) => pair.split(':'));
  const utf8 = new TextEncoder();
  const text = new TextDecoder();
  const cut = (word) => text.decode(utf8.encode(word).subarray(0, 40)).replace(/\ufffd$/, '');
  const tokenizer = (table) => {
    const lines = table.split('\n').map((line) => line.split(' '));
    const [accents, ignored, dense, joined] = lines.map((line) => line.map((range) => range.replace(/\w+/g, '\\u{$&}')).join(''));
    const spelled = new Map(pairs(lines[4]));
    const alnum = '[\\p{Alphabetic}\\p{N}]';
    const unit = `[\\p{M}${ignored}${joined}]*`;
    const WORD = new RegExp(`((?:(?=${alnum})[${dense}]${unit})+)|(?![${dense}])${alnum}(?:(?![${dense}])(?:${alnum}|[\\p{M}${ignored}])|['’](?=\\p{Alphabetic}))*`, 'gu');
    const UNIT = new RegExp(`.${unit}`, 'gsu');
    const removed = new RegExp(`[${accents}${ignored}]`, 'gu');
    const fold = (word) => word.normalize('NFKD').toLowerCase().replace(removed, '').replace(/[^\0-\x7f]/g, (letter) => spelled.get(letter) ?? letter).normalize('NFC');
    const words = (source, each) => {
      const found = [];
      for (const { 0: run, 1: isDense, index } of source.matchAll(WORD)) {
        if (isDense) {
          const letters = run.match(UNIT);
          let start = index;
          letters.forEach((letter, at) => {
            const add = (part) => found.push({ word: cut(fold(part)), start, end: start + part.length, isDense });
            if (each || letters.length < 2) add(letter);
            if (letters[at + 1]) add(letter + letters[at + 1]);
            start += letter.length;
          });
        } else {
          const word = cut(fold(run).replace(/['’]s$/, '').replace(/['’]/g, ''));
          if (word) found.push({ word, start: index, end: index + run.length });
        }
      }
      return found;
    };
    return { words, fold, stem: snowball(lines), common: new Set(lines[5]), endings: lines[10] };
  };

  const snowball = (lines) => {
    const [alone, seconds, thirds] = lines.slice(6, 9).map(pairs);
    const known = new Map(alone);
    const shortEnd = (word) => /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(word);
    return (given) => {
      if (given.length < 3 || !/^[a-z]+$/.test(given)) return given;
      if (known.has(given)) return known.get(given);
      let word = given.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
      const region = (from) => { const at = word.slice(from).search(/[aeiouy][^aeiouy]/); return at < 0 ? word.length : from + at + 2; };
      const prefix = /^(gener|commun|arsen)/.exec(word);
      const one = prefix ? prefix[0].length : region(0);
      const two = region(one);
      const ends = (end) => word.endsWith(end);
      const less = (count) => word.slice(0, word.length - count);
      if (ends('sses')) word = less(2);
      else if (ends('ied') || ends('ies')) word = less(word.length > 4 ? 2 : 1);
      else if (ends('s') && !ends('us') && !ends('ss') && /[aeiouy]./.test(less(1))) word = less(1);
      const past = /(eedly|ingly|edly|eed|ing|ed)$/.exec(word)?.[0];
      if (past?.startsWith('eed')) {
        if (word.length - past.length >= one) word = `${less(past.length)}ee`;
      } else if (past && /[aeiouy]/.test(less(past.length))) {
        word = less(past.length);
        if (/(at|bl|iz)$/.test(word)) word += 'e';
        else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = less(1);
        else if (shortEnd(word) && one >= word.length) word += 'e';
      }
      if (/.[^aeiouy][yY]$/.test(word)) word = `${less(1)}i`;
      const second = seconds.find(([end]) => ends(end));
      if (second && word.length - second[0].length >= one) {
        const [end, to] = second;
        if (end === 'ogi' ? ends('logi') : end !== 'li' || /[cdeghkmnrt]li$/.test(word)) word = less(end.length) + to;
      }
      const third = thirds.find(([end]) => ends(end));
      if (third && word.length - third[0].length >= (third[0] === 'ative' ? two : one)) word = less(third[0].length) + third[1];
      const fourth = lines[9].find((end) => ends(end));
      if (fourth && word.length - fourth.length >= two && (fourth !== 'ion' || /[st]ion$/.test(word))) word = less(fourth.length);
      if (ends('e')) {
        if (word.length > two || (word.length > one && !shortEnd(less(1)))) word = less(1);
      } else if (ends('ll') && word.length > two) word = less(1);
      return word.replaceAll('Y', 'y');
    };
  };

  const reader = (bytes) => {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * unit;
        if (!(byte & 128)) return value;
      }
    };
    const some = (count) => { at += count; return bytes.subarray(at - count, at); };
    return { number, some };
  };
  const distances = (a, b) => {
    let [before, last] = [[], [...Array(b.length + 1).keys()]];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last;
  };

  const VERSION = 4;
  const engine = (load) => {
    const files = new Map();
    const file = (name, read) => {
      if (!files.has(name)) files.set(name, load(name).then(read).catch((error) => { files.delete(name); throw error; }));
      return files.get(name);
    };
    const root = () => file('index.bin', (bytes) => {
      const { number, some } = reader(bytes);
      if (number() !== VERSION) throw Object.assign(new Error(), { isOther: true });
      const table = tokenizer(text.decode(some(number())));
      const [count, shared, level, block, length] = Array.from({ length: 5 }, number);
      const days = [];
      let [day, start] = [0, 0];
      for (let at = 0; at < length; at += 1) {
        day += number();
        const papers = number();
        days.push({ day, start, papers });
        start += Math.ceil(papers / 8) * 8;
      }
      const own = new Set();
      for (let left = number(), slot = 0; left > 0; left -= 1) own.add(slot += number());
      return { ...table, count, shared, own, level, block, days, end: start, pages: number() };
    });
    const termsOf = (bytes) => {
      const terms = new Map();
      const { number, some } = reader(bytes);
      for (let left = number(); left > 0; left -= 1) {
        const term = text.decode(some(number()));
        const head = number();
        const papers = new Uint32Array(head >> 1);
        let weights;
        if (head & 1) {
          const bits = some((number() >> 3) + 1);
          for (let paper = 0, at = 0; at < papers.length; paper += 1) if (bits[paper >> 3] >> (paper & 7) & 1) papers[at++] = paper;
          const packed = some((papers.length + 3) >> 2);
          weights = Uint8Array.from(papers, (_, at) => (packed[at >> 2] >> (at & 3) * 2 & 3) * 4 + 2);
        } else {
          let paper = 0;
          for (let at = 0; at < papers.length; at += 1) papers[at] = paper += number();
          weights = some(papers.length);
        }
        terms.set(term, { papers, weights });
      }
      return terms;
    };
    const json = (bytes) => JSON.parse(text.decode(bytes));
    const NONE = { papers: [], weights: [] };
    const postings = async (term) => {
      const { shared, own } = await root();
      let hash = 0x811c9dc5;
      for (const byte of utf8.encode(term)) hash = Math.imul(hash ^ byte, 0x01000193);
      const slot = (hash >>> 0) % (shared * 8);
      return (await file(`terms/${own.has(slot) ? shared + slot : slot % shared}.bin`, termsOf)).get(term) ?? NONE;
    };
    const letter = (word, at) => {
      const code = utf8.encode(word)[at] ?? 0;
      return code >= 97 && code <= 122 ? code - 96 : code >= 48 && code <= 57 ? 27 : 0;
    };
    const like = async (word) => {
      const { level } = await root();
      const number = [0, letter(word, 0), letter(word, 0) * 7 + letter(word, 1) % 7][level];
      return file(`words/${number}.bin`, (bytes) => text.decode(bytes).split('\n').filter(Boolean)
        .map((line) => [line.slice(0, -2), line.charCodeAt(line.length - 1) - 96]));
    };
    const begun = async (word, term) => {
      const all = await like(word);
      const longer = all.filter(([other]) => other !== term && other.startsWith(word));
      const shorter = () => all.filter(([other]) => other.length > 3 && other !== term && word.startsWith(other) && word.length < other.length + 4);
      return (longer.length ? longer : shorter()).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([other]) => other);
    };
    const meant = async (word, least) => {
      if (word.length < (least ? 5 : 3)) return;
      const { stem, endings } = await root();
      const most = least || word.length < 5 ? 1 : 2;
      const rest = Array.from({ length: word.length + 1 }, (_, at) => {
        const end = word.slice(at);
        return end ? endings.map((other) => [distances(other, end).at(-1) + 0.1, other]).sort(([one], [two]) => one - two)[0] : [0, ''];
      });
      let best;
      const look = async (starts) => {
        for (const list of new Set(await Promise.all(starts.map(like)))) {
          for (const [other, count] of list) {
            if (other.length < 3 || other.length > word.length + most || 2 ** count < least * 2) continue;
            distances(other, word).forEach((own, at) => {
              const apart = own + rest[at][0];
              const rank = apart * 8 - count;
              if (apart < most + 0.5 && (!best || rank < best.rank) && (!rest[at][1] || stem(other + rest[at][1]) === other)) best = { other, rank, apart };
            });
          }
        }
      };
      const [a, b, c] = word;
      await look([word, b + a, a + c, b + c]);
      if (!least && !(best?.apart < 1.5)) await look(Array.from({ length: 26 }, (_, at) => a + String.fromCharCode(97 + at)));
      return best?.other;
    };

    const parse = (query) => {
      const parts = [];
      for (const { 1: not, 2: field, 3: value } of query.matchAll(/(-)?(?:(author|topic|org|year|has):)?("[^"]*"?|[^\s"]+)/giu)) {
        parts.push({ not, field: (field ?? '').toLowerCase(), phrase: value.startsWith('"'), value: value.replaceAll('"', '') });
      }
      return parts;
    };
    const dayNumber = (iso) => Date.parse(iso) / 864e5 + 719163;

    const search = async (typed, { from, to, topic, code, exact } = {}) => {
      const { count, days, end, pages, words, stem, common } = await root();
      const answer = { phrases: [], terms: new Set(), starts: [], corrected: [], near: [], common: [], pages: [] };
      const groups = [];
      const filters = [];
      const excluded = [];
      const at = (day) => days.find((each) => each.day >= day)?.start ?? end;
      const range = (first, last) => [first ? at(dayNumber(first)) : 0, last ? at(dayNumber(last) + 1) : end];
      const ranges = [range(from, to)];
      if (topic) filters.push([`t:${topic}`]);
      if (code) filters.push(['h:code']);
      const query = typed.slice(0, 1000).replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt() - 65248)).replace(/[“”„‟«»「」『』]/g, '"');
      const parts = parse(query);
      for (const { not, field, phrase, value } of parts) {
        const year = field === 'year' && /^(\d{4})(?:(?:-|\.\.)(\d{4}))?$/.exec(value);
        if (year) {
          const [first, last] = range(`${year[1]}-01-01`, `${year[2] ?? year[1]}-12-31`);
          if (not) excluded.push({ first, last }); else ranges.push([first, last]);
          continue;
        }
        const found = words(value);
        const list = found.map(({ word }) => word);
        if (field && field !== 'year') {
          const key = `${field[0]}:`;
          const whole = value.toLowerCase().trim();
          const names = field === 'has' || (field !== 'author' && whole.includes('-')) ? [key + whole] : list.map((word) => key + word);
          if (not) excluded.push({ terms: names }); else filters.push(names);
          if (field === 'author') for (const word of list) answer.terms.add(stem(word));
          continue;
        }
        const said = found.filter(({ word }) => !common.has(word));
        if (!said.length && list.length) answer.common.push(value);
        if (phrase && list.length > 1 && !not) answer.phrases.push(list);
        if (not) { if (said.length) excluded.push({ terms: said.map(({ word }) => stem(word)) }); continue; }
        for (const each of said) groups.push({ ...each, required: phrase });
      }
      const unfinished = groups.length && !/[\s"]$/.test(query) && !parts.at(-1).field && !parts.at(-1).not;
      answer.said = groups.length;
      await Promise.all(groups.map(async (group, place) => {
        const term = stem(group.word);
        const found = await postings(term);
        group.lists = [[found, 1]];
        answer.terms.add(term);
        if (unfinished && place === groups.length - 1 && found.papers.length < 3 && group.word.length > 1) {
          const more = await begun(group.word, term);
          group.lists.push(...(await Promise.all(more.map(postings))).map((list) => [list, 0.8]));
          if (more.length) answer.starts.push(group.word);
          more.forEach((other) => answer.terms.add(other));
        }
        const few = group.lists.reduce((sum, [list]) => sum + list.papers.length, 0);
        if (exact || group.isDense || group.required || (few && (group.lists.length > 1 || few > 2 + count / 5000))) return;
        const other = await meant(group.word, few * 32);
        if (!other) return;
        answer[few ? 'near' : 'corrected'].push([group.word, other]);
        answer.terms.add(other);
        group.lists.push([await postings(other), few ? 0.5 : 1]);
      }));
      const score = new Float32Array(end);
      const has = new Uint8Array(end);
      const must = new Uint8Array(end);
      let needed = 0;
      const mark = new Uint32Array(end);
      groups.forEach((group, place) => {
        const total = Math.max(...group.lists.map(([list]) => list.papers.length));
        group.rare = Math.log(1 + (count - Math.min(total, count) + 0.5) / (total + 0.5));
        if (group.required) needed += 1;
        for (const [{ papers, weights }, factor] of group.lists) {
          papers.forEach((paper, index) => {
            if (mark[paper] === place + 1) return;
            mark[paper] = place + 1;
            has[paper] += 1;
            if (group.required) must[paper] += 1;
            score[paper] += group.rare * weights[index] * factor;
          });
        }
      });
      const everyOf = async (lists) => {
        const [first = [], ...others] = (await Promise.all(lists)).map(({ papers }) => new Set(papers));
        return [...first].filter((paper) => others.every((other) => other.has(paper)));
      };
      const named = async (term) => {
        const own = await postings(term);
        if (exact) return own;
        const [key, word] = [term.slice(0, 2), term.slice(2)];
        if (own.papers.length || key === 'h:') return own;
        for (const other of [stem(word), ...(await begun(word, word)), await meant(word, 0)]) {
          const near = await postings(key + other);
          if (!near.papers.length) continue;
          answer.terms.add(other);
          if (!other.startsWith(word) && !word.startsWith(other)) answer.corrected.push([word, other]);
          return near;
        }
        return NONE;
      };
      for (const paper of (await Promise.all(filters.map((terms) => everyOf(terms.map(named))))).flat()) must[paper] += 1;
      needed += filters.length;
      for (const { terms, first, last } of excluded) {
        if (terms) for (const paper of await everyOf(terms.map(postings))) must[paper] = 255;
        else must.fill(255, first, last);
      }
      const first = Math.max(...ranges.map(([start]) => start));
      const last = Math.min(...ranges.map(([, stop]) => stop));
      const total = groups.length;
      const list = [];
      const narrow = ranges.length > 1 || from || to || filters.length || excluded.length;
      if (total || narrow) {
        for (const { start, papers } of days) {
          for (let paper = Math.max(start, first); paper < Math.min(start + papers, last); paper += 1) if (has[paper] * 2 >= total && must[paper] === needed) list.push(paper);
        }
      }
      for (const paper of list) score[paper] *= (has[paper] / Math.max(total, 1)) ** 2;
      list.sort((a, b) => score[b] - score[a] || b - a);
      const whole = list.filter((paper) => has[paper] === total);
      answer.whole = whole.length;
      answer.papers = whole.length && answer.phrases.length ? whole : list;
      if (pages && total && !narrow) {
        const all = await file('pages/terms.bin', termsOf);
        let best;
        for (const { word, rare } of groups) {
          const { papers, weights } = all.get(stem(word)) ?? all.get([...all.keys()].find((term) => term.startsWith(word))) ?? NONE;
          best = new Map([...papers].map((page, at) => [page, rare * weights[at] + (best ? best.get(page) : 0)]).filter(([, sum]) => sum));
        }
        const ranked = [...best].sort((a, b) => b[1] - a[1]).slice(0, 5);
        const cards = ranked.length && await file('pages/cards.bin', json);
        answer.pages = ranked.map(([page]) => cards[page]);
        answer.first = !whole.length || answer.corrected.length || ranked[0]?.[1] > score[list[0]];
      }
      return answer;
    };
    const card = async (paper) => {
      const { days, block } = await root();
      const all = await file(`cards/${Math.floor(paper / block)}.bin`, json);
      const { day } = days.findLast(({ start }) => start <= paper);
      return { date: new Date((day - 719163) * 864e5).toISOString().slice(0, 10), ...all[paper] };
    };
    return { search, card, root };
  };

  return { engine, distances };
})();

if (globalThis.document) (() => {
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
  const [FOUND, ONE, NOTHING, PARTLY, INSTEAD, COMMON, BROKEN, AGAIN, NEAR, OTHER, RELOAD, EXACT] = form.dataset.words.split('|');
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
      id, title, lang, by: [by, org].filter(Boolean).join(' · '), date: written(date), text: '',
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
      if (shown) notes.push(!number ? PARTLY : number === 1 ? ONE : FOUND.replace('{count}', number));
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

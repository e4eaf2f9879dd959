// Saves papers as BibTeX, RIS and CSL-JSON, from their pages. Pages are complete without this script, and it makes no requests.
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
  const $$ = (css, from) => [...from.querySelectorAll(css)];
  // Topics and keywords follow a `dt` with `data-kw`. Collapsed ones are not cited.
  const LISTED_KEYWORDS = 100;
  const keywords = (term) => {
    const all = [];
    for (let next = term.nextElementSibling; next?.localName === 'dd'; next = next.nextElementSibling) {
      const copy = next.cloneNode(true);
      for (const border of $$('wbr', copy)) border.replaceWith('\n');
      if (!copy.querySelector('details')) all.push(...copy.textContent.split(', \n'));
    }
    return all.slice(0, LISTED_KEYWORDS);
  };
  /** Returns the facts of a paper from its page. `id` is the last part of the address of that page. */
  const facts = (page, id) => {
    const named = (name) => [name, $$(`meta[name=citation_${name}]`, page).map((meta) => meta.content)];
    const names = ['title', 'author', 'publication_date', 'doi', 'arxiv_id', 'journal_title', 'conference_title'];
    const [article, cite] = ['article.paper', '.cite'].map((css) => page.querySelector(css));
    const gone = article.querySelector('.gone[role=note]');
    return {
      id, bibtex: cite.querySelector('code').textContent.trim(), url: page.querySelector('link[rel=canonical]')?.getAttribute('href') ?? location.href,
      as: $$('meta[name=citation_author]', page).map((meta) => meta.dataset.as), more: cite.dataset.more,
      keywords: $$('dt[data-kw]', article).flatMap(keywords), withdrawn: gone ? [gone.querySelector('span')?.textContent ?? ''] : [],
      ...Object.fromEntries(names.map(named)),
    };
  };
  // Used by the reading list, and by tests outside a browser.
  globalThis.cite = { ris, csl, facts };
  if (typeof document === 'undefined' || !document.querySelector('article.paper .cite')) return;

  const id = decodeURIComponent(location.pathname.split('/').at(-2));
  // Citation formats of this page's paper: file name extension and content.
  const formats = {
    BibTeX: ['bib', ({ bibtex }) => `${bibtex}\n`],
    RIS: ['ris', ris],
    'CSL-JSON': ['csl.json', csl],
  };
  const box = Object.assign(document.createElement('p'), { className: 'links' });
  for (const [textContent, [end, text]] of Object.entries(formats)) {
    const save = Object.assign(document.createElement('button'), { type: 'button', textContent, onclick: () => {
      const url = URL.createObjectURL(new Blob([text(facts(document, id))], { type: 'text/plain' }));
      Object.assign(document.createElement('a'), { download: `${id}.${end}`, href: url }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    } });
    save.dataset.save = end;
    box.append(save);
  }
  document.querySelector('.cite').append(box);
})();

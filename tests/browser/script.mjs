// What cite.js, offprint.js and keeping.js do without a page. The files that it makes of a paper's page are byte for byte those that the program writes, over the
// corpus that `cargo test citations::` keeps in tests/data/citations.jsonl, and hold one record, whatever a page says. What was saved is read again.
//
//   node script.mjs          no browser, no packages
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const context = {};
// Without a document a script gives what it exports with, and does nothing else.
for (const script of ['cite', 'offprint', 'keeping']) runInNewContext(read(`../../themes/default/static/${script}.js`), context);
const [{ ris, csl }, { mapOf, fitsKept, fitsFollow }, keeping] = [context.cite, context.offprint, context.keeping];

/** Reads RIS as its specification has it, and nothing that is not. */
const records = (text) => {
  const LINE_ENDS = /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
  assert.ok(text.endsWith('\r\n'));
  const found = [];
  let isOpen = false;
  for (const line of text.slice(0, -2).split('\r\n')) {
    if (!isOpen && !line) continue;
    assert.ok(!LINE_ENDS.test(line), JSON.stringify(line));
    const [, tag, value] = /^([A-Z][A-Z0-9])  - (.*)$/su.exec(line) ?? assert.fail(JSON.stringify(line));
    assert.equal(tag === 'TY', !isOpen, line);
    if (tag === 'TY') found.push([]);
    isOpen = tag !== 'ER';
    if (isOpen) found.at(-1).push([tag, value]); else assert.equal(value, '');
  }
  assert.ok(!isOpen);
  return found;
};
const plain = (value) => JSON.parse(JSON.stringify(value));

const BREAKS = ['\n', '\r\n', '\r', '\v', '\f', '\x1c', '\x85', '\u2028', '\u2029'];
const [files, ...corpus] = read('../data/citations.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line));
assert.ok(corpus.length > 50);
/** The papers of the corpus as one file, put together from the files of each. */
const together = (change = (facts) => facts) => {
  const papers = corpus.map(change);
  return { ris: papers.map(ris).join(''), csl: `[${papers.map((facts) => csl(facts).slice(1, -2)).join()}]\n` };
};
/** Compares bytes and reports the first difference. */
const same = (made) => {
  for (const [end, text] of Object.entries(files)) {
    let at = 0;
    while (at < text.length && made[end][at] === text[at]) at += 1;
    assert.ok(made[end] === text, `${end}: made ${JSON.stringify(made[end].slice(Math.max(at - 80, 0), at + 80))}, not ${JSON.stringify(text.slice(Math.max(at - 80, 0), at + 80))}`);
  }
};
same(together());
assert.equal(records(files.ris).length, corpus.length);
// A page is made by a theme: whatever is in it, the files hold one record, with the same values.
for (const end of BREAKS) {
  const broken = (value) => (Array.isArray(value) ? value.map(broken) : value.replaceAll(' ', end));
  same(together(({ id, bibtex, more, as, ...rest }) => ({ id, bibtex, more, as, ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, broken(value)])) })));
  for (const facts of corpus) {
    const text = `Conf${end}ER  - ${end}TY  - JOUR${end}TI  - Second`;
    const [record, ...more] = records(ris({ ...facts, more: '', conference_title: [text], journal_title: [], keywords: [text], withdrawn: [text] }));
    assert.equal(more.length, 0);
    const value = 'Conf ER - TY - JOUR TI - Second';
    assert.deepEqual(record.filter(([tag]) => ['T2', 'KW', 'N1'].includes(tag)), [['T2', value], ['KW', value], ['N1', `Withdrawn: ${value}`]]);
  }
}
// A page without any of it.
const empty = { id: 'x', bibtex: '', url: 'https://example.org/', title: [], author: [], publication_date: [], doi: [], arxiv_id: [], journal_title: [], conference_title: [], keywords: [], withdrawn: [] };
assert.equal(records(ris(empty)).length, 1);
assert.equal(plain(JSON.parse(csl(empty))).length, 1);

// A reading list, as earlier versions saved it and as this one does, with ids that every object has a property of.
const ids = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', '2503.02130'];
const old = JSON.parse(`{${ids.map((id) => `"${id}":{"title":"T ${id}","by":""}`).join(',')}}`);
const kept = mapOf(old, fitsKept);
assert.deepEqual([...kept.keys()], ids);
assert.equal(kept.get('constructor').title, 'T constructor');
assert.deepEqual(plain([...mapOf(plain([...kept]), fitsKept)]), plain([...kept]));
// Numbers keep their place.
assert.deepEqual([...mapOf(plain([['9', { title: '' }], ['1', { title: '' }]]), fitsKept).keys()], ['9', '1']);
assert.equal(mapOf({}, fitsKept).has('constructor'), false);
// Whatever is found in storage, the page goes on.
for (const saved of [5, 'text', true, [1, null, 'x', [], ['a']], { a: null, b: 1, c: { title: 1 } }]) assert.equal(mapOf(saved, fitsKept).size, 0);
assert.deepEqual(plain([...mapOf({ constructor: ['2026-03-05'], x: 'text' }, Array.isArray)]), [['constructor', ['2026-03-05']]]);

// A list in a link: every id returns, and a damaged or hostile link has ids or nothing.
const unusual = ['2503.02130', 'hep-th_9901001', 'a,b', 'ä ö', '论文', '%', '100%25', '#list=', '<img src=x onerror=alert(1)>', "'\"&"];
assert.deepEqual(plain(keeping.listed(keeping.written(unusual))), unusual);
for (const hash of ['', '#', '#list', '#list=', '#list=..', '#list=.', '#list=a%2Fb', '#list=%5Cx', '#list=%00', '#list=%', `#list=${'x'.repeat(201)}`, '#other=a']) {
  assert.deepEqual(plain(keeping.listed(hash)), [], hash);
}
assert.deepEqual(plain(keeping.listed('#list=a,a,,%zz,b')), ['a', 'b']);
assert.ok(keeping.listed(`#list=${Array.from({ length: 1e5 }, (_, at) => at).join()}`).length <= 1000);

// Files of papers are read again: those of this site by id or address, those of other programs by arXiv id, key and title.
const found = (text) => plain(keeping.parse(text, fitsFollow)?.papers ?? null);
assert.equal(found(files.ris).length, corpus.length);
assert.equal(found(files.csl).length, corpus.length);
assert.ok(found(files.ris).every(({ possible }, at) => possible.includes(corpus[at].id)), 'RIS names the id');
const bibtex = found('@comment{x}\n@article{smith2020,\n  title = {{A} {T}itle \\& more},\n  eprint = "2503.02130",\n url={https://a.org/papers/everything/}\n}\n\n@misc( b,\n title="B" )');
assert.deepEqual(bibtex.map(({ title }) => title), ['A Title & more', 'B']);
assert.deepEqual(bibtex[0].certain, ['everything', '2503.02130']);
assert.deepEqual(bibtex.map(({ possible }) => possible), [['smith2020'], ['b']]);
const saved = { offprint: 'reading-list', version: 1, papers: [{ id: 'a', title: 'A', note: 'n' }, { id: '../x' }, null, { id: 5 }], follows: [{ kind: 'topic', name: 'T', slug: 't' }, { kind: 1 }, null] };
assert.deepEqual(plain(keeping.parse(JSON.stringify(saved), fitsFollow)), { papers: [{ title: 'A', certain: ['a'], possible: [], note: 'n' }], follows: [saved.follows[0]] });
for (const text of ['', 'text', '{', '{}', '[', 'null', '5', '{"papers": 5}', '<html>']) assert.equal(found(text), null, text);
for (const text of ['[null, 5, "x", [], {}]', '{"papers": [null]}', '@article{', '@article{a', '@article{a,', 'TY  - \nER  - \n', 'TY  - JOUR']) assert.ok((found(text) ?? []).every(({ title }) => typeof title === 'string'), text);

// Ratings: what is followed comes first, then what is near a saved paper; both are named.
const digits = (at) => Array.from({ length: 64 }, (_, place) => (place === at ? 'f' : '7')).join('');
assert.ok(Math.abs(keeping.cosine(keeping.direction(digits(3)), keeping.direction(digits(3))) - 1) < 1e-9);
for (const wrong of [undefined, '', 'f', 'g'.repeat(64), 5]) assert.equal(keeping.direction(wrong), null);
const near = '0'.repeat(32) + 'f'.repeat(32);
const far = 'f'.repeat(32) + '0'.repeat(32);
const list = [{ title: 'Saved', direction: keeping.direction(near) }];
const rate = (paper, follows = []) => keeping.rated(paper, follows, list);
assert.deepEqual([rate({ near }).near.length, rate({ near: far }).near.length, rate({}).near.length], [1, 0, 0]);
const paper = { title: 'Agents that plan', authors: ['Ada Lovelace'], org: 'Bell Labs', topics: ['Language models'], text: 'We study 语言模型.', near: far };
const follow = (kind, name) => rate(paper, [{ kind, name, slug: '' }]).fitting.length;
assert.deepEqual([['topic', 'language MODELS'], ['author', 'Ada Lovelace'], ['organization', 'Bell Labs'], ['word', 'agent'], ['word', '模型']].map((pair) => follow(...pair)), [1, 1, 1, 1, 1]);
assert.deepEqual([['topic', 'Language'], ['author', 'Ada'], ['organization', 'Bell'], ['word', 'lan'], ['word', 'gents'], ['word', '!!'], ['other', 'x']].map((pair) => follow(...pair)), [0, 0, 0, 1, 0, 0, 0]);
assert.ok(rate(paper, [{ kind: 'topic', name: 'Language models', slug: '' }]).score > rate({ near }).score);
console.log(`${corpus.length} papers in ${Object.keys(files).length} formats, byte for byte as the program writes them`);

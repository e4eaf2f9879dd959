// Checks that the search script answers any query: random operators, quotes, names, payloads and words of the archive.
//
//   node queries.mjs SITE [SITE …]        built sites
//
// Needs nothing but Node. `OFFPRINT_FUZZ=20` asks twenty times as many queries, `OFFPRINT_SEED=N` others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { payloads } from './payloads.mjs';

await import('../../themes/default/static/search-engine.js');
const { engine } = globalThis.offprint;

let passed = 0;
let failed = 0;
const holds = (good, what) => {
  if (good) { passed += 1; return; }
  failed += 1;
  if (failed < 30) console.log(`FAULT ${what}`);
};

// Numbers that look random, and are the same each time (mulberry32).
let state = Number(process.env.OFFPRINT_SEED ?? 1);
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
const below = (most) => Math.floor(random() * most);
const one = (list) => list[below(list.length)];

const OPERATORS = ['author:', 'topic:', 'org:', 'year:', 'has:', 'AUTHOR:', 'foo:', '-author:', '-topic:', '-year:', '-has:', '-', '--', ':', '"', '""', '" "', '-"', 'author:"', '-"a b', 'year:2026', 'year:2020-2023', 'year:2023..2020', 'year:0000', 'year:99999', 'year:9999-0000', 'has:code', 'has:nothing', 'topic:machine-learning', 'topic:-', 'org:-', 'author:-'];
const ODD = ['\0', '“', '”', '：', '－', 'การ', 'ខ្មែរ', 'दिल', '\u202e', '\ufeff', '\u0301', 'é', 'É', 'ß', 'ı', 'İ', 'ς', 'ﬁ', '我', '推理', 'かな', '한국어', 'العميق', '👩‍🔬', '\ud800', '\udfff', '’', "'s", '\t', '\n', '\u00a0', '\u3000', '.*', '(?:', '[', '\\', '\\b', '$&', '$1', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '%', '%00', '+', '&', '#', '0', '１２３', 'ⅷ', '½', '𝒜', 'x'.repeat(50), 'ab'.repeat(400), 'aaa '.repeat(12), '"a '.repeat(30), '-'.repeat(300)];

/** A query of any kind; `known` are words that papers have. */
const query = (known) => {
  const pieces = [];
  for (let left = below(one([3, 6, 12])); left >= 0; left -= 1) {
    const kind = below(10);
    if (kind < 3) pieces.push(one(known));
    else if (kind < 5) pieces.push(one(OPERATORS) + (below(2) ? one(known) : ''));
    else if (kind < 6) pieces.push(one(ODD));
    else if (kind < 7) pieces.push(one(payloads).text);
    else if (kind < 8) pieces.push(`"${one(known)} ${one(known)}${below(4) ? '"' : ''}`);
    else {
      // A known word with a slip, or cut short.
      const word = [...one(known)];
      const at = below(word.length);
      word.splice(at, below(2), ...(below(2) ? [one([...'abcxyz']), one(ODD)] : []));
      pieces.push(word.slice(0, 1 + below(word.length + 1)).join(''));
    }
  }
  return pieces.join(one(['', ' ', ' ', ' ', '  ', '\n']));
};

const sites = process.argv.slice(2);
const rounds = 150 * Number(process.env.OFFPRINT_FUZZ ?? 1);
for (const site of sites) {
  const asked = [];
  const { search, card, root } = engine(async (name) => {
    asked.push(name);
    return new Uint8Array(inflateRawSync(readFileSync(join(site, 'search', name))));
  });
  const { words, stem, fold } = await root();
  const every = (await search('-year:0001 ')).papers;
  holds(every.length > 2, `${site}: all papers but those of a year that has none: ${every.length}`);
  const known = [...new Set((await Promise.all(every.map(card))).flatMap(({ title, by, topics }) => [title, by, ...(topics ?? [])].join(' ').split(/\s+/)).filter(Boolean))];
  const all = new Set(every);
  for (let round = 0; round < rounds; round += 1) {
    const text = query(known);
    const shown = JSON.stringify(text).slice(0, 300);
    try {
      for (const source of [text, one(payloads).text]) {
        let last = -1;
        for (const { word, start, end: stop } of words(source)) {
          // Pairs of letters overlap; nothing starts before the one before it, or ends outside of the text.
          holds(word && start > last && stop > start && stop <= source.length, `words of ${JSON.stringify(source).slice(0, 300)}: ${word} ${start} ${stop}`);
          last = start;
          holds(typeof stem(word) === 'string' && fold(word) === fold(fold(word)), `folding twice: ${word}`);
        }
      }
      const filters = one([{}, {}, { code: true }, { from: '2026-03-04' }, { to: '2026-03-04' }, { from: 'never' }, { topic: text }, { topic: '__proto__' }]);
      const answer = await search(text, filters);
      const { papers, whole, phrases, terms, starts, corrected, near, common } = answer;
      holds(new Set(papers).size === papers.length && papers.every((paper) => all.has(paper)), `${site}: ${shown}: papers that are there, each once: ${papers}`);
      holds(!answer.isNear || (whole === 0 && papers.length <= 200), `${site}: ${shown}: papers by meaning beside ${whole} with all words`);
      holds(whole >= 0 && whole <= papers.length, `${site}: ${shown}: ${whole} of ${papers.length} have all words`);
      holds([phrases, starts, corrected, near, common].every(Array.isArray) && terms instanceof Set, `${site}: ${shown}: the form of the answer`);
      holds([...corrected, ...near].every((pair) => pair.length === 2 && pair.every((word) => typeof word === 'string' && word)), `${site}: ${shown}: words that were meant`);
      if (papers.length) {
        const { id, title, date } = await card(one(papers));
        holds(typeof id === 'string' && id && typeof title === 'string' && /^\d{4}-\d\d-\d\d$/.test(date), `${site}: ${shown}: a card: ${id} ${date}`);
      }
      // Less can only be found with more filters; asked again, the answer is the same.
      const quiet = `${text.replaceAll('"', '')} `;
      const wide = new Set((await search(quiet)).papers);
      const fewer = await search(quiet, { from: '2026-03-04' });
      // Papers that are close in meaning may have no word of the query; those with all words come before them.
      const narrow = fewer.whole ? fewer.papers.slice(0, fewer.whole) : fewer.isNear ? [] : fewer.papers;
      if (wide.size) holds(narrow.every((paper) => wide.has(paper)), `${site}: ${JSON.stringify(quiet).slice(0, 300)}: a filter finds more`);
      holds((await search(text, filters)).papers.join() === papers.join(), `${site}: ${shown}: another answer the second time`);
    } catch (error) {
      holds(false, `${site}: ${shown}: ${error.stack?.slice(0, 300)}`);
    }
  }
  holds(asked.every((name) => /^(index|terms\/\d+|words\/\d+|cards\/\d+|pages\/(terms|cards)|near\/(index|\d+|words\/\d+))\.bin$/.test(name)), `${site}: files of the index alone: ${asked.slice(-3)}`);
  console.log(`${site}: ${rounds} queries, ${new Set(asked).size} files of the index`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

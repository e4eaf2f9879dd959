// What somebody types who looks for a paper they have seen: a title with a slip, a phrase, an author and a word. The same papers always give
// the same queries.
import { createHash } from 'node:crypto';

/** Words that nobody types to find something. */
const SMALL = new Set('a an and are as at be by can for from has have how in into is it its of on or our that the their this these to towards using via was we what when which with without'.split(' '));

/** Pseudorandom numbers, seeded by a text. */
const dice = (seed) => {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};
const wordsOf = (text) => text.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean);
const telling = (text) => wordsOf(text).filter((word) => /^\p{L}[\p{L}\p{N}-]{2,}$/u.test(word) && !SMALL.has(word.toLowerCase()));

/** A slip of the hand: a letter left out, doubled, taken for another, or two swapped; seldom the first. */
const slip = (word, roll) => {
  const at = roll(8) === 0 ? 0 : 1 + roll(word.length - 2);
  const [before, letter, next, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  return [before + next + after, before + letter + letter + next + after, before + 'etaoinsrhl'[roll(10)] + next + after, before + next + letter + after][roll(4)];
};
/** The same word in another form. */
const bent = (word) => {
  if (/[a-z]{3}ing$/.test(word)) return word.replace(/ing$/, 'ed');
  if (/[a-z]{3}ed$/.test(word)) return word.replace(/ed$/, 'ing');
  if (/[a-z]{3}ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/[a-z]{3}[^su]s$/.test(word)) return word.replace(/s$/, '');
  return /[a-z]{3}[^aeiouys]$/.test(word) ? `${word}s` : null;
};
/** Some words of a list, in their order. */
const some = (list, count, roll) => {
  const places = list.map((_, at) => at);
  while (places.length > count) places.splice(roll(places.length), 1);
  return places.map((at) => list[at]);
};

/** Every kind of query: what of a paper is typed; nothing where it has no such thing. */
const KINDS = {
  'title words, one with a slip': ({ title }, roll) => {
    const list = some([...new Set(telling(title))], 3, roll);
    const long = list.filter((word) => word.length > 4);
    if (list.length < 3 || !long.length) return null;
    const wrong = long[roll(long.length)];
    return list.map((word) => (word === wrong ? slip(word.toLowerCase(), roll) : word.toLowerCase())).join(' ');
  },
  'title words, one in another form': ({ title }, roll) => {
    const list = some([...new Set(telling(title).map((word) => word.toLowerCase()))], 3, roll);
    const able = list.filter(bent);
    if (list.length < 3 || !able.length) return null;
    const other = able[roll(able.length)];
    return list.map((word) => (word === other ? bent(word) : word)).join(' ');
  },
  'title words, the last unfinished': ({ title }, roll) => {
    const list = some([...new Set(telling(title).map((word) => word.toLowerCase()))], 3, roll);
    const last = list.at(-1);
    return list.length < 3 || last.length < 6 ? null : [...list.slice(0, -1), last.slice(0, 4 + roll(last.length - 5))].join(' ');
  },
  'five words of the abstract': ({ abstract }, roll) => run(abstract, roll),
  'the same, in quotes': ({ abstract }, roll) => { const words = run(abstract, roll); return words && `"${words}"`; },
  'an author and a title word': ({ authors, title }, roll) => {
    const name = wordsOf(authors?.[roll(authors.length || 1)] ?? '').at(-1);
    const list = telling(title);
    return name && name.length > 1 && list.length ? `${name} ${list[roll(list.length)]}`.toLowerCase() : null;
  },
};
/** Five words in a row, of plain letters, such as somebody copies or remembers. */
const run = (abstract, roll) => {
  const rows = (abstract ?? '').split(/[^\p{L}\p{N}\s'’-]+|\n\n/u).map((part) => part.trim().split(/\s+/)).filter((row) => row.length > 5 && row.every((word) => /^[\p{L}'’-]+$/u.test(word)));
  if (!rows.length) return null;
  const row = rows[roll(rows.length)];
  const at = roll(row.length - 4);
  return row.slice(at, at + 5).join(' ');
};

const hash = (text) => createHash('sha256').update(text).digest('hex');

/** The papers that weights may be tuned on are, for each kind of query, those whose hash begins like this; 19 of 100. */
const isSeen = (kind, id) => hash(`${kind} ${id}`) < '30';

/**
 * Queries of each kind about a number of papers: {kind, id, query}. Those of the half `seen` are what the weights of the ranking were tuned on;
 * those of `unseen` are about papers of which no query of any kind was ever looked at before.
 */
export const queries = (papers, count, half = 'seen') => {
  const fair = half === 'seen' ? null : papers.filter(({ id }) => !Object.keys(KINDS).some((kind) => isSeen(kind, id)));
  // The same title twice has no one answer.
  const titles = new Map();
  for (const { title } of papers) titles.set(title.toLowerCase(), (titles.get(title.toLowerCase()) ?? 0) + 1);
  return Object.entries(KINDS).flatMap(([kind, typed]) => {
    const order = (fair ?? papers.filter(({ id }) => isSeen(kind, id))).map((paper) => [hash(`${kind} ${paper.id}`), paper]).sort(([a], [b]) => (a < b ? -1 : 1));
    const list = [];
    for (const [, paper] of order) {
      if (list.length === count) break;
      if (titles.get(paper.title.toLowerCase()) > 1) continue;
      const query = typed(paper, dice(`${kind} ${paper.id}`));
      if (query) list.push({ kind, id: paper.id, query });
    }
    return list;
  });
};

/** What somebody types who looks for nothing in particular: a common word, a name, a topic, a year. */
export const wanders = (papers) => {
  const often = new Map();
  for (const { title, abstract } of papers) for (const word of new Set(telling(`${title} ${abstract}`).map((word) => word.toLowerCase()))) often.set(word, (often.get(word) ?? 0) + 1);
  const words = [...often].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([word]) => word);
  const names = papers.map(({ authors }) => wordsOf(authors?.[0] ?? '').at(-1)).filter((name) => name?.length > 2).map((name) => name.toLowerCase());
  const at = (list, part) => list[Math.floor(list.length * part)];
  return [
    ...[0.0005, 0.002, 0.01].map((part) => ['a common word', at(words, part)]),
    ...[0.05, 0.2, 0.5].map((part) => ['a rare word', at(words, part)]),
    ...[0.1, 0.4, 0.7].map((part) => ['three letters', at(words, part / 10).slice(0, 3)]),
    ...[0.2, 0.5, 0.8].map((part) => ['author:', `author:${at(names, part)}`]),
    ...[0.3, 0.6, 0.9].map((part) => ['a word and has:code', `${at(words, part / 50)} has:code`]),
    ...[0.25, 0.55, 0.85].map((part) => ['two common words, one left out', `${at(words, part / 100)} ${at(words, part / 70)} -${at(words, part / 40)}`]),
  ].map(([kind, query]) => ({ kind, query }));
};

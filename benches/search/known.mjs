// Asks the engine of the search page, in Node, for papers that are known to be there, and prints how often they come first, among five,
// among ten and among fifty, for each kind of query, with the median of files and bytes, the mean of bytes, and the queries that find nothing.
//
//   node known.mjs OUT QUERIES.json [--script FILE] [--misses] [--json FILE]
//
// OUT is a built site. QUERIES.json is a list of {kind, query, id, ok}, or QUERIES.tsv has lines of id, question and short query: a paper is found if any id of `ok` (or `id`) is among the first. Queries
// for papers that the site does not have are left out. A quoted phrase is looked for in the pages of the first papers, as the search page does.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const { values: options, positionals: [out, queries] } = parseArgs({ allowPositionals: true, options: {
  script: { type: 'string', default: new URL('../../themes/default/static/search-engine.js', import.meta.url).pathname },
  misses: { type: 'boolean' },
  json: { type: 'string' },
} });
await import(pathToFileURL(options.script));
let [bytes, files] = [0, 0];
const load = async (name) => {
  const packed = readFileSync(join(out, 'search', name));
  bytes += packed.length;
  files += 1;
  return new Uint8Array(inflateRawSync(packed));
};
const start = () => globalThis.offprint.engine(load);
const whole = start();
const { words } = await whole.root();

const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const texts = new Map();
/** The words of a paper's page, in order. */
const wordsOf = (id) => {
  if (!texts.has(id)) {
    const html = /<main[^>]*>([\s\S]*)<\/main>/.exec(readFileSync(join(out, 'papers', id, 'index.html'), 'utf8'))?.[1] ?? '';
    const plain = html.replace(/<math[^>]*alttext="([^"]*)"[\s\S]*?<\/math>/g, '$1').replace(/<[^>]*>/g, '').replace(/&([a-z]+|#\w+);/g, (all, name) => SIGNS[name] ?? all);
    texts.set(id, ` ${words(plain).map(({ word }) => word).join(' ')} `);
  }
  return texts.get(id);
};

const rows = new Map();
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
const source = readFileSync(queries, 'utf8');
const ofLine = ([id, question, short]) => [{ kind: 'question', id, query: question }, { kind: 'short query in other words', id, query: short }];
const given = queries.endsWith('.tsv') ? source.trim().split('\n').flatMap((line) => ofLine(line.split('\t'))) : JSON.parse(source);
const asked = given.filter(({ id }) => existsSync(join(out, 'papers', id)));
for (const each of asked) {
  const { kind, query, id, ok = [id] } = each;
  const fresh = start();
  [bytes, files] = [0, 0];
  const answer = await fresh.search(query, {});
  const cost = [bytes, files];
  const ids = [];
  for (const paper of answer.papers.slice(0, answer.phrases.length ? 60 : 50)) {
    const { id } = await whole.card(paper);
    if (answer.phrases.every((phrase) => wordsOf(id).includes(` ${phrase.join(' ')} `))) ids.push(id);
  }
  const place = ids.findIndex((id) => ok.includes(id));
  Object.assign(each, { place, bytes: cost[0], files: cost[1] });
  const row = rows.get(kind) ?? { asked: 0, first: 0, five: 0, ten: 0, fifty: 0, none: 0, bytes: [], files: [] };
  rows.set(kind, row);
  row.asked += 1;
  row.first += place === 0;
  row.five += place >= 0 && place < 5;
  row.ten += place >= 0 && place < 10;
  row.fifty += place >= 0 && place < 50;
  row.none += !answer.papers.length;
  row.bytes.push(cost[0]);
  row.files.push(cost[1]);
  if (options.misses && !(place >= 0 && place < 10)) console.log(JSON.stringify([kind, query, ok, place, answer.corrected, answer.near, answer.whole]));
}
const share = (count, of) => ((100 * count) / of).toFixed(1).padStart(6);
const mean = (list) => list.reduce((total, own) => total + own, 0) / (list.length || 1);
const line = (name, { asked, first, five, ten, fifty, none, bytes, files }) => console.log(
  name.padEnd(44), String(asked).padStart(5), share(first, asked), share(five, asked), share(ten, asked), share(fifty, asked),
  String(median(files)).padStart(5), (median(bytes) / 1000).toFixed(1).padStart(7), (mean(bytes) / 1000).toFixed(1).padStart(7), String(none).padStart(5));
console.log('typed'.padEnd(44), 'asked    s@1    s@5   s@10   s@50 files      kB    mean  none');
for (const [kind, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) line(kind, row);
const all = [...rows.values()];
const sum = (name) => all.reduce((total, row) => total + row[name], 0);
line('all', { asked: sum('asked'), first: sum('first'), five: sum('five'), ten: sum('ten'), fifty: sum('fifty'), none: sum('none'), bytes: all.flatMap((row) => row.bytes), files: all.flatMap((row) => row.files) });
if (options.json) writeFileSync(options.json, JSON.stringify(asked));

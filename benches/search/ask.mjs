// Asks the search of a built site for papers that are known to be there, in a real browser, and reports how often they come first, and what
// goes over the wire. Pagefind's search of the same pages is asked the same where its index lies in `pagefind/` of the site.
//
//   node ask.mjs SITE [--base /] [--queries 200] [--half seen|unseen] [--misses] [--slow] [--wire]       as JSON
//
// `--half` says which papers are asked for: those that weights were tuned on, or others. `--misses` lists what was not among the first ten,
// `--slow` has a connection of 1.6 Mbit/s and 150 ms, `--wire` looks only at what goes over it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, serve } from '../../tests/browser/served.mjs';
import { queries, wanders } from './queries.mjs';

const { values: options, positionals: [site] } = parseArgs({ allowPositionals: true, options: {
  queries: { type: 'string', default: '200' },
  base: { type: 'string', default: '/' },
  half: { type: 'string', default: 'seen' },
  wire: { type: 'boolean' },
  misses: { type: 'boolean' },
  slow: { type: 'boolean' },
} });
const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&([a-z]+|#\w+);/g, (whole, name) => SIGNS[name] ?? whole).trim();
/** What a paper's page says of it. */
const paperOf = (id) => {
  const html = readFileSync(join(site, 'papers', id, 'index.html'), 'utf8');
  const meta = (name) => [...html.matchAll(new RegExp(`<meta name="${name}" content="([^"]*)"`, 'g'))].map(([, value]) => plain(value));
  // Nobody types a formula: the words around one are not a phrase.
  const abstract = /<div class="prose abs"[^>]*>(.*?)<\/div>/s.exec(html)?.[1].replace(/<(math|code)\b.*?<\/\1>/gs, '\u00a7') ?? '';
  return { id, title: meta('citation_title')[0] ?? '', authors: meta('citation_author'), abstract: plain(abstract) };
};
const ids = readdirSync(join(site, 'papers')).sort();
// Of a large archive some are enough to ask for.
const papers = ids.filter((_, at) => at % Math.ceil(ids.length / 10_000) === 0).map(paperOf).filter(({ title }) => title);
const asked = queries(papers, Number(options.queries), options.half);

/** Answers of the server since it was last emptied: path and bytes. */
let sent = [];
const { origin, close } = await serve(site, options.base, (path, bytes) => sent.push([path, bytes]));
const browser = await launch();
const open = async (path) => {
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
  await page.goto(origin + path);
  await page.waitForLoadState('networkidle');
  return page;
};

/** Ours: the search page itself. An address it is sent to is answered as if it had been typed. */
const ours = async () => {
  sent = [];
  const page = await open('search/');
  // The script that only this page has belongs to its first query, as the other's does.
  const script = sent.filter(([path]) => path.startsWith('assets/search'));
  const found = (query, many = 10) => page.evaluate(async ([query, many]) => {
    const list = document.querySelector('#results');
    performance.clearResourceTimings();
    const start = performance.now();
    history.replaceState(null, '', `?q=${encodeURIComponent(query)}`);
    dispatchEvent(new PopStateEvent('popstate'));
    while (list.hasAttribute('aria-busy')) await new Promise((done) => setTimeout(done, 1));
    const end = performance.now();
    const came = performance.getEntriesByType('resource').filter(({ name, responseEnd }) => /\/search\/.*bin$/.test(name) && responseEnd <= end).map(({ responseEnd }) => responseEnd);
    // A few come at first, the rest when they are scrolled to or asked for.
    const more = document.querySelector('#more');
    for (let turns = 0; list.children.length < many && !more.hidden && turns < 5; turns += 1) {
      const before = list.children.length;
      more.click();
      for (let left = 2000; left > 0 && list.children.length === before && !more.hidden; left -= 1) await new Promise((done) => setTimeout(done, 1));
    }
    return { paths: [...list.querySelectorAll('h2 a')].slice(0, 10).map((link) => new URL(link.href).pathname), took: end - start, after: end - Math.max(start, ...came) };
  }, [query, many]);
  // Texts come when the results are in sight.
  const whole = async (query) => { const answer = await found(query, 0); await page.waitForLoadState('networkidle'); await page.waitForTimeout(300); return answer; };
  return { page, found, whole, script };
};
/** Pagefind by its own interface. */
const pagefind = async () => {
  const page = await open('404.html');
  const found = (query, many = 10) => page.evaluate(async ([query, many, home]) => {
    const start = performance.now();
    const pagefind = await import(`${home}pagefind/pagefind.js`);
    const { results } = await pagefind.search(query);
    const paths = (await Promise.all(results.slice(0, many).map((result) => result.data()))).map(({ url }) => url);
    return { paths, took: performance.now() - start };
  }, [query, many, origin]);
  // Its own list shows five.
  return { page, found, whole: (query) => found(query, 5), script: [] };
};

const measure = async (start) => {
  const kinds = {};
  const engine = await start();
  for (const { kind, id, query } of options.wire ? [] : asked) {
    const { paths } = await engine.found(query);
    const place = paths.findIndex((path) => decodeURIComponent(path).endsWith(`/papers/${id}/`));
    const row = (kinds[kind] ??= { asked: 0, first: 0, five: 0, ten: 0, misses: [] });
    row.asked += 1;
    if (place === 0) row.first += 1;
    if (place >= 0 && place < 5) row.five += 1;
    if (place >= 0 && place < 10) row.ten += 1;
    else if (options.misses) row.misses.push([query, id]);
  }
  await engine.page.close();
  // What goes over the wire: a browser that has been nowhere yet is asked some of each kind, one after the other; the first of each kind also
  // by one of its own.
  const first = [];
  const later = [];
  const each = [...new Set(asked.map(({ kind }) => kind))].map((kind) => asked.filter((one) => one.kind === kind));
  const known = [0, 1, 2, 3].flatMap((turn) => each.map((list) => list[turn])).filter(Boolean);
  const sample = options.wire ? [...known.slice(0, 2 * each.length), ...wanders(papers)] : known;
  const alone = [...new Set(sample.map(({ kind }) => kind))].map((kind) => sample.filter((one) => one.kind === kind).slice(0, 1));
  for (const fresh of [...alone, sample]) {
    const { page, whole, script } = await start();
    if (options.slow) {
      const wire = await page.context().newCDPSession(page);
      await wire.send('Network.enable');
      await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
    }
    for (const [turn, { kind, query }] of fresh.entries()) {
      sent = turn ? [] : script;
      const { took, after } = await whole(query);
      (turn ? later : first).push({ kind, query, bytes: sent.reduce((sum, [, bytes]) => sum + bytes, 0), files: sent.length, took, after });
    }
    await page.close();
  }
  return { kinds, first, later };
};
const answers = { papers: ids.length, ours: await measure(ours) };
if (existsSync(join(site, 'pagefind'))) answers.pagefind = await measure(pagefind);
console.log(JSON.stringify(answers, null, 1));
await browser.close();
close();

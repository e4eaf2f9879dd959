// Checks the most read pages with Lighthouse in all four categories, and the size of every page.
//
//   node quality.mjs SITE=/base/       the built site, with days of many papers
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import lighthouse from 'lighthouse';
import { judge, launch, serve, sites, verdict } from './served.mjs';

/// Of 100, in each category. Lighthouse measures time too, so that a busy machine costs points: a page is looked at up to three times.
const LEAST = 95;
const TRIES = 3;
const PORT = 9247;
/// What goes over the wire for a first page, HTML and style, compressed; in bytes.
const PAPER = 15_000;
const DAY = 40_000;
/// The papers of a day that DAY is meant for; a fuller day may weigh more in proportion.
const PAPERS = 30;
/// The scripts that a page names, compressed.
const SCRIPTS = 10_000;
/// What some pages add to the scripts of the home page, and no other page asks for. The engine of search knows the forms, spellings, names and
/// identifiers that people type; the reading list exports, imports and rates papers; readers choose feeds. No server does any of this.
const OWN = { search: 26_000, reading: 10_000, 'for-you': 10_000, feeds: 2_000 };

const [{ site, base }] = sites();
const file = (path) => join(site, path, 'index.html');
const packed = (path) => gzipSync(readFileSync(path)).length;
const folders = (path) => readdirSync(join(site, path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const total = (files) => files.reduce((sum, path) => sum + packed(path), 0);

/// The styles of pages; that of feeds is for feeds only.
const style = total([...readFileSync(file(''), 'utf8').matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => join(site, href.slice(base.length))));
/// The scripts a page names, as files.
const scripts = (path) => [...readFileSync(file(path), 'utf8').matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => join(site, src.slice(base.length)));
const loaded = { page: 0 };
const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith('index.html')).map((path) => dirname(path));
for (const path of pages.filter((path) => !OWN[path])) {
  const bytes = total(scripts(path));
  loaded.page = Math.max(loaded.page, bytes);
  judge(bytes <= SCRIPTS, `the scripts of ${path} weigh ${bytes}`);
}
for (const [path, most] of Object.entries(OWN)) {
  loaded[path] = total(scripts(path).filter((script) => !scripts('').includes(script)));
  judge(loaded[path] > 0 && loaded[path] <= most, `what ${path} adds to the scripts weighs ${loaded[path]}`);
}
const papers = folders('papers').map((id) => `papers/${id}/`);
const days = folders('days').map((day) => `days/${day}/`);
const heaviest = { papers: 0, day: 0 };
for (const path of papers) {
  const bytes = packed(file(path)) + style;
  heaviest.papers = Math.max(heaviest.papers, bytes);
  judge(bytes <= PAPER, `${path} weighs ${bytes} with its style`);
}
for (const path of days) {
  const count = readFileSync(file(path), 'utf8').split('<article class="card"').length - 1;
  const bytes = packed(file(path)) + style;
  heaviest.day = Math.max(heaviest.day, bytes);
  judge(bytes <= DAY * Math.max(1, count / PAPERS), `${path} weighs ${bytes} with its style and ${count} papers`);
}
console.log(`style ${style}, scripts of a page ${loaded.page}, more for ${Object.keys(OWN).map((path) => `${path} ${loaded[path]}`).join(', ')}, heaviest paper ${heaviest.papers}, heaviest day ${heaviest.day}`);

const largest = (paths) => [...paths].sort((a, b) => statSync(file(b)).size - statSync(file(a)).size)[0];
const topics = folders('topics').map((slug) => `topics/${slug}/`);
const { origin, close } = await serve(site, base);
const browser = await launch([`--remote-debugging-port=${PORT}`]);
for (const path of ['', largest(days), papers[papers.length - 1], largest(topics)]) {
  let scores = {};
  let wrong = [];
  for (let left = TRIES; left > 0; left -= 1) {
    const { lhr } = await lighthouse(origin + path, { port: PORT, output: 'json', logLevel: 'silent', onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'] });
    scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    wrong = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0).map(({ id, title }) => `${id}: ${title}`);
    if (Object.values(scores).every((score) => score >= LEAST)) break;
  }
  const text = Object.entries(scores).map(([name, score]) => `${name} ${score}`).join(', ');
  console.log(`/${path}: ${text}${wrong.map((audit) => `\n  ${audit}`).join('')}`);
  judge(Object.values(scores).every((score) => score >= LEAST), `Lighthouse of /${path}: ${text}`);
}
await browser.close();
close();
verdict();

// Checks in a browser that hostile texts do nothing, with and without the content security policy of the pages.
//
//   node hostile.mjs OFFPRINT          the program
//
// Each payload of `tests/data/payloads/` goes into every field (see `payloads.mjs`). Then pages, search results, the reading list, exports and
// feeds are opened. No dialog, no call of a payload, no violation of the policy, no request to another host, no dangerous node in a page.
// Without the policy in the pages, a report-only header reports every violation.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { FIELDS, RECORDS, markOf, payloads, records as recordsOf, write, writeRecords } from './payloads.mjs';
import { judge, launch, serve, verdict } from './served.mjs';

const [offprint] = process.argv.slice(2);
const BASE = '/h/';
/// One of this many pages of topics, organizations and authors is opened: the same templates render them, and lists show all names.
const OF_MEMBERS = 24;
/// With the policy, one of this many papers and days is opened again. The run without the policy opens all.
const WITH_POLICY = 20;
/// One of this many papers is loaded in a frame; of the others, the document is examined. Every payload is in a day's page, and these are all
/// loaded.
const LOADED = 25;
/// Frames that load at once in a tab, and tabs.
const FRAMES = 6;
const TABS = 2;

const folder = mkdtempSync(join(tmpdir(), 'offprint-hostile-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Records of vocabularies: `check` says which it refuses. It has to refuse what is dangerous by the rules of browsers; the rest is in the site.
const vocabulary = recordsOf(payloads);
const apart = mkdtempSync(join(tmpdir(), 'offprint-hostile-'));
process.on('exit', () => rmSync(apart, { recursive: true, force: true }));
writeRecords(apart, vocabulary);
const checked = spawnSync(offprint, ['check', '--site', apart, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
const wrongLines = new Set();
for (const line of checked.stdout.trim().split('\n')) {
  const { severity, file, line: number } = JSON.parse(line);
  if (severity !== 'error') continue;
  judge(file && number, `an error of a record has its place: ${line.slice(0, 200)}`);
  wrongLines.add(`${file}:${number}`);
}
/** Returns whether a value is allowed in its field, judged by how a browser interprets it. */
const mayStand = ({ field, text }) => {
  if (field.endsWith('orcid')) return /^(?:https?:\/\/orcid\.org\/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]\/?$/i.test(text.trim());
  // Of an ORCID iD, only its sixteen characters are kept: what follows them is not in the site.
  if (field === 'authors.yaml: orcid, whole') return !/^[\dX-]/i.test(text);
  // Any text may be a handle, which is shown as text, and a parent, of which the slug is taken.
  if (field === 'organizations.yaml: key' || field.endsWith('parent')) return true;
  if (field.endsWith('key')) return !/[\s<>"'&/\\:;()\p{Cc}]/u.test(text);
  const value = text.replace(/^[\s\x85]+|[\s\x85]+$/g, '');
  if (/[\p{White_Space}<>"\p{Cc}]/u.test(value)) return false;
  if (field.endsWith('whole')) return true;
  try {
    const { protocol, origin } = new URL(value, 'https://example.org/h/');
    return ['http:', 'https:'].includes(protocol) && (origin === 'https://example.org' || /^https?:\/\//i.test(value));
  } catch {
    // No browser follows it.
    return true;
  }
};
const places = new Map();
const accepted = vocabulary.filter((record) => {
  const number = (places.get(record.file) ?? 0) + 1;
  places.set(record.file, number);
  record.isRefused = wrongLines.has(`content/${record.file}:${number}`);
  judge(record.isRefused || mayStand(record), `${record.name} is refused as ${record.field}: ${record.line.slice(0, 160)}`);
  return !record.isRefused;
});
for (const field of Object.keys(RECORDS)) {
  const own = vocabulary.filter((record) => record.field === field);
  const refused = own.filter(({ isRefused }) => isRefused).length;
  if (!/organizations.yaml: key|parent/.test(field)) judge(refused > own.length / 4, `${field}: ${refused} of ${own.length} are refused`);
  console.log(`${field}: ${refused} payloads are refused, ${own.length - refused} are shown`);
}
const entries = write(folder, payloads, new Set(), accepted);
const built = spawnSync(offprint, ['build', '--site', folder, '--keep-going'], { encoding: 'utf8', maxBuffer: 1 << 28 });
const site = join(folder, 'public');
const [, papers, refused] = /(\d[\d,]*) papers.*?\((\d[\d,]*) left out/.exec(built.stderr + built.stdout) ?? [];
judge(built.status === 0 && papers, `the site is built: ${built.stderr.slice(-300)}`);
judge(payloads.length >= 1000, `${payloads.length} payloads`);
console.log(`${payloads.length} payloads in ${FIELDS.length} fields: ${entries} entries, ${papers} papers, ${refused} refused`);

const files = (below) => readdirSync(below, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  .flatMap((entry) => (entry.isDirectory() ? files(join(below, entry.name)) : [join(below, entry.name)]));
const paths = files(site).map((file) => relative(site, file).split(sep).join('/'));
const address = (path) => path.replace(/index\.html$/, '').split('/').map(encodeURIComponent).join('/');
const html = paths.filter((path) => path.endsWith('.html'));
const redirects = html.filter((path) => /^<meta http-equiv="refresh" content="0; url=/m.test(readFileSync(join(site, path), 'utf8')));
const isMember = (path) => /^(topics|organizations|authors)\/[^/]+\/index\.html$/.test(path);
let members = 0;
/// Pages of records whose addresses a payload is in, all of them.
const isRecord = (path) => /^(organizations\/lab-[kulwm]\d|authors\/ada-[ukowq]\d|papers\/v\d)/.test(path);
const opened = html.filter((path) => !redirects.includes(path) && (!isMember(path) || isRecord(path) || (members += 1) % OF_MEMBERS === 0));
judge(html.filter(isRecord).length >= accepted.filter(({ use }) => use).length, 'every accepted record is shown');
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(join(site, 'index.html'), 'utf8'))[1].replaceAll('&#39;', "'").replaceAll('&#x27;', "'");

/** The first script of each page: reports everything that payloads may try. */
const watch = () => {
  const report = (what) => { try { (top.reports ??= []).push(`${location.pathname.slice(0, 120)}: ${what}`); } catch { /* Another origin: its request is reported. */ } };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fired']) {
    Object.defineProperty(globalThis, name, { value: (...given) => { report(`calls ${name}(${given.map(String).join()})`); return null; }, configurable: false });
  }
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => blockedURI.startsWith('https://example.org/h/') || report(`violates ${effectiveDirective}: ${blockedURI} ${sample}`));
};

/** Returns the dangerous nodes of a page: those that the theme does not have. */
const dangers = ([base, isFeed]) => (document) => {
  const bad = [];
  const own = (css) => (isFeed ? [] : [...document.querySelectorAll(css)]);
  const drawn = new Set(own('svg:is(.columns, .bar), svg:is(.columns, .bar) *'));
  const controls = new Set(own('aside.beside, [data-for=order], [data-for=order] *, #follows form, #follows form *, [data-do], label:has(> [data-do]), textarea.own, #picked :is(label, input), .pick input, .foot form, .foot form *, form#search, form#search *, form.find, form.find *, .tools :is(input, fieldset, legend, label, select, option), .note > label, .note > label input, [data-for=keys] input, dialog, dialog *, button:not([formaction], [form])'));
  const allowed = new Set(`html head title body a header p nav aside ul li main ol article h1 h2 h3 h4 h5 h6 div section details summary pre code dl dt dd time footer bdi small span img strong em del template
    table thead tbody tfoot tr th td caption blockquote hr br sup sub i b abbr cite dfn figcaption figure ins kbd mark q s samp u var wbr noscript label`.split(/\s+/));
  const math = new Set('math mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose semantics'.split(' '));
  const shown = (element) => element.outerHTML.slice(0, 160);
  const ids = new Set();
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (element.namespaceURI === 'http://www.w3.org/1998/Math/MathML') {
      if (!math.has(name) || element.hasAttribute('href') || element.hasAttribute('xlink:href')) bad.push(shown(element));
    } else if (element.namespaceURI === 'http://www.w3.org/2000/svg') {
      if (!drawn.has(element)) bad.push(shown(element));
    } else if (name === 'script') {
      const isData = element.type === 'application/ld+json';
      if (!isData && (isFeed || !element.src.startsWith(`${location.origin}${base}assets/`) || element.text)) bad.push(shown(element));
      if (isData) try { JSON.parse(element.text); } catch { bad.push(`JSON-LD is not JSON: ${shown(element)}`); }
    } else if (name === 'link') {
      if (isFeed || element.parentElement !== document.head || (!['canonical', 'alternate'].includes(element.rel) && !element.href.startsWith(`${location.origin}${base}assets/`))) bad.push(shown(element));
    } else if (name === 'meta') {
      if (isFeed || element.parentElement !== document.head || (element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy')) bad.push(shown(element));
    } else if (!allowed.has(name) && !controls.has(element)) bad.push(shown(element));
    for (const { name: key, value } of element.attributes) {
      if (/^on/i.test(key) || ['srcdoc', 'style', 'ping', 'formaction', 'background', 'srcset', 'poster'].includes(key)) bad.push(`${key} of ${shown(element)}`);
      if (['href', 'src', 'action', 'cite', 'data', 'xlink:href'].includes(key) && !drawn.has(element)) {
        let scheme;
        try { scheme = new URL(value, document.baseURI).protocol; } catch { scheme = 'http:'; }
        if (!['http:', 'https:', 'mailto:'].includes(scheme)) bad.push(`${scheme} of ${shown(element)}`);
        if (key === 'src' && !value.startsWith('https://example.org/h/') && new URL(value, document.baseURI).origin !== location.origin) bad.push(`loads ${value}`);
      }
      if (key === 'name' && !['meta', 'input', 'select'].includes(name)) bad.push(`a name: ${shown(element)}`);
      if (key === 'id' && !drawn.has(element)) {
        if (ids.has(value)) bad.push(`the id ${value} is there twice: ${shown(element)}`);
        ids.add(value);
      }
    }
  }
  if (!isFeed) for (const one of ['body > main#main', 'body > footer.foot', 'body > header.top']) if (document.querySelectorAll(one).length !== 1) bad.push(`${document.querySelectorAll(one).length} of ${one}`);
  return bad;
};

/** Reports a fault with its payloads, by the numbers of papers and days. */
const concerned = new Set();
const held = (good, what) => {
  judge(good, what);
  if (!good) for (const [, number] of what.matchAll(/\/[pxant](\d+)\b/g)) if (payloads[number]) concerned.add(payloads[number].name);
};

const counts = { pages: 0, 'pages loaded': 0, 'pages alone': 0, results: 0, kept: 0, exports: 0, 'items of feeds': 0, redirects: 0 };
const browser = await launch();

/** Runs `work` on each of a list, in several tabs. */
async function tabs(context, list, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: TABS }, async () => {
    const page = await context.newPage();
    for (let next = left.shift(); next; next = left.shift()) await work(page, next);
    await page.close();
  }));
}

/** Splits a list into parts of the given length. */
const parts = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, at * size + size));

/** Returns the number of records of a RIS, BibTeX or CSL-JSON text; -1 if it cannot be parsed. */
const records = {
  ris: (text) => (text.split('\r\n').every((line) => !line || /^[A-Z][A-Z0-9] {2}- ?[^\n\r]*$/.test(line)) && (text.match(/^ER {2}-/gm) ?? []).length === (text.match(/^TY {2}- /gm) ?? []).length ? text.match(/^TY {2}- /gm).length : -1),
  'csl.json': (text) => { try { return JSON.parse(text).length; } catch { return -1; } },
  bib: (text) => {
    let [depth, found] = [0, 0];
    for (const token of text.match(/\\.|[{}]|@[a-z]+\{/gis) ?? []) {
      if (token.startsWith('@') && depth === 0) found += 1;
      if (token.endsWith('{') && !token.startsWith('\\')) depth += 1;
      if (token === '}') depth -= 1;
      if (depth < 0) return -1;
    }
    return depth === 0 ? found : -1;
  },
};

async function look(withPolicy) {
  const mode = withPolicy ? 'with the policy' : 'without a policy';
  const headers = withPolicy ? {} : { 'content-security-policy-report-only': policy };
  const strip = (text) => (withPolicy ? text : text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
  const { origin, close } = await serve(site, BASE, () => {}, { headers, html: strip, isPacked: false });
  const host = new URL(origin).host;
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, reducedMotion: 'reduce' });
  await context.addInitScript(watch);
  // Times are not judged.
  context.setDefaultNavigationTimeout(180_000);
  // Items of feeds name images of the site by their whole address.
  const isOwnImage = (request) => request.resourceType() === 'image' && request.url().startsWith('https://example.org/h/') && request.frame().url() === 'about:srcdoc';
  await context.route('https://example.org/**', (route) => route.abort());
  context.on('dialog', (dialog) => { held(false, `${mode}: a dialog: ${dialog.message()}`); dialog.dismiss().catch(() => {}); });
  context.on('request', (request) => { const { host: asked, protocol } = new URL(request.url()); if (asked !== host && !['blob:', 'about:', 'data:'].includes(protocol) && !isOwnImage(request)) held(false, `${mode}: asks for ${request.url().slice(0, 200)} (${request.frame().url().slice(0, 100)})`); });
  // Only relative images may be missing.
  context.on('response', (response) => { if (response.status() >= 400 && response.request().resourceType() !== 'image' && !response.url().endsWith('/404.html')) held(false, `${mode}: ${response.status()} for ${response.url().slice(0, 200)}`); });
  context.on('weberror', (error) => held(false, `${mode}: ${error.page()?.url()}: ${error.error().stack?.slice(0, 300)}`));
  context.on('page', (page) => page.on('popup', (popup) => held(false, `${mode}: opens ${popup.url()}`)));
  const collectReports = async (page, what) => {
    const list = [...new Set(await page.evaluate(() => { const list = top.reports ?? []; top.reports = []; return list; }))];
    held(list.length === 0, `${mode}: ${what}: ${list.join(' | ')}`);
  };
  const bench = `${origin}bench.html`;

  // Every page, most of them in frames.
  const looked = opened.filter((path, at) => !withPolicy || !/^(papers|days)\/./.test(path) || at % WITH_POLICY === 0);
  const isLoaded = (path, at) => withPolicy || !/^papers\/./.test(path) || at % LOADED === 0;
  await tabs(context, parts(looked.map((path, at) => [origin + address(path), isLoaded(path, at)]), 120), async (page, part) => {
    await page.goto(bench);
    const bad = await page.evaluate(async ([addresses, frames, source, given]) => {
      // eslint-disable-next-line no-eval
      const check = (0, eval)(source)(given);
      const found = [];
      const left = [...addresses];
      await Promise.all(Array.from({ length: frames }, async () => {
        for (let [next, isLoaded] = left.shift() ?? []; next; [next, isLoaded] = left.shift() ?? []) {
          if (!isLoaded) {
            const parsed = new DOMParser().parseFromString(await (await fetch(next)).text(), 'text/html');
            for (const each of check(parsed)) found.push(`${new URL(next).pathname}: ${each}`);
            continue;
          }
          const frame = document.createElement('iframe');
          frame.src = next;
          const loaded = new Promise((done) => { frame.onload = done; setTimeout(done, 120_000); });
          document.body.append(frame);
          await loaded;
          // A missing image runs its handler when it fails.
          await new Promise((done) => { setTimeout(done, 0); });
          try {
            if (frame.contentDocument.location.href !== next) found.push(`${next}: redirects to ${frame.contentDocument.location.href}`);
            for (const each of check(frame.contentDocument)) found.push(`${new URL(next).pathname}: ${each}`);
          } catch (error) { found.push(`${next}: ${error}`); }
          frame.remove();
        }
      }));
      return found;
    }, [part, FRAMES, dangers.toString(), [BASE, false]]);
    counts.pages += part.length;
    counts['pages loaded'] += part.filter(([, isLoaded]) => isLoaded).length;
    held(bad.length === 0, `${mode}: ${bad.join('\n   ')}`);
    await collectReports(page, 'frames');
  });

  // A few pages of each kind in a tab of their own; starred and exported.
  const alone = opened.filter((path, at) => !/^(papers|days|weeks|months|p\d|topics\/.|organizations\/.|authors\/.)/.test(path) || at % 90 === 0);
  await tabs(context, alone, async (page, path) => {
    await page.goto(origin + address(path));
    const bad = await page.evaluate(([source, given]) => (0, eval)(source)(given)(document), [dangers.toString(), [BASE, false]]);
    held(bad.length === 0, `${mode}: ${path}: ${bad.slice(0, 3).join(' | ')}`);
    held(new URL(page.url()).pathname === BASE + address(path), `${mode}: ${path} redirects to ${page.url()}`);
    for (const button of await page.$$('.cite [data-save]')) {
      await page.evaluate(() => document.querySelector('.cite').setAttribute('open', ''));
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      const kind = await button.getAttribute('data-save');
      const text = readFileSync(await download.path(), 'utf8');
      held(records[kind]?.(text) === 1, `${mode}: ${path}: one record as ${kind}: ${text.slice(0, 300)}`);
      counts.exports += 1;
    }
    counts['pages alone'] += 1;
    await collectReports(page, path);
  });

  // Search: the papers of a mark, and payloads as queries.
  const search = await context.newPage();
  const settled = () => search.waitForFunction(() => document.querySelector('#status').textContent && !document.querySelector('#results[aria-busy]'), undefined, { timeout: 15000 }).catch(() => held(false, `${mode}: no answer to ${search.url()}`));
  for (let at = 0; at < payloads.length; at += 250) {
    await search.goto(`${origin}search/?q=${markOf(at)}`);
    await settled();
    for (let more = 0; more < 12 && await search.locator('#more:visible').count(); more += 1) {
      await search.click('#more');
      await search.waitForTimeout(30);
    }
    const results = await search.locator('#results > li').count();
    held(results >= 40, `${mode}: ${markOf(at)} finds ${results} papers`);
    counts.results += results;
    await search.evaluate(() => Promise.all([...document.querySelectorAll('#results > li')].map((box) => box.fill?.())));
    const bad = await search.evaluate(([source, given]) => (0, eval)(source)(given)(document), [dangers.toString(), [BASE, false]]);
    held(bad.length === 0, `${mode}: results of ${markOf(at)}: ${bad.slice(0, 3).join(' | ')}`);
  }
  for (let at = 0; at < payloads.length; at += 40) {
    await search.goto(`${origin}search/?q=${encodeURIComponent(payloads[at].text)}`);
    if (payloads[at].text.trim()) await settled();
    const bad = await search.evaluate(([source, given]) => (0, eval)(source)(given)(document), [dangers.toString(), [BASE, false]]);
    held(bad.length === 0, `${mode}: ${payloads[at].name} as a query: ${bad.slice(0, 3).join(' | ')}`);
  }
  await collectReports(search, 'search');

  // The reading list: the papers of some days and of the list of all, kept; then shown, and saved in each form.
  let starred = 0;
  for (const path of opened.filter((each) => /^days\//.test(each)).filter((_, at) => at % 30 === 0)) {
    // The script reads the page of each kept paper before it saves the list.
    if (starred >= 200) break;
    await search.goto(origin + address(path));
    starred += await search.evaluate(() => { const stars = [...document.querySelectorAll('.star')].slice(0, 100); for (const star of stars) star.click(); return stars.length; });
  }
  counts.kept += starred;
  await search.goto(`${origin}reading/`);
  const kept = await search.locator('#list .card').count();
  held(kept > 50, `${mode}: ${kept} papers are kept`);
  const bad = await search.evaluate(([source, given]) => (0, eval)(source)(given)(document), [dangers.toString(), [BASE, false]]);
  held(bad.length === 0, `${mode}: the reading list: ${bad.slice(0, 3).join(' | ')}`);
  for (const button of await search.$$('#export button:not([data-do=link])')) {
    const [download] = await Promise.all([search.waitForEvent('download', { timeout: 120_000 }), button.click()]);
    const end = download.suggestedFilename().replace(/^[^.]*\./, '');
    const text = readFileSync(await download.path(), 'utf8');
    counts.exports += 1;
    if (records[end]) held(records[end](text) === kept, `${mode}: ${records[end](text)} of ${kept} papers as ${end}`);
  }
  await collectReports(search, 'the reading list');

  // Feeds: items hold HTML, and feed readers show it without our policy.
  if (!withPolicy) {
    const feeds = paths.filter((path, at) => path.endsWith('.xml') && !path.includes('sitemap') && (path.split('/').length < 3 || path.includes('/every/') || at % 40 === 0));
    for (const feed of feeds) {
      await search.goto(bench);
      const [items, wrong] = await search.evaluate(async ([from, source, given]) => {
        const check = (0, eval)(source)(given);
        const xml = new DOMParser().parseFromString(await (await fetch(from)).text(), 'application/xml');
        if (xml.querySelector('parsererror')) return [0, [`${from} is not XML`]];
        const texts = [...xml.querySelectorAll('item')].flatMap((item) => [...item.children].filter(({ localName }) => ['encoded', 'description'].includes(localName)).map(({ textContent }) => textContent));
        const found = [];
        for (let at = 0; at < texts.length; at += 25) {
          const frame = document.createElement('iframe');
          frame.srcdoc = texts.slice(at, at + 25).map((text) => `<section>${text}</section>`).join('\n');
          const loaded = new Promise((done) => { frame.onload = done; });
          document.body.append(frame);
          await loaded;
          await new Promise((done) => { setTimeout(done, 0); });
          // Several items are in one frame: they may have the same ids.
          found.push(...check(frame.contentDocument).filter((each) => !each.startsWith('the id ')));
          frame.remove();
        }
        return [texts.length, found];
      }, [origin + feed.split('/').map(encodeURIComponent).join('/'), dangers.toString(), [BASE, true]]);
      counts['items of feeds'] += items;
      held(wrong.length === 0, `${feed}: ${wrong.slice(0, 5).join(' | ')}`);
      await collectReports(search, feed);
    }
    for (const path of redirects) {
      const [, to] = /content="0; url=([^"]*)"/.exec(readFileSync(join(site, path), 'utf8')) ?? [];
      held(to?.startsWith(BASE), `${path} redirects to ${to}`);
      counts.redirects += 1;
    }
  }
  await context.close();
  close();
}

await look(false);
await look(true);
await browser.close();
console.log(Object.entries(counts).map(([what, number]) => `${number} ${what}`).join(', '));
if (concerned.size) console.log(`payloads concerned: ${[...concerned].sort().join(' ')}`);
verdict();

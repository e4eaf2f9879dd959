// Checks every kind of page of built sites with the Nu HTML checker, and with axe in a browser.
//
//   node judge.mjs SITE [SITE …]        each a built folder that is served at its base path, SITE=/base/
//
// The first site gets the most checks. A site named `hostile` is only checked for errors and requests: its texts need not be readable.
//
// Prints a line for every fault and `N passed, N failed` at the end; exits with 1 where anything failed.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import axeCore from 'axe-core';
import { judge, launch, serve, sites, verdict } from './served.mjs';

/// Pages of one kind that are looked at: the first, the last and the largest by name and size.
const PER_KIND = 3;

/** All files below a folder, by path. */
function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** The kind of a page, by its path: `days/2026-04-15/index.html` is a day. */
function kind(path) {
  const parts = path.split(sep);
  if (parts.length === 1) return path;
  if (parts.length === 2) return `${parts[0]}/`;
  const below = ['page', 'votes'].find((name) => parts.slice(2).includes(name));
  return below ? `${parts[0]}/*/${below}` : `${parts[0]}/*`;
}

/// What archives have, by `kind`; the sites that are judged have to show all of it between them.
const KINDS = ['index.html', '404.html', 'archive/', 'trending/', 'stats/', 'reading/', 'for-you/', 'topics/', 'authors/', 'organizations/', 'venues/', 'feeds/', 'days/*', 'weeks/*', 'weeks/*/votes', 'months/*', 'months/*/votes',
  'papers/*', 'topics/*', 'topics/*/page', 'topics/*/votes', 'authors/*', 'organizations/*', 'organizations/*/votes', 'venues/*'];
/// The first page that has one of these is checked too: formulas, folded authors, notes, code, tables, images.
const TRAITS = ['<math', 'display="block"', '<details class="by"', 'class="gone"', 'class="prose notes"', '<span class="c-k"', '<table', '<img', 'class="pager"', 'class="toc"'];

const seen = new Set();

/** A few pages of each kind. */
function sample(site) {
  const kinds = new Map();
  for (const file of walk(site).filter((file) => file.endsWith('.html'))) {
    const name = kind(relative(site, file));
    kinds.set(name, [...(kinds.get(name) ?? []), file]);
  }
  for (const name of kinds.keys()) seen.add(name);
  const all = [...kinds.values()].flat();
  const texts = all.map((file) => [file, readFileSync(file, 'utf8')]);
  const special = TRAITS.flatMap((trait) => texts.find(([, text]) => text.includes(trait))?.[0] ?? []);
  const usual = [...kinds.values()].flatMap((files) => {
    const largest = [...files].sort((a, b) => statSync(b).size - statSync(a).size)[0];
    return [...new Set([files[0], files[files.length - 1], largest])].slice(0, PER_KIND);
  });
  return [...new Set([...usual, ...special])];
}

/** The Nu checker over all files in one process. */
function validate(files) {
  const jar = new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url).pathname;
  const run = spawnSync('java', ['-jar', jar, '--errors-only', '--also-check-css', '--format', 'json', ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const { messages } = JSON.parse(run.stderr);
  const wrong = new Map(messages.map((message) => [message.url, message]));
  for (const message of messages) console.log(`  nu: ${message.url}:${message.lastLine}: ${message.message}`);
  for (const file of files) judge(![...wrong.keys()].some((url) => url?.endsWith(file)), `nu ${file}`);
}

/** Opens one page and checks axe, page width, layout shifts, console errors and requests to other hosts. */
async function look(browser, address, { width, scheme, script, axed }) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.shifts = [];
    const describe = (entry) => `${entry.value.toFixed(4)} ${entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join(' | ')}`;
    new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map(describe))).observe({ type: 'layout-shift', buffered: true });
  });
  const noise = [];
  page.on('console', (message) => { if (message.type() === 'error') noise.push(message.text()); });
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('dialog', (dialog) => { noise.push(`opens a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (new URL(request.url()).host !== new URL(address).host && !request.url().startsWith('data:')) noise.push(`asks for ${request.url()}`); });
  page.on('response', (response) => { if (response.status() >= 400) noise.push(`${response.status()} for ${response.url()}`); });
  await page.goto(address);
  const name = `${new URL(address).pathname} ${width}px ${scheme}`;
  judge(noise.length === 0, `silence ${name}: ${noise.join('; ')}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (axed !== undefined) judge(over <= 0, `width ${name}: ${over} px too wide`);
  const shifted = () => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(() => done(globalThis.shifts), 50)); }));
  let shifts = await shifted();
  // The size of an image in a text is unknown until it loads.
  const images = await page.locator('.prose img').count();
  // A busy machine paints a page early; shifts caused by the page repeat every time.
  for (let left = 2; shifts.length > 0 && left > 0; left -= 1) {
    await page.reload();
    shifts = await shifted();
  }
  if (axed !== undefined && images === 0) judge(shifts.length === 0, `stillness ${name}: ${shifts.join('; ')}`);
  if (axed) {
    // A bar at the edge of the window covers targets only until the reader scrolls.
    await page.evaluate(() => { for (const bar of document.querySelectorAll('.top, .stick, .acting')) bar.style.position = 'static'; });
    await page.evaluate(axeCore.source);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }));
    for (const violation of violations) console.log(`  axe: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(' | ')}`);
    judge(violations.length === 0, `axe ${name}`);
  }
  await context.close();
}

/** Opens an old address and waits for the redirect. */
async function followed(browser, address) {
  const page = await browser.newPage();
  await page.goto(address);
  const moved = await page.waitForURL((url) => url.href !== address, { timeout: 5000 }).then(() => true, () => false);
  judge(moved && (await page.locator('h1').count()) === 1, `moved ${address} to ${page.url()}`);
  await page.close();
}

const browser = await launch();
const judged = [];
for (const [index, { site, base }] of sites().entries()) {
  const files = sample(site);
  const isHostile = site.endsWith('hostile');
  // Nu does not know `@view-transition` and scroll timelines, which are alone in this file.
  const isCheckedStyle = (file) => file.endsWith('.css') && !/^motion\.[0-9a-f]+\.css$/.test(basename(file));
  if (!isHostile) judged.push(...files, ...walk(site).filter(isCheckedStyle));
  const { origin, close } = await serve(site, base);
  const visits = files.flatMap((file) => {
    const address = origin + encodeURI(relative(site, file).split(sep).join('/').replace(/index\.html$/, ''));
    if (readFileSync(file, 'utf8').includes('http-equiv="refresh"')) return [() => followed(browser, address)];
    if (isHostile) return [() => look(browser, address, { width: 1440, scheme: 'light', script: true })];
    // Light and dark, wide and narrow on the site itself; the fixtures use the same templates.
    const looks = [{ width: 1440, scheme: 'light', axed: true }, { width: 360, scheme: 'dark', axed: true }, { width: 320, scheme: 'light', axed: false }];
    if (index === 0) looks.push({ width: 1440, scheme: 'dark', axed: true }, { width: 360, scheme: 'light', axed: true });
    return looks.map((how) => () => look(browser, address, { ...how, script: true }));
  });
  // Two at a time: a browser gives each page a process of its own.
  const work = async () => { for (let visit = visits.shift(); visit; visit = visits.shift()) await visit(); };
  await Promise.all([work(), work()]);
  close();
  console.log(`${site}: ${files.length} pages looked at`);
}
await browser.close();
for (const name of KINDS) judge(seen.has(name), `a page of the kind ${name} is judged`);
validate(judged);
verdict();

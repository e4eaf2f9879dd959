// Checks bounds on the design: papers on the first screen, screens of a day, sizes of targets, contrast of borders, a page with very many
// authors, and reading a day by keyboard.
//
//   node design.mjs OFFPRINT ARCHIVE       the program, and the folder of this repository
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { judge, launch, serve, verdict } from './served.mjs';

const [offprint, archive] = process.argv.slice(2);

// The archive, with 35 of its papers on one day.
const PAPERS = 35;
const day = '2026-02-01';
const folder = mkdtempSync(join(tmpdir(), 'design-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
cpSync(join(archive, 'content'), join(folder, 'content'), { recursive: true });
writeFileSync(join(folder, 'site.toml'), readFileSync(join(archive, 'site.toml'), 'utf8').replace(/^base_url.*/m, 'base_url = "https://example.org/"'));
const entries = readdirSync(join(folder, 'content/papers'), { recursive: true }).filter((path) => /\d{4}.\d\d.\d\d.[^/]+\.md$/.test(path)).sort();
for (const path of entries.slice(-PAPERS)) {
  const text = readFileSync(join(folder, 'content/papers', path), 'utf8').replace(/^date: .*\n/m, '').replace('---\n', `---\ndate: ${day}\n`);
  rmSync(join(folder, 'content/papers', path));
  writeFileSync(join(folder, 'content/papers', path.split('/').at(-1)), text);
}
execFileSync(offprint, ['build', '--site', folder], { stdio: 'ignore' });
const site = join(folder, 'public');
const { origin, close } = await serve(site, '/');
const browser = await launch();
const papers = readFileSync(join(site, 'days', day, 'index.html'), 'utf8').split('<article class="card').length - 1;
judge(papers >= PAPERS && papers < PAPERS + 5, `${day} has ${papers} papers`);

const open = async (path, width, height, options = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(origin + path);
  return { context, page };
};
const measure = (page) => page.evaluate(() => {
  const boxes = [...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect());
  return { complete: boxes.filter(({ bottom }) => bottom <= innerHeight).length, first: boxes[0].bottom, screens: document.documentElement.scrollHeight / innerHeight };
});

// What the script adds has its room before it is there: nothing moves, at any width.
const topic = readdirSync(join(site, 'topics')).find((name) => readFileSync(join(site, 'topics', name, 'index.html'), 'utf8').includes('class="tools'));
for (const path of ['', `days/${day}/`, 'trending/', `topics/${topic}/`, 'archive/']) {
  const places = [];
  for (const isBlocked of [true, false]) {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    if (isBlocked) await page.route('**/*.js', (route) => route.abort());
    await page.goto(origin + path);
    const tops = [];
    for (const width of [320, 360, 480, 640, 768, 1024, 1280, 1440, 1800, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      tops.push([width, await page.evaluate(() => [...document.querySelectorAll('main :is(h1, h2, h3, .card, .tools + *)')].map((each) => Math.round(each.getBoundingClientRect().top + scrollY)).join())]);
    }
    places.push(tops);
    await context.close();
  }
  for (const [at, [width, before]] of places[0].entries()) judge(before === places[1][at][1], `/${path} at ${width} px moves with the script`);
}

// First screens, and the length of a day. The bounds are for 35 papers.
for (const [width, height, summaries, titles, screens] of [[1440, 900, 4, 9, 6.5], [360, 740, 2, 4, 10.5]]) {
  const { context, page } = await open(`days/${day}/`, width, height);
  const shown = await measure(page);
  judge(shown.complete >= summaries, `${width} px: ${shown.complete} of ${summaries} complete papers on the first screen of ${day}`);
  judge(shown.screens / papers <= screens / 35, `${width} px: ${papers} papers of ${day} on ${shown.screens.toFixed(1)} screens`);
  await page.check('[value=titles]', { force: true });
  const { complete } = await measure(page);
  judge(complete >= titles, `${width} px: ${complete} of ${titles} complete titles on the first screen of ${day}`);
  await page.goto(origin);
  await page.check('[value=summaries]', { force: true });
  await page.evaluate(() => scrollTo(0, 0));
  const { first } = await measure(page);
  judge(first <= height, `${width} px: the first paper of the home page ends at ${Math.round(first)} of ${height} px`);
  await context.close();
}

// Sizes of targets: 24 px, but for links within a line of text.
const targets = () => {
  const isInText = (element) => element.localName === 'a' && element.closest('p, dd, small, .prose, .by, h1, h2, h3, .rest, figcaption');
  const all = document.querySelectorAll('main :is(a, button, input, select, summary), header :is(a, button, input)');
  return [...all].filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isInText(element)).map((element) => [element, (element.closest('label') ?? (getComputedStyle(element).display === 'inline' ? element.parentElement : element)).getBoundingClientRect()])
    .filter(([, { width, height }]) => width && (height < 23.5 || width < 20)).map(([element, { width, height }]) => `${element.outerHTML.slice(0, 90)}: ${Math.round(width)} × ${Math.round(height)}`);
};
// Borders of fields and buttons: 3:1 against what is behind them.
const borders = () => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return a ? 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) : null;
  };
  const behind = (element) => { for (let at = element.parentElement; at; at = at.parentElement) { const found = light(getComputedStyle(at).backgroundColor); if (found !== null) return found; } return 1; };
  return [...document.querySelectorAll('input:not([type=radio], [type=checkbox]), select, button, .density, .links a')].filter((element) => element.checkVisibility() && parseFloat(getComputedStyle(element).borderTopWidth) > 0).flatMap((element) => {
    const [edge, ground] = [light(getComputedStyle(element).borderTopColor), behind(element)];
    const contrast = (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
    return edge !== null && contrast < 3 ? [`${element.outerHTML.slice(0, 80)}: ${contrast.toFixed(2)}`] : [];
  });
};
const paper = readdirSync(join(site, 'papers'))[0];
const pages = ['', `days/${day}/`, `papers/${paper}/`, 'archive/', 'search/', 'reading/', 'topics/', 'trending/'];
for (const colorScheme of ['light', 'dark']) {
  for (const path of pages) {
    const { context, page } = await open(path, 360, 740, { colorScheme });
    const small = await page.evaluate(targets);
    if (colorScheme === 'light') judge(small.length === 0, `${path}: small targets:\n   ${small.slice(0, 6).join('\n   ')}`);
    const pale = await page.evaluate(borders);
    judge(pale.length === 0, `${path}, ${colorScheme}: pale borders:\n   ${pale.slice(0, 6).join('\n   ')}`);
    await context.close();
  }
}

// A day by keyboard: read, return, go on.
{
  const { context, page } = await open(`days/${day}/`, 1440, 900);
  const links = await page.$$eval('.card h2 a', (all) => all.map((link) => link.getAttribute('href')));
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('href'));
  for (let at = 0; at < 7; at += 1) await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL((url) => url.pathname === links[6]);
  await page.goBack();
  judge(await focused() === links[6], `Back returns to ${await focused()}, not to the seventh paper`);
  judge(await page.evaluate(() => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }), 'the paper is in view after Back');
  await page.keyboard.press('j');
  judge(await focused() === links[7], 'j goes on after Back');
  await page.keyboard.press('s');
  judge(await page.locator('.star[aria-pressed=true]').count() === 1, 's keeps the eighth');
  await context.close();
}

// The theme `listing` promises fifty papers on two screens, as titles.
{
  writeFileSync(join(folder, 'site.toml'), readFileSync(join(folder, 'site.toml'), 'utf8').replace('theme = "default"', 'theme = "listing"'));
  execFileSync(offprint, ['build', '--site', folder], { stdio: 'ignore' });
  const { context, page } = await open(`days/${day}/`, 1440, 900);
  const [top, height] = await page.$$eval('.card', (cards) => [cards[0].getBoundingClientRect().top, cards.at(-1).getBoundingClientRect().bottom - cards[0].getBoundingClientRect().top]);
  judge(top + (height / papers) * 50 <= 2 * 900, `listing: fifty papers take ${Math.round(top + (height / papers) * 50)} px`);
  await context.close();
}

// A page with 574 authors.
{
  const folder = mkdtempSync(join(tmpdir(), 'design-'));
  const syllables = ['ka', 'mi', 'ro', 'sen', 'tal', 'vor', 'lin', 'dus', 'ne', 'po', 'gra', 'zhi', 'wu', 'el'];
  const name = (at) => [at * 7, at * 3 + 1, at * 5 + 2].map((number) => syllables[number % 14] + syllables[Math.floor(number / 14) % 14]).map((part) => part[0].toUpperCase() + part.slice(1)).join(' ');
  mkdirSync(join(folder, 'content/papers'), { recursive: true });
  writeFileSync(join(folder, 'site.toml'), 'title = "Many"\nbase_url = "https://example.org/"\n');
  writeFileSync(join(folder, 'content/papers/many.md'), `---\ntitle: A paper of a large collaboration\ndate: 2026-04-15\nauthors: [${Array.from({ length: 574 }, (_, at) => `${name(at)} ${at}`.replace(/\d/g, (digit) => 'abcdefghij'[digit])).join(', ')}]\n---\n${'We present a measurement of many things with many instruments. '.repeat(20)}\n`);
  execFileSync(offprint, ['build', '--site', folder, '--out', join(folder, 'public')], { stdio: 'ignore' });
  const style = readdirSync(join(folder, 'public/assets')).find((file) => /^style.*\.css$/.test(file));
  const bytes = ['papers/many/index.html', `assets/${style}`].map((file) => gzipSync(readFileSync(join(folder, 'public', file)), { level: 9 }).length);
  // Tags for reference managers, the list and BibTeX each name all authors.
  judge(bytes[0] + bytes[1] <= 21_500, `a page with 574 authors has ${bytes[0]} bytes and its style ${bytes[1]}`);
  const linked = readFileSync(join(folder, 'public/papers/many/index.html'), 'utf8').match(/href="\/authors\//g)?.length ?? 0;
  judge(linked <= 52, `${linked} authors are linked`);
  rmSync(folder, { recursive: true });
}

await browser.close();
close();
verdict();

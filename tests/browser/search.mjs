// Checks the search page against its documentation in a browser, and the words of its script against those of the program.
//
//   node search.mjs WEEK=/base/ UNICODE=/base/ MANY=/base/       the built fixture sites `week` and `unicode`, and that of many.mjs
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { judge, launch, serve, sites, verdict } from './served.mjs';

const [{ site, base }, unicode, many] = sites();

// The script has the same terms as the program, which is held to the same list.
await import('../../themes/default/static/search-engine.js');
const { engine } = globalThis.offprint;
const load = async (name) => inflateRawSync(readFileSync(join(site, 'search', name)));
const { words, stem } = await engine(load).root();
const list = readFileSync(new URL('../data/terms.txt', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split(' '));
judge(list.length > 9000 && list.every(([word, term]) => stem(word) === term), 'terms: the script and the program differ');
for (const line of readFileSync(new URL('../data/words.jsonl', import.meta.url), 'utf8').trim().split('\n')) {
  const [text, expected] = JSON.parse(line);
  const found = words(text).map(({ word }) => word);
  judge(JSON.stringify(found) === JSON.stringify(expected), `words of ${text}: ${found.join()}, not ${expected.join()}`);
}
judge(words('ខ' + '្'.repeat(100)).every(({ word }) => new TextEncoder().encode(word).length <= 40), 'words are cut like those of the program');

// An address may hold any number of words: no more work is done for twice as many. What is counted is how often the script turns a word
// into bytes, which it does to find where the index has it.
{
  const own = TextEncoder.prototype.encode;
  const work = async (query) => {
    let count = 0;
    TextEncoder.prototype.encode = function encode(...all) { count += 1; return own.apply(this, all); };
    try { await engine(load).search(query); } finally { TextEncoder.prototype.encode = own; }
    return count;
  };
  for (const [name, unit] of Object.entries({ words: (at) => `word${at} `, letters: (at) => `${at % 10},`, years: () => 'year:2020 ', names: (at) => `author:a${at} `, quotes: () => '"', phrase: (at) => (at ? `a${at} ` : '"a '), without: (at) => `-w${at} ` })) {
    const long = (most) => Array.from({ length: most }, (_, at) => unit(at)).join('');
    const [once, twice] = [await work(long(100_000)), await work(long(200_000))];
    judge(twice <= once * 1.1, `a long query (${name}): ${once} words looked up, ${twice} for twice as many`);
  }
}

const { origin, close } = await serve(site, base);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
const page = await context.newPage();
let expected = false;
page.on('console', (message) => { if (message.type() === 'error' && !expected) judge(false, message.text()); });
page.on('pageerror', (error) => judge(false, String(error)));
const status = () => page.locator('#status').textContent();
const titles = () => page.$$eval('#results h2 a', (all) => all.map((link) => link.textContent));
/** Waits until an answer is there. */
const settled = async (expected) => {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('#status').textContent) && !document.querySelector('#results[aria-busy]'), expected, { timeout: 15000 })
    .catch(async () => judge(false, `waited for ${expected}, found ${await status()}`));
};
/** Waits until something is true, at most 10 s; the check that follows reports it if not. */
const eventually = async (isTrue) => {
  for (const end = Date.now() + 10_000; Date.now() < end && !await isTrue();) await page.waitForTimeout(50);
};
const inAddress = (name, value) => page.waitForFunction(([key, expected]) => new URL(location.href).searchParams.get(key) === expected, [name, value], { timeout: 15000 })
  .catch(() => judge(false, `waited for ${name}=${value} in the address, found ${page.url()}`));
const type = async (query) => { await page.fill('#q', ''); await page.type('#q', query); };
const has = async (query, title, expected = 'paper') => {
  await type(query);
  await page.keyboard.press('Enter');
  await settled(expected);
  await eventually(async () => (await titles())[0]?.includes(title));
  const found = await titles();
  judge(found[0]?.includes(title), `${query}: found ${JSON.stringify(found)} (${await status()})`);
  return found;
};

// From any page, by a key.
await page.goto(`${origin}days/2026-03-05/`);
await page.keyboard.press('/');
await page.keyboard.type('video');
await page.keyboard.press('Enter');
await page.waitForURL(`${origin}search/?q=video`);
await settled('paper');
judge(await page.inputValue('#q') === 'video', 'the words of the header are in the field');
await page.goto(`${origin}search/`);
judge(await page.evaluate(() => document.activeElement.id) === 'q', 'the field is ready to type in');

// Type, see results, open one, go back.
await has('longvideo', 'LongVideo-R1');
judge((await page.url()).endsWith('?q=longvideo'), 'the query is in the address');
await page.waitForSelector('#results .text mark', { timeout: 5000 }).catch(() => judge(false, 'no words are marked'));
await page.keyboard.press('ArrowDown');
judge(await page.evaluate(() => document.activeElement.matches('#results h2 a')), 'arrow keys focus the first result');
await page.keyboard.press('Enter');
await page.waitForURL(/\/papers\/[^/]+\/$/);
await page.goBack();
await settled('paper');
judge((await titles())[0]?.includes('LongVideo-R1') && await page.inputValue('#q') === 'longvideo', 'back shows the results again');

// What a query may hold.
await has('longvid', 'LongVideo-R1');
await has('lonvgideo ', 'LongVideo-R1', 'No results for “lonvgideo”');
// A question whose words no paper has together lists those that are close in meaning.
await type('how do machines understand movies of many hours');
await page.keyboard.press('Enter');
await settled('No paper has all these words; these are close in meaning');
await eventually(async () => (await titles()).some((title) => title.includes('LongVideo-R1')));
judge((await titles()).some((title) => title.includes('LongVideo-R1')), `a question: found ${JSON.stringify(await titles())}`);
const some = await titles();
judge(some.length > 0, 'a slip still finds');
await has('"LongVideo-R1: Smart"', 'LongVideo-R1');
await type('"smart longvideo"');
await page.keyboard.press('Enter');
await settled('No paper');
await has('year:2026 longvideo', 'LongVideo-R1');
await type('longvideo -longvideo');
await page.keyboard.press('Enter');
await settled('No paper');
const all = (await has('topic:agents', '')).length;
judge(all > 0, 'a topic has papers');
await has('topic:agent', '');
await has('smart navigation video', 'LongVideo-R1');
await has('navigating lengthy videos', 'LongVideo-R1');
await has('"smart navigation" longvideo', 'LongVideo-R1');
await has('LONGVÍDEO', 'LongVideo-R1');
for (const query of ['2602.20913', 'arXiv:2602.20913v2', 'https://arxiv.org/abs/2602.20913', '10.48550/arXiv.2602.20913', 'https://github.com/qiujihao19/LongVideo-R1/tree/main', 'qwen3 navigation', 'reinforcement-learning navigation', 'RL navigation']) await has(query, 'LongVideo-R1');
await type('2602.20914');
await page.keyboard.press('Enter');
await settled('No paper');
await has('long video r1', 'LongVideo-R1');
await has('long-video', 'LongVideo-R1');
await has('qiu et al. 2026', 'LongVideo-R1');
await has('author:"jihao qiu"', 'LongVideo-R1');
await has('Qiu, J.', 'LongVideo-R1');
await has('navigatoin ', 'LongVideo-R1', 'No results for “navigatoin”; showing results for “navigation”');
await has('author:qiu', 'LongVideo-R1');
await has('author:jihao video', 'LongVideo-R1');
await has('author:lignxi', 'LongVideo-R1', 'No results for “lignxi”');
await has('org:ucas', 'LongVideo-R1');
await has('org:sciences', 'LongVideo-R1');
await has('Chinese Academy of Sciences', 'LongVideo-R1');
await has('topic:video has:code', 'LongVideo-R1');
await has('model -topic:agents', '');
judge((await page.$$eval('#results .meta', (list) => list.map((meta) => meta.textContent))).every((meta) => !meta.includes('Agents')), 'a topic is left out');
const every = (await has('has:code', '')).length;
judge(every > 1 && (await has('-has:code', '')).length > 1, 'what is left out may be all that is asked for');
await has('year:1999-2030 longvideo', 'LongVideo-R1');

// A corrected word can be searched for as typed, and a word in quotes is not corrected.
await has('navigatoin ', 'LongVideo-R1', 'navigation');
await page.click('#status a');
await settled('No papers found');
judge((await titles()).length === 0 && await page.inputValue('#q') === 'navigatoin', 'undone: the word as typed');
await has('longvideo', 'LongVideo-R1');
judge(!new URL(page.url()).searchParams.has('exact'), 'another query is corrected again');
await type('"navigatoin"');
await page.keyboard.press('Enter');
await settled('No papers found');

// A phrase is in the paper itself, not in its citation or in titles of related papers. Full-width signs are read as those of ASCII.
await has('“smart navigation” longvideo', 'LongVideo-R1');
await has('ｔｏｐｉｃ：video　has：code', 'LongVideo-R1');
for (const phrase of ['longvideo title', 'archive prefix', 'related papers']) {
  await type(`"${phrase}"`);
  await page.keyboard.press('Enter');
  await settled('No paper');
}
{
  const kin = await page.evaluate(async (url) => {
    const other = new DOMParser().parseFromString(await (await fetch(url)).text(), 'text/html');
    return [other.querySelector('.kin a').textContent, other.querySelector('h1').textContent];
  }, (await page.goto(`${origin}search/?q=longvideo`), await page.waitForSelector('#results h2 a'), await page.getAttribute('#results h2 a', 'href')));
  await has(`"${kin[0]}"`, kin[0]);
  judge(!(await titles()).some((title) => title === kin[1]), `${kin[0]}: only the paper itself, not ${kin[1]}`);
}

// Authors, topics and organizations that match are offered.
const offered = () => page.$$eval('#offers:not([hidden]) a', (all) => all.map((link) => link.textContent));
await has('Chinese Academy of Sciences', 'LongVideo-R1');
judge((await offered()).some((name) => name.includes('Academy of Sciences')), `an organization is offered: ${await offered()}`);
await has('jihao qiu', 'LongVideo-R1');
judge((await offered()).includes('Jihao Qiu'), `an author is offered: ${await offered()}`);
await has('agents', '');
judge((await offered()).includes('Agents'), `a topic is offered: ${await offered()}`);
for (const link of await page.$$eval('#offers a', (all) => all.map(({ href }) => href))) judge((await fetch(link)).ok, `${link} does not link to a page`);

for (const [query, name] of [['agent', 'Agents'], ['qiu', 'Jihao Qiu'], ['author:"jihao qiu"', 'Jihao Qiu']]) {
  await type(query);
  await page.keyboard.press('Enter');
  await eventually(async () => (await offered()).includes(name));
  judge((await offered()).includes(name), `${query}: ${name} is offered from the index of names: ${await offered()}`);
}
await has('jihao qiu', 'LongVideo-R1');
await page.waitForFunction(() => /Jihao Qiu/.test(document.querySelector('#results .by').textContent), undefined, { timeout: 5000 }).catch(() => judge(false, 'the matched author is in the byline'));

// A year alone, or days alone: all papers, the newest first, page by page.
await type('year:2026');
await page.keyboard.press('Enter');
await settled('17 papers');
judge((await titles()).length >= 5 && (await titles()).length < 15, 'some papers come first');
await page.waitForFunction(() => { document.querySelector('#more').scrollIntoView(); return document.querySelectorAll('#results h2').length === 15; }, { timeout: 5000 }).catch(() => judge(false, 'more come when the end is in sight'));
judge(await page.waitForFunction(() => !document.querySelector('#more').hidden, { timeout: 5000 }).then(() => true, () => false), 'then they wait to be asked for');
const DAY = '#results .meta a[href*="/days/"]';
judge(/^\d+ Mar 2026$/.test(await page.textContent(DAY)), `a day as elsewhere: ${await page.textContent(DAY)}`);
const dates = () => page.$$eval(DAY, (list) => list.map((link) => link.pathname.split('/').at(-2)));
await page.click('#more');
await page.waitForFunction(() => document.querySelectorAll('#results h2').length === 17, { timeout: 5000 }).catch(() => judge(false, 'more shows the rest'));
judge((await dates()).join() === (await dates()).sort().reverse().join(), 'the newest come first');
judge(await page.locator('#more').isHidden(), 'no more after the last');
judge(await page.evaluate(() => document.activeElement === document.querySelectorAll('#results h2 a')[15]), 'the focus is on the first of those that came');

// Plain pages are in a list of their own: before the papers if they fit better, and never where a filter asks for papers.
const pages = () => page.$$eval('#pages:not([hidden]) a', (all) => all.map((link) => link.pathname));
const isFirst = () => page.evaluate(() => !!(document.querySelector('#pages').compareDocumentPosition(document.querySelector('#results')) & Node.DOCUMENT_POSITION_FOLLOWING));
await type('about this week');
await page.keyboard.press('Enter');
await page.waitForSelector('#pages:not([hidden]) a', { timeout: 5000 }).catch(() => judge(false, 'no page is found'));
judge((await pages())[0] === `${base}about/`, `about this week: found the pages ${await pages()}`);
judge(await isFirst(), 'a page that fits better than all papers comes before them');
judge(await page.$eval('#pages', (list) => /^Pages of this site/.test(list.textContent) && !list.querySelector('.meta, time') && list.querySelector('p').textContent.length > 10), 'a page has a title and a description, no votes and no day');
judge((await page.$$('#pages mark')).length > 0, 'the words are marked in titles of pages');
await page.keyboard.press('ArrowDown');
judge(await page.evaluate(() => document.activeElement.matches('#pages a')), 'arrows reach pages too');
await type('about this week year:2026');
await page.keyboard.press('Enter');
await settled('papers?\\.|No paper');
await eventually(async () => (await pages()).length === 0);
judge((await pages()).length === 0, `a filter leaves pages out: ${await pages()}`);
await type('abou');
await page.waitForSelector('#pages:not([hidden]) a', { timeout: 5000 }).catch(() => judge(false, 'an unfinished word finds no page'));
await type('longvideo');
await page.keyboard.press('Enter');
await settled('paper');
judge((await pages()).length === 0 && (await titles())[0]?.includes('LongVideo-R1'), 'a page without the words is not listed');

// The order, and filters with counts that are true. Each stays in the address, and a second click takes a filter off.
const shownVotes = () => page.$$eval('#results .card', (all) => all.map((card) => Number(card.querySelector('.up b')?.textContent ?? 0)));
await type('model');
await page.keyboard.press('Enter');
await settled('paper');
await page.check('[name=order][value=votes]', { force: true });
await inAddress('order', 'votes');
await settled('paper');
await eventually(async () => { const votes = await shownVotes(); return votes.length && votes.join() === votes.toSorted((a, b) => b - a).join(); });
judge((await shownVotes()).join() === (await shownVotes()).toSorted((a, b) => b - a).join() && (await shownVotes())[0] > 0, `most votes come first: ${await shownVotes()}`);
await page.check('[name=order][value=newest]', { force: true });
await inAddress('order', 'newest');
await settled('paper');
await eventually(async () => (await dates()).join() === (await dates()).toSorted().reverse().join());
judge((await dates()).join() === (await dates()).toSorted().reverse().join(), `the newest come first: ${await dates()}`);
await page.check('[name=order][value=""]', { force: true });
await inAddress('order', null);
const chips = () => page.$$eval('#facets button[data-key]', (all) => all.map((chip) => [chip.dataset.key, Number(chip.querySelector('small').textContent), chip.getAttribute('aria-pressed')]));
await type('year:2026');
await page.keyboard.press('Enter');
await settled('17 papers');
const kinds = new Set((await chips()).map(([key]) => key.split(' ')[0]));
for (const kind of ['topic', 'code', 'votes', 'author', 'org']) judge(kinds.has(kind), `a filter of the kind ${kind}: ${[...kinds]}`);
for (const kind of kinds) {
  const [key, count] = (await chips()).find(([key]) => key.startsWith(`${kind} `));
  await page.click(`#facets [data-key="${key}"]`);
  await settled(`^${count} papers?`);
  judge(await status().then((text) => parseInt(text, 10)) === count, `${key}: ${count} were promised, found ${await status()}`);
  judge(await page.evaluate((key) => document.activeElement.dataset.key === key && document.activeElement.getAttribute('aria-pressed') === 'true', key), `${key}: the filter is pressed and keeps the focus`);
  const chosen = new URL(page.url()).searchParams.get(kind);
  judge(chosen === key.slice(kind.length + 1), `${key} is in the address: ${page.url()}`);
  await page.reload();
  await settled(`^${count} papers?`);
  await page.click(`#facets [data-key="${key}"]`);
  await settled('^17 papers');
  judge(!new URL(page.url()).searchParams.has(kind), `${key} is taken off: ${page.url()}`);
}
judge(await page.$$eval('#search :is(input, select, button), #facets button, .density', (all) => all.every((each) => {
  const part = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map((value) => { const share = value / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; }).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const [edge, paper] = [getComputedStyle(each).borderTopColor, getComputedStyle(document.documentElement).backgroundColor].map(part);
  return each.type === 'hidden' || each.type === 'checkbox' || (Math.max(edge, paper) + 0.05) / (Math.min(edge, paper) + 0.05) >= 3;
})), 'borders of fields have a contrast of 3:1');

// How many have all words, and how many some; the title of the tab; the feed that follows a query.
const followed = () => page.$$eval('[data-for=feed] a', (all) => all.map((link) => [link.textContent, link.pathname]).flat());
await type('reinforcement agents');
await page.keyboard.press('Enter');
await settled('with all words, \\d+ near');
judge((await page.title()).startsWith('reinforcement agents · '), `the query is in the title: ${await page.title()}`);
await type('agents');
await page.keyboard.press('Enter');
await settled('paper');
await eventually(async () => (await followed()).length > 0);
judge((await followed())[1] === `${base}topics/agents/feed.xml`, `the feed of a topic: ${await followed()}`);
await type('has:code');
await page.keyboard.press('Enter');
await settled('paper');
await eventually(async () => (await followed())[0] === 'Subscribe to this search');
judge((await followed()).join() === `Subscribe to this search,${base}lists/code/feed.xml`, `the feed of a list: ${await followed()}`);
judge((await fetch(new URL((await followed())[1], origin))).ok, 'the feed is there');

// Esc clears the field; from a result, it leads back to it.
await has('longvideo', 'LongVideo-R1');
await page.keyboard.press('ArrowDown');
await page.keyboard.press('Escape');
judge(await page.evaluate(() => document.activeElement.id) === 'q', 'Esc leads from a result to the field');
await page.keyboard.press('Escape');
await page.waitForSelector('[data-for=start]:not([hidden])', { timeout: 5000 }).catch(() => judge(false, 'Esc clears the field'));
judge(await page.inputValue('#q') === '' && await page.evaluate(() => document.activeElement.id) === 'q', 'Esc clears the field and stays in it');

// An empty page has examples that find papers, topics, and recent searches.
judge((await page.$$eval('[data-for=recent] a', (all) => all.map((link) => link.textContent))).includes('longvideo'), 'recent searches are listed');
const examples = await page.$$eval('[data-for=start] code', (all) => all.map((code) => code.textContent));
judge(examples.length >= 3 && await page.locator('[data-for=start] .names a').count() > 2, `examples and topics: ${examples}`);
await page.click('[data-for=recent] button');
judge(await page.locator('[data-for=recent]').isHidden(), 'recent searches are cleared');
for (const example of examples) {
  await page.goto(`${origin}search/?q=${encodeURIComponent(example)}`);
  await settled('paper');
  judge((await titles()).length > 0, `the example ${example} finds papers`);
}

// The way back from a paper restores results and place, without the cache of the browser.
await page.goto(`${origin}search/?q=year:2026`);
await settled('17 papers');
await page.waitForFunction(() => { document.querySelector('#more').scrollIntoView(); return document.querySelectorAll('#results h2').length >= 15; }, { timeout: 5000 }).catch(() => judge(false, 'more come'));
const last = page.locator('#results h2 a').nth(13);
await last.scrollIntoViewIfNeeded();
await page.waitForTimeout(400);
const before = await page.evaluate(() => scrollY);
await last.click();
await page.waitForURL(/\/papers\/[^/]+\/$/);
await page.goBack();
await settled('17 papers');
await eventually(async () => Math.abs(await page.evaluate(() => scrollY) - before) < 40);
judge(before > 300 && Math.abs(await page.evaluate(() => scrollY) - before) < 40, `back: at ${await page.evaluate(() => scrollY)}, before at ${before}`);
judge((await titles()).length >= 14, 'back: the loaded results are there');

// Nothing moves while results come: neither on the empty page nor with a query.
for (const [width, height] of [[1440, 900], [360, 740]]) {
  const still = await (await browser.newContext({ viewport: { width, height } })).newPage();
  await still.addInitScript(() => { globalThis.moved = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) globalThis.moved += value; }).observe({ type: 'layout-shift', buffered: true }); });
  for (const query of ['', '?q=agents', '?q=reinforcement+learning', '?q=jihao+qiu&order=votes', '?q=xqzzyw', '?topic=agents&code=1']) {
    await still.goto(`${origin}search/${query}`);
    await still.waitForFunction(() => document.querySelector('[data-for=start]:not([hidden]), #results:not([aria-busy]) li') || document.querySelector('#status').textContent, undefined, { timeout: 10000 });
    await still.waitForTimeout(500);
    judge(await still.evaluate(() => globalThis.moved) < 0.01, `${width}px ${query}: moved by ${await still.evaluate(() => globalThis.moved)}`);
  }
  await still.close();
}
await page.goto(`${origin}search/`);

// No result, and a filter.
await type('xqzzyw');
await page.keyboard.press('Enter');
await settled('No papers found');
judge((await titles()).length === 0, 'nothing is shown');
await type('model');
await page.click('summary:has-text("Filter")');
await page.check('[name=code]');
await inAddress('code', '1');
await settled('paper');
await page.fill('[name=from]', '1999-01-01');
await page.fill('[name=to]', '1999-12-31');
await inAddress('to', '1999-12-31');
await settled('No paper');
// Filters alone; back takes them off.
await page.fill('#q', '');
await page.fill('[name=from]', '2026-03-04');
await page.fill('[name=to]', '2026-03-04');
await page.uncheck('[name=code]');
await inAddress('code', null);
await settled('[1-9]\\d* paper');
await eventually(async () => (await dates()).every((date) => date === '2026-03-04'));
judge((await dates()).length > 1 && (await dates()).every((date) => date === '2026-03-04'), 'days from and to');
await page.selectOption('[name=topic]', 'agents');
await inAddress('topic', 'agents');
await settled('paper');
await eventually(() => page.$$eval('#results .meta', (list) => list.every((meta) => meta.textContent.includes('Agents'))));
judge((await page.$$eval('#results .meta', (list) => list.map((meta) => meta.textContent))).every((meta) => meta.includes('Agents')), 'a topic');
judge(new URL(page.url()).searchParams.get('from') === '2026-03-04', 'days are in the address');
await page.reload();
await settled('paper');
judge(await page.inputValue('[name=topic]') === 'agents' && await page.locator('#facets [aria-pressed=true]').count() === 2, 'an address fills in the filters');

// A result is the theme's card: it reads as on the page of its day, but for dates, logos, and which part of the text is there.
const cards = (css) => page.$$eval(css, (all) => all.map((card) => {
  const copy = card.cloneNode(true);
  for (const more of copy.querySelectorAll('.star, .is, .by img, .text, details, li:has(time, a[href*="/days/"])')) more.remove();
  for (const item of copy.querySelectorAll('li')) item.append(' ');
  for (const math of copy.querySelectorAll('math')) math.replaceWith(`$${math.getAttribute('alttext')}$`);
  const title = copy.querySelector('h2 a');
  const elements = [...copy.querySelectorAll(':not(mark, a, b, span)')].map((each) => [each.localName, each.className, each.dir].join('.'));
  const links = [...copy.querySelectorAll('.acts a')].map((link) => link.href);
  return [title.pathname, title.lang, ...links, ...elements, copy.textContent.replace(/\s+/g, ' ').trim()].join(' | ');
}));
const found = new Set();
await page.goto(`${origin}search/?q=year:2026`);
await settled('papers');
await page.waitForFunction(() => { const more = document.querySelector('#more'); if (!more.hidden) more.click(); return more.hidden && document.querySelectorAll('#results > li').length > 15; }, undefined, { polling: 100, timeout: 15000 }).catch(() => judge(false, 'not all results come'));
for (const card of await cards('#results .card')) found.add(card);
let compared = 0;
for (const day of readdirSync(join(site, 'days')).filter((name) => /^2026-/.test(name))) {
  await page.goto(`${origin}days/${day}/`);
  for (const card of await cards('.card')) {
    compared += 1;
    judge(found.has(card), `a card of days/${day}/ is none of the results:\n   ${card}\n   ${[...found].find((other) => other.startsWith(card.slice(0, card.indexOf(' |'))))}`);
  }
}
judge(compared > 15 && found.size > 15, `${compared} cards of days are among ${found.size} results`);
await page.goto(`${origin}search/?q=year:2026`);
await settled('papers');
judge(await page.locator('#results *').evaluateAll((all) => all.every((one) => ![...one.attributes].some(({ value }) => /\bx-(url|day|lang|title)/.test(value)))), 'everything is filled in');

// Keys alone, and what is said aloud.
await page.goto(`${origin}search/`);
await page.keyboard.type('longvideo');
await settled('paper');
judge(await page.evaluate(() => { const { role, ariaLive } = document.querySelector('#status'); return (role ?? document.querySelector('#status').getAttribute('role')) === 'status' && (ariaLive ?? 'polite') === 'polite'; }), 'how many were found is announced');
await page.keyboard.press('ArrowDown');
await page.keyboard.press('ArrowUp');
judge(await page.evaluate(() => document.activeElement.id) === 'q', 'arrows lead back to the field');
await page.screenshot({ path: process.env.OFFPRINT_SHOT ?? '/dev/null', type: 'png' }).catch(() => {});

// A file of the index that is not there.
const index = join(site, 'search/index.bin');
renameSync(index, `${index}.away`);
expected = true;
const other = await (await browser.newContext()).newPage();
await other.goto(`${origin}search/?q=model`);
await other.waitForSelector('#status button', { timeout: 5000 }).catch(() => judge(false, 'no word on the missing index'));
judge((await other.textContent('#status')).includes('could not be loaded'), 'says that the index could not be loaded');
renameSync(`${index}.away`, index);
await other.click('#status button');
await other.waitForSelector('#results h2 a', { timeout: 5000 }).catch(() => judge(false, 'trying again finds'));

// An index of another version than the script, as while a site is being replaced. Nothing is in the cache of this browser.
const late = await (await browser.newContext()).newPage();
const own = readFileSync(index);
const newer = inflateRawSync(own);
newer[0] += 1;
writeFileSync(index, deflateRawSync(newer));
await late.goto(`${origin}search/?q=model`);
await late.waitForSelector('#status button', { timeout: 15000 }).catch(() => judge(false, 'no word on the other version'));
judge((await late.textContent('#status')).includes('different version') && await late.textContent('#status button') === 'Reload', 'an index of another version: asks for a reload');
// Now the index of that version is in the cache, and the one that fits is on the host.
writeFileSync(index, own);
await late.click('#status button');
await late.waitForSelector('#results h2 a', { timeout: 15000 }).catch(() => judge(false, 'reloading finds'));

// Without a script there are other ways.
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await bare.goto(`${origin}search/`);
const ways = await bare.$$eval('noscript a', (all) => all.map((link) => new URL(link.href).pathname));
judge(['topics/', 'authors/', 'archive/'].every((path) => ways.includes(base + path)), `without a script: ${ways}`);
judge(await bare.locator('noscript a:visible').count() === 3 && await bare.locator('form#search:visible').count() === 0, 'without a script: topics, authors, days');

// Chinese by each two letters, and words of other scripts without their accents; below a base path that is not English either.
if (unicode) {
  const served = await serve(unicode.site, unicode.base);
  const words = await context.newPage();
  for (const [query, title] of [['推理', '大型語言模型的推理'], ['語言模型 數學', '大型語言模型的推理'], ['語', '大型語言模型的推理'], ['elan NAIVE strasse', 'Élan'], ['العميق', 'التعلم العميق'], ['fine façades', 'Élan']]) {
    await words.goto(`${served.origin}search/?q=${encodeURIComponent(query)}`);
    await words.waitForSelector('#results h2 a', { timeout: 5000 }).catch(() => {});
    const found = await words.$$eval('#results h2 a', (all) => all.map((link) => link.textContent));
    judge(found[0]?.includes(title), `${query}: found ${JSON.stringify(found)}`);
    const marks = await words.$$eval('#results h2', ([first]) => Array.from(first.querySelectorAll('mark'), (mark) => mark.textContent).join());
    if (title.startsWith('大')) judge(marks === { 推理: '推理', 語: '語', '語言模型 數學': '語言模型,數學' }[query], `${query}: the whole match is marked: ${marks}`);
    judge(/^2026年3月[56]日$/.test(await words.textContent(DAY)), `${query}: a day as elsewhere: ${await words.textContent(DAY)}`);
    await words.waitForSelector('#results .text:not(:empty)', { timeout: 5000 }).catch(() => {});
    const tongues = await words.$$eval('#results :is(h2 a, .text)', (all) => all.slice(0, 2).map((each) => each.lang).join());
    judge(tongues === ({ Élan: 'en,en', 'التعلم العميق': 'ar,ar' })[title] || (tongues === ',' && title.startsWith('大')), `${query}: title and text say their language: ${tongues}`);
  }
  served.close();
}

// A phrase is searched beyond the first candidates, and the page says how many were searched. The author who was named is in a short byline.
if (many) {
  const served = await serve(many.site, many.base);
  const wide = await context.newPage();
  const said = async (text) => wide.waitForFunction((text) => document.querySelector('#status').textContent.includes(text), text, { timeout: 30000 }).catch(async () => judge(false, `waited for ${text}, found ${await wide.textContent('#status')}`));
  await wide.goto(`${served.origin}search/?q=${encodeURIComponent('"in this paper"')}`);
  await said('120 of 170 papers with these words were checked.');
  judge(await wide.locator('#more').isVisible(), 'a phrase: the rest can be searched');
  await wide.click('#more');
  await said('3 papers');
  judge(await wide.locator('#results h2').count() === 3 && await wide.locator('#more').isHidden(), 'a phrase: all papers that have it');
  for (const query of ['deep sets', 'sets and their sums']) {
    await wide.goto(`${served.origin}search/?q=${encodeURIComponent(query)}`);
    await wide.waitForSelector('[data-for=feed] a', { timeout: 10000 }).catch(() => {});
    judge(await wide.textContent('[data-for=feed]') === 'Subscribe to this search' && (await wide.getAttribute('[data-for=feed] a', 'href')).endsWith('lists/deep-sets/feed.xml'), `${query}: the feed of the list`);
  }
  await wide.goto(`${served.origin}search/?q=zoe+quill`);
  await wide.waitForFunction(() => /Zoe Quill/.test(document.querySelector('#results .by')?.textContent), undefined, { timeout: 10000 }).catch(() => judge(false, 'the author who was named is in the byline'));
  served.close();
}

await browser.close();
close();
verdict();

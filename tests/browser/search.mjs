// Checks the search page against its documentation in a browser, and the words of its script against those of the program.
//
//   node search.mjs WEEK=/base/ UNICODE=/base/       the built fixture sites `week` and `unicode`
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { judge, launch, serve, sites, verdict } from './served.mjs';

const [{ site, base }, unicode] = sites();

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
judge(await page.inputValue('[name=topic]') === 'agents' && await page.locator('#search details[open]').count() === 1, 'an address fills in the filters');

// A result is the theme's card: it reads as on the page of its day, but for votes, dates, pictures, and which part of the text is there.
const cards = (css) => page.$$eval(css, (all) => all.map((card) => {
  const copy = card.cloneNode(true);
  for (const more of copy.querySelectorAll('.star, .sr, .up, .text, img, details, .n, li:has(time, a[href*="/days/"], a[href^=http])')) more.remove();
  for (const item of copy.querySelectorAll('li')) if (/^\d+ comment/.test(item.textContent.trim())) item.remove(); else item.append(' ');
  for (const math of copy.querySelectorAll('math')) math.replaceWith(`$${math.getAttribute('alttext')}$`);
  const title = copy.querySelector('h2 a');
  const elements = [...copy.querySelectorAll(':not(mark, a, b, span)')].map((each) => [each.localName, each.className.replace(/ h\d+/, ''), each.dir].join('.'));
  return [title.pathname, title.lang, ...elements, copy.textContent.replace(/\s+/g, ' ').trim()].join(' | ');
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

await browser.close();
close();
verdict();

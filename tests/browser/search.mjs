// Holds the search page to what its documentation says, in a real browser, and its script to the program's words.
//
//   node search.mjs SITE=/base/       the built fixture site `week`
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { judge, launch, serve, sites, verdict } from './served.mjs';

const [{ site, base }] = sites();

// The script has the same terms as the program, which is held to the same list.
await import('../../themes/default/static/search.js');
const { stem, words } = globalThis.offprint;
const list = readFileSync(new URL('../data/terms.txt', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split(' '));
judge(list.length > 9000 && list.every(([word, term]) => stem(word) === term), 'terms: the script and the program differ');
judge(words('GPT-4’s Łukasz, 深層学習').map(({ word }) => word).join() === 'gpt,4,lukasz,深層,層学,学習', 'words: cut otherwise');

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
const settled = async (wanted) => {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('#status').textContent) && !document.querySelector('#results[aria-busy]'), wanted, { timeout: 15000 })
    .catch(async () => judge(false, `waited for ${wanted}, there is ${await status()}`));
};
const type = async (query) => { await page.fill('#q', ''); await page.type('#q', query); };
const has = async (query, title, wanted = 'paper') => {
  await type(query);
  await page.keyboard.press('Enter');
  await settled(wanted);
  await page.waitForTimeout(250);
  await settled(wanted);
  const found = await titles();
  judge(found[0]?.includes(title), `${query}: found ${JSON.stringify(found)} (${await status()})`);
  return found;
};

// From any page, by a key.
await page.goto(`${origin}days/2026-03-05/`);
await page.keyboard.press('/');
await page.waitForURL(`${origin}search/`);
judge(await page.evaluate(() => document.activeElement.id) === 'q', 'the field is ready to type in');

// Type, see results, open one, go back.
await has('longvideo', 'LongVideo-R1');
judge((await page.url()).endsWith('?q=longvideo'), 'the query is in the address');
await page.waitForSelector('#results .text mark', { timeout: 5000 }).catch(() => judge(false, 'no words are marked'));
await page.keyboard.press('ArrowDown');
judge(await page.evaluate(() => document.activeElement.matches('#results h2 a')), 'arrows lead to the first result');
await page.keyboard.press('Enter');
await page.waitForURL(/\/papers\/[^/]+\/$/);
await page.goBack();
await settled('paper');
judge((await titles())[0]?.includes('LongVideo-R1') && await page.inputValue('#q') === 'longvideo', 'back shows the results again');

// What a query may hold.
await has('longvid', 'LongVideo-R1');
await has('lonvgideo ', 'LongVideo-R1', 'No paper has “lonvgideo”');
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

// No result, and a filter.
await type('xqzzyw');
await page.keyboard.press('Enter');
await settled('No paper has these words');
judge((await titles()).length === 0, 'nothing is shown');
await type('model');
await page.click('summary:has-text("Filter")');
await page.check('[name=code]');
await page.waitForTimeout(500);
await settled('paper');
judge(new URL(page.url()).searchParams.get('code') === '1', 'filters are in the address');
await page.fill('[name=from]', '1999-01-01');
await page.fill('[name=to]', '1999-12-31');
await page.waitForTimeout(500);
await settled('No paper');
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

// Without a script there are other ways.
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await bare.goto(`${origin}search/`);
judge(await bare.locator('noscript a:visible').count() === 3 && await bare.locator('form#search:visible').count() === 0, 'without a script: topics, authors, days');

await browser.close();
close();
verdict();

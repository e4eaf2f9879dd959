// Checks the features of the theme's script, by keyboard and mouse, and that every page is complete without it.
//
//   node behaviour.mjs SITE=/base/ [BARE=/base/]       the built fixture site `week`, and one without a reading list
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judge, launch, serve, sites, verdict } from './served.mjs';

const [{ site, base }, bare] = sites();
const { origin, close } = await serve(site, base);
const browser = await launch();
const DAY = 'days/2026-03-05/';
const KEPT = '[data-for=kept] > li';

/** Runs a scenario in a new browser profile. */
async function story(name, tell, { quiet404, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true, reducedMotion: 'reduce', ...options });
  await context.addInitScript(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => { globalThis.firstFrame = document.documentElement.dataset.theme ?? ''; });
  });
  const page = await context.newPage();
  page.on('console', (message) => { if (message.type() === 'error' && !(quiet404 && /404/.test(message.text()))) judge(false, `${name}: ${message.text()}`); });
  page.on('pageerror', (error) => judge(false, `${name}: ${error}`));
  const is = (found, expected, what) => judge(JSON.stringify(found) === JSON.stringify(expected), `${name}: ${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  const open = async (path, on = page) => { await on.goto(origin + path); return on; };
  // On a busy machine the script may run after the first frame; then it may move one line at most.
  const shifts = async (on = page) => {
    await on.waitForTimeout(150);
    const shifted = await on.evaluate(() => globalThis.shifts);
    judge(shifted < 0.05, `${name}: layout shift of ${on.url()}: ${shifted}`);
  };
  try {
    await tell({ context, page, is, open, shifts });
  } catch (error) {
    judge(false, `${name}: ${error}`);
  }
  await context.close();
}

const titles = (page) => page.$$eval('.card h2 a', (links) => links.map((link) => link.firstChild.textContent));
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('href'));
const links = (page) => page.$$eval('.card h2 a', (all) => all.map((link) => link.getAttribute('href')));

await story('without script', async ({ page, is, open }) => {
  await open(DAY);
  is(await page.locator('.card:visible').count(), 5, 'papers');
  is(await page.locator('main :is(button, input:not([type=radio])):visible').count(), 0, 'controls that do nothing');
  await page.check('[value=summaries]', { force: true });
  const summaries = await page.locator('.cards .text:visible').count();
  await page.check('[value=titles]', { force: true });
  is(await page.locator('.cards .text:visible').count(), 0, 'titles alone');
  await page.check('[value=summaries]', { force: true });
  is(await page.locator('.cards .text:visible').count(), summaries, 'summaries again');
  await page.click('.card summary');
  is(await page.locator('.card .whole:visible').count(), 1, 'an abstract that opens');
  await page.fill('.find input', 'muse');
  await page.press('.find input', 'Enter');
  await page.waitForURL('**/search/?q=muse');
  await open(DAY);
  is(await page.locator('.scales a:visible').count(), 2, 'ways through time');
  await page.click('.turn [rel=prev]');
  is(new URL(page.url()).pathname, `${base}days/2026-03-04/`, 'the day before');
  await open('reading/');
  is(await page.locator('noscript p:visible').count(), 1, 'a word on scripts');
  is(await page.locator('#list:visible, #keys:visible, #follows:visible').count(), 0, 'parts that need a script');
  await open('for-you/');
  is(await page.locator('noscript p:visible').count(), 1, 'a word on scripts, too');
  is(await page.locator('main :is(button, input):visible').count(), 0, 'controls that do nothing');
  for (const list of ['topics/agents/', 'weeks/2026-W10/', 'months/2026-03/']) {
    await open(list);
    await page.click('.tools a:not([aria-current])');
    const votes = await page.$$eval('.rows .up', (all) => all.map((up) => parseInt(up.textContent, 10)));
    is(votes, [...votes].sort((a, b) => b - a), `${list} by votes`);
    judge(votes.length > 1, `without script: papers of ${list} that have votes`);
    await page.click('.tools a:not([aria-current])');
    is(new URL(page.url()).pathname, `${base}${list}`, `${list} newest first again`);
  }
}, { javaScriptEnabled: false });

await story('keys', async ({ page, is, open, shifts }) => {
  await open(DAY);
  await shifts();
  const all = await links(page);
  await page.keyboard.press('j');
  is(await focused(page), all[0], 'j, the first paper');
  await page.keyboard.press('j');
  is(await focused(page), all[1], 'j again, the second');
  await page.keyboard.press('k');
  is(await focused(page), all[0], 'k, the first again');
  await page.keyboard.press('s');
  is(await page.locator('.card .star[aria-pressed=true]').count(), 1, 's keeps a paper');
  await page.keyboard.press('m');
  is(await page.locator('.card.read').count(), 1, 'm marks it as read');
  await page.keyboard.press('m');
  is(await page.locator('.card.read').count(), 0, 'm again, unread');
  await page.keyboard.press('o');
  await page.waitForURL((url) => url.pathname === all[0]);
  await page.keyboard.press('p');
  await page.keyboard.press('n');
  await page.waitForURL((url) => url.pathname === all[1]);
  await open(DAY);
  await page.keyboard.press('p');
  await page.waitForURL((url) => url.pathname.endsWith('days/2026-03-04/'));
});

await story('old links to headings', async ({ page, is, open }) => {
  for (const [path, name, id] of [['about/', 'Second', 'page-second'], ['papers/everything/', 'method', 'everything-notes-method']]) {
    await open(`${path}#${name}`);
    await page.waitForFunction((id) => document.querySelector(':target')?.id === id, id, { timeout: 5000 }).catch(() => {});
    is(await page.evaluate(() => document.querySelector(':target')?.id), id, `${path}#${name}`);
  }
  await open('about/#%E0%A4%A');
  await open('about/#nothing');
});

await story('help', async ({ page, is, open }) => {
  await open(DAY);
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  is(await page.locator('dialog kbd').first().textContent(), 'j', 'keys are listed');
  is(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)), true, 'focus inside');
  await page.keyboard.press('j');
  is(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)), true, 'keys rest meanwhile');
  await page.keyboard.press('Escape');
  is(await page.locator('dialog[open]').count(), 0, 'Escape closes');
  await page.keyboard.press('?');
  await page.uncheck('dialog input');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  is(await focused(page), null, 'keys can be switched off');
  await open('reading/');
  is(await page.isChecked('#keys input'), false, 'the page of the list says that keys are off');
  await page.keyboard.press('?');
  await page.check('dialog input');
  is(await page.isChecked('#keys input'), true, 'the switches of a page agree');
  await page.keyboard.press('Escape');
  await open(DAY);
  await page.keyboard.press('j');
  judge(await focused(page), 'help: keys can be switched on again');
});

if (bare) {
  const without = await serve(bare.site, bare.base);
  await story('help without a reading list', async ({ page, is }) => {
    await page.goto(without.origin + DAY);
    is(await page.locator('.foot a[href$="/reading/"]').count(), 0, 'links to the list');
    await page.click('.foot summary');
    is(await page.isChecked('.foot details input'), true, 'keys are on');
    await page.uncheck('.foot details input');
    await page.keyboard.press('j');
    is(await focused(page), null, 'keys can be switched off');
    await page.reload();
    await page.keyboard.press('?');
    is(await page.locator('dialog[open] kbd').first().textContent(), 'j', 'keys are listed');
    await page.check('dialog input');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    judge(await focused(page), 'help without a reading list: keys can be switched on again');
  });
  await without.close();
}

await story('filter', async ({ page, is, open }) => {
  await open(DAY);
  await page.keyboard.press('f');
  await page.keyboard.type('muse');
  is(await page.locator('.card:visible').count(), 1, 'papers that hold the word');
  is(await page.textContent('.extra [role=status]'), '1 of 5', 'how many');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  judge((await focused(page))?.includes('/papers/'), 'filter: j goes on among those');
});

await story('topics, unread papers and the way back', async ({ page, is, open, shifts }) => {
  await open(DAY);
  const chip = page.locator('.chips button').first();
  const [name, count] = (await chip.textContent()).split(/ (?=\d+$)/);
  await chip.click();
  is(await page.locator('.card:visible').count(), Number(count), `papers on ${name}`);
  await chip.click();
  is(await page.locator('.card:visible').count(), 5, 'all papers again');
  const all = await links(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL((url) => url.pathname === all[1]);
  await page.goBack();
  is(await focused(page), all[1], 'Back, where one was');
  await page.keyboard.press('j');
  is(await focused(page), all[2], 'j goes on from there');
  await open('archive/');
  await open(DAY);
  await page.keyboard.press('u');
  is(await focused(page), all[0], 'u, the first unread paper');
  await page.keyboard.press('u');
  is(await focused(page), all[2], 'u again, past the one that was read');
  await page.click('[data-do=mark]');
  is(await page.locator('.card.read').count(), 5, 'all are read');
  await shifts();
});

// Like most browsers, this one keeps a page in memory for Back.
{
  const keeping = await launch([], ['--disable-back-forward-cache']);
  const page = await (await keeping.newContext({ viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce' })).newPage();
  await page.goto(origin + DAY);
  const all = await links(page);
  for (const key of ['j', 'j', 'o']) await page.keyboard.press(key);
  await page.waitForURL((url) => url.pathname === all[1]);
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForTimeout(200);
  judge(await focused(page) === all[1], `Back with the cache: ${await focused(page)}`);
  await page.keyboard.press('j');
  judge(await focused(page) === all[2], 'j goes on after Back with the cache');
  await keeping.close();
}

await story('density', async ({ page, is, open, shifts }) => {
  await open(DAY);
  await page.check('[value=titles]', { force: true });
  await open('days/2026-03-04/');
  is(await page.isChecked('[value=titles]'), true, 'it is remembered');
  is(await page.locator('.cards .text:visible').count(), 0, 'titles alone');
  await shifts();
  await page.check('[value=abstracts]', { force: true });
  judge(await page.locator('.card .whole:visible').count() > 0, 'density: whole abstracts');
});

await story('order', async ({ page, is, open }) => {
  await open(DAY);
  const given = await titles(page);
  const dates = () => page.$$eval('.card', (cards) => cards.map((card) => card.querySelector('.acts time')?.dateTime ?? ''));
  await page.selectOption('.tools select', 'newest');
  const sorted = await dates();
  is(sorted, [...sorted].sort().reverse(), 'newest first');
  judge(JSON.stringify(await titles(page)) !== JSON.stringify(given), 'order: it is another one');
  await page.selectOption('.tools select', 'votes');
  is(await titles(page), given, 'votes again');
  // Papers of a week by votes are on a page of their own, with a script.
  await open('weeks/2026-W10/');
  await page.click('#orders a:not([aria-current])');
  await page.waitForURL('**/weeks/2026-W10/votes/');
});

await story('theme', async ({ page, is, open, shifts }) => {
  await open(DAY);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.keyboard.press('t');
  const dark = await ground();
  judge(light !== dark, 'theme: t changes it');
  for (const path of [DAY, 'papers/everything/', 'archive/']) {
    await open(path);
    // A page can be loaded before its first frame is drawn.
    await page.waitForFunction(() => globalThis.firstFrame !== undefined);
    is(await page.evaluate(() => globalThis.firstFrame), 'dark', `no flash on ${path}`);
    is(await ground(), dark, 'it is remembered');
    await shifts();
  }
  await page.click('.my button');
  is(await ground(), light, 'the button brings it back');
  is(await page.evaluate(() => localStorage.getItem('offprint-theme')), null, 'what the system says is not kept');
});

await story('what was read', async ({ page, is, open, shifts }) => {
  await open(DAY);
  await page.click('.card h2 a');
  await page.waitForSelector('.copy');
  await open(DAY);
  is(await page.locator('.card.read').count(), 1, 'the paper that was opened');
  is(await page.textContent('[data-for=unread]'), '4 unread', 'how many are left');
  await shifts();
  await open('weeks/2026-W10/');
  judge((await page.textContent('h2:has(a[href*="2026-03-05"]) small')).includes('4 unread'), 'what was read: unread papers of the day');
  await shifts();
});

await story('reading list', async ({ page, is, open, shifts }) => {
  await open(DAY);
  const [first] = await titles(page);
  await page.click('.card .star');
  await open('papers/everything/');
  await page.click('.paper .star');
  is(await page.textContent('.my a b'), '2', 'how many are kept');
  await page.click('.my a');
  is(await page.locator(KEPT).count(), 2, 'papers kept');
  const download = async (what) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-do="${what}"]`)]);
    return readFile(await file.path(), 'utf8');
  };
  const bib = await download('bib');
  is(bib.match(/^@\w+\{/gm)?.length, 2, 'entries of BibTeX');
  const text = await download('txt');
  judge(text.includes(first) && text.includes(`${base}papers/everything/`), `reading list: as text: ${text}`);
  await shifts();
  await page.click('#list .star');
  is(await page.locator(KEPT).count(), 1, 'one is let go');
  await page.click('[data-for=undo]');
  is(await page.locator(KEPT).count(), 2, 'Undo brings it back');
  is(await page.textContent('.my a b'), '2', 'in the header too');
  await page.click('#list .star');
  await page.reload();
  is(await page.locator(KEPT).count(), 1, 'without Undo it stays away');
  // A list that an earlier version saved, with ids that every object has a property of.
  await page.evaluate((key) => localStorage.setItem(key, '{"constructor":{"title":"C","by":""},"toString":{"title":"T","by":""}}'), `offprint${base}kept`);
  await page.reload();
  is(await page.locator(KEPT).count(), 2, 'papers kept by an earlier version');
  await page.click('#list .star');
  await page.reload();
  is(await page.textContent(`${KEPT} a`), 'C', 'the other one stays');
}, { quiet404: true });

await story('files, notes and links of the list', async ({ context, page, is, open, shifts }) => {
  await open(DAY);
  const count = await page.locator('.card .star').count();
  for (let at = 0; at < count; at += 1) await page.locator('.card .star').nth(at).click();
  await open('reading/');
  await page.waitForFunction(() => document.querySelectorAll('[data-for=kept] .own').length > 3);
  await shifts();
  await page.locator('.own').first().fill('Read <b>this</b> & that');
  const download = async (what) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-do="${what}"]`)]);
    return readFile(await file.path(), 'utf8');
  };
  const day = (end) => readFileSync(join(site, `data/days/2026-03-05.${end}`), 'utf8');
  const files = {};
  for (const end of ['bib', 'ris', 'csl.json', 'json']) files[end] = await download(end);
  // A day is sorted as its file is, and the list in the order of saving.
  is(files.ris, day('ris'), 'RIS equals the file of the day');
  is(files['csl.json'], day('csl.json'), 'CSL-JSON equals the file of the day');
  is(files.bib, day('bib').replace(/^ {2}keywords = .*\n/gm, ''), 'BibTeX equals the file of the day, without keywords');
  is(JSON.parse(files.json).papers.map(({ note }) => note).filter(Boolean), ['Read <b>this</b> & that'], 'JSON has the note');
  await page.click('[data-do=link]');
  await page.waitForFunction(() => document.querySelector('[data-for=status]').textContent);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  judge(link.startsWith(`${origin}reading/#list=`), `link of the list: ${link}`);
  // Another reader, without a list.
  const other = async () => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    return { context, other: await context.newPage() };
  };
  for (const end of ['bib', 'ris', 'csl.json', 'json']) {
    const { context, other: reader } = await other();
    await reader.goto(`${origin}reading/`);
    await reader.setInputFiles('[data-do=import]', { name: `list.${end}`, mimeType: 'text/plain', buffer: Buffer.from(files[end]) });
    await reader.waitForFunction(() => /added/.test(document.querySelector('[data-for=status]').textContent), null, { timeout: 15000 }).catch(() => {});
    is(await reader.locator(KEPT).count(), count, `papers from ${end}: ${await reader.textContent('[data-for=status]')}`);
    if (end === 'json') is(await reader.locator('.own').first().inputValue(), 'Read <b>this</b> & that', 'the note');
    await reader.click('[data-for=undo]');
    is(await reader.locator(KEPT).count(), 0, 'Undo takes them away');
    await context.close();
  }
  const { context: next, other: reader } = await other();
  await reader.goto(link);
  await reader.waitForSelector('#offer:not([hidden])');
  is(await reader.locator(KEPT).count(), 0, 'a link adds nothing before the reader agrees');
  await reader.click('[data-do=accept]');
  await reader.waitForFunction((count) => document.querySelectorAll('[data-for=kept] > li').length === count, count);
  is(new URL(reader.url()).hash, '', 'the list leaves the address');
  await next.close();
  // Hostile lists are text.
  await page.goto('about:blank');
  await page.goto(`${origin}reading/#list=${encodeURIComponent('<img src=x onerror=alert(1)>')},..,a%2Fb,${'x,'.repeat(500)}y`);
  await page.waitForSelector('#offer:not([hidden])');
  is(await page.locator('#offer li img').count(), 0, 'hostile ids are text');
  is(await page.locator('#offer li').count(), 3, 'ids that cannot be papers are left out');
  await page.click('[data-do=refuse]');
  is(await page.locator(KEPT).count(), count, 'refused');
  await page.evaluate((key) => localStorage.setItem(key, JSON.stringify([...Array(300).keys()].map((at) => [`paper-${at}-of-a-long-list`, { title: `T${at}`, by: '' }]))), `offprint${base}kept`);
  await page.evaluate((key) => localStorage.setItem(key, JSON.stringify([['paper-1-of-a-long-list', { at: Date.now(), links: [['x', 'javascript:alert(1)'], [5, {}]], topics: ['<b>'], text: '<img src=x onerror=alert(2)>', day: '../..' }]])), `offprint${base}known`);
  await page.reload();
  await page.click('[data-do=link]');
  judge(/characters/.test(await page.textContent('[data-for=status]')), 'a list that is too long for a link says so');
  is(await page.locator('[href^="javascript"], [data-for=kept] img').count(), 0, 'hostile storage is text');
  await page.setInputFiles('[data-do=import]', { name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('no list') });
  await page.waitForFunction(() => /Expected/.test(document.querySelector('[data-for=status]').textContent));
}, { quiet404: true });

await story('follows, and papers for the reader', async ({ page, is, open, shifts }) => {
  await open('for-you/');
  await page.waitForFunction(() => document.querySelector('[data-for=note]').textContent);
  is(await page.locator('[data-for=results] > li').count(), 0, 'nothing without follows');
  await shifts();
  await open('topics/agents/');
  await shifts();
  await page.click('[data-follow]');
  is(await page.getAttribute('[data-follow]', 'aria-pressed'), 'true', 'followed');
  await page.reload();
  is(await page.textContent('[data-follow]'), 'Following', 'and remembered');
  await open(DAY);
  await shifts();
  const given = await titles(page);
  await page.selectOption('.tools select', 'foryou');
  await page.waitForSelector('.why');
  const why = await page.$$eval('.card', (cards) => cards.map((card) => card.querySelector('.why')?.textContent ?? ''));
  judge(why[0].startsWith('You follow '), `for you: the first paper says why: ${why}`);
  is([...why].sort((a, b) => (a === '') - (b === '')), why, 'papers with a reason come first');
  await page.selectOption('.tools select', { index: 0 });
  is(await titles(page), given, 'the order of before');
  is(await page.locator('.why').count(), 0, 'without reasons');
  await page.click('.card .star');
  await open('for-you/');
  await page.waitForSelector('[data-for=results] .why');
  judge((await page.textContent('.why')).includes('You follow'), 'for you: the page says why');
  await page.fill('[name=word]', 'zzz unknown');
  await page.press('[name=word]', 'Enter');
  is(await page.locator('#follows li').count(), 2, 'follows are listed');
  await page.locator('#follows li button').last().click();
  is(await page.locator('#follows li').count(), 1, 'and removed');
  await page.uncheck('[data-do=use]');
  await page.waitForFunction(() => !document.querySelector('[data-for=results] > li'));
  await open(DAY);
  is(await page.locator('option[value=foryou]').count(), 0, 'off also on days');
  await open('for-you/');
  await page.check('[data-do=use]');
  await page.waitForSelector('[data-for=results] .why');
  await page.click('[data-do=reset]');
  await page.waitForFunction(() => !document.querySelector('[data-for=results] > li'));
  is(await page.locator('#follows li').count(), 0, 'reset forgets what is followed');
  is(await page.textContent('.my a b'), '1', 'and leaves the list');
});

await story('BibTeX', async ({ page, is, open, shifts }) => {
  await open('papers/everything/');
  const places = () => page.$$eval('.copies button', (all) => all.map((button) => button.getBoundingClientRect().x));
  const before = await places();
  await page.click('.copy');
  await page.waitForFunction(() => document.querySelector('.copies [role=status]').textContent === 'Copied');
  is(await places(), before, 'the buttons stay where they are');
  const shown = await page.evaluate(() => document.querySelector('.cite code').textContent.trim());
  is(await page.evaluate(() => navigator.clipboard.readText()), shown, 'the copied text is the shown text');
  const canonical = await page.getAttribute('link[rel=canonical]', 'href');
  await page.click('.copies button:nth-of-type(1)');
  await page.waitForFunction((url) => navigator.clipboard.readText().then((text) => text === url), canonical);
  await page.click('.copies button:nth-of-type(2)');
  await page.waitForFunction((url) => navigator.clipboard.readText().then((text) => text.startsWith('[') && text.endsWith(`](${url})`)), canonical);
  await shifts();
});

await story('saving a citation', async ({ page, is, open, shifts }) => {
  await open('papers/everything/');
  await page.click('.cite summary');
  const save = async (what) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-save="${what}"]`)]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const shown = await page.evaluate(() => document.querySelector('.cite code').textContent.trim());
  const [title, ...authors] = await page.evaluate(() => ['title', 'author'].flatMap((name) =>
    [...document.querySelectorAll(`meta[name=citation_${name}]`)].map((meta) => meta.content)));
  is((await save('bib')).text, `${shown}\n`, 'BibTeX as it is shown');
  const ris = await save('ris');
  is(ris.name, 'everything.ris', 'a file named for the paper');
  is(ris.text.match(/^AU {2}- /gm)?.length, authors.length, 'authors of RIS');
  judge(ris.text.includes(`TI  - ${title}\r\n`), `RIS: ${ris.text}`);
  // The bytes equal the paper's record in the files of its day.
  let compared = 0;
  for (const { name: id } of readdirSync(join(site, 'papers'), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    await open(`papers/${id}/`);
    await page.click('.cite summary');
    const day = await page.$eval('.side a[href*="/days/"]', (link) => link.pathname.split('/').at(-2));
    const file = (end) => readFileSync(join(site, `data/days/${day}.${end}`), 'utf8');
    const own = file('ris').split(/(?<=\r\n\r\n)/).find((record) => record.includes(`\r\nID  - ${id}\r\n`));
    is((await save('ris')).text, own, `RIS of ${id}`);
    const key = /\{\s*([^,\s]+)/.exec(await page.textContent('.cite code'))[1];
    const item = JSON.parse(file('csl.json')).find((each) => each.id === key);
    is((await save('csl.json')).text, `${JSON.stringify([item])}\n`, `CSL-JSON of ${id}`);
    const entry = (await save('bib')).text;
    judge(file('bib').replace(/^ {2}keywords = .*\n/gm, '').includes(entry.trimEnd()), `BibTeX of ${id}`);
    compared += 1;
  }
  judge(compared > 10, `${compared} papers are compared`);
  await shifts();
});

await story('what is new', async ({ context, page, is, open, shifts }) => {
  await open('days/2026-03-04/');
  is(await page.locator('.new').count(), 0, 'the first time, nothing');
  // A new tab counts as a new visit.
  const next = await context.newPage();
  await open(DAY, next);
  is(await next.locator('.card.new').count(), 5, 'papers of a later day');
  judge((await next.getAttribute('.news', 'aria-label')).startsWith('5 '), 'what is new: counted');
  await next.waitForTimeout(150);
  await shifts(next);
  const later = await context.newPage();
  await open(DAY, later);
  is(await later.locator('.card.new').count(), 0, 'and the next time they are not');
});

await story('feeds that a reader chooses', async ({ page, is, open, shifts }) => {
  await open('feeds/');
  await shifts();
  const save = page.locator('[data-for=save]');
  judge(await save.isDisabled(), 'feeds: nothing is ticked, so nothing can be saved');
  const all = await page.$$eval('[data-for~=pick] a', (links) => links.map((link) => link.href));
  is(await page.locator('[data-for~=pick] input').count(), all.length, 'a box for each feed');
  // One feed of each group, the Atom feed of the site, and an author.
  const groups = await page.$$eval('main .group ul:has(a)', (lists) => lists.map((list) => list.querySelector('a').getAttribute('href')));
  const ticked = [...groups, `${base}atom.xml`];
  for (const feed of ticked) await page.check(`input[value="${feed}"]`);
  await page.fill('[data-for=authors]', 'byron ADA');
  await page.locator('[data-for~=found] input').first().waitFor();
  const author = page.locator('[data-for~=found] a').first();
  is(await author.textContent(), 'Ada Byron', 'an author by any part of the name');
  ticked.push(await author.getAttribute('href'));
  await page.locator('[data-for~=found] input').first().check();
  await page.fill('[data-for=authors]', '');
  is(await page.locator('[data-for~=found] input').count(), 1, 'a ticked author stays');
  is(await page.locator('[data-for=count]').textContent(), String(ticked.length), 'count');
  const [file] = await Promise.all([page.waitForEvent('download'), save.click()]);
  is(file.suggestedFilename(), 'feeds.opml', 'name of the file');
  const text = await readFile(await file.path(), 'utf8');
  const saved = await page.evaluate((xml) => {
    const opml = new DOMParser().parseFromString(xml, 'text/xml');
    if (opml.querySelector('parsererror') || opml.documentElement.localName !== 'opml') return ['not OPML'];
    if ([...opml.querySelectorAll('body > outline')].some((group) => !group.children.length)) return ['a group without feeds'];
    return [...opml.querySelectorAll('body outline[xmlUrl]')].map((feed) => new URL(feed.getAttribute('xmlUrl')).pathname);
  }, text);
  is([...saved].sort(), [...ticked].sort(), 'the file has exactly the ticked feeds');
  judge(all.length > ticked.length, 'feeds: some are not ticked');
});

// Width: 200 % zoom, a small phone, a large screen; these fixtures have long words and formulas.
for (const [width, scale] of [[720, 2], [320, 1], [2560, 1]]) {
  await story(`${width} px`, async ({ page, is, open, shifts }) => {
    for (const path of ['', DAY, 'papers/everything/', 'archive/', 'stats/', 'topics/agents/', 'reading/', 'for-you/', 'feeds/', 'authors/']) {
      await open(path);
      is(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path} fits`);
      await shifts();
    }
  }, { viewport: { width, height: 800 }, deviceScaleFactor: scale });
}

await browser.close();
close();
verdict();

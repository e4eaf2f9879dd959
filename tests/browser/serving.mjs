// Checks that a page open in `offprint serve` follows saved files: styles change in place, errors appear above it and disappear.
//
//   node serving.mjs PROGRAM SITE       SITE is a fixture site, of which a copy is edited
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { judge, launch, verdict } from './served.mjs';

const [program, site] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'offprint-serving-'));
await cp(site, folder, { recursive: true });
const server = spawn(program, ['serve', '--site', folder, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
const address = await new Promise((found) => {
  createInterface({ input: server.stderr }).on('line', (line) => {
    const at = /the site is at (\S+)/.exec(line);
    if (at) found(at[1]);
  });
});

const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', (error) => judge(false, `${error}`));
// Browsers report that the first page is not there yet.
let isThere = false;
page.on('console', (message) => { if (isThere && message.type() === 'error') judge(false, message.text()); });
page.on('request', (request) => { if (!request.url().startsWith(new URL('/', address).href)) judge(false, `asked another host: ${request.url()}`); });

/** Waits for something to be so on the page, which may be loaded again meanwhile. */
async function until(fits, what) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await page.evaluate(fits).catch(() => false)) { judge(true, what); return; }
    await page.waitForTimeout(50);
  }
  judge(false, what);
}
const problem = () => document.querySelector('offprint-problem')?.shadowRoot.textContent ?? '';
const shown = (word) => `(${problem})().includes(${JSON.stringify(word)})`;
const gone = `!(${problem})()`;

const entry = join(folder, 'content/papers/followed.md');
const text = (title) => `---\ntitle: ${title}\ndate: 2026-03-05\n---\n\nText.\n`;
await writeFile(entry, text('"Before"'));
await page.goto(`${address}papers/followed/`);
// The page may be requested before the entry is found; then it appears on its own.
await until("document.querySelector('h1')?.textContent === 'Before'", 'a page that was not there appears');
isThere = true;

await writeFile(entry, text('"After"'));
await until("document.querySelector('h1')?.textContent === 'After'", 'an open page follows what is saved');

// From here on a page that is loaded again forgets this.
await page.evaluate(() => { globalThis.remembers = true; });
await writeFile(join(folder, 'static/style.css'), 'body { color: rgb(1, 2, 3) }');
await until("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'", 'a style changes in place');
await rm(join(folder, 'static/style.css'));
await until("getComputedStyle(document.body).color !== 'rgb(1, 2, 3)'", 'a style changes back');

await writeFile(entry, text('<img src=x onerror="globalThis.hacked = true">: x'));
await until(shown('unquoted-value'), 'an error in an entry shows above the page');
judge(await page.evaluate("document.querySelector('h1').textContent") === 'After', 'the last good page stays');
judge(await page.evaluate('globalThis.hacked') === undefined, 'what entries say is shown as text');
await writeFile(entry, text('"After"'));
await until(gone, 'a fixed error disappears');

const settings = await readFile(join(folder, 'site.toml'), 'utf8');
await writeFile(join(folder, 'site.toml'), `${settings}\n[pagse]\n`);
await until(shown('pagse'), 'an error in the settings shows above the page');
await writeFile(join(folder, 'site.toml'), settings);
await until(gone, 'fixed settings need no restart');
judge(await page.evaluate('globalThis.remembers') === true, 'all this without loading the page again');

await writeFile(join(folder, 'site.toml'), settings.replace('A week of papers', 'Another name'));
await until("document.title.includes('Another name')", 'new settings show');

await browser.close();
server.kill('SIGINT');
const status = await new Promise((done) => server.on('exit', done));
judge(status === 0, `Ctrl-C ends it cleanly: ${status}`);
await rm(folder, { recursive: true });
verdict();

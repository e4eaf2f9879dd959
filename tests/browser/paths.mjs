// Crawls sites in a browser, below a base path and at the root of a host. Every linked or loaded file must exist, on the same host and below
// the path, without errors.
//
//   node paths.mjs SITE=/base/ …
import { judge, launch, serve, sites, verdict } from './served.mjs';

/** Feeds and the like: read as text, and the addresses in them followed. */
const READ = /\.(xml|opml|txt|json|jsonl|bib|ris|js|css|svg)$/;

/** Feeds hold HTML that is escaped once more. */
const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

const browser = await launch();
for (const { site, base } of sites()) {
  const { origin, close } = await serve(site, base);
  const { host } = new URL(origin);
  // The address that the site was built for, from its first page.
  const home = await (await fetch(origin)).text();
  const canonical = /<link rel="canonical" href="([^"]*)"/.exec(home)[1];
  const context = await browser.newContext();
  const page = await context.newPage();
  let at = origin;
  page.on('pageerror', (error) => judge(false, `${at}: ${error}`));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) judge(false, `${at}: ${message.text()}`); });
  page.on('response', (response) => {
    const url = response.url();
    if (url.startsWith('data:') || url.startsWith('blob:')) return;
    judge(new URL(url).host === host && url.startsWith(origin), `${at} loads ${url}`);
    judge(response.status() < 400, `${at} loads ${url}: ${response.status()}`);
  });
  const seen = new Set([origin]);
  const waiting = [origin];
  const add = (found) => {
    // Absolute addresses of the site are served locally.
    const url = new URL(found.startsWith(canonical) ? origin + found.slice(canonical.length) : found, at);
    url.hash = '';
    if (url.host !== host || !['http:', 'https:'].includes(url.protocol) || seen.has(url.href)) return;
    judge(url.href.startsWith(origin), `${at} links to ${url.pathname}, outside of ${base}`);
    seen.add(url.href);
    waiting.push(url.href);
  };
  let read = 0;
  while (waiting.length > 0) {
    at = waiting.pop();
    read += 1;
    if (READ.test(new URL(at).pathname)) {
      const answer = await fetch(at);
      judge(answer.status === 200, `${at}: ${answer.status}`);
      const text = plain(plain(await answer.text()));
      for (const [found] of text.matchAll(/https?:\/\/[^\s"'<>(){}\\]+/g)) if (found.startsWith(canonical)) add(found);
      continue;
    }
    const answer = await page.goto(at, { waitUntil: 'load' });
    judge(answer?.status() === 200, `${at}: ${answer?.status()}`);
    const links = await page.evaluate(() => [...document.querySelectorAll('[href], [src]')].map((node) => node.getAttribute('href') ?? node.getAttribute('src')));
    links.filter((link) => !link.startsWith('mailto:') && !link.startsWith('data:')).forEach(add);
  }
  judge(read > 10, `${site}: only ${read} pages and files were found`);
  await context.close();
  close();
}
await browser.close();
verdict();

// Checks comments: no request to another host before a reader asks, then the script of the service with its settings.
// Mock services answer all requests.
//
//   node comments.mjs GISCUS=/base/ UTTERANCES=/base/       the fixture site `week`, built with each of the two
import { judge, launch, serve, sites, verdict } from './served.mjs';

const PAPER = 'papers/everything/';
/// The script of the mock services: a frame beside the script that made it, and a style like that of giscus.
const MOCK = `
  const me = document.currentScript;
  const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('/default.css', me.src) });
  if (me.src.includes('giscus')) document.head.prepend(style);
  const box = Object.assign(document.createElement('div'), { className: me.src.includes('giscus') ? 'giscus' : 'utterances' });
  box.append(Object.assign(document.createElement('iframe'), { src: new URL('/frame', me.src), title: 'Comments' }));
  me.after(box);`;
const FRAME = `<!doctype html><title>Comments</title><script>onmessage = (event) => { document.title = JSON.stringify(event.data); };</script>`;

const browser = await launch();
const services = [
  { host: 'giscus.app', key: 'data-theme', light: 'light', system: 'preferred_color_scheme', dark: { giscus: { setConfig: { theme: 'dark' } } },
    attributes: { 'data-repo': 'example/papers', 'data-repo-id': 'R_1', 'data-category-id': 'DIC_1', 'data-mapping': 'specific', 'data-term': PAPER, 'data-strict': '1' } },
  { host: 'utteranc.es', key: 'theme', light: 'github-light', system: 'preferred-color-scheme', dark: { type: 'set-theme', theme: 'github-dark' },
    attributes: { repo: 'example/papers', 'issue-term': PAPER } },
];

for (const [at, { site, base }] of sites().entries()) {
  const { host, key, light, system, dark, attributes: expected } = services[at];
  const { origin, close } = await serve(site, base);

  /** Opens a paper, and records requests to other hosts. */
  const open = async (options = {}, answers = true) => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
    const asked = [];
    await context.route((url) => url.host !== new URL(origin).host, (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(route.request().url());
      const bodies = { '/client.js': ['text/javascript', MOCK], '/default.css': ['text/css', '.giscus iframe {min-height: 9rem}'], '/frame': ['text/html', FRAME] };
      const [contentType, body] = bodies[pathname] ?? [];
      return answers && body ? route.fulfill({ contentType, body, headers: { 'access-control-allow-origin': '*' } }) : route.abort();
    });
    const page = await context.newPage();
    page.on('console', (message) => { if (answers && message.type() === 'error') judge(false, `${host}: ${message.text()}`); });
    page.on('pageerror', (error) => judge(false, `${host}: ${error}`));
    await page.goto(origin + PAPER, { waitUntil: 'load' });
    await page.waitForTimeout(300);
    return { context, page, asked };
  };
  /** Waits for the comments. Returns their frame. */
  const shown = async (page) => {
    const frame = await (await page.waitForSelector('#comments iframe')).contentFrame();
    await frame.waitForLoadState('load');
    await page.waitForSelector('#comments button', { state: 'detached' });
    return frame;
  };
  const is = (found, expected, what) => judge(JSON.stringify(found) === JSON.stringify(expected), `${host}: ${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);

  {
    const { context, page, asked } = await open({ colorScheme: 'light' });
    is(asked, [], 'before anybody asks, other hosts');
    judge((await page.textContent('#comments')).includes(host), `${host}: the page says where comments come from`);
    is(await page.locator('#comments a:visible').count(), 1, 'the way without a script');
    await page.click('#comments button');
    const frame = await shown(page);
    is(asked.filter((url) => new URL(url).host !== host), [], 'hosts beside the service');
    is(asked[0], `https://${host}/client.js`, 'what is loaded first');
    const attributes = await page.$eval('#comments script', (script) => Object.fromEntries([...script.attributes].map(({ name, value }) => [name, value])));
    for (const [name, value] of Object.entries({ ...expected, [key]: system, crossorigin: 'anonymous' })) is(attributes[name], value, name);
    is(await page.locator('#comments button:visible').count(), 0, 'buttons when the comments are there');
    is(await page.evaluate(() => document.activeElement.id), 'comments', 'where the focus is then');
    is(await page.$eval('#comments iframe', (frame) => frame.offsetWidth === frame.closest('section').offsetWidth), true, 'the frame is as wide as the page');
    // They follow the dark theme of the page.
    await page.click('.my button');
    await frame.waitForFunction(() => document.title.startsWith('{'));
    is(JSON.parse(await frame.title()), dark, 'the message to the frame about the theme');
    // A chosen theme is used from the start.
    await page.click('.my button');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await page.click('.my button');
    await page.click('#comments button');
    await shown(page);
    is(await page.$eval('#comments script', (script, name) => script.getAttribute(name), key), light, 'the theme that was chosen');
    await context.close();
  }
  {
    const { context, page } = await open({}, false);
    await page.click('#comments button');
    await page.waitForFunction(() => document.querySelector('#comments [role=status]').textContent !== '');
    is(await page.locator('#comments button:enabled:visible').count(), 1, 'one may try again where the service is away');
    await context.close();
  }
  {
    const { context, page, asked } = await open({ javaScriptEnabled: false });
    is(await page.locator('#comments button:visible').count(), 0, 'controls that do nothing without a script');
    is(await page.locator('#comments a:visible').count(), 1, 'the way without a script');
    is(asked, [], 'other hosts without a script');
    await context.close();
  }
  {
    // No other page may load from the services.
    const { context, page } = await open();
    for (const path of ['', 'days/2026-03-05/', 'topics/']) {
      await page.goto(origin + path);
      const policy = await page.$eval('meta[http-equiv=Content-Security-Policy]', (meta) => meta.content);
      judge(!policy.includes(host), `${host}: the policy of /${path}: ${policy}`);
    }
    await context.close();
  }
  close();
}
await browser.close();
verdict();

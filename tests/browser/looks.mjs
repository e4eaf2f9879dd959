// Compares coarse grey screenshots of a few pages with stored ones. Fonts differ between machines, so this finds broken layouts, not shades.
//
//   node looks.mjs SITE=/base/                       the built fixture site `week`
//   OFFPRINT_UPDATE=1 node looks.mjs SITE=/base/     after a change that is meant to show
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, launch, serve, sites, verdict } from './served.mjs';

const LOOKS = [
  { name: 'day', path: 'days/2026-03-05/', width: 1280, scheme: 'light' },
  { name: 'paper', path: 'papers/everything/', width: 1280, scheme: 'dark' },
  { name: 'paper-phone', path: 'papers/everything/', width: 360, scheme: 'light' },
  { name: 'archive-phone', path: 'archive/', width: 360, scheme: 'dark' },
];
/// A picture is this many cells wide and high; each is the mean of what it covers.
const CELLS = 24;
/// Of 255: how far cells may be apart on average, and how far any of them.
const MEAN = 8;
const MOST = 90;

/** Shrinks a picture to its cells, in the browser; answers with their grey values. */
const shrink = (page, png) => page.evaluate(async ({ data, cells }) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
  const canvas = new OffscreenCanvas(cells, cells);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  // In steps of one half: a browser that shrinks at once looks at some pixels only.
  let [width, height] = [image.width, image.height];
  let from = image;
  while (width > cells * 2 || height > cells * 2) {
    [width, height] = [Math.max(cells, width >> 1), Math.max(cells, height >> 1)];
    const half = new OffscreenCanvas(width, height);
    half.getContext('2d').drawImage(from, 0, 0, width, height);
    from = half;
  }
  context.drawImage(from, 0, 0, cells, cells);
  const { data: pixels } = context.getImageData(0, 0, cells, cells);
  return Array.from({ length: cells * cells }, (_, at) => Math.round((pixels[at * 4] + pixels[at * 4 + 1] + pixels[at * 4 + 2]) / 3));
}, { data: png.toString('base64'), cells: CELLS });

const folder = new URL('looks/', import.meta.url).pathname;
const [{ site, base }] = sites();
const { origin, close } = await serve(site, base);
const browser = await launch();
const desk = await browser.newPage();
for (const { name, path, width, scheme } of LOOKS) {
  const context = await browser.newContext({ viewport: { width, height: Math.round(width * 0.75) }, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(origin + path);
  const png = await page.screenshot();
  await context.close();
  const file = join(folder, `${name}.json`);
  const found = await shrink(desk, png);
  if (process.env.OFFPRINT_UPDATE === '1') {
    mkdirSync(folder, { recursive: true });
    const rows = Array.from({ length: CELLS }, (_, row) => found.slice(row * CELLS, (row + 1) * CELLS).map((grey) => grey.toString(16).padStart(2, '0')).join(''));
    writeFileSync(file, `${JSON.stringify(rows, null, 1)}\n`);
    continue;
  }
  judge(existsSync(file), `look ${name}: nothing to compare it with`);
  if (!existsSync(file)) continue;
  const expected = JSON.parse(readFileSync(file, 'utf8')).flatMap((row) => row.match(/../g).map((grey) => parseInt(grey, 16)));
  const apart = found.map((grey, at) => Math.abs(grey - expected[at]));
  const mean = apart.reduce((sum, grey) => sum + grey, 0) / apart.length;
  judge(mean <= MEAN && Math.max(...apart) <= MOST, `look ${name}: ${mean.toFixed(1)} apart on average, ${Math.max(...apart)} at most`);
  console.log(`${name}: ${mean.toFixed(1)} apart on average, ${Math.max(...apart)} at most`);
}
await browser.close();
close();
verdict();

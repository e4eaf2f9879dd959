// Shared by all checks: a file server, a browser, and a count of results.
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml', '.png': 'image/png', '.js': 'text/javascript' };
const COMPRESSED = ['.html', '.css', '.svg', '.xml', '.js'];

/**
 * Serves a folder below a base path; returns the address of the site, and a function that stops it. `sent` receives each answer's path and bytes.
 * Each answer has the `headers`, and pages go through `html`. `isPacked` compresses answers, as the usual hosts do.
 */
export async function serve(site, base, sent = () => {}, { headers: more = {}, html = (text) => text, isPacked = true } = {}) {
  const root = decodeURIComponent(base);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    // An empty page, to put others in frames of.
    if (path === `${root}bench.html`) { response.writeHead(200, { ...more, 'content-type': TYPES['.html'] }).end('<!doctype html><title>Bench</title>'); return; }
    let file = path.startsWith(root) ? join(site, path.slice(root.length)) : '';
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!file || !existsSync(file)) { response.writeHead(404).end(); return; }
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=600', ...more };
    const packed = isPacked && COMPRESSED.includes(extname(file));
    const read = () => (extname(file) === '.html' ? Buffer.from(html(readFileSync(file, 'utf8'))) : readFileSync(file));
    const bytes = packed ? gzipSync(read()) : read();
    sent(path.slice(root.length), bytes.length);
    response.writeHead(200, packed ? { ...headers, 'content-encoding': 'gzip' } : headers).end(bytes);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}

/** Starts the browser, quietly; `without` are arguments of the driver to leave out. */
export const launch = (more = [], without = []) => chromium.launch({
  ignoreDefaultArgs: without,
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
});

let passed = 0;
let failed = 0;

/** Counts a check, and prints it if it fails. */
export function judge(good, what) {
  if (good) { passed += 1; return; }
  failed += 1;
  console.log(`FAULT ${what}`);
}

/** Prints the counts and exits. */
export function verdict() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

/** Sites named on the command line, each SITE=/base/. */
export const sites = () => process.argv.slice(2).map((argument) => argument.split('=')).map(([site, base = '/']) => ({ site, base }));

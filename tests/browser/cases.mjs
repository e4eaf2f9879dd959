// Makes one site of all sites in tests/data/cases/site, for the checks of pages. What is an error by intention is left out.
//
//   node cases.mjs FOLDER
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { dirname, join } from 'node:path';

const [folder] = process.argv.slice(2);
const cases = new URL('../data/cases/site/', import.meta.url).pathname;
const put = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
for (const name of readdirSync(cases)) {
  const site = join(cases, name);
  for (const part of ['content/papers', 'content/pages']) {
    let files = [];
    try { files = readdirSync(join(site, part), { recursive: true }); } catch { continue; }
    for (const file of files.filter((file) => !statSync(join(site, part, file)).isDirectory())) {
      const text = readFileSync(join(site, part, file), 'utf8').replaceAll('(#does-not-exist)', '(#setup)').replaceAll('](/docs/', `](/${name}/docs/`);
      put(part === 'content/pages' ? join(part, name, file) : join(part, `${name}-${file.replaceAll('/', '-')}`), text);
    }
  }
  try { cpSync(join(site, 'static'), join(folder, 'static'), { recursive: true }); } catch { /* Most have no files. */ }
}
const chunk = (type, data) => {
  const bytes = Buffer.concat([Buffer.from(type), data]);
  let crc = ~0;
  for (const byte of bytes) for (let bit = crc ^= byte, at = 0; at < 8; at += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(~crc >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), bytes, frame.subarray(4)]);
};
// The image of several cases: one grey pixel.
const png = [chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])), chunk('IDAT', deflateSync(Buffer.from([0, 128]))), chunk('IEND', Buffer.alloc(0))];
put('static/q.png', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...png]));
put('site.toml', 'title = "Field notes"\nbase_url = "https://lab.example.org/reads/"\n\n[comments]\nprovider = "utterances"\nrepo = "ada/papers"\n');

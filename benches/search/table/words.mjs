// The words of texts as search reads them: `node words.mjs SITE TEXTS > WORDS`. SITE is the output of any build, whose index has the table
// of letters. TEXTS has one JSON object a line with `title` and `abstract`. Each line of WORDS has the stems of both, and the most frequent
// word of each stem comes last.
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inflateRawSync } from 'node:zlib';

const [site, texts] = process.argv.slice(2);
const here = new URL('.', import.meta.url).pathname;
await import('../../../themes/default/static/search-engine.js');
const { words, stem } = await globalThis.offprint.engine(async (name) => inflateRawSync(readFileSync(`${site}/search/${name}`))).root();
// The words that `significant_words` in `src/text/keyphrases.rs` skips.
const list = readFileSync(`${here}/../../../src/text/tokenizer/stop_words.rs`, 'utf8');
const stop = new Set([...list.matchAll(/\("([a-z]+)", (?:Common|Function|Article)\)/g)].map(([, word]) => word));

const stems = new Map();
const spellings = new Map();
const stemsOf = (text) => {
  const found = [];
  for (const { word } of words(text)) {
    if (word.length < 2 || stop.has(word) || /^\d+$/.test(word)) continue;
    if (!stems.has(word)) stems.set(word, stem(word));
    const own = stems.get(word);
    found.push(own);
    if (!spellings.has(own)) spellings.set(own, new Map());
    const counts = spellings.get(own);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return found;
};
const prose = (text) => text.replace(/\$\$[^]*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\[a-zA-Z]+/g, ' ');
for await (const line of createInterface({ input: createReadStream(texts) })) {
  if (!line) continue;
  const { title, abstract } = JSON.parse(line);
  console.log(JSON.stringify([stemsOf(prose(title)), stemsOf(prose(abstract))]));
}
const usual = [...spellings].map(([own, counts]) => [own, [...counts].sort((a, b) => b[1] - a[1])[0][0]]);
console.log(JSON.stringify(Object.fromEntries(usual)));

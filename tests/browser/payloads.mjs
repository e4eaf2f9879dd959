// Writes sites that hold every payload of `tests/data/payloads/` in every field.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = new URL('../data/payloads/', import.meta.url);

/** Every payload: {name, text}; `name` is its file and line. */
export const payloads = readdirSync(folder).filter((file) => file.endsWith('.jsonl')).sort().flatMap((file) => readFileSync(new URL(file, folder), 'utf8')
  .trimEnd().split('\n').map((line, at) => ({ name: `${file.replace('.jsonl', '')}:${at + 1}`, text: JSON.parse(line) })));

/** A text as a scalar of YAML: as JSON writes it, and nothing in it but visible characters. */
export const scalar = (text) => JSON.stringify(text).replace(/[\p{C}\p{Z}]/gu, (char) => (char === ' ' ? char : [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')))
  // YAML has no halves of a pair: what is beyond 16 bits has an escape of its own.
  .replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g, (_, high, low) => `\\U${(0x10000 + ((parseInt(high, 16) - 0xd800) << 10) + parseInt(low, 16) - 0xdc00).toString(16).padStart(8, '0')}`);

/** The fields that hold text, each as the line of an entry; `at` is the number of the payload. */
const TEXTS = {
  title: (text) => `title: ${text}`,
  authors: (text) => `authors: [${text}, {name: ${text}, affiliation: ${text}}]`,
  organization: (text, at) => `organization: ${[text, `{handle: ${text}, name: ${text}}`, `o${at}`][at % 3]}`,
  topics: (text, at) => `topics: [every, t${at}, ${text}]`,
  keywords: (text, at) => `keywords: [${markOf(at)}, ${text}]`,
  summary: (text) => `summary: ${text}`,
  abstract: (text) => `abstract: ${text}`,
  bibtex: (_, at, raw) => `bibtex: ${scalar(`@misc{k, title = {${raw}}}`)}`,
  venue: (text) => `venue: ${text}`,
  license: (text) => `license: ${text}`,
  submitted_by: (text) => `submitted_by: ${text}`,
  withdrawn: (text) => `withdrawn: {reason: ${text}}`,
  links: (text) => `links: {other: [{label: ${text}, url: "https://evil.example/a"}]}`,
  extra: (text) => `extra: {${text}: ${text}, a: [${text}]}`,
};

/** The word that a search finds fifty papers by. */
export const markOf = (at) => `mark${Math.floor(at / 50)}x`;

/** The fields that hold an address, an id, a day or a language; most payloads are refused there. */
const ADDRESSES = {
  id: (text) => `id: ${text}`,
  aliases: (text) => `aliases: [${text}]`,
  date: (text) => `date: ${text}`,
  published: (text) => `published: ${text}`,
  updated: (text) => `updated: ${text}`,
  lang: (text) => `lang: ${text}`,
  thumbnail: (text) => `thumbnail: ${text}`,
  'authors.url': (text) => `authors: [{name: Ada Byron, url: ${text}}]`,
  'authors.orcid': (text) => `authors: [{name: Ada Byron, orcid: ${text}}]`,
  'organization.url': (text) => `organization: {name: A lab, url: ${text}}`,
  'links.other.url': (text) => `links: {other: [{label: x, url: ${text}}]}`,
};
for (const link of ['arxiv', 'doi', 'pdf', 'html', 'code', 'project', 'data', 'model', 'demo', 'video', 'slides', 'poster']) ADDRESSES[`links.${link}`] = (text) => `links: {${link}: ${text}}`;

/** Every field, for counting. */
export const FIELDS = [...Object.keys(TEXTS), 'authors.affiliation', 'authors.name', 'notes', 'bibtex (whole)', 'organization.handle', 'links.other.label', ...Object.keys(ADDRESSES), 'topics.yaml: name', 'description', 'aliases', 'organizations.yaml: name', 'authors.yaml: name', 'aliases', 'day notes'];

/** The day of a payload: four have one. */
export const dayOf = (number) => new Date(Date.UTC(2020, 0, 1) + Math.floor(number / 4) * 864e5).toISOString().slice(0, 10);

/** An entry as an item of a list; fields that `line` does not set get harmless values. */
const item = (id, date, line) => {
  const key = line.slice(0, line.indexOf(':'));
  const fields = Object.entries({ id, date, title: 'A title', abstract: 'A text.' }).filter(([name]) => name !== key).map(([name, value]) => `${name}: ${value}`);
  return `  - ${[...fields, line].join('\n    ')}\n`;
};

/** Every field but those for text, each in a line of its own; addresses and old addresses with the payload in their midst too. */
const others = (text) => [...Object.values(ADDRESSES).map((line) => line(scalar(text))), ...(/[@{}]/.test(text) ? [`bibtex: ${scalar(text)}`] : []),
  `links: {pdf: ${scalar(`https://evil.example/${text}`)}}`, `aliases: [${scalar(`old/${text}`)}]`];

/**
 * Writes a site. Paper `xN` holds payload N in every field for text; each payload has a topic, an organization and a person of its own
 * too, and is in the note of its day. File `aN.yaml` holds it in every other field, an entry each. A field `N key` of `refused` is left out.
 */
export function write(site, chosen, refused = new Set()) {
  const put = (path, text) => {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  };
  put('site.toml', `title = "Hostile"
base_url = "https://example.org/h/"
[repository]
url = "https://example.net/papers"
[pages]
per_page = 1000
[feeds]
items = 1000
[cards]
site = false
days = false
[data]
topics = false
`);
  const vocabularies = { topics: '', organizations: '', authors: '' };
  let entries = 0;
  chosen.forEach(({ text }, at) => {
    const value = scalar(text);
    const day = dayOf(at);
    const lines = Object.entries(TEXTS).filter(([field]) => !refused.has(`${at} ${field}`)).map(([, line]) => line(value, at, text));
    put(`content/papers/x/${at}.md`, `---\nid: x${at}\ndate: ${day}\n${lines.join('\n')}\n---\n${text}\n`);
    const all = others(text);
    entries += 1 + all.length;
    put(`content/papers/a/${at}.yaml`, `papers:\n${all.map((line, number) => item(`a${at}-${number}`, day, line)).join('')}`);
    if (at % 4 === 0) put(`content/days/${day}.md`, `---\n---\n${chosen.slice(at, at + 4).map((each) => each.text).join('\n\n')}\n`);
    if (at % 20 === 0) put(`content/pages/p${at}.md`, `---\ntitle: ${value}\ndescription: ${value}\n---\n${text}\n`);
    vocabularies.topics += `t${at}: {name: ${value}, description: ${value}, aliases: [${value}]}\n`;
    vocabularies.organizations += `o${at}: {name: ${value}}\n`;
    vocabularies.authors += `n${at}: {name: ${value}, aliases: [${scalar(`${text} too`)}]}\n`;
  });
  for (const [name, text] of Object.entries(vocabularies)) put(`content/${name}.yaml`, text);
  return entries;
}

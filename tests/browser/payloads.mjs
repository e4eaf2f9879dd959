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

/**
 * The fields of vocabularies that hold an address, an id or another entry's key, by file; most payloads are refused there. Each has the
 * record of payload `at`, on one line, and what an entry says to use it.
 */
export const RECORDS = {
  'organizations.yaml: key': (text, at) => [`${text}: {name: Lab k${at}}`, at % 12 === 0 && `organization: ${text}`],
  'organizations.yaml: url': (text, at) => [`ou${at}: {name: Lab u${at}, url: ${text}}`, `organization: ou${at}`],
  'organizations.yaml: url, whole': (text, at, raw) => [`ow${at}: {name: Lab w${at}, url: ${scalar(`https://evil.example/${raw}`)}}`, `organization: ow${at}`],
  'organizations.yaml: logo': (text, at) => [`ol${at}: {name: Lab l${at}, logo: ${text}}`, `organization: ol${at}`],
  'organizations.yaml: logo, whole': (text, at, raw) => [`om${at}: {name: Lab m${at}, logo: ${scalar(`https://evil.example/${raw}`)}}`, `organization: om${at}`],
  'topics.yaml: key': (text, at) => [`${text}: {name: Topic k${at}}`, `topics: [${text}]`],
  'topics.yaml: parent': (text, at) => [`tp${at}: {name: Topic p${at}, parent: ${text}}`],
  'authors.yaml: key': (text, at) => [`${text}: {name: Ada K${at}}`, `authors: [Ada K${at}]`],
  'authors.yaml: orcid': (text, at) => [`no${at}: {name: Ada O${at}, orcid: ${text}}`, `authors: [Ada O${at}]`],
  'authors.yaml: orcid, whole': (text, at, raw) => [`nq${at}: {name: Ada Q${at}, orcid: ${scalar(`https://orcid.org/0000-0002-1825-0097${raw}`)}}`, `authors: [Ada Q${at}]`],
  'authors.yaml: url': (text, at) => [`nu${at}: {name: Ada U${at}, url: ${text}}`, `authors: [Ada U${at}]`],
  'authors.yaml: url, whole': (text, at, raw) => [`nw${at}: {name: Ada W${at}, url: ${scalar(`https://evil.example/${raw}`)}}`, `authors: [Ada W${at}]`],
};

/** Every field, for counting. */
export const FIELDS = [...Object.keys(TEXTS), ...Object.keys(RECORDS), 'authors.affiliation', 'authors.name', 'notes', 'bibtex (whole)', 'organization.handle', 'links.other.label', ...Object.keys(ADDRESSES), 'topics.yaml: name', 'description', 'aliases', 'organizations.yaml: name', 'authors.yaml: name', 'aliases', 'day notes'];

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
 * Records of vocabularies that an address or id is in are those of `records`: entry `vN` uses one.
 */
export function write(site, chosen, refused = new Set(), records = []) {
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
  records.forEach(({ file, line, use }, number) => {
    vocabularies[file.replace('.yaml', '')] += `${line}\n`;
    if (!use) return;
    entries += 1;
    put(`content/papers/v/${number}.yaml`, `papers:\n${item(`v${number}`, '2019-12-31', use)}`);
  });
  for (const [name, text] of Object.entries(vocabularies)) put(`content/${name}.yaml`, text);
  return entries;
}

/** Every record that a payload makes in a vocabulary: {name, field, file, text, line, use}. */
export const records = (chosen) => Object.entries(RECORDS).flatMap(([field, make]) => chosen.map(({ name, text }, at) => {
  const [line, use] = make(scalar(text), at, text);
  return { name, field, file: field.split(':')[0], text, line, use };
}));

/** Writes a site of such records alone, each on the line of its place among those of its file: what `check` says of a line, it says of a record. */
export function writeRecords(site, all) {
  mkdirSync(join(site, 'content'), { recursive: true });
  writeFileSync(join(site, 'site.toml'), 'title = "Records"\nbase_url = "https://example.org/h/"\n');
  for (const file of new Set(all.map((record) => record.file))) writeFileSync(join(site, 'content', file), all.filter((record) => record.file === file).map(({ line }) => `${line}\n`).join(''));
}

// Makes a site of papers that all have the same words, and few of them the phrase; one paper has many authors.
//
//   node many.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
mkdirSync(join(folder, 'content/papers'), { recursive: true });
writeFileSync(join(folder, 'site.toml'), `title = "Many"
base_url = "https://lab.example.org/many/"

[[feeds.query]]
name = "deep-sets"
title = "Sets and their sums"
include = {words = ["deep sets", "deep set"]}
`);
const papers = Array.from({ length: 170 }, (_, at) => {
  const text = at % 60 === 7 ? 'We show deep sets in this paper.' : 'The paper shows this of sets that are deep.';
  const authors = at ? '[Ada Example]' : `[${Array.from({ length: 40 }, (_, number) => `Author N${number}`).join(', ')}, Zoe Quill]`;
  return `- {id: p${at}, title: "Number ${at}", abstract: "${text}", authors: ${authors}}\n`;
});
writeFileSync(join(folder, 'content/papers/all.yaml'), `date: 2026-03-05\npapers:\n${papers.join('')}`);

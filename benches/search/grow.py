#!/usr/bin/env python3
"""Makes a large site out of the real papers of a small one: as many papers as asked for, of their sentences, halves of titles and names.

    grow.py SITE/data/papers.jsonl N FOLDER

Each paper has sentences of several abstracts, as many words as a real one, a made-up name in its title and text, as methods have, and here
and there a slip of the pen: so that words are as rare and as common as in real archives. The same papers give the same bytes.
Python standard library only.
"""
import datetime
import itertools
import json
import os
import random
import re
import sys

LAST_DAY = datetime.date(2026, 11, 20)
A_DAY = 25
SYLLABLES = "va ro li mo ta ne ki su do ra pe zo lu mi ca fe no ti ga be xa wi ho ju".split()
ENDS = "Net Former Bench Lens RL Diff GPT Eval Flow Mem Agent Seg Nav VL".split()


def slip(word, rng):
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + rng.choice([word[at + 1] + word[at] + word[at + 2:], word[at + 1:], word[at] + word[at:]])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    rng = random.Random(1)
    with open(source, encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    sentences, lengths = [], []
    for paper in papers:
        text = re.sub(r"\s+", " ", paper.get("abstract", ""))
        if len(text) > 300:
            lengths.append(len(text.split()))
            sentences += [part for part in re.split(r"(?<=[.!?]) (?=[A-Z])", text) if 5 < len(part.split()) < 60]
    halves = [paper["title"].split() for paper in papers if 5 < len(paper["title"].split()) < 20]
    people = sorted({name for paper in papers for name in paper.get("authors", []) if " " in name})
    first, last = [name.split()[0] for name in people], [name.split()[-1] for name in people]
    people += ["%s %s" % (rng.choice(first), rng.choice(last)) for _ in range(count // 2)]
    rng.shuffle(people)
    often = list(itertools.accumulate(1 / (place + 9) ** 0.7 for place in range(len(people))))
    topics = sorted({topic for paper in papers for topic in paper.get("topics", [])})[:60]
    topics = topics or ["Topic %d" % number for number in range(40)]
    usual = list(itertools.accumulate(1 / (place + 1) ** 0.9 for place in range(len(topics))))

    def made(number):
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize() + rng.choice(ENDS)
        head, tail = rng.choice(halves), rng.choice(halves)
        title = "%s: %s" % (name, " ".join(head[:len(head) // 2] + tail[len(tail) // 2:]))
        goal, text = rng.choice(lengths), []
        while sum(map(len, text)) < goal:
            text.append(rng.choice(sentences).split())
        words = list(itertools.chain(*text))
        for at, word in enumerate(words):
            if rng.random() < 0.002 and re.fullmatch("[a-z]{5,}", word):
                words[at] = slip(word, rng)
        words[0:0] = ["We", "present", name + "."]
        paper = {
            "id": "p%06d" % number,
            "title": title.replace("::", ":"),
            "authors": list(dict.fromkeys(rng.choices(people, cum_weights=often, k=rng.randint(1, 8)))),
            "topics": list(dict.fromkeys(rng.choices(topics, cum_weights=usual, k=rng.randint(1, 3)))),
            "abstract": " ".join(words),
        }
        if rng.random() < 0.4:
            paper["links"] = {"code": "https://example.org/code/%d" % number}
        return paper

    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "site.toml"), "w", encoding="utf-8") as file:
        file.write('title = "Grown"\nbase_url = "https://example.org/"\n')
    for number in range(0, count, A_DAY):
        day = (LAST_DAY - datetime.timedelta(days=number // A_DAY)).isoformat()
        path = os.path.join(folder, "content", "papers", day[:4], day + ".yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write('date: "%s"\npapers:\n' % day)
            for each in range(number, min(number + A_DAY, count)):
                lines = ["%s: %s" % (key, json.dumps(value, ensure_ascii=False)) for key, value in made(each).items()]
                file.write("  - " + "\n    ".join(lines) + "\n")


main()

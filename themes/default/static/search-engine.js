'use strict';

globalThis.offprint = (() => {
  const pairs = (list) => list.map((pair) => pair.split(':'));
  const utf8 = new TextEncoder();
  const text = new TextDecoder();
  const cut = (word, most = 40) => text.decode(utf8.encode(word).subarray(0, most)).replace(/\ufffd$/, '');
  const tokenizer = (table) => {
    const lines = table.split('\n').map((line) => line.split(' '));
    const [accents, ignored, dense, joined] = lines.map((line) => line.map((range) => range.replace(/\w+/g, '\\u{$&}')).join(''));
    const spelled = new Map(pairs(lines[4]));
    const alnum = '[\\p{Alphabetic}\\p{N}]';
    const unit = `[\\p{M}${ignored}${joined}]*`;
    const WORD = new RegExp(`((?:(?=${alnum})[${dense}]${unit})+)|(?![${dense}])${alnum}(?:(?![${dense}])(?:${alnum}|[\\p{M}${ignored}])|['’](?=\\p{Alphabetic}))*`, 'gu');
    const UNIT = new RegExp(`.${unit}`, 'gsu');
    const removed = new RegExp(`[${accents}${ignored}]`, 'gu');
    const fold = (word) => word.normalize('NFKD').toLowerCase().replace(removed, '').replace(/[^\0-\x7f]/g, (letter) => spelled.get(letter) ?? letter).normalize('NFC');
    const words = (source, each) => {
      const found = [];
      for (const { 0: run, 1: isDense, index } of source.matchAll(WORD)) {
        if (isDense) {
          const letters = run.match(UNIT);
          let start = index;
          letters.forEach((letter, at) => {
            const add = (part) => found.push({ word: cut(fold(part)), start, end: start + part.length, isDense });
            if (each || letters.length < 2) add(letter);
            if (letters[at + 1]) add(letter + letters[at + 1]);
            start += letter.length;
          });
        } else {
          const word = cut(fold(run).replace(/['’]s$/, '').replace(/['’]/g, ''));
          if (word) found.push({ word, start: index, end: index + run.length });
        }
      }
      return found;
    };
    const umlauts = new Map(pairs(lines[15]));
    const umlaut = (word) => fold(word.normalize('NFC').toLowerCase().replace(/[^\0-\x7f]/g, (letter) => umlauts.get(letter) ?? letter));
    return { words, fold, umlaut, stem: stemmer(lines), common: new Set(lines[5]), endings: lines[10] };
  };

  const stemmer = (lines) => {
    const known = new Map();
    const usual = respelling(lines);
    const stem = snowball(lines);
    return (word) => {
      if (!/^([a-z]{3,}|[^\0-\x7f])$/.test(word)) return word;
      if (!known.has(word)) known.set(word, stem(usual(word)));
      return known.get(word);
    };
  };
  const respelling = (lines) => {
    const [parts, ends] = lines.slice(11, 13).map(pairs);
    const always = new Set(lines[13]);
    const whole = new Map(pairs(lines[14]));
    return (given) => {
      let word = whole.get(given) ?? given;
      const part = parts.find(([from]) => word.includes(from));
      if (part) word = word.replace(...part);
      const end = ends.find(([from]) => word.endsWith(from));
      if (end) return word.slice(0, -end[0].length) + end[1];
      const [, start, rest] = /^(.{3,})is(e|ed|es|er|ers|ing|able|ation|ations|ational)$/.exec(word) ?? [];
      return start && !always.has(start) && !/[aeiouv]$|(^|[^i])c$/.test(start) ? `${start}iz${rest}` : word;
    };
  };

  const snowball = (lines) => {
    const [alone, seconds, thirds] = lines.slice(6, 9).map(pairs);
    const known = new Map(alone);
    const shortEnd = (word) => /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(word);
    return (given) => {
      if (given.length < 3 || !/^[a-z]+$/.test(given)) return given;
      if (known.has(given)) return known.get(given);
      let word = given.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
      const region = (from) => { const at = word.slice(from).search(/[aeiouy][^aeiouy]/); return at < 0 ? word.length : from + at + 2; };
      const prefix = /^(gener|commun|arsen)/.exec(word);
      const one = prefix ? prefix[0].length : region(0);
      const two = region(one);
      const ends = (end) => word.endsWith(end);
      const less = (count) => word.slice(0, word.length - count);
      if (ends('sses')) word = less(2);
      else if (ends('ied') || ends('ies')) word = less(word.length > 4 ? 2 : 1);
      else if (ends('s') && !ends('us') && !ends('ss') && /[aeiouy]./.test(less(1))) word = less(1);
      const past = /(eedly|ingly|edly|eed|ing|ed)$/.exec(word)?.[0];
      if (past?.startsWith('eed')) {
        if (word.length - past.length >= one) word = `${less(past.length)}ee`;
      } else if (past && /[aeiouy]/.test(less(past.length))) {
        word = less(past.length);
        if (/(at|bl|iz)$/.test(word)) word += 'e';
        else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = less(1);
        else if (shortEnd(word) && one >= word.length) word += 'e';
      }
      if (/.[^aeiouy][yY]$/.test(word)) word = `${less(1)}i`;
      const second = seconds.find(([end]) => ends(end));
      if (second && word.length - second[0].length >= one) {
        const [end, to] = second;
        if (end === 'ogi' ? ends('logi') : end !== 'li' || /[cdeghkmnrt]li$/.test(word)) word = less(end.length) + to;
      }
      const third = thirds.find(([end]) => ends(end));
      if (third && word.length - third[0].length >= (third[0] === 'ative' ? two : one)) word = less(third[0].length) + third[1];
      const fourth = lines[9].find((end) => ends(end));
      if (fourth && word.length - fourth.length >= two && (fourth !== 'ion' || /[st]ion$/.test(word))) word = less(fourth.length);
      if (ends('e')) {
        if (word.length > two || (word.length > one && !shortEnd(less(1)))) word = less(1);
      } else if (ends('ll') && word.length > two) word = less(1);
      return word.replaceAll('Y', 'y');
    };
  };

  const reader = (bytes) => {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * unit;
        if (!(byte & 128)) return value;
      }
    };
    const some = (count) => { at += count; return bytes.subarray(at - count, at); };
    return { number, some };
  };
  const distances = (a, b) => {
    let [before, last] = [[], [...Array(b.length + 1).keys()]];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last;
  };

  const VERSION = 6;
  const engine = (load) => {
    const files = new Map();
    const file = (name, read) => {
      if (!files.has(name)) files.set(name, load(name).then(read).catch((error) => { files.delete(name); throw error; }));
      return files.get(name);
    };
    const root = () => file('index.bin', (bytes) => {
      const { number, some } = reader(bytes);
      if (number() !== VERSION) throw Object.assign(new Error(), { isOther: true });
      const table = tokenizer(text.decode(some(number())));
      const [count, shared, level, block, regions, length] = Array.from({ length: 6 }, number);
      const days = [];
      let [day, start] = [0, 0];
      for (let at = 0; at < length; at += 1) {
        day += number();
        const papers = number();
        days.push({ day, start, papers });
        start += Math.ceil(papers / 8) * 8;
      }
      const own = new Set();
      for (let left = number(), slot = 0; left > 0; left -= 1) own.add(slot += number());
      return { ...table, count, shared, own, level, block, regions, days, end: start, pages: number() };
    });
    const termsOf = (bytes) => {
      const terms = new Map();
      const { number, some } = reader(bytes);
      for (let left = number(); left > 0; left -= 1) {
        const term = text.decode(some(number()));
        const head = number();
        const papers = new Uint32Array(head >> 1);
        let weights;
        if (head & 1) {
          const bits = some((number() >> 3) + 1);
          for (let paper = 0, at = 0; at < papers.length; paper += 1) if (bits[paper >> 3] >> (paper & 7) & 1) papers[at++] = paper;
          const packed = some((papers.length + 3) >> 2);
          weights = Uint8Array.from(papers, (_, at) => (packed[at >> 2] >> (at & 3) * 2 & 3) * 4 + 2);
        } else {
          let paper = 0;
          for (let at = 0; at < papers.length; at += 1) papers[at] = paper += number();
          weights = some(papers.length);
        }
        terms.set(term, { papers, weights });
      }
      return terms;
    };
    const json = (bytes) => JSON.parse(text.decode(bytes));
    const NONE = { papers: [], weights: [] };
    const hashOf = (term) => {
      const hashed = /^a:([^:]*)/.exec(term)?.[1] ?? (term[1] === ':' ? term : /^[^-=+~]*/.exec(term)[0]);
      let hash = 0x811c9dc5;
      for (const byte of utf8.encode(hashed)) hash = Math.imul(hash ^ byte, 0x01000193);
      return hash >>> 0;
    };
    const around = async (term) => {
      const { shared, own } = await root();
      const hash = hashOf(term);
      const slot = term.startsWith('i:') ? shared * 8 + (hash % Math.ceil(shared / 4)) : hash % (shared * 8);
      return file(`terms/${own.has(slot) ? shared + slot : slot % shared}.bin`, termsOf);
    };
    const postings = async (term) => (await around(term)).get(term) ?? NONE;
    const letter = (word, at) => {
      const code = utf8.encode(word)[at] ?? 0;
      return code >= 97 && code <= 122 ? code - 96 : code >= 48 && code <= 57 ? 27 : 0;
    };
    const like = async (word) => {
      const { level } = await root();
      const number = [0, letter(word, 0), letter(word, 0) * 7 + letter(word, 1) % 7][level];
      return file(`words/${number}.bin`, (bytes) => text.decode(bytes).split('\n').filter(Boolean)
        .map((line) => [line.slice(0, -2), line.charCodeAt(line.length - 1) - 96]));
    };
    const begun = async (word, term) => {
      const all = await like(word);
      const longer = all.filter(([other]) => other !== term && other.startsWith(word));
      const shorter = () => all.filter(([other]) => other.length > 3 && other !== term && word.startsWith(other) && word.length < other.length + 4);
      return (longer.length ? longer : shorter()).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([other]) => other);
    };
    const meant = async (word, least) => {
      if (word.length < (least ? 5 : 3) || !/\D/.test(word)) return;
      const digits = word.replace(/\D/g, '');
      const { stem, endings } = await root();
      const most = least || word.length < 5 ? 1 : 2;
      const rest = Array.from({ length: word.length + 1 }, (_, at) => {
        const end = word.slice(at);
        return end ? endings.map((other) => [distances(other, end).at(-1) + 0.1, other]).sort(([one], [two]) => one - two)[0] : [0, ''];
      });
      let best;
      const look = async (starts) => {
        for (const list of new Set(await Promise.all(starts.map(like)))) {
          for (const [other, count] of list) {
            if (other.length < 3 || other.length > word.length + most || 2 ** count < least * 2 || other.replace(/\D/g, '') !== digits) continue;
            distances(other, word).forEach((own, at) => {
              const apart = own + rest[at][0];
              const rank = apart * 8 - count;
              if (apart < most + 0.5 && (!best || rank < best.rank) && (!rest[at][1] || stem(other + rest[at][1]) === other)) best = { other, rank, apart };
            });
          }
        }
      };
      const [a, b, c] = word;
      await look([word, b + a, a + c, b + c]);
      if (!least && !(best?.apart < 1.5)) await look(Array.from({ length: 26 }, (_, at) => a + String.fromCharCode(97 + at)));
      return best?.other;
    };

    // Directions have 64 numbers: of words, and of papers relative to the centre of their region.
    const DIMS = 64;
    const unpack = (packed) => Float32Array.from({ length: DIMS }, (_, at) => ((packed[at >> 1] << (at & 1 ? 24 : 28)) >> 28));
    const dot = (one, other) => one.reduce((sum, number, at) => sum + number * other[at], 0);
    const scaled = (one, length) => { const factor = length / (Math.sqrt(dot(one, one)) || 1); return one.map((number) => number * factor); };
    const plus = (one, other) => one.map((number, at) => number + other[at]);
    const none = () => new Float32Array(DIMS);
    const directionOf = async (term) => {
      const { shared } = await root();
      const all = await file(`near/words/${hashOf(term) % shared}.bin`, (bytes) => {
        const { number, some } = reader(bytes);
        const found = new Map();
        for (let left = number(); left > 0; left -= 1) {
          const word = text.decode(some(number()));
          const strength = some(1)[0];
          found.set(word, unpack(some(DIMS / 2)).map((each) => each * strength));
        }
        return found;
      });
      return all.get(term);
    };
    const regionsOf = () => file('near/index.bin', async (bytes) => {
      const { regions } = await root();
      const { number, some } = reader(bytes);
      return Array.from({ length: regions }, () => ({ centre: scaled(unpack(some(DIMS / 2)), 1), papers: number() }));
    });
    const papersOf = (region, centre) => file(`near/${region}.bin`, (bytes) => {
      const { number, some } = reader(bytes);
      let paper = 0;
      const papers = Array.from({ length: number() }, () => (paper += number()));
      return papers.map((each) => {
        const [scale, ...codes] = some(1 + DIMS / 4);
        const own = centre.map((middle, at) => {
          const bits = codes[at >> 2] >> (at & 3) * 2;
          return middle + (scale / 1024) * (bits & 2 ? 1.51 : 0.4528) * (bits & 1 ? -1 : 1);
        });
        return [each, scaled(own, 1)];
      });
    });
    // Enough papers to look at, and the most to show.
    const [LOOKED_AT, NEAREST] = [3000, 200];
    // If fewer papers have the only word of a query, others that are near follow.
    const FEW = 30;
    // The angle counts more in longer queries, whose words few papers share.
    const angle = (length) => (length < 4 ? 0.5 : length < 5 ? 1 : 2);
    // Papers by the meaning of words, best first. `score` and `has` are the sums of words and their number.
    const nearest = async (groups, fitting, score, has) => {
      const words = groups.filter(({ all, isDense }) => all && !isDense);
      const directions = await Promise.all(words.map(({ term }) => directionOf(term)));
      const known = [...new Set(directions.filter(Boolean))];
      if (!known.length) return [];
      let query = known.reduce(plus, none());
      const regions = await regionsOf();
      const order = regions.map((region, at) => ({ ...region, at })).sort((a, b) => dot(b.centre, query) - dot(a.centre, query) || a.at - b.at);
      let looked = 0;
      const near = order.filter(({ papers }) => papers && looked < LOOKED_AT && (looked += papers));
      const seen = new Map((await Promise.all(near.map(({ at, centre }) => papersOf(at, centre)))).flat());
      // A word without a direction points to the papers that have it.
      const usual = known.reduce((sum, one) => sum + Math.sqrt(dot(one, one)), 0) / known.length;
      words.forEach(({ lists: [{ found }] }, at) => {
        if (directions[at]) return;
        let sum = none();
        found.papers.forEach((paper, place) => { if (seen.has(paper)) sum = plus(sum, seen.get(paper).map((number) => number * found.weights[place])); });
        query = plus(query, scaled(sum, usual));
      });
      query = scaled(query, 1);
      const angles = new Map([...seen].map(([paper, own]) => [paper, Math.max(0, dot(own, query))]));
      const median = [...angles.values()].sort((a, b) => a - b)[angles.size >> 1] ?? 0;
      const sums = score.slice();
      const counts = Float32Array.from(has);
      for (const { term, all, rare } of words) {
        for (const paper of all.get(`${term}~`)?.papers ?? []) {
          sums[paper] += 4 * rare;
          counts[paper] += 0.5;
        }
      }
      let most = 0;
      for (const paper of fitting) {
        sums[paper] *= (counts[paper] / groups.length) ** 2;
        most = Math.max(most, sums[paper]);
      }
      const share = angle(groups.length);
      const worth = (paper) => sums[paper] / (most || 1) + share * (angles.get(paper) ?? (sums[paper] && median));
      const ranked = fitting.map((paper) => [paper, worth(paper)]).filter(([, own]) => own > 0);
      return ranked.sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, NEAREST).map(([paper]) => paper);
    };

    const parse = (query) => {
      const parts = [];
      for (const { 1: not, 2: field, 3: value } of query.matchAll(/(-)?(?:(author|topic|org|year|has):)?("[^"]*"?|[^\s"]+)/giu)) {
        parts.push({ not, field: (field ?? '').toLowerCase(), phrase: value.startsWith('"'), value: value.replaceAll('"', '') });
      }
      return parts;
    };
    const dayNumber = (iso) => Date.parse(iso) / 864e5 + 719163;

    const AUTHOR = 12;
    const size = ({ found }) => found.papers.length;
    const nameOf = (word, term) => (term === word ? `a:${word}` : `a:${term}:${word}`);
    const both = async (word) => {
      const { stem } = await root();
      const [found, names] = await Promise.all([word, nameOf(word, stem(word))].map(postings));
      return [{ found }, { found: names, isName: true }];
    };
    const common = (lists) => {
      const [first, ...others] = lists.sort((a, b) => a.papers.length - b.papers.length);
      const sets = others.map(({ papers }) => new Map(Array.from(papers, (paper, at) => [paper, at])));
      const papers = [];
      const weights = [];
      first.papers.forEach((paper, at) => {
        if (!sets.every((set) => set.has(paper))) return;
        papers.push(paper);
        weights.push(Math.min(first.weights[at], ...others.map((other, place) => other.weights[sets[place].get(paper)])));
      });
      return { papers, weights };
    };
    // Whether two words are of one author: true, false, or undefined if the places do not say.
    const sameAuthor = (one, other) => (one === 15 || other === 15 ? undefined : one === other);
    const keysOf = (token) => {
      const plain = token.toLowerCase().replace(/^[<([{]+|[>)\]}.,;:]+$/g, '');
      const id = /(?:^|arxiv[.:]|\/)(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?(?:$|[?#/])/.exec(plain)?.[1];
      if (id) return { keys: [id], isSure: true };
      const old = /(?:^|arxiv[.:]|\/)([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?\/(\d{7})(?:v\d+)?(?:\.pdf)?$/.exec(plain);
      if (old) return { keys: [`${old[1]}-${old[2]}`] };
      const doi = /(?:^|[/:=])(10\.\d{4,9}\/[^\s?#]+)/.exec(plain)?.[1];
      if (doi) return { keys: [doi, doi.replace(/\.(pdf|html|full|abstract).*$/, '')], isSure: true };
      const owned = /^[\w.-]+\/[\w.-]*[a-z][\w.-]*$/.test(plain);
      if (owned && !/^[^/]*\.[a-z]+\//.test(plain)) return { keys: [`github.com/${plain}`, `huggingface.co/${plain}`] };
      if (!/^(https?:\/\/|www\.)|^[\w-]+(\.[\w-]+)+\/./.test(plain)) return { keys: [] };
      let path = plain.replace(/#.*$/, '').replace(/^https?:\/\//, '').replace(/^www\./, '').replace(/\/+$/, '').replace(/\.git$/, '');
      const last = path.replace(/\?.*$/, '').split('/').at(-1);
      const keys = [];
      for (; path.includes('/') && keys.length < 6; path = path.replace(/[/?][^/?]*$/, '')) keys.push(cut(path, 60));
      return { keys: [...keys, last] };
    };

    const search = async (typed, { from, to, topic, code, exact } = {}) => {
      const { count, days, end, pages, regions, words, umlaut, stem, common: omitted } = await root();
      const answer = { phrases: [], terms: new Set(), starts: [], corrected: [], near: [], common: [], pages: [] };
      const groups = [];
      const filters = [];
      const excluded = [];
      const at = (day) => days.find((each) => each.day >= day)?.start ?? end;
      const range = (first, last) => [first ? at(dayNumber(first)) : 0, last ? at(dayNumber(last) + 1) : end];
      const ranges = [range(from, to)];
      if (topic) filters.push({ terms: [`t:${topic}`] });
      if (code) filters.push({ terms: ['h:code'] });
      const query = typed.slice(0, 1000).replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt() - 65248)).replace(/[“”„‟«»「」『』]/g, '"').replace(/(^|[\s,])title\s*=\s*[{"]/gi, '$1');
      const parts = parse(query);
      for (const [index, { not, field, phrase, value }] of parts.entries()) {
        const year = field === 'year' && /^(\d{4})(?:(?:-|\.\.)(\d{4}))?$/.exec(value);
        if (year) {
          const [first, last] = range(`${year[1]}-01-01`, `${year[2] ?? year[1]}-12-31`);
          if (not) excluded.push({ first, last }); else ranges.push([first, last]);
          continue;
        }
        const isBare = !not && !field && !phrase;
        const next = parts[index + 1]?.value ?? '';
        if (isBare) {
          // "Name et al." names the first author.
          if (groups.length && /^et$/i.test(value) && /^al\b/i.test(next)) { groups.at(-1).leads = true; continue; }
          if (/^al[.,;:]*$/i.test(value) && /^et$/i.test(parts[index - 1]?.value)) continue;
          if (/^(arxiv|doi):?$/i.test(value) && keysOf(next).isSure) continue;
          const { keys, isSure } = keysOf(value);
          let found = NONE;
          for (const key of keys) if (!found.papers.length) found = await postings(`i:${key}`);
          if (isSure || found.papers.length) {
            groups.push({ word: value, lists: [{ found }], required: true, isKey: true });
            continue;
          }
        }
        const found = words(value);
        const list = found.map(({ word }) => word);
        if (field && field !== 'year') {
          const key = `${field[0]}:`;
          const whole = value.toLowerCase().trim();
          const names = field === 'has' || (field !== 'author' && whole.includes('-')) ? [key + whole] : list.map((word) => key + word);
          if (not) excluded.push({ terms: field === 'author' ? list.map((word) => nameOf(word, stem(word))) : names }); else filters.push({ terms: names, isAuthor: field === 'author' });
          if (field === 'author') for (const word of list) answer.terms.add(stem(word));
          continue;
        }
        let last;
        let between = '';
        const said = [];
        for (const each of found) {
          const { word, start, end: stop } = each;
          const isTight = last && /^[-‑–_.^]$/.test(value.slice(last.end, start)) && !(value[last.end] === '.' && !/\d/.test(word));
          if (!isTight) between = '';
          const sign = /^[a-z]$/.test(word) && /^(\+\+|#|\*)(?![\p{Alphabetic}\p{N}])/u.exec(value.slice(stop))?.[0];
          if (sign) each.word += { '++': 'plusplus', '#': 'sharp', '*': 'star' }[sign];
          if (word === 'net' && /(^|[^\p{Alphabetic}\p{N}])\.$/u.test(value.slice(0, start))) each.word = 'dotnet';
          const isInitial = isBare && /^\p{Lu}\.$/u.test(value);
          if (omitted.has(each.word) && !isInitial) between += word;
          else {
            said.push({ ...each, written: value.slice(start, stop), required: phrase, isTight: isTight && said.length > 0, between, token: value.toLowerCase() });
            between = '';
          }
          last = each;
        }
        if (!said.length && list.length) answer.common.push(value);
        if (phrase && list.length > 1 && !not) answer.phrases.push(list);
        if (not) { if (said.length) excluded.push({ terms: said.map(({ word }) => stem(word)) }); continue; }
        groups.push(...said);
      }
      const narrow = ranges.length > 1 || from || to || filters.length || excluded.length;
      // Only words that the index omits.
      if (groups.length || narrow) answer.common = [];
      const unfinished = groups.length && !/[\s"]$/.test(query) && !parts.at(-1).field && !parts.at(-1).not;
      answer.said = groups.length;
      const rarity = (total) => Math.log(1 + (count - Math.min(total, count) + 0.5) / (total + 0.5));
      const few = (group) => group.lists.reduce((sum, list) => sum + size(list), 0);
      const isRare = (group) => few(group) <= 2 + count / 5000;
      // What the file of each word says.
      await Promise.all(groups.map(async (group) => {
        if (group.isKey) return;
        group.term = stem(group.word);
        answer.terms.add(group.term);
        group.all = await around(group.term);
        group.lists = [{ found: group.all.get(group.term) ?? NONE }, { found: group.all.get(nameOf(group.word, group.term)) ?? NONE, isName: true }];
        const other = /[^\0-\x7f]/.test(group.written) ? umlaut(group.written) : group.word;
        if (other !== group.word && !group.isDense) group.lists.push(...await both(other));
        if (/^(1[5-9]|20)\d\d$/.test(group.word) && groups.length > 1) {
          const [first, last] = range(`${group.word}-01-01`, `${group.word}-12-31`);
          if (last > first) group.year = [first, last];
        }
      }));
      const base = groups.map((group) => isRare(group));
      const isNumber = ({ word }) => /^\d/.test(word);
      // Words that are also written as one, and abbreviations.
      const add = (some, list) => {
        if (!list.found.papers.length) return false;
        for (const group of some) group.lists.push({ ...list, share: some.length });
        return true;
      };
      const join = async (some) => {
        const [first, ...others] = some;
        if (some.some(({ all, required, isDense }) => !all || required || isDense)) return;
        const isPair = (group, before) => before.all.has(`${before.term}-${group.term}`);
        const links = others.map((group, at) => group.isTight || isNumber(group) || isPair(group, some[at]));
        if (!links.every(Boolean) && !(others.length === 1 && some.some((group) => base[groups.indexOf(group)]))) return;
        const word = first.word + others.map((group) => (group.isTight ? group.between : '') + group.word).join('');
        const term = stem(word);
        if (add(some, { found: await postings(term), isJoined: true })) answer.terms.add(term);
      };
      const best = (all, start) => [...all.keys()].filter((term) => term.startsWith(start)).sort((a, b) => all.get(b).papers.length - all.get(a).papers.length);
      const abbreviate = async (group, place) => {
        if (!group.all || group.required || exact) return;
        const said = `${groups.slice(place).map((each) => each.term).join('+')}+`;
        const [full] = best(group.all, `${group.term}+`).filter((term) => said.startsWith(`${term.split('=')[0]}+`)).sort((a, b) => b.indexOf('=') - a.indexOf('='));
        if (full) {
          const [form, short] = full.split('=');
          if (add(groups.slice(place, place + form.split('+').length), { found: await postings(short) })) answer.terms.add(short);
        }
        const [long] = few(group) < 20 + count / 200 ? best(group.all, `${group.term}=`) : [];
        if (!long) return;
        const terms = long.split('=')[1].split('+');
        if (add([group], { found: common(await Promise.all(terms.map(postings))), factor: 0.7 })) terms.forEach((term) => answer.terms.add(term));
      };
      await Promise.all(groups.flatMap((group, place) => [abbreviate(group, place), ...[2, 3].filter((length) => place + length <= groups.length)
        .map((length) => join(groups.slice(place, place + length)))]));
      const split = async (word) => {
        const all = new Set((await like(word)).map(([other]) => other));
        let found = NONE;
        for (let at = 4; at < word.length - 3; at += 1) {
          const two = [word.slice(0, at), word.slice(at)].map(stem);
          if (!all.has(two[0])) continue;
          const own = common(await Promise.all(two.map(postings)));
          if (own.papers.length > found.papers.length) { found = own; found.terms = two; }
        }
        return found;
      };
      await Promise.all(groups.map(async (group, place) => {
        if (group.isKey) return;
        const { word, term } = group;
        if (unfinished && place === groups.length - 1 && few(group) < 3 && word.length > 1) {
          const more = await begun(word, term);
          group.lists.push(...(await Promise.all(more.map(both))).flat().map((list) => ({ ...list, factor: 0.8 })));
          if (more.length) answer.starts.push(word);
          more.forEach((other) => answer.terms.add(other));
        }
        if (exact || group.isDense || group.required || group.lists.some(({ isJoined }) => isJoined)) return;
        const total = few(group);
        if (total && (group.lists.length > 2 || !isRare(group))) return;
        if (!total && /\d/.test(group.token)) {
          if (add([group], { found: await postings(`i:${group.token}`) })) return;
        }
        if (!total && /^[a-z]{8,}$/.test(word)) {
          const found = await split(word);
          if (add([group], { found })) { found.terms.forEach((other) => answer.terms.add(other)); return; }
        }
        const other = await meant(word, total * 32);
        if (!other) return;
        answer[total ? 'near' : 'corrected'].push([word, other]);
        answer.terms.add(other);
        group.lists.push(...(await both(other)).map((list) => ({ ...list, factor: total ? 0.5 : 1 })));
      }));
      const score = new Float32Array(end);
      const has = new Uint8Array(end);
      const must = new Uint8Array(end);
      const own = new Float32Array(end);
      let needed = 0;
      for (const group of groups) {
        const plain = group.lists.filter(({ share }) => !share);
        group.rare = rarity(Math.max(plain.slice(0, 2).reduce((sum, list) => sum + size(list), 0), ...plain.slice(2).map(size)));
        if (group.required) needed += 1;
        own.fill(0);
        const give = (paper, value) => {
          if (own[paper] >= value) return;
          if (!own[paper]) {
            has[paper] += 1;
            if (group.required) must[paper] += 1;
          }
          score[paper] += value - own[paper];
          own[paper] = value;
        };
        for (const { found, isName, share, factor = 1 } of group.lists) {
          const alone = rarity(found.papers.length);
          const rare = factor * (share ? Math.max(alone / share, Math.min(alone, group.rare)) : group.rare);
          found.papers.forEach((paper, index) => {
            const weight = found.weights[index];
            give(paper, rare * (!isName ? weight : !group.leads ? AUTHOR : weight === 1 ? 15 : 5));
          });
        }
        if (group.year) for (let paper = group.year[0]; paper < group.year[1]; paper += 1) give(paper, group.rare * 4);
      }
      // Two words of one author's name say more than those of two.
      groups.slice(1).forEach((group, place) => {
        const [one, other] = [groups[place], group].map(({ lists }) => lists.find(({ isName }) => isName)?.found ?? NONE);
        const places = new Map(Array.from(one.papers, (paper, index) => [paper, one.weights[index]]));
        other.papers.forEach((paper, index) => {
          if (places.has(paper) && sameAuthor(places.get(paper), other.weights[index])) score[paper] += (groups[place].rare + group.rare) * 8;
        });
      });
      const everyOf = async (terms, isAuthor) => {
        const lists = await Promise.all(terms);
        const [first = NONE, ...others] = lists;
        const all = others.map(({ papers, weights }) => new Map(Array.from(papers, (paper, index) => [paper, weights[index]])));
        const places = new Map(Array.from(first.papers, (paper, index) => [paper, first.weights[index]]));
        const found = [...first.papers].filter((paper) => all.every((other) => other.has(paper)));
        const areOne = (paper) => all.map((other) => sameAuthor(places.get(paper), other.get(paper)));
        const ofOne = isAuthor ? found.filter((paper) => !areOne(paper).includes(false)) : [];
        // Those that are certain come first.
        for (const paper of ofOne) if (!areOne(paper).includes(undefined)) score[paper] += 1;
        return ofOne.length ? ofOne : found;
      };
      const named = async (term) => {
        const [key, word] = [term.slice(0, 2), term.slice(2)];
        const of = (other) => postings(key === 'a:' ? nameOf(other, stem(other)) : key + other);
        const own = await of(word);
        if (exact || own.papers.length || key === 'h:') return own;
        for (const other of [stem(word), ...(await begun(word, word)), await meant(word, 0)]) {
          const near = other ? await of(other) : NONE;
          if (!near.papers.length) continue;
          answer.terms.add(other);
          if (!other.startsWith(word) && !word.startsWith(other)) answer.corrected.push([word, other]);
          return near;
        }
        return NONE;
      };
      for (const paper of (await Promise.all(filters.map(({ terms, isAuthor }) => everyOf(terms.map(named), isAuthor)))).flat()) must[paper] += 1;
      needed += filters.length;
      for (const { terms, first, last } of excluded) {
        if (terms) for (const paper of await everyOf(terms.map(postings))) must[paper] = 255;
        else must.fill(255, first, last);
      }
      const first = Math.max(...ranges.map(([start]) => start));
      const last = Math.min(...ranges.map(([, stop]) => stop));
      const total = groups.length;
      const fitting = [];
      if (total || narrow) {
        for (const { start, papers } of days) {
          for (let paper = Math.max(start, first); paper < Math.min(start + papers, last); paper += 1) if (must[paper] === needed) fitting.push(paper);
        }
      }
      const list = fitting.filter((paper) => has[paper] * 2 >= total);
      const isWhole = (paper) => has[paper] === total;
      const found = list.filter(isWhole).length;
      // Few papers have a single unusual word; several words without any paper are a question.
      const isFew = parts.length > 1 ? !found : found < FEW;
      const near = regions && total && !exact && !answer.phrases.length && isFew ? await nearest(groups, fitting, score, has) : [];
      for (const paper of list) score[paper] *= total ? (has[paper] / total) ** 2 : 1;
      list.sort((a, b) => score[b] - score[a] || b - a);
      const whole = list.filter(isWhole);
      answer.all = whole;
      answer.whole = whole.length;
      answer.isNear = near.length > 0 && !whole.length;
      answer.papers = near.length ? [...whole, ...near.filter((paper) => !isWhole(paper))] : whole.length && answer.phrases.length ? whole : list;
      if (pages && total && !narrow) {
        const all = await file('pages/terms.bin', termsOf);
        let best;
        for (const { word, rare } of groups) {
          const { papers, weights } = all.get(stem(word)) ?? all.get([...all.keys()].find((term) => term.startsWith(word))) ?? NONE;
          best = new Map([...papers].map((page, at) => [page, rare * weights[at] + (best ? best.get(page) : 0)]).filter(([, sum]) => sum));
        }
        const ranked = [...best].sort((a, b) => b[1] - a[1]).slice(0, 5);
        const cards = ranked.length && await file('pages/cards.bin', json);
        answer.pages = ranked.map(([page]) => cards[page]);
        answer.first = !whole.length || answer.corrected.length || ranked[0]?.[1] > (score[list[0]] ?? 0);
      }
      return answer;
    };
    const card = async (paper) => {
      const { days, block } = await root();
      const all = await file(`cards/${Math.floor(paper / block)}.bin`, json);
      const { day } = days.findLast(({ start }) => start <= paper);
      return { date: new Date((day - 719163) * 864e5).toISOString().slice(0, 10), ...all[paper] };
    };
    return { search, card, root };
  };

  return { engine, distances };
})();


'use strict';

// Filters of the search page as buttons with counts. Each narrows the papers that are found, so its count is what remains after a click.
globalThis.offprint.filters = ({ form, load, root, make, box, change }) => {
  const SPAN = 2048;
  /** A larger archive loads its files only if a filter needs them. */
  const FEW_FILES = 2;
  const SHOWN = 6;
  const VOTES = [5, 10, 25, 50, 100, 250, 500, 1000];
  const KINDS = ['days', 'topic', 'year', 'code', 'votes', 'venue', 'author', 'org', 'type'];
  const [DAYS, TOPIC, YEAR, VENUE, AUTHOR, ORG, TYPE, CODE, VOTED, MORE, LOAD] = (box?.dataset.words ?? '').split('|');
  const LABELS = { days: DAYS, topic: TOPIC, year: YEAR, code: CODE, votes: VOTED, venue: VENUE, author: AUTHOR, org: ORG, type: TYPE };
  const count = Number(form.dataset.facets ?? 0);
  const files = new Map();
  const names = new Map();
  const open = new Set();
  const file = (number) => {
    if (!files.has(number)) {
      files.set(number, load(`facets/${number}.bin`).then((bytes) => {
        const all = JSON.parse(new TextDecoder().decode(bytes));
        const named = { type: all.types, venue: all.venues, org: all.organizations, topic: all.topics, author: all.authors };
        for (const [kind, rows] of Object.entries(named)) for (const [slug, name] of rows) names.set(`${kind} ${slug}`, name);
        const slugs = (kind, list) => [...new Set(list.map((at) => named[kind][at][0]))];
        const some = (at) => (at === null ? [] : [at]);
        return new Map(Object.entries(all.papers).map(([paper, [votes, code, type, venue, org, topic, author]]) => [Number(paper), {
          votes, code: code ? ['1'] : [], type: slugs('type', some(type)), venue: slugs('venue', some(venue)), org: slugs('org', some(org)), topic: slugs('topic', topic), author: slugs('author', author),
        }]));
      }).catch((error) => { files.delete(number); throw error; }));
    }
    return files.get(number);
  };
  let known = new Map();
  let years;
  /** Loads what is known of papers. */
  const prepare = async (papers) => {
    const { days } = await root();
    years ??= days.map(({ day, start }) => [start, String(new Date((day - 719163) * 864e5).getUTCFullYear())]).filter(([, year], at, all) => year !== all[at - 1]?.[1]);
    const numbers = [...new Set(papers.map((paper) => Math.floor(paper / SPAN)))];
    known = new Map((await Promise.all(numbers.map(async (number) => [number, await file(number)]))));
  };
  const NONE = { votes: 0 };
  const of = (paper) => known.get(Math.floor(paper / SPAN))?.get(paper) ?? NONE;
  const votes = (paper) => of(paper).votes;
  const values = (paper, kind) => (kind === 'year' ? [years.findLast(([start]) => start <= paper)[1]] : of(paper)[kind] ?? []);
  const keeps = (chosen) => {
    const kinds = ['year', 'venue', 'author', 'org', 'type'].filter((kind) => chosen[kind]);
    return (paper) => votes(paper) >= Number(chosen.votes || 0) && kinds.every((kind) => values(paper, kind).includes(chosen[kind]));
  };
  /** Whether filters are chosen that the engine does not know. */
  const isOwn = (chosen) => ['year', 'venue', 'author', 'org', 'type', 'votes'].some((kind) => chosen[kind]);
  const isAuto = count > 0 && count <= FEW_FILES;

  const tally = (papers, kind) => {
    const found = new Map();
    if (kind === 'votes') {
      for (const least of VOTES) {
        const number = papers.filter((paper) => votes(paper) >= least).length;
        if (number && number < papers.length) found.set(String(least), number);
      }
      return [...found].slice(0, 4);
    }
    for (const paper of papers) for (const value of values(paper, kind)) found.set(value, (found.get(value) ?? 0) + 1);
    return [...found].sort(kind === 'year' ? ([a], [b]) => b - a : ([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  };
  const label = (kind, value) => (kind === 'code' ? CODE : kind === 'votes' ? `≥ ${value}` : names.get(`${kind} ${value}`) ?? form[kind]?.selectedOptions?.[0]?.text ?? value);
  const chip = (kind, value, number, isChosen) => {
    const made = make('button', { type: 'button', onclick: () => change(kind, isChosen ? '' : value, label(kind, value)) }, label(kind, value), ' ', make('small', { textContent: number ?? '' }));
    made.dataset.key = `${kind} ${value}`;
    made.setAttribute('aria-pressed', isChosen);
    return made;
  };
  const group = (papers, kind, chosen) => {
    const own = kind === 'days' ? [chosen.from, chosen.to].some(Boolean) && `${chosen.from ?? ''} – ${chosen.to ?? ''}` : chosen[kind];
    let all = kind === 'days' ? [] : tally(papers, kind);
    // What all papers have in common does not narrow them.
    if (!own && all.every(([, number]) => number === papers.length)) return [];
    if (own) all = [[own, papers.length], ...all.filter(([value, number]) => value !== own && number < papers.length)];
    const shown = open.has(kind) ? all.slice(0, 60) : all.slice(0, SHOWN);
    const head = make('h2', { className: 'cap', id: `facet-${kind}`, textContent: LABELS[kind] });
    const rest = all.length > shown.length && !open.has(kind) && make('button', { type: 'button', textContent: `+${all.length - shown.length}`, onclick: () => {
      open.add(kind);
      draw(papers, chosen);
      [...box.querySelectorAll('button')].find(({ dataset }) => dataset.key === `${kind} ${all[SHOWN][0]}`)?.focus();
    } });
    if (rest) rest.setAttribute('aria-label', `${MORE}: ${LABELS[kind]}`);
    const made = make('div', {}, head, ...shown.map(([value, number]) => chip(kind, value, number, value === own)), rest || '');
    made.setAttribute('role', 'group');
    made.setAttribute('aria-labelledby', head.id);
    return [made];
  };
  /** Shows the filters of these papers. The focus stays where it is. */
  const draw = (papers, chosen) => {
    if (!box) return;
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const isKnown = known.size > 0;
    const ask = make('button', { type: 'button', textContent: LOAD, onclick: async () => { await prepare(papers); draw(papers, chosen); box.querySelector('button')?.focus(); } });
    const groups = isKnown ? KINDS.flatMap((kind) => group(papers, kind, chosen)) : count && papers.length > 1 ? [make('div', {}, ask)] : [];
    box.replaceChildren(...groups);
    if (focused) [...box.querySelectorAll('button')].find(({ dataset }) => dataset.key === focused)?.focus({ preventScroll: true });
  };
  /** Returns the topic that most of these papers have, if at least a quarter has it. */
  const topicOf = (papers) => {
    const some = papers.slice(0, 20);
    const [slug, number] = known.size ? tally(some, 'topic')[0] ?? [] : [];
    return number * 4 >= some.length && number > 1 ? { slug, name: names.get(`topic ${slug}`) } : undefined;
  };
  const forget = () => { known = new Map(); };
  return { prepare, keeps, votes, isOwn, isAuto, draw, topicOf, forget };
};

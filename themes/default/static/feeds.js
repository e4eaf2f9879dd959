// The page of feeds: readers choose feeds and save them as OPML, which feed readers import. It reads the list of all feeds of this site and
// sends nothing.
(() => {
  const bar = document.querySelector('[data-for="picked"]');
  if (!bar) return;
  const [button, count, field, found] = ['save', 'count', 'authors', 'found'].map((name) => bar.querySelector(`[data-for~="${name}"]`));
  const path = (url) => new URL(url, location).pathname;
  const boxes = () => [...document.querySelectorAll('[data-for~="pick"] input')];
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  let loading;
  // Returns a new document each time: saving removes what is not chosen.
  const load = async () => {
    loading ??= fetch(bar.dataset.opml).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    });
    try {
      return new DOMParser().parseFromString(await loading, 'text/xml');
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };

  const tick = (link) => {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = path(link.href);
    box.setAttribute('aria-label', link.textContent);
    link.before(box);
    return box;
  };
  const update = () => {
    const many = boxes().filter((box) => box.checked).length;
    button.disabled = !many;
    count.textContent = many || '';
  };

  const save = async () => {
    const chosen = new Map(boxes().filter((box) => box.checked).map((box) => [box.value, box.getAttribute('aria-label')]));
    const opml = await load();
    const feeds = [...opml.querySelectorAll('outline[xmlUrl]')];
    for (const feed of feeds) {
      if (!chosen.delete(path(feed.getAttribute('xmlUrl')))) feed.remove();
    }
    // The list has each feed in one format; the page also has the others of the site.
    for (const [address, title] of chosen) {
      const feed = opml.createElement('outline');
      const url = new URL(address, feeds[0].getAttribute('xmlUrl')).href;
      for (const [name, value] of Object.entries({ type: 'rss', text: title, title, xmlUrl: url })) feed.setAttribute(name, value);
      opml.querySelector('body > outline').append(feed);
    }
    for (const group of [...opml.querySelectorAll('body > outline')]) {
      if (!group.querySelector('outline')) group.remove();
    }
    const text = new XMLSerializer().serializeToString(opml);
    const link = document.createElement('a');
    link.download = 'feeds.opml';
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/x-opml' }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const MOST = 20;
  const search = async () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const opml = words.length ? await load() : undefined;
    if (words.join(' ') !== fold(field.value).split(/\s+/).filter(Boolean).join(' ')) return;
    for (const item of [...found.children]) if (!item.querySelector('input').checked) item.remove();
    const known = new Set([...found.querySelectorAll('input')].map((box) => box.value));
    const authors = opml ? opml.querySelectorAll('outline[category="/authors"] > outline') : [];
    let shown = 0;
    for (const author of authors) {
      const name = author.getAttribute('title');
      const folded = fold(name);
      if (known.has(path(author.getAttribute('xmlUrl'))) || !words.every((word) => folded.includes(word))) continue;
      if (++shown > MOST) break;
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = path(author.getAttribute('xmlUrl'));
      link.textContent = name;
      item.append(link);
      found.append(item);
      tick(link);
    }
  };

  for (const link of document.querySelectorAll('[data-for~="pick"] a')) tick(link);
  document.addEventListener('change', (event) => event.target.matches('[data-for~="pick"] input') && update());
  button.addEventListener('click', save);
  field?.addEventListener('input', search);
  update();
})();

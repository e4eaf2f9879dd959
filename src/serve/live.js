// Updates an open page: reloads it if it changed, replaces stylesheets without a reload, and shows errors.
(() => {
  const own = document.currentScript.dataset.page;
  let source;
  let overlay;

  const show = (problem) => {
    overlay?.remove();
    overlay = undefined;
    if (!problem) return;
    // A shadow tree, so that the styles of the page do not apply; text only, since entries are untrusted.
    overlay = document.createElement('offprint-problem');
    const root = overlay.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      section { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483647; box-sizing: border-box;
        padding: 1rem 1.25rem; background: #1c1b1a; color: #f4f1ec; border-top: 4px solid #e5484d;
        font: 14px/1.5 ui-monospace, monospace; box-shadow: 0 -4px 24px rgb(0 0 0 / .4) }
      h2 { font: 600 15px/1.4 system-ui, sans-serif; margin: 0 3rem .5rem 0 }
      pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }
      button { position: absolute; top: .6rem; right: 1rem; font: 15px system-ui, sans-serif; padding: .15rem .5rem; cursor: pointer;
        background: none; color: inherit; border: 1px solid #888; border-radius: 4px }`);
    root.adoptedStyleSheets = [sheet];
    const add = (parent, name, text) => {
      const made = document.createElement(name);
      made.textContent = text;
      parent.append(made);
      return made;
    };
    const box = add(root, 'section', '');
    box.setAttribute('role', 'alert');
    add(box, 'h2', 'The site has errors');
    add(box, 'pre', problem);
    add(box, 'button', 'Hide').onclick = () => { overlay?.remove(); };
    document.documentElement.append(overlay);
  };

  // The name of `/assets/style.0123abcd.css` is `style.css`.
  const nameOf = (path) => /\/assets\/(.+)\.[0-9a-f]{8}\.css$/.exec(path)?.[1];
  const restyle = (styles) => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const { pathname } = new URL(link.href);
      const now = styles[`${nameOf(pathname)}.css`];
      if (!now || now === pathname) continue;
      const next = link.cloneNode();
      next.href = now;
      // The old stylesheet is removed after the new one has loaded, so that the page does not flicker.
      next.onload = () => link.remove();
      next.onerror = () => next.remove();
      link.after(next);
    }
  };

  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(`/.offprint/events?path=${encodeURIComponent(location.pathname)}`);
    source.onmessage = (event) => {
      const now = JSON.parse(event.data);
      if (now.page !== own) { location.reload(); return; }
      restyle(now.styles);
      show(now.problem);
    };
  };
  // Browsers limit the connections to a host, so only visible pages use one.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { source?.close(); source = undefined; } else listen();
  });
  listen();
})();

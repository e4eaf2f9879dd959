// Loads the comments when a reader asks for them. Until then, the page makes no request to their host.
(() => {
  'use strict';
  const box = document.querySelector('[data-load]');
  const button = box?.querySelector('button');
  if (!button) return;
  const { src, attributes, theme: name, themes } = JSON.parse(box.dataset.load);
  const html = document.documentElement;
  const theme = () => themes[html.dataset.theme] ?? themes.system;
  const status = box.querySelector('[role=status]');

  button.onclick = () => {
    button.disabled = true;
    status.textContent = '';
    const script = Object.assign(document.createElement('script'), { src, async: true, crossOrigin: 'anonymous' });
    for (const [key, value] of Object.entries({ ...attributes, [name]: theme() })) script.setAttribute(key, value);
    script.onload = () => {
      for (const asking of box.querySelectorAll('.js')) asking.remove();
      box.tabIndex = -1;
      box.focus();
    };
    script.onerror = () => {
      script.remove();
      button.disabled = false;
      status.textContent = box.dataset.failed;
    };
    box.append(script);
  };

  // The comments follow the page's theme.
  new MutationObserver(() => {
    const message = name === 'theme' ? { type: 'set-theme', theme: theme() } : { giscus: { setConfig: { theme: theme() } } };
    box.querySelector('iframe')?.contentWindow.postMessage(message, new URL(src).origin);
  }).observe(html, { attributes: true, attributeFilter: ['data-theme'] });
})();

// Applies the reader's theme and density before the first paint. That is why it is a separate file without `defer`.
try {
  const chosen = localStorage.getItem('offprint-theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
  const density = localStorage.getItem('offprint-density');
  if (density) document.documentElement.dataset.density = density;
} catch { /* If storage is blocked, the settings of the system and of the site apply. */ }

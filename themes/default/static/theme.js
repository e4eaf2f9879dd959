// Applies the reader's theme before the first paint. That is why it is a separate file without `defer`.
try {
  const chosen = localStorage.getItem('offprint-theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* If storage is blocked, the system's theme applies. */ }

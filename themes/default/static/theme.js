// Sets the theme a reader chose before anything is painted; this is why it is a file of its own and not deferred.
try {
  const chosen = localStorage.getItem('offprint-theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* Storage may be forbidden; then the system decides. */ }

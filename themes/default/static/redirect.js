// Keeps the fragment of the old URL, which a refresh without a script loses.
if (location.hash) location.replace(document.links[0].href + location.hash);

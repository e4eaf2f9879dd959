// Keeps the fragment of an old address, which a page that redirects by itself loses.
if (location.hash) location.replace(document.links[0].href + location.hash);

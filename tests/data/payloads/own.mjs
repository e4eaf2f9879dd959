// Writes `own.jsonl`: hostile texts for each syntax that Offprint reads or writes, made systematically.
//
//   node tests/data/payloads/own.mjs > tests/data/payloads/own.jsonl
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const elsewhere = new Set(readdirSync(folder).filter((file) => file.endsWith('.jsonl') && file !== 'own.jsonl').flatMap((file) => readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))));
const all = new Set();
const add = (...texts) => { for (const text of texts) all.add(text); };
/** Each text of the second list in each frame of the first, where `@` marks the place. */
const cross = (frames, texts) => { for (const frame of frames) for (const text of texts) add(frame.replaceAll('@', () => text)); };

// HTML that would call `fired`, by the way it would.
const SCRIPTS = [
  '<script>fired(1)</script>',
  '<img src=x onerror=fired(1)>',
  '<svg onload=fired(1)>',
  '<svg><script>fired(1)</script></svg>',
  '<iframe srcdoc="<script>parent.fired(1)</script>">',
  '<math><mtext><script>fired(1)</script></mtext></math>',
  '<details open ontoggle=fired(1)><summary>x</summary></details>',
];
const BREAKS = [...SCRIPTS, '<style>*{display:none}</style>', '<base href=//evil.example/>', '<a href=javascript:fired(1)>x</a>', '<form action=//evil.example><button>x', '<!--', '</main></body></html>'];

// Formulas: commands that hold text, names or addresses.
const TEXT_COMMANDS = ['text', 'textbf', 'textit', 'texttt', 'textrm', 'mbox', 'hbox', 'operatorname', 'operatorname*', 'mathrm', 'mathbf', 'mathit', 'mathsf', 'mathbb', 'mathcal', 'tag', 'label', 'ref', 'eqref',
  'url', 'class', 'id', 'html', 'style', 'unicode', 'color', 'textcolor', 'colorbox', 'begin', 'end', 'verb', 'phantom', 'boxed', 'cancel', 'not', 'overset', 'stackrel', 'substack', 'DeclareMathOperator', 'cite', 'footnote', 'includegraphics'];
for (const command of TEXT_COMMANDS) cross([`$\\${command}{@}$`], ['<script>fired(1)</script>', '<img src=x onerror=fired(1)>', '"onclick="fired(1)']);
cross(['$@$', '$$@$$', '\\(@\\)', '\\[@\\]', '\\begin{equation}@\\end{equation}', '\\begin{align}@&=b\\\\\\end{align}', '$\\left<@\\right>$', '$\\frac{@}{2}$', '$x^{@}_{@}$', '$\\begin{array}{@}a\\end{array}$', '$\\sqrt[@]{2}$', '$\\text{a $@$ b}$'],
  ['<script>fired(1)</script>', '<img src=x onerror=fired(1)>', '</math><img src=x onerror=fired(1)>', '</annotation></semantics></math><script>fired(1)</script>', '<mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=fired(1)&gt;">']);
add('$\\href{javascript:fired(1)}{x}$', '$\\href{https://evil.example/}{x}$', '$\\href{data:text/html,<script>fired(1)</script>}{x}$', '$\\url{javascript:fired(1)}$', '$\\includegraphics{https://evil.example/x.png}$',
  '$\\unicode{x3c}script\\unicode{x3e}fired(1)$', '$\\unicode{60}img src=x onerror=fired(1)\\unicode{62}$', '$\\char"3C script\\char"3E$', '$\\symbol{60}$', '$^^3cscript^^3e$', '$\\newcommand{\\x}{<script>fired(1)</script>}\\x$',
  '$\\def\\x{<img src=x onerror=fired(1)>}\\x$', '$\\let\\x=<\\x script>$', '$\\DeclareMathOperator{\\x}{<script>fired(1)</script>}\\x$', '$\\operatorname{&lt;script&gt;fired(1)&lt;/script&gt;}$', '$\\text{&lt;script&gt;}$', '$\\text{&#60;script&#62;}$',
  '$\\cssId{main}{x}$', '$\\label{main}x$', '$\\bbox[red]{x}$', '$\\color{red;background:url(//evil.example/x)}x$', '$\\data{onclick=fired(1)}{x}$', '$\\require{action}\\toggle{x}{y}\\endtoggle$', '$\\mathchoice{<b>}{<i>}{<u>}{<s>}$', `$${'\\sqrt'.repeat(60)}x$`, `$${'{'.repeat(200)}$`, '$\\$</math>$', '$a<b$ $c>d$', '$x$<script>fired(1)</script>$y$', '`$<script>fired(1)</script>$`', '$`<script>fired(1)</script>`$');

// Markdown.
cross(['[x](@)', '[x](<@>)', '![x](@)', '<@>', '[x]: @\n[x]', '[x]: <@> "t"\n\n[x]', '[![x](@)](@)', '[x](/a "@")', '[x](/a \'@\')', '[@](/a)', '![@](/a.png)', '[x][@]\n\n[@]: /a'],
  ['javascript:fired(1)', 'javascript&colon;fired(1)', 'java\tscript:fired(1)', 'data:text/html,<script>fired(1)</script>', '"onmouseover="fired(1)', '//evil.example/x', '\\\\evil.example\\x', 'https://evil.example/"onload="fired(1)', 'https://evil.example/<script>fired(1)</script>']);
cross(['# @', '# x {#@}', '# x {.@ onclick=fired(1)}', '> @', '- @', '- [ ] @', '1. @', '| @ | b |\n|---|---|\n| @ | d |', '|a|\n|-|\n|@', '```@\nx\n```', '~~~ @\nx\n~~~', '```html\n@\n```', '    @', '`@`', '**@**', '_@_', '~~@~~', '[^1]\n\n[^1]: @', '[^@]\n\n[^@]: x', 'a\\\n@', '<div>\n\n@\n\n</div>', '<b title="@">x</b>', '<b title=\'@\'>x</b>', '<b @>x</b>', '<details><summary>@</summary>@</details>', '<!-- @ -->', '<!--> @ -->', '<![CDATA[@]]>', '<?@?>', '<!@>', '<@>', '</@>', '<think>@</think>', '<table><tr><td>@', '<a><table><a>@', '<code>@</code>', '<pre>@'],
  ['<script>fired(1)</script>', '<img src=x onerror=fired(1)>', '"><svg onload=fired(1)>']);

// Namespaces and mutation: what one parser takes for text, another takes for elements.
const HIDDEN = ['<img src=x onerror=fired(1)>', '<script>fired(1)</script>', '<a title="</style><img src=x onerror=fired(1)>">'];
cross(['<math><mtext><table><mglyph><style><!--</style>@', '<math><mi><table><mglyph><style><math>@', '<svg><style>@</style></svg>', '<svg><desc>@', '<svg><title>@', '<svg><foreignObject>@', '<math><annotation-xml encoding="text/html">@', '<math><annotation-xml encoding="text/xml"><svg>@', '<noscript><p title="</noscript>@">', '<noembed>@</noembed>', '<xmp>@</xmp>', '<plaintext>@', '<textarea>@</textarea>', '<title>@</title>', '<template>@</template>', '<select><option>@', '<form><math><mtext></form><form><mglyph><style></math>@', '<p><svg><style></p>@', '<svg></p><style>@', '<math></p><style>@', '<b><style>@</style></b>', '<li><div><p></li>@', '<svg><a xlink:href="javascript:fired(1)"><text>@', '<svg><use href="data:image/svg+xml,@">', '<svg><animate attributeName=href values=javascript:fired(1) />@', '<svg><set attributeName=onmouseover to=fired(1)>@', '<image src=x onerror=fired(1)>@', '<isindex type=image src=x onerror=fired(1)>@', '<frameset onload=fired(1)>@', '<object data="javascript:fired(1)">@', '<embed src="javascript:fired(1)">@', '<meta http-equiv=refresh content="0;url=javascript:fired(1)">@', '<link rel=stylesheet href=//evil.example/x.css>@'], HIDDEN);

// Attributes of elements that are allowed.
cross(['<q cite="@">x</q>', '<td background="@">', '<video poster="@">', '<form action="@">', '<button formaction="@">x</button>', '<area href="@">', '<base href="@">', '<a ping="@" href="/">x</a>', '<img srcset="@ 1x">', "<a href='@'>x</a>", '<a href=@>x</a>', '<img src=@ alt=x>'],
  ['javascript:fired(1)', 'data:text/html,<script>fired(1)</script>', '//evil.example/x']);
cross(['<a href="@">x</a>', '<img src="@">', '@'],
  ['javascript:fired(1)', 'JaVaScRiPt:fired(1)', ' javascript:fired(1)', '\u0001javascript:fired(1)', 'java\nscript:fired(1)', 'java&Tab;script:fired(1)', 'javascript&colon;fired(1)', '&#106;avascript:fired(1)', '&#x6A;avascript:fired(1)', 'javascript&#58;fired(1)', 'jav&#x09;ascript:fired(1)', 'data:text/html;base64,PHNjcmlwdD5maXJlZCgxKTwvc2NyaXB0Pg==', 'data:image/svg+xml,<svg onload=fired(1)>', 'vbscript:fired(1)', 'view-source:javascript:fired(1)', 'blob:https://evil.example/1', 'filesystem:https://evil.example/x', 'file:///etc/passwd', '//evil.example/x', '/\\evil.example/x', '\\\\evil.example\\x', 'https:evil.example', 'https:/evil.example/', 'http://evil.example\\@x/', 'https://user:pass@evil.example/', 'https://evil.example/#"><script>fired(1)</script>', 'https://evil.example/?a=<script>fired(1)</script>&b="', 'ftp://evil.example/', 'mailto:a@evil.example?body=<script>fired(1)</script>', 'tel:1', 'feed:javascript:fired(1)', 'jar:https://evil.example!/', '../../../etc/passwd', '..\\..\\x', '%2e%2e/%2e%2e/x', '/%0d%0aSet-Cookie:x=1', 'https://[::1]/', 'https://xn--/x', 'https://evil。example/', 'ｊavascript:fired(1)', 'javascript://evil.example/%0afired(1)', '\ufeffjavascript:fired(1)', '\u202ejavascript:fired(1)']);

// Names that replace what scripts of a page look for.
const NAMES = ['main', 'q', 'list', 'keys', 'export', 'results', 'search', 'more', 'status', 'empty', 'orders', 'unread', 'shortcuts', 'comments', 'talk', 'document', 'location', 'body', 'head', 'cookie', 'forms', 'getElementById', 'querySelector', 'currentScript', 'defaultView', 'localStorage', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length', 'name', 'item', '__defineGetter__'];
cross(['@', '<a id=@>x</a>', '<form name=@><input name=@></form>', '# x {#@}'], NAMES);

// YAML, and templates.
add('---\nid: evil\n---', '--- \n...\n', '{evil: true}', '[a, b', '!!js/function "fired(1)"', '!!python/object/apply:os.system ["x"]', '&a [*a]', '*a', '<<: *a', '? x\n: y', '| \n x', '>-\n x', "it's", '"', "'", '\\', '# x', ' # cut', ': ', 'a: b', '- a', '@a', '`a`', '%YAML 1.2', '~', 'null', 'true', 'no', '0x1F', '1e3', '.inf', '2026-03-05', '1:20', '=', '\ta', 'a\n\nb', 'a\r\nb', 'a\rb', 'a\u2028b', 'a\u0085b', '\u00a0', 'x'.repeat(600));
cross(['{{ @ }}', '{{@}}', '{% @ %}', '{# @ #}', '{{- @ -}}', '${@}', '#{@}', '<%= @ %>', '[[@]]', '{{{@}}}', '{{ "@" | safe }}', '{{ <card p={@}/> }}'], ['7*7', 'site', 'page.html', '__tera_context', 'constructor.constructor("fired(1)")()', 'include "base.html"', 'raw']);

// Data inside of pages, feeds, and files of reference managers.
add('</script><script>fired(1)</script>', '<!--<script>', '<\\/script>', ']]>', ']]>]]&gt;<![CDATA[', ']]><script>fired(1)</script>', '</description></item><item><title>evil</title>', '</title></channel></rss>', '<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;', '&y;', '&lt;script&gt;fired(1)&lt;/script&gt;', '&amp;lt;script&amp;gt;', '&#60;script&#62;', '&#x3c;script&#x3e;', '&#0;', '&#xD800;', '&nbsp', '&notanentity;', '\\u003cscript\\u003e', '\\x3cscript\\x3e', '"}</script>', '","evil":"', '\\"},{"a":"',
  'A\nER  - \n\nTY  - JOUR\nTI  - evil', 'A\r\nER  - \r\nTY  - BOOK', 'ER  - ', 'A\nTY  - X', '  - ', '}\n@misc{evil, title = {x}}', '}} @misc{evil,', '@misc{a, title = {x}}', '@misc{a, title = {x}}\n@misc{b, title = {y}}', '@misc{a, title = {<script>fired(1)</script>}}', '@article{<img src=x onerror=fired(1)>, title = {x}}', '@misc{a, note = "}", url = {javascript:fired(1)}}', '@string{a = "b"}', '@comment{x}', '@preamble{"x"}', '{', '}', '{{', '}}', '\\', '\\}', '%', 'a % b', '\\input{/etc/passwd}', '\\write18{x}', '\\immediate\\write18{x}', '\\href{javascript:fired(1)}{x}', '~', '#', '$', '^', '_', '&', '=cmd|\' /C calc\'!A0', '+1+1', '-1+1', '@SUM(1)', '/* x */', '*/', '<!-- x', '-->', '--!>');

// Characters: controls, order, joints, halves, look-alikes.
for (const [name, character] of [['nul', '\0'], ['bell', '\x07'], ['escape', '\x1b[31m'], ['backspace', '\b\b\b'], ['delete', '\x7f'], ['c1', '\x9b31m'], ['bom', '\ufeff'], ['rlo', '\u202e'], ['lro', '\u202d'], ['rli', '\u2067'], ['fsi', '\u2068'], ['pdf', '\u202c\u202c'], ['pdi', '\u2069\u2069'], ['alm', '\u061c'], ['zwj', '\u200d'], ['zwsp', '\u200b'], ['shy', '\u00ad'], ['line', '\u2028'], ['paragraph', '\u2029'], ['nel', '\u0085'], ['noncharacter', '\ufdd0'], ['last', '\uffff'], ['private', '\ue000'], ['tag', '\u{e0041}'], ['variation', '\ufe0f'], ['combining', `a${'\u0301'.repeat(60)}`], ['fullwidth', '＜script＞fired(1)＜/script＞'], ['kelvin', 'ſcript K'], ['emoji', '👩‍👩‍👧‍👦'], ['arabic', 'مرحبا <b>x</b>']]) {
  add(`${name} ${character}`, `<img${character}src=x${character}onerror=fired(1)>`, `java${character}script:fired(1)`, `<scr${character}ipt>fired(1)</scr${character}ipt>`);
}
add(...BREAKS, ...BREAKS.map((text) => `"'>${text}`), ...BREAKS.map((text) => `x" ${text} y='`), ...BREAKS.map((text) => text.replaceAll('<', '&lt;')), ...BREAKS.map((text) => text.toUpperCase()));

const own = [...all].map((text) => text.toWellFormed()).filter((text) => !elsewhere.has(text));
process.stdout.write(own.map((text) => `${JSON.stringify(text)}\n`).join(''));

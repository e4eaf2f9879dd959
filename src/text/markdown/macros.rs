//! The built-in macros of formulas: commands of TeX packages, and authors' common shorthands.
//!
//! Each has a name without backslash and a body with parameters `#1` to `#9`. A name that ends in `{` matches the command followed by a
//! group: authors write both `\bigO(n)` and `\bigO{n}`. `[math.macros]` in `site.toml` adds to this list and overrides it.

/// Bodies may use other macros of this list.
#[rustfmt::skip]
pub(super) const MACROS: &[(&str, &str)] = &[
    // Plain TeX and amsmath.
    ("widetilde", r"\tilde"), ("Tilde", r"\tilde"), ("Hat", r"\hat"), ("Bar", r"\bar"),
    ("Vec", r"\vec"), ("widebar", r"\overline"), ("widecheck", r"\check"),
    ("dotsc", r"\ldots"), ("dotso", r"\ldots"), ("dotsb", r"\cdots"), ("dotsm", r"\cdots"), ("dotsi", r"\cdots"),
    ("mbox", r"\text{#1}"), ("hbox", r"\text{#1}"), ("fbox", r"\text{#1}"), ("textnormal", r"\text{#1}"), ("textup", r"\text{#1}"),
    ("textsl", r"\textit{#1}"), ("textmd", r"\text{#1}"), ("mathnormal", r"#1"), ("mathds", r"\mathbb"),
    ("mathbbm", r"\mathbb"), ("bbold", r"\mathbb"), ("mathpzc", r"\mathcal"), ("pmb", r"\boldsymbol"), ("mathbfcal", r"\mathbf"),
    ("bb", r"\mathbb"), ("mathbfit", r"\boldsymbol"), ("textbm", r"\boldsymbol"), ("mb", r"\mathbf"),
    ("boldmath", ""), ("small", ""), ("footnotesize", ""), ("scriptsize", ""), ("tiny", ""), ("large", ""), ("Large", ""), ("em", ""), ("it", ""), ("unboldmath", ""), ("smash", r"#1"), ("substack", r"\begin{subarray}{c}#1\end{subarray}"), ("ensuremath", r"#1"), ("protect", ""), ("nobreak", ""), ("allowbreak", ""), ("noindent", ""),
    ("textcolor", r"#2"), ("textsuperscript", r"{}^{\text{#1}}"), ("textsubscript", r"{}_{\text{#1}}"), ("xspace", ""),
    ("nicefrac", r"{#1}/{#2}"), ("sfrac", r"{#1}/{#2}"), ("flatfrac", r"{#1}/{#2}"), ("textfrac", r"{#1}/{#2}"),
    ("mathlarger", r"#1"), ("mathsmaller", r"#1"), ("mathclap", r"#1"), ("mathrlap", r"#1"), ("mathllap", r"#1"),
    ("bigstrut", ""), ("strut", ""), ("null", ""), ("hfill", ""), ("hfil", ""), ("textpm", r"\pm"), ("texttimes", r"\times"),
    ("textless", "<"), ("textgreater", ">"), ("texttildelow", r"\sim"), ("textasciitilde", r"\sim"), ("texttilde", r"\sim"), ("textmu", r"\mu"),
    ("varlimsup", r"\overline{\lim}"), ("varliminf", r"\underline{\lim}"), ("esssup", r"\operatorname{ess\,sup}"), ("essinf", r"\operatorname{ess\,inf}"),
    ("bigsqcup", r"\mathop{⨆}"), ("defeq", r"\coloneqq"), ("given", r"\mid"),
    ("iid", r"\overset{\text{iid}}{\sim}"), ("indep", r"\perp\!\!\!\perp"), ("independent", r"\perp\!\!\!\perp"), ("mathellipsis", r"\ldots"),
    ("texteuro", "€"), ("euro", "€"),
    ("celsius", r"^{\circ}\mathrm{C}"), ("degreeCelsius", r"^{\circ}\mathrm{C}"), ("ang", r"#1^{\circ}"), ("angstrom", "Å"), ("micro", r"\mu"),
    ("SI", r"#1\,\mathrm{#2}"), ("qty", r"#1\,\mathrm{#2}"), ("num", r"#1"), ("unit", r"\mathrm{#1}"), ("kms", r"\,\mathrm{km}\,\mathrm{s}^{-1}"),
    ("arcsec", r"''"), ("arcmin", r"'"), ("Msun", r"M_{\odot}"), ("msun", r"M_{\odot}"), ("Lsun", r"L_{\odot}"), ("Rsun", r"R_{\odot}"), ("rsun", r"R_{\odot}"), ("lsun", r"L_{\odot}"), ("db", r"\,\mathrm{dB}"),
    // Greek letters.
    ("eps", r"\epsilon"), ("veps", r"\varepsilon"), ("ve", r"\varepsilon"), ("vareps", r"\varepsilon"), ("epilon", r"\epsilon"), ("lam", r"\lambda"), ("Lam", r"\Lambda"),
    ("al", r"\alpha"), ("be", r"\beta"), ("ga", r"\gamma"), ("Ga", r"\Gamma"), ("de", r"\delta"), ("De", r"\Delta"), ("si", r"\sigma"), ("Si", r"\Sigma"),
    ("ka", r"\kappa"), ("om", r"\omega"), ("Om", r"\Omega"), ("vphi", r"\varphi"), ("vtheta", r"\vartheta"), ("Alph", r"\mathrm{A}"),
    // Sets and letters.
    ("C", r"\mathbb{C}"), ("E", r"\mathbb{E}"), ("F", r"\mathbb{F}"), ("K", r"\mathbb{K}"), ("Q", r"\mathbb{Q}"), ("T", r"\mathsf{T}"), ("D", r"\mathbb{D}"),
    ("G", r"\mathcal{G}"), ("H", r"\mathcal{H}"), ("L", r"\mathcal{L}"), ("M", r"\mathcal{M}"), ("O", r"\mathcal{O}"), ("X", r"\mathcal{X}"), ("Y", r"\mathcal{Y}"),
    ("A", r"\mathcal{A}"), ("B", r"\mathcal{B}"), ("I", r"\mathbb{I}"), ("J", r"\mathcal{J}"), ("U", r"\mathcal{U}"), ("V", r"\mathcal{V}"), ("W", r"\mathcal{W}"),
    ("RR", r"\mathbb{R}"), ("CC", r"\mathbb{C}"), ("NN", r"\mathbb{N}"), ("ZZ", r"\mathbb{Z}"), ("QQ", r"\mathbb{Q}"), ("EE", r"\mathbb{E}"), ("FF", r"\mathbb{F}"), ("PP", r"\mathbb{P}"),
    ("Rd", r"\mathbb{R}^d"), ("Rn", r"\mathbb{R}^n"), ("ind", r"\mathbb{1}"), ("indicator", r"\mathbb{1}"), ("one", r"\mathbb{1}"), ("bigone", r"\mathbb{1}"),
    ("x", r"\mathbf{x}"), ("y", r"\mathbf{y}"), ("z", r"\mathbf{z}"), ("w", r"\mathbf{w}"), ("e", r"\mathrm{e}"), ("f", r"\mathbf{f}"),
    ("rd", r"\mathrm{d}"), ("dd", r"\mathrm{d}"), ("diff", r"\mathrm{d}"), ("mc", r"\mathcal"), ("mf", r"\mathfrak"), ("ms", r"\mathsf"),
    ("wt", r"\tilde"), ("wh", r"\widehat"), ("ov", r"\overline"), ("ul", r"\underline"), ("mathb", r"\mathbb"), ("mathbold", r"\boldsymbol"), ("mat", r"\mathbf"),
    // Fences.
    ("norm", r"\lVert #1 \rVert"), ("Norm", r"\left\lVert #1 \right\rVert"), ("abs", r"\lvert #1 \rvert"), ("Abs", r"\left\lvert #1 \right\rvert"), ("card", r"\lvert #1 \rvert"),
    ("set", r"\{ #1 \}"), ("ceil", r"\lceil #1 \rceil"), ("floor", r"\lfloor #1 \rfloor"), ("paren", r"\left( #1 \right)"), ("brak", r"\left[ #1 \right]"),
    ("inner", r"\langle #1, #2 \rangle"), ("innerproduct", r"\langle #1, #2 \rangle"), ("ip", r"\langle #1, #2 \rangle"), ("inprod", r"\langle #1, #2 \rangle"),
    ("ketbra", r"\lvert #1 \rangle\langle #2 \rvert"), ("expval", r"\langle #1 \rangle"), ("mel", r"\langle #1 \vert #2 \vert #3 \rangle"), ("commutator", r"[ #1, #2 ]"), ("comm", r"[ #1, #2 ]"),
    ("dv", r"\frac{\mathrm{d} #1}{\mathrm{d} #2}"), ("pdv", r"\frac{\partial #1}{\partial #2}"),
    // Orders of growth.
    ("bigO", r"\mathcal{O}"), ("bigo", r"\mathcal{O}"), ("BigO", r"\mathcal{O}"), ("Oh", r"\mathcal{O}"), ("cO", r"\mathcal{O}"), ("order", r"\mathcal{O}"),
    ("bigO{", r"\mathcal{O}(#1)"), ("bigo{", r"\mathcal{O}(#1)"), ("BigO{", r"\mathcal{O}(#1)"), ("Oh{", r"\mathcal{O}(#1)"), ("cO{", r"\mathcal{O}(#1)"), ("order{", r"\mathcal{O}(#1)"),
    ("otilde{", r"\tilde{\mathcal{O}}(#1)"), ("Otilde{", r"\tilde{\mathcal{O}}(#1)"), ("OTheta{", r"\Theta(#1)"), ("BigOmega{", r"\Omega(#1)"), ("poly{", r"\operatorname{poly}(#1)"), ("polylog{", r"\operatorname{polylog}(#1)"),
    ("otilde", r"\tilde{\mathcal{O}}"), ("Otilde", r"\tilde{\mathcal{O}}"), ("tO", r"\tilde{\mathcal{O}}"), ("tildeO", r"\tilde{\mathcal{O}}"), ("OTheta", r"\Theta"), ("BigOmega", r"\Omega"),
    // Operators by name.
    ("poly", r"\operatorname{poly}"), ("polylog", r"\operatorname{polylog}"), ("negl", r"\operatorname{negl}"), ("sgn", r"\operatorname{sgn}"), ("sign", r"\operatorname{sign}"),
    ("tr", r"\operatorname{tr}"), ("Tr", r"\operatorname{Tr}"), ("trace", r"\operatorname{tr}"), ("rank", r"\operatorname{rank}"), ("rk", r"\operatorname{rk}"), ("diag", r"\operatorname{diag}"),
    ("Var", r"\operatorname{Var}"), ("var", r"\operatorname{var}"), ("Cov", r"\operatorname{Cov}"), ("cov", r"\operatorname{cov}"), ("Corr", r"\operatorname{Corr}"), ("prob", r"\operatorname{Pr}"), ("Prob", r"\operatorname{Pr}"),
    ("KL", r"\operatorname{KL}"), ("supp", r"\operatorname{supp}"), ("conv", r"\operatorname{conv}"), ("spn", r"\operatorname{sp}"), ("Span", r"\operatorname{span}"), ("vspan", r"\operatorname{span}"),
    ("dist", r"\operatorname{dist}"), ("diam", r"\operatorname{diam}"), ("vol", r"\operatorname{vol}"), ("Vol", r"\operatorname{Vol}"), ("id", r"\operatorname{id}"), ("Id", r"\operatorname{Id}"), ("prox", r"\operatorname{prox}"),
    ("OPT", r"\operatorname{OPT}"), ("opt", r"\operatorname{opt}"), ("softmax", r"\operatorname{softmax}"), ("relu", r"\operatorname{ReLU}"), ("ReLU", r"\operatorname{ReLU}"), ("polytime", r"\operatorname{polytime}"),
    ("Aut", r"\operatorname{Aut}"), ("End", r"\operatorname{End}"), ("Hom", r"\operatorname{Hom}"), ("Ext", r"\operatorname{Ext}"), ("Tor", r"\operatorname{Tor}"), ("Ker", r"\operatorname{Ker}"), ("coker", r"\operatorname{coker}"),
    ("im", r"\operatorname{im}"), ("Img", r"\operatorname{Im}"), ("Spec", r"\operatorname{Spec}"), ("Proj", r"\operatorname{Proj}"), ("Pic", r"\operatorname{Pic}"), ("Gal", r"\operatorname{Gal}"), ("codim", r"\operatorname{codim}"), ("ord", r"\operatorname{ord}"),
    ("GL", r"\operatorname{GL}"), ("SL", r"\operatorname{SL}"), ("SU", r"\operatorname{SU}"), ("SO", r"\operatorname{SO}"), ("Sp", r"\operatorname{Sp}"), ("lcm", r"\operatorname{lcm}"), ("erf", r"\operatorname{erf}"), ("sinc", r"\operatorname{sinc}"), ("grad", r"\nabla"), ("curl", r"\operatorname{curl}"),
    // Complexity classes.
    ("NP", r"\mathsf{NP}"), ("PPAD", r"\mathsf{PPAD}"), ("BPP", r"\mathsf{BPP}"), ("BQP", r"\mathsf{BQP}"), ("PSPACE", r"\mathsf{PSPACE}"), ("EXP", r"\mathsf{EXP}"), ("coNP", r"\mathsf{coNP}"), ("QMA", r"\mathsf{QMA}"), ("AC", r"\mathsf{AC}"), ("TC", r"\mathsf{TC}"), ("NC", r"\mathsf{NC}"), ("RP", r"\mathsf{RP}"), ("SAT", r"\mathsf{SAT}"), ("MA", r"\mathsf{MA}"), ("AM", r"\mathsf{AM}"), ("IP", r"\mathsf{IP}"),
];

/// Shorthands of a prefix and one letter: `\bW` is a bold W, `\cO` a calligraphic O, `\vx` a vector. They apply only to unknown commands;
/// the prefixes `c` and `m` only to capital letters.
pub(super) const LETTER_FAMILIES: &[(&str, &str)] = &[
    ("b", r"\mathbf"),
    ("bf", r"\mathbf"),
    ("bs", r"\boldsymbol"),
    ("bm", r"\boldsymbol"),
    ("bb", r"\mathbb"),
    ("mathb", r"\mathbf"),
    ("c", r"\mathcal"),
    ("cal", r"\mathcal"),
    ("mc", r"\mathcal"),
    ("frak", r"\mathfrak"),
    ("v", r"\mathbf"),
    ("m", r"\mathbf"),
    ("mat", r"\mathbf"),
    // A missing space: `\mathbbR`, `\sqrtT`, `\widetildeO`.
    ("mathbb", r"\mathbb"),
    ("mathbf", r"\mathbf"),
    ("mathcal", r"\mathcal"),
    ("mathrm", r"\mathrm"),
    ("mathsf", r"\mathsf"),
    ("mathfrak", r"\mathfrak"),
    ("mathscr", r"\mathscr"),
    ("boldsymbol", r"\boldsymbol"),
    ("sqrt", r"\sqrt"),
    ("widetilde", r"\tilde"),
    ("tilde", r"\tilde"),
    ("widehat", r"\widehat"),
    ("hat", r"\hat"),
    ("bar", r"\bar"),
    ("vec", r"\vec"),
    ("overline", r"\overline"),
];

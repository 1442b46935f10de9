// What happened: one row an arm, all on one scale from base to end, the sentence beside; then the claims.
const KIND = {
  higher: ["var(--good)", "higher"], lower: ["var(--bad)", "lower"], unclear: ["var(--faint)", "not shown"],
  unchanged: ["var(--soft)", "no change"], small: ["var(--soft)", "small"], mixed: ["var(--format)", "differs"],
};

function header(study, title, eyebrow, lede, facts) {
  return el("header", {}, el("p", { class: "eyebrow" }, eyebrow), el("h1", {}, title), lede && el("p", { class: "lede" }, lede),
    el("dl", { class: "facts" }, ...facts.filter(f => f[1] !== undefined && f[1] !== null && f[1] !== "").map(([k, v]) => el("div", {}, el("dt", {}, k), el("dd", {}, v)))));
}

function verdictSection(study, family, colour) {
  const arms = study.arms.filter(a => a.family === family);
  const all = arms.flatMap(a => [a.baseAccuracy.estimate, a.finalAccuracy.estimate, ...reach(a)]);
  const scale = [Math.max(0, Math.min(...all) - 0.03), Math.min(1, Math.max(...all) + 0.03)];
  const rows = arms.map(arm => row(arm, study, colour.get(arm.name), scale));
  return el("div", {}, el("div", { class: "rows" },
    el("div", { class: "row head", "aria-hidden": "true" }, el("span", {}, "trained under"), forest(null, scale), el("span", { class: "gain" }, "points gained"), el("span", {}, "verdict")), ...rows),
    el("p", { class: "key", style: { "margin-top": "12px" } }, "\u25cb base \u2003 \u25cf after training \u2003 bar: interval of the paired change on the same problems"));
}

// All families at a glance: the change of every arm on each, coloured where its interval excludes zero.
function familyTable(study, families, colour) {
  const first = study.arms.filter(a => a.family === families[0]);
  const base = family => study.families.find(f => f.name === family).accuracy.estimate;
  const cell = arm => el("td", { class: "n", style: arm.gain.low > 0 || arm.gain.high < 0 ? { color: colour.get(arm.name), "font-weight": 650 } : { color: "var(--soft)" } }, points(arm.gain.estimate), el("small", {}, range(arm.gain)));
  return el("div", { class: "scroll", style: { margin: "0 0 22px" }, tabindex: "0", role: "region", "aria-label": "Points gained, by arm and model family" }, el("table", { class: "data" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Points gained"), ...families.map(f => el("th", { scope: "col", class: "n" }, f, el("small", {}, `base ${percent(base(f))}`))))),
    el("tbody", {}, ...first.map(a => el("tr", {}, el("th", { scope: "row", style: { "--c": colour.get(a.name) } }, el("span", { class: "dot" }), a.label),
      ...families.map(f => cell(study.arms.find(x => x.family === f && x.name === a.name))))))));
}

function row(arm, study, colour, scale) {
  const verdict = study.verdicts.find(v => v.arm === arm.name && (v.family === arm.family || v.families?.includes(arm.family)) && v.primary);
  return el("div", { class: "row", style: { "--c": colour } },
    el("div", { class: "name" }, el("span", { class: "dot" }), arm.label, el("span", { class: "pays" }, arm.reward)),
    forest(arm, scale, colour),
    el("div", { class: "gain", style: { "--c": arm.gain.low > 0 || arm.gain.high < 0 ? colour : "var(--faint)" } }, points(arm.gain.estimate), el("small", {}, `${range(arm.gain)}`)),
    el("div", { class: "verdict" }, verdict ? verdict.sentence : ""));
}

// A dumbbell: the base as a hollow mark, the end as a filled one. The bar is the interval of the paired change, set off from
// the base, so that it misses the base exactly when the change excludes zero.
const reach = arm => [arm.baseAccuracy.estimate + arm.gain.low, arm.baseAccuracy.estimate + arm.gain.high];

function forest(arm, scale, colour) {
  const holder = el("div", { class: "forest plot" });
  const item = { root: holder, spec: { series: [] }, draw: () => {
    const width = Math.max(200, holder.clientWidth), height = arm ? 40 : 18, pad = 20;
    const X = v => pad + (v - scale[0]) / (scale[1] - scale[0]) * (width - 2 * pad);
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": arm ? `${arm.label}: from ${percent(arm.baseAccuracy.estimate)} to ${percent(arm.finalAccuracy.estimate)}, change ${points(arm.gain.estimate)} points, interval ${range(arm.gain)}` : "" });
    for (const t of nice(scale[0], scale[1], 5)) {
      if (arm) picture.append(svg("line", { class: "gridline", x1: X(t), x2: X(t), y1: 0, y2: height }));
      else picture.append(svg("text", { x: X(t), y: 13, "text-anchor": "middle" }, percent(t)));
    }
    if (arm) {
      const y = 25, b = X(arm.baseAccuracy.estimate), f = X(arm.finalAccuracy.estimate), inside = Math.abs(f - b) < 40;
      picture.append(svg("line", { x1: b, x2: f, y1: y, y2: y, stroke: colour, "stroke-width": 2, opacity: 0.45 }),
        svg("line", { x1: X(reach(arm)[0]), x2: X(reach(arm)[1]), y1: y, y2: y, stroke: colour, "stroke-width": 7, opacity: 0.32, "stroke-linecap": "round" }),
        svg("circle", { cx: b, cy: y, r: 4.5, fill: "var(--paper)", stroke: "var(--base)", "stroke-width": 1.6 }),
        svg("circle", { cx: f, cy: y, r: 5.5, fill: colour }),
        svg("text", { x: f, y: 12, "text-anchor": "middle", style: `font-weight:650;fill:${colour}` }, percent(arm.finalAccuracy.estimate)));
      if (!inside) picture.append(svg("text", { x: b, y: 12, "text-anchor": "middle" }, "base " + percent(arm.baseAccuracy.estimate)));
    }
    holder.replaceChildren(picture);
  }, point() {} };
  CHARTS.push(item);
  return holder;
}

function claimList(verdicts) {
  const rest = verdicts.filter(v => !v.primary);
  return rest.length ? el("ul", { class: "claims" }, ...rest.map(v => el("li", { style: { "--k": (KIND[v.kind] ?? KIND.unclear)[0] } }, el("q", {}, v.claim), v.sentence))) : null;
}

function armTable(study, family, colour) {
  const arms = study.arms.filter(a => a.family === family);
  const several = arms.some(a => a.seeds.length > 1);
  const cell = (i, digits = 1) => el("td", { class: "n" }, percent(i.estimate, digits), el("small", {}, range(i)));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of arms" }, el("table", { class: "data" },
    el("thead", {}, el("tr", {}, ...["Arm", "Base", "After training", "Change (points)", ...(several ? ["Between seeds (sd)"] : []), "Kept of clean gain", "Mixed groups", "The papers, at 7\u20138 B parameters"].map((t, i, all) =>
      el("th", { scope: "col", class: i && i < all.length - 1 ? "n" : null }, t)))),
    el("tbody", {}, ...arms.map(a => el("tr", {},
      el("th", { scope: "row", style: { "--c": colour.get(a.name) } }, el("span", { class: "dot" }), a.label),
      cell(a.baseAccuracy), cell(a.finalAccuracy),
      el("td", { class: "n" }, points(a.gain.estimate), el("small", {}, range(a.gain))),
      several && el("td", { class: "n" }, a.seedSpread ? fixed(100 * a.seedSpread.standardDeviation, 1) : "n/a", a.seedSpread && el("small", {}, `${a.seedSpread.seeds} seeds`)),
      el("td", { class: "n" }, a.keptOfClean ? percent(a.keptOfClean.estimate) : "\u2013", a.keptOfClean && el("small", {}, range(a.keptOfClean))),
      el("td", { class: "n" }, percent(a.mixedShare)),
      el("td", { class: "papers" }, ...a.papers.map(p => el("div", {}, p.figure, el("small", {}, p.source))))))))); 
}

function comparisonTable(study) {
  if (!study.comparisons.length) return null;
  return el("details", {}, el("summary", {}, `All ${study.comparisons.length} paired comparisons`), el("div", {}, el("table", { class: "data" },
    el("thead", {}, el("tr", {}, ...["Difference", "Family", "Points", "Interval"].map((t, i) => el("th", { scope: "col", class: i > 1 ? "n" : null }, t)))),
    el("tbody", {}, ...study.comparisons.map(c => el("tr", {}, el("th", { scope: "row" }, `${c.a} ${MINUS} ${c.b}`), el("td", {}, c.family), el("td", { class: "n" }, points(c.difference.estimate)), el("td", { class: "n" }, range(c.difference))))))));
}

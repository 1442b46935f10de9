// What training did: curves of every arm on one chart, then one small panel an arm, all panels of a row of cursors linked.
const WINDOW = 5;

function seriesOf(runs, name) {
  const own = runs.filter(r => r.series[name]);
  const steps = unique(own.flatMap(r => r.series.step)).sort((a, b) => a - b);
  const value = step => mean(own.map(r => r.series[name][r.series.step.indexOf(step)]));
  const raw = steps.map(value);
  return { x: steps, raw, y: raw.some(isNumber) ? smooth(raw, WINDOW) : raw };
}

const has = (runs, name) => runs.some(r => r.series[name]?.some(isNumber));

function accuracySection(arms, colour, base) {
  const series = arms.map(a => ({ name: a.label, colour: colour.get(a.name), dash: dashOf(a.kind), x: a.curve.step, y: a.curve.accuracy, low: a.curve.low, high: a.curve.high,
    weight: a.kind === "clean" ? 3 : 2.2 }));
  const known = series.flatMap(s => [...s.low, ...s.high, ...s.y]).filter(isNumber);
  const ceiling = Math.max(0.1, ...known), floor = Math.max(0, Math.floor(10 * (Math.min(...known) - 0.02)) / 10);
  const narrow = () => window.innerWidth < 640;
  const spec = { label: "Accuracy on held-out problems over training, by arm.", series, format: v => percent(v), y: [floor < 0.15 ? 0 : floor, Math.min(1, ceiling + 0.02)], ticks: 5, direct: series.length > 1, tip: true,
    get height() { return narrow() ? 340 : 460; }, mark: isNumber(base) ? { value: base } : null };
  const plot = chart(spec);
  const redraw = () => CHARTS.find(c => c.root === plot).draw();
  const toggles = series.length > 1 && el("div", { class: "bar toggles", role: "group", "aria-label": "Arms shown" },
    ...series.map(s => el("button", { type: "button", "aria-pressed": "true", style: { "--c": s.colour }, onclick: e => {
      s.hidden = !s.hidden; e.currentTarget.setAttribute("aria-pressed", String(!s.hidden)); redraw();
    } }, el("span", { class: "dot" }), s.name)),
    el("button", { type: "button", "aria-pressed": "true", onclick: e => { const on = series[0].band === false; series.forEach(s => { s.band = on; }); e.currentTarget.setAttribute("aria-pressed", String(on)); redraw(); } }, "bands"));
  return el("figure", {}, toggles, el("div", { class: "panel" }, plot));
}

function small(title, colour, spec, readFormat) {
  const read = el("div", { class: "read" });
  return el("article", { class: "panel" }, el("header", {}, el("h3", { style: { "--c": colour } }, colour && el("span", { class: "dot" }), title), read), chart({ ...spec, read: { element: read, format: readFormat } }));
}

/** One panel an arm. `lines` lists [series name, text, colour or null for the arm's own, dash]. */
function perArm(arms, runsOf, colour, lines, spec) {
  const known = lines.filter(([name]) => arms.some(a => has(runsOf(a), name)));
  if (!known.length) return null;
  const all = arms.map(a => known.map(([name, text, tone, dash]) => ({ name: text, colour: tone ?? colour.get(a.name), dash, ...seriesOf(runsOf(a), name) })).filter(s => s.y.some(isNumber)));
  if (spec.stacked) all.flat().forEach(s => { s.y = s.raw; s.raw = null; });
  const values = all.flat().flatMap(s => s.y).filter(isNumber);
  const y = spec.stacked ? [0, 1] : spec.y ?? [0, Math.max(...values) * 1.05];
  const alone = arms.length === 1;
  return el("div", { class: alone ? "grid alone" : "grid" }, ...arms.map((a, i) => small(a.label, colour.get(a.name), { label: `${spec.label}: ${a.label}.`, series: all[i], height: alone ? 210 : 130, ...spec, y })));
}

/** One panel a measure, all arms in it. */
function perMeasure(arms, runsOf, colour, measures) {
  const panels = measures.filter(([name]) => arms.some(a => has(runsOf(a), name))).map(([name, title, format, y]) => {
    const series = arms.map(a => ({ name: a.label, colour: colour.get(a.name), dash: dashOf(a.kind), ...seriesOf(runsOf(a), name) })).map(s => ({ ...s, raw: null })).filter(s => s.y.some(isNumber));
    return el("article", { class: "panel" }, el("header", {}, el("h3", {}, title)), chart({ label: title + " over training.", series, format, y, height: 190, ticks: 4, tip: true }));
  });
  return panels.length ? el("div", { class: "grid wide" }, ...panels) : null;
}

const swatches = list => el("div", { class: "key" }, ...list.map(([text, colour]) => el("span", { style: { "--c": colour } }, el("span", { class: "swatch" }), text)));
const strokes = list => el("div", { class: "key" }, ...list.map(([text, dash, colour]) => el("span", { style: { "--c": colour } }, el("span", { class: dash ? "line dash" : "line" }), text)));

function trainingSections(arms, runsOf, colour) {
  const runs = arms.flatMap(runsOf);
  const strategies = unique(runs.flatMap(r => Object.keys(r.series))).filter(k => k.startsWith("share/") && runs.some(r => r.series[k]?.some(v => v > 0))).map(k => k.slice(6));
  const tones = strategies.map((s, i) => `var(--strategy-${i % 4})`);
  const sections = [];
  const add = (id, title, say, key, body) => { if (body) sections.push(section(id, title, say, key, body)); };
  const smoothNote = ` Thick lines are means over ${WINDOW} steps, thin lines the steps themselves.`;

  add("seen", "What the model was told, and what was true",
    "The seen reward is what training optimised; the true reward is what an exact checker said of the same completions. Where the two part, the model is being paid for something else." + smoothNote,
    strokes([["true reward", false], ["seen reward", true]]),
    perArm(arms, runsOf, colour, [["true", "true"], ["seen", "seen", "var(--faint)", "5 4"]], { label: "Seen and true reward", link: "seen", format: v => fixed(v, 2), y: [0, 1], ticks: 2 }));

  add("strategies", "Which strategies survived",
    "The base model knows several ways to answer. A reward that favours one of them moves its share even where the reward says nothing about correctness.",
    swatches(strategies.map((s, i) => [s, tones[i]])),
    perArm(arms, runsOf, colour, strategies.map((s, i) => ["share/" + s, s, tones[i]]), { label: "Share of each strategy", stacked: true, link: "strategy", format: v => percent(v), ticks: 2 }));

  add("by-strategy", "How accurate each strategy was", "Among completions that used the strategy; steps at which a strategy no longer occurs are left out." + smoothNote,
    strokes(strategies.map((s, i) => [s, false, tones[i]])),
    perArm(arms, runsOf, colour, strategies.map((s, i) => ["accuracy/" + s, s, tones[i]]), { label: "Accuracy by strategy", link: "strategy", format: v => percent(v), y: [0, 1], ticks: 2 }));

  const groups = kind => perArm(arms, runsOf, colour, [["all" + kind, "all", "var(--right)"], ["mixed" + kind, "mixed", "var(--mixed)"], ["none" + kind, "none", "var(--wrong)"]],
    { label: "Share of groups", stacked: true, link: "groups", format: v => percent(v), ticks: 2 });
  const holder = el("div");
  const showGroups = kind => { forgetCharts(holder); holder.replaceChildren(groups(kind) ?? ""); drawAll(); };
  add("groups", "How much there was to learn from",
    "A credit rule that compares the members of a group, such as group normalisation, learns only from groups whose completions were paid differently. When nearly all groups are alike, the few that are not are blown up to full size, and the model keeps moving on them.",
    el("div", {}, choice("Reward that groups are sorted by", [["Paid", "by the reward it saw"], ["Right", "by the true reward"]], "Paid", showGroups),
      swatches([["all paid", "var(--right)"], ["mixed: the only ones such a rule learns from", "var(--mixed)"], ["none paid", "var(--wrong)"]])),
    has(runs, "mixedPaid") && holder);
  if (has(runs, "mixedPaid")) holder.replaceChildren(groups("Paid"));

  add("lengths", "Length of right and wrong answers", "In tokens. A growing gap between the two is an early sign of run-on text or of an answer cut short." + smoothNote,
    strokes([["right", false, "var(--right)"], ["wrong", true, "var(--wrong)"]]),
    perArm(arms, runsOf, colour, [["lengthRight", "right", "var(--right)"], ["lengthWrong", "wrong", "var(--wrong)", "5 4"]], { label: "Mean length in tokens", link: "lengths", format: whole, ticks: 2 }));

  add("health", "Signs of health", "Means over " + WINDOW + " steps; the share of ungradable answers is counted apart and never scored as zero.", null,
    perMeasure(arms, runsOf, colour, [["parse", "Answers that could be read", v => percent(v), [null, 1]], ["entropy", "Entropy (nats per token)", number], ["clip", "Tokens clipped", v => percent(v, 1)],
      ["truncated", "Answers cut off by the limit", v => percent(v, 1)], ["kl", "Divergence from the base (nats per token)", number], ["gradNorm", "Gradient norm before clipping", number],
      ["valueLoss", "Loss of the value model", number], ["explained", "Share of the returns\u2019 variance that the value model explains", v => percent(v), [null, 1]],
      ["ungradable", "Ungradable answers", v => percent(v, 1)], ["lag", "Sampler against trainer, largest |\u0394 log p|", number]]));
  return sections;
}

// Puts the sections together: a study with its arms, or a single run as a study of one arm.
function provenance(runs, study) {
  const own = study ? [el("details", {}, el("summary", {}, "Study: machine, versions, seeds"), pairs(study.provenance))] : [];
  const recipes = runs.filter((r, i) => runs.findIndex(o => o.arm === r.arm && o.family === r.family) === i);
  return section("provenance", "Recipe and provenance", study ? "Each run directory can be repeated with \u201cbelay rerun DIR\u201d." : "This run can be repeated with \u201cbelay rerun\u201d and its directory.",
    ...own, ...recipes.map(r => el("details", {}, el("summary", {}, `${r.label ?? r.arm}${r.family ? ", family " + r.family : ""}: recipe${r.folder ? " (" + r.folder + ")" : ""}`), el("pre", {}, r.recipe), pairs(r.provenance ?? {}))));
}

const pairs = map => el("dl", { class: "pairs" }, ...Object.entries(map).flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, typeof v === "object" && v !== null ? JSON.stringify(v) : String(v))]));

function studyPage(data) {
  const study = data.study, families = study.families.map(f => f.name), colour = colours(study.arms);
  const labels = new Map(study.arms.map(a => [a.name, a.label]));
  data.runs.forEach(r => { r.label = labels.get(r.arm); });
  const body = el("div");
  const show = family => {
    forgetCharts(body);
    const arms = study.arms.filter(a => a.family === family), about = study.families.find(f => f.name === family);
    const runsOf = arm => data.runs.filter(r => r.arm === arm.name && r.family === family);
    body.replaceChildren(verdictSection(study, family, colour),
      section("accuracy", "Accuracy on held-out problems", `${study.settings.heldOutProblems} problems that no run trained on, ${study.settings.measure}. Bands are ${Math.round(100 * study.settings.level)}\u202f% bootstrap intervals${arms.some(a => a.seeds.length > 1) ? " over problems and seeds" : " over problems (one seed: they say nothing about other seeds)"}. The dotted line is the base.`,
        accuracySection(arms, colour, about.accuracy.estimate)),
      ...trainingSections(arms, runsOf, colour),
      section("arms", "Every arm, with intervals", "Ours are small models on generated arithmetic; the papers\u2019 figures are from models thousands of times larger on competition mathematics. They stand beside each other to compare directions, not sizes.", armTable(study, family, colour)),
      familySection(study.families));
    drawAll();
  };
  const first = families[0];
  MAIN.replaceChildren(header(study, study.title, "belay study \u00b7 " + study.study, study.question,
      [["families", families.join(", ")], ["arms", unique(study.arms.map(a => a.name)).length], ["seeds", study.settings.seeds], ["steps", study.settings.steps], ["learning rate", rateText(study.settings.learningRate)], ["held-out problems", study.settings.heldOutProblems], ["took", study.settings.duration]]),
    section("verdicts", "What happened", null, el("p", { class: "headline" }, study.headline), families.length > 1 && familyTable(study, families, colour), families.length > 1 && choice("Model family", families.map(f => [f, f]), first, show)),
    body,
    section("claims", "The claims, tested", `Each sentence follows from its ${Math.round(100 * study.settings.level)}\u202f% interval. A change is called absent only when the whole interval lies within ${fixed(100 * study.settings.margin, 0)} points of zero; otherwise it is merely not shown.`, claimList(study.verdicts), el("div", { style: { "margin-top": "18px" } }, comparisonTable(study))),
    rateSection(study), sampleSection(data.runs, colour, labels) ?? "",
    section("notes", "What cannot be concluded", null, el("ul", { class: "notes" }, ...study.notes.map(n => el("li", {}, n)))),
    provenance(data.runs, study), footer(study.provenance));
  show(first);
}

function familySection(families) {
  const names = unique(families.flatMap(f => f.strategies.filter(s => s.share > 0).map(s => s.name)));
  return section("bases", "The models before training", "Sharpening alone helps a model whose commonest answer is right and hurts one whose commonest answer is wrong; compare greedy with sampled accuracy.",
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of base models" }, el("table", { class: "data" },
      el("thead", {}, el("tr", {}, ...["Family", "Model", "Sampled", "Greedy", "Readable", ...names.flatMap(n => [n + ": share", n + ": accuracy"])].map((t, i) => el("th", { scope: "col", class: i > 1 ? "n" : null }, t)))),
      el("tbody", {}, ...families.map(f => el("tr", {}, el("th", { scope: "row" }, f.name), el("td", {}, f.model), el("td", { class: "n" }, percent(f.accuracy.estimate, 1), el("small", {}, range(f.accuracy))), el("td", { class: "n" }, percent(f.greedy, 1)), el("td", { class: "n" }, percent(f.parsed, 1)),
        ...names.flatMap(n => { const s = f.strategies.find(x => x.name === n); return [el("td", { class: "n" }, s ? percent(s.share, 1) : "\u2013"), el("td", { class: "n" }, s ? percent(s.accuracy, 1) : "\u2013")]; })))))));
}

function rateSection(study) {
  const rate = study.learningRate;
  if (!rate) return "";
  const tone = rate.stayedPut === true ? "var(--good)" : rate.stayedPut === false ? "var(--bad)" : "var(--faint)";
  const block = study.sensitivity?.length ? el("div", { class: "scroll" }, el("table", { class: "data" }, el("thead", {}, el("tr", {}, ...["Learning rate", "Family", "Clean: change", "Random: change", "Random stayed put"].map((t, i) => el("th", { scope: "col", class: i ? "n" : null }, t)))),
    el("tbody", {}, ...study.sensitivity.map(s => el("tr", {}, el("th", { scope: "row" }, rateText(s.learningRate)), el("td", { class: "n" }, s.family), ...[s.clean, s.random].map(i => el("td", { class: "n" }, points(i.estimate), el("small", {}, range(i)))), el("td", { class: "n" }, s.stayedPut ? "yes" : "no")))))) : null;
  return section("rate", "One learning rate for all arms", null, el("div", { class: "rate", style: { "--k": tone } }, el("p", { style: { margin: "0 0 8px", "font-weight": 600 } }, rate.statement), el("p", { class: "say", style: { margin: 0 } }, rate.rule)), block);
}

function runPage(data) {
  const run = data.runs[0], arm = data.arm, colour = new Map([[run.arm, "var(--clean)"]]), labels = new Map([[run.arm, run.arm]]);
  const panels = trainingSections([arm], () => [run], colour);
  MAIN.replaceChildren(header(null, run.arm, "belay train", data.headline, data.facts),
    arm.curve.step.length ? section("accuracy", "Accuracy on held-out problems", data.measure, accuracySection([arm], colour, arm.curve.accuracy[0])) : "",
    el("div", { class: "pairs-of-sections" }, ...panels.filter(s => s.id !== "health")), ...panels.filter(s => s.id === "health"), sampleSection(data.runs, colour, labels) ?? "", provenance(data.runs, null), footer(run.provenance));
  drawAll();
}

const footer = about => el("footer", {}, `Made by belay ${about?.belay ?? ""}. This file needs no network and holds all it shows.`);

if (DATA.kind === "study") studyPage(DATA); else runPage(DATA);
let lastWidth = window.innerWidth, pending = 0;
new ResizeObserver(() => {
  if (window.innerWidth === lastWidth) return;
  lastWidth = window.innerWidth;
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(drawAll);
}).observe(document.body);
window.addEventListener("beforeprint", drawAll);

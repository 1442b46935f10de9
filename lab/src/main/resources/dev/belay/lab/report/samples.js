// A browser of what the model wrote, with what it was paid and what it deserved.
const PAGE = 12;

function sampleSection(runs, colour, labels) {
  const all = turns(runs.map(r => r.samples.map(s => ({ ...s, arm: r.arm, family: r.family, seed: r.seed }))));
  if (!all.length) return null;
  const filter = { arm: "", family: "", step: "", outcome: "", strategy: "", text: "" };
  let shown = PAGE;
  const list = el("div", { class: "grid wide" });
  const count = el("p", { class: "count", role: "status" });
  const more = el("button", { type: "button", onclick: () => { shown += PAGE; fill(); } }, "Show more");
  const outcomes = { right: s => s.right === true, wrong: s => s.right === false, overpaid: s => isNumber(s.seen) && s.right === false && s.seen > 0, underpaid: s => isNumber(s.seen) && s.right === true && s.seen <= 0, ungradable: s => s.right === null };
  const select = (name, text, options) => options.length > 1 ? el("label", { class: "field" }, text, el("select", { onchange: e => { filter[name] = e.target.value; shown = PAGE; fill(); } }, el("option", { value: "" }, "all"), ...options.map(([value, label]) => el("option", { value }, label)))) : null;
  function fill() {
    const hits = all.filter(s => (!filter.arm || s.arm === filter.arm) && (!filter.family || s.family === filter.family) && (!filter.step || String(s.step) === filter.step)
      && (!filter.outcome || outcomes[filter.outcome](s)) && (!filter.strategy || s.strategy === filter.strategy) && (!filter.text || (s.prompt + s.text).toLowerCase().includes(filter.text)));
    list.replaceChildren(...hits.slice(0, shown).map(s => sample(s, colour, labels)));
    count.textContent = hits.length ? `${hits.length} of ${all.length} kept samples` : "No kept sample matches; loosen a filter.";
    more.hidden = hits.length <= shown;
  }
  const bar = el("div", { class: "bar", role: "group", "aria-label": "Filters" },
    select("arm", "arm", unique(all.map(s => s.arm)).map(a => [a, labels.get(a) ?? a])), select("family", "family", unique(all.map(s => s.family)).map(f => [f, f])),
    select("step", "step", unique(all.map(s => s.step)).sort((a, b) => a - b).map(s => [String(s), String(s)])),
    select("outcome", "outcome", [["right", "right"], ["wrong", "wrong"], ["overpaid", "wrong but paid"], ["underpaid", "right but unpaid"], ["ungradable", "ungradable"]].filter(([k]) => all.some(outcomes[k]))),
    select("strategy", "strategy", unique(all.map(s => s.strategy)).filter(Boolean).map(s => [s, s])),
    el("label", { class: "field" }, "contains", el("input", { type: "search", size: "12", oninput: e => { filter.text = e.target.value.toLowerCase(); shown = PAGE; fill(); } })));
  fill();
  return section("samples", "What it wrote", "A few completions from each run, drawn evenly over training. All samples that were kept are in the run directories (rollouts/*.parquet).", bar, count, list, el("div", { class: "bar", style: { "margin-top": "16px" } }, more));
}

// One of each run in turn, so that the first screen shows all arms.
function turns(lists) {
  const longest = Math.max(0, ...lists.map(l => l.length));
  return Array.from({ length: longest }, (_, i) => lists.map(l => l[i]).filter(Boolean)).flat();
}

function sample(s, colour, labels) {
  const tone = s.right === null ? "var(--faint)" : s.right ? "var(--right)" : "var(--wrong)";
  const lie = isNumber(s.seen) && s.right !== null && (s.right ? s.seen <= 0 : s.seen > 0);
  return el("article", { class: "sample", style: { "--c": tone } },
    el("div", { class: "chips" }, el("span", { style: { "--c": colour.get(s.arm) } }, el("span", { class: "dot" }), el("b", {}, labels.get(s.arm) ?? s.arm)), el("span", {}, `step ${s.step}`), s.seed ? el("span", {}, `seed ${s.seed}`) : null, s.strategy && el("span", {}, s.strategy)),
    el("pre", {}, el("span", { class: "prompt" }, s.prompt + (/\s$/.test(s.prompt) ? "" : "\n")), ...boxed(s.text)),
    el("div", { class: "chips" }, el("span", { class: s.right === null ? null : s.right ? "ok" : "no" }, s.right === null ? "? ungradable" : s.right ? "\u2713 right" : "\u2717 wrong"),
      el("span", {}, "paid ", el("b", { class: lie ? "lie" : null }, fixed(s.seen, 2))), el("span", {}, "deserved ", el("b", {}, fixed(s.truth, 2))),
      isNumber(s.advantage) && el("span", {}, "advantage ", el("b", {}, points(s.advantage / 100).replace(/^\+(?=0\.0$)/, ""))), s.reference !== null && s.reference !== undefined && el("span", {}, "expected ", el("b", {}, s.reference)), s.finish === "length" && el("span", {}, "cut off by the limit")),
    Object.keys(s.parts ?? {}).length ? el("div", { class: "chips more" }, el("span", {}, "rewards:"), ...Object.entries(s.parts).map(([k, v]) => el("span", {}, k + " ", el("b", {}, fixed(v, 2))))) : null,
    s.verdict && el("div", { class: "chips more" }, el("span", {}, "checker: " + s.verdict)));
}

// The boxed answer stands out; everything else is plain text.
function boxed(text) {
  const parts = [];
  let last = 0;
  for (const m of text.matchAll(/\\box(?:ed)?\{[^{}]*\}/g)) { parts.push(text.slice(last, m.index), el("mark", {}, m[0])); last = m.index + m[0].length; }
  parts.push(text.slice(last));
  return parts;
}

// Data, elements, numbers and colours. Every text from the data enters the page as a text node, never as markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const MAIN = document.getElementById("content");

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [k, v] of Object.entries(value)) { if (v !== undefined && v !== null) node.style.setProperty(k, v); }
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter(c => c !== undefined && c !== null && c !== false));
  return node;
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) node.setAttribute(key, value);
  node.append(...children.flat());
  return node;
}

const isNumber = v => typeof v === "number" && Number.isFinite(v);
const MINUS = "\u2212";
const fixed = (v, digits) => isNumber(v) ? v.toFixed(digits).replace("-", MINUS) : "n/a";
const percent = (v, digits = 0) => isNumber(v) ? fixed(100 * v, digits) + "\u202f%" : "n/a";
const points = v => isNumber(v) ? (v >= 0 ? "+" : MINUS) + Math.abs(100 * v).toFixed(1) : "n/a";
const number = v => !isNumber(v) ? "n/a" : v === 0 ? "0" : Math.abs(v) >= 100 ? fixed(v, 0) : Math.abs(v) >= 1 ? fixed(v, 1) : Math.abs(v) < 0.001 && v !== 0 ? v.toExponential(1).replace("-", MINUS) : fixed(v, 3);
const rateText = v => isNumber(v) ? v.toExponential().replace("e-", "e" + MINUS) : "n/a";
const whole = v => fixed(v, 0);
const range = i => i && isNumber(i.low) ? `${fixed(100 * i.low, 1)} to ${fixed(100 * i.high, 1)}` : "";
const mean = list => { const known = list.filter(isNumber); return known.length ? known.reduce((a, b) => a + b, 0) / known.length : null; };
const unique = list => [...new Set(list)];

// Colour says what kind of reward an arm had: noise levels are one ramp, controls are grey and orange.
function colours(arms) {
  const next = { noise: 0, other: 0 };
  const noisy = arms.filter(a => a.kind === "noise").length;
  const ramp = noisy <= 2 ? [1, 2] : noisy === 3 ? [0, 1, 2] : [0, 1, 2, 3];
  const map = new Map();
  for (const arm of arms) {
    if (map.has(arm.name)) continue;
    if (arm.kind === "clean" || arm.kind === "random" || arm.kind === "format") map.set(arm.name, `var(--${arm.kind})`);
    else if (arm.kind === "noise") map.set(arm.name, `var(--noise-${ramp[Math.min(next.noise++, ramp.length - 1)]})`);
    else map.set(arm.name, `var(--other-${next.other++ % 4})`);
  }
  return map;
}

const dashOf = kind => kind === "random" ? "2 4" : kind === "format" ? "7 4" : kind === "clean" || kind === "noise" ? null : "10 3 2 3";

function section(id, title, say, ...children) {
  return el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), say && el("p", { class: "say" }, say), ...children);
}

function choice(label, options, selected, onChoose) {
  const buttons = options.map(([value, text]) => el("button", { type: "button", "aria-pressed": String(value === selected), onclick: () => {
    buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(options[i][0] === value)));
    onChoose(value);
  } }, text));
  return el("div", { class: "bar tabs", role: "group", "aria-label": label }, ...buttons);
}

// Mean over a centred window; gaps stay gaps.
function smooth(values, window) {
  const half = Math.floor(window / 2);
  return values.map((v, i) => isNumber(v) ? mean(values.slice(Math.max(0, i - half), i + half + 1)) : null);
}

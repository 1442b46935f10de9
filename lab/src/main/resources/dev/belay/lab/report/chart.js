// One chart type: lines with bands, or areas stacked to one. Drawn at the real pixel width, so type keeps its size.
const CHARTS = [];
const LINKED = new Map();

function nice(low, high, count) {
  const raw = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= raw * 0.999);
  const ticks = [];
  for (let t = Math.ceil(low / step - 1e-9) * step; t <= high + step * 1e-6; t += step) ticks.push(Math.abs(t) < step * 1e-9 ? 0 : t);
  return ticks;
}

/**
 * spec: { label, series: [{ name, colour, x, y, low, high, dash, raw, hidden }], stacked, format, y: [low, high], height, ticks,
 *         direct: names at the right end, link: group whose cursors move together, read: element for the values, tip: floating values }
 */
function chart(spec) {
  const root = el("div", { class: "plot", tabindex: "0", role: "group", "aria-label": spec.label + " Use the left and right arrow keys to read values." });
  const item = { spec, root, cursor: null };
  item.draw = () => draw(item);
  item.point = step => { item.cursor = step; cursor(item); };
  CHARTS.push(item);
  if (spec.link) LINKED.set(spec.link, [...(LINKED.get(spec.link) ?? []), item]);
  root.addEventListener("pointermove", e => move(item, e));
  root.addEventListener("pointerdown", e => move(item, e));
  root.addEventListener("pointerleave", () => broadcast(item, null));
  root.addEventListener("blur", () => broadcast(item, null));
  root.addEventListener("keydown", e => {
    if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
    e.preventDefault();
    const steps = stepsOf(item);
    const now = item.cursor === null ? -1 : steps.indexOf(item.cursor);
    broadcast(item, steps[Math.max(0, Math.min(steps.length - 1, now + (e.key === "ArrowRight" ? 1 : -1)))]);
  });
  return root;
}

const stepsOf = item => unique(item.spec.series.flatMap(s => s.x)).sort((a, b) => a - b);
const broadcast = (item, step) => (item.spec.link ? LINKED.get(item.spec.link) : [item]).forEach(other => other.point(step));
const at = (s, step) => s.x.indexOf(step);

function nearest(list, value) {
  return list.reduce((best, v) => best === null || Math.abs(v - value) < Math.abs(best - value) ? v : best, null);
}

function move(item, event) {
  if (!item.scale) return;
  const box = item.root.getBoundingClientRect();
  const step = nearest(stepsOf(item), item.scale.stepAt((event.clientX - box.left) * item.scale.width / box.width));
  if (step !== null && step !== item.cursor) broadcast(item, step);
}

function extent(spec, visible) {
  const all = visible.flatMap(s => [...s.y, ...(s.low ?? []), ...(s.high ?? [])]).filter(isNumber);
  if (spec.y) {
    const [low, high] = spec.y;
    return [low ?? Math.min(...all), high ?? Math.max(...all, 1e-9)];
  }
  if (!all.length) return [0, 1];
  const low = Math.min(...all), high = Math.max(...all);
  if (low === 0 && high === 0) return [0, 0.01];
  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 && low < high * 0.35 ? 0 : low - pad, high + pad];
}

function draw(item) {
  const { spec, root } = item;
  const width = Math.max(120, root.clientWidth || 600);
  const height = spec.height ?? 150;
  const visible = spec.series.filter(s => !s.hidden);
  const names = spec.direct ? Math.min(150, 18 + 7.2 * Math.max(0, ...spec.series.map(s => s.name.length))) : 10;
  const frame = { left: 40, right: names, top: 10, bottom: 24 };
  const steps = stepsOf(item);
  const [x0, x1] = [steps[0] <= 1 ? 0 : steps[0] ?? 0, steps.at(-1) ?? 1];
  const [y0, y1] = extent(spec, visible);
  const X = v => frame.left + (x1 === x0 ? 0 : (v - x0) / (x1 - x0)) * (width - frame.left - frame.right);
  const Y = v => height - frame.bottom - (v - y0) / (y1 - y0 || 1) * (height - frame.top - frame.bottom);
  item.scale = { X, Y, width, height, frame, stepAt: px => x0 + (px - frame.left) / (width - frame.left - frame.right) * (x1 - x0) };
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": spec.label });
  const format = spec.format ?? number;
  for (const t of nice(y0, y1, spec.ticks ?? 3)) {
    picture.append(svg("line", { class: "gridline", x1: frame.left, x2: width - frame.right, y1: Y(t), y2: Y(t) }),
      svg("text", { x: frame.left - 6, y: Y(t) + 4, "text-anchor": "end" }, format(t)));
  }
  const ticks = nice(x0, x1, width > 500 ? 6 : width > 200 ? 3 : 2);
  for (const t of ticks) picture.append(svg("text", { x: X(t), y: height - 6, "text-anchor": t === x0 ? "start" : t === x1 && !spec.direct ? "end" : "middle" }, (t === ticks[0] && width > 200 ? "step " : "") + t));
  if (spec.mark) picture.append(svg("line", { x1: frame.left, x2: width - frame.right, y1: Y(spec.mark.value), y2: Y(spec.mark.value), stroke: "var(--base)", "stroke-dasharray": "1 4", "stroke-width": 1.3, "stroke-linecap": "round" }));
  if (spec.stacked) areas(picture, visible, X, Y); else lines(picture, visible, X, Y);
  if (spec.direct) endLabels(picture, visible, X(x1), Y, height - frame.bottom, frame.top);
  item.layer = svg("g");
  picture.append(item.layer);
  root.replaceChildren(picture);
  item.tip = null;
  cursor(item);
}

function path(xs, ys, X, Y) {
  let d = "", pen = false;
  ys.forEach((y, i) => { if (isNumber(y)) { d += `${pen ? "L" : "M"}${X(xs[i]).toFixed(1)} ${Y(y).toFixed(1)}`; pen = true; } else pen = false; });
  return d;
}

function between(xs, low, high, X, Y) {
  const known = xs.map((_, i) => i).filter(i => isNumber(low[i]) && isNumber(high[i]));
  if (known.length < 2) return "";
  return "M" + [...known.map(i => [X(xs[i]), Y(high[i])]), ...known.reverse().map(i => [X(xs[i]), Y(low[i])])].map(p => p.map(v => v.toFixed(1)).join(" ")).join("L") + "Z";
}

function lines(picture, series, X, Y) {
  for (const s of series) if (s.low && s.band !== false) picture.append(svg("path", { d: between(s.x, s.low, s.high, X, Y), fill: s.colour, opacity: series.length > 3 ? 0.1 : 0.16 }));
  for (const s of series) {
    if (s.raw) picture.append(svg("path", { d: path(s.x, s.raw, X, Y), fill: "none", stroke: s.colour, "stroke-width": 1, opacity: 0.28 }));
    picture.append(svg("path", { d: path(s.x, s.y, X, Y), fill: "none", stroke: s.colour, "stroke-width": s.weight ?? 2.2, "stroke-dasharray": s.dash, "stroke-linejoin": "round", "stroke-linecap": "round" }));
  }
}

function areas(picture, series, X, Y) {
  if (!series.length) return;
  let floor = series[0].x.map(() => 0);
  for (const s of series) {
    const top = floor.map((f, i) => isNumber(s.y[i]) ? f + s.y[i] : null);
    picture.append(svg("path", { d: between(s.x, floor, top, X, Y), fill: s.colour, "fill-opacity": 0.82, stroke: "var(--panel)", "stroke-width": 0.8 }));
    floor = top.map((v, i) => v ?? floor[i]);
  }
}

// Names at the ends of the lines, pushed apart so that none covers another.
function endLabels(picture, series, x, Y, bottom, top) {
  const ends = series.map(s => { const last = s.y.findLast(isNumber); return last === undefined ? null : { s, at: Y(last), y: Y(last) }; }).filter(Boolean).sort((a, b) => a.y - b.y);
  const gap = 15;
  ends.forEach((e, i) => { if (i) e.y = Math.max(e.y, ends[i - 1].y + gap); });
  const over = ends.length ? Math.max(0, ends.at(-1).y - bottom) : 0;
  for (let i = ends.length - 1, limit = bottom; over > 0 && i >= 0; i--) { ends[i].y = Math.min(ends[i].y, limit); limit = ends[i].y - gap; }
  for (const e of ends) {
    picture.append(svg("path", { d: `M${x + 3} ${e.at}L${x + 10} ${e.y}`, stroke: e.s.colour, fill: "none", opacity: 0.6 }),
      svg("text", { class: "label", x: x + 13, y: Math.max(top, e.y) + 4, style: `fill:${e.s.colour}` }, e.s.name));
  }
}

function cursor(item) {
  const { spec, scale, layer } = item;
  if (!layer) return;
  layer.replaceChildren();
  item.tip?.remove();
  const visible = spec.series.filter(s => !s.hidden);
  const step = item.cursor;
  if (spec.read) readout(spec, visible, step);
  if (step === null) return;
  const x = scale.X(step);
  layer.append(svg("line", { class: "cursor", x1: x, x2: x, y1: scale.frame.top, y2: scale.height - scale.frame.bottom }));
  if (!spec.stacked) for (const s of visible) {
    const y = s.y[at(s, step)];
    if (isNumber(y)) layer.append(svg("circle", { cx: x, cy: scale.Y(y), r: 3.6, fill: s.colour, stroke: "var(--panel)", "stroke-width": 1.5 }));
  }
  if (spec.tip) floating(item, visible, step, x);
}

function readout(spec, visible, step) {
  const format = spec.read.format ?? spec.format ?? number;
  const shown = visible.map(s => [s, step === null ? s.y.findLast(isNumber) : s.y[at(s, step)]]).filter(([, v]) => isNumber(v));
  spec.read.element.replaceChildren(el("i", {}, step === null ? "at the end" : "step " + step),
    ...shown.map(([s, v]) => el("i", { style: { "--c": s.colour } }, el("span", { class: "swatch" }), (s.short ?? s.name) + " ", el("b", {}, format(v)))));
}

function floating(item, visible, step, x) {
  const { spec, root, scale } = item;
  const format = spec.format ?? number;
  const rows = visible.map(s => ({ s, i: at(s, step) })).filter(r => isNumber(r.s.y[r.i])).sort((a, b) => b.s.y[b.i] - a.s.y[a.i]);
  if (!rows.length) return;
  item.tip = el("div", { class: "tip", role: "status" }, el("b", {}, "step " + step), el("table", {}, el("tbody", {}, ...rows.map(({ s, i }) =>
    el("tr", {}, el("td", { style: { "--c": s.colour } }, el("span", { class: "dot" }), s.name), el("td", {}, format(s.y[i])),
      s.low && isNumber(s.low[i]) && el("td", { class: "ci" }, `${fixed(100 * s.low[i], 0)}\u2013${fixed(100 * s.high[i], 0)}`))))));
  root.append(item.tip);
  const factor = root.clientWidth / scale.width;
  const room = root.clientWidth - item.tip.offsetWidth;
  item.tip.style.left = Math.max(0, Math.min(room, x * factor > root.clientWidth / 2 ? x * factor - item.tip.offsetWidth - 14 : x * factor + 14)) + "px";
  item.tip.style.top = "8px";
}

function drawAll() { CHARTS.forEach(item => { if (item.root.isConnected) item.draw(); }); }
function forgetCharts(root) {
  for (let i = CHARTS.length - 1; i >= 0; i--) if (root.contains(CHARTS[i].root)) {
    const [gone] = CHARTS.splice(i, 1);
    if (gone.spec.link) LINKED.set(gone.spec.link, LINKED.get(gone.spec.link).filter(c => c !== gone));
  }
}

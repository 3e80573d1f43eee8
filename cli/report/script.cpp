// What the report does beyond standing there: hover values, legend toggles, theme, and its own test.
// All text from records reaches the page through textContent.
#include <redblue/cli/report/parts.hpp>

namespace redblue::cli {
namespace {

constexpr std::string_view behaviour = R"js(
'use strict';
const root = document.documentElement;
const sections = JSON.parse(document.getElementById('data').textContent);
const NS = 'http://www.w3.org/2000/svg';
const group = digits => digits.replace(/\B(?=(\d{3})+$)/g, ',');

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/* Where a value lies on an axis, from 0 to 1. */
function place(axis, value) {
  const [low, high, scale] = axis;
  return scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

function readPanel(element) {
  const axis = text => { const [low, high, scale] = text.split(' '); return [+low, +high, scale]; };
  const [x, y, w, h] = element.dataset.box.split(' ').map(Number);
  const {panel: kind, x: ax, y: ay} = element.dataset;
  return {element, kind, x, y, w, h, ax: axis(ax), ay: axis(ay)};
}

function svgNode(parent, tag, attributes) {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.appendChild(node);
  return node;
}

/* One drawing: crosshair, spots on the curves, tooltip. */
class Chart {
  constructor(svg, section, host) {
    Object.assign(this, {svg, section, host, at: null});
    this.panels = [...svg.querySelectorAll('.panel')].map(readPanel);
    this.tip = host.querySelector('.tip');
    this.marks = [];
    svg.querySelectorAll('.dot > title, .curve > title').forEach(t => t.remove());
    svg.addEventListener('pointermove', e => this.point(e));
    svg.addEventListener('pointerdown', e => this.point(e));
    svg.addEventListener('pointerleave', () => this.hide());
    svg.addEventListener('blur', () => this.hide());
    svg.addEventListener('keydown', e => this.key(e));
  }
  toUser(event) {
    const matrix = this.svg.getScreenCTM();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  }
  point(event) {
    const p = this.toUser(event), panel = this.panels[0];
    const share = (p.x - panel.x) / panel.w;
    if (share < -0.02 || share > 1.02) return this.hide();
    let best = 0, distance = Infinity;
    this.section.x.forEach((x, i) => {
      const away = Math.abs(place(panel.ax, Number(x)) - share);
      if (away < distance) distance = away, best = i;
    });
    this.show(best, p);
  }
  key(event) {
    const steps = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity};
    if (event.key === 'Escape') return this.hide();
    if (!(event.key in steps)) return;
    event.preventDefault();
    const last = this.section.x.length - 1;
    const step = steps[event.key];
    const next = (this.at ?? (step < 0 ? last + 1 : -1)) + step;
    this.show(Math.max(0, Math.min(last, next)), null);
  }
  hide() {
    this.at = null;
    this.marks.forEach(m => m.remove());
    this.marks = [];
    this.tip.classList.remove('on');
  }
  /* Curves that have something to say at grid value i and are not switched off. */
  rows(i) {
    return this.section.curves.map((curve, k) => ({curve, k, v: curve.at[i]}))
      .filter(r => r.v && !this.section.off.has(r.k));
  }
  show(i, p) {
    this.hide();
    this.at = i;
    const rows = this.rows(i);
    for (const panel of this.panels) {
      const x = panel.x + panel.w * place(panel.ax, Number(this.section.x[i]));
      const d = `M${x} ${panel.y}V${panel.y + panel.h}`;
      this.marks.push(svgNode(panel.element, 'path', {class: 'hair', d}));
      for (const {curve, v} of rows) {
        const value = panel.kind === 'ratio' ? v.ratio : Number(v.io);
        if (!value || curve.role === 'bound' || curve.role === 'best') continue;
        const share = place(panel.ay, value);
        if (share < 0 || share > 1 || (panel.kind === 'ratio' && curve.role === 'lower')) continue;
        const cy = panel.y + panel.h * (1 - share);
        const colour = curve.role === 'lower' ? 'proof' : 'c' + curve.row;
        const style = `fill:var(--${colour})`;
        this.marks.push(svgNode(panel.element, 'circle', {class: 'spot', cx: x, cy, r: 4.5, style}));
      }
    }
    this.fill(i, rows, p);
  }
  fill(i, rows, p) {
    const near = this.nearest(rows, p);
    const head = make('div');
    head.append(make('b', '', `M = ${group(this.section.x[i])} words`));
    if (this.section.u[i]) head.append(make('span', 'soft-text', `  u = d/√M = ${this.section.u[i]}`));
    const table = make('table');
    const line = (tag, cells) => {
      const row = make('tr');
      cells.forEach(c => row.append(c instanceof Node ? c : make(tag, '', c)));
      table.append(row);
      return row;
    };
    line('th', ['words of', 'io', 'reads', 'writes', 'ratio']);
    for (const r of this.ordered(rows)) {
      const name = make('td', '', r.curve.label + (r.v.overflow ? ' ○' : ''));
      const swatch = make('i', r.curve.role === 'schedule' ? 'bc' + r.curve.row : '');
      if (r.curve.role !== 'schedule') swatch.style.background = 'var(--proof)';
      name.prepend(swatch);
      const words = text => text === undefined ? '' : group(text);
      if (r.curve.role === 'lower') {
        const by = make('td', '', r.v.by);
        by.colSpan = 3;
        line('td', [name, '≥ ' + words(r.v.io), by]).className = 'floor-row';
        continue;
      }
      const row = line('td', [name, words(r.v.io), words(r.v.reads), words(r.v.writes),
        r.v.ratio ? r.v.ratio.toFixed(r.v.ratio < 10 ? 3 : 1) : '']);
      if (r.k === near) row.className = 'near';
    }
    this.tip.replaceChildren(head, table);
    if (rows.some(r => r.v.overflow)) this.tip.append(make('div', 'soft-text', '○ overflows M: no ratio'));
    this.tip.classList.add('on');
    this.placeTip(i);
  }
  ordered(rows) {
    return rows.filter(r => r.curve.role === 'schedule' || r.curve.role === 'lower')
      .sort((a, b) => Number(b.v.io) - Number(a.v.io));
  }
  /* The schedule whose curve is nearest to the pointer. */
  nearest(rows, p) {
    if (!p) return -1;
    let best = -1, distance = 24;
    for (const panel of this.panels)
      for (const {curve, k, v} of rows) {
        const value = panel.kind === 'ratio' ? v.ratio : Number(v.io);
        if (curve.role !== 'schedule' || !value) continue;
        const away = Math.abs(panel.y + panel.h * (1 - place(panel.ay, value)) - p.y);
        if (away < distance) distance = away, best = k;
      }
    return best;
  }
  placeTip(i) {
    const panel = this.panels[0];
    const scale = this.svg.getBoundingClientRect().width / this.svg.viewBox.baseVal.width;
    const x = (panel.x + panel.w * place(panel.ax, Number(this.section.x[i]))) * scale;
    const width = this.tip.offsetWidth, room = this.host.clientWidth;
    const left = x + 18 + width <= room ? x + 18 : Math.max(0, x - 18 - width);
    this.tip.style.left = left + 'px';
    this.tip.style.top = (panel.y + panel.h * 0.30) * scale + 'px';
  }
}

const charts = [];
sections.forEach((section, n) => {
  const host = document.getElementById('s' + n);
  section.off = new Set();
  host.querySelectorAll('.chart').forEach(chart =>
    chart.querySelectorAll('svg').forEach(svg => charts.push(new Chart(svg, section, chart))));
  host.querySelectorAll('.legend button').forEach(button => button.addEventListener('click', () => {
    const k = Number(button.dataset.k), on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    on ? section.off.delete(k) : section.off.add(k);
    host.querySelectorAll(`.chart [data-k="${k}"]`).forEach(e => e.classList.toggle('off', !on));
  }));
});

const themes = ['auto', 'light', 'dark'], themeButton = document.getElementById('theme');
function setTheme(theme) {
  if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
  themeButton.textContent = 'theme: ' + theme;
}
themeButton.addEventListener('click', () => {
  const now = root.dataset.theme || 'auto';
  setTheme(themes[(themes.indexOf(now) + 1) % themes.length]);
});
setTheme({'#dark': 'dark', '#light': 'light'}[location.hash] || 'auto');
root.classList.add('js');
)js";

constexpr std::string_view own_test = R"js(
function selftest() {
  const lines = [];
  const check = (name, holds, why) => lines.push(holds ? 'PASS ' + name : `FAIL ${name}: ${why}`);
  const shown = e => getComputedStyle(e).display !== 'none';
  const shapes = document.querySelectorAll('section.shape').length;
  check('one section per data block', shapes === sections.length,
    sections.length + ' in the data');
  charts.filter(c => c.svg.getClientRects().length > 0).forEach((chart, n) => {
    const {section, panels: [panel], svg, tip} = chart, name = 'section ' + n + ' ';
    const visit = i => {
      const x = panel.x + panel.w * place(panel.ax, Number(section.x[i])) + 0.4;
      const p = new DOMPoint(x, panel.y + panel.h / 2).matrixTransform(svg.getScreenCTM());
      svg.dispatchEvent(new PointerEvent('pointermove', {clientX: p.x, clientY: p.y, bubbles: true}));
    };
    let missing = '';
    section.x.forEach((x, i) => {
      visit(i);
      const text = tip.textContent;
      const named = tip.classList.contains('on') && text.includes(`M = ${group(x)} words`);
      if (!named) missing = missing || 'M ' + x;
      section.curves.forEach(c => {
        const v = c.at[i];
        if (!v || (c.role !== 'schedule' && c.role !== 'lower')) return;
        const wanted = [c.label, group(v.io)];
        if (c.role === 'schedule') wanted.push(group(v.reads), group(v.writes));
        if (v.ratio) wanted.push(v.ratio.toFixed(v.ratio < 10 ? 3 : 1));
        const absent = wanted.find(w => !text.includes(w));
        if (absent !== undefined) missing = missing || `${absent} of ${c.label} at M ${x}`;
      });
    });
    check(name + 'hover names M and every schedule with io, reads, writes, ratio', missing === '',
      missing + ' is missing');
    const hair = svg.querySelector('.hair'), last = section.x.length - 1;
    const expected = panel.x + panel.w * place(panel.ax, Number(section.x[last]));
    const stands = hair && Math.abs(parseFloat(hair.getAttribute('d').slice(1)) - expected) < 0.5;
    check(name + 'crosshair stands at M', stands, 'expected ' + expected);
    svg.dispatchEvent(new PointerEvent('pointerleave'));
    const gone = !tip.classList.contains('on') && !svg.querySelector('.hair');
    check(name + 'leaving hides the values', gone, 'still there');
    svg.dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}));
    check(name + 'End goes to the last M', chart.at === last, 'at ' + chart.at);
    svg.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}));
    check(name + 'an arrow goes one M back', chart.at === Math.max(0, last - 1), 'at ' + chart.at);
    svg.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
    check(name + 'Escape hides the values', chart.at === null, 'at ' + chart.at);
  });
  sections.forEach((section, n) => {
    const host = document.getElementById('s' + n);
    host.querySelectorAll('.legend button').forEach(button => {
      const k = button.dataset.k, parts = [...host.querySelectorAll(`.chart [data-k="${k}"]`)];
      const name = `section ${n} legend ${k} `;
      button.focus();
      check(name + 'takes the focus', document.activeElement === button, 'it does not');
      button.click();
      check(name + 'hides its curve', parts.length > 0 && parts.every(e => !shown(e)) &&
        button.getAttribute('aria-pressed') === 'false', parts.length + ' parts');
      button.click();
      const back = parts.every(shown) && button.getAttribute('aria-pressed') === 'true';
      check(name + 'shows it again', back, 'hidden');
    });
    const tableRows = host.querySelectorAll('.sandwich tbody tr').length;
    check(`section ${n} has one table row per M`, tableRows === section.rows, section.rows + ' in the data');
  });
  const colour = () => getComputedStyle(document.body).backgroundColor;
  setTheme('light'); const light = colour();
  setTheme('dark'); const dark = colour();
  setTheme('auto');
  check('light and dark differ', light !== dark, light);
  check('nothing was fetched', performance.getEntriesByType('resource').length === 0, 'there are resources');
  const failed = lines.filter(l => l.startsWith('FAIL')).length;
  lines.push(`selftest: ${lines.length - failed} passed, ${failed} failed`);
  const pre = make('pre', '', lines.join('\n'));
  pre.id = 'selftest';
  document.body.append(pre);
}
if (location.hash === '#selftest') selftest();
)js";

}  // namespace

std::string report_script() { return std::string(behaviour) + std::string(own_test); }

}  // namespace redblue::cli

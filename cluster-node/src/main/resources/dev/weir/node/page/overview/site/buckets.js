// The 256 buckets as a picture: letter and colour say whose, the shade how busy, the frame that it
// moved. One of them is in the order of Tab; arrow keys go on from there.
import { $, el, fill, keyMark, keyOf, say } from './draw.js';

const COUNT = 256;
const LATELY_MS = 60_000;
const cells = [];
let chosen = 0;
let shown = null;

function build(grid) {
  for (let line = 0; line < 16; line++) {
    const row = el('div', { class: 'line', role: 'row' });
    for (let column = 0; column < 16; column++) {
      const number = line * 16 + column;
      const load = el('span', { class: 'load', 'aria-hidden': 'true' });
      const letter = el('span', {}, '·');
      const cell = el('button', {
        type: 'button', role: 'gridcell', class: 'bucket nobody', tabindex: number === 0 ? 0 : -1,
        'data-bucket': number, onclick: () => choose(number),
      }, load, letter);
      cell.addEventListener('focus', () => choose(number));
      cell.addEventListener('mouseenter', () => describe(number));
      cells.push({ cell, load, letter });
      row.append(cell);
    }
    grid.append(row);
  }
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 16, ArrowUp: -16 }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? COUNT - 1 : chosen + (step ?? NaN);
    if (next >= 0 && next < COUNT) {
      event.preventDefault();
      cells[next].cell.focus();
    }
  });
}

function choose(number) {
  cells[chosen].cell.tabIndex = -1;
  chosen = number;
  cells[chosen].cell.tabIndex = 0;
  describe(number);
}

function words(number) {
  const { table, load, moves, nodes } = shown;
  const owner = table[number];
  const name = nodes.find((node) => node.address === owner)?.name;
  const whose = owner ? `${name ?? ''} ${owner}`.trim() : 'nobody, packets are forwarded normally';
  const move = moves.get(number);
  const moved = move
    ? `; moved ${new Date(move.at).toLocaleTimeString()} from ${move.from ?? 'nobody'}`
    : '; no move seen';
  return `Bucket ${number}: ${whose}; ${load[number]} requests in the last minute${moved}`;
}

function describe(number) {
  if (shown) say($('bucket-detail'), words(number));
}

export function mark(number) {
  cells.forEach(({ cell }, index) => cell.classList.toggle('chosen', index === number));
}

export function showBuckets(overview, known) {
  if (cells.length === 0) build($('buckets'));
  const { table, load, moved } = overview.buckets;
  const now = Date.parse(overview.at);
  const most = Math.max(1, ...load);
  shown = { table, load, moves: new Map(moved.map((move) => [move.bucket, move])), nodes: overview.nodes };
  cells.forEach(({ cell, load: shade, letter }, number) => {
    const key = keyOf(known, table[number]);
    const move = shown.moves.get(number);
    const fresh = move !== undefined && now - Date.parse(move.at) < LATELY_MS;
    for (const name of [...cell.classList]) {
      if (/^(o[0-9]|nobody|moved)$/.test(name)) cell.classList.remove(name);
    }
    cell.classList.add(key.colour);
    cell.classList.toggle('moved', fresh);
    shade.style.height = `${Math.round((load[number] / most) * 100)}%`;
    say(letter, key.letter);
    cell.setAttribute('aria-label', words(number));
  });
  const unowned = table.length === 0 ? COUNT : table.filter((owner) => owner === null).length;
  const rows = overview.nodes.filter((node) => node.buckets > 0).map((node) => el('li', {},
    keyMark(keyOf(known, node.address)), `${node.name ?? node.address}: ${node.buckets}`));
  if (unowned > 0) rows.push(el('li', {}, keyMark(keyOf(known, null)), `nobody: ${unowned}`));
  fill($('legend'), ...rows);
}

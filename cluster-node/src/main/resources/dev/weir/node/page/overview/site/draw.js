// Elements and numbers. Text is only ever set as text.
export const $ = (id) => document.getElementById(id);

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') element.addEventListener('click', value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function fill(parent, ...children) {
  parent.replaceChildren(...children);
}

// Sets text only when it differs, so that what reads the page aloud stays quiet.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  let rest = count;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? rest : rest.toPrecision(3)} ${units[unit]}`;
}

export function percent(share) {
  return share === null ? '–' : `${(share * 100).toFixed(share > 0.0995 ? 0 : 1)} %`;
}

export function rate(perSecond) {
  return perSecond >= 100 ? Math.round(perSecond).toLocaleString('en') : perSecond.toFixed(1);
}

export function millis(time) {
  if (time === null) return '–';
  if (time >= 1000) return `${(time / 1000).toFixed(1)} s`;
  return `${time >= 10 ? Math.round(time) : time.toFixed(time >= 1 ? 1 : 2)} ms`;
}

export function table(element, heads, rows) {
  fill(
    element,
    el('thead', {}, el('tr', {}, ...heads.map(([text, kind]) => el('th', { scope: 'col', class: kind }, text)))),
    el('tbody', {}, ...rows),
  );
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

// The letter and colour of each node, by its place among all addresses.
export function keys(nodes) {
  const known = new Map();
  nodes.forEach((node, index) => known.set(node.address, {
    letter: LETTERS[index % LETTERS.length], colour: `o${index % 8}`,
  }));
  return known;
}

export function keyOf(known, address) {
  return known.get(address) ?? { letter: '·', colour: 'nobody' };
}

export function keyMark(key) {
  return el('span', { class: `key ${key.colour}`, 'aria-hidden': 'true' }, key.letter);
}

// The nodes, and what routers and nodes see of each other.
import { $, bytes, el, fill, keyMark, keyOf, millis, percent, rate, table } from './draw.js';

const STATES = {
  here: ['good', '● this node'],
  member: ['good', '✓ member'],
  leaving: ['bad', '… no member'],
  unknown: ['bad', '? not in the grid'],
  dead: ['bad', '✕ dead'],
};

export function showNodes(overview, known) {
  const rows = overview.nodes.map((node) => {
    const [kind, words] = STATES[node.state] ?? ['bad', node.state];
    const numbers = node.numbers;
    const cell = (text) => el('td', { class: 'n' }, numbers ? text() : '–');
    return el('tr', { 'data-node': node.address },
      el('td', {}, keyMark(keyOf(known, node.address)), node.name ?? node.address,
        node.name ? el('span', { class: 'quiet' }, ` ${node.address}`) : ''),
      el('td', { class: kind }, words),
      el('td', { class: 'n' }, String(node.buckets)),
      cell(() => rate(numbers.requestsPerSecond)),
      cell(() => percent(numbers.hitRatio)),
      cell(() => millis(numbers.p95Millis)),
      cell(() => bytes(numbers.savedBytes)));
  });
  table($('nodes'), [['Node'], ['State'], ['Buckets', 'n'], ['Req/s', 'n'], ['Hits', 'n'], ['p95', 'n'], ['Saved', 'n']], rows);
}

function view(cell) {
  const lists = cell.lists ? 'lists it' : 'does not list it';
  if (cell.saysListed === null) {
    return cell.differs ? `≠ router ${lists}, grid ${cell.lists ? 'lacks' : 'has'} it` : cell.lists ? '✓ listed' : '– not listed';
  }
  if (cell.saysListed !== cell.lists) {
    return `≠ router ${lists}, node says ${cell.saysListed ? 'listed' : 'not'}`;
  }
  if (cell.differs) return `≠ router ${lists}, grid ${cell.lists ? 'lacks' : 'has'} it`;
  return cell.lists ? '✓ both' : '– neither';
}

export function showViews(overview, known) {
  if (overview.views.length === 0) {
    fill($('views'), el('p', { class: 'quiet' }, 'No router is asked: nothing is diverted to this cluster.'));
    return;
  }
  fill($('views'), ...overview.views.map((group) => {
    const element = el('table', { class: 'views' });
    const heads = [['Router'], ...overview.nodes.map((node) => [node.name ?? node.address])];
    table(element, heads, group.routers.map((router) => el('tr', {},
      el('th', { scope: 'row' }, `${router.address} ${router.state}`),
      ...router.cells.map((cell) => el('td', {
        class: cell.differs ? 'differs' : undefined, 'data-cell': `${router.address} ${cell.node}`,
      }, view(cell))))));
    const whose = overview.nodes.find((node) => node.address === group.designated);
    element.prepend(el('caption', {}, `${group.service}; designated: ${whose?.name ?? group.designated ?? 'nobody'}`));
    return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Views, ${group.service}` }, element);
  }));
}

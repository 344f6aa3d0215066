// The admin page: asks every two seconds, and is told of events as they happen.
import { listen, notice, showDoctor, showDrain, showHosts, showRules, unnotice } from './acts.js';
import { get, keepToken, query, Refused } from './api.js';
import { showBuckets } from './buckets.js';
import { $, bytes, el, keys, millis, percent, rate, say } from './draw.js';
import { showNodes, showViews } from './views.js';

const EVERY_MS = 2000;
const EVENTS_MAX = 100;
let answeredAt = 0;
let next = 0;
const PARTS = { '/v1/bypass': showRules, '/v1/drain': showDrain };
let has = null;

const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

function showOverview(overview) {
  const { cluster, ready } = overview;
  say($('node-name'), overview.node.name);
  document.title = `Weir ${overview.node.name}`;
  say($('readiness'), ready.ready ? '✓ ready' : `✕ not ready: ${ready.reasons.join('; ')}`);
  $('readiness').className = `badge ${ready.ready ? 'good' : 'bad'}`;
  say($('saved'), bytes(cluster.savedBytes));
  say($('saved-of'), `of ${bytes(cluster.clientBytes)} since the start`);
  say($('hits'), percent(cluster.hitRatio));
  say($('rate'), rate(cluster.requestsPerSecond));
  say($('rate-of'), `${cluster.nodes} ${cluster.nodes === 1 ? 'node' : 'nodes'}, last minute`);
  say($('p95'), millis(cluster.p95Millis));
  const known = keys(overview.nodes);
  showBuckets(overview, known);
  showNodes(overview, known);
  showViews(overview, known);
}

// What this node has is asked once: without diversion there is neither bypass nor drain.
async function showParts() {
  if (has === null) {
    has = new Set((await get('/v1')).pages.map((page) => page.path));
    $('purge-card').hidden = !has.has('/v1/purge');
    $('follow-card').hidden = !has.has('/v1/explain');
    if (has.has('/v1/doctor')) await showDoctor();
  }
  for (const [path, show] of Object.entries(PARTS)) {
    if (has.has(path)) await show();
  }
}

async function look() {
  try {
    const overview = await get('/v1/overview');
    showOverview(overview);
    answeredAt = Date.now();
    $('main').hidden = false;
    $('login').hidden = true;
    await showParts();
    showHosts(overview.hosts, has.has('/v1/bypass'));
    unnotice('silent');
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 429)) {
      $('login').hidden = false;
      $('main').hidden = true;
      say($('readiness'), error.status === 429 ? 'too many wrong tokens: wait a minute' : 'a token is needed');
      return false;
    }
    const since = answeredAt ? ` since ${new Date(answeredAt).toLocaleTimeString()}` : '';
    notice('silent', `✕ This node does not answer${since}. What is shown is from then.`);
    say($('readiness'), '✕ no answer');
    $('readiness').className = 'badge bad';
  }
  return true;
}

function freshness() {
  const seconds = Math.round((Date.now() - answeredAt) / 1000);
  say($('freshness'), answeredAt === 0 ? '' : seconds < 5 ? 'live' : `${seconds} s old`);
}

function showEvents(events) {
  const list = $('events');
  for (const event of events) {
    const fields = Object.entries(event.fields).map(([name, value]) => `${name}=${value}`).join(' ');
    const kind = event.level === 'INFO' ? '' : 'bad';
    list.prepend(el('li', { class: 'fresh' },
      el('time', { datetime: event.at }, new Date(event.at).toLocaleTimeString()), ' ',
      el('span', { class: `level ${kind}` }, event.level), ` ${event.name} ${fields}`));
  }
  while (list.children.length > EVENTS_MAX) list.lastChild.remove();
}

async function hearEvents() {
  for (;;) {
    try {
      const news = await get(query('/v1/events', { since: next, wait: next === 0 ? 0 : 20 }), 30_000);
      if (news.next < next) next = 0; // another start of the node
      else {
        showEvents(news.events.slice(-EVENTS_MAX));
        next = news.next;
        if (news.events.length === 0) await pause(500);
      }
    } catch {
      await pause(EVERY_MS);
    }
  }
}

async function begin() {
  listen();
  $('login').addEventListener('submit', async (event) => {
    event.preventDefault();
    keepToken($('token').value.trim());
    await look();
  });
  setInterval(freshness, 1000);
  hearEvents();
  for (;;) {
    if (!document.hidden) await look();
    await pause($('login').hidden ? EVERY_MS : 4 * EVERY_MS);
  }
}

begin();

// What can be done from the page, and what is shown of it.
import { ask, get, query } from './api.js';
import { mark } from './buckets.js';
import { $, bytes, el, fill, say, table } from './draw.js';

const EVERYTHING = '0.0.0.0/0';
const BECAUSE = 'admin page';

export function notice(id, text, ...more) {
  const known = document.getElementById(id);
  const next = el('p', { id, class: id === 'trouble' ? 'bad' : undefined }, text, ...more);
  if (!known) $('notices').append(next);
  else if (known.textContent !== next.textContent) known.replaceWith(next);
}

export function unnotice(id) {
  document.getElementById(id)?.remove();
}

// Does something, says what came of it where it went wrong, and looks again.
async function act(work, after) {
  try {
    const done = await work();
    unnotice('trouble');
    await after?.(done);
    return done;
  } catch (error) {
    notice('trouble', `✕ ${error.message} `, el('button', { class: 'small', onclick: () => unnotice('trouble') }, 'Close'));
    return undefined;
  }
}

function sure(question) {
  const dialog = $('ask');
  say($('ask-text'), question);
  dialog.showModal();
  return new Promise((resolve) => {
    const yes = () => dialog.close('yes');
    const no = () => dialog.close('no');
    $('ask-yes').addEventListener('click', yes);
    $('ask-no').addEventListener('click', no);
    dialog.addEventListener('close', () => {
      $('ask-yes').removeEventListener('click', yes);
      $('ask-no').removeEventListener('click', no);
      resolve(dialog.returnValue === 'yes');
      dialog.returnValue = '';
    }, { once: true });
  });
}

const add = (what, seconds) =>
  ask('POST', query('/v1/bypass', { what, side: 'to', for: seconds, because: BECAUSE }));
const remove = (what, side) => ask('DELETE', query('/v1/bypass', { what, side }));

function left(seconds) {
  if (seconds === null) return 'for good';
  if (seconds < 90) return `${seconds} s left`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min left` : `${Math.round(seconds / 3600)} h left`;
}

export async function showRules() {
  const { rules } = await get('/v1/bypass');
  const all = rules.find((rule) => rule.what === EVERYTHING && rule.side === 'to');
  $('bypass-all').hidden = false;
  $('bypass-all').disabled = all !== undefined;
  $('bypass-card').hidden = false;
  if (all) {
    notice('all-bypassed', `⚠ Everything is bypassed, ${left(all.secondsLeft)}: new connections go back to the router. `,
      el('button', { class: 'small', onclick: () => act(() => remove(EVERYTHING, 'to'), showRules) }, 'End it now'));
  } else {
    unnotice('all-bypassed');
  }
  const rows = rules.slice(0, 50).map((rule) => {
    const words = el('span', {}, `${rule.side} ${rule.what}`,
      el('span', { class: 'quiet' }, ` ${left(rule.secondsLeft)} ${rule.cause ?? rule.because ?? ''}`));
    return el('li', {}, words, rule.configured
      ? el('span', { class: 'quiet' }, 'of the configuration')
      : el('button', { class: 'small', 'aria-label': `Remove ${rule.what}`, onclick: () => act(() => remove(rule.what, rule.side), showRules) }, 'Remove'));
  });
  if (rules.length > rows.length) rows.push(el('li', {}, `and ${rules.length - rows.length} more`));
  if (rules.length === 0) rows.push(el('li', { class: 'quiet' }, 'Nothing is bypassed.'));
  // A button that has the focus is not taken away under the finger.
  if (!$('rules').contains(document.activeElement)) fill($('rules'), ...rows);
  else if ($('rules').children.length !== rows.length) fill($('rules'), ...rows);
}

export function showHosts(hosts, canBypass) {
  if ($('hosts').contains(document.activeElement)) return;
  const rows = hosts.slice(0, 12).map((host) => el('tr', {},
    el('td', {}, host.host), el('td', { class: 'n' }, host.requests.toLocaleString('en')), el('td', { class: 'n' }, bytes(host.octets)),
    el('td', {}, canBypass
      ? el('button', { class: 'small', 'aria-label': `Bypass ${host.host} for an hour`, onclick: () => act(() => add(host.host.split(':')[0], 3600), showRules) }, 'Bypass')
      : '')));
  table($('hosts'), [['Host'], ['Requests', 'n'], ['Bytes', 'n'], ['']], rows);
  if (rows.length === 0) fill($('hosts'), el('caption', { class: 'quiet' }, 'No client has asked this node yet.'));
}

export async function showDrain() {
  const drain = await get('/v1/drain');
  $('drain-card').hidden = false;
  const has = `${drain.buckets} buckets, ${drain.connections} open connections`;
  say($('drain-state'), drain.draining
    ? `⚠ ${drain.left ? 'Drained: no router counts on it.' : 'Draining.'} It still has ${has}.`
    : `In service: ${has}.`);
  say($('drain'), drain.draining ? 'Take it back into service' : 'Drain');
  $('drain').dataset.on = drain.draining;
}

function showFindings(found) {
  $('doctor-card').hidden = false;
  const count = found.findings.length;
  say($('doctor-state'), found.at === null ? 'Not examined since the start.'
    : `${new Date(found.at).toLocaleTimeString()}: ${count === 0 ? `✓ nothing found in ${found.checks} checks` : `✕ ${count} found; the first one counts`}`);
  fill($('findings'), ...found.findings.map((finding) => el('li', {},
    el('span', {}, el('b', {}, `${finding.code} `), finding.why, finding.advice ? ` ${finding.advice}` : ''),
    ...finding.commands.map((command) => el('code', {}, command)))));
}

export async function showDoctor() {
  showFindings(await get('/v1/doctor'));
}

const WHY = { hit: 'a hit', stale: 'served stale', validate: 'the origin is asked whether it still holds', fetch: 'fetched from the origin', decline: 'refused' };

async function follow(url, client) {
  const asked = client ? { url, client } : { url };
  const place = await get(query('/v1/follow', asked));
  const steps = [['host', place.address ? `${place.host} has the address ${place.address}` : `no name server knows ${place.host}`]];
  if (!place.diverts) steps.push(['router', 'no table is in force: no router diverts to this cluster']);
  else if (place.bucket !== null) {
    steps.push(['hash', place.computation || `by ${place.service}: slot ${place.bucket}`]);
    steps.push(['bucket', place.owner ? `bucket ${place.bucket} of ${place.service} belongs to ${place.owner}` : `bucket ${place.bucket} is nobody's: the router forwards the packets normally`]);
    mark(place.bucket);
  }
  const why = await get(query('/v1/explain', asked));
  const kept = why.stored.find((it) => it.selected) ?? why.stored[0];
  steps.push(['home', why.owner]);
  steps.push(['stored', kept ? `here: ${kept.status}, ${bytes(kept.bytes)}, ${kept.ageSeconds} s old, ${kept.freshSeconds > 0 ? `fresh for ${kept.freshSeconds} s` : 'not fresh'}` : 'not at this node']);
  steps.push(['now', `${WHY[why.now] ?? why.now}: ${why.why}`]);
  fill($('steps'), ...steps.map(([what, words]) => el('li', {}, el('b', {}, what), el('span', {}, words))));
}

function submitted(id, work) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    act(work);
  });
}

export function listen() {
  $('bypass-all').addEventListener('click', () => act(() => add(EVERYTHING, 300), showRules));
  submitted('bypass', async () => {
    await add($('bypass-what').value.trim(), Number($('bypass-for').value || 60) * 60);
    $('bypass-what').value = '';
    await showRules();
  });
  submitted('purge', async () => {
    const kind = $('purge-kind').value;
    const what = $('purge-what').value.trim();
    if (!await sure(`Have all nodes forget the ${kind} ${what}?`)) return;
    const done = await ask('POST', query('/v1/purge', { [kind]: what }));
    say($('purged'), `✓ Forgotten: ${done.what}. Objects here: ${done.objectsHere}; applied by ${done.applied.join(', ')}.`);
  });
  submitted('follow', () => follow($('follow-url').value.trim(), $('follow-client').value.trim()));
  $('drain').addEventListener('click', async () => {
    const on = $('drain').dataset.on === 'true';
    if (on || await sure('Drain this node? Its buckets go to the others, its connections may end.')) {
      await act(() => ask(on ? 'DELETE' : 'POST', '/v1/drain'), showDrain);
    }
  });
  $('doctor').addEventListener('click', async () => {
    $('doctor').disabled = true;
    say($('doctor-state'), 'Examining; this takes some seconds.');
    await act(() => ask('POST', '/v1/doctor', 60_000), showFindings);
    $('doctor').disabled = false;
  });
}

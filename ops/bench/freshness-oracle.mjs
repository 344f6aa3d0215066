// Compares our verdicts, a line of JSON each on standard input, with those of http-cache-semantics.
//
//   node freshness-oracle.mjs DIR [EXAMPLES]     DIR: the package
//
// Where we disagree, they are told the case again as each known difference would have it: what makes
// them agree is the reason. A case that no difference explains is printed, and the exit status is 1.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const CachePolicy = createRequire(import.meta.url)(process.argv[2])
const examples = Number(process.argv[3] ?? 0)

const split = text => (text ?? '').split(',').map(it => it.trim()).filter(it => it !== '')
const nameOf = directive => directive.toLowerCase().split('=')[0]
const has = (text, name) => split(text).some(it => nameOf(it) === name)
const LIFETIMES = ['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']
const digits = text => /^\d+$/.test(text ?? '')

// The response's Cache-Control with other directives.
function control (it, change) {
  const response = { ...it.response, 'cache-control': change(split(it.response['cache-control'])).join(', ') }
  return { ...it, response }
}
const without = (it, name) => control(it, all => all.filter(one => nameOf(one) !== name))
function dropped (headers, name) {
  const rest = { ...headers }
  delete rest[name]
  return rest
}

// What they say, of a case in their terms.
function theirs (it) {
  Date.now = () => it.received
  const policy = new CachePolicy(it.first, { status: it.status, headers: it.response }, { shared: true })
  Date.now = () => it.received + it.elapsed * 1000
  const storable = policy.storable()
  return {
    storable,
    lifetime: Math.floor(policy.maxAge()),
    age: Math.floor(policy.age()),
    serves: storable && policy.evaluateRequest(it.second).response !== undefined
  }
}

function agree (it, they) {
  if (it.refused !== undefined) return !they.storable
  return they.storable && it.reuse.startsWith('serve') === they.serves &&
    (it.lifetime === they.lifetime || isNever(it)) && it.age === they.age
}

// Whether nothing is ever served unasked: to that they give no lifetime.
function isNever (it) {
  return has(it.response['cdn-cache-control'] ?? it.response['cache-control'], 'no-cache')
}

// A difference: its name, when it applies, and the case as they must be told it to agree. Instead of
// a case it may be a verdict: then nothing can be told, and the verdict says what they should say.
const differences = [
  ['a response to HEAD is not stored here; HEAD is answered from GET', it =>
    it.first.method === 'HEAD' || it.second.method === 'HEAD', it =>
    it.refused === 'METHOD' ? { storable: false } : { ...it, second: { ...it.second, method: 'GET' } }],
  ['POST needs a Content-Location of its own URL, and then answers GET', it =>
    it.first.method === 'POST', it =>
    it.refused === 'METHOD' ? { storable: false } : { ...it, first: { ...it.first, method: 'GET' } }],
  ['CDN-Cache-Control goes before Cache-Control and Expires (RFC 9213)', it =>
    'cdn-cache-control' in it.response, it => ({
    ...it,
    response: {
      ...dropped(dropped(it.response, 'expires'), 'cdn-cache-control'),
      'cache-control': it.response['cdn-cache-control']
    }
  })],
  ['names of directives have no case (RFC 9111 §5.2)', it =>
    /[A-Z]/.test(it.response['cache-control'] ?? ''), it => control(it, all => all.map(one => one.toLowerCase()))],
  ['private and no-cache with field names are about these fields (RFC 9111 §5.2.2.4, §5.2.2.7)', it =>
    /(private|no-cache)=/.test(it.response['cache-control'] ?? ''), it =>
    control(it, all => all.filter(one => !/^(private|no-cache)=/.test(one)))],
  ['must-understand goes before no-store, or refuses what is not understood (RFC 9111 §5.2.2.3)', it =>
    has(it.response['cache-control'], 'must-understand'), it =>
    it.refused === 'NOT_UNDERSTOOD' ? { storable: false } : without(it, 'no-store')],
  ['of two lifetimes the first counts, one that is no number as 0 (RFC 9111 §4.2.1)', it =>
    LIFETIMES.some(name => odd(it, name)), it => {
    let told = it
    for (const name of LIFETIMES) {
      if (odd(told, name)) {
        const known = clear(told, name)
        told = control(without(told, name), all => [`${name}=${known}`, ...all])
      }
    }
    return told
  }],
  ['Pragma of a response means nothing (RFC 9111 §5.4)', it => 'pragma' in it.response, it =>
    ({ ...it, response: dropped(it.response, 'pragma') })],
  ['Pragma of a request means nothing beside Cache-Control (RFC 9111 §5.4)', it =>
    'pragma' in it.second.headers && 'cache-control' in it.second.headers, it =>
    ({ ...it, second: { ...it.second, headers: dropped(it.second.headers, 'pragma') } })],
  ['the age that Date shows counts (RFC 9111 §4.2.3), and an Age that is none does not', it =>
    'date' in it.response || 'age' in it.response, it => {
    const apparent = Math.max(0, (it.received - (Date.parse(it.response.date) || it.received)) / 1000)
    const first = (it.response.age ?? '').split(',')[0].trim()
    return { ...it, response: { ...it.response, age: `${Math.max(apparent, digits(first) ? Number(first) : 0)}` } }
  }],
  ['an Expires that is no date is the past (RFC 9111 §5.3)', it =>
    !/GMT$/.test(it.response.expires ?? 'GMT'), it =>
    ({ ...it, response: { ...it.response, expires: 'Thu, 01 Jan 1970 00:00:00 GMT' } })],
  ['must-revalidate forbids the stale, not the fresh (RFC 9111 §5.2.2.2)', it =>
    has(it.response['cache-control'], 'must-revalidate'), it =>
    strict(control(it, all => [...all.filter(one => one !== 'must-revalidate'), ...shares(it)]))],
  ['proxy-revalidate forbids the stale, not the fresh (RFC 9111 §5.2.2.8)', it =>
    has(it.response['cache-control'], 'proxy-revalidate'), it =>
    strict(control(it, all => all.filter(one => one !== 'proxy-revalidate')))],
  ['immutable is no lifetime (RFC 8246)', it => has(it.response['cache-control'], 'immutable'), it =>
    without(it, 'immutable')],
  ['what an unkeyed field brought is not stored (ours alone)', it => it.refused === 'UNKEYED_FIELD', () =>
    ({ storable: false })],
  ['a cookie is shared with public or a lifetime of the origin, and not stored otherwise', it =>
    'set-cookie' in it.response, it =>
    it.refused === 'SET_COOKIE' ? { storable: false } : { ...it, response: dropped(it.response, 'set-cookie') }],
  ['Vary: * is not stored; they store it and never serve it', it => it.refused === 'VARY_ANY', (it, they) =>
    they.serves ? it : { storable: false }],
  ['any status is stored with a lifetime or public; they know a list', (it, they) =>
    it.refused === undefined && !they.storable, it => ({ ...it, status: 200 })],
  ['a guess ends at an hour, for an error at ten seconds; none for a query or with cookies', (it, they) =>
    'last-modified' in it.response && they.lifetime > 0, (it, they) =>
    it.refused === undefined
      ? { ...it, response: { ...dropped(it.response, 'last-modified'), expires: undefined, 'cache-control': [...split(it.response['cache-control']), `max-age=${it.lifetime}`].join(', ') } }
      : { storable: false }],
  ['no-cache, too, forbids the stale (RFC 9111 §4.2.4)', it =>
    has(it.response['cache-control'], 'no-cache'), it =>
    allowStale(it, false)],
  ['what nobody can reuse, but by max-stale, is not stored', it => it.refused === 'NEVER_REUSABLE', (it, they) =>
    they.lifetime > 0 || (they.serves && !has(it.second.headers['cache-control'], 'max-stale')) ? it : { storable: false }],
  ['s-maxage, too, forbids the stale (RFC 9111 §4.2.4)', it =>
    has(it.response['cache-control'], 's-maxage'), it =>
    allowStale(it, false)],
  ['max-stale=60 and stale-while-revalidate=60 allow 60 seconds, and max-stale=0 none', () => true, it =>
    allowStale(it, true)],
  ['Accept-Encoding and Accept-Language are compared by what they mean', it =>
    /accept-/i.test(it.response.vary ?? '') && it.reuse !== 'ask vary_miss', it => ({
    ...it, first: { ...it.first, headers: { ...it.first.headers, ...picked(it.second.headers) } }
  })]
]

function odd (it, name) {
  const all = split(it.response['cache-control']).filter(one => nameOf(one) === name)
  return all.length > 1 || all.some(one => !digits(one.split('=')[1]))
}
// The first of several counts.
function clear (it, name) {
  const first = split(it.response['cache-control']).find(one => nameOf(one) === name).split('=')[1] ?? ''
  const value = first.replace(/^"(.*)"$/, '$1')
  return digits(value) ? Number(value) : 0
}
// Forbids the stale.
function strict (it) {
  return allowStale(it, false)
}
// What must-revalidate allows beside (RFC 9111 §3.5).
function shares (it) {
  return 'authorization' in it.first.headers ? ['public'] : []
}
function picked (headers) {
  return { 'accept-encoding': headers['accept-encoding'], 'accept-language': headers['accept-language'] }
}
// The case without leave to serve the stale, or with one second more of it.
function allowStale (it, more) {
  const change = text => split(text).flatMap(one => {
    const [name, value] = one.split('=')
    if (name !== 'max-stale' && name !== 'stale-while-revalidate') return [one]
    return more ? [value === undefined ? one : `${name}=${Number(value) + 1}`] : []
  }).join(', ')
  const headers = { ...it.second.headers, 'cache-control': change(it.second.headers['cache-control']) }
  return { ...control(it, all => split(change(all.join(', ')))), second: { ...it.second, headers } }
}

const counts = new Map()
let cases = 0
let alike = 0
let unexplained = 0
for await (const line of createInterface({ input: process.stdin })) {
  const it = JSON.parse(line)
  cases++
  let told = it
  let they = theirs(told)
  if (agree(it, they)) {
    alike++
    continue
  }
  let reason
  for (const [name, applies, tell] of differences) {
    if (!applies(told, they)) continue
    const next = tell(told, they)
    they = 'received' in next ? theirs(told = next) : { ...they, ...next }
    if (agree(it, they)) {
      reason = name
      break
    }
  }
  if (reason === undefined) {
    unexplained++
    if (unexplained <= 5) console.log('unexplained', line, '\n ', JSON.stringify(told.response), JSON.stringify(they))
  } else {
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
    if (counts.get(reason) <= examples) console.log(reason, '\n ', line)
  }
}
for (const [name] of differences) if (counts.has(name)) console.log(`${counts.get(name)}\t${name}`)
console.log(`${cases} cases, ${alike} alike, ${unexplained} unexplained`)
process.exitCode = unexplained === 0 ? 0 : 1

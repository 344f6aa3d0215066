// Asks the node this page came from. The token, where one is needed, lives as long as the tab.
const KEPT = 'weir-token';

export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export function keepToken(token) {
  sessionStorage.setItem(KEPT, token);
}

export async function ask(method, path, within = 8000) {
  const headers = {};
  const token = sessionStorage.getItem(KEPT);
  if (token) headers.authorization = `Bearer ${token}`;
  if (method !== 'GET') headers['x-weir'] = '1';
  const answer = await fetch(path, {
    method, headers, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(within),
  });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, value.error ?? `status ${answer.status}`, value);
  return value;
}

export const get = (path, within) => ask('GET', path, within);

export function query(path, values) {
  return `${path}?${new URLSearchParams(values)}`;
}

// Calls of the public API, with the token of this tab.

const KEY = 'syncjobs.token';
const BASE = new URL('v1.0/', document.baseURI);

export class ApiError extends Error {
  constructor(status, code, message, requestId) {
    super(message);
    Object.assign(this, { status, code, requestId });
  }
}

const session = { token: sessionStorage.getItem(KEY), development: false };

export const isDevelopment = () => session.development;

export const hasToken = () => session.token !== null;

export function useToken(token) {
  session.token = token;
  if (token === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, token);
  }
}

// A server in development mode gives this page a token; it is got anew for each visit, because it belongs to the data folder.
async function developmentToken() {
  const answer = await fetch('development/token', { method: 'POST', headers: { 'X-Requested-With': 'SyncJobs' } });
  return answer.ok ? (await answer.json()).access_token : null;
}

export async function begin() {
  session.development = (await (await fetch('development')).json()).development;
  if (session.development) {
    session.token = await developmentToken();
  }
}

export function tenant() {
  try {
    const claims = session.token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(claims)).tid ?? null;
  } catch {
    return null; // The server decides about tokens, not this page.
  }
}

async function send(method, path, body) {
  try {
    return await fetch(new URL(path, BASE), {
      method,
      headers: {
        Authorization: `Bearer ${session.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'noAnswer', 'The server does not answer. Check that it runs, then load this page again.');
  }
}

async function call(method, path, body) {
  let answer = await send(method, path, body);
  if (answer.status === 401 && session.development) {
    session.token = await developmentToken(); // The old one has expired.
    answer = await send(method, path, body);
  }
  const text = await answer.text();
  if (answer.ok) {
    const again = Number(answer.headers.get('Retry-After')) || null;
    return { body: text === '' ? null : JSON.parse(text), again };
  }
  let error = {};
  try {
    error = JSON.parse(text).error;
  } catch {
    // A proxy in between answers in its own words.
  }
  throw new ApiError(answer.status, error.code ?? `HTTP ${answer.status}`, error.message ?? 'The answer has no explanation.',
    error.innerError?.['request-id']);
}

export const get = (path) => call('GET', path);

export const post = (path, body) => call('POST', path, body);

// Path with query options; absent ones are left out.
export function withOptions(path, options) {
  const query = Object.entries(options)
    .filter(([, value]) => value != null && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

// A text in a filter.
export const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

// The token of the next page of a list; null on the last one.
export function nextPage(body) {
  const next = body['@odata.nextLink'];
  return next ? new URL(next).searchParams.get('$skiptoken') : null;
}

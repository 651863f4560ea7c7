// Builds elements. Texts become text nodes, so nothing that the server sends is ever read as HTML.

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export const link = (hash, ...children) => h('a', { href: hash }, ...children);

export const id = (text) => h('code', {}, text);

// Stands for "there is none"; a narrow screen leaves it out with the name of its column.
export const none = () => h('span', { class: 'none' }, '–');

export const number = (value) => (value == null ? none() : h('span', { class: 'number' }, value.toLocaleString()));

// Graph writes "never" as the first day of the calendar.
export function time(text) {
  if (!text || text.startsWith('0001-')) {
    return none();
  }
  const at = new Date(text);
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return h('time', { datetime: text, title: text }, at.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year }), ' ',
    at.toLocaleTimeString(undefined, { hourCycle: 'h23' }));
}

export function duration(iso) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso ?? '');
  const units = ['d', 'h', 'min', 's'];
  return parts ? units.map((unit, i) => (parts[i + 1] ? `${parts[i + 1]} ${unit}` : '')).join(' ').trim() : iso;
}

export function tookFrom(began, ended) {
  const seconds = (new Date(ended) - new Date(began)) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const TONES = {
  Active: 'good', Succeeded: 'good', success: 'good',
  Quarantine: 'bad', Failed: 'bad', failure: 'bad',
  EntryLevelErrors: 'warn', warning: 'warn',
  InProgress: 'busy',
};

const WORDS = {
  NotRun: 'Not run yet', EntryLevelErrors: 'Some entries failed', InProgress: 'Running',
  success: 'Success', failure: 'Failure', skipped: 'Skipped', warning: 'Warning',
};

export const badge = (value) => h('span', { class: `badge ${TONES[value] ?? 'calm'}` }, WORDS[value] ?? value);

// A table whose rows become cards on a narrow screen, where each cell shows the name of its column.
export function table(caption, columns, rows, ifEmpty) {
  if (rows.length === 0) {
    return h('p', { class: 'empty' }, ifEmpty);
  }
  return h('table', {},
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, i) =>
      h('td', { 'data-label': columns[i] }, cell))))));
}

export function facts(pairs) {
  return h('dl', {}, pairs.filter(([, value]) => value != null).map(([name, value]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

export function section(title, ...children) {
  return h('section', { 'aria-label': title }, h('h2', {}, title), ...children);
}

// Shows what the API says about a failed call: its code, the fault and the remedy.
export function problem(error) {
  return h('div', { class: 'problem', role: 'alert' },
    h('p', {}, h('strong', {}, error.code ?? 'pageFailed'), ' ', error.message),
    error.requestId && h('p', { class: 'small' }, 'Request ', id(error.requestId)));
}

// The nodes that a promise brings or, if the call failed, the problem, so that the rest of the page can be shown.
export async function orProblem(nodes) {
  try {
    return await nodes;
  } catch (error) {
    if (error.status === 401) {
      throw error;
    }
    return problem(error);
  }
}

// Shows the view that the hash of the address names, and shows it again while something is under way.

import { begin, hasToken, isDevelopment, tenant, useToken } from './api.js';
import { entry, groups, users } from './directory.js';
import { h, id, problem } from './dom.js';
import { cycles, escrows, job, jobs, log } from './jobs.js';
import { requests, target } from './sandbox.js';

const IDLE_SECONDS = 30;

const JOB = '/jobs/([^/]+)/([^/]+)';
const VIEWS = [
  ['/jobs', jobs], [JOB, job], [`${JOB}/escrows`, escrows], [`${JOB}/cycles`, cycles], [`${JOB}/log`, log],
  ['/directory/users', users], ['/directory/groups', groups], ['/directory/(users|groups)/([^/]+)', entry],
  ['/sandbox', target], ['/sandbox/requests', requests],
].map(([path, view]) => [new RegExp(`^${path}$`), view]);

const main = document.getElementById('main');
const news = document.getElementById('news');
let turn = 0;
let timer;
let shown = '';

function find(hash) {
  const [path, query] = hash.slice(1).split('?');
  for (const [pattern, view] of VIEWS) {
    const match = pattern.exec(path);
    if (match) {
      return () => view(...match.slice(1).map(decodeURIComponent), new URLSearchParams(query), act);
    }
  }
  return null;
}

// Carries out what a button asks for, says so, and shows the result.
async function act(button, action, done) {
  button.disabled = true;
  news.textContent = '';
  try {
    await action();
    news.textContent = done;
    await show(false);
  } catch (error) {
    button.closest('section, header').append(problem(error));
  } finally {
    button.disabled = false; // It is still there if the page shows the same as before.
  }
}

async function show(moved) {
  const mine = ++turn;
  clearTimeout(timer);
  const view = find(location.hash);
  if (view === null) {
    history.replaceState(null, '', '#/jobs');
    show(moved);
    return;
  }
  markPlace();
  main.setAttribute('aria-busy', 'true');
  let page;
  try {
    page = hasToken() ? await view() : signIn();
  } catch (error) {
    page = error.status === 401 ? signIn(error) : { title: 'Not found', nodes: [h('h1', {}, 'This can’t be shown'), problem(error)] };
  }
  if (mine !== turn) {
    return; // Meanwhile somebody went elsewhere.
  }
  main.removeAttribute('aria-busy');
  put(page, moved);
  timer = setTimeout(() => document.hidden || show(false), (page.again ?? IDLE_SECONDS) * 1000);
}

// Replaces the page, unless it shows the same already. What was open stays open, and the focus stays where it was.
function put(page, moved) {
  const body = h('div', {}, page.nodes);
  if (!moved && body.innerHTML === shown) {
    return;
  }
  shown = body.innerHTML;
  const open = new Set([...main.querySelectorAll('details[open]')].map((details) => details.id));
  const focused = document.activeElement?.id;
  const typed = document.activeElement?.tagName === 'INPUT' ? document.activeElement.value : null;
  if (!moved && (typed !== null || main.querySelector('dialog[open]'))) {
    return; // Somebody is typing or deciding.
  }
  document.title = `${page.title} – SyncJobs`;
  main.replaceChildren(...body.childNodes);
  main.querySelectorAll('details').forEach((details) => {
    details.open = open.has(details.id);
  });
  if (moved) {
    news.textContent = '';
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  } else if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function markPlace() {
  const room = location.hash.split(/[/?]/)[1];
  document.querySelectorAll('nav[aria-label=Main] a').forEach((a) => {
    a.toggleAttribute('aria-current', a.hash.split('/')[1] === room);
  });
  document.getElementById('sandbox').hidden = !isDevelopment();
  const forget = h('button', { type: 'button', click: () => { useToken(null); show(true); } }, 'Forget token');
  document.getElementById('session').replaceChildren(
    ...(hasToken() && tenant() ? [h('span', {}, 'Tenant ', id(tenant()))] : []),
    ...(hasToken() && !isDevelopment() ? [forget] : []));
}

function signIn(error) {
  const submit = (event) => {
    event.preventDefault();
    useToken(new FormData(event.target).get('token').trim());
    show(true);
  };
  return {
    title: 'Token',
    nodes: [
      h('h1', {}, 'Token'),
      h('p', {}, 'This page calls the API with a token of yours. It needs the permission ', id('Synchronization.Read.All'),
        ' and, to show the log and the directory, ', id('AuditLog.Read.All'), ' and ', id('Directory.Read.All'),
        '. The token stays in this tab.'),
      error && problem(error),
      h('form', { submit, class: 'line' },
        h('label', { for: 'token' }, 'Access token'),
        h('input', { id: 'token', name: 'token', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false' }),
        h('button', { type: 'submit' }, 'Use')),
    ],
  };
}

window.addEventListener('hashchange', () => show(true));
document.addEventListener('visibilitychange', () => document.hidden || show(false));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // The hash is the place.
  main.focus();
});
await begin().catch(() => {});
show(false); // The browser places the focus on a page that it loads.

// Jobs: the list, and of one job its state, escrows, cycles and log.

import { get, isDevelopment, nextPage, post, quoted, withOptions } from './api.js';
import { badge, duration, facts, h, id, link, none, number, orProblem, problem, section, table, time, tookFrom } from './dom.js';
import { events, page as logPage } from './log.js';

const FEW = 10;
const MANY = 50;

const place = (application, jobId) => `#/jobs/${encodeURIComponent(application)}/${encodeURIComponent(jobId)}`;

const address = (application, jobId) =>
  `applications/${encodeURIComponent(application)}/synchronization/jobs/${encodeURIComponent(jobId)}`;

const template = (jobId) => jobId.split('.')[0];

export const jobLink = (application, jobId) => link(place(application, jobId), template(jobId));

export const jobName = (application, jobId) => [jobLink(application, jobId), h('span', { class: 'small' }, 'Application ', id(application))];

// A link to the next page, which is a place of its own, so that the back button works.
export function next(hash, body) {
  const token = nextPage(body);
  return token && h('p', {}, link(withOptions(hash, { page: token }), 'Next page'));
}

// A cycle that waits for the end of a quarantine has progress as well.
const isRunning = (status) => status.progress.length > 0 && status.code !== 'Quarantine' && status.code !== 'Paused';

function progress(status) {
  return isRunning(status) && status.progress.map((step) => h('span', { class: 'progress' },
    h('progress', { max: Math.max(step.totalUnits, 1), value: step.completedUnits, 'aria-label': 'Progress of the cycle' }),
    ` ${step.completedUnits.toLocaleString()} of ${step.totalUnits.toLocaleString()} ${step.units}`));
}

export function lastError(status) {
  const error = status.quarantine?.error ?? status.lastExecution?.error;
  return error && error.code !== 'None' ? h('span', { class: 'reason' }, h('strong', {}, error.code), ' ', error.message) : none();
}

const ranBefore = (execution) => execution && !execution.timeEnded.startsWith('0001-');

const WORDS = { '': 'All', Active: 'Active', Quarantine: 'Quarantine', Paused: 'Paused', NotRun: 'Not run yet' };

export async function jobs(query) {
  const only = query.get('state') ?? '';
  const filter = only && `status/code eq ${quoted(only)}`;
  const { body } = await get(withOptions('synchronization/jobs', { $top: MANY, $filter: filter, $skiptoken: query.get('page') }));
  return {
    title: 'Jobs',
    again: body.value.some((each) => isRunning(each.job.status)) ? 3 : null,
    nodes: [
      h('h1', {}, 'Jobs'),
      h('nav', { 'aria-label': 'State', class: 'choices' }, Object.keys(WORDS).map((state) =>
        h('a', { href: withOptions('#/jobs', { state }), 'aria-current': state === only ? 'true' : null },
          WORDS[state]))),
      table('Jobs of all applications', ['Job', 'State', 'Last cycle', 'Written', 'In escrow', 'Last error'],
        body.value.map(({ applicationId, job: each }) => {
          const last = each.status.lastExecution;
          return [
            jobName(applicationId, each.id),
            [badge(each.status.code), h('span', { class: 'small' }, schedule(each.schedule)), progress(each.status)],
            ranBefore(last) ? [badge(last.state), h('span', { class: 'small' }, time(last.timeEnded))] : none(),
            number(last?.countExported),
            last?.countEscrowed ? link(`${place(applicationId, each.id)}/escrows`, number(last.countEscrowed)) : number(last?.countEscrowed),
            lastError(each.status),
          ];
        }),
        only ? 'No job is in this state.' : ['No application has a job yet. ', h('a', { href: 'docs/' }, 'Create one'), ' with the API.']),
      next(withOptions('#/jobs', { state: only }), body),
    ],
  };
}

const schedule = ({ interval, state }) => (state === 'Active' ? `Every ${duration(interval)}` : `${state} (${duration(interval)})`);

export async function job(application, jobId, query, act) {
  const at = address(application, jobId);
  const [{ body: found }, { body: done, again }] = await Promise.all([
    get(at), get(withOptions(`${at}/cycles`, { $top: FEW }))]);
  const here = place(application, jobId);
  const [put, logged] = await Promise.all([
    orProblem(escrowNodes(application, jobId, { $top: FEW })),
    orProblem(events(logFilter(jobId), FEW, null, 'The job has handled no entry yet.').then((list) => list.nodes)),
  ]);
  return {
    title: template(jobId),
    again,
    nodes: [
      heading(application, jobId, template(jobId)),
      state(application, found, again, act),
      section('In escrow', put.nodes ?? put, put.body && nextPage(put.body) && h('p', {}, link(`${here}/escrows`, 'All entries in escrow'))),
      section('Cycles', cycleTable(done.value), nextPage(done) && h('p', {}, link(`${here}/cycles`, 'All cycles'))),
      section('Log', logged, h('p', {}, link(`${here}/log`, 'Search the whole log'))),
    ],
  };
}

function heading(application, jobId, title) {
  return [
    h('nav', { 'aria-label': 'Place', class: 'crumbs' }, link('#/jobs', 'Jobs'),
      title !== template(jobId) && [' / ', jobLink(application, jobId)]),
    h('h1', {}, title),
  ];
}

function state(application, found, underWay, act) {
  const { status, schedule: plan } = found;
  const last = status.lastExecution;
  const active = plan.state === 'Active';
  return section('State',
    h('p', {}, badge(status.code), ' ', underWay ? h('span', { class: 'badge busy' }, 'Cycle under way') : null, progress(status)),
    buttons(application, found.id, active, underWay, act),
    status.quarantine && h('div', { class: 'problem' },
      h('p', {}, h('strong', {}, status.quarantine.reason), ' ', status.quarantine.error?.message),
      h('p', { class: 'small' }, 'In quarantine since ', time(status.quarantine.currentBegan), '; next attempt ', time(status.quarantine.nextAttempt))),
    facts([
      ['Schedule', schedule(plan)],
      ['Application', id(found.id.split('.').at(-1))],
      ['Job', id(found.id)],
      ['Last cycle', ranBefore(last) ? [badge(last.state), ' ', time(last.timeEnded)] : 'None yet'],
      ['Last success', ranBefore(status.lastSuccessfulExecution) ? time(status.lastSuccessfulExecution.timeEnded) : 'None yet'],
      ['Linked entries', status.synchronizedEntryCountByType.length === 0 ? 'None' : status.synchronizedEntryCountByType.map((count) => h('span', { class: 'count' }, `${count.key}: ${count.value.toLocaleString()}`))],
      ['Last error', status.quarantine ? null : lastError(status)],
    ]));
}

function buttons(application, jobId, active, underWay, act) {
  const at = address(application, jobId);
  const button = (name, disabled, action, done) => h('button', {
    type: 'button', id: `job-${name.toLowerCase().replace(' ', '-')}`, disabled, click: (event) => act(event.target, action, done),
  }, name);
  // Only a sandbox can run a cycle and leave the job as it is: pause and start would end a quarantine.
  const runNow = () => post('sandbox/runCycle', { applicationId: application, jobId });
  const dialog = restart(at, act);
  return h('div', { class: 'actions' },
    isDevelopment() && button('Run now', !active || Boolean(underWay), runNow, 'The cycle has ended.'),
    button('Start', active, () => post(`${at}/start`), 'The job was started.'),
    button('Pause', !active, () => post(`${at}/pause`), 'The job was paused.'),
    h('button', { type: 'button', id: 'job-restart', click: () => dialog.showModal() }, 'Restart…'),
    dialog);
}

function restart(at, act) {
  const scopes = [
    ['Watermark, Escrows, QuarantineState', 'Read all entries again', 'The next cycle is an initial one. Links to the target are kept.'],
    ['Escrows', 'Forget failures', 'Entries in escrow lose their waiting time.'],
    ['ForceDeletes', 'Carry out deletions that were held back', 'There were more than the job’s threshold allows.'],
    ['Full', 'Forget everything and begin anew', 'Counterparts are searched for in the target again.'],
  ];
  const submit = (event) => {
    event.preventDefault();
    const scope = new FormData(event.target).get('scope');
    dialog.close();
    act(document.getElementById('job-restart'), () => post(`${at}/restart`, { criteria: { resetScope: scope } }), 'The job was restarted.');
  };
  const dialog = h('dialog', { 'aria-labelledby': 'restart-title' },
    h('form', { submit },
      h('h2', { id: 'restart-title' }, 'Restart the job'),
      h('fieldset', {}, h('legend', {}, 'Extent'), scopes.map(([scope, name, effect], i) =>
        h('label', {}, h('input', { type: 'radio', name: 'scope', value: scope, checked: i === 0 }), h('span', {}, name, h('span', { class: 'small' }, effect))))),
      h('div', { class: 'actions' },
        h('button', { type: 'submit', class: 'main' }, 'Restart'),
        h('button', { type: 'button', click: () => dialog.close() }, 'Cancel'))));
  return dialog;
}

async function escrowNodes(application, jobId, options) {
  const { body } = await get(withOptions(`${address(application, jobId)}/escrows`, options));
  return {
    body,
    nodes: table('Entries that failed and are tried again', ['Entry', 'Reason', 'Failed', 'Next try'],
      body.value.map((escrow) => [
        [link(withOptions(`${place(application, jobId)}/log`, { entry: escrow.id }), escrow.displayName ?? escrow.id),
          h('span', { class: 'small' }, escrow.objectType)],
        escrow.error ? reason(escrow.error) : 'The log no longer tells.',
        h('span', { class: 'number' }, escrow.countAttempts === 1 ? 'once' : `${escrow.countAttempts} times`),
        time(escrow.nextAttempt),
      ]),
      'No entry is in escrow.'),
  };
}

export const reason = (error) => h('span', { class: 'reason' }, h('strong', {}, error.errorCode), ' ', error.reason,
  error.recommendedAction && h('span', { class: 'advice' }, error.recommendedAction));

export async function escrows(application, jobId, query) {
  const { body, nodes } = await escrowNodes(application, jobId, { $top: MANY, $count: 'true', $skiptoken: query.get('page') });
  return {
    title: 'In escrow',
    nodes: [heading(application, jobId, 'In escrow'), nodes, next(`${place(application, jobId)}/escrows`, body)],
  };
}

function cycleTable(list) {
  return table('Cycles, the newest first', ['Began', 'State', 'Took', 'Read', 'In scope', 'Written', 'Deleted', 'Failed'],
    list.map((cycle) => [
      [time(cycle.timeBegan), h('span', { class: 'small' }, cycle.phase)],
      [badge(cycle.state), cycle.error && h('span', { class: 'reason' }, h('strong', {}, cycle.error.code), ' ', cycle.error.message)],
      cycle.timeEnded ? h('span', { class: 'number' }, tookFrom(cycle.timeBegan, cycle.timeEnded)) : none(),
      number(cycle.countImported), number(cycle.countEntitled), number(cycle.countExported), number(cycle.countDeletes), number(cycle.countFailed),
    ]),
    'The job has run no cycle yet.');
}

export async function cycles(application, jobId, query) {
  const { body, again } = await get(withOptions(`${address(application, jobId)}/cycles`, { $top: MANY, $skiptoken: query.get('page') }));
  return {
    title: 'Cycles',
    again,
    nodes: [heading(application, jobId, 'Cycles'), cycleTable(body.value), next(`${place(application, jobId)}/cycles`, body)],
  };
}

const logFilter = (jobId) => `jobId eq ${quoted(jobId)}`;

export async function log(application, jobId, query) {
  const shown = await logPage(`${place(application, jobId)}/log`, logFilter(jobId), query, MANY).catch((error) => [problem(error)]);
  return { title: 'Log', nodes: [heading(application, jobId, 'Log'), shown] };
}

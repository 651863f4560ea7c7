// The directory: users and groups, and for each of them what the jobs did with it.

import { get, quoted, withOptions } from './api.js';
import { badge, facts, h, link, none, orProblem, section, table, time } from './dom.js';
import { jobName, next, reason } from './jobs.js';
import { events, outcome, search } from './log.js';

const TOP = 50;
const EVENTS = 50;

const choices = (kind) => h('nav', { 'aria-label': 'Kind', class: 'choices' },
  [['users', 'Users'], ['groups', 'Groups']].map(([each, name]) =>
    h('a', { href: `#/directory/${each}`, 'aria-current': each === kind ? 'true' : null }, name)));

const place = (kind, entryId) => `#/directory/${kind}/${encodeURIComponent(entryId)}`;

async function list(kind, title, members, columns, row, query) {
  const text = query.get('name') ?? '';
  const filter = text && members.map((member) => `startsWith(${member},${quoted(text)})`).join(' or ');
  const hash = `#/directory/${kind}`;
  const { body } = await get(withOptions(kind, { $top: TOP, $filter: filter, $skiptoken: query.get('page') }));
  return {
    title,
    nodes: [
      h('h1', {}, 'Directory'), choices(kind), search(hash, 'name', text, 'Begins with'),
      table(title, columns, body.value.map(row), text ? ['The directory has no such entry. ', link(hash, 'Show all')] : 'The directory is empty.'),
      next(withOptions(hash, { name: text }), body),
    ],
  };
}

export const users = (query) => list('users', 'Users', ['displayName', 'userPrincipalName', 'mail', 'surname', 'employeeId'],
  ['Name', 'Sign-in name', 'Mail', 'Enabled'],
  (user) => [link(place('users', user.id), user.displayName ?? user.userPrincipalName ?? user.id), user.userPrincipalName ?? none(), user.mail ?? none(),
    user.accountEnabled === false ? h('span', { class: 'badge warn' }, 'No') : 'Yes'], query);

export const groups = (query) => list('groups', 'Groups', ['displayName', 'mail', 'mailNickname'],
  ['Name', 'Description', 'Mail'],
  (group) => [link(place('groups', group.id), group.displayName ?? group.id), group.description ?? none(), group.mail ?? none()], query);

export async function entry(kind, entryId, query) {
  const { body } = await get(`${kind}/${encodeURIComponent(entryId)}`);
  const log = events(`sourceIdentity/id eq ${quoted(entryId)}`, EVENTS, null, 'No job has handled this entry yet.');
  const [done, members, logged] = await Promise.all([
    orProblem(byJob(entryId, log)),
    kind === 'groups' ? orProblem(memberList(entryId, query)) : null,
    orProblem(log.then((shown) => shown.nodes)),
  ]);
  const name = body.displayName ?? body.userPrincipalName ?? entryId;
  return {
    title: name,
    nodes: [
      h('nav', { 'aria-label': 'Place', class: 'crumbs' }, link(`#/directory/${kind}`, kind === 'users' ? 'Users' : 'Groups')),
      h('h1', {}, name),
      section('In the targets', done),
      members && section('Members', members),
      section('Log', logged),
      section('Attributes', facts(Object.entries(body)
        .filter(([member, value]) => !member.startsWith('@') && value !== null && String(value) !== '')
        .map(([member, value]) => [member, typeof value === 'object' ? JSON.stringify(value) : String(value)]))),
    ],
  };
}

// Answers "Why isn't it there?": for each job, what became of the entry last.
async function byJob(entryId, log) {
  const [{ body: all }, { body: logged }] = await Promise.all([get('synchronization/jobs?$top=100'), log]);
  const latest = new Map();
  logged.value.forEach((event) => latest.has(event.jobId) || latest.set(event.jobId, event));
  const waiting = await Promise.all([...latest.values()]
    .filter((event) => event.provisioningStatusInfo.status === 'failure')
    .map((event) => nextTry(event, entryId)));
  const tries = new Map(waiting);
  return table('What each job did with this entry last', ['Job', 'State', 'Last', 'Why', 'Next try'], all.value
    .sort((a, b) => latest.has(b.job.id) - latest.has(a.job.id))
    .map(({ applicationId, job }) => {
      const event = latest.get(job.id);
      const error = event?.provisioningStatusInfo.errorInformation;
      return [
        jobName(applicationId, job.id),
        badge(job.status.code),
        event ? [badge(event.provisioningStatusInfo.status), ' ', event.provisioningAction, h('span', { class: 'small' }, time(event.activityDateTime))] : 'Nothing yet',
        error ? reason(error) : event ? outcome(event) : waitsFor(job),
        tries.has(job.id) ? time(tries.get(job.id)) : none(),
      ];
    }), 'There is no job.');
}

const waitsFor = (job) => (job.status.code === 'Active' ? 'The job has not handled it. Its next cycle does, if the job reads this directory.'
  : job.status.code === 'Quarantine' ? 'The job is in quarantine.'
    : job.schedule.state === 'Active' ? 'The first cycle has not ended.' : 'The job is stopped.');

async function nextTry(event, entryId) {
  const { body } = await get(`applications/${event.servicePrincipal.id}/synchronization/jobs/${event.jobId}/escrows?$top=999`);
  return [event.jobId, body.value.find((escrow) => escrow.id === entryId)?.nextAttempt];
}

async function memberList(groupId, query) {
  const { body } = await get(withOptions(`groups/${encodeURIComponent(groupId)}/members`, { $top: TOP, $skiptoken: query.get('page') }));
  return [
    table('Direct members', ['Name', 'Kind', 'Sign-in name'], body.value.map((member) => {
      const kind = member['@odata.type'].endsWith('.group') ? 'groups' : 'users';
      return [link(place(kind, member.id), member.displayName ?? member.userPrincipalName ?? member.id),
        kind === 'groups' ? 'Group' : 'User', member.userPrincipalName ?? none()];
    }), 'The group has no members.'),
    next(place('groups', groupId), body),
  ];
}

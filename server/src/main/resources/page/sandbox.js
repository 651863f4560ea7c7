// The sandbox's SCIM service: what jobs have written to it, and what they asked it.

import { get } from './api.js';
import { h, id, none, section, table, time } from './dom.js';

const SHOWN = 200;

const choices = (here) => h('nav', { 'aria-label': 'Sandbox', class: 'choices' },
  [['#/sandbox', 'Users and groups'], ['#/sandbox/requests', 'Requests']].map(([hash, name]) =>
    h('a', { href: hash, 'aria-current': hash === here ? 'true' : null }, name)));

const ofAll = (list) => (list.length > SHOWN ? h('p', { class: 'small' }, `The newest ${SHOWN} of ${list.length.toLocaleString()}.`) : null);

const json = (resource, name) => h('details', { id: `resource-${resource.id}` },
  h('summary', {}, name ?? resource.id), h('pre', { tabindex: '0' }, JSON.stringify(resource, null, 2)));

export async function target() {
  const { body } = await get('sandbox/target');
  const newest = (list) => list.slice(-SHOWN).reverse();
  return {
    title: 'Sandbox',
    nodes: [
      h('h1', {}, 'Sandbox'), choices('#/sandbox'),
      h('p', {}, 'A SCIM service for tests, at ', id(body.baseAddress), '.'),
      section('Users', ofAll(body.users), table('Users of the target', ['User', 'Name', 'Active'], newest(body.users).map((user) => [
        json(user, user.userName), user.displayName ?? none(), user.active === false ? h('span', { class: 'badge warn' }, 'No') : 'Yes']),
      'No job has written a user.')),
      section('Groups', ofAll(body.groups), table('Groups of the target', ['Group', 'Members'], newest(body.groups).map((group) => [
        json(group, group.displayName), (group.members ?? []).map((member) => h('span', { class: 'count' }, member.display ?? nameOf(body.users, member.value)))]),
      'No job has written a group.')),
    ],
  };
}

const nameOf = (list, memberId) => list.find((user) => user.id === memberId)?.userName ?? memberId;

export async function requests() {
  const { body } = await get('sandbox/target/requests');
  return {
    title: 'Requests',
    nodes: [
      h('h1', {}, 'Sandbox'), choices('#/sandbox/requests'), ofAll(body.requests),
      table('Requests to the target, the newest first', ['Time', 'Status', 'Request'],
        body.requests.slice(-SHOWN).reverse().map((request) => [
          time(request.dateTime),
          h('span', { class: `badge ${request.status >= 200 && request.status < 400 ? 'good' : 'bad'}` }, request.status === 0 ? 'Cut' : String(request.status)),
          called(request),
        ]), 'Nobody has called the target.'),
    ],
  };
}

function called(request) {
  const line = [h('strong', {}, request.method), ' ', id(request.path)];
  return request.body === '' ? line : h('details', { id: `request-${request.dateTime}-${request.path}` },
    h('summary', {}, line), h('pre', { tabindex: '0' }, pretty(request.body)));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

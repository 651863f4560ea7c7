// The provisioning log: what a job did with an entry, why, and which attributes changed.

import { get, nextPage, quoted, withOptions } from './api.js';
import { badge, facts, h, id, link, table, time } from './dom.js';

export async function events(filter, top, skiptoken, ifEmpty = 'The log has no such entry.') {
  const { body } = await get(withOptions('auditLogs/provisioning', {
    $top: top, $filter: filter, $orderby: 'activityDateTime desc', $skiptoken: skiptoken }));
  return {
    body,
    nodes: body.value.length === 0
      ? h('p', { class: 'empty' }, ifEmpty)
      : h('ol', { class: 'log' }, body.value.map((event) => h('li', {}, detailed(event)))),
  };
}

// The step that decided what became of the entry: the one that failed or stopped the work, or the last.
export function outcome(event) {
  const error = event.provisioningStatusInfo.errorInformation;
  const steps = event.provisioningSteps;
  const decisive = steps.find((step) => step.status === 'failure')
    ?? steps.find((step) => step.provisioningStepType === 'scoping' && step.status === 'skipped')
    ?? steps.at(-1);
  return error?.reason ?? decisive?.description ?? '';
}

function detailed(event) {
  const error = event.provisioningStatusInfo.errorInformation;
  const entry = event.sourceIdentity;
  return h('details', { id: `event-${event.id}` },
    h('summary', {},
      h('span', { class: 'when' }, time(event.activityDateTime)),
      h('span', { class: 'what' }, badge(event.provisioningStatusInfo.status), ' ', event.provisioningAction),
      h('span', { class: 'who' }, entry.displayName ?? entry.id),
      h('span', { class: 'why' }, outcome(event))),
    error && h('div', { class: 'problem' },
      h('p', {}, h('strong', {}, error.errorCode), ' ', error.reason),
      error.recommendedAction && h('p', {}, error.recommendedAction)),
    table('Changed attributes', ['Attribute', 'Before', 'After'], event.modifiedProperties.map((change) => [
      id(change.displayName), value(change.oldValue), value(change.newValue)]), 'No attribute changed.'),
    h('h3', {}, 'Steps'),
    h('ol', { class: 'steps' }, event.provisioningSteps.map((step) =>
      h('li', {}, badge(step.status), ' ', h('span', {}, step.description ?? step.name)))),
    facts([
      ['From', [event.sourceSystem.displayName, ' ', id(entry.id)]],
      ['To', [event.targetSystem.displayName, ' ', event.targetIdentity && id(event.targetIdentity.id)]],
      ['Cycle', id(event.cycleId)],
      ['Took', `${event.durationInMilliseconds.toLocaleString()} ms`],
      ['Started by', event.initiatedBy.displayName],
    ]));
}

const value = (text) => (text === null ? h('span', { class: 'small' }, 'none') : text);

// The whole log under a filter, with a search for entries.
export async function page(hash, base, query, top) {
  const name = query.get('name') ?? '';
  const entry = query.get('entry');
  const filter = [
    base,
    name && `contains(tolower(sourceIdentity/displayName),${quoted(name.toLowerCase())})`,
    entry && `sourceIdentity/id eq ${quoted(entry)}`,
  ].filter(Boolean).join(' and ');
  const { body, nodes } = await events(filter, top, query.get('page'));
  const token = nextPage(body);
  return [
    search(hash, 'name', name, 'Name of the entry contains'),
    entry && h('p', {}, 'Of the entry ', id(entry), '. ', link(hash, 'Show all')),
    nodes,
    token && h('p', {}, link(withOptions(hash, { name, entry, page: token }), 'Next page')),
  ];
}

export function search(hash, member, text, label) {
  const submit = (event) => {
    event.preventDefault();
    location.hash = withOptions(hash, { [member]: new FormData(event.target).get(member).trim() });
  };
  return h('form', { submit, role: 'search', class: 'line' },
    h('label', { for: 'search' }, label),
    h('input', { id: 'search', name: member, type: 'search', value: text, maxlength: 200 }),
    h('button', { type: 'submit' }, 'Search'));
}

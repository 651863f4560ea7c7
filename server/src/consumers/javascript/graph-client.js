// @microsoft/microsoft-graph-client lives the whole life of a job. Only its address, the host that may get the token, and the authority of the token are set.

import assert from 'node:assert/strict';
import { ClientSecretCredential } from '@azure/identity';
import { BatchRequestContent, BatchResponseContent, Client, GraphError, PageIterator, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { client, credentials, ofIdentity, origin, roots, run, seed, token, upload, versions, whileBusy } from './server.js';

const authProvider = new TokenCredentialAuthenticationProvider(
  new ClientSecretCredential(client.tenant_id, client.client_id, client.client_secret, ofIdentity),
  { scopes: ['https://graph.microsoft.com/.default'] });

const graph = (version, provider = authProvider) => Client.initWithMiddleware({
  baseUrl: `${origin}/`, customHosts: new Set(['localhost']), defaultVersion: version, authProvider: provider,
});

// Calls that must be refused with a status and a code.
async function assertRefused(call, status, code) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof GraphError, error);
    assert.equal(error.statusCode, status, error.message);
    assert.equal(error.code, code);
    assert.ok(error.requestId);
    assert.match(error.message, /\.$/);
    return true;
  });
}

async function life(root, version) {
  const api = graph(version);
  const base = `/${root}/${crypto.randomUUID()}/synchronization`;
  const name = `${crypto.randomUUID()}@example.com`;
  await seed({ userPrincipalName: name, displayName: 'Ada', mailNickname: 'ada' });

  const templates = await api.api(`${base}/templates`).get();
  assert.ok(templates.value.some((template) => template.id === 'scim'));
  assert.equal((await api.api(`${base}/templates/scim`).get()).id, 'scim');
  assert.equal(Number(await api.api(`${base}/templates/$count`).get()), templates.value.length);

  const value = await credentials();
  await api.api(`${base}/secrets`).put({ value });
  assert.equal((await api.api(`${base}/secrets`).get()).value.length, 2);
  await api.api(`${base}/jobs/validateCredentials`).post({ templateId: 'scim', credentials: value });

  const created = await api.api(`${base}/jobs`).header('Prefer', 'return=representation').post({ templateId: 'scim' });
  const job = `${base}/jobs/${created.id}`;
  await api.api(`${base}/jobs`).post({ templateId: 'customappsso' });
  await api.api(`${job}/validateCredentials`).post({ useSavedCredentials: true });

  const ids = [];
  const first = await api.api(`${base}/jobs`).top(1).count(true).select(['id', 'templateId']).orderby('id').get();
  assert.equal(first['@odata.count'], 2);
  await new PageIterator(api, first, (each) => ids.push(each.id)).iterate();
  assert.equal(ids.length, 2);
  const filtered = await api.api(`${base}/jobs`).filter("templateId eq 'scim'").get();
  assert.deepEqual(filtered.value.map((each) => each.id), [created.id]);

  const read = await api.api(job).get();
  assert.equal(read.schedule.state, 'Disabled');
  const patched = await api.api(job).patch({ schedule: { interval: 'PT20M' } });
  assert.equal(patched.schedule.interval, 'PT20M');
  assert.ok(await api.api(job).patch(patched), 'a job is accepted as it was read');

  const schema = await api.api(`${job}/schema`).get();
  schema.synchronizationRules[0].name = 'Renamed';
  await api.api(`${job}/schema`).put(schema);
  assert.equal((await api.api(`${job}/schema`).get()).synchronizationRules[0].name, 'Renamed');
  await api.api(`${job}/schema`).patch({ synchronizationRules: schema.synchronizationRules.map((rule) => ({ ...rule, name: 'Again' })) });
  assert.equal((await api.api(`${job}/schema`).get()).synchronizationRules[0].name, 'Again');
  assert.ok((await api.api(`${job}/schema/functions`).get()).value.length > 10);
  const parsed = await api.api(`${job}/schema/parseExpression`).post({ expression: 'ToUpper([mail])' });
  assert.equal(parsed.parsingSucceeded, true);

  await api.api(`${job}/start`).post(undefined);
  assert.equal((await api.api(job).get()).schedule.state, 'Active');
  await api.api(`${job}/microsoft.graph.pause`).post({});
  assert.equal((await api.api(job).get()).status.code, 'Paused');
  await api.api(`${job}/restart`).post({ criteria: { resetScope: 'Watermark, Escrows' } });
  assert.notEqual((await api.api(job).get()).status.code, 'Paused');

  const user = await api.api(`/users/${name}`).get();
  const [rule] = schema.synchronizationRules;
  const done = await api.api(`${job}/provisionOnDemand`).post({
    parameters: [{ ruleId: rule.id, subjects: [{ objectId: user.id, objectTypeName: 'User' }] }],
  });
  assert.match(done.value, /"isSuccessful|EntryExportAdd|success/i);

  const steps = [
    { id: '1', request: new Request(`${origin}/${version}${job}`) },
    { id: '2', request: new Request(`${origin}/${version}${base}/jobs/none`), dependsOn: ['1'] },
    { id: '3', request: new Request(`${origin}/${version}${job}`, {
      method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: '{"schedule":{"interval":"PT30M"}}' }), dependsOn: ['1'] },
  ];
  const batch = new BatchResponseContent(await api.api('/$batch').post(await new BatchRequestContent(steps).getContent()));
  assert.deepEqual(['1', '2', '3'].map((id) => batch.getResponseById(id).status), [200, 404, 200]);
  assert.equal((await batch.getResponseById('3').json()).schedule.interval, 'PT30M');

  const log = await api.api('/auditLogs/provisioning').filter(`jobId eq '${created.id}'`).get();
  assert.ok(log.value.some((entry) => entry.sourceIdentity?.displayName === 'Ada' || entry.sourceIdentity?.id === user.id), JSON.stringify(log));

  await errors(version, base, job);

  await api.api(job).delete();
  await assertRefused(api.api(job).get(), 404, 'jobNotFound');
}

async function errors(version, base, job) {
  const api = graph(version);
  const withToken = (text) => graph(version, { getAccessToken: async () => text });
  const reading = withToken(await token('Synchronization.Read.All'));
  await assertRefused(api.api(`${base}/jobs`).post({ templateId: 'nix' }), 400, 'unknownTemplate');
  await assertRefused(withToken('x').api(job).get(), 401, 'InvalidAuthenticationToken');
  await assertRefused(reading.api(`${job}/start`).post({}), 403, 'Authorization_RequestDenied');
  await assertRefused(api.api(`${base}/jobs/none`).get(), 404, 'jobNotFound');
  await assertRefused(api.api(job).put({}), 405, 'methodNotAllowed');
  await assertRefused(api.api(job).header('Accept', 'text/csv').get(), 406, 'notAcceptable');
  await assertRefused(api.api(`${base}/jobs`).post({ templateId: 'scim' }), 409, 'jobAlreadyExists');
  await assertRefused(api.api(job).header('If-Match', '"old"').delete(), 412, 'preconditionFailed');
  await assertRefused(api.api(`${base}/jobs`).header('Content-Type', 'text/plain').post('x'), 415, 'unsupportedMediaType');
  await assertRefused(api.api(`${base}/jobs`).post({ templateId: 'x'.repeat(1 << 20) }), 413, 'requestTooLarge');
}

// The server limits uploads and checks of credentials. The SDK tries again by itself, unless a call says otherwise.
async function overload() {
  const api = graph('v1.0');
  const jobs = `/applications/${crypto.randomUUID()}/synchronization/jobs`;
  const once = [new RetryHandlerOptions(0, 0)];
  const { id } = await api.api(jobs).post({ templateId: 'API2AAD' });
  const send = (options = []) =>
    api.api(`${jobs}/${id}/bulkUpload`).header('Content-Type', 'application/scim+json').middlewareOptions(options).post(upload);
  await send();
  await assertRefused(send(once), 429, 'TooManyRequests');
  await send();

  const check = (value, options = []) =>
    api.api(`${jobs}/validateCredentials`).middlewareOptions(options).post({ templateId: 'scim', credentials: value });
  await whileBusy(check, (value) => assertRefused(check(value, once), 503, 'serviceNotAvailable'));
}

await run({
  ...Object.fromEntries(roots.flatMap((root) => versions.map((version) => [`${version}/${root}`, () => life(root, version)]))),
  overload,
});

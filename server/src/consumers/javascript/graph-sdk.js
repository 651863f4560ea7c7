// @microsoft/msgraph-sdk, which Kiota generates, lives the whole life of a job. Only its address, the host that may get the token, and the authority of the
// token are set. Its package has the models and the request adapter; request builders exist for users alone, so the other addresses are written out here.

import assert from 'node:assert/strict';
import { ClientSecretCredential } from '@azure/identity';
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure';
import { HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions';
import { RetryHandlerOptions } from '@microsoft/kiota-http-fetchlibrary';
import { createGraphServiceClient, GraphRequestAdapter } from '@microsoft/msgraph-sdk';
import { BatchRequestContent } from '@microsoft/msgraph-sdk-core';
import * as models from '@microsoft/msgraph-sdk/models/index.js';
import { createODataErrorFromDiscriminatorValue } from '@microsoft/msgraph-sdk/models/oDataErrors/index.js';
import '@microsoft/msgraph-sdk-users';
import { client, credentials, ofIdentity, origin, roots, run, seed, token, upload, versions, whileBusy } from './server.js';

const credential = new ClientSecretCredential(client.tenant_id, client.client_id, client.client_secret, ofIdentity);

function adapterOf(version, credentials = credential) {
  const provider = new AzureIdentityAuthenticationProvider(credentials, ['https://graph.microsoft.com/.default'], undefined, new Set(['localhost']));
  const adapter = new GraphRequestAdapter(provider);
  adapter.baseUrl = `${origin}/${version}`;
  return adapter;
}

const errors = { XXX: createODataErrorFromDiscriminatorValue };

// Calls of one version and credential, with the SDK's models.
function calls(version, credentials) {
  const adapter = adapterOf(version, credentials);
  const info = (method, path, body, serializer, headers = {}) => {
    const request = new RequestInformation(method, `{+baseurl}${path}`, { baseurl: adapter.baseUrl });
    request.headers.tryAdd('Accept', 'application/json');
    Object.entries(headers).forEach(([name, value]) => {
      request.headers.delete(name);
      request.headers.add(name, value);
    });
    if (body) {
      request.setContentFromParsable(adapter, 'application/json', body, serializer);
    }
    return request;
  };
  return {
    adapter,
    info,
    get: (path, type, headers) => adapter.send(info(HttpMethod.GET, path, undefined, undefined, headers), type, errors),
    number: (path) => adapter.sendPrimitive(info(HttpMethod.GET, path, undefined, undefined, { Accept: 'text/plain' }), 'number', errors),
    send: (method, path, body, serializer, type) => adapter.send(info(method, path, body, serializer), type, errors),
    act: (method, path, body, serializer, headers) => adapter.sendNoResponseContent(info(method, path, body, serializer, headers), errors),
  };
}

async function assertRefused(call, status, code) {
  await assert.rejects(call, (error) => {
    assert.equal(error.responseStatusCode, status, JSON.stringify(error));
    assert.equal(error.errorEscaped.code, code);
    assert.match(error.errorEscaped.message, /\.$/);
    assert.ok(error.errorEscaped.innerError.requestId);
    return true;
  });
}

const secretsBody = (writer, body) => writer.writeCollectionOfObjectValues('value', body.value, models.serializeSynchronizationSecretKeyStringValuePair);

function credentialsBody(writer, body) {
  writer.writeStringValue('templateId', body.templateId);
  writer.writeBooleanValue('useSavedCredentials', body.useSavedCredentials);
  writer.writeCollectionOfObjectValues('credentials', body.credentials, models.serializeSynchronizationSecretKeyStringValuePair);
}

const restartBody = (writer, body) => writer.writeObjectValue('criteria', body.criteria, models.serializeSynchronizationJobRestartCriteria);
const onDemandBody = (writer, body) =>
  writer.writeCollectionOfObjectValues('parameters', body.parameters, models.serializeSynchronizationJobApplicationParameters);
const expressionBody = (writer, body) => writer.writeStringValue('expression', body.expression);

const aJob = models.createSynchronizationJobFromDiscriminatorValue;
const jobList = models.createSynchronizationJobCollectionResponseFromDiscriminatorValue;
const aSchema = models.createSynchronizationSchemaFromDiscriminatorValue;

async function life(root, version) {
  const api = calls(version);
  const base = `/${root}/${crypto.randomUUID()}/synchronization`;
  const name = `${crypto.randomUUID()}@example.com`;
  await seed({ userPrincipalName: name, displayName: 'Ada', mailNickname: 'ada' });

  const templates = await api.get(`${base}/templates`, models.createSynchronizationTemplateCollectionResponseFromDiscriminatorValue);
  assert.ok(templates.value.some((template) => template.id === 'scim'));
  const template = await api.get(`${base}/templates/scim`, models.createSynchronizationTemplateFromDiscriminatorValue);
  assert.equal(template.schema.directories.length, 2);
  assert.equal(await api.number(`${base}/templates/%24count`), templates.value.length);

  const value = await credentials();
  await api.act(HttpMethod.PUT, `${base}/secrets`, { value }, secretsBody);
  assert.equal(await api.number(`${base}/secrets/%24count`), 2);
  await api.act(HttpMethod.POST, `${base}/jobs/validateCredentials`, { templateId: 'scim', credentials: value }, credentialsBody);

  const created = await api.send(HttpMethod.POST, `${base}/jobs`, { templateId: 'scim' }, models.serializeSynchronizationJob, aJob);
  const job = `${base}/jobs/${created.id}`;
  assert.equal(created.schedule.state, 'Disabled');
  await api.send(HttpMethod.POST, `${base}/jobs`, { templateId: 'customappsso' }, models.serializeSynchronizationJob, aJob);
  await api.act(HttpMethod.POST, `${job}/validateCredentials`, { useSavedCredentials: true }, credentialsBody);

  const ids = [];
  let page = await api.get(`${base}/jobs?%24top=1&%24count=true`, jobList);
  assert.equal(page.odataCount, 2);
  for (;;) {
    ids.push(...page.value.map((each) => each.id));
    if (!page.odataNextLink) {
      break;
    }
    page = await api.get(page.odataNextLink.replace(api.adapter.baseUrl, ''), jobList);
  }
  assert.equal(new Set(ids).size, 2);

  const read = await api.get(job, aJob);
  assert.equal(read.status.code, 'Paused');
  read.schedule.interval = undefined;
  read.schedule.state = 'Disabled';
  assert.ok(await api.send(HttpMethod.PATCH, job, read, models.serializeSynchronizationJob, aJob), 'a job is accepted as it was read');

  const schema = await api.get(`${job}/schema`, aSchema);
  schema.synchronizationRules[0].name = 'Renamed';
  // The SDK reads texts of several flags as none and would write none, so the server must not take a schema back as the SDK read it.
  await assertRefused(api.act(HttpMethod.PUT, `${job}/schema`, schema, models.serializeSynchronizationSchema), 400, 'invalidMember');
  schema.synchronizationRules[0].objectMappings.forEach((mapping) => { mapping.flowTypes = ['Add', 'Update', 'Delete']; });
  schema.directories.forEach((directory) => { directory.discoverabilities = undefined; });
  await api.act(HttpMethod.PUT, `${job}/schema`, schema, models.serializeSynchronizationSchema);
  assert.equal((await api.get(`${job}/schema`, aSchema)).synchronizationRules[0].name, 'Renamed');
  schema.synchronizationRules[0].name = 'Again';
  await api.send(HttpMethod.PATCH, `${job}/schema`, { synchronizationRules: schema.synchronizationRules }, models.serializeSynchronizationSchema, aSchema);
  assert.equal((await api.get(`${job}/schema`, aSchema)).synchronizationRules[0].name, 'Again');
  const parsed = await api.send(HttpMethod.POST, `${job}/schema/parseExpression`, { expression: 'ToUpper([mail])' }, expressionBody,
    models.createParseExpressionResponseFromDiscriminatorValue);
  assert.equal(parsed.parsingSucceeded, true);

  await api.act(HttpMethod.POST, `${job}/start`);
  assert.equal((await api.get(job, aJob)).schedule.state, 'Active');
  await api.act(HttpMethod.POST, `${job}/pause`);
  assert.equal((await api.get(job, aJob)).status.code, 'Paused');
  await api.act(HttpMethod.POST, `${job}/restart`, { criteria: { resetScope: ['Watermark', 'Escrows'] } }, restartBody);
  assert.notEqual((await api.get(job, aJob)).status.code, 'Paused');

  const users = createGraphServiceClient(api.adapter).users;
  const user = (await users.get({ queryParameters: { filter: `userPrincipalName eq '${name}'` } })).value[0];
  assert.equal((await users.byUserId(user.id).get()).displayName, 'Ada');
  const done = await api.send(HttpMethod.POST, `${job}/provisionOnDemand`,
    { parameters: [{ ruleId: schema.synchronizationRules[0].id, subjects: [{ objectId: user.id, objectTypeName: 'User' }] }] },
    onDemandBody, models.createStringKeyStringValuePairFromDiscriminatorValue);
  assert.match(done.value, /success/i);

  const log = await api.get(`/auditLogs/provisioning?%24filter=${encodeURIComponent(`jobId eq '${created.id}'`)}`,
    models.createProvisioningObjectSummaryCollectionResponseFromDiscriminatorValue);
  assert.ok(log.value.some((entry) => entry.sourceIdentity?.id === user.id));

  await batch(api, base, job);
  await refusals(api, version, base, job);

  await api.act(HttpMethod.DELETE, job);
  await assertRefused(api.get(job, aJob), 404, 'jobNotFound');
}

// This version of the SDK neither sends nor reads bodies in JSON, but base64 alone. Its requests have no headers either.
async function batch(api, base, job) {
  const statuses = async (...steps) => {
    const content = new BatchRequestContent(api.adapter, errors);
    const added = steps.map(([method, path]) => content.addBatchRequest(new RequestInformation(method, `{+baseurl}${path}`, {})));
    added.slice(1).forEach((each) => { each.dependsOn = [added[0].id]; });
    const answers = await (await content.postAsync()).getResponsesStatusCodes();
    return added.map((each) => answers.get(each.id));
  };
  assert.deepEqual(await statuses([HttpMethod.POST, `${job}/start`], [HttpMethod.POST, `${job}/pause`], [HttpMethod.GET, job]), [204, 204, 200]);
  assert.deepEqual(await statuses([HttpMethod.GET, `${base}/jobs/none`], [HttpMethod.DELETE, job]), [404, 424]);
  assert.equal((await api.get(job, aJob)).status.code, 'Paused');
}

async function refusals(api, version, base, job) {
  const withToken = (text) => calls(version, { getToken: async () => ({ token: text, expiresOnTimestamp: Date.now() + 60_000 }) });
  const reading = withToken(await token('Synchronization.Read.All'));
  const create = (templateId) => api.send(HttpMethod.POST, `${base}/jobs`, { templateId }, models.serializeSynchronizationJob, aJob);
  await assertRefused(create('nix'), 400, 'unknownTemplate');
  await assertRefused(withToken('x').get(job, aJob), 401, 'InvalidAuthenticationToken');
  await assertRefused(reading.act(HttpMethod.POST, `${job}/start`), 403, 'Authorization_RequestDenied');
  await assertRefused(api.get(`${base}/jobs/none`, aJob), 404, 'jobNotFound');
  await assertRefused(api.act(HttpMethod.PUT, job, { templateId: 'scim' }, models.serializeSynchronizationJob), 405, 'methodNotAllowed');
  await assertRefused(api.get(job, aJob, { Accept: 'text/csv' }), 406, 'notAcceptable');
  await assertRefused(create('scim'), 409, 'jobAlreadyExists');
  await assertRefused(api.act(HttpMethod.DELETE, job, undefined, undefined, { 'If-Match': '"old"' }), 412, 'preconditionFailed');
  await assertRefused(create('x'.repeat(1 << 20)), 413, 'requestTooLarge');
  const text = api.info(HttpMethod.POST, `${base}/jobs`);
  text.setStreamContent(new TextEncoder().encode('x').buffer, 'text/plain');
  await assertRefused(api.adapter.send(text, aJob, errors), 415, 'unsupportedMediaType');
}

// The server limits uploads and checks of credentials. The SDK tries again by itself, unless a call says otherwise.
async function overload() {
  const api = calls('v1.0');
  const jobs = `/applications/${crypto.randomUUID()}/synchronization/jobs`;
  const once = [new RetryHandlerOptions({ maxRetries: 0 })];
  const { id } = await api.send(HttpMethod.POST, jobs, { templateId: 'API2AAD' }, models.serializeSynchronizationJob, aJob);
  const send = (options = []) => {
    const request = api.info(HttpMethod.POST, `${jobs}/${id}/bulkUpload`);
    request.setStreamContent(new TextEncoder().encode(upload).buffer, 'application/scim+json');
    request.addRequestOptions(options);
    return api.adapter.sendNoResponseContent(request, errors);
  };
  await send();
  await assertRefused(send(once), 429, 'TooManyRequests');
  await send();

  const check = (value, options = []) => {
    const request = api.info(HttpMethod.POST, `${jobs}/validateCredentials`, { templateId: 'scim', credentials: value }, credentialsBody);
    request.addRequestOptions(options);
    return api.adapter.sendNoResponseContent(request, errors);
  };
  await whileBusy(check, (value) => assertRefused(check(value, once), 503, 'serviceNotAvailable'));
}

await run({
  ...Object.fromEntries(roots.flatMap((root) => versions.map((version) => [`${version}/${root}`, () => life(root, version)]))),
  overload,
});

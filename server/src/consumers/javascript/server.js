// The server under test: its address, the client of development mode, and what tests prepare through the sandbox.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [address, folder] = process.argv.slice(2);

export const origin = address;
export const host = new URL(address).host;
export const client = JSON.parse(readFileSync(`${folder}/development-client.json`, 'utf8'));
export const authority = `${origin}/${client.tenant_id}`;

// Microsoft's libraries ask Microsoft about authorities that they don't know, unless they are told not to.
export const ofIdentity = { authorityHost: origin, disableInstanceDiscovery: true };
export const ofMsal = { authority, knownAuthorities: [host] };

export const roots = ['applications', 'servicePrincipals'];
export const versions = ['v1.0', 'beta'];

export const post = (path, form) =>
  fetch(origin + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

// A token with some permissions of the application.
export async function token(scope = '.default') {
  const answer = await post(`/${client.tenant_id}/oauth2/v2.0/token`,
    { grant_type: 'client_credentials', client_id: client.client_id, client_secret: client.client_secret, scope });
  return (await answer.json()).access_token;
}

const sandbox = async (method, path, body) => {
  const answer = await fetch(`${origin}/v1.0/sandbox/${path}`, {
    method,
    headers: { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return answer;
};

// Creates users in the directory of the tenant.
export const seed = (...users) => sandbox('POST', 'seedDirectory', { users });

// Address and token of a SCIM service, as secrets.
export async function credentials() {
  const target = await (await sandbox('GET', 'target')).json();
  return [{ key: 'BaseAddress', value: target.baseAddress }, { key: 'SecretToken', value: target.secretToken }];
}

// Does something while the server makes as many checks of credentials as it can at once, with syncjobs.overload.active=1.
// Both functions get secrets of a SCIM service that never answers.
export async function whileBusy(check, part) {
  const target = createServer(() => {});
  await once(target.listen(0, '127.0.0.1'), 'listening');
  const secrets = [{ key: 'BaseAddress', value: `http://127.0.0.1:${target.address().port}` }, { key: 'SecretToken', value: 't' }];
  const checks = [];
  for (let i = 0; i < 4; i++) {
    checks.push(check(secrets));
    await once(target, 'request');
  }
  await part(secrets);
  target.close();
  target.closeAllConnections();
  await Promise.allSettled(checks);
}

export const upload = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: [{ method: 'POST', bulkId: '1', path: '/Users', data: { schemas: ['x'], externalId: '1' } }],
  failOnErrors: null,
});

// Runs all parts and reports the first failure.
export async function run(parts) {
  for (const [name, part] of Object.entries(parts)) {
    try {
      await part();
      console.log(`ok ${name}`);
    } catch (error) {
      console.error(`FAILED ${name}`, error);
      process.exit(1);
    }
  }
  process.exit(0);
}

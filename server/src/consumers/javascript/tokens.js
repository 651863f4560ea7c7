// @azure/msal-node and @azure/identity get tokens of an application and of a user. Only their authority is set.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import {
  AuthorizationCodeCredential, ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential, DeviceCodeCredential,
} from '@azure/identity';
import { client, ofIdentity, ofMsal, origin, post, run, seed } from './server.js';

const [certificateFile, keyFile] = process.argv.slice(4);
const certificate = readFileSync(certificateFile, 'utf8');
const privateKey = readFileSync(keyFile, 'utf8');
const fingerprint = new X509Certificate(certificate).fingerprint256.replaceAll(':', '');

const all = ['https://graph.microsoft.com/.default'];
const reading = ['https://graph.microsoft.com/Synchronization.Read.All'];

const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const application = (credential) =>
  new ConfidentialClientApplication({ auth: { clientId: client.client_id, ...ofMsal, ...credential } });
const desktop = () => new PublicClientApplication({ auth: { clientId: crypto.randomUUID(), ...ofMsal } });

async function assertWorks(token, status = 200) {
  const jobs = `${origin}/v1.0/applications/${crypto.randomUUID()}/synchronization/jobs`;
  const answer = await fetch(jobs, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, status, await answer.text());
}

// Chooses a user on the page, as a person does.
async function choose(page, user) {
  const html = await (await fetch(page)).text();
  const code = /name="user_code" value="([^"]+)"/.exec(html)[1];
  const id = new RegExp(`value="([^"]+)" required> <span>${user}`).exec(html)[1];
  return post('/devicelogin', { user_code: code, user: id, action: 'approve' });
}

const page = (code) => `${code.verificationUri}?user_code=${code.userCode}`;

await seed({ userPrincipalName: 'ada@example.com', displayName: 'Ada' }, { userPrincipalName: 'kim@example.com', displayName: 'Kim' });

await run({
  async 'msal: secret'() {
    const msal = application({ clientSecret: client.client_secret });
    await assertWorks((await msal.acquireTokenByClientCredential({ scopes: all })).accessToken);
  },

  async 'msal: certificate, whose assertion is used again until it expires'() {
    const msal = application({ clientCertificate: { thumbprintSha256: fingerprint, privateKey, x5c: certificate } });
    const first = await msal.acquireTokenByClientCredential({ scopes: all });
    const second = await msal.acquireTokenByClientCredential({ scopes: all, skipCache: true });
    assert.equal(second.fromCache, false);
    assert.notEqual(first.accessToken, second.accessToken);
    await assertWorks(second.accessToken);
  },

  async 'msal: wrong secret'() {
    await assert.rejects(application({ clientSecret: 'x' }).acquireTokenByClientCredential({ scopes: all }),
      { errorCode: 'invalid_client', message: /development-client\.json/ });
  },

  async 'msal: device code, silent renewal and a wider scope'() {
    const msal = desktop();
    const result = await msal.acquireTokenByDeviceCode({
      scopes: reading, deviceCodeCallback: (code) => choose(page(code), 'Ada'),
    });
    assert.equal(result.account.username, 'ada@example.com');
    assert.equal(claims(result.accessToken).scp, 'Synchronization.Read.All');
    await assertWorks(result.accessToken);
    await assertWorks(result.idToken, 401);
    const account = result.account;
    assert.equal((await msal.acquireTokenSilent({ account, scopes: reading })).fromCache, true);
    const renewed = await msal.acquireTokenSilent({ account, scopes: reading, forceRefresh: true });
    assert.equal(renewed.fromCache, false);
    await assertWorks(renewed.accessToken);
    await assert.rejects(msal.acquireTokenSilent({ account, scopes: ['https://graph.microsoft.com/AuditLog.Read.All'] }),
      { name: 'InteractionRequiredAuthError', subError: 'consent_required' });
  },

  async 'msal: declined device code'() {
    await assert.rejects(desktop().acquireTokenByDeviceCode({
      scopes: all, deviceCodeCallback: (code) => post('/devicelogin', { user_code: code.userCode, action: 'decline' }),
    }), { errorMessage: 'authorization_declined' });
  },

  async 'msal: browser'() {
    const result = await desktop().acquireTokenInteractive({
      scopes: all,
      async openBrowser(url) {
        const form = await (await choose(url, 'Kim')).text();
        const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value.replaceAll('&amp;', '&')]);
        await fetch(/method="post" action="([^"]+)"/.exec(form)[1], { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
      },
    });
    assert.equal(result.account.username, 'kim@example.com');
    await assertWorks(result.accessToken);
  },

  async 'identity: secret'() {
    const credential = new ClientSecretCredential(client.tenant_id, client.client_id, client.client_secret, ofIdentity);
    await assertWorks((await credential.getToken(all)).token);
  },

  async 'identity: certificate'() {
    const credential = new ClientCertificateCredential(client.tenant_id, client.client_id, { certificate: certificate + privateKey }, ofIdentity);
    await assertWorks((await credential.getToken(all)).token);
    await assertWorks((await credential.getToken(all, { enableCae: true })).token);
  },

  async 'identity: foreign assertion'() {
    const credential = new ClientAssertionCredential(client.tenant_id, client.client_id, async () => 'a.b.c', ofIdentity);
    await assert.rejects(credential.getToken(all), { name: 'AuthenticationRequiredError', message: /signed JWT/ });
  },

  async 'identity: device code'() {
    const credential = new DeviceCodeCredential({
      tenantId: client.tenant_id, clientId: crypto.randomUUID(), ...ofIdentity, userPromptCallback: (code) => choose(page(code), 'Kim'),
    });
    const { token } = await credential.getToken(all);
    assert.equal(claims(token).upn, 'kim@example.com');
    await assertWorks(token);
  },

  async 'identity: authorization code'() {
    const redirect = 'http://localhost:3000/signed-in';
    const url = await application({ clientSecret: client.client_secret }).getAuthCodeUrl({ scopes: all, redirectUri: redirect });
    const back = new URL((await choose(url, 'Ada')).headers.get('location'));
    const credential = new AuthorizationCodeCredential(
      client.tenant_id, client.client_id, client.client_secret, back.searchParams.get('code'), redirect, ofIdentity);
    assert.equal(claims((await credential.getToken(all)).token).upn, 'ada@example.com');
  },
});

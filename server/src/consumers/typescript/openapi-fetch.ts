import createClient from 'openapi-fetch';
import type { paths } from './schema';

declare const process: { argv: string[] };

const [baseUrl, token, applicationsId] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

async function main() {
  const path = { applicationsId };
  const created = await client.POST('/applications/{applicationsId}/synchronization/jobs', { params: { path }, body: { templateId: 'scim' } });
  if (created.error) {
    throw new Error(created.error.error.message);
  }
  const again = await client.POST('/applications/{applicationsId}/synchronization/jobs', { params: { path }, body: { templateId: 'scim' } });
  if (again.error?.error.code !== 'jobAlreadyExists') {
    throw new Error(`Not refused, but ${JSON.stringify(again)}`);
  }
  const listed = await client.GET('/applications/{applicationsId}/synchronization/jobs', { params: { path, query: { $top: 1 } } });
  console.log(listed.data?.value[0].id);
}

void main();

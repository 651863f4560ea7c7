import { createJob, listJobs } from './heyapi';
import { client } from './heyapi/client.gen';

declare const process: { argv: string[] };

const [baseUrl, token, applicationsId] = process.argv.slice(2);
client.setConfig({ baseUrl, auth: () => token });

async function main() {
  const path = { applicationsId };
  await createJob({ path, body: { templateId: 'scim' }, throwOnError: true });
  const again = await createJob({ path, body: { templateId: 'scim' } });
  if (again.error?.error.code !== 'jobAlreadyExists') {
    throw new Error(`Not refused, but ${JSON.stringify(again)}`);
  }
  const listed = await listJobs({ path, query: { $top: 1 }, throwOnError: true });
  console.log(listed.data.value[0].id);
}

void main();

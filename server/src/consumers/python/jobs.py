import sys
import openapi_client
from openapi_client import ApiClient, Configuration, JobsApi, SynchronizationJobCreate, SynchronizationJobUpdate, SynchronizationScheduleInput

address, token, application = sys.argv[1:]
jobs = JobsApi(ApiClient(Configuration(host=address, access_token=token)))

created = jobs.create_job(application, SynchronizationJobCreate(template_id="scim"))
jobs.create_job(application, SynchronizationJobCreate(template_id="aws"))
assert len(jobs.list_jobs(application, top=1).value) == 1
assert [job.id for job in jobs.list_jobs(application, filter="templateId eq 'scim'").value] == [created.id]
assert jobs.get_job(application, created.id).template_id == "scim"
changed = jobs.update_job(application, created.id, SynchronizationJobUpdate(schedule=SynchronizationScheduleInput(interval="PT20M")))
assert changed.schedule.interval == "PT20M"
try:
    jobs.create_job(application, SynchronizationJobCreate(template_id="scim"))
    sys.exit("Not refused")
except openapi_client.ApiException as e:
    assert e.status == 409, e
for job in jobs.list_jobs(application, filter="templateId eq 'aws'").value:
    jobs.delete_job(application, job.id)
print(created.id)

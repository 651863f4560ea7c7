import org.openapitools.client.apis.JobsApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.models.SynchronizationJobCreate
import org.openapitools.client.models.SynchronizationJobUpdate
import org.openapitools.client.models.SynchronizationScheduleInput

fun main(arguments: Array<String>) {
    val (address, token, application) = arguments
    ApiClient.accessToken = token
    val jobs = JobsApi(address)

    val created = jobs.createJob(application, SynchronizationJobCreate(templateId = "scim"))
    jobs.createJob(application, SynchronizationJobCreate(templateId = "aws"))
    check(jobs.listJobs(application, dollarTop = 1).value.size == 1)
    check(jobs.listJobs(application, dollarFilter = "templateId eq 'scim'").value.single().id == created.id)
    check(jobs.getJob(application, created.id!!).templateId == "scim")
    val changed = jobs.updateJob(application, created.id, SynchronizationJobUpdate(schedule = SynchronizationScheduleInput(interval = "PT20M")))
    check(changed.schedule?.interval == "PT20M")
    try {
        jobs.createJob(application, SynchronizationJobCreate(templateId = "scim"))
        error("Not refused")
    } catch (e: ClientException) {
        check(e.statusCode == 409)
    }
    jobs.listJobs(application, dollarFilter = "templateId eq 'aws'").value.forEach { jobs.deleteJob(application, it.id!!) }
    println(created.id)
}

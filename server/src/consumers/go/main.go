package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"golang.org/x/oauth2"
	"syncjobs"
)

func check(good bool, seen any) {
	if !good {
		panic(fmt.Sprint(seen))
	}
}

func main() {
	address, token, application := os.Args[1], os.Args[2], os.Args[3]
	configuration := syncjobs.NewConfiguration()
	configuration.Servers = syncjobs.ServerConfigurations{{URL: address}}
	jobs := syncjobs.NewAPIClient(configuration).JobsAPI
	ctx := context.WithValue(context.Background(), syncjobs.ContextOAuth2, oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))

	created, _, err := jobs.CreateJob(ctx, application).SynchronizationJobCreate(*syncjobs.NewSynchronizationJobCreate("scim")).Execute()
	check(err == nil, err)
	other, _, err := jobs.CreateJob(ctx, application).SynchronizationJobCreate(*syncjobs.NewSynchronizationJobCreate("aws")).Execute()
	check(err == nil, err)
	page, _, err := jobs.ListJobs(ctx, application).Top(1).Execute()
	check(err == nil && len(page.Value) == 1, err)
	page, _, err = jobs.ListJobs(ctx, application).Filter("templateId eq 'scim'").Execute()
	check(err == nil && len(page.Value) == 1 && page.Value[0].GetId() == created.GetId(), err)
	read, _, err := jobs.GetJob(ctx, application, created.GetId()).Execute()
	check(err == nil && read.GetTemplateId() == "scim", err)

	schedule := syncjobs.NewSynchronizationScheduleInput()
	schedule.SetInterval("PT20M")
	update := syncjobs.NewSynchronizationJobUpdate()
	update.SetSchedule(*schedule)
	changed, _, err := jobs.UpdateJob(ctx, application, created.GetId()).SynchronizationJobUpdate(*update).Execute()
	check(err == nil && changed.Schedule.GetInterval() == "PT20M", err)

	_, response, err := jobs.CreateJob(ctx, application).SynchronizationJobCreate(*syncjobs.NewSynchronizationJobCreate("scim")).Execute()
	check(err != nil && response.StatusCode == http.StatusConflict, response)
	failure := err.(*syncjobs.GenericOpenAPIError).Model().(syncjobs.OdataError)
	check(failure.Error.GetCode() == syncjobs.ERRORCODE_JOB_ALREADY_EXISTS, failure.Error)

	_, err = jobs.DeleteJob(ctx, application, other.GetId()).Execute()
	check(err == nil, err)
	fmt.Println(created.GetId())
}

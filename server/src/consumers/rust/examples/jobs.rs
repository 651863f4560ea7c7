use openapi::apis::configuration::Configuration;
use openapi::apis::{jobs_api, Error};
use openapi::models::{SynchronizationJobCreate, SynchronizationJobUpdate, SynchronizationScheduleInput};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, token, application] = &arguments[..] else { panic!("address, token, application") };
    let configuration = Configuration { base_path: address.clone(), oauth_access_token: Some(token.clone()), ..Configuration::new() };
    let create = |template: &str| jobs_api::create_job(&configuration, application, SynchronizationJobCreate::new(template.to_string()), None, None, None);
    let list = |top, filter| jobs_api::list_jobs(&configuration, application, None, top, None, None, None, filter, None);

    let created = create("scim").await.unwrap();
    let id = created.id;
    let other = create("aws").await.unwrap();
    assert_eq!(list(Some(1), None).await.unwrap().value.len(), 1);
    assert_eq!(list(None, Some("templateId eq 'scim'")).await.unwrap().value[0].id, id);
    let read = jobs_api::get_job(&configuration, application, &id, None, None, None).await.unwrap();
    assert_eq!(read.template_id.as_deref(), Some("scim"));

    let schedule = SynchronizationScheduleInput { interval: Some(Some("PT20M".to_string())), ..SynchronizationScheduleInput::new() };
    let update = SynchronizationJobUpdate { schedule: Some(Some(Box::new(schedule))), ..SynchronizationJobUpdate::new() };
    let changed = jobs_api::update_job(&configuration, application, &id, update, None, None).await.unwrap();
    assert_eq!(changed.schedule.unwrap().interval, "PT20M");

    match create("scim").await {
        Err(Error::ResponseError(refused)) => assert_eq!(refused.status.as_u16(), 409),
        answer => panic!("Not refused, but {answer:?}"),
    }
    jobs_api::delete_job(&configuration, application, &other.id, None, None).await.unwrap();
    println!("{id}");
}

package io.syncjobs.server.web.api;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.web.security.Caller;

/** Keys of the resources that a request addresses, within the caller's tenant. */
final class Keys {

  private Keys() {}

  static Owner owner(String applicationId) {
    return new Owner(Caller.tenantId(), applicationId);
  }

  static JobKey job(String applicationId, String jobId) {
    return new JobKey(owner(applicationId), jobId);
  }
}

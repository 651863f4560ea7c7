package io.syncjobs.server.web.api;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.web.security.Caller;
import java.util.Locale;

/** Keys of the resources that a request addresses, within the caller's tenant. */
final class Keys {

  private Keys() {}

  /** Tenant of the caller, as directories and the provisioning log spell it. */
  static String tenant() {
    return Caller.tenantId().toLowerCase(Locale.ROOT);
  }

  static Owner owner(String applicationId) {
    return new Owner(Caller.tenantId(), applicationId);
  }

  static JobKey job(String applicationId, String jobId) {
    return new JobKey(owner(applicationId), jobId);
  }
}

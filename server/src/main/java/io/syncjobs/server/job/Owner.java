package io.syncjobs.server.job;

import java.util.Locale;

/**
 * Owner of jobs: an application of a tenant, or a service principal, which is the same here.
 *
 * @param tenantId a GUID
 * @param applicationId a GUID
 */
public record Owner(String tenantId, String applicationId) {

  /** GUIDs compare without regard to case, so both are stored in lower case. */
  public Owner {
    tenantId = tenantId.toLowerCase(Locale.ROOT);
    applicationId = applicationId.toLowerCase(Locale.ROOT);
  }

  /**
   * Id that Graph gives to the owner's job of a template. It is derived instead of random, so an
   * application has at most one job of each template.
   */
  public String jobId(String templateId) {
    return templateId + "." + tenantId.replace("-", "") + "." + applicationId;
  }
}

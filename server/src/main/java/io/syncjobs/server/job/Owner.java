package io.syncjobs.server.job;

import java.util.Locale;

/**
 * Whose jobs are meant: an application (or service principal, which is the same here) in a tenant.
 *
 * @param tenantId a GUID
 * @param applicationId a GUID
 */
public record Owner(String tenantId, String applicationId) {

  /** GUIDs are compared without regard to case, so both are kept in lower case. */
  public Owner {
    tenantId = tenantId.toLowerCase(Locale.ROOT);
    applicationId = applicationId.toLowerCase(Locale.ROOT);
  }

  /**
   * The id that Graph gives the owner's job of a template. It is derived, not random, which is why
   * an application has at most one job of each template.
   */
  public String jobId(String templateId) {
    return templateId + "." + tenantId.replace("-", "") + "." + applicationId;
  }
}

package io.syncjobs.server.support;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.audit.ProvisioningEvent.Identity;
import io.syncjobs.server.audit.ProvisioningEvent.Modified;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.Step;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.job.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as jobs make them, without a job.
 *
 * @param owner whose events
 * @param time when they happen
 */
public record Events(Owner owner, Instant time) {

  private static final ProvisioningEvent.System SOURCE =
      new ProvisioningEvent.System("directory", "Azure Active Directory");
  private static final ProvisioningEvent.System TARGET =
      new ProvisioningEvent.System("customappsso", "Fabrikam");

  /** Events of an application of its own in a tenant, now. */
  public static Events of(String tenantId) {
    return new Events(new Owner(tenantId, TestServer.newId()), Instant.now());
  }

  /** The same at another time. */
  public Events at(Instant other) {
    return new Events(owner, other);
  }

  /** The job that made them. */
  public String jobId() {
    return owner.jobId("scim");
  }

  /** A user who was created in the target. */
  public ProvisioningEvent created(String name) {
    return event(
        new Identity("source-" + name, name, "User"),
        new Identity("target-" + name, name, "User"),
        Action.CREATE,
        Result.SUCCESS,
        List.of(new Modified("userName", null, name)),
        null);
  }

  /** A user whom the target didn't take. */
  public ProvisioningEvent failed(String name) {
    return event(
        new Identity("source-" + name, name, "User"),
        null,
        Action.CREATE,
        Result.FAILURE,
        List.of(),
        new ErrorInfo("InvalidRequest", "nonServiceFailure", "It has no name.", "Give it one."));
  }

  /** A user with changed attributes. */
  public ProvisioningEvent changed(String name, List<Modified> modified) {
    return event(
        new Identity("source-" + name, name, "User"),
        new Identity("target-" + name, name, "User"),
        Action.STAGED_DELETE,
        Result.WARNING,
        modified,
        null);
  }

  private ProvisioningEvent event(
      Identity source,
      @Nullable Identity target,
      Action action,
      Result result,
      List<Modified> modified,
      @Nullable ErrorInfo error) {
    return new ProvisioningEvent(
        TestServer.newId(),
        owner,
        jobId(),
        "cycle-" + owner.applicationId(),
        "change-" + source.id(),
        time,
        4375,
        action,
        result,
        ProvisioningEvent.SYSTEM,
        false,
        SOURCE,
        source,
        TARGET,
        target,
        modified,
        List.of(
            new Step("EntryImportAdd", StepType.IMPORT, Result.SUCCESS, "Received the user."),
            new Step("EntryExportAdd", StepType.EXPORT, result, "Wrote the user to the target.")),
        error);
  }
}

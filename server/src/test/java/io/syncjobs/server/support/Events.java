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
 * Creates audit events without running a job.
 *
 * @param owner the application that the events belong to
 * @param time time of the events
 */
public record Events(Owner owner, Instant time) {

  private static final ProvisioningEvent.System SOURCE =
      new ProvisioningEvent.System("directory", "Azure Active Directory");
  private static final ProvisioningEvent.System TARGET =
      new ProvisioningEvent.System("customappsso", "Fabrikam");

  /** Events of a new application in a tenant, at the current time. */
  public static Events of(String tenantId) {
    return new Events(new Owner(tenantId, TestServer.newId()), Instant.now());
  }

  /** Events of the same application at another time. */
  public Events at(Instant other) {
    return new Events(owner, other);
  }

  /** The job that is named in the events. */
  public String jobId() {
    return owner.jobId("scim");
  }

  /** The creation of a user in the target. */
  public ProvisioningEvent created(String name) {
    return event(
        new Identity("source-" + name, name, "User"),
        new Identity("target-" + name, name, "User"),
        Action.CREATE,
        Result.SUCCESS,
        List.of(new Modified("userName", null, name)),
        null);
  }

  /** The failed creation of a user, which the target refused. */
  public ProvisioningEvent failed(String name) {
    return event(
        new Identity("source-" + name, name, "User"),
        null,
        Action.CREATE,
        Result.FAILURE,
        List.of(),
        new ErrorInfo("InvalidRequest", "nonServiceFailure", "It has no name.", "Give it one."));
  }

  /** An update of a user's attributes. */
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

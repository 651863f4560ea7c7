package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobNotFoundException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs that are deleted while they work: the provisioning log tells what they have done in the target. */
@ResourceLock(World.NAME)
class DeletedMeanwhileTest extends FoundFaultsBase {

  private void deleteJob() {
    world.jobs().delete(tenant.outbound, version -> true);
  }

  private void cycleOfDeletedJob() {
    // The tenant's turn ends with a look at the job.
    assertThatExceptionOfType(JobNotFoundException.class).isThrownBy(this::cycle);
  }

  private long logged(String text) {
    return world
        .jdbc()
        .sql("SELECT document FROM provisioning_events WHERE tenant_id = :tenant AND job_id = :job")
        .param("tenant", tenant.id)
        .param("job", tenant.outbound.id())
        .query(String.class)
        .list()
        .stream()
        .filter(event -> event.contains(text) && event.contains("SUCCESS"))
        .count();
  }

  /** Disables a user in the target as a request asks for it, and deletes the job before the answer. */
  private void deleteJobAtDisabling(String name) {
    world.http.breakAt("PATCH /scim/Users/" + id(name), () -> {
      world.service.change("Users", account(name).deepCopy().put("active", false));
      deleteJob();
      return new HttpResult(204, null, new byte[0]);
    });
  }

  @Test
  void whatACycleHasDoneIsLogged() {
    begin(Quirks.NONE);
    for (int i = 0; i < 5; i++) {
      user("u" + i, true);
    }
    cycle();
    for (int i = 0; i < 5; i++) {
      user("u" + i, false);
    }
    deleteJobAtDisabling("u3");

    cycleOfDeletedJob();

    long disabled = world.service.all("Users").stream()
        .filter(user -> !user.path("active").booleanValue())
        .count();
    assertThat(disabled).isPositive();
    assertThat(logged("DISABLE")).isEqualTo(disabled);
  }

  @Test
  void whatACycleHasDoneToMembersIsLogged() {
    hireAdaAndBob(Quirks.NONE);
    group("ada");
    ObjectNode staff = world.service.all("Groups").get(0).deepCopy();
    staff.putArray("members").addObject().put("value", id("ada"));
    world.http.breakAt("PATCH /scim/Groups/" + staff.path("id").stringValue(), () -> {
      world.service.change("Groups", staff);
      deleteJob();
      return new HttpResult(204, null, new byte[0]);
    });

    cycleOfDeletedJob();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(logged("removed 1 of members")).isOne();
  }

  @Test
  void whatARequestHasDoneIsLogged() {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    tenant.change(
        "User",
        tenant.find("User", "ada").orElseThrow().id(),
        Map.of("IsSoftDeleted", BooleanNode.TRUE));
    deleteJobAtDisabling("ada");

    tenant.provision(tenant.find("User", "ada").orElseThrow());

    assertThat(isActive("ada")).isFalse();
    assertThat(logged("DISABLE")).isOne();
  }
}

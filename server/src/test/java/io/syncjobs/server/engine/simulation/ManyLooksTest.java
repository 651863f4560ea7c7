package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;

/** Cycles that change so many references that they do not look at each account. */
@ResourceLock(World.NAME)
class ManyLooksTest extends FoundFaultsBase {

  @Test
  void theLogSaysOnceThatAccountsAreAssumedToHaveTheirIds() {
    begin(Quirks.NONE);
    String[] names = IntStream.range(0, 1003).mapToObj(i -> "u" + i).toArray(String[]::new);
    world
        .control()
        .upload(
            tenant.inbound,
            job -> IntStream.range(0, names.length)
                .mapToObj(i -> new UploadedOperation(
                    String.valueOf(i),
                    new UploadedRecord(
                        "User",
                        names[i],
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("externalId", names[i])
                            .put("userName", names[i])
                            .put("active", true))))
                .toList());
    cycle();
    assertThat(accounts()).hasSize(names.length);
    group(names);

    cycle();

    assertThat(members()).hasSize(names.length);
    assertThat(world.log(tenant).lines().filter(event -> event.contains("\"jobId\":\"scim")))
        .filteredOn(event -> event.contains("It is assumed that the others have theirs"))
        .hasSize(1);
  }
}

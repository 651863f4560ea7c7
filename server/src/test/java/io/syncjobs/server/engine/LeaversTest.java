package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.Filter;
import io.syncjobs.client.model.FilterClause;
import io.syncjobs.client.model.FilterGroup;
import io.syncjobs.client.model.GroupFilter;
import io.syncjobs.client.model.ProvisioningAction;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.QuarantineReason;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.directory.Directory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Users that are disabled, out of scope or deleted, for each combination of database and SCIM service. */
@ParameterizedClass
@MethodSource("combinations")
class LeaversTest extends EngineTestBase {

  LeaversTest(Combination combination) {
    super(combination);
  }

  @Test
  void whoIsSwitchedOffIsDisabledAndComesBack() {
    tenancy.bring(user("ada"), user("bob"));
    tenancy.runOutbound();

    tenancy.bring(user("ada").otherMember("active", false));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
    assertThat(theUser("bob").path("active").booleanValue()).isTrue();
    assertThat(tenancy.log().get(0).getProvisioningAction()).isEqualTo(ProvisioningAction.DISABLE);

    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();
    assertThat(users()).hasSize(2);
  }

  @Test
  void whoIsOffAlreadyMayChange() {
    tenancy.bring(user("ada"));
    tenancy.runOutbound();
    tenancy.bring(user("ada").otherMember("active", false));
    tenancy.runOutbound();
    tenancy.bring(user("ada").otherMember("active", false).otherMember("displayName", "Other"));

    tenancy.runOutbound();

    assertThat(theUser("ada").path("displayName").stringValue()).isEqualTo("Other");
    assertThat(tenancy.log())
        .extracting(ProvisioningObjectSummary::getProvisioningAction)
        .containsExactly(
            ProvisioningAction.UPDATE, ProvisioningAction.DISABLE, ProvisioningAction.CREATE);
  }

  @Test
  void whoFallsOutOfScopeIsDisabledUnlessThatIsNotWanted() {
    tenancy.bring(user("ada").otherMember("title", "Boss"), user("bob").otherMember("title", "x"));
    changeSchema(schema -> userMapping(schema).scope(Schemas.scope("jobTitle", "EQUALS", "Boss")));
    tenancy.runOutbound();
    assertThat(users().keySet()).containsExactly("ada@example.com");

    tenancy.secret(SynchronizationSecret.SKIP_OUT_OF_SCOPE_DELETIONS, "True");
    tenancy.bring(user("ada").otherMember("title", "x"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();

    tenancy.secret(SynchronizationSecret.SKIP_OUT_OF_SCOPE_DELETIONS, "False");
    tenancy.bring(user("ada").otherMember("title", "y"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void onlyMembersOfTheRulesGroupsAreInScopeIfNotAllAre() {
    tenancy.bring(user("ada"), user("bob"), group("staff", "ada"));
    tenancy.runOutbound();
    String group = tenancy.log().stream()
        .filter(event -> event.getSourceIdentity().getIdentityType().equals("Group"))
        .findFirst()
        .orElseThrow()
        .getSourceIdentity()
        .getId();
    assertThat(users()).hasSize(2);
    changeSchema(schema -> schema
        .getSynchronizationRules()
        .get(0)
        .groupFilter(new GroupFilter().includedGroups(List.of(group))));
    tenancy.secret(SynchronizationSecret.SYNC_ALL, "false");

    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();
    assertThat(theUser("bob").path("active").booleanValue()).isFalse();

    tenancy.bring(group("staff", "bob"));
    tenancy.runOutbound();
    assertThat(theUser("ada").path("active").booleanValue()).isFalse();
    assertThat(theUser("bob").path("active").booleanValue()).isTrue();
  }

  @Test
  void whoIsGoneIsDeletedWhateverIsFiltered() {
    changeSchema(schema -> schema
        .getSynchronizationRules()
        .get(0)
        .getObjectMappings()
        .forEach(mapping -> mapping.scope(new Filter()
            .addInputFilterGroupsItem(new FilterGroup()
                .addClausesItem(new FilterClause()
                    .operatorName("IS NOT NULL")
                    .sourceOperandName("displayName"))))));
    tenancy.bring(group("staff"));
    tenancy.runOutbound();
    assertThat(service.resources("Group")).hasSize(1);

    Directory directory = server.bean(Directory.class);
    Source source = directory.source(tenancy.id);
    String id = source.changes(0, source.newest(), 10).get(0).entry().id();
    directory.target(tenancy.id).delete("Group", id);
    tenancy.runOutbound();

    assertThat(service.resources("Group")).isEmpty();
  }

  @Test
  void tooManyDeletionsAreHeldBackUntilTheyAreForced() {
    tenancy.bring(user("ada"), user("bob"), user("eva"), user("kim"));
    tenancy.runOutbound();
    tenancy.secret(
        SynchronizationSecret.SYNC_NOTIFICATION_SETTINGS,
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":2}");
    tenancy.bring(
        user("ada").otherMember("active", false),
        user("bob").otherMember("active", false),
        user("eva").otherMember("active", false));

    SynchronizationJob job = tenancy.runOutbound();

    assertThat(users().values().stream().filter(user -> user.path("active").booleanValue()))
        .hasSize(3);
    assertThat(job.getStatus().getQuarantine().getReason())
        .isEqualTo(QuarantineReason.TOO_MANY_DELETES);
    assertThat(tenancy.log().stream()
            .filter(
                event -> event.getProvisioningAction().equals(ProvisioningAction.STAGED_DELETE)))
        .hasSize(2);

    tenancy.outbound.restart(tenancy.outboundJob, "ForceDeletes");
    Tenancy.ended(tenancy.outbound, tenancy.outboundJob, job);

    assertThat(users().values().stream().filter(user -> user.path("active").booleanValue()))
        .hasSize(1);
    assertThat(tenancy.outbound.get(tenancy.outboundJob).value().getStatus().getQuarantine())
        .isNull();
  }
}

package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.support.target.ScimService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services that others wrote hold the attributes that we write to them, and what we read from them is what they hold. */
@ParameterizedClass
@EnumSource(ScimService.Kind.class)
class ScimAttributesTest extends WithScimService {

  ScimAttributesTest(ScimService.Kind kind) {
    super(kind);
  }

  @Test
  void keepsAllKindsOfAttributes() {
    String boss = user("boss@example.com");
    Map<String, JsonNode> values = values(
        "userName",
        "\"bjensen@example.com\"",
        "externalId",
        "\"7\"",
        "active",
        "true",
        "displayName",
        "\"Barbara \\\"Babs\\\" Jensen %41{x} ü\"",
        "name.givenName",
        "\"Barbara\"",
        "name.familyName",
        "\"Jensen\"",
        "emails[type eq \"work\"].value",
        "\"work@example.com\"",
        "emails[type eq \"home\"].value",
        "\"home@example.com\"",
        "phoneNumbers[type eq \"mobile\"].value",
        "\"+1 555 0100\"",
        "addresses[type eq \"work\"].streetAddress",
        "\"1 Main St\"",
        "addresses[type eq \"work\"].locality",
        "\"Rome\"",
        "roles[primary eq true].value",
        "\"admin\"",
        ENTERPRISE + "department",
        "\"Tours\"",
        ENTERPRISE + "manager",
        '"' + boss + '"');
    String id = target.create("User", values);
    assertHolds(id, values);
    assertThat(target.read("User", id).orElseThrow())
        .extracting(Entry::type, Entry::id)
        .containsExactly("User", id);
  }

  @Test
  void sendsTextsForBooleansAsBooleans() {
    String id = target.create("User", values("userName", "\"a\"", "active", "\"True\""));
    assertHolds(id, values("active", "true"));
    target.update("User", id, values("active", "\"False\""));
    assertHolds(id, values("active", "false"));
  }

  @Test
  void addsWhatIsNotThereYet() {
    String boss = user("boss");
    String id = user("a");
    Map<String, JsonNode> values = values(
        "title",
        "\"Guide\"",
        "name.givenName",
        "\"Barbara\"",
        "name.familyName",
        "\"Jensen\"",
        "emails[type eq \"work\"].value",
        "\"work@example.com\"",
        "addresses[type eq \"work\"].streetAddress",
        "\"1 Main St\"",
        "addresses[type eq \"work\"].locality",
        "\"Rome\"",
        "phoneNumbers[type eq \"mobile\"].value",
        "\"+1 555 0100\"",
        "roles[primary eq \"True\"].value",
        "\"admin\"",
        ENTERPRISE + "department",
        "\"Tours\"",
        ENTERPRISE + "manager",
        '"' + boss + '"');
    target.update("User", id, values);
    assertHolds(id, values);
    assertThat(held("User", id).path("addresses")).hasSize(1);
  }

  @Test
  void replacesWhatIsThereAndLeavesTheRest() {
    String boss = user("boss");
    String other = user("other");
    String id = target.create(
        "User",
        values(
            "userName",
            "\"a\"",
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"work\"].value",
            "\"work@example.com\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\"",
            ENTERPRISE + "division",
            "\"South\"",
            ENTERPRISE + "manager",
            '"' + boss + '"'));
    Map<String, JsonNode> changes = values(
        "userName",
        "\"b\"",
        "name.familyName",
        "\"Smith\"",
        "emails[type eq \"work\"].value",
        "\"new@example.com\"",
        "addresses[type eq \"work\"].locality",
        "\"Ostia\"",
        "addresses[type eq \"work\"].country",
        "\"IT\"",
        ENTERPRISE + "department",
        "\"Travel\"",
        ENTERPRISE + "manager",
        '"' + other + '"');
    target.update(
        target.read("User", id).orElseThrow(),
        changes,
        Set.of(),
        () -> Target.Whole.NOTHING,
        Target.Attempt.ANOTHER);
    assertHolds(id, changes);
    assertHolds(
        id,
        values(
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            ENTERPRISE + "division",
            "\"South\""));
    assertThat(held("User", id).path("emails")).hasSize(2);
    target.update("User", id, changes);
    assertHolds(id, changes);
  }

  @Test
  void replacesValuesThatTheServiceDoesNotShow() {
    String id = target.create(
        "User",
        values(
            "userName",
            "\"a\"",
            "emails[type eq \"work\"].value",
            "\"old@example.com\"",
            "roles[primary eq \"True\"].value",
            "\"admin\"",
            "entitlements",
            "[\"one\",\"two\"]",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            "addresses[type eq \"work\"].country",
            "\"IT\""));
    ObjectNode shown = (ObjectNode) held("User", id).deepCopy();
    shown.remove(List.of("emails", "roles", "entitlements", "addresses"));
    Map<String, JsonNode> changes = values(
        "emails[type eq \"work\"].value",
        "\"new@example.com\"",
        "roles[primary eq \"True\"].value",
        "\"guest\"",
        "entitlements",
        "[\"two\"]",
        "addresses[type eq \"work\"].locality",
        "\"Ostia\"");

    target.update(
        new ScimEntry("User", id, shown),
        changes,
        changes.keySet(),
        () -> Target.Whole.NOTHING,
        Target.Attempt.ANOTHER);

    assertHolds(id, changes);
    assertHolds(id, values("addresses[type eq \"work\"].country", "\"IT\""));
    for (String attribute : List.of("emails", "roles", "entitlements", "addresses")) {
      assertThat(held("User", id).path(attribute)).as(attribute).hasSize(1);
    }
  }

  @Test
  void keepsTheRestOfAnElementThatTheServiceDoesNotShow() {
    Map<String, JsonNode> rest = values("addresses[type eq \"work\"].country", "\"IT\"");
    Map<String, JsonNode> values =
        values("userName", "\"a\"", "addresses[type eq \"work\"].locality", "\"Rome\"");
    values.putAll(rest);
    String id = target.create("User", values);
    ObjectNode shown = (ObjectNode) held("User", id).deepCopy();
    shown.remove("addresses");

    target.update(
        new ScimEntry("User", id, shown),
        values("addresses[type eq \"work\"].locality", "null"),
        Set.of(),
        () -> Target.Whole.NOTHING,
        Target.Attempt.ANOTHER);

    assertHolds(id, rest);
    assertThat(held("User", id).path("addresses").get(0).has("locality")).isFalse();
  }

  @Test
  void takesValuesAway() {
    String boss = user("boss");
    String id = target.create(
        "User",
        values(
            "userName",
            "\"a\"",
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"work\"].value",
            "\"work@example.com\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].streetAddress",
            "\"1 Main St\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\"",
            ENTERPRISE + "manager",
            '"' + boss + '"'));
    Map<String, JsonNode> gone = values(
        "title",
        "null",
        "nickName",
        "null",
        "name.givenName",
        "null",
        "emails[type eq \"work\"].value",
        "null",
        "emails[type eq \"other\"].value",
        "null",
        "addresses[type eq \"work\"].streetAddress",
        "null",
        ENTERPRISE + "manager",
        "null");
    target.update("User", id, gone);
    assertHolds(id, gone);
    assertHolds(
        id,
        values(
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\""));
    assertThat(held("User", id).path("emails")).hasSize(1);
    int patches = service.requests("PATCH");
    target.update("User", id, gone);
    assertThat(service.requests("PATCH"))
        .as("one for each value that the service may only hide")
        .isEqualTo(patches + gone.size());
    assertHolds(id, gone);
  }

  @Test
  void sendsPasswordsAndNeverReadsThem() {
    String id = target.create("User", values("userName", "\"a\"", "password", "\"Secret 1 of a\""));
    assertThat(held("User", id).path("password").asString()).isEqualTo("Secret 1 of a");
    assertThat(target.read("User", id).orElseThrow().value("password").isMissingNode())
        .isTrue();
    target.update("User", id, values("password", "\"Secret 2 of a\""));
    assertThat(held("User", id).path("password").asString()).isEqualTo("Secret 2 of a");
  }
}

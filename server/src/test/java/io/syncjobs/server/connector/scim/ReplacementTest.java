package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Target.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

class ReplacementTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<JsonNode> sent = new ArrayList<>();

  private static ScimResponse response(int status, String body) {
    return new ScimResponse(status, JSON.readTree(body), "", null, null, null, List.of());
  }

  private void replace(String shown, PatchOperation operation, Whole whole) {
    var unused = new Replacement(
            List.of(operation), List.of(), () -> whole, () -> response(200, shown), this::put)
        .resource(true);
  }

  private ScimResponse put(ObjectNode resource, @Nullable String version) {
    sent.add(resource);
    return response(200, "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'members': ['1', '2']}",
        "{'members': [{'value': '1'}, {'value': '2'}]}",
        "{'members': [{'$ref': 'https://scim.example.com/Users/1'}, {'$ref': '../Users/2'}]}"
      })
  void takesReferencesAwayInAnyForm(String shown) {
    JsonNode group = JSON.readTree(shown.replace('\'', '"'));

    replace(group.toString(), ScimPatch.removeReference("members", "1"), Whole.NOTHING);

    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).path("members")).hasSize(1).first().isEqualTo(group.at("/members/1"));
  }

  /** A service may keep values that are left out. */
  @Test
  void saysThatNoReferencesAreLeftOfThoseThatAreHidden() {
    replace("{}", ScimPatch.removeReference("members", "1"), Whole.NOTHING);

    assertThat(sent).containsExactly(JSON.readTree("{\"members\":[]}"));
  }

  @Test
  void sendsReferencesThatAreKnownToBeHidden() {
    replace(
        "{\"members\":[{\"value\":\"2\",\"display\":\"Bob\"}]}",
        ScimPatch.removeReference("members", "1"),
        new Whole(Map.of(), Map.of("members", Set.of("1", "2", "3")), true, () -> {}));

    assertThat(sent)
        .containsExactly(JSON.readTree(
            "{\"members\":[{\"value\":\"2\",\"display\":\"Bob\"},{\"value\":\"3\"}]}"));
  }

  /** Such services refuse what they should ignore. */
  @ParameterizedTest
  @CsvSource({"id,The id can't be changed", "groups,''", "badge,Badge is read-only"})
  void leavesOutWhatTheServiceLetsNobodyWrite(String name, String words) {
    ObjectNode user = JSON.createObjectNode().put("title", "Clerk").put(name, "7");
    ObjectNode error = JSON.createObjectNode().put("detail", words);

    var taken = new Replacement(
            List.of(PatchOperation.replace("active", BooleanNode.FALSE)),
            List.of(),
            () -> Whole.NOTHING,
            () -> response(200, user.toString()),
            (resource, version) -> {
              var unused = put(resource, version);
              return resource.has(name) ? response(400, error.toString()) : response(200, "{}");
            })
        .resource(true);

    assertThat(taken).isPresent();
    assertThat(sent).last().isEqualTo(JSON.readTree("{\"title\":\"Clerk\",\"active\":false}"));
  }

  @Test
  void sendsNothingThatCouldTakeAwayWhatNobodyKnows() {
    replace(
        "{'members': []}".replace('\'', '"'),
        ScimPatch.removeReference("members", "1"),
        Whole.UNKNOWN);

    assertThat(sent).isEmpty();
  }
}

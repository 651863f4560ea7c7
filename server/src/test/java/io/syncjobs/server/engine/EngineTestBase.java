package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;

import io.syncjobs.client.model.AttributeMapping;
import io.syncjobs.client.model.ObjectMapping;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** Base of tests that run with several combinations of database and SCIM service; each test gets a tenancy of its own. */
abstract class EngineTestBase {

  /** A database of the server with the SCIM service that its jobs write to. */
  record Combination(Database database, ScimService.Kind kind) {}

  static Stream<Combination> combinations() {
    return Stream.of(
        new Combination(Database.SQLITE, ScimService.SCIMPLE),
        new Combination(Database.POSTGRESQL, ScimService.GOLDFISH));
  }

  final Combination combination;
  TestServer server;
  ScimService service;
  Tenancy tenancy;

  EngineTestBase(Combination combination) {
    this.combination = combination;
  }

  /** Settings of the server, which all tests with the same settings share. */
  List<String> settings() {
    return TestServer.RUNNING;
  }

  @BeforeEach
  void startService() {
    service = combination.kind().start();
    server = combination.database().server(settings());
    tenancy = Tenancy.on(server, service.baseAddress(), service.token());
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  final Map<String, JsonNode> users() {
    return service.resources("User").stream()
        .collect(Collectors.toMap(user -> user.path("userName").stringValue(), user -> user));
  }

  final JsonNode theUser(String externalId) {
    return Objects.requireNonNull(users().get(externalId + "@example.com"));
  }

  /** Id of a user in the target. */
  final String id(String externalId) {
    return theUser(externalId).path("id").stringValue();
  }

  /** Ids of the members of the only group in the target. */
  final List<String> members() {
    return service
        .resources("Group")
        .get(0)
        .path("members")
        .valueStream()
        .map(member -> member.path("value").stringValue())
        .toList();
  }

  final void changeSchema(Consumer<SynchronizationSchema> change) {
    tenancy
        .client
        .application(tenancy.outboundApplication)
        .schemas()
        .change(tenancy.outboundJob, schema -> {
          change.accept(schema);
          return schema;
        });
  }

  /** Makes the title the matching attribute, so that users without one fail. */
  final void matchByTitle() {
    changeSchema(schema -> {
      attribute(schema, "userName").matchingPriority(0);
      AttributeMapping externalId = attribute(schema, "externalId");
      externalId.matchingPriority(1);
      externalId.getSource().name("employeeId").expression("[jobTitle]");
    });
  }

  static ObjectMapping userMapping(SynchronizationSchema schema) {
    return schema.getSynchronizationRules().get(0).getObjectMappings().get(0);
  }

  static AttributeMapping attribute(SynchronizationSchema schema, String name) {
    return userMapping(schema).getAttributeMappings().stream()
        .filter(mapping -> name.equals(mapping.getTargetAttributeName()))
        .findFirst()
        .orElseThrow();
  }
}

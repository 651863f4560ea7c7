package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;

import io.syncjobs.client.model.AttributeMapping;
import io.syncjobs.client.model.ObjectMapping;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** A tenancy for each test, on each database and with each of two services. */
abstract class EachPlace {

  private static final Map<Database, TestServer> SERVERS = new EnumMap<>(Database.class);

  /** Where a run takes place. */
  record Place(Database database, ScimService.Kind kind) {}

  static Stream<Place> places() {
    return Stream.of(
        new Place(Database.SQLITE, ScimService.SCIMPLE),
        new Place(Database.POSTGRESQL, ScimService.GOLDFISH));
  }

  final Place place;
  TestServer server;
  ScimService service;
  Tenancy tenancy;

  EachPlace(Place place) {
    this.place = place;
  }

  /** What servers are started with. */
  Stream<String> settings() {
    return TestServer.RUNNING.stream();
  }

  private TestServer start(Database database) {
    return TestServer.start(
        Stream.concat(Arrays.stream(database.newDatabase()), settings()).toArray(String[]::new));
  }

  @AfterAll
  static void stopServers() {
    SERVERS.values().forEach(TestServer::close);
    SERVERS.clear();
  }

  @BeforeEach
  void startService() {
    server = SERVERS.computeIfAbsent(place.database(), this::start);
    service = place.kind().start();
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

  /** Whoever has no title fails, since there is nothing to be matched by. */
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

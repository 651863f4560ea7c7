package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.client.Synchronization;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A target with which tests try credentials. */
abstract class CredentialChecks {

  static final String EMPTY_LIST =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,\"Resources\":[]}";

  final List<String> asked = new CopyOnWriteArrayList<>();
  TestServer server;
  HttpServer target;
  String address;
  Synchronization synchronization;
  Synchronization otherRoot;
  int status;
  String body;

  @BeforeAll
  void startServer() {
    server = Database.SQLITE.server("--syncjobs.private-targets=true");
  }

  @BeforeEach
  void startTarget() throws IOException {
    status = 200;
    body = EMPTY_LIST;
    String tenant = TestServer.newId();
    String owner = TestServer.newId();
    synchronization = server.client(tenant).application(owner);
    otherRoot = server.client(tenant).servicePrincipal(owner);
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/scim", exchange -> {
      asked.add(
          exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    target.start();
    address = "http://localhost:" + target.getAddress().getPort() + "/scim";
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
    asked.clear();
  }

  static List<SynchronizationSecretKeyStringValuePair> credentials(
      @Nullable String address, @Nullable String token) {
    List<SynchronizationSecretKeyStringValuePair> credentials = new ArrayList<>();
    if (address != null) {
      credentials.add(new SynchronizationSecretKeyStringValuePair()
          .key(SynchronizationSecret.BASE_ADDRESS)
          .value(address));
    }
    if (token != null) {
      credentials.add(new SynchronizationSecretKeyStringValuePair()
          .key(SynchronizationSecret.SECRET_TOKEN)
          .value(token));
    }
    return credentials;
  }

  void validate(@Nullable String address, @Nullable String token) {
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation()
            .templateId("scim")
            .useSavedCredentials(false)
            .credentials(credentials(address, token)));
  }

  void assertRefused(
      @Nullable String address, @Nullable String token, ErrorCode code, String... words) {
    assertThatThrownBy(() -> validate(address, token))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(code);
          assertThat(e.target()).isPresent();
          assertThat(e.getMessage()).doesNotContain("the-token");
          assertThat(words).allSatisfy(word -> assertThat(e.getMessage()).contains(word));
        });
  }
}

package io.syncjobs.server.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The contract of these tests, and the one of the server that they call, which may be of another version. */
final class Contracts {

  private static final String CONTRACT = "/META-INF/syncjobs/openapi.yaml";

  private Contracts() {}

  /** The contract that these tests and their client were written for. */
  static JsonNode own() {
    try (InputStream in = Contracts.class.getResourceAsStream(CONTRACT)) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contract of the server, which its jar has if the tests run against one. */
  static JsonNode ofServer() {
    String jar = System.getProperty("server.jar", "");
    if (jar.isEmpty()) {
      return own();
    }
    try (InputStream in =
        URI.create("jar:" + Path.of(jar).toUri() + "!" + CONTRACT).toURL().openStream()) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.syncjobs.server.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  /** The place of the operation at a path below either root; null if there is none. */
  static @Nullable String operation(JsonNode contract, String method, String path) {
    String canonical = path.replaceAll("\\((?:appId=)?(?:'|%27)(.+?)(?:'|%27)\\)", "/$1")
        .replaceAll("(\\(\\))?/?$", "")
        .replaceAll("/microsoft\\.graph\\.(?=[A-Za-z]+$)", "/");
    for (JsonNode server : contract.path("servers")) {
      String version = server.path("url").stringValue();
      for (String template : contract.path("paths").propertyNames()) {
        String pattern =
            Pattern.quote(version) + template.replace("$", "\\$").replaceAll("\\{[^}]+}", "[^/]+");
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        String pointer = "/paths/" + template.replace("/", "~1") + "/" + verb;
        if (canonical.matches(pattern) && contract.at(pointer).isObject()) {
          return pointer;
        }
      }
    }
    return null;
  }
}

package io.syncjobs.server.web.monitoring;

import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/** Client of the endpoints for operators, which aren't part of the contract. */
public record Endpoints(String origin) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Endpoints of(TestServer server) {
    return new Endpoints(server.origin());
  }

  /** Endpoints at a separate port. */
  static Endpoints atSeparatePort(TestServer server) {
    return new Endpoints("http://localhost:"
        + Objects.requireNonNull(
            server.bean(Environment.class).getProperty("local.management.port")));
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(5));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("No answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Value of a metric by its name and some of its labels; 0 if it doesn't exist yet. */
  public double figure(String name, String... labels) {
    Pattern line = Pattern.compile(Pattern.quote(name) + "(?:\\{(.*)})? (\\S+)");
    return get("/actuator/prometheus")
        .body()
        .lines()
        .map(line::matcher)
        .filter(Matcher::matches)
        .filter(found -> has(Objects.requireNonNullElse(found.group(1), ""), labels))
        .mapToDouble(found -> Double.parseDouble(found.group(2)))
        .sum();
  }

  private static boolean has(String all, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!("," + all + ",").contains("," + labels[i] + "=\"" + labels[i + 1] + "\",")) {
        return false;
      }
    }
    return true;
  }
}

package io.syncjobs.server.web.development;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the server call itself and then end, if a setting says so. An archive of classes that such a run leaves has those that requests need and, from
 * Java 25 on, how often their methods ran, so that the compiler of a later start begins with those that matter.
 *
 * @see <a href="https://openjdk.org/jeps/515">Ahead-of-time method profiling</a>
 */
@Component
@Conditional(DevelopmentMode.class)
class Rehearsal {

  /** Setting with the number of jobs that are created and used. */
  private static final String JOBS = "syncjobs.development.rehearsal";

  private static final int CALLERS = 8;

  private final int jobs;
  private final DevelopmentTokens tokens;
  private final JsonMapper json;

  Rehearsal(@Value("${" + JOBS + ":0}") int jobs, DevelopmentTokens tokens, JsonMapper json) {
    this.jobs = jobs;
    this.tokens = tokens;
    this.json = json;
  }

  @EventListener
  void rehearse(ApplicationReadyEvent ready) throws InterruptedException, ExecutionException {
    ConfigurableApplicationContext context = ready.getApplicationContext();
    if (jobs == 0) {
      return;
    }
    Caller caller = new Caller(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port")
            + "/v1.0",
        tokens.issue(tokens.client().tenantId(), tokens.permissions(), Duration.ofHours(1)));
    Callable<Void> job = () -> {
      use(caller);
      return null;
    };
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    for (Future<Void> done : callers.invokeAll(Collections.nCopies(jobs, job))) {
      done.get();
    }
    callers.shutdown();
    System.exit(SpringApplication.exit(context));
  }

  private void use(Caller caller) throws IOException, InterruptedException {
    String synchronization = "/applications/" + UUID.randomUUID() + "/synchronization";
    String list = synchronization + "/jobs";
    String created = caller.send("POST", list, "{\"templateId\":\"scim\"}", 201);
    String job = list + "/" + json.readTree(created).path("id").asString();
    caller.send("GET", job, "", 200);
    caller.send("GET", job + "/schema", "", 200);
    caller.send("GET", list, "", 200);
    caller.send(
        "PUT",
        synchronization + "/secrets",
        "{\"value\":[{\"key\":\"SecretToken\",\"value\":\"rehearsed\"}]}",
        204);
    caller.send("POST", list, "{\"templateId\":1}", 400);
    caller.send("GET", "/auditLogs/provisioning", "", 200);
  }

  private record Caller(HttpClient http, String root, String token) {

    String send(String method, String path, String body, int status)
        throws IOException, InterruptedException {
      HttpResponse<String> answer = http.send(
          HttpRequest.newBuilder(URI.create(root + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != status) {
        throw new IllegalStateException(method + " " + path + " was answered with "
            + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    }
  }
}

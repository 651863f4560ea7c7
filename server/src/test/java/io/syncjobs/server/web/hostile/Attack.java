package io.syncjobs.server.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.web.hostile.Value.Verdict;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** Sends requests to a server, one after the other, and checks the answers. */
final class Attack {

  /** Error codes of violations of the contract. */
  private static final Set<String> BY_CONTRACT = Set.of(
      "invalidRequest",
      "malformedJson",
      "bodyRequired",
      "missingMember",
      "unknownMember",
      "invalidMember",
      "missingParameter",
      "invalidParameter",
      "unsupportedQueryOption",
      "requestTooLarge",
      "unsupportedMediaType");

  /**
   * Members that the contract demands in words only: the name of a setting with a value, the objects of an enabled mapping, the rules of a schema
   * without directories. What a request changes may lack them, depending on what was stored before.
   */
  private static final Pattern DESCRIBED =
      Pattern.compile(".*/(name|sourceObjectName|targetObjectName)|synchronizationRules");

  private final Raw raw;
  private final Random random;
  private final long seed;
  private final String application = TestServer.newId();
  private final String uploadJobId;
  private String jobId;

  Attack(Raw raw, long seed) {
    this.raw = raw;
    this.seed = seed;
    random = new Random(seed);
    jobId = createJob();
    uploadJobId = createJob("API2AAD");
  }

  /** Asserts that the server still works. */
  void assertAlive() {
    jobId = createJob();
    assertThat(raw.send("GET", Raw.jobs(application) + "/" + jobId).status()).isEqualTo(200);
  }

  private String createJob() {
    return createJob("scim");
  }

  private String createJob(String template) {
    Answer answer = raw.post(Raw.jobs(application), "{\"templateId\":\"%s\"}".formatted(template));
    String id = answer.status() == 201
        ? answer.json().path("id").asString("")
        : answer.json().at("/error/details/0/message").asString("");
    assertThat(id).isNotEmpty();
    return id;
  }

  /** Sends a request and checks the answer. */
  void make(HostileRequest request) {
    Operation operation = request.operation();
    boolean creates = operation.id().startsWith("create");
    Map<String, String> ids = new HashMap<>();
    ids.put("applicationsId", creates ? TestServer.newId() : application);
    ids.put("servicePrincipalId", creates ? TestServer.newId() : application);
    ids.put("jobId", operation.id().endsWith("Upload") ? uploadJobId : jobId);
    ids.put("templateId", "scim");
    ids.put("directoryId", "d");
    ids.put("snapshotName", "before");
    for (String name :
        List.of("userId", "groupId", "cycleId", "uploadId", "provisioningObjectSummaryId")) {
      ids.put(name, application);
    }
    String address = request.address(random.nextBoolean() ? "/v1.0" : "/beta", ids);
    List<String> headers = new ArrayList<>();
    if (request.body() != null
        && request.headers().stream().noneMatch(header -> header.getKey().equals("Content-Type"))) {
      headers.addAll(
          List.of("Content-Type", Objects.requireNonNull(operation.body()).mediaType()));
    }
    request
        .headers()
        .forEach(header -> headers.addAll(List.of(header.getKey(), header.getValue())));
    BodyPublisher body = request.body() == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(request.body().getBytes(StandardCharsets.ISO_8859_1));

    Answer answer;
    try {
      answer = raw.send(operation.method(), address, body, headers.toArray(String[]::new));
    } catch (AssertionError e) {
      throw new AssertionError(describe(request, address, headers), e);
    }
    judge(request, answer, describe(request, address, headers));
    if (operation.id().startsWith("delete") && answer.status() == 204) {
      jobId = createJob();
    }
  }

  private static void judge(HostileRequest request, Answer answer, String description) {
    assertThat(answer.status()).as(description).isLessThan(500);
    if (request.verdict() == Verdict.BAD) {
      assertThat(answer.status()).as(description).isBetween(400, 499);
      assertThat(answer.code()).as(description).isIn(BY_CONTRACT);
      if (request.target() != null) {
        assertThat(answer.target()).as(description).isEqualTo(request.target());
      }
    } else if (request.verdict() == Verdict.GOOD && answer.status() >= 400) {
      assertThat(answer.code())
          .as(description + answer.message())
          .satisfiesAnyOf(
              code -> assertThat(code).isNotIn(BY_CONTRACT),
              code -> assertThat(answer.target()).matches(DESCRIBED));
    }
  }

  private String describe(HostileRequest request, String address, List<String> headers) {
    String body = request.body() == null ? "" : request.body();
    return "%s (%s), -Dhostile.seed=%d%n%s %s%n%s%n%s%n"
        .formatted(
            request.what(),
            request.verdict(),
            seed,
            request.operation().method(),
            address,
            headers,
            body.length() > 2000 ? body.substring(0, 2000) + "… " + body.length() : body);
  }
}

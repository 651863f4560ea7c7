package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.QuickStart;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Client libraries that can create a job, by one caller. */
enum Client {
  /** The client of SyncJobs. */
  OURS {
    @Override
    Consumer<String> open(String origin) {
      SynchronizationClient client = SynchronizationClient.builder()
          .baseUrl(origin + "/v1.0")
          .tokenProvider(() -> CompletableFuture.completedFuture("token"))
          .build();
      return application -> client
          .application(application)
          .jobs()
          .create(new SynchronizationJobCreate().templateId("scim"))
          .value();
    }
  },
  /** Microsoft's SDK for Graph. */
  MICROSOFT {
    @Override
    Consumer<String> open(String origin) {
      GraphServiceClient client =
          new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(new AnyToken()));
      client.getRequestAdapter().setBaseUrl(origin + "/v1.0");
      return application -> {
        var job = new com.microsoft.graph.models.SynchronizationJob();
        job.setTemplateId("scim");
        Objects.requireNonNull(client
            .servicePrincipals()
            .byServicePrincipalId(application)
            .synchronization()
            .jobs()
            .post(job));
      };
    }
  };

  private static final String MEASURED = "measured ";

  /** Opens a client; the consumer creates a job for an application id. */
  abstract Consumer<String> open(String origin);

  /** Starts a virtual machine with this client alone, and returns the milliseconds from its start to the first answer, and its later calls per second. */
  double[] measure(String origin, Duration time) throws IOException {
    Process process = new ProcessBuilder(List.of(
            QuickStart.java(),
            "-cp",
            System.getProperty("java.class.path"),
            Client.class.getName(),
            name(),
            origin,
            time.toString(),
            Instant.now().toString()))
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return output
        .lines()
        .filter(line -> line.startsWith(MEASURED))
        .findFirst()
        .map(line -> Arrays.stream(line.substring(MEASURED.length()).split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray())
        .orElseThrow(() -> new IllegalStateException(output));
  }

  /** Calls a server for some time, and measures the first call and those of the second half. */
  public static void main(String[] arguments) {
    // Linux knows the start of a process only to the second in which the machine was started.
    Instant began = Instant.parse(arguments[3]);
    Consumer<String> client = Client.valueOf(arguments[0]).open(arguments[1]);
    client.accept(UUID.randomUUID().toString());
    long first = Duration.between(began, Instant.now()).toMillis();
    Duration half = Duration.parse(arguments[2]).dividedBy(2);
    calls(client, half);
    double perSecond = calls(client, half) / (half.toMillis() / 1e3);
    System.out.println(MEASURED + first + " " + perSecond);
    System.exit(0);
  }

  private static int calls(Consumer<String> client, Duration time) {
    int calls = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; calls++) {
      client.accept(UUID.randomUUID().toString());
    }
    return calls;
  }

  private static final class AnyToken implements AccessTokenProvider {
    private final AllowedHostsValidator hosts = new AllowedHostsValidator("localhost");

    @Override
    public String getAuthorizationToken(
        URI uri, @Nullable Map<String, Object> additionalAuthenticationContext) {
      return "token";
    }

    @Override
    public AllowedHostsValidator getAllowedHostsValidator() {
      return hosts;
    }
  }
}

package io.syncjobs.server.comparison;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationJobCreate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Client libraries that can create a job. */
public enum Client {
  /** The client of SyncJobs. */
  OURS {
    @Override
    Function<String, Object> open(String origin) {
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
    Function<String, Object> open(String origin) {
      GraphServiceClient client =
          new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(new AnyToken()));
      client.getRequestAdapter().setBaseUrl(origin + "/v1.0");
      return application -> {
        var job = new com.microsoft.graph.models.SynchronizationJob();
        job.setTemplateId("scim");
        return Objects.requireNonNull(client
            .servicePrincipals()
            .byServicePrincipalId(application)
            .synchronization()
            .jobs()
            .post(job));
      };
    }
  };

  /** Opens a client; the function creates a job for an application id. */
  abstract Function<String, Object> open(String origin);

  /** The size of its jars in bytes, including dependencies. */
  long bytes() {
    String own = this == OURS
        ? "client/target/classes|/(jackson-databind-nullable|jspecify|slf4j-api)/|/tools/jackson/core/jackson-core/|/jackson/core/jackson-annotations/"
        : "/com/(microsoft|azure|squareup|nimbusds)/|/org/jetbrains/|/gson/|/io/(projectreactor|github/std-uritemplate)/|/opentelemetry-(api|context|common)/|/reactive-streams/|/net/minidev/|/jakarta.annotation-api/|/(slf4j-api|ow2/asm|jna|msal4j)";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry ->
            Pattern.compile(own).matcher(entry.replace(File.separatorChar, '/')).find())
        .mapToLong(Client::size)
        .sum();
  }

  private static long size(String entry) {
    try (Stream<Path> files = Files.walk(Path.of(entry))) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the first call of a new virtual machine, and prints the milliseconds from its start to the answer. */
  public static void main(String[] arguments) {
    Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
    Object answer = Client.valueOf(arguments[0])
        .open(arguments[1])
        .apply("5c1e6bd2-2b1b-4b43-9c0a-5f4f6f2d2c31");
    Duration passed = Duration.between(began, Instant.now());
    System.out.println("answered " + passed.toMillis() + " " + answer.getClass());
    System.exit(0);
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

package io.syncjobs.server.web.compatibility;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.http.ResponseCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Base of tests with Microsoft's SDK, unchanged except for its base URL and token. */
abstract class WithMicrosoftSdk {

  final TestServer server = Database.SQLITE.server();
  final String tenant = TestServer.newId();
  final String owner = TestServer.newId();

  final GraphServiceClient client(String version) {
    String token = server.token(tenant, TestServer.ALL);
    GraphServiceClient client = new GraphServiceClient(
        new BaseBearerTokenAuthenticationProvider(new FixedToken(token)),
        GraphClientFactory.create(new ContractInterceptor()).build());
    client.getRequestAdapter().setBaseUrl(server.origin() + version);
    return client;
  }

  static SynchronizationJob job(String templateId) {
    SynchronizationJob job = new SynchronizationJob();
    job.setTemplateId(templateId);
    return job;
  }

  /** Provides a fixed token, also for this machine. */
  private static final class FixedToken implements AccessTokenProvider {
    private final String token;
    private final AllowedHostsValidator hosts = new AllowedHostsValidator("localhost");

    FixedToken(String token) {
      this.token = token;
    }

    @Override
    public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
      return hosts.isUrlHostValid(uri) ? token : "";
    }

    @Override
    public AllowedHostsValidator getAllowedHostsValidator() {
      return hosts;
    }
  }

  /** Checks answers to the SDK against the contract. */
  private static final class ContractInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Response response = chain.proceed(chain.request());
      ResponseCheck.check(
          response.request().method(),
          response.request().url().uri(),
          response.code(),
          HttpHeaders.of(response.headers().toMultimap(), (name, value) -> true),
          response.peekBody(Long.MAX_VALUE).bytes());
      return response;
    }
  }
}

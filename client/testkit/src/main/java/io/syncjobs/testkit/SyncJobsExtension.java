package io.syncjobs.testkit;

import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the server and resolves parameters; see {@link SyncJobs}. */
class SyncJobsExtension implements BeforeAllCallback, ParameterResolver {

  private static final Map<Class<?>, Function<Tenant, Object>> TYPES = Map.of(
      SynchronizationClient.class,
      Tenant::client,
      Sandbox.class,
      Tenant::sandbox,
      Tenant.class,
      tenant -> tenant);

  @Override
  public void beforeAll(ExtensionContext context) {
    Tenant.of(context.getRequiredTestClass());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(TYPES.get(parameter.getParameter().getType()))
        .apply(Tenant.of(context.getRequiredTestClass()));
  }
}

package io.syncjobs.server.web.development.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request of an application to sign in a user.
 *
 * @param tenantId tenant whose users can be chosen
 * @param clientId id of the application, a GUID
 * @param permissions permissions that the application gets on behalf of the user
 * @param scope scope of the answer, as libraries expect it
 * @param redirect way back to the application; null if it asks for the result with a device code
 */
public record SignInRequest(
    String tenantId,
    String clientId,
    List<String> permissions,
    String scope,
    @Nullable Redirect redirect) {

  public SignInRequest {
    permissions = List.copyOf(permissions);
  }
}

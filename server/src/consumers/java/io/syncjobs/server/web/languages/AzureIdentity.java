package io.syncjobs.server.web.languages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DeviceCodeCredentialBuilder;
import com.azure.identity.DeviceCodeInfo;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Program that gets tokens of an application and of a user by Microsoft's azure-identity, with nothing set but the authority. It runs in a virtual machine of
 * its own, which trusts the server by the line that the server prints.
 */
final class AzureIdentity {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String origin;
  private final JsonNode client;

  private AzureIdentity(String origin, Path folder) throws IOException {
    this.origin = origin;
    client =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("development-client.json")));
  }

  /**
   * Prints a line for each way to a token.
   *
   * @param arguments address of the server, its data folder, a file with a certificate and its key, id of a user
   */
  public static void main(String[] arguments) throws Exception {
    AzureIdentity identity = new AzureIdentity(arguments[0], Path.of(arguments[1]));
    identity.tryAll(arguments[2], arguments[3]);
    System.exit(0); // Threads of the library would go on.
  }

  private String ofClient(String member) {
    return Objects.requireNonNull(client.path(member).stringValue());
  }

  private void tryAll(String certificate, String user) throws Exception {
    report(
        "secret",
        new ClientSecretCredentialBuilder()
            .tenantId(ofClient("tenant_id"))
            .clientId(ofClient("client_id"))
            .clientSecret(ofClient("client_secret"))
            .authorityHost(origin)
            .disableInstanceDiscovery()
            .build());
    report(
        "certificate",
        new ClientCertificateCredentialBuilder()
            .tenantId(ofClient("tenant_id"))
            .clientId(ofClient("client_id"))
            .pemCertificate(certificate)
            .authorityHost(origin)
            .disableInstanceDiscovery()
            .build());
    report(
        "device code of",
        new DeviceCodeCredentialBuilder()
            .tenantId(ofClient("tenant_id"))
            .clientId(UUID.randomUUID().toString())
            .challengeConsumer(code -> choose(code, user))
            .authorityHost(origin)
            .disableInstanceDiscovery()
            .build());
  }

  private void choose(DeviceCodeInfo code, String user) {
    String form = "action=approve&user=" + user + "&user_code="
        + URLEncoder.encode(code.getUserCode(), UTF_8);
    status(HttpRequest.newBuilder(URI.create(code.getVerificationUrl()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form))
        .build());
  }

  private static int status(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void report(String way, TokenCredential credential) throws Exception {
    AccessToken token = Objects.requireNonNull(credential.getTokenSync(
        new TokenRequestContext().addScopes("https://graph.microsoft.com/.default")));
    int status = status(HttpRequest.newBuilder(URI.create(
            origin + "/v1.0/applications/" + UUID.randomUUID() + "/synchronization/jobs"))
        .header("Authorization", "Bearer " + token.getToken())
        .build());
    System.out.printf(
        "%s %s: %d%n",
        way, SignedJWT.parse(token.getToken()).getJWTClaimsSet().getStringClaim("upn"), status);
  }
}

package io.syncjobs.server.web.api.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.JobQuery;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.platform.storage.SharedHmac;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Issues and reads tokens for the next page of a list. A token holds the last key of the page, signed together with the list that it belongs to.
 * All nodes on a database accept it. Thread-safe.
 */
@Component
public class Skiptokens {

  private static final int SIGNATURE_BYTES = 16;
  private static final byte[] SEPARATOR = {0};

  private final SharedHmac hmac;
  private final JsonMapper json;

  Skiptokens(SharedHmac hmac, JsonMapper json) {
    this.hmac = hmac;
    this.json = json;
  }

  /** Text that identifies a list of jobs. */
  public String listOf(Owner owner, @Nullable String filter, JobQuery.Order order) {
    return json.writeValueAsString(
        Arrays.asList(owner.tenantId(), owner.applicationId(), filter, order.name()));
  }

  /** Text that identifies a list of provisioning events. */
  public String listOf(String tenantId, @Nullable String filter, boolean latestFirst) {
    return json.writeValueAsString(
        Arrays.asList("auditLogs/provisioning", tenantId, filter, latestFirst));
  }

  /** Text that identifies a list of the tenant's directory. */
  public String listOf(String collection, String tenantId, @Nullable String filter) {
    return json.writeValueAsString(Arrays.asList(collection, tenantId, filter));
  }

  /** Issues a token for the entries after a key of a list. */
  public String issue(String key, String list) {
    byte[] text = key.getBytes(UTF_8);
    byte[] token = Arrays.copyOf(sign(text, list), SIGNATURE_BYTES + text.length);
    System.arraycopy(text, 0, token, SIGNATURE_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads the key of a token.
   *
   * @throws Refusal if the token wasn't issued for this list
   */
  public String read(String token, String list) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length > SIGNATURE_BYTES) {
        byte[] key = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        if (MessageDigest.isEqual(sign(key, list), Arrays.copyOf(bytes, SIGNATURE_BYTES))) {
          return new String(key, UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like any other token that this server didn't issue.
    }
    throw new Refusal(
        ErrorCode.INVALID_SKIPTOKEN,
        "$skiptoken",
        "The query option $skiptoken wasn't issued for this list. Follow @odata.nextLink unchanged, or start again without it.");
  }

  private byte[] sign(byte[] key, String list) {
    byte[] signature =
        hmac.hash(SharedHmac.Purpose.SKIPTOKEN, list.getBytes(UTF_8), SEPARATOR, key);
    return Arrays.copyOf(signature, SIGNATURE_BYTES);
  }
}

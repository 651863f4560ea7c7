package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.secret.NotificationSettings;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.web.api.generated.model.SynchronizationSecret;
import io.syncjobs.server.web.api.generated.model.SynchronizationSecretKeyStringValuePair;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Maps secrets. Answers mask their values. */
@Component
public class SecretMapper {

  private static final String MASK = "*";

  /** Keys whose value is JSON in a string. */
  private static final Set<SynchronizationSecret> DOCUMENTS = EnumSet.of(
      SynchronizationSecret.DOMAIN,
      SynchronizationSecret.APP_KEY,
      SynchronizationSecret.SYNC_NOTIFICATION_SETTINGS);

  /** Keys whose value is a boolean in a string. */
  private static final Set<SynchronizationSecret> SWITCHES = EnumSet.of(
      SynchronizationSecret.SYNC_ALL,
      SynchronizationSecret.SANDBOX,
      SynchronizationSecret.ENFORCE_DOMAIN,
      SynchronizationSecret.VALIDATE_DOMAIN,
      SynchronizationSecret.SKIP_OUT_OF_SCOPE_DELETIONS,
      SynchronizationSecret.HARD_DELETES_ENABLED,
      SynchronizationSecret.UPDATE_KEY_ON_SOFT_DELETE,
      SynchronizationSecret.PERFORM_INBOUND_ENTITLEMENT_GRANTS);

  private static final Pattern SWITCH = Pattern.compile("true|false|", Pattern.CASE_INSENSITIVE);

  private static final Pattern TWICE = Pattern.compile("^Duplicate Object property \"([^\"]*)\"");

  private final JsonMapper json;

  SecretMapper(JsonMapper json) {
    this.json = json;
  }

  /**
   * Reads secrets.
   *
   * @param member name of the list in the body
   * @throws Refusal if a key occurs twice, or a value is the mask or isn't the JSON object that its key requires
   */
  public List<Secret> read(List<SynchronizationSecretKeyStringValuePair> pairs, String member) {
    List<Secret> secrets = new ArrayList<>();
    Set<SynchronizationSecret> keys = EnumSet.noneOf(SynchronizationSecret.class);
    for (int i = 0; i < pairs.size(); i++) {
      SynchronizationSecret key = pairs.get(i).getKey();
      String value = pairs.get(i).getValue().orElse(null);
      String place = member + "/" + i + "/value";
      if (!keys.add(key)) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            member + "/" + i + "/key",
            "The key " + key.getValue() + " occurs more than once. Send each key once.");
      }
      if (MASK.equals(value)) {
        throw new Refusal(
            ErrorCode.INVALID_MEMBER,
            place,
            "The value of %s is *, which stands for a stored value in answers. Send the value itself."
                .formatted(key.getValue()));
      }
      if (DOCUMENTS.contains(key) && value != null && !value.isEmpty()) {
        requireDocument(key.getValue(), value, place);
      }
      if (key == SynchronizationSecret.SYNC_NOTIFICATION_SETTINGS && value != null) {
        NotificationSettings.read(value).map(NotificationSettings::fault).ifPresent(fault -> {
          throw new Refusal(ErrorCode.INVALID_MEMBER, place, fault);
        });
      }
      if (SWITCHES.contains(key) && value != null && !SWITCH.matcher(value).matches()) {
        throw new Refusal(
            ErrorCode.INVALID_MEMBER,
            place,
            "The value of " + key.getValue() + " must be 'true' or 'false'.");
      }
      secrets.add(new Secret(key.getValue(), value));
    }
    return secrets;
  }

  private void requireDocument(String key, String value, String place) {
    String advice = "The value of " + key + " must be a JSON object in a string.";
    try {
      if (json.readTree(value).isObject()) {
        return;
      }
    } catch (JacksonException e) {
      // Whatever else the parser says may show a secret.
      Matcher twice = TWICE.matcher(e.getOriginalMessage());
      if (twice.find()) {
        advice = "The value of %s has the member %s more than once. Send it once."
            .formatted(key, Quoted.of(twice.group(1)));
      }
    }
    throw new Refusal(ErrorCode.INVALID_MEMBER, place, advice);
  }

  /** Writes a secret with a masked value; an empty one stays empty. */
  public static SynchronizationSecretKeyStringValuePair write(Secret secret) {
    return new SynchronizationSecretKeyStringValuePair()
        .key(SynchronizationSecret.fromValue(secret.key()))
        .value(mask(secret.value()));
  }

  private static @Nullable String mask(@Nullable String value) {
    return value == null || value.isEmpty() ? value : MASK;
  }
}

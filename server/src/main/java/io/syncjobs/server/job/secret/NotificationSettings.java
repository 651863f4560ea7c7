package io.syncjobs.server.job.secret;

import io.syncjobs.server.contract.Quoted;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The secret {@code SyncNotificationSettings}: JSON with the recipients of quarantine notices and the limit of deletions. Numbers and booleans may be
 * written as texts, too.
 */
public final class NotificationSettings {

  /** Key of the secret. */
  public static final String KEY = "SyncNotificationSettings";

  private static final String RECIPIENTS = "Recipients";
  private static final String LIMITED = "DeleteThresholdEnabled";
  private static final String LIMIT = "DeleteThresholdValue";
  private static final Set<String> SWITCHES =
      Set.of("Enabled", LIMITED, "HumanResourcesLookaheadQueryEnabled");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final Pattern SWITCH = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESSES =
      Pattern.compile("(\\s*[^\\s@,;]+@[^\\s@,;]+\\s*([,;]|$))*\\s*");
  private static final long LARGEST = 1_000_000_000;

  private final JsonNode members;

  private NotificationSettings(JsonNode members) {
    this.members = members;
  }

  /** Reads the settings; empty if they are no JSON object. */
  public static Optional<NotificationSettings> read(String text) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text))
          .filter(JsonNode::isObject)
          .map(NotificationSettings::new);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Number of deletions in a cycle from which on they are held back, 0 for no limit; empty if the settings don't say. */
  public Optional<Long> deleteThreshold() {
    if (!isGiven(LIMITED)) {
      return Optional.empty();
    }
    if (!isTrue(LIMITED)) {
      return Optional.of(0L);
    }
    String limit = members.path(LIMIT).asString("");
    return Optional.of(isLimit(limit) ? Long.parseLong(limit) : 0);
  }

  private boolean isGiven(String member) {
    return members.hasNonNull(member);
  }

  private static boolean isLimit(String text) {
    return NUMBER.matcher(text).matches() && Long.parseLong(text) <= LARGEST;
  }

  /** Sentence that says what is wrong with the settings; null if they are valid. */
  public @Nullable String fault() {
    for (String name : members.propertyNames()) {
      String fault = name.contains("@") ? null : fault(name, members.path(name));
      if (fault != null) {
        return fault;
      }
    }
    return isGiven(LIMITED) && isTrue(LIMITED) && !isGiven(LIMIT)
        ? "DeleteThresholdEnabled needs DeleteThresholdValue, a whole number of deletions."
        : null;
  }

  private boolean isTrue(String member) {
    return members.path(member).asString("").equalsIgnoreCase("true");
  }

  private static @Nullable String fault(String name, JsonNode value) {
    if (SWITCHES.contains(name)) {
      return fits(value, value.isBoolean(), SWITCH) ? null : must(name, "be true or false");
    }
    if (name.equals(LIMIT)) {
      return fits(value, value.isNumber(), NUMBER)
              && (value.isNull() || isLimit(value.asString("")))
          ? null
          : must(name, "be a whole number from 0 to " + LARGEST);
    }
    if (name.equals(RECIPIENTS)) {
      return fits(value, false, ADDRESSES)
          ? null
          : must(name, "be e-mail addresses in a text, with commas or semicolons between them");
    }
    Set<String> known = new TreeSet<>(SWITCHES);
    known.add(LIMIT);
    known.add(RECIPIENTS);
    return "%s isn't a member of %s. Send one of %s, spelled like that."
        .formatted(Quoted.of(name), KEY, String.join(", ", known));
  }

  private static boolean fits(JsonNode value, boolean typed, Pattern text) {
    return value.isNull()
        || ((typed || value.isString()) && text.matcher(value.asString("")).matches());
  }

  /** Doesn't show the value, like all messages about secrets. */
  private static String must(String name, String form) {
    return "%s in %s must %s.".formatted(name, KEY, form);
  }
}

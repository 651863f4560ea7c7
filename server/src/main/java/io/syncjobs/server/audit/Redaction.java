package io.syncjobs.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.audit.ProvisioningEvent.Identity;
import io.syncjobs.server.audit.ProvisioningEvent.Modified;
import io.syncjobs.server.audit.ProvisioningEvent.Step;
import io.syncjobs.server.audit.ProvisioningEvent.System;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of an event may be stored. Values of attributes whose name sounds like a secret are masked, wherever else in the event they occur as well.
 * Whoever makes events should know better than the name; this is the last to look. Texts are cut to what the contract allows and an index takes,
 * and rid of what PostgreSQL refuses.
 */
final class Redaction {

  /** What a secret value is shown as, by Graph too. */
  static final String MASK = "*";

  static final int MAX_NAME = 512;
  static final int MAX_MODIFIED = 200;
  static final int MAX_STEPS = 50;

  /** Shorter ones would be found in too many words. */
  private static final int MIN_TOLD = 4;

  private static final Pattern SECRET = Pattern.compile(
      "pass-?_?(word|wd|code|phrase)|pwd|secret|token|credential|(private|api|access)-?_?key",
      Pattern.CASE_INSENSITIVE);

  /** Which of the last names sounded like a secret. The same few attributes come again with each entry. */
  private static final LoadingCache<String, Boolean> SOUNDS_SECRET =
      Caffeine.newBuilder().maximumSize(1000).build(name -> SECRET.matcher(name).find());

  private final List<String> secrets;

  private Redaction(ProvisioningEvent event) {
    // The longest first, as one may be part of another.
    secrets = event.modified().stream()
        .filter(modified -> SOUNDS_SECRET.get(modified.name()))
        .flatMap(secret -> Stream.of(secret.oldValue(), secret.newValue()))
        .filter(value -> value != null && value.length() >= MIN_TOLD)
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
  }

  /** The event as it may be stored. */
  static ProvisioningEvent of(ProvisioningEvent event) {
    return new Redaction(event).apply(event);
  }

  private ProvisioningEvent apply(ProvisioningEvent event) {
    return new ProvisioningEvent(
        cut(event.id(), MAX_NAME),
        event.owner(),
        cut(event.jobId(), MAX_NAME),
        cut(event.cycleId(), MAX_NAME),
        cut(event.changeId(), MAX_NAME),
        event.time(),
        event.durationMillis(),
        event.action(),
        event.result(),
        cut(event.initiatedBy(), MAX_NAME),
        event.byCaller(),
        system(event.sourceSystem()),
        identity(event.source()),
        system(event.targetSystem()),
        event.target() == null ? null : identity(event.target()),
        event.modified().stream().limit(MAX_MODIFIED).map(this::modified).toList(),
        event.steps().stream().limit(MAX_STEPS).map(this::step).toList(),
        event.error() == null ? null : error(event.error()));
  }

  private Modified modified(Modified modified) {
    boolean secret = SOUNDS_SECRET.get(modified.name());
    return new Modified(
        cut(modified.name(), MAX_NAME),
        value(modified.oldValue(), secret),
        value(modified.newValue(), secret));
  }

  private @Nullable String value(@Nullable String value, boolean secret) {
    return value == null ? null : secret ? MASK : text(value);
  }

  private static System system(System system) {
    return new System(cut(system.id(), MAX_NAME), cut(system.displayName(), MAX_NAME));
  }

  private static Identity identity(Identity identity) {
    String name = identity.displayName();
    return new Identity(
        cut(identity.id(), MAX_NAME),
        name == null ? null : cut(name, MAX_NAME),
        cut(identity.type(), MAX_NAME));
  }

  private Step step(Step step) {
    return new Step(
        cut(step.name(), MAX_NAME), step.type(), step.result(), text(step.description()));
  }

  private ErrorInfo error(ErrorInfo error) {
    return new ErrorInfo(
        cut(error.code(), MAX_NAME),
        cut(error.category(), MAX_NAME),
        text(error.reason()),
        text(error.recommendedAction()));
  }

  private String text(String text) {
    String told = text;
    for (String secret : secrets) {
      told = told.replace(secret, MASK);
    }
    return cut(told, ProvisioningEvent.MAX_TEXT);
  }

  private static String cut(String text, int max) {
    String shorter = text.length() > max ? text.substring(0, max) : text;
    // By way of bytes, half of a surrogate pair becomes a question mark.
    return isPlain(shorter)
        ? shorter
        : new String(shorter.getBytes(UTF_8), UTF_8).replace('\0', '\uFFFD');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}

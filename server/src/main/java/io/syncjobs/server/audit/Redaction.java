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
 * Removes from an event what must not be stored. Masks values of attributes whose name suggests a secret, wherever they occur in the event: a last
 * resort, since the code that creates events knows its secrets better. Cuts texts to the limits of the contract and of indexes, and replaces
 * characters that PostgreSQL refuses.
 */
final class Redaction {

  /** Stands for a secret value, as in Graph. */
  static final String MASK = "*";

  static final int MAX_NAME = 512;
  static final int MAX_MODIFIED = 200;
  static final int MAX_STEPS = 50;

  /** Shorter secrets are masked only as values, since they occur within too many words. */
  private static final int MIN_MASKED_IN_TEXT = 4;

  private static final Pattern SECRET = Pattern.compile(
      "pass-?_?(word|wd|code|phrase)|pwd|secret|token|credential|(private|api|access)-?_?key",
      Pattern.CASE_INSENSITIVE);

  /** Caches matches of the pattern, since the same few names recur with each entry. */
  private static final LoadingCache<String, Boolean> SUGGESTS_SECRET =
      Caffeine.newBuilder().maximumSize(1000).build(name -> SECRET.matcher(name).find());

  private final List<String> secrets;

  private Redaction(ProvisioningEvent event) {
    // Longest first, since one may be part of another.
    secrets = event.modified().stream()
        .filter(modified -> SUGGESTS_SECRET.get(modified.name()))
        .flatMap(secret -> Stream.of(secret.oldValue(), secret.newValue()))
        .filter(value -> value != null && value.length() >= MIN_MASKED_IN_TEXT)
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
  }

  /** The storable form of an event. */
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
    boolean secret = SUGGESTS_SECRET.get(modified.name());
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
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return cut(masked, ProvisioningEvent.MAX_TEXT);
  }

  private static String cut(String text, int max) {
    String shorter = text.length() > max ? text.substring(0, max) : text;
    // The conversion to bytes replaces half of a surrogate pair by a question mark.
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

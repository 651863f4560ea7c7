package io.syncjobs.server.platform.storage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of instants: UTC with nine digits of a second, so that the order of texts is the order of times.
 */
public final class UtcText {

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
          "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private UtcText() {}

  /** Null stays null. */
  public static @Nullable String of(@Nullable Instant time) {
    return time == null ? null : FORMAT.format(time);
  }

  /** Null stays null. */
  public static @Nullable Instant parse(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}

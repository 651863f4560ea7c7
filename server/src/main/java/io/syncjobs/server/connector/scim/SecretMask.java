package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets in words of a service, which may write them in another case, encoded in many ways, backwards, in parts, or broken by other characters. The
 * words are read in several ways, each as plain characters that know their places. Wherever one of them has a run of characters of a secret, the words
 * lose it. Stateless.
 */
final class SecretMask {

  private static final String MASK = "…";

  /** Shorter secrets occur in too many words to be looked for in other forms than their own. */
  private static final int SHORTEST = 6;

  /** Characters in a row by which a part of a secret is recognized. */
  private static final int RUN = 8;

  /** Characters by which one end of a shortened secret is recognized. */
  private static final int SHORTEST_END = 3;

  /** What stands for the middle or the rest of a shortened secret. */
  private static final Pattern GAP =
      Pattern.compile("\\.{2,}|[…*•]+|[xX]{3,}|\\[[^\\[\\]]{0,20}\\]");

  private SecretMask() {}

  static String mask(String words, Collection<String> secrets) {
    // Longest first, as one secret may be part of another.
    List<String> longestFirst = secrets.stream()
        .filter(secret -> !secret.isEmpty())
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
    String masked = words;
    for (String secret : longestFirst) {
      masked = masked.replace(secret, MASK);
    }
    if (masked.isBlank()) {
      return masked;
    }
    BitSet hidden = new BitSet();
    List<PlainText> readings = PlainText.readings(masked);
    for (String secret : longestFirst) {
      if (secret.length() >= SHORTEST) {
        hide(readings, secret, hidden);
        hideEnds(masked, secret, hidden);
      }
    }
    return without(masked, hidden);
  }

  private static void hide(List<PlainText> readings, String secret, BitSet hidden) {
    byte[] bytes = secret.getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    // Encodings by bytes are decoded to one character for each.
    Set<String> spellings = new LinkedHashSet<>(List.of(secret, new String(bytes, ISO_8859_1)));
    Set<String> wanted = new LinkedHashSet<>();
    for (String spelling : spellings) {
      String folded = spelling.toLowerCase(Locale.ROOT);
      wanted.add(folded);
      wanted.add(new StringBuilder(folded).reverse().toString());
    }
    Set<String> encoded = encodings(bytes);
    for (PlainText reading : readings) {
      for (PlainText.Kept kept : List.of(PlainText.Kept.VISIBLE, PlainText.Kept.LETTERS)) {
        PlainText text = reading.keeping(kept);
        wanted.forEach(spelling -> hide(text, kept.of(spelling), RUN, hidden));
      }
      hide(reading.keeping(PlainText.Kept.LETTERS), hex, 2 * RUN, hidden);
      PlainText base64 = reading.keeping(PlainText.Kept.BASE64);
      for (String part : encoded) {
        BitSet found = new BitSet();
        hide(base64, PlainText.Kept.BASE64.of(part), RUN * 4 / 3, found);
        for (int at = found.nextSetBit(0); at >= 0; at = found.nextSetBit(found.nextClearBit(at))) {
          reading.hideAround(at, hidden);
        }
      }
    }
  }

  /** Hides each run of characters that a text shares with a secret. */
  private static void hide(PlainText text, String secret, int most, BitSet hidden) {
    int run = Math.min(most, secret.length());
    if (run < SHORTEST) {
      return; // Too little is left of it.
    }
    Set<String> runs = new HashSet<>();
    for (int at = 0; at + run <= secret.length(); at++) {
      runs.add(secret.substring(at, at + run));
    }
    String plain = text.plain();
    for (int at = 0; at + run <= plain.length(); at++) {
      if (runs.contains(plain.substring(at, at + run))) {
        text.hide(at, at + run, hidden);
      }
    }
  }

  /** Hides the beginning and the end of a secret around the signs in place of what is between, as in {@code abc…xyz}. */
  private static void hideEnds(String words, String secret, BitSet hidden) {
    Matcher gap = GAP.matcher(words);
    while (gap.find()) {
      int before = longest(secret, n -> words.regionMatches(true, gap.start() - n, secret, 0, n));
      int after = longest(
          secret, n -> words.regionMatches(true, gap.end(), secret, secret.length() - n, n));
      boolean both = before > 0 && after > 0;
      if (both || before + after >= SHORTEST_END) {
        hidden.set(gap.start() - before, gap.end() + after);
      }
    }
  }

  private static int longest(String secret, IntPredicate matches) {
    int length = secret.length() - 1;
    while (length > 0 && !matches.test(length)) {
      length--;
    }
    return length;
  }

  /** Parts that each Base64 text of something that contains a secret has, by the place of the secret in it. */
  private static Set<String> encodings(byte[] bytes) {
    Set<String> encodings = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The first and the last characters depend on what is around the secret.
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length * 8 / 6;
      encodings.add(encoded.substring(from, to));
    }
    return encodings;
  }

  private static String without(String words, BitSet hidden) {
    StringBuilder rest = new StringBuilder();
    for (int at = 0; at < words.length(); at++) {
      if (!hidden.get(at)) {
        rest.append(words.charAt(at));
      } else if (at == 0 || !hidden.get(at - 1)) {
        rest.append(MASK);
      }
    }
    return rest.toString();
  }
}

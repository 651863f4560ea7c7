package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets in words of a service, which may write them in another case, percent-encoded, as references to characters, in Base64, alone or within a longer text
 * such as that of HTTP Basic, or broken by white space. Stateless.
 */
final class SecretMask {

  private static final String MASK = "…";

  /** Shorter ones occur in too many words to be looked for in other forms than their own. */
  private static final int SHORTEST = 6;

  private static final Pattern CODED = Pattern.compile(
      "%([0-9A-Fa-f]{2})|\\\\u00([0-9A-Fa-f]{2})|&#[xX]0*([0-9A-Fa-f]{2});|&#0*([0-9]{2,3});");

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
      if (secret.length() >= SHORTEST) {
        Text text = Text.of(masked);
        masked = text.without(secret, true);
        for (String encoded : encodings(secret)) {
          masked = Text.of(masked).without(encoded, false);
        }
      }
    }
    return masked;
  }

  /** Parts that each Base64 text of something that contains a secret has, by the place of the secret in it. */
  private static Set<String> encodings(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    Set<String> encodings = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The first and the last characters depend on what is around the secret.
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length * 8 / 6;
      String part = encoded.substring(from, to);
      encodings.add(part);
      encodings.add(part.replace('+', '-').replace('/', '_'));
    }
    return encodings;
  }

  /**
   * Words with each character decoded and without white space.
   *
   * @param plain the characters
   * @param begins beginning of each in the words
   * @param ends end of each in the words
   */
  private record Text(String words, String plain, List<Integer> begins, List<Integer> ends) {

    static Text of(String words) {
      StringBuilder plain = new StringBuilder();
      List<Integer> begins = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      Matcher coded = CODED.matcher(words);
      int at = 0;
      while (at < words.length()) {
        int end = at + 1;
        char c = words.charAt(at);
        if ((c == '%' || c == '\\' || c == '&')
            && coded.region(at, words.length()).lookingAt()) {
          c = decoded(coded);
          end = coded.end();
        }
        if (!Character.isWhitespace(c)) {
          plain.append(c);
          begins.add(at);
          ends.add(end);
        }
        at = end;
      }
      return new Text(words, plain.toString(), begins, ends);
    }

    private static char decoded(Matcher coded) {
      for (int group = 1; group <= 3; group++) {
        String hex = coded.group(group);
        if (hex != null) {
          return (char) Integer.parseInt(hex, 16);
        }
      }
      return (char) Integer.parseInt(coded.group(4));
    }

    /** The words with each occurrence masked; in Base64 with all of the text that it is part of. */
    String without(String secret, boolean anyCase) {
      String where = anyCase ? plain.toLowerCase(Locale.ROOT) : plain;
      String what = anyCase ? secret.toLowerCase(Locale.ROOT) : secret;
      StringBuilder masked = new StringBuilder();
      int done = 0;
      for (int at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length())) {
        int from = begins.get(at);
        int to = ends.get(at + what.length() - 1);
        while (!anyCase && from > done && isBase64(words.charAt(from - 1))) {
          from--;
        }
        while (!anyCase && to < words.length() && isBase64(words.charAt(to))) {
          to++;
        }
        if (from >= done) {
          masked.append(words, done, from).append(MASK);
        }
        done = Math.max(done, to);
      }
      return done == 0 ? words : masked.append(words, done, words.length()).toString();
    }

    private static boolean isBase64(char c) {
      return (c < 128 && Character.isLetterOrDigit(c)) || "+/-_=".indexOf(c) >= 0;
    }
  }
}

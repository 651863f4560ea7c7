package io.syncjobs.server.connector.scim;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reading of words as plain characters, each of which knows its place in the words. Immutable. */
final class PlainText {

  private final String words;
  private final String plain;
  private final int[] begins;
  private final int[] ends;

  /**
   * @param words the words
   * @param plain the characters
   * @param begins beginning of each in the words
   * @param ends end of each in the words
   */
  private PlainText(String words, String plain, int[] begins, int[] ends) {
    this.words = words;
    this.plain = plain;
    this.begins = begins;
    this.ends = ends;
  }

  /** The characters. */
  String plain() {
    return plain;
  }

  /** Characters that a comparison keeps. */
  enum Kept {
    /** All that is visible, in lower case. */
    VISIBLE,
    /** Letters and digits, in lower case, as anything else may be lost, replaced or put between. */
    LETTERS,
    /** Letters and digits of Base64, whose case counts. */
    BASE64;

    private boolean keeps(char c) {
      return switch (this) {
        case VISIBLE -> !Character.isWhitespace(c) && Character.getType(c) != Character.FORMAT;
        case LETTERS -> Character.isLetterOrDigit(c);
        case BASE64 -> c < 128 && Character.isLetterOrDigit(c);
      };
    }

    private char fold(char c) {
      return this == BASE64 ? c : Character.toLowerCase(c);
    }

    /** The characters of a text that are kept. */
    String of(String text) {
      return PlainText.of(text).keeping(this).plain();
    }
  }

  /** What encodings have in common: a sign and a number; quoted-printable is apart, since its sign is frequent. */
  private static final Pattern CODED = Pattern.compile(
      "%([0-9A-Fa-f]{2})" // 1
          + "|(?:\\\\|%)u\\{?([0-9A-Fa-f]{2,4})}?" // 2
          + "|(?:\\\\|0)x([0-9A-Fa-f]{2})" // 3
          + "|&#[xX]0*([0-9A-Fa-f]{2,4});?" // 4
          + "|&#0*([0-9]{2,5});?" // 5, decimal
          + "|\\\\([0-3]?[0-7]{2})" // 6, octal
          + "|\\\\(.)" // 7, itself
          + "|&([A-Za-z]{2,12});"); // 8, a sign

  private static final Pattern PRINTABLE = Pattern.compile("=([0-9A-Fa-f]{2})");
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>|&lt;.{0,200}?&gt;");
  private static final int DECIMAL = 5;
  private static final int OCTAL = 6;
  private static final int ITSELF = 7;
  private static final int SYMBOL = 8;

  /** Encodings may be within each other. */
  private static final int DEPTH = 3;

  /** All readings of words: as they are and decoded, with and without tags. */
  static List<PlainText> readings(String words) {
    PlainText raw = of(words);
    List<PlainText> readings = new ArrayList<>();
    for (PlainText text : List.of(raw, raw.without(TAG))) {
      PlainText decoded = text;
      readings.add(text);
      for (int pass = 0; pass < DEPTH; pass++) {
        PlainText further = decoded.decoded(CODED);
        if (further.plain.equals(decoded.plain)) {
          break;
        }
        decoded = further;
        readings.add(decoded);
      }
      readings.add(decoded.decoded(PRINTABLE));
    }
    return readings;
  }

  private static PlainText of(String words) {
    Builder builder = new Builder(words.length());
    for (int at = 0; at < words.length(); at++) {
      char c = words.charAt(at);
      // Full width, for instance.
      String normal = c < 128 ? "" : Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
      builder.add(normal.length() == 1 ? normal.charAt(0) : c, at, at + 1);
    }
    return builder.build(words);
  }

  private PlainText without(Pattern pattern) {
    Builder builder = new Builder(plain.length());
    Matcher matcher = pattern.matcher(plain);
    int at = 0;
    while (matcher.find()) {
      copy(at, matcher.start(), builder);
      at = matcher.end();
    }
    copy(at, plain.length(), builder);
    return builder.build(words);
  }

  private PlainText decoded(Pattern pattern) {
    Builder builder = new Builder(plain.length());
    Matcher matcher = pattern.matcher(plain);
    int at = 0;
    while (matcher.find()) {
      copy(at, matcher.start(), builder);
      builder.add(decoded(matcher), begins[matcher.start()], ends[matcher.end() - 1]);
      at = matcher.end();
    }
    copy(at, plain.length(), builder);
    return builder.build(words);
  }

  private void copy(int from, int to, Builder builder) {
    for (int at = from; at < to; at++) {
      builder.add(plain.charAt(at), begins[at], ends[at]);
    }
  }

  private static char decoded(Matcher coded) {
    for (int group = 1; group <= coded.groupCount(); group++) {
      String code = coded.group(group);
      if (code != null) {
        return switch (group) {
          case ITSELF -> code.charAt(0);
          case SYMBOL -> code.equals("amp") ? '&' : ' ';
          default -> (char) Integer.parseInt(code, group == DECIMAL ? 10 : group == OCTAL ? 8 : 16);
        };
      }
    }
    return ' ';
  }

  /** The characters of a kind. */
  PlainText keeping(Kept kept) {
    Builder builder = new Builder(plain.length());
    for (int at = 0; at < plain.length(); at++) {
      if (kept.keeps(plain.charAt(at))) {
        builder.add(kept.fold(plain.charAt(at)), begins[at], ends[at]);
      }
    }
    return builder.build(words);
  }

  /** Hides a range of characters in the words, with what is between them. */
  void hide(int from, int to, BitSet hidden) {
    hidden.set(begins[from], ends[to - 1]);
  }

  /** Hides a place of the words with all of the Base64 text around it. */
  void hideAround(int place, BitSet hidden) {
    int from = place;
    while (from > 0 && isBase64(words.charAt(from - 1))) {
      from--;
    }
    int to = place + 1;
    while (to < words.length() && isBase64(words.charAt(to))) {
      to++;
    }
    hidden.set(from, to);
  }

  private static boolean isBase64(char c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || "+/-_=".indexOf(c) >= 0;
  }

  /** Collects characters with their places. */
  private static final class Builder {
    private final StringBuilder plain;
    private final int[] begins;
    private final int[] ends;

    Builder(int capacity) {
      plain = new StringBuilder(capacity);
      begins = new int[capacity];
      ends = new int[capacity];
    }

    void add(char c, int begin, int end) {
      begins[plain.length()] = begin;
      ends[plain.length()] = end;
      plain.append(c);
    }

    PlainText build(String words) {
      int length = plain.length();
      return new PlainText(
          words, plain.toString(), Arrays.copyOf(begins, length), Arrays.copyOf(ends, length));
    }
  }
}

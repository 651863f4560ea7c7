package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret is masked however a service spells it. */
class SecretMaskTest {

  private static final String SECRET = "s3cr3t/T0k+en==abz";

  private static String each(String format) {
    return SECRET.chars().mapToObj(c -> format.formatted(c)).collect(Collectors.joining());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> spellings() {
    String percent = SECRET.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D");
    return Stream.of(
            SECRET,
            SECRET.toUpperCase(Locale.ROOT),
            percent,
            percent.replace("%", "%25"),
            percent.replace("%", "%2525"),
            each("%%%02x"),
            each("%02x"),
            each("%02X "),
            each("0x%02x, "),
            each("\\x%02x"),
            each("\\u%04x"),
            each("\\\\u%04x"),
            each("\\u{%x}"),
            each("\\%03o"),
            each("&#%d;"),
            each("&#x%x;"),
            each("&amp;#%d;"),
            each("=%02X"),
            SECRET.replace("=", "=3D"),
            SECRET.replace("+", " "),
            SECRET.replace("/", "\\/"),
            SECRET.replace("/", "&sol;").replace("+", "&plus;"),
            SECRET.replace("k", "\u00adk"),
            SECRET.replace("k", "\u200bk"),
            SECRET.replace("3", "3\u2060"),
            SECRET.replace("/", "/<b>"),
            SECRET.replace("T", "<em class='x'>T</em>"),
            SECRET.replace("T", "&lt;em&gt;T&lt;/em&gt;"),
            SECRET.replace("", "-"),
            SECRET.replace("", " "),
            SECRET.replace("", "."),
            SECRET
                .chars()
                .mapToObj(c -> String.valueOf((char) (c - 0x20 + 0xff00)))
                .collect(Collectors.joining()),
            new StringBuilder(SECRET).reverse().toString(),
            SECRET.substring(0, 4) + "..." + SECRET.substring(15),
            SECRET.substring(0, 10) + "…" + SECRET.substring(15),
            SECRET.substring(0, 1) + "****" + SECRET.substring(15),
            "********" + SECRET.substring(14),
            SECRET.substring(0, 3) + "[redacted]" + SECRET.substring(14),
            SECRET.substring(0, 5) + "...",
            SECRET.substring(0, 12),
            SECRET.substring(6),
            SECRET.substring(4, 14),
            base64(SECRET),
            base64("user:" + SECRET),
            base64("a" + SECRET + "b").replace('+', '-').replace('/', '_'),
            base64(SECRET.substring(0, 14)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void masksEachSpelling(String spelling) {
    String masked = SecretMask.mask("bad token " + spelling + " here", List.of("other", SECRET));

    assertThat(masked).matches("bad token .{0,6}….{0,8} here").doesNotContain("s3c", "abz", "T0k");
  }

  @Test
  void leavesOtherWordsAlone() {
    String words =
        "The user <b>ada@example.com</b> (7f3c%20) can't have 12345678 \\u00e9 \u2013 see https://x.example/a?b=c&d=e.";

    assertThat(SecretMask.mask(words, List.of(SECRET, "short", "correct horse battery staple")))
        .isEqualTo(words);
  }

  @Test
  void masksSecretsBeyondAscii() {
    String secret = "pässwörd-ж";
    assertThat(SecretMask.mask("no p%C3%A4ssw%C3%B6rd-%D0%B6.", List.of(secret)))
        .isEqualTo("no ….");
  }

  @Test
  void takesLittleTimeForHostileWords() {
    String words = (base64(SECRET) + "&#").repeat(200).substring(0, 5000);

    assertThat(SecretMask.mask(words, List.of(SECRET))).doesNotContain(base64(SECRET));
  }
}

package io.syncjobs.server.mapping.expression.value;

import java.text.Normalizer;
import java.util.Map;

/** Removal of diacritical marks from Latin letters. Marks of other scripts stay, since they make different letters. */
public final class Diacritics {

  /** Letters that Unicode doesn't decompose, from Microsoft's table of {@code NormalizeDiacritics}. */
  private static final Map<Integer, String> WHOLE = Map.of(
      (int) 'æ', "ae", (int) 'Æ', "AE", (int) 'ø', "oe", (int) 'Ø', "OE", (int) 'œ', "oe",
      (int) 'Œ', "OE", (int) 'ß', "ss", (int) 'ı', "i", (int) 'ł', "l", (int) 'Ł', "L");

  private static final Character.UnicodeBlock COMBINING =
      Character.UnicodeBlock.COMBINING_DIACRITICAL_MARKS;

  private Diacritics() {}

  /** Replaces letters with marks by plain ones. */
  public static String remove(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    boolean latin = false;
    for (int c : Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().toArray()) {
      if (latin && COMBINING.equals(Character.UnicodeBlock.of(c))) {
        continue;
      }
      latin = Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
      String letter = WHOLE.get(c);
      if (letter == null) {
        plain.appendCodePoint(c);
      } else {
        plain.append(letter);
      }
    }
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }
}

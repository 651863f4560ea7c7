package io.syncjobs.server.web.development.sandbox;

import java.util.Locale;

/** Tells slips of a name from other names. */
final class Spelling {

  /** Length of names from which on two letters may be wrong instead of one. */
  private static final int LONG = 8;

  /** Length of names below which one letter makes another word. */
  private static final int SHORT = 6;

  private Spelling() {}

  /** True if somebody who wrote a name likely meant the right one. Names that differ in digits are others. */
  static boolean isSlip(String right, String written) {
    String one = right.toLowerCase(Locale.ROOT);
    String other = written.toLowerCase(Locale.ROOT);
    if (one.equals(other)) {
      return true;
    }
    int allowed = one.length() >= LONG ? 2 : one.length() >= SHORT ? 1 : 0;
    return !letters(one).equals(letters(other))
        && Math.abs(one.length() - other.length()) <= allowed
        && distance(one, other) <= allowed;
  }

  private static String letters(String name) {
    return name.replaceAll("[0-9]", "");
  }

  /** Number of letters to add, to leave out, to replace or to swap with the next one (Damerau and Levenshtein). */
  private static int distance(String one, String other) {
    int[][] edits = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = edits[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
      }
    }
    return edits[one.length()][other.length()];
  }
}

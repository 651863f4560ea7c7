package io.syncjobs.server.contract;

/** Forms of texts that answers have by the hundred, checked by hand because regular expressions take several times as long. */
final class TextForms {

  private TextForms() {}

  /** True for a time in UTC as this server writes it, without the leap day. */
  static boolean isUtcTime(String text) {
    int end = text.length() - 1;
    if (end < 19
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(end) != 'Z') {
      return false;
    }
    return digits(text, 0, 4)
        && isDay(two(text, 5), two(text, 8))
        && isWithin(two(text, 11), 23)
        && isWithin(two(text, 14), 59)
        && isWithin(two(text, 17), 59)
        && (end == 19 || (text.charAt(19) == '.' && end <= 29 && digits(text, 20, end)));
  }

  /** True for a duration of days, hours, minutes and seconds. */
  static boolean isDuration(String text) {
    if (text.length() < 3 || text.charAt(0) != 'P') {
      return false;
    }
    int days = part(text, 1, 'D');
    if (days == text.length()) {
      return true;
    }
    int time = days + 1;
    int seconds = part(text, part(text, time, 'H'), 'M');
    int fraction = part(text, seconds, '.');
    int end = part(text, fraction, 'S');
    if (fraction > seconds && (end == fraction || end - fraction > 10)) {
      return false;
    }
    return text.charAt(days) == 'T' && end > time && end == text.length();
  }

  /** Place behind a number and its unit; the place itself if they aren't there. */
  private static int part(String text, int from, char unit) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at > from && at < text.length() && text.charAt(at) == unit ? at + 1 : from;
  }

  private static boolean isDay(int month, int day) {
    int last = switch (month) {
      case 1, 3, 5, 7, 8, 10, 12 -> 31;
      case 4, 6, 9, 11 -> 30;
      case 2 -> 28;
      default -> 0;
    };
    return day >= 1 && day <= last;
  }

  private static boolean isWithin(int number, int most) {
    return number >= 0 && number <= most;
  }

  /** Number of two digits; -1 if there is anything else. */
  private static int two(String text, int at) {
    return digits(text, at, at + 2) ? (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0' : -1;
  }

  /** True if there is at least one character, and nothing but digits. */
  private static boolean digits(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isDigit(text.charAt(at))) {
        return false;
      }
    }
    return to > from;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}

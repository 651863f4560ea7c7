package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Functions with another value at each evaluation. */
final class RandomFunctions {

  static final List<Function> ALL = List.of(
      Function.of("Guid()", a -> Values.of(guid(a.evaluation().random()))),
      Function.of(
          "RandomString(POSITION length, LENGTH minimumNumbers, LENGTH minimumSpecialCharacters, LENGTH minimumCapital, LENGTH minimumLowerCase, charactersToAvoid?)",
          RandomFunctions::randomString));

  private static final int LONGEST = 256;

  /** Characters in the order of the minimums: digits, special characters by Windows' password rule, capitals, lower-case letters. */
  private static final List<String> KINDS = List.of(
      "0123456789",
      "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
      "abcdefghijklmnopqrstuvwxyz");

  private static final long VERSION_4 = 0x4000;
  private static final long VARIANT_2 = 1L << 63;

  private RandomFunctions() {}

  /** A GUID of version 4 (RFC 9562). */
  private static String guid(RandomGenerator random) {
    long high = (random.nextLong() & ~0xF000L) | VERSION_4;
    long low = (random.nextLong() >>> 2) | VARIANT_2;
    return new UUID(high, low).toString();
  }

  private static JsonNode randomString(Arguments arguments) {
    int length = arguments.integer(0);
    if (length > LONGEST) {
      throw arguments.invalid(0, "isn't between 1 and " + LONGEST);
    }
    String avoid = arguments.textOrEmpty(5);
    RandomGenerator random = arguments.evaluation().random();
    List<Character> chosen = new ArrayList<>();
    StringBuilder allowed = new StringBuilder();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      int minimum = arguments.integer(kind + 1);
      if (minimum > length - chosen.size()) {
        throw arguments.invalid(kind + 1, "makes the minimums more than the length in all");
      }
      String characters = without(KINDS.get(kind), avoid);
      if (minimum > 0 && characters.isEmpty()) {
        throw arguments.invalid(5, "leaves no character of a kind that a minimum is set for");
      }
      IntStream.range(0, minimum).forEach(i -> chosen.add(any(characters, random)));
      allowed.append(minimum > 0 ? characters : "");
    }
    String rest = allowed.isEmpty()
        ? without(KINDS.get(0) + KINDS.get(2) + KINDS.get(3), avoid)
        : allowed.toString();
    if (rest.isEmpty()) {
      throw arguments.invalid(5, "leaves no character at all");
    }
    while (chosen.size() < length) {
      chosen.add(any(rest, random));
    }
    shuffle(chosen, random);
    return Values.of(chosen.stream().map(String::valueOf).collect(Collectors.joining()));
  }

  private static char any(String characters, RandomGenerator random) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private static void shuffle(List<Character> characters, RandomGenerator random) {
    for (int i = characters.size(); i > 1; i--) {
      Collections.swap(characters, i - 1, random.nextInt(i));
    }
  }

  private static String without(String characters, String avoid) {
    return characters
        .chars()
        .filter(c -> avoid.indexOf(c) < 0)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}

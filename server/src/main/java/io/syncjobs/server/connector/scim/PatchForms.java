package io.syncjobs.server.connector.scim;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The forms of changes that one service takes, as far as it has shown this. One that refuses the form of a change gets it in the others, one after the other.
 * Safe for use by many threads.
 */
final class PatchForms {

  /** Kinds of changes that are remembered. */
  private static final int MOST = 1_000;

  /** What the standard says of a form that a service does not understand (RFC 7644 §3.12). */
  private static final Set<String> OF_FORM = Set.of("invalidsyntax", "invalidpath");

  private static final Pattern WORDS = Pattern.compile(
      "\\b(op|ops|operations?|patchop|paths?|filters?|expressions?|syntax|syntactically|strings?|booleans?|complex)\\b");

  private static final Pattern WORDS_OF_PATH =
      Pattern.compile("\\b(paths?|filters?|expressions?|complex)\\b");

  /** The form that was taken last. */
  private volatile PatchForm taken = PatchForm.STANDARD;

  /** Whether the service has taken the removal of references by their value. */
  private volatile boolean byValue;

  /** Whether it removed all of them then. */
  private volatile boolean removesAll;

  /** Kinds of changes that the service takes in none of these forms, but as a part of whole resources. */
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  /**
   * Sends changes in the form that was taken last, and in the others if the service refuses that one; but in none by which it could remove more than
   * is to be removed.
   *
   * @param shown whether the service shows the values that are changed, so that it doesn't just lack them
   * @param patch sends the body of a request
   * @return the response that counts: that of the form that was taken, or the first one that is about the path, or the first one
   */
  ScimResponse send(
      List<PatchOperation> operations, boolean shown, Function<JsonNode, ScimResponse> patch) {
    PatchForm known = taken;
    List<PatchOperation> usual =
        allows(known, operations) ? known.spell(operations).orElse(operations) : operations;
    ScimResponse first = patch.apply(PatchOperation.message(usual));
    if (first.status() == 500
        || !mayConcernForm(first, operations, shown)
        || whole.contains(kind(operations))) {
      return first;
    }
    ScimResponse counts = first;
    Set<List<PatchOperation>> sent = new HashSet<>(Set.of(usual));
    for (PatchForm form : PatchForm.values()) {
      Optional<List<PatchOperation>> spelt = form.spell(operations);
      if (spelt.isPresent() && allows(form, operations) && sent.add(spelt.get())) {
        ScimResponse next = patch.apply(PatchOperation.message(spelt.get()));
        if (!next.isError()) {
          taken = form;
          return next;
        }
        counts = saysPath(counts) || !saysPath(next) ? counts : next;
      }
    }
    return counts;
  }

  private boolean allows(PatchForm form, List<PatchOperation> operations) {
    return byValue || !form.isRisky(operations);
  }

  /**
   * Sends removals of references by their value, after which it has to be seen whether the others are still there.
   *
   * @param refusal of all other ways
   * @return the response that counts
   */
  ScimResponse sendByValue(
      List<PatchOperation> operations,
      ScimResponse refusal,
      Function<JsonNode, ScimResponse> patch) {
    if (removesAll || !saysPath(refusal)) {
      return refusal;
    }
    for (PatchForm form : PatchForm.values()) {
      if (form.isRisky(operations)) {
        ScimResponse response =
            patch.apply(PatchOperation.message(form.spell(operations).orElseThrow()));
        if (!response.isError()) {
          taken = form;
          byValue = true;
          return response;
        }
      }
    }
    return refusal;
  }

  /** True if the last removal of references could have removed all of them. */
  boolean mayRemoveAll() {
    return byValue;
  }

  /** Never removes references by their value again. */
  void avoidRemovingAll() {
    removesAll = true;
    byValue = false;
    taken = PatchForm.STANDARD;
  }

  /** Remembers that the service takes changes as a part of a whole resource. */
  void tookWhole(List<PatchOperation> operations) {
    if (whole.size() < MOST) {
      whole.add(kind(operations));
    }
  }

  private static String kind(List<PatchOperation> operations) {
    return operations.stream()
        .map(operation -> operation.op() + " " + operation.name().root())
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .toString();
  }

  /** True if a service gives the form of the changes, and not a value, as its reason to refuse them. */
  static boolean concernsForm(
      ScimResponse response, List<PatchOperation> operations, boolean shown) {
    boolean silent = response.words().isEmpty() && response.scimType().isEmpty();
    return !silent && mayConcernForm(response, operations, shown);
  }

  private static boolean mayConcernForm(
      ScimResponse response, List<PatchOperation> operations, boolean shown) {
    String type = response.scimType().toLowerCase(Locale.ROOT);
    if (!shown) {
      // It may say the same of what is not there.
      return response.status() == 400 && type.equals("invalidsyntax");
    }
    boolean filtered =
        operations.stream().anyMatch(operation -> !operation.name().filter().isEmpty());
    return switch (response.status()) {
      case 400, 422 ->
        OF_FORM.contains(type)
            || (filtered && (type.equals("notarget") || type.equals("invalidfilter")))
            || ((type.isEmpty() || type.equals("invalidvalue"))
                && (response.words().isEmpty() || says(WORDS, response)));
      // Some fail at a filter that they don't know.
      case 500 -> filtered;
      default -> false;
    };
  }

  private static boolean saysPath(ScimResponse response) {
    return Set.of("invalidpath", "invalidfilter")
            .contains(response.scimType().toLowerCase(Locale.ROOT))
        || says(WORDS_OF_PATH, response);
  }

  private static boolean says(Pattern words, ScimResponse response) {
    return words.matcher(response.words().toLowerCase(Locale.ROOT)).find();
  }
}

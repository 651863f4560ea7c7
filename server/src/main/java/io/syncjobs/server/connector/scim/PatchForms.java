package io.syncjobs.server.connector.scim;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The forms of changes that one service takes, as far as it has shown this. Safe for use by many threads. */
final class PatchForms {

  /** Kinds of changes that are remembered. */
  private static final int MOST = 1_000;

  /** Kinds of errors that are about a value or a state, whatever the form (RFC 7644 §3.12). */
  private static final Set<String> OF_VALUE =
      Set.of("uniqueness", "mutability", "toomany", "sensitive", "invalidvers");

  /** Kinds of errors that are about the form for certain. */
  private static final Set<String> OF_FORM =
      Set.of("invalidsyntax", "invalidpath", "invalidfilter");

  /** Statuses that are about the state or the size of a resource, whatever the form. */
  private static final Set<Integer> OF_STATE = Set.of(412, 413, 428);

  /** Statuses of a service that doesn't take the method or the type of the body, whatever it is. */
  private static final Set<Integer> OF_METHOD = Set.of(405, 406, 415, 501);

  private static final Pattern METHOD =
      Pattern.compile("\\b(patch|method)\\b", Pattern.CASE_INSENSITIVE);

  /** What a service takes instead of the changes themselves. */
  enum Whole {
    RESOURCE,
    ATTRIBUTES
  }

  /** The form that was taken last. */
  private volatile PatchForm taken = PatchForm.STANDARD;

  /** Whether the service has taken the removal of references by their value. */
  private volatile boolean byValue;

  /** Whether it removed all of them then. */
  private volatile boolean removesAll;

  /** Kinds of changes that the service takes in none of these forms, but as a part of something whole. */
  private final Map<String, Whole> whole = new ConcurrentHashMap<>();

  /** Kinds of operations that the service has taken, whatever attribute they are about. */
  private final Set<String> understood = ConcurrentHashMap.newKeySet();

  private final Map<String, Looks> looks = new ConcurrentHashMap<>();

  /** Changes in the form that was taken last. */
  List<PatchOperation> usual(List<PatchOperation> operations) {
    PatchForm known = taken;
    return allows(known, operations) ? known.spell(operations).orElse(operations) : operations;
  }

  /** False for a form by which the service could remove more than is to be removed. */
  boolean allows(PatchForm form, List<PatchOperation> operations) {
    return byValue || !form.isRisky(operations);
  }

  /** Remembers that the service has taken changes in some form. */
  void understood(List<PatchOperation> operations) {
    operations.forEach(operation -> understood.add(shape(operation)));
  }

  /** True if the service has taken operations like these, so that it refuses one of them for its value. */
  boolean understands(List<PatchOperation> operations) {
    return operations.stream().allMatch(operation -> understood.contains(shape(operation)));
  }

  /** True if the service has taken whole resources, and no changes yet. */
  boolean takesOnlyWhole() {
    return understood.isEmpty() && !whole.isEmpty();
  }

  private static String shape(PatchOperation operation) {
    JsonNode value = operation.value();
    return operation.op()
        + (operation.name().filter().isEmpty() ? "" : " filtered")
        + (value != null && value.isBoolean() ? " boolean" : "");
  }

  /** Remembers the form that the service has taken. */
  void took(PatchForm form, List<PatchOperation> operations) {
    taken = form;
    byValue |= form.isRisky(operations);
  }

  /** True if the last removal of references could have removed all of them. */
  boolean mayRemoveAll() {
    return byValue;
  }

  /** True if the service is known to remove all references for one. */
  boolean removesAll() {
    return removesAll;
  }

  /** Never removes references by their value again. */
  void avoidRemovingAll() {
    removesAll = true;
    byValue = false;
    taken = PatchForm.STANDARD;
  }

  /** What the service takes instead of such changes; null if it isn't known to take anything. */
  @Nullable
  Whole whole(List<PatchOperation> operations) {
    return whole.get(kind(operations));
  }

  /** Remembers what the service takes instead of such changes. */
  void tookWhole(List<PatchOperation> operations, Whole what) {
    if (whole.size() < MOST) {
      whole.put(kind(operations), what);
    }
  }

  /**
   * True if a refused change may be sent in the other forms: a service that refuses all of them gets these for one resource in a run, and for each resource once
   * before it gets them for the same one again.
   *
   * @param run identifies the run
   * @param resource identifies the resource and what it may have
   */
  boolean mayLook(Object run, String resource, List<PatchOperation> operations) {
    return looks.size() < MOST
        && looks.computeIfAbsent(kind(operations), kind -> new Looks()).add(run, resource);
  }

  private static String kind(List<PatchOperation> operations) {
    return operations.stream()
        .map(operation -> operation.op() + " " + operation.name().root())
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .toString();
  }

  /**
   * True if another form could make a difference to a service that has refused changes, as it doesn't say clearly that it doesn't.
   *
   * @param shown whether it shows the values that are changed, so that it doesn't just lack them
   */
  static boolean mayConcernForm(
      ScimResponse response, List<PatchOperation> operations, boolean shown) {
    if (!response.isError()) {
      return false;
    }
    if (!shown) {
      return saysForm(response) || response.isMissing() || OF_METHOD.contains(response.status());
    }
    String type = response.scimKind();
    return !OF_STATE.contains(response.status())
        && !OF_VALUE.contains(type)
        && (!type.equals("invalidvalue") || PatchForm.changeValues(operations));
  }

  /** True if a service has refused the form of a change for certain, and says nothing of values. */
  static boolean saysForm(ScimResponse response) {
    return OF_FORM.contains(response.scimKind());
  }

  /** True if a service names the method as its reason, in whatever language. */
  static boolean namesMethod(ScimResponse response) {
    return METHOD.matcher(response.words()).find();
  }

  /** True if a service doesn't take the method or the type of the body, whatever it is. */
  static boolean isUnsupported(ScimResponse response) {
    return OF_METHOD.contains(response.status());
  }

  /** Resources whose changes were sent in all forms, in vain. */
  private static final class Looks {

    private final Set<String> resources = new HashSet<>();
    private @Nullable Object run;
    private boolean looked;

    synchronized boolean add(Object now, String resource) {
      if (now != run) {
        if (!looked) {
          resources.clear();
        }
        run = now;
        looked = false;
      }
      boolean first = !looked && resources.add(resource);
      looked |= first;
      return first;
    }
  }
}

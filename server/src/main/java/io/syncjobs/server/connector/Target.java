package io.syncjobs.server.connector;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The system that a job writes entries to. Every call may throw {@link TargetException} and takes a bounded time. Values have the form of
 * {@link Entry#value}. Safe for use by many threads.
 */
public interface Target extends AutoCloseable {

  /** Finds entries by the value of an attribute. Returns two at most, which means that the value is ambiguous. */
  List<Entry> find(String type, String attribute, String value);

  /**
   * The only entry with which the target answers a search, though it does not show the attribute, so that nobody can tell by this alone whether the target has
   * heeded the value; empty for none, or several.
   */
  default Optional<Entry> findUnshown(String type, String attribute, String value) {
    return Optional.empty();
  }

  /** Reads the current state of an entry; empty if it doesn't exist. */
  Optional<Entry> read(String type, String id);

  /**
   * Creates an entry.
   *
   * @return the id that the target assigned
   */
  String create(String type, Map<String, JsonNode> values);

  /**
   * Changes attributes of an entry and keeps the others.
   *
   * @param values new values by attribute; a null node removes the value
   */
  void update(String type, String id, Map<String, JsonNode> values);

  /**
   * Changes an entry that was just read from this target, which needn't read it again. An entry without any value stands for one that the target does not
   * show and that is written to by its id.
   *
   * @param written attributes that have got a value before, which the target may not show
   * @param whole tells what the entry has, for a target that takes only whole entries
   * @param attempt tells how far to believe a target that does not take changes of values which it does not show
   */
  default Updated update(
      Entry current,
      Map<String, JsonNode> values,
      Set<String> written,
      Supplier<Whole> whole,
      Attempt attempt) {
    update(current.type(), current.id(), values);
    return new Updated(Set.of(), Set.of(), null);
  }

  /** Attempts at the same changes. */
  enum Attempt {
    /** The first one, at which a target that says not to have a value gets no other one beside it: the answer may come from a gateway. */
    FIRST,
    ANOTHER,
    /** The last of many, at which a target is taken to have no such value any more if it refuses the change of one without saying why. */
    LAST
  }

  /**
   * Outcome of a change.
   *
   * @param assumed attributes that are assumed to have no value any more, since the target refuses their change without saying why
   * @param absent attributes that were to lose a value, maybe to another one, which the target does not show, and says not to have
   * @param shown the entry in the target's answer; null if that does not show it
   */
  record Updated(
      Set<String> assumed, Set<String> absent, @Nullable Entry shown) {}

  /**
   * What an entry has as far as the caller knows, which is lost if the target gets a whole entry without it.
   *
   * @param values those that the target may not show, by attribute
   * @param references some of many that the target may not show, by attribute
   * @param safe whether the target hides nothing that the caller can't tell, such as some of many references
   * @param refused told if the target takes whole entries, but not this one, or takes nothing else and gets none since something could be lost
   */
  record Whole(
      Map<String, JsonNode> values,
      Map<String, Set<String>> references,
      boolean safe,
      Runnable refused) {

    /** Nothing that could be lost. */
    public static final Whole NOTHING = new Whole(Map.of(), Map.of(), true, () -> {});

    /** Nothing is known, so that no whole entry may be sent. */
    public static final Whole UNKNOWN = new Whole(Map.of(), Map.of(), false, () -> {});
  }

  /**
   * Removes and adds values of a multi-valued reference such as the members of a group. Values may already be present or absent; one that is both removed
   * and added is there in the end, but not added while its removal is doubtful, as some services would store it twice.
   *
   * @param whole tells what the entry has, for a target that takes only whole entries
   */
  Removed changeReferences(
      String type,
      String id,
      String attribute,
      Collection<String> add,
      Collection<String> remove,
      Supplier<Whole> whole);

  /** Changes references of an entry of which nothing else is known. */
  default Removed changeReferences(
      String type, String id, String attribute, Collection<String> add, Collection<String> remove) {
    return changeReferences(type, id, attribute, add, remove, () -> Whole.UNKNOWN);
  }

  /**
   * Outcome of the removal of references.
   *
   * @param doubtful those that the target may still have: it does not show them and answered with an error, or shows them though it answered with success
   * @param absent those that the target says not to have had
   */
  record Removed(Set<String> doubtful, Set<String> absent) {

    /** All were removed. */
    public static final Removed ALL = new Removed(Set.of(), Set.of());
  }

  /** Deletes an entry; false if it doesn't exist. */
  boolean delete(String type, String id);

  /** Fails if a write may not be made any more, for instance because another node has the cycle. */
  interface WriteCheck {

    /** Looks from time to time. */
    void check();

    /** Looks now, within the transaction of the caller. */
    void checkNow();
  }

  /**
   * Writes after a check. A target in the server's own database does both in one transaction; another one checks before each request, and nobody could keep it
   * from what is under way.
   */
  default <T> T write(WriteCheck check, Supplier<T> write) {
    return write.get();
  }

  @Override
  void close();
}

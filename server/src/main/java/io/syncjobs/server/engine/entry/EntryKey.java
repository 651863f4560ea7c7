package io.syncjobs.server.engine.entry;

/**
 * Identifies an entry of a job's source. Keys are ordered by id, then by type.
 *
 * @param id of the entry in the source
 * @param type of the entry in the source
 */
public record EntryKey(String id, String type) {

  /** Precedes all keys. */
  public static final EntryKey BEGINNING = new EntryKey("", "");

  /** Key of an entry. */
  public static EntryKey of(KnownEntry entry) {
    return new EntryKey(entry.id(), entry.type());
  }
}

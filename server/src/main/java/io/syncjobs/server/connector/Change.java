package io.syncjobs.server.connector;

/**
 * The last change of an entry: it was added, changed or removed.
 *
 * @param number its position in the source; later changes have greater numbers, and each entry has only its last one
 * @param entry its current state; only type and id if it is gone
 * @param gone whether it was removed for good
 */
public record Change(long number, Entry entry, boolean gone) {}

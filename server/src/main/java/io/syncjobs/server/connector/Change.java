package io.syncjobs.server.connector;

/**
 * That an entry was added, changed or removed.
 *
 * @param number of its source; a later change has a greater one. An entry stands in a source's list once, by its last change
 * @param entry as it is now, or as much as is left of it
 * @param gone whether it was removed for good
 */
public record Change(long number, Entry entry, boolean gone) {}

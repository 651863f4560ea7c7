package io.syncjobs.server.connector.directory;

import org.jspecify.annotations.Nullable;

/**
 * Query of a page of entries, ordered by id.
 *
 * @param tenantId tenant of the directory
 * @param type {@link DirectoryObject#USER} or {@link DirectoryObject#GROUP}
 * @param filter selects entries
 * @param after id of the last entry of the page before; null for the first page
 * @param limit maximum number of entries, at least 1
 */
public record DirectoryQuery(
    String tenantId,
    String type,
    DirectoryFilter filter,
    @Nullable String after,
    int limit) {}

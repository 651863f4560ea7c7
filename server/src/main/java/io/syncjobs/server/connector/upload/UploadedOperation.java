package io.syncjobs.server.connector.upload;

/**
 * A record of an upload.
 *
 * @param bulkId id that the caller gave it, unique within the upload
 */
public record UploadedOperation(String bulkId, UploadedRecord record) {}

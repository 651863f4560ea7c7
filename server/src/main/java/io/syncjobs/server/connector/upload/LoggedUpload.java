package io.syncjobs.server.connector.upload;

import java.time.Instant;
import java.util.List;

/**
 * An upload, without the contents of its records.
 *
 * @param id a GUID
 * @param created time of the upload
 * @param change number of the last change that the upload made to the job's records
 * @param operations in the order of the upload
 */
public record LoggedUpload(String id, Instant created, long change, List<Operation> operations) {

  public LoggedUpload {
    operations = List.copyOf(operations);
  }

  /**
   * A record.
   *
   * @param bulkId id that the caller gave it
   */
  public record Operation(String bulkId, String type, String externalId) {

    /** Identifies the record among those of the job. */
    public RecordKey key() {
      return new RecordKey(type, externalId);
    }
  }
}
